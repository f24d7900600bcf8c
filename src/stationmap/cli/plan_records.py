"""Planners' answers as JSON and GeoJSON, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from stationmap.cli.answers import dumped
from stationmap.coverage.figures import figures
from stationmap.coverage.reach import OFFICIAL_M, OFFICIAL_MIN
from stationmap.files.plan_tables import AreaLine, to_geojson
from stationmap.labels import Language

if TYPE_CHECKING:
    from stationmap.coverage.figures import Figures
    from stationmap.coverage.gaps import Gap
    from stationmap.services.plan.coverage_answer import AreaFigures, CoverageAnswer
    from stationmap.services.plan.siting_answer import Site, SitingAnswer

SHARE_DIGITS, METRE_DIGITS, DEGREE_DIGITS = 6, 1, 6


def coverage_json(answer: CoverageAnswer) -> str:
    """Return the figures of all the demand, of each area, and the gaps."""
    return dumped(_coverage(answer))


def coverage_geojson(answer: CoverageAnswer, language: Language) -> str:
    """Return the areas that hold demand as a FeatureCollection (RFC 7946)."""
    return dumped(_areas(answer, language), indent=None)


def _areas(answer: CoverageAnswer, language: Language) -> dict[str, Any]:
    outlines = dict(zip(answer.areas.codes, answer.areas.outlines, strict=True))
    lines = [
        AreaLine(
            code=area.code,
            name=area.name if language is Language.ZH else area.name_en,
            figures=area.figures,
            radius_m=answer.radius_m,
            outline=outlines[area.code],
        )
        for area in answer.by_area
    ]
    collection: dict[str, Any] = orjson.loads(to_geojson(lines, language))
    return collection


def site_json(answer: SitingAnswer) -> str:
    """Return the sites in the order of what they add, and how near the best they are."""
    return dumped(_siting(answer))


def site_geojson(answer: SitingAnswer) -> str:
    """Return the sites as a FeatureCollection (RFC 7946) of points."""
    features = [_point(_site(site)) for site in answer.sites]
    return dumped({"type": "FeatureCollection", "features": features})


def report_json(answer: CoverageAnswer, siting: SitingAnswer | None) -> str:
    """Return the figures of a report, with the sites that it proposes, if any."""
    return dumped({**_coverage(answer), "siting": None if siting is None else _siting(siting)})


def report_geojson(answer: CoverageAnswer, siting: SitingAnswer | None, language: Language) -> str:
    """Return areas, gaps and sites as one FeatureCollection; `role` says which is which."""
    sites = () if siting is None else siting.sites
    features = [
        *(_in_role("area", feature) for feature in _areas(answer, language)["features"]),
        *(_in_role("gap", _point(_gap(gap))) for gap in answer.gaps),
        *(_in_role("site", _point(_site(site))) for site in sites),
    ]
    return dumped({"type": "FeatureCollection", "features": features}, indent=None)


def _in_role(role: str, feature: dict[str, Any]) -> dict[str, Any]:
    return {**feature, "properties": {"role": role, **feature["properties"]}}


def _point(record: dict[str, Any]) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [record["lon"], record["lat"]]}
    return {"type": "Feature", "geometry": point, "properties": record}


def _coverage(answer: CoverageAnswer) -> dict[str, Any]:
    return {
        **_basis(answer),
        "whole": _figures(answer.whole),
        "official": {
            "within_1_km": _figures(figures(answer.coverage, OFFICIAL_M.metres)),
            "within_15_min": _figures(figures(answer.coverage, OFFICIAL_MIN.metres)),
        },
        "areas": [_area(area) for area in answer.by_area],
        "gaps": [_gap(gap) for gap in answer.gaps],
    }


def _siting(answer: SitingAnswer) -> dict[str, Any]:
    return {
        "revision": answer.revision,
        "model": answer.question.model,
        "method": answer.method,
        "objective": answer.objective,
        "bound": answer.bound,
        "gap": answer.gap,
        "is_optimal": answer.is_optimal,
        "agrees": answer.agrees,
        "seconds": round(answer.seconds, 3),
        "candidates": answer.candidates,
        "existing": answer.existing,
        "before": _figures(answer.before),
        "after": _figures(answer.after),
        "sites": [_site(site) for site in answer.sites],
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "rank": gap.rank,
        "demand": round(gap.demand, METRE_DIGITS),
        "farthest_m": _metres(gap.farthest_m),
        "lon": round(gap.lon, DEGREE_DIGITS),
        "lat": round(gap.lat, DEGREE_DIGITS),
    }


def _basis(answer: CoverageAnswer) -> dict[str, Any]:
    demand = answer.coverage.demand
    return {
        "revision": answer.revision,
        "at": answer.at.isoformat(),
        "radius_m": round(answer.radius_m, METRE_DIGITS),
        "demand": {"name": demand.name, "points": len(demand), "total": demand.total},
        "stations": len(answer.stations),
    }


def _area(area: AreaFigures) -> dict[str, Any]:
    names = {"code": area.code, "name": area.name, "name_en": area.name_en}
    return {**names, **_figures(area.figures)}


def _figures(told: Figures) -> dict[str, Any]:
    return {
        "demand": round(told.demand, METRE_DIGITS),
        "covered": round(told.covered, METRE_DIGITS),
        "share": None if told.share is None else round(told.share, SHARE_DIGITS),
        "mean_m": _metres(told.mean_m),
        "p90_m": _metres(told.p90_m),
    }


def _site(site: Site) -> dict[str, Any]:
    return {
        "rank": site.rank,
        "name": site.name,
        "area": site.area,
        "area_en": site.area_en,
        "lon": round(site.position.lon, DEGREE_DIGITS),
        "lat": round(site.position.lat, DEGREE_DIGITS),
        "adds": round(site.adds, METRE_DIGITS),
        "share_after": site.after.share,
    }


def _metres(distance_m: float | None) -> float | None:
    """Return metres; null, which JSON has, for what is infinite or not known."""
    if distance_m is None or distance_m == float("inf"):
        return None
    return round(distance_m, METRE_DIGITS)
