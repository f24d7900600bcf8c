"""A planner's report as HTML, PDF and XLSX says what it was given, and none of it is obeyed."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import typst

from rig.hostile import HOSTILE
from rig.report_contents import report_of
from stationmap.coverage.problem_text import problem_text
from stationmap.errors import PlanError
from stationmap.files import report_pdf
from stationmap.files.cells import rearmed
from stationmap.files.report_content import Form, Section, written
from stationmap.files.report_data import data_of
from stationmap.files.report_html import to_html
from stationmap.files.report_xlsx import to_xlsx
from stationmap.labels import Language
from stationmap.stations.place import printable

FOR_TYPST = (
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.1": *',
    '#eval("1+1") #panic() #{ 1 + 1 }',
    "$ x $ *b* _i_ `c` <label> @ref = h \\ // c /* c */",
    '"); #sys.inputs; //',
    '#link("https://example.org")[x] https://example.org',
    "\x00\x1b[31m\u202e\u2028\ud800",
    "\\u{0} {{7*7}} {% raw %}",
)
FOR_SHEETS = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "'=1")
EVERY = (*HOSTILE, *FOR_TYPST, *FOR_SHEETS)


FIGURES = {"code", "demand", "share", "007", "008", "1,234", "25.0%", "\N{EN DASH}", ""}


@pytest.fixture
def _chinese_font() -> None:
    try:
        report_pdf.require_pdf("\N{CJK UNIFIED IDEOGRAPH-4E2D}")
    except PlanError:
        pytest.skip("CJK font absent: apt install fonts-noto-cjk")


class Page(HTMLParser):
    """Gathers the elements of a page and the words of its heading."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words: dict[str, str] = {}
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self._open = tag

    def handle_data(self, data: str) -> None:
        self.words[self._open] = self.words.get(self._open, "") + data

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser gives it
        self._open = ""


@pytest.mark.parametrize("words", EVERY)
def test_html_holds_hostile_words_as_words(words: str) -> None:
    harmless, page = (
        Page(to_html(report_of("x")).decode()),
        Page(to_html(report_of(words)).decode()),
    )

    assert page.tags == harmless.tags
    assert page.attributes == harmless.attributes
    assert page.words["h1"] == printable(words)
    assert page.words["dt"] == printable(words) * 2
    assert page.words["text"] == printable(words) * 3


def test_html_runs_and_loads_nothing() -> None:
    html = to_html(report_of("x")).decode()

    assert not {"script", "iframe", "object", "link", "img"} & Page(html).tags
    assert "default-src 'none'" in unescape(html)
    assert re.findall(r"(?:src|href)=|url\((?!#)|@import", html) == []


@pytest.mark.parametrize("language", Language)
def test_html_names_its_language(language: Language) -> None:
    html = to_html(report_of("x", language=language)).decode()

    assert f'lang="{"zh-CN" if language is Language.ZH else "en"}"' in html


@pytest.mark.usefixtures("_chinese_font")
@pytest.mark.parametrize("words", EVERY)
def test_pdf_sets_hostile_words_as_words(words: str) -> None:
    content = report_of(words)

    pdf = report_pdf.to_pdf(content)

    assert pdf.startswith(b"%PDF-")
    assert [
        mark for mark in (b"/URI", b"/JavaScript", b"/Launch", b"/EmbeddedFile") if mark in pdf
    ] == []
    assert set_texts(content, "heading") >= {printable(words)}
    assert set_texts(content, "selector(table).or(par)") == {*FIGURES, printable(words)}


def set_texts(content: Any, selector: str) -> set[str]:
    """Return the texts in what typst made of the report's elements of a kind."""
    data = data_of(content)
    fonts = report_pdf.fonts_for(data, typst.Fonts().families())
    inputs = {"data": data, "fonts": json.dumps(fonts)}
    made = json.loads(typst.query(report_pdf.template(), selector, sys_inputs=inputs))
    return set(_texts(made))


