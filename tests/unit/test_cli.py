"""What holds of every command of `stationmap`."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.main import get_command

from rig.command_line import CliRunner
from stationmap.cli import app
from stationmap.cli.language import cli_language
from stationmap.labels import Language

COMMANDS = get_command(app).commands  # type: ignore[attr-defined]  # a group has commands
HEAVY = ("folium", "holidays", "pandas", "pydantic", "pyproj", "scipy", "streamlit")


def test_the_commands_are_those_that_are_promised() -> None:
    assert set(COMMANDS) == {
        "nearest",
        "check",
        "convert",
        "export",
        "import",
        "backup",
        "restore",
        "migrate",
        "accounts",
        "serve",
        "coverage",
        "site",
        "report",
        "grid",
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_describes_itself_and_shows_an_example(name: str) -> None:
    first_line, *others = (COMMANDS[name].help or "").splitlines()

    assert first_line.endswith((".", ":", ","))
    assert any(line.startswith(f"Example: stationmap {name}") for line in others)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_is_for(name: str) -> None:
    unexplained = [
        parameter.name
        for parameter in COMMANDS[name].params
        if not getattr(parameter, "help", None)
    ]

    assert unexplained == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help(name: str) -> None:
    assert CliRunner().invoke(app, [name, "--help"]).exit_code == 0


def test_an_unknown_command_is_wrong_use() -> None:
    assert CliRunner().invoke(app, ["fly"]).exit_code == 2


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"STATIONMAP_LANGUAGE": "zh", "LANG": "en_GB.UTF-8"}, Language.ZH),
        ({"STATIONMAP_LANGUAGE": "en", "LANG": "zh_CN.UTF-8"}, Language.EN),
        ({"LANG": "zh_CN.UTF-8"}, Language.ZH),
        ({"LC_ALL": "zh_TW.UTF-8", "LANG": "en_GB.UTF-8"}, Language.ZH),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, Language.EN),
        ({"LC_MESSAGES": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, Language.EN),
        ({}, Language.EN),
    ],
)
def test_the_language_is_that_of_the_setting_else_of_the_terminal(
    environment: dict[str, str], language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("STATIONMAP_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert cli_language() is language


def test_help_loads_none_of_the_heavy_libraries() -> None:
    """What `stationmap --help` imports decides how long it takes."""
    program = (
        "import sys\n"
        "from stationmap.cli import app\n"
        "app(['--help'], standalone_mode=False)\n"
        f"print('loaded:', *sorted(set(sys.modules) & set({HEAVY!r})))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert ran.stdout.splitlines()[-1] == "loaded:"
