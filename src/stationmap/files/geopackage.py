"""Stations as a GeoPackage, which QGIS and other geographic programs open."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from stationmap.files.geodataframe import to_geodataframe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stationmap.stations.station import Station

LAYER = "stations"


def to_geopackage(stations: Iterable[Station]) -> bytes:
    """Return a GeoPackage with one layer: the points and columns of `to_geodataframe`."""
    frame = to_geodataframe(stations)
    with tempfile.TemporaryDirectory(prefix="stationmap-") as folder:
        path = Path(folder) / f"{LAYER}.gpkg"
        frame.to_file(path, driver="GPKG", layer=LAYER, use_arrow=True, geometry_type="Point")
        return path.read_bytes()
