"""What the documentation says of the program is what the program is."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from typer.main import get_command

import stationmap
from rig.source_keys import REPOSITORY
from stationmap import errors
from stationmap.cli import app
from stationmap.settings import Settings
from stationmap.stations.station import Station

README = REPOSITORY / "README.md"
REFERENCE = REPOSITORY / "docs" / "reference"


def test_the_generated_pages_are_up_to_date() -> None:
    check = subprocess.run(
        [sys.executable, REPOSITORY / "scripts" / "make_reference.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (check.returncode, check.stdout.strip()) == (0, ""), check.stderr


def test_every_command_is_documented_with_an_example_in_its_help() -> None:
    page = (REFERENCE / "cli.md").read_text(encoding="utf-8")

    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]  # a group
        assert f"## `stationmap {name}`" in page
        assert f"stationmap {name}" in (command.help or ""), f"{name} --help shows no example"


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_every_setting_is_documented(setting: str) -> None:
    page = (REFERENCE / "settings.md").read_text(encoding="utf-8")

    assert f"`STATIONMAP_{setting.upper()}`" in page
    assert Settings.model_fields[setting].description


@pytest.mark.parametrize("name", sorted(set(Station.model_fields) - {"position", "extra"}))
def test_every_property_of_the_contract_is_documented(name: str) -> None:
    assert f"`{name}`" in (REFERENCE / "data-contract.md").read_text(encoding="utf-8")


def test_the_documentation_names_no_setting_that_does_not_exist() -> None:
    known = {f"STATIONMAP_{name.upper()}" for name in Settings.model_fields}
    pages = [README, *sorted((REPOSITORY / "docs").rglob("*.md"))]
    named = {
        name
        for page in pages
        for name in re.findall(r"STATIONMAP_[A-Z_]+", page.read_text(encoding="utf-8"))
    }

    assert named <= known


def test_every_name_of_the_library_is_documented_and_can_be_had() -> None:
    page = (REFERENCE / "library.md").read_text(encoding="utf-8")
    documented = re.findall(r"^::: stationmap\.(\w+)$", page, re.MULTILINE)

    assert sorted(documented) == sorted([*stationmap.__all__, "errors"])
    for name in stationmap.__all__:
        assert getattr(stationmap, name).__name__ == name


def test_errors_stand_once_in_the_reference() -> None:
    """Those that the library exports are told of beside it, and left out of the program's."""
    page = (REFERENCE / "library.md").read_text(encoding="utf-8")
    left_out = re.findall(r"\w+", "|".join(re.findall(r'"!\^\((.+)\)\$"', page)))

    assert sorted(left_out) == sorted(set(stationmap.__all__) & set(vars(errors)))


def test_the_library_example_of_the_readme_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 1

    run = subprocess.run(
        [sys.executable, "-c", blocks[0]],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert len(run.stdout.splitlines()) >= 5


def test_every_picture_of_the_readme_is_there() -> None:
    pictures = re.findall(r'(?:src="|\]\()(docs/[^")]+\.png)', README.read_text(encoding="utf-8"))

    assert pictures
    assert [name for name in pictures if not (REPOSITORY / name).is_file()] == []
