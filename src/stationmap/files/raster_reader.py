"""Run as a program of its own, `raster_reader.py IN.tif OUT.npz`: nothing else opens a raster.

It limits itself before GDAL is loaded, and says on standard output as JSON what it refused.
"""

from __future__ import annotations

import json
import resource
import sys
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Blocks = tuple[Floats, Floats, Floats]

MEMORY_BYTES = 1536 * 1024**2
"""Of addresses; the libraries alone take 200 MB of them."""
CPU_S = 100
FILE_BYTES = 256 * 1024**2

MAX_CELLS = 100_000_000
"""Beijing has 1.9 million of 100 m, China 24 million of 1 km."""
MAX_BLOCK_BYTES = 256 * 1024**2
"""Of a strip or tile, which is unpacked whole."""
MAX_POINTS = 1_000_000
BAND_CELLS = 4_000_000
"""About as many are in memory at once."""
MAX_WEIGHT = 1e12
"""As in plan_columns, of which a program of its own knows nothing."""
MAX_LON, MAX_LAT = 180.0, 90.0


class RefusedError(Exception):
    """A raster that cannot be used; `code` and `facts` are those of the DemandError."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.code, self.facts = code, facts
        super().__init__(code)


def main(source: str, target: str) -> None:
    """Read the raster, write its points, and say what was refused."""
    _limit_self()
    try:
        lons, lats, weights = points_of(source)
    except RefusedError as refused:
        print(json.dumps({"code": refused.code, "facts": refused.facts}))  # noqa: T201 - the answer
        return
    except MemoryError:
        print(json.dumps({"code": "raster_costs_too_much", "facts": {}}))  # noqa: T201 - the same
        return
    np.savez(target, lons=lons, lats=lats, weights=weights)
    print("{}")  # noqa: T201 - the same


def points_of(path: str) -> Blocks:
    """Return longitudes, latitudes and weights of the cells that hold anybody, in WGS-84.

    Raises
    ------
    RefusedError
        If the raster cannot be used.
    """
    import rasterio  # noqa: PLC0415 - only after the limits are set
    from rasterio.errors import RasterioError  # noqa: PLC0415 - the same

    warnings.simplefilter("ignore")
    try:
        dataset = rasterio.open(path, driver="GTiff", sharing=False)
    except RasterioError:
        raise RefusedError("raster_no_geotiff") from None
    with dataset:
        _check(dataset)
        try:
            columns, rows, weights = _cells(dataset)
        except RasterioError:
            raise RefusedError("raster_broken") from None
        if not len(weights):
            raise RefusedError("raster_empty")
        lons, lats = _positions(dataset, columns, rows)
        return lons, lats, weights


def _limit_self() -> None:
    limits = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CPU: CPU_S,
        resource.RLIMIT_FSIZE: FILE_BYTES,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))


def _check(dataset: Any) -> None:
    """Refuse what costs too much, what is no count, and what does not say where it lies."""
    if dataset.width * dataset.height > MAX_CELLS:
        raise RefusedError("raster_too_big", cells=dataset.width * dataset.height, most=MAX_CELLS)
    if dataset.count != 1:
        raise RefusedError("raster_bands", bands=dataset.count)
    if dataset.dtypes[0].startswith("complex"):
        raise RefusedError("raster_bands", bands=2)
    high, wide = dataset.block_shapes[0]
    if high * wide * np.dtype(dataset.dtypes[0]).itemsize > MAX_BLOCK_BYTES:
        raise RefusedError("raster_block", cells=high * wide)
    if dataset.crs is None:
        raise RefusedError("raster_no_crs")
    if dataset.transform.is_identity or dataset.transform.is_degenerate:
        raise RefusedError("raster_no_place")


def _cells(dataset: Any) -> Blocks:
    """Return the places of the cells or blocks that hold anybody, and how much."""
    holding = sum(int((band > 0).sum()) for _, band in _bands(dataset, 1))
    side = max(1, int(np.ceil((holding / MAX_POINTS) ** 0.5)))
    while True:
        parts = [_summed(top, band, side) for top, band in _bands(dataset, side)]
        columns, rows, weights = (np.concatenate(axis) for axis in zip(*parts, strict=True))
        if len(weights) <= MAX_POINTS:
            return columns, rows, weights
        side = max(side + 1, int(np.ceil(side * (len(weights) / MAX_POINTS) ** 0.5)))


def _bands(dataset: Any, side: int) -> Iterator[tuple[int, Floats]]:
    """Go through the raster by bands of whole blocks, with their first row; no data become 0."""
    from rasterio.windows import Window  # noqa: PLC0415 - only after the limits are set

    high = side * max(1, BAND_CELLS // (side * dataset.width))
    for top in range(0, dataset.height, high):
        window = Window(0, top, dataset.width, min(high, dataset.height - top))
        band = dataset.read(1, window=window, masked=True).astype(np.float64).filled(0.0)
        band[np.isnan(band)] = 0.0
        _check_weights(band)
        yield top, band


def _check_weights(band: Floats) -> None:
    lowest, highest = float(band.min()), float(band.max())
    if lowest < 0:
        raise RefusedError("raster_negative", value=f"{lowest:g}")
    if highest > MAX_WEIGHT:
        raise RefusedError("raster_weight", value=f"{highest:g}")


def _summed(top: int, band: Floats, side: int) -> Blocks:
    """Add up blocks of cells, side by side; each stands at the weighted centre of its cells."""
    high, wide = (-(-length // side) for length in band.shape)
    padded = np.zeros((high * side, wide * side))
    padded[: band.shape[0], : band.shape[1]] = band
    blocks = padded.reshape(high, side, wide, side)
    sums = blocks.sum(axis=(1, 3))
    row, column = np.nonzero(sums)
    holds = sums[row, column]
    within = np.arange(side) + 0.5
    right = np.einsum("isjt,t->ij", blocks, within)[row, column] / holds
    down = np.einsum("isjt,s->ij", blocks, within)[row, column] / holds
    return column * side + right, row * side + down + top, holds


def _positions(dataset: Any, columns: Floats, rows: Floats) -> tuple[Floats, Floats]:
    """Return the longitudes and latitudes of places in the raster."""
    from pyproj import CRS, Transformer  # noqa: PLC0415 - only after the limits are set
    from pyproj.exceptions import ProjError  # noqa: PLC0415 - the same

    to = dataset.transform
    x, y = to.a * columns + to.b * rows + to.c, to.d * columns + to.e * rows + to.f
    try:
        crs = CRS.from_wkt(dataset.crs.to_wkt())
        if not (crs.is_geographic or crs.is_projected):
            raise RefusedError("raster_no_crs")
        lons, lats = Transformer.from_crs(crs, 4326, always_xy=True).transform(x, y)
    except ProjError:
        raise RefusedError("raster_no_crs") from None
    if not ((np.abs(lons) <= MAX_LON) & (np.abs(lats) <= MAX_LAT)).all():
        raise RefusedError("raster_no_place")
    return lons, lats


if __name__ == "__main__":
    main(*sys.argv[1:])
