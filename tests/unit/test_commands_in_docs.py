"""Every command that the documentation tells people to type is typed."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
import yaml
from typer.main import get_command

from rig.document_blocks import REPOSITORY, blocks, commands_in_sentences, examples, pages
from rig.document_desk import ADDRESSES, NOT_HERE, Room
from rig.document_files import few_stations, write_files
from rig.offices import PASSWORD
from rig.ready_command import ready_command
from rig.served_app import serve
from stationmap.cli import app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from rig.served_app import ServedApp

TYPED = {"sh", "console", "python"}
PARSED: dict[str, Callable[[str], object]] = {
    "json": json.loads,
    "toml": tomllib.loads,
    "yaml": lambda text: list(yaml.safe_load_all(text)),
    "ini": lambda text: configparser.ConfigParser(strict=False, interpolation=None).read_string(
        text
    ),
}
READ = {"text", "csv", "nginx", "caddyfile"}
"""What is no command and has no parser here."""

PLACES = {"3f2a9c": "$(stationmap accounts token list limei | cut -c1-6)"}
"""What an example has where a person writes what she has."""

SAMPLE = REPOSITORY / "data" / "stations.geojson"
NOT_IN_OUR_TYPES = """
[mypy]
[mypy-scipy.*,pandas.*,openpyxl.*,sqlalchemy.*,matplotlib.*,rich.*,markdown_it.*,PIL.*,typer.*]
follow_imports = skip
follow_imports_for_stubs = true
"""
"""What our functions use and nobody who calls them meets: mypy takes half a minute to read it."""

TYPED_PAGES = [page for page in pages() if any(block.language in TYPED for block in blocks(page))]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """Lay out what all desks share; PostgreSQL starts when the first page asks for it."""

    def database() -> str:
        from rig.postgres_cluster import the_cluster  # noqa: PLC0415  # few runs ask for it

        return the_cluster().url(the_cluster().new_database())

    files, folder = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("room")
    store = few_stations(folder, SAMPLE)
    write_files(files, store.with_suffix(".geojson"))
    with ready_command(folder, password=PASSWORD) as command:
        yield Room(command, files, store, database)


@pytest.fixture(scope="module")
def served(room: Room) -> Iterator[ServedApp]:
    with serve(language="en", stations=room.store.with_suffix(".geojson")) as running:
        yield running


@pytest.mark.parametrize("page", TYPED_PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_what_a_page_tells_people_to_type_works(
    page: Path, room: Room, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    typed = [block for block in blocks(page) if block.language in TYPED]
    asked = re.sub(r"#.*", "", "".join(block.text for block in typed))
    app = store = None
    if any(address in asked for address in ADDRESSES):
        app = request.getfixturevalue("served")
        store = app.store if "accounts token" in asked else None
    desk = room.lay_desk(tmp_path / "desk", app=app, store=store)

    for block in typed:
        desk.run(block)


def test_the_examples_of_the_command_line_work(room: Room, tmp_path: Path) -> None:
    desk = room.lay_desk(tmp_path / "desk")

    for example in examples():
        for given, meant in PLACES.items():
            example = example.replace(given, meant)  # noqa: PLW2901  # what a person does, too
        desk.bash(f"{example}\n")


def test_python_that_uses_the_library_passes_strict_typing(tmp_path: Path) -> None:
    """We ship `py.typed`, so whoever types what a page shows is told of our types."""
    programs = []
    for page in TYPED_PAGES:
        python = "".join(block.typed for block in blocks(page) if block.language == "python")
        if "from stationmap import" in python:
            programs.append(tmp_path / f"{page.stem.lower()}.py")
            programs[-1].write_text(python, encoding="utf-8")
    assert len(programs) > 1

    kept, settings = REPOSITORY / ".cache" / "mypy-of-docs", tmp_path / "mypy.ini"
    settings.write_text(NOT_IN_OUR_TYPES, encoding="utf-8")
    mypy = [sys.executable, "-m", "mypy", "--strict", "--disallow-any-unimported"]
    mypy += ["--config-file", str(settings), "--cache-dir", str(kept)]
    run = subprocess.run(
        [*mypy, *map(str, programs)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr


def test_every_fenced_block_has_a_language_that_is_known() -> None:
    strange = [
        f"{block.place} {block.language!r}"
        for page in pages()
        for block in blocks(page)
        if block.language not in {*TYPED, *PARSED, *READ}
    ]

    assert strange == []


def test_every_block_of_data_can_be_read() -> None:
    found = [block for page in pages() for block in blocks(page) if block.language in PARSED]
    assert found

    for block in found:
        PARSED[block.language](block.text)


def test_no_command_hides_in_an_indented_block() -> None:
    hidden = [
        f"{page.relative_to(REPOSITORY)}: {row.strip()}"
        for page in pages()
        for row in re.findall(
            r"^    (?:\$ )?(?:stationmap|make|curl|\.venv)\b.*$", _prose(page), re.MULTILINE
        )
    ]

    assert hidden == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_the_commands_in_sentences_exist(page: Path) -> None:
    for said in commands_in_sentences(page):
        group = get_command(app)
        for word in shlex.split(said)[1:]:
            commands = getattr(group, "commands", None)
            if commands is not None and not word.startswith("-"):
                assert word in commands, f"{page.name} names {said!r}"
                group = commands[word]
            elif word.startswith("--") and word != "--help":
                options = {
                    name for param in group.params for name in param.opts + param.secondary_opts
                }
                assert word.partition("=")[0] in options, f"{page.name} names {said!r}"


def test_what_is_not_typed_here_stands_in_some_page() -> None:
    typed = "".join(block.typed for page in pages() for block in blocks(page))

    assert [name for name in NOT_HERE if not re.search(rf"\b{name}\b", typed)] == []


def _prose(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    return re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL)
