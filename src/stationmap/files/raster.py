"""Demand from a GeoTIFF, which is opened in a process of its own with little memory and time.

GDAL reads many formats, and some of them name other files or addresses to read. So it sees the
upload as a file in an empty folder, may take it for a GeoTIFF alone, and whatever it does ends
with its process.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

import numpy as np
import orjson

from stationmap.errors import DemandError
from stationmap.files.content import content_faults
from stationmap.files.demand_points import Weighted
from stationmap.files.plan_content import refuse_any
from stationmap.geo.datum import Datum, to_wgs84

if TYPE_CHECKING:
    from numpy.typing import NDArray

RASTER_SUFFIXES = (".tif", ".tiff")
TIFF_BEGINNINGS = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
"""Of TIFF and BigTIFF, in either order of bytes."""

TIME_LIMIT_S = 120
AT_ONCE = BoundedSemaphore(2)
"""So that several planners cannot take all memory together; whoever comes third waits."""

READER = Path(__file__).with_name("raster_reader.py")
KEPT_FROM_ENVIRONMENT = ("PATH", "LANG", "LD_LIBRARY_PATH", "PROJ_DATA", "PROJ_LIB", "GDAL_DATA")
ENVIRONMENT = {
    "GDAL_SKIP": "VRT,OGR_VRT,WMS,WCS,WMTS,HTTP,PLMOSAIC,EEDA,EEDAI,DAAS,GTI,STACTA,STACIT,ZARR",
    "OGR_SKIP": "OGR_VRT",
    "GDAL_DRIVER_PATH": "disable",
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_CACHEMAX": "64",
    "GDAL_NUM_THREADS": "1",
    "PROJ_NETWORK": "OFF",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}
"""Before GDAL is loaded: no driver that follows references, no side files, no network."""


def points_from_raster(content: bytes, datum: Datum = Datum.WGS84) -> Weighted:
    """Read the cells of a raster that hold anybody, as points at their centres.

    Cells without data and cells that hold 0 are left out. Where more than a million hold
    somebody, blocks of cells are added up, each at the centre of the people in it.

    Parameters
    ----------
    datum
        What its positions are in once they are turned into longitude and latitude.

    Raises
    ------
    DemandError
        If it is no GeoTIFF, does not say where it lies, holds what is no demand, or costs too
        much to read.
    """
    refuse_any(content_faults(content), DemandError)
    if not content.startswith(TIFF_BEGINNINGS):
        raise DemandError("raster_no_geotiff")
    with tempfile.TemporaryDirectory(prefix="stationmap-") as folder:
        raster, points = Path(folder) / "raster.tif", Path(folder) / "points.npz"
        raster.write_bytes(content)
        with AT_ONCE:
            _read(raster, points)
        lons, lats, weights = _arrays(points)
    return Weighted(*to_wgs84(lons, lats, datum), weights)


def _read(raster: Path, points: Path) -> None:
    """Run the reader, and raise what it refused."""
    kept = {name: os.environ[name] for name in KEPT_FROM_ENVIRONMENT if name in os.environ}
    try:
        run = subprocess.run(  # noqa: S603 - our own program and two paths that we made
            [sys.executable, "-I", READER, raster, points],
            env=kept | ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd=raster.parent,
            timeout=TIME_LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DemandError("raster_costs_too_much") from None
    if run.returncode != 0:
        was_ended = run.returncode < 0
        raise DemandError("raster_costs_too_much" if was_ended else "raster_broken")
    answer = orjson.loads(run.stdout)
    if answer:
        raise DemandError(answer["code"], **answer["facts"])


def _arrays(path: Path) -> list[NDArray[np.float64]]:
    with np.load(path, allow_pickle=False) as found:
        return [np.asarray(found[name], dtype=float) for name in ("lons", "lats", "weights")]
