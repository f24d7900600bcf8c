"""What siting found, as HTML: how good it is, the sites in their order, what the next one adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stationmap.labels import text
from stationmap.services.plan.siting_question import SitingModel
from stationmap.web.icons import icon
from stationmap.web.markup import Markup, element
from stationmap.web.plan.coverage_view import amount
from stationmap.web.plan.siting_curve import next_adds
from stationmap.web.plan.siting_view import area_of, fine_percent, how_good, what_came

if TYPE_CHECKING:
    from stationmap.labels import Language
    from stationmap.services.plan.siting_answer import Site, SitingAnswer


def came_of_it(answer: SitingAnswer, language: Language) -> Markup:
    """Return what the sites do, how good they are, and on what that rests."""
    basis = text(
        "siting.basis",
        language,
        existing=f"{answer.existing:,}",
        candidates=f"{answer.candidates:,}",
        revision=answer.revision,
        seconds=f"{answer.seconds:.1f}",
        method=text(f"siting.method.{answer.method}", language),
    )
    checked = text("siting.checked" if answer.agrees else "siting.differs", language)
    return element(
        "section",
        element("h2", what_came(answer, language), class_="section"),
        element("p", icon("check"), " ", how_good(answer, language), class_="proof"),
        _fewer(answer, language),
        _robust(answer, language),
        element("p", basis, " ", checked, class_="small-print"),
        class_="card siting-came",
    )


def curve(answer: SitingAnswer, language: Language) -> Markup | None:
    """Return the curve of what the next station adds; None for no site."""
    if not answer.sites:
        return None
    return element(
        "figure",
        element("figcaption", text("siting.curve", language), class_="section"),
        next_adds(answer.shares, language),
        class_="card siting-curve",
    )


def table(answer: SitingAnswer, language: Language) -> Markup:
    """Return the sites in their order: where, what each adds, the share with it."""
    is_robust = answer.runs > 1
    columns = ["rank", "area", "adds", "share_after", *(["chosen_in"] if is_robust else [])]
    head = element(
        "tr", *(element("th", text(f"siting.{name}", language), scope="col") for name in columns)
    )
    lines = (_line(site, answer.runs, language) for site in answer.sites)
    drawn = element("table", element("thead", head), element("tbody", *lines), class_="stations")
    return element("div", drawn, class_="scroll sites", tabindex="0")


def _line(site: Site, runs: int, language: Language) -> Markup:
    often = text("siting.often", language, times=site.chosen_in, runs=runs)
    return element(
        "tr",
        element("td", element("span", str(site.rank), class_="number")),
        element("th", area_of(site, language), scope="row"),
        element("td", amount(site.adds)),
        element("td", fine_percent(site.after.share, language)),
        element("td", often, class_="always" if site.chosen_in == runs else None)
        if runs > 1
        else None,
    )


def _fewer(answer: SitingAnswer, language: Language) -> Markup | None:
    """Say why there are fewer sites than were asked for, if there are."""
    question = answer.question
    if question.model is SitingModel.LSCP or len(answer.sites) >= question.n:
        return None
    return element("p", text("siting.fewer", language, n=question.n, count=len(answer.sites)))


def _robust(answer: SitingAnswer, language: Language) -> Markup | None:
    if answer.runs == 1:
        return None
    told = text(
        "siting.robust",
        language,
        runs=answer.runs,
        always=answer.in_every_run,
        of=len(answer.sites),
    )
    return element("p", told, class_="robust")
