"""The chosen sites as rows, as files, and as sentences about how good they are."""

from __future__ import annotations

import csv
from io import StringIO
from math import ceil
from typing import TYPE_CHECKING, Any

import orjson

from stationmap.files.cells import disarmed
from stationmap.files.export import MAX_DECIMALS
from stationmap.labels import Language, text
from stationmap.services.plan.siting_question import SitingModel
from stationmap.web.plan.coverage_view import distance

if TYPE_CHECKING:
    from collections.abc import Callable

    from stationmap.services.plan.siting_answer import Site, SitingAnswer

COLUMNS = ("rank", "area", "adds", "share_after")


def area_of(site: Site, language: Language) -> str:
    """Return the area that a site lies in, and what the candidate is called."""
    area = (site.area if language is Language.ZH else site.area_en) or text(
        "siting.nowhere", language
    )
    return f"{area} · {site.name}" if site.name else area


def fine_percent(share: float | None, language: Language) -> str:
    """Return a share in hundredths of a percent, rounded down: one site adds little to a city."""
    if share is None:
        return text("plan.none", language)
    hundredths = int(share * 10_000 + 1e-9)
    return f"{hundredths / 100:.2f}%"


def how_good(answer: SitingAnswer, language: Language) -> str:
    """Say how far from the best possible the sites can be at most, rounded up."""
    if answer.is_optimal:
        return text("siting.proven", language)
    tenths = max(1, ceil(answer.gap * 1000 - 1e-9))
    return text("siting.at_most", language, gap=f"{tenths / 10:.1f}%")


def what_came(answer: SitingAnswer, language: Language) -> str:
    """Say in one sentence what the sites do."""
    facts: dict[str, object] = {
        "count": len(answer.sites),
        "before": fine_percent(answer.before.share, language),
        "after": fine_percent(answer.after.share, language),
        "mean_before": distance(answer.before.mean_m, language),
        "mean_after": distance(answer.after.mean_m, language),
    }
    model = answer.question.model
    key = "siting.came_mean" if model is SitingModel.P_MEDIAN else "siting.came_share"
    return text(key, language, **facts)


def csv_file(answer: SitingAnswer, language: Language) -> bytes:
    """Return the sites as CSV with a byte order mark, which spreadsheets need."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    head = [text(f"siting.{column}", language) for column in COLUMNS]
    writer.writerow([*head, "lon", "lat", text("siting.chosen_in", language)])
    for site in answer.sites:
        lon, lat = _coordinates(site)
        share = "" if site.after.share is None else f"{site.after.share:.6f}"
        area = disarmed(area_of(site, language))
        writer.writerow([site.rank, area, f"{site.adds:.1f}", share, lon, lat, site.chosen_in])
    return out.getvalue().encode("utf-8-sig")


def geojson_file(answer: SitingAnswer, language: Language) -> bytes:
    """Return the sites as an RFC 7946 FeatureCollection."""
    features = [_feature(site, language) for site in answer.sites]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


FILES: dict[str, tuple[str, Callable[[SitingAnswer, Language], bytes]]] = {
    "csv": ("text/csv", csv_file),
    "geojson": ("application/geo+json", geojson_file),
}
"""By suffix: the media type, and what makes the file."""


def _feature(site: Site, language: Language) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": _coordinates(site)},
        "properties": {
            "rank": site.rank,
            "area": area_of(site, language),
            "adds": round(site.adds, 1),
            "share_after": site.after.share,
            "mean_m_after": site.after.mean_m,
            "chosen_in": site.chosen_in,
        },
    }


def _coordinates(site: Site) -> list[float]:
    return [round(site.position.lon, MAX_DECIMALS), round(site.position.lat, MAX_DECIMALS)]
