"""Population rasters: their sums, their places, and those that no process of ours may open."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import rasterio.io
from affine import Affine
from pyproj import Transformer

from rig.plan_files import NORTH_WEST, geotiff, refused
from stationmap.errors import DemandError
from stationmap.files import raster_reader
from stationmap.files.demand import read_demand
from stationmap.files.raster import ENVIRONMENT, READER
from stationmap.geo.datum import to_wgs84

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from stationmap.coverage.demand import DemandSurface

NO_DATA = -99999.0
LOCAL = 'LOCAL_CS["a field",UNIT["metre",1]]'


def raster(cells: NDArray[np.generic], *, datum: str = "wgs84", **profile: Any) -> DemandSurface:
    return read_demand(geotiff(cells, **profile), "worldpop.tif", name="residents", datum=datum)


def people(height: int, width: int) -> NDArray[np.float32]:
    return np.random.default_rng(4).integers(1, 50, (height, width)).astype(np.float32)


def unwritten(height: int, width: int, **profile: Any) -> bytes:
    """Return a GeoTIFF that promises cells and holds none."""
    with rasterio.io.MemoryFile() as file:
        size = {"height": height, "width": width, "count": 1, "dtype": "float32"}
        place = {"crs": "EPSG:4326", "transform": Affine(1e-6, 0, 116, 0, -1e-6, 40)}
        with file.open(driver="GTiff", sparse_ok=True, **size, **place, **profile):
            pass
        return bytes(file.read())


def test_each_cell_that_holds_anybody_is_a_point_at_its_centre() -> None:
    cells = np.array([[1.5, 0.0], [NO_DATA, 4.0]], dtype=np.float32)

    surface = raster(cells, nodata=NO_DATA)

    assert surface.weights.tolist() == [1.5, 4.0]
    assert surface.lons.tolist() == pytest.approx([116.0005, 116.0015])
    assert surface.lats.tolist() == pytest.approx([40.4995, 40.4985])
    assert surface.source == "worldpop.tif"


@pytest.mark.parametrize("dtype", ["uint8", "int32", "float32", "float64"])
def test_cells_may_be_of_any_type_of_number(dtype: str) -> None:
    assert raster(np.array([[1, 2], [3, 4]], dtype=dtype)).total == 10.0


def test_a_cell_without_a_number_holds_no_data() -> None:
    assert raster(np.array([[np.nan, 2.0]], dtype=np.float64)).weights.tolist() == [2.0]


def test_a_raster_in_metres_comes_to_lie_where_it_is() -> None:
    """EPSG:4527 is the zone of CGCS2000 that surveyors of Beijing use."""
    grid = Affine(100.0, 0.0, 39_448_000.0, 0.0, -100.0, 4_420_000.0)
    to_degrees = Transformer.from_crs(4527, 4326, always_xy=True)
    lon, lat = to_degrees.transform(39_448_150.0, 4_419_950.0)

    surface = raster(np.array([[0, 5]], dtype=np.int16), crs="EPSG:4527", transform=grid)

    assert (surface.lons[0], surface.lats[0]) == pytest.approx((lon, lat), abs=1e-9)
    assert 116.3 < lon < 116.5
    assert 39.8 < lat < 40.0


def test_a_rotated_raster_comes_to_lie_where_it_is() -> None:
    turned = Affine(0.0, 0.001, 116.0, -0.001, 0.0, 40.5)

    surface = raster(np.array([[0, 5]], dtype=np.int16), transform=turned)

    assert (surface.lons[0], surface.lats[0]) == pytest.approx((116.0005, 40.4985))


def test_a_raster_may_be_in_a_shifted_datum() -> None:
    lons, lats = to_wgs84([116.0005], [40.4995], "gcj02")

    surface = raster(np.array([[5]], dtype=np.int16), datum="gcj02")

    assert (surface.lons[0], surface.lats[0]) == (lons[0], lats[0])


def test_a_large_raster_is_added_up_to_blocks_that_keep_the_sum() -> None:
    cells = people(1300, 1000)

    surface = raster(cells, compress="deflate", tiled=True)

    assert surface.total == cells.sum(dtype=np.float64)
    assert len(surface) == 650 * 500
    block = cells[:2, :2].astype(np.float64)
    column = (block * [[0.5, 1.5], [0.5, 1.5]]).sum() / block.sum()
    row = (block * [[0.5, 0.5], [1.5, 1.5]]).sum() / block.sum()
    assert (surface.lons[0], surface.lats[0]) == pytest.approx(NORTH_WEST @ (column, row))


def test_blocks_do_not_depend_on_how_much_is_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with rasterio.io.MemoryFile(geotiff(people(103, 57))) as file, file.open() as dataset:
        monkeypatch.setattr(raster_reader, "MAX_POINTS", 1000)
        whole = raster_reader._cells(dataset)  # noqa: SLF001 - the reader runs in its own process
        monkeypatch.setattr(raster_reader, "BAND_CELLS", 300)
        banded = raster_reader._cells(dataset)  # noqa: SLF001 - the same

    assert len(whole[0]) <= 1000
    for one, other in zip(whole, banded, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("cells", "profile", "code"),
    [
        ([[1.0]], {"crs": None}, "raster_no_crs"),
        ([[1.0]], {"crs": LOCAL}, "raster_no_crs"),
        ([[1.0]], {"crs": "EPSG:4479"}, "raster_no_crs"),  # metres from the centre of the earth
        ([[1.0]], {"transform": Affine(1, 0, 400.0, 0, -1, 40.0)}, "raster_no_place"),
        ([[1.0, -2.0]], {}, "raster_negative"),
        ([[1.0, np.inf]], {}, "raster_weight"),
        ([[0.0, 0.0]], {}, "raster_empty"),
        ([[1.0]], {"count": 3}, "raster_bands"),
    ],
)
def test_a_raster_that_cannot_be_used_says_why(
    cells: list[list[float]], profile: dict[str, Any], code: str
) -> None:
    error = refused(lambda: raster(np.array(cells), **profile))

    assert isinstance(error, DemandError)
    assert error.code == code


def test_a_negative_number_is_told_for_it_is_likely_to_mean_no_data() -> None:
    error = refused(lambda: raster(np.array([[1.0, NO_DATA]])))

    assert (error.code, error.facts) == ("raster_negative", {"value": "-99999"})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"<VRTDataset rasterXSize='1' rasterYSize='1'/>", "raster_no_geotiff"),
        (b"\x89PNG\r\n\x1a\n", "raster_no_geotiff"),
        (b"II*\x00" + b"\xff" * 200, "raster_no_geotiff"),
    ],
)
def test_what_is_no_geotiff_is_refused(content: bytes, code: str) -> None:
    error = refused(lambda: read_demand(content, "a.tif", name="residents"))

    assert error.code == code


def test_a_geotiff_that_is_cut_off_is_refused() -> None:
    whole = geotiff(people(300, 300))

    error = refused(lambda: read_demand(whole[: len(whole) // 2], "a.tif", name="residents"))

    assert error.code in {"raster_broken", "raster_no_geotiff"}


def test_a_header_that_promises_the_earth_is_refused() -> None:
    content = unwritten(200_000, 400_000, tiled=True)
    assert len(content) < 32 * 1024**2

    error = refused(lambda: read_demand(content, "bomb.tif", name="residents"))

    assert (error.code, error.facts["cells"]) == ("raster_too_big", 80_000_000_000)


def test_a_block_that_would_be_unpacked_to_gigabytes_is_refused() -> None:
    content = unwritten(9000, 9000, blockysize=9000, compress="deflate")

    error = refused(lambda: read_demand(content, "bomb.tif", name="residents"))

    assert error.code == "raster_block"


def test_the_reader_itself_opens_nothing_but_a_geotiff(tmp_path: Path) -> None:
    """A VRT names other files and addresses, and GDAL would go and read them."""
    secret = tmp_path / "secret.tif"
    secret.write_bytes(geotiff(people(2, 2)))
    disguised = tmp_path / "raster.tif"
    disguised.write_text(
        f"""<VRTDataset rasterXSize="2" rasterYSize="2"><SRS>EPSG:4326</SRS>
        <GeoTransform>116, 0.001, 0, 40, 0, -0.001</GeoTransform>
        <VRTRasterBand dataType="Float32" band="1"><SimpleSource>
        <SourceFilename>{secret}</SourceFilename><SourceBand>1</SourceBand>
        </SimpleSource></VRTRasterBand></VRTDataset>""",
        encoding="utf-8",
    )
    with rasterio.open(disguised) as dataset:
        assert dataset.driver == "VRT", "elsewhere GDAL would open it"

    run = subprocess.run(
        [sys.executable, "-I", READER, disguised, tmp_path / "points.npz"],
        capture_output=True, text=True, env=ENVIRONMENT, check=True,
    )  # fmt: skip

    assert run.stdout == '{"code": "raster_no_geotiff", "facts": {}}\n'
    assert not (tmp_path / "points.npz").exists()


def test_the_reader_gives_itself_little_memory() -> None:
    script = (
        "from stationmap.files.raster_reader import MEMORY_BYTES, _limit_self\n"
        "_limit_self()\n"
        "try:\n    bytearray(MEMORY_BYTES)\n"
        "except MemoryError:\n    print('refused')\n"
    )

    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert run.stdout == "refused\n"
