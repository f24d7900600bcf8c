"""What a list tells of the surfaces and areas in the library, without their points and outlines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stationmap.coverage.areas import AreaSet
    from stationmap.coverage.demand import DemandSurface
    from stationmap.store.plan_protocol import Upload


@dataclass(frozen=True, slots=True, kw_only=True)
class SurfaceHead:
    """What is told of a surface; `upload` is None for what comes with the program."""

    id: str
    name: str
    source: str
    as_of: str
    points: int
    total: float
    upload: Upload | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaSetHead:
    """What is told of areas; `upload` is None for what comes with the program."""

    id: str
    name: str
    count: int
    upload: Upload | None = None


def of_surface(surface_id: str, surface: DemandSurface) -> SurfaceHead:
    """Return what is told of a surface that comes with the program."""
    return SurfaceHead(
        id=surface_id,
        name=surface.name,
        source=surface.source,
        as_of=surface.as_of,
        points=len(surface),
        total=surface.total,
    )


def of_areas(areas_id: str, areas: AreaSet) -> AreaSetHead:
    """Return what is told of areas that come with the program."""
    return AreaSetHead(id=areas_id, name=areas.name, count=len(areas.codes))


def of_demand_upload(upload: Upload) -> SurfaceHead:
    """Return what is told of a surface that a planner brought."""
    return SurfaceHead(
        id=upload.id,
        name=upload.name,
        source=upload.source,
        as_of=upload.as_of,
        points=upload.points,
        total=upload.total,
        upload=upload,
    )


def of_areas_upload(upload: Upload) -> AreaSetHead:
    """Return what is told of areas that a planner brought."""
    return AreaSetHead(id=upload.id, name=upload.name, count=upload.points, upload=upload)
