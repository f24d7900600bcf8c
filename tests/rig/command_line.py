"""Runs `stationmap` in this process, as often as tests type it."""

from __future__ import annotations

from functools import cache
from typing import Any
from unittest.mock import patch

from typer import testing
from typer.main import get_command

_put_together = cache(get_command)


class CliRunner(testing.CliRunner):
    """Typer's own, which otherwise puts all commands together anew each time: half of the work."""

    def invoke(self, *arguments: Any, **options: Any) -> testing.Result:
        """Run a command, and return what it wrote and ended with."""
        with patch.object(testing, "_get_command", _put_together):
            return super().invoke(*arguments, **options)
