"""Writes what docs/reference takes from the program: settings, commands, API, codes and the like.

And the example of all settings that `deploy` has.

`make_reference.py --check` writes nothing, and ends with 1 if a page does not say what is true.
"""

from __future__ import annotations

import json
import os
import sys
from enum import Enum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from typer.cli import get_docs_for_click

from reference_api import api_page
from stationmap.files.standards import read_standards
from stationmap.geo.datum import Datum
from stationmap.labels import Language, text
from stationmap.settings import Settings
from stationmap.stations.codes import (
    Audience,
    Entry,
    Facility,
    FacilityState,
    StationKind,
    Status,
)
from stationmap.stations.schema import contract_schema

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from stationmap.upkeep.standards import Item, Profile, Source

REPOSITORY = Path(__file__).resolve().parents[1]
REFERENCE = REPOSITORY / "docs" / "reference"

CODE_TABLES: dict[str, tuple[str, type[StrEnum]]] = {
    "Kind": ("kind", StationKind),
    "Status": ("status", Status),
    "Facility": ("facility", Facility),
    "State of a facility": ("facility_state", FacilityState),
    "Audience": ("audience", Audience),
    "Entry": ("entry", Entry),
    "Datum": ("datum", Datum),
}

SETTINGS_HEAD = """# Settings

Each is an environment variable, read once at the start.

| variable | default | what it is |
| --- | --- | --- |
"""

EXAMPLE_HEAD = """\
# Every setting of stationmap with its default, for /etc/stationmap/environment (systemd) or the
# `environment` of compose.yaml. Take the # away from what you change. A path is relative to the
# folder of the checkout; write a whole one. What is secret is better in a file of its own, named
# as the setting is in small letters: see README.md.
"""

STANDARDS_HEAD = """# Standards

What stations of each kind should have. The profiles stand in a data file, by default
`src/stationmap/upkeep/standards.toml`; `STATIONMAP_STANDARDS` names another. An item is met, not
met, or unknown: what nobody recorded is never counted as missing.
"""


def main() -> int:
    """Write the pages, or say which are out of date."""
    pages = {
        "settings.md": settings_page(),
        "cli.md": cli_page(),
        "api.md": api_page(),
        "codes.md": codes_page(),
        "stations.schema.json": schema_file(),
        "standards.md": standards_page(),
        "../../deploy/environment.example": environment_example(),
    }
    stale = [name for name, page in pages.items() if _written(name) != page]
    if "--check" in sys.argv:
        print(*(f"out of date: docs/reference/{name}; run make docs" for name in stale), sep="\n")
        return 1 if stale else 0
    for name in stale:
        (REFERENCE / name).write_text(pages[name], encoding="utf-8")
    return 0


def settings_page() -> str:
    """Tell every setting with its default."""
    rows = [
        f"| `STATIONMAP_{name.upper()}` | {_default(field)} | {_meaning(field)} |\n"
        for name, field in Settings.model_fields.items()
    ]
    return SETTINGS_HEAD + "".join(rows)


def environment_example() -> str:
    """Tell every setting as an operator's file of them does, each with its default."""
    lines = [
        f"\n# {_meaning(field)}\n#STATIONMAP_{name.upper()}={_default(field, none='')}\n"
        for name, field in Settings.model_fields.items()
    ]
    return EXAMPLE_HEAD + "".join(lines).replace("`", "")


def cli_page() -> str:
    """Tell every command with its options."""
    # The width, the colours and the language of whoever runs this must not show in the page.
    os.environ.update(COLUMNS="100", NO_COLOR="1", STATIONMAP_LANGUAGE="en")
    from stationmap.cli import app  # noqa: PLC0415  # both read the environment when imported

    command = typer.main.get_command(app)
    context = typer.Context(command, info_name="stationmap")
    page = get_docs_for_click(obj=command, ctx=context, name="stationmap", title="Command line")
    return page.strip() + "\n"


def codes_page() -> str:
    """Tell every code with its labels, a table for each list."""
    page = "# Codes\n"
    for title, (table, codes) in CODE_TABLES.items():
        page += f"\n## {title}\n\n| code | 中文 | English |\n| --- | --- | --- |\n"
        for code in codes:
            zh, en = (text(f"{table}.{code}", language) for language in Language)
            page += f"| `{code}` | {zh} | {en} |\n"
    return page


def schema_file() -> str:
    """Tell the data contract as JSON Schema."""
    return json.dumps(contract_schema(), indent=1, ensure_ascii=False) + "\n"


def standards_page() -> str:
    """Tell what stations of each kind should have, and after whom."""
    return STANDARDS_HEAD + "".join(map(_profile, read_standards(Settings().standards)))


def _profile(profile: Profile) -> str:
    kinds = ", ".join(f"`{kind}`" for kind in StationKind if kind in profile.kinds)
    sources = "".join(map(_source, profile.sources))
    items = "".join(
        f"| {item.label(Language.ZH)} | {item.label(Language.EN)} | {_condition(item)} |\n"
        for item in profile.items
    )
    return (
        f"\n## {profile.name.zh} · {profile.name.en}\n\n"
        f"`{profile.code}`, version {profile.version}, from {profile.since} on, for {kinds}.\n\n"
        f"After:\n\n{sources}\n| 项目 | item | met if |\n| --- | --- | --- |\n{items}"
    )


def _source(source: Source) -> str:
    name = f"{source.name.zh} ({source.name.en})"
    linked = f"[{name}]({source.address})" if source.address else name
    return f"- {linked}, {source.published}\n"


def _condition(item: Item) -> str:
    if item.working:
        return " or ".join(f"`{facility}`" for facility in item.working) + " works"
    if item.round_the_clock:
        return "the hours leave it open day and night"
    for measure, least in item.at_least.items():
        return f"`{measure}` is at least {least:g}"
    return "the data cannot tell"


def _written(name: str) -> str:
    page = REFERENCE / name
    return page.read_text(encoding="utf-8") if page.is_file() else ""


def _default(field: FieldInfo, *, none: str = "none") -> str:
    value = field.get_default(call_default_factory=True, validated_data={})
    if value is None:
        return none
    if isinstance(value, Path):
        return f"`{value.relative_to(REPOSITORY)}`"
    if isinstance(value, str):
        value = value.replace(f"{REPOSITORY}/", "")
    return f"`{value.value if isinstance(value, Enum) else value}`"


def _meaning(field: FieldInfo) -> str:
    choices = field.annotation
    if isinstance(choices, type) and issubclass(choices, Enum):
        listed = ", ".join(f"`{choice.value}`" for choice in choices)
        return f"{field.description} One of {listed}."
    return str(field.description)


if __name__ == "__main__":
    sys.exit(main())