def _texts(node: Any) -> list[str]:
    if isinstance(node, list):
        return [found for each in node for found in _texts(each)]
    if not isinstance(node, dict):
        return []
    own = [node["text"]] if node.get("func") == "text" else []
    return own + [found for each in node.values() for found in _texts(each)]


def test_the_template_reads_no_file_and_imports_nothing() -> None:
    code = re.sub(rb"//.*", b"", report_pdf.template())

    assert re.findall(rb"\b(?:read|import|include|eval|plugin|link)\b", code) == []


def test_a_report_in_english_needs_no_font_for_chinese() -> None:
    families = ["DejaVu Sans", "Libertinus Serif"]

    assert report_pdf.fonts_for("Hutong 5", families) == families


def test_chinese_without_its_font_is_refused_with_what_to_do() -> None:
    with pytest.raises(PlanError) as refused:
        report_pdf.fonts_for("\N{CJK UNIFIED IDEOGRAPH-4E2D}", ["DejaVu Sans"])

    assert refused.value.code == "report_no_chinese_font"


def test_without_typst_the_reason_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    report_pdf.machine_fonts.cache_clear()
    monkeypatch.setitem(sys.modules, "typst", None)

    with pytest.raises(PlanError) as refused:
        report_pdf.to_pdf(report_of("x"))

    assert refused.value.code == "report_no_typst"
    assert "typst" in problem_text(refused.value, Language.EN)


@pytest.mark.parametrize("words", EVERY)
def test_a_workbook_holds_hostile_words_as_text(words: str) -> None:
    book = openpyxl.load_workbook(BytesIO(to_xlsx(report_of(words))))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert printable(words) in {rearmed(str(cell.value)) for cell in cells}
    assert all(cell.hyperlink is None for cell in cells)


def test_the_figures_of_a_workbook_are_numbers_with_all_their_digits() -> None:
    book = openpyxl.load_workbook(BytesIO(to_xlsx(report_of("x"))))

    assert book.sheetnames == ["facts", "figures", "method"]
    rows = list(book["figures"].iter_rows(values_only=True))
    assert rows[1] == ("x", "007", 1234.5, 0.25)
    assert rows[2] == ("x", "008", None, None)
    assert book["figures"]["D2"].number_format == "0.0%"


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (0.12345, Form.SHARE, "12.3%"),
        (1234567.4, Form.COUNT, "1,234,567"),
        (116.4, Form.DEGREES, "116.400000"),
        (None, Form.METRES, "\N{EN DASH}"),
        (float("inf"), Form.METRES, "\N{EN DASH}"),
        (float("nan"), Form.SHARE, "\N{EN DASH}"),
        ("a\nb", Form.TEXT, "a\\nb"),
    ],
)
def test_values_are_written_as_people_read_them(
    value: float | str | None, form: Form, expected: str
) -> None:
    assert written(value, form) == expected


@pytest.mark.parametrize("title", ["a[b]:*?/\\c", "'x'", "", "x" * 80, "\x00", "***"])
def test_any_title_becomes_that_of_a_sheet_even_twice(title: str) -> None:
    content = report_of("x")
    (table,) = content.tables()
    named = replace(table, sheet=title or " ")
    section = Section(title="x", blocks=(named, named))

    book = openpyxl.load_workbook(BytesIO(to_xlsx(replace(content, sections=(section,)))))

    assert len(book.sheetnames) == 4
    assert all(0 < len(one) <= 31 for one in book.sheetnames)
    assert [one for one in book.sheetnames if set(one) & set("[]:*?/\\")] == []


def test_a_share_is_rounded_down_as_on_the_page() -> None:
    shares = [0.05393, 0.9996, 1.0, 0.0, None]

    assert [written(one, Form.SHARE) for one in shares] == ["5.3%", "99.9%", "100.0%", "0.0%", "–"]
