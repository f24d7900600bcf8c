"""The language in which the command line speaks."""

from __future__ import annotations

import os

from stationmap.labels import Language


def cli_language() -> Language:
    """Return the language that STATIONMAP_LANGUAGE names, else the terminal's, else English."""
    chosen = os.environ.get("STATIONMAP_LANGUAGE", "")
    if chosen in set(Language):
        return Language(chosen)
    # The order in which POSIX has them decide the language of messages.
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return Language.ZH if locale.startswith(Language.ZH) else Language.EN


LANGUAGE = cli_language()
"""The language of `--help`, which is put together when the commands are imported."""
