"""A planner's report, made by hand, that says what it is told wherever it can say anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.files.report_content import (
    Column,
    Form,
    KeyFigure,
    Paragraph,
    Picture,
    Pictures,
    Points,
    ReportContent,
    Section,
    Table,
)
from stationmap.labels import Language
from stationmap.maps.report_paint import svg, words_at

if TYPE_CHECKING:
    from stationmap.labels.markup import Markup


def drawing(words: str) -> Markup:
    """Return a picture that holds words."""
    return svg(words_at(1, 12, words), width=300, height=16)


def report_of(words: str, *, language: Language = Language.ZH) -> ReportContent:
    """Return a report every text of which is these words."""
    picture = Picture(svg=drawing(words), alt=words, caption=words)
    table = Table(
        sheet="figures",
        columns=(
            Column(title=words),
            Column(title="code", form=Form.CODE),
            Column(title="demand", form=Form.COUNT),
            Column(title="share", form=Form.SHARE),
        ),
        rows=((words, "007", 1234.5, 0.25), (words, "008", None, float("inf"))),
        total=(words, "", 1234.5, 0.25),
        caption=words,
    )
    everything = Section(
        title=words,
        blocks=(
            Paragraph(words=words),
            Paragraph(words=words, is_warning=True),
            table,
            picture,
            Pictures(pictures=(picture, picture)),
        ),
    )
    return ReportContent(
        language=language,
        title=words,
        subtitle=words,
        facts_title="facts",
        facts=((words, words),),
        key_figures=(KeyFigure(label=words, value=words),),
        warnings=(words,),
        sections=(everything,),
        method=Section(title="method", blocks=(Points(points=((words, words),)),)),
    )
