"""The planner's report, offered on her page: made when somebody asks for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from stationmap.coverage.problem_text import problem_text
from stationmap.errors import PlanError
from stationmap.files.report_html import to_html
from stationmap.files.report_pdf import require_pdf, to_pdf
from stationmap.files.report_xlsx import to_xlsx
from stationmap.labels import Language, text
from stationmap.web.downloads import XLSX
from stationmap.web.markup import element
from stationmap.web.offered_files import download_link
from stationmap.web.plan.question_address import radius_code
from stationmap.web.wiring import office

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.files.report_content import ReportContent
    from stationmap.services.plan.coverage_answer import CoverageQuestion
    from stationmap.services.plan.siting_answer import SitingAnswer

    Write = Callable[[ReportContent], bytes]

FILES: dict[str, tuple[str, Write]] = {
    "pdf": ("application/pdf", to_pdf),
    "html": ("text/html", to_html),
    "xlsx": (XLSX, to_xlsx),
}
"""By suffix: the media type, and what makes the file."""


def draw(
    question: CoverageQuestion, language: Language, *, siting: SitingAnswer | None = None
) -> None:
    """Draw a link for each kind of file; where no PDF can be made, say why.

    Parameters
    ----------
    siting
        What came of choosing sites for the question; the report then proposes them.
    """
    problem = _no_pdf(language)
    suffixes = [suffix for suffix in FILES if problem is None or suffix != "pdf"]
    stem = f"report-{_place(question.within)}-{radius_code(question.radius)}"
    part = "coverage" if siting is None else "siting"
    links = (
        download_link(
            text(f"plan_report.download.{suffix}", language),
            partial(_file, question, suffix, language, siting),
            file_name=f"{stem}.{suffix}",
            media_type=FILES[suffix][0],
            key=f"plan:report_{part}_{suffix}",
        )
        for suffix in suffixes
    )
    st.html(
        element(
            "section",
            element("h2", text("plan_report.download.title", language), class_="section"),
            element("p", text("plan_report.download.told", language), class_="muted"),
            None if problem is None else element("p", problem, class_="hint", role="status"),
            element("div", *links, class_="actions downloads"),
        )
    )


def _place(within: str | None) -> str:
    """Return a code as a file's name may hold it; those of uploads may be anything."""
    if within is None:
        return "all"
    return within if within.isascii() and within.isalnum() else "area"


def _no_pdf(language: Language) -> str | None:
    """Return why no PDF can be made here, if it cannot."""
    try:
        require_pdf(text("plan_report.title", language))
    except PlanError as error:
        return problem_text(error, language)
    return None


def _file(
    question: CoverageQuestion, suffix: str, language: Language, siting: SitingAnswer | None
) -> bytes:
    _, write = FILES[suffix]
    return write(office().plan_report.content(question, language, siting=siting))
