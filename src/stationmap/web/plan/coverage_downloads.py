"""The table of areas as files, made when somebody asks for them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from stationmap.files import plan_tables
from stationmap.labels import Language, text
from stationmap.web.downloads import XLSX
from stationmap.web.markup import Markup, element
from stationmap.web.offered_files import download_link
from stationmap.web.plan.question_address import radius_code

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stationmap.services.plan.coverage_answer import CoverageAnswer

    Write = Callable[[Sequence[plan_tables.AreaLine], Language], bytes]

FILES: dict[str, tuple[str, Write]] = {
    "xlsx": (XLSX, plan_tables.to_xlsx),
    "csv": ("text/csv", plan_tables.to_csv),
    "geojson": ("application/geo+json", plan_tables.to_geojson),
    "gpkg": ("application/geopackage+sqlite3", plan_tables.to_geopackage),
}
"""By suffix: the media type, and what makes the file."""


def download_links(answer: CoverageAnswer, language: Language) -> Markup:
    """Return a link for each kind of file; the radius is in its name."""
    stem = f"coverage-{radius_code(answer.question.radius)}"
    links = (
        download_link(
            text(f"plan.download_{suffix}", language),
            partial(_file, answer, write, language),
            file_name=f"{stem}.{suffix}",
            media_type=media_type,
            key=f"plan:download_{suffix}",
        )
        for suffix, (media_type, write) in FILES.items()
    )
    return element("div", *links, class_="actions downloads")


def area_lines(answer: CoverageAnswer, language: Language) -> list[plan_tables.AreaLine]:
    """Return the areas that hold demand, the lowest share first."""
    outlines = dict(zip(answer.areas.codes, answer.areas.outlines, strict=True))
    is_chinese = language is Language.ZH
    lines = [
        plan_tables.AreaLine(
            code=one.code,
            name=one.name if is_chinese else one.name_en,
            figures=one.figures,
            radius_m=answer.radius_m,
            outline=outlines[one.code],
        )
        for one in answer.by_area
    ]
    return sorted(lines, key=lambda line: (line.figures.share or 0.0, line.code))


def _file(answer: CoverageAnswer, write: Write, language: Language) -> bytes:
    return write(area_lines(answer, language), language)
