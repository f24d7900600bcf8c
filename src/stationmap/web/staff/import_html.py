"""What the page of imports shows, as HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import orjson

from stationmap.labels import text
from stationmap.services.import_words import reason_of, reasons_of
from stationmap.web.icons import icon
from stationmap.web.markup import Markup, element
from stationmap.web.staff.import_values import field_name, shown_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stationmap.errors import Fault
    from stationmap.labels import Language
    from stationmap.services.import_examined import Examined
    from stationmap.upkeep.import_plan import Candidate, DoubtfulRow, PlannedRow

SAMPLE_ROWS = 4
SAMPLE_COLUMNS = 40
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!~|:$<>&])")


def not_markdown(label: str) -> str:
    """Return text for a widget's label, which Streamlit reads as Markdown, so that it is itself."""
    return _MARKDOWN.sub(r"\\\1", " ".join(label.split()))


def uploader_style(language: Language) -> Markup:
    """Return what puts our words into Streamlit's chooser of files, which speaks English alone."""
    words = orjson.dumps(text("import.choose", language)).decode()
    button = ".stFileUploader [data-testid='stBaseButton-secondary'] p"
    return element("style", Markup(f"{button}::after {{ content: {words}; }}"))


def section(title: str) -> Markup:
    """Return the head of one step."""
    return element("h2", title, class_="page-title step")


def small(words: str) -> Markup:
    """Return a line of small print."""
    return element("p", words, class_="small-print")


def problem(words: str) -> Markup:
    """Return what went wrong, so that nobody overlooks it."""
    return element("div", icon("warn"), element("span", words), class_="hint", role="alert")


def faults(found: Sequence[Fault], language: Language) -> Markup:
    """Return what is wrong or doubtful about the file as a whole."""
    lines = [element("li", reason_of(fault, language)) for fault in found]
    return element("ul", *lines, class_="hint problem", role="alert") if lines else element("span")


def understood(file: Examined, language: Language) -> Markup:
    """Return how much there is, and the first rows as they were read."""
    seen = file.seen
    summary = text(
        "import.summary",
        language,
        name=file.file_name,
        rows=len(seen.rows),
        columns=len(seen.titles),
    )
    own = small(text("import.own_export", language)) if file.is_own_export else None
    titles = [str(number) for number, _ in seen.rows[:SAMPLE_ROWS]]
    rows = [
        (title, *cells[:SAMPLE_COLUMNS])
        for title, (_, cells) in zip(titles, seen.rows[:SAMPLE_ROWS], strict=True)
    ]
    head = (text("import.row", language), *seen.titles[:SAMPLE_COLUMNS])
    return element(
        "div",
        element("p", element("strong", summary), class_="import-summary"),
        own,
        faults([fault for fault in seen.faults if fault.number is None], language),
        element("h3", text("import.sample_rows", language), class_="section"),
        _table(head, rows),
    )


def columns_head(language: Language) -> Markup:
    """Return what stands above the choices of columns."""
    return element(
        "div",
        element("h3", text("import.columns", language), class_="section"),
        small(text("import.columns_hint", language)),
    )


def evidence(file: Examined, lines: Iterable[str], language: Language) -> Markup:
    """Return what speaks for which datum."""
    found = file.evidence
    if found.suspected is not None:
        datum = text(f"datum.{found.suspected}", language)
        verdict = text("import.datum_suspected", language, datum=datum)
    elif found.named:
        verdict = text("import.datum_several", language)
    else:
        verdict = text("import.datum_unclear", language)
    return element(
        "div",
        small(text("import.datum_why", language)),
        element("ul", *(element("li", line) for line in lines), class_="evidence"),
        None if file.is_own_export else element("p", element("strong", verdict)),
    )


def new_rows(rows: Sequence[PlannedRow], language: Language) -> Markup:
    """Return the stations that would be added."""
    head = [text(f"import.{name}", language) for name in ("row", "station", "where")]
    return _table(head, [(str(r.number), r.after.name, r.after.address or "") for r in rows])


def changed_rows(rows: Sequence[PlannedRow], language: Language) -> Markup:
    """Return the stations that would change, each with what would."""
    head = [text(f"import.{name}", language) for name in ("row", "station", "what")]
    return _table(head, [(str(r.number), r.after.name, _changes(r, language)) for r in rows])


def doubtful_rows(rows: Sequence[DoubtfulRow], file: Examined, language: Language) -> Markup:
    """Return rows with the reasons why they stay out, or to look at them again."""
    cells = dict(file.seen.rows)
    names = [guess.index for guess in file.guesses if guess.target == "name"]
    is_out = any(row.errors for row in rows)
    why = text("import.reason" if is_out else "import.doubt", language)
    head = (text("import.row", language), text("import.station", language), why)
    lines = [
        (str(row.number), _cell(cells.get(row.number, []), names), reasons_of(row.faults, language))
        for row in rows
    ]
    return _table(head, lines)


def numbers(rows: Sequence[int], language: Language) -> Markup:
    """Return the numbers of rows that change nothing."""
    return element("p", f"{text('import.row', language)}: {', '.join(map(str, rows))}")


def candidate(one: Candidate, language: Language) -> Markup:
    """Return a row beside the station that it is likeliest to be."""
    station = one.as_new.after
    likeliest = one.alternatives[0]
    kept = likeliest.row.before.station if likeliest.row.before is not None else station
    unknown = text("import.unknown_value", language)
    return element(
        "div",
        element(
            "strong",
            text("import.candidate", language, number=one.number, name=station.name),
        ),
        element(
            "p",
            text("import.candidate_address", language, address=station.address or unknown),
        ),
        element(
            "p",
            text(
                "import.candidate_like",
                language,
                name=kept.name,
                distance_m=f"{likeliest.distance_m:.0f}",
                address=kept.address or unknown,
            ),
        ),
        _changes(likeliest.row, language),
        class_="candidate",
    )


def _changes(row: PlannedRow, language: Language) -> Markup:
    lines = (
        element(
            "li",
            text(
                "import.difference",
                language,
                field=field_name(difference.field, language),
                before=shown_value(difference.field, difference.before, language),
                after=shown_value(difference.field, difference.after, language),
            ),
        )
        for difference in row.differences
    )
    return element("ul", *lines)


def _cell(cells: Sequence[str], places: Sequence[int]) -> str:
    return next((cells[place] for place in places if place < len(cells)), "")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    """Return a table that is scrolled within its own frame."""
    titles = element("tr", *(element("th", title, scope="col") for title in head))
    lines = (element("tr", *(element("td", cell) for cell in row)) for row in rows)
    table = element("table", element("thead", titles), element("tbody", *lines), class_="stations")
    return element("div", table, class_="scroll import-table", tabindex="0")
