"""Warnings about files that are valid and look wrong all the same."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
import shapely

from stationmap.files.districts import read_districts
from stationmap.files.read import inspect_file, read_stations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stationmap.errors import Fault
    from stationmap.stations.districts import Districts

HEADER = ("id", "name", "kind", "lon", "lat", "district")
TRANSIT = "beijing_amap_transit_poi_1353_gcj02_wgs84_adcode.csv"
DONGCHENG = (116.4101, 39.9301)
XICHENG = (116.3601, 39.9101)


@pytest.fixture(scope="module")
def districts() -> Districts:
    return read_districts(Path(__file__).parents[2] / "data" / "districts.geojson")


def table(folder: Path, rows: Iterable[Sequence[object]], header: Sequence[str] = HEADER) -> Path:
    path = folder / "stations.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def row(
    number: int, position: tuple[float, float], district: str = "", name: str = ""
) -> tuple[object, ...]:
    return (number, name or f"驿站{number}", "warm_station", *position, district)


def near(position: tuple[float, float], count: int) -> list[tuple[object, ...]]:
    """Return rows at positions a few hundred metres apart."""
    lon, lat = position
    return [row(n, (round(lon + n * 1.1e-3, 6), lat), name=f"甲{n}") for n in range(1, count + 1)]


def codes(faults: Iterable[Fault]) -> list[tuple[str, int | None]]:
    return [(fault.code, fault.number) for fault in faults]


def test_a_position_outside_its_stated_district_is_doubted(
    tmp_path: Path, districts: Districts
) -> None:
    """The district may be named, coded, or part of a longer text."""
    path = table(
        tmp_path,
        [
            row(1, DONGCHENG, "东城区"),
            row(2, DONGCHENG, "北京市西城区"),
            row(3, XICHENG, "110101"),
            row(4, XICHENG, "Dongcheng"),
            row(5, XICHENG, "某某区"),
        ],
    )

    faults = inspect_file(path, districts=districts).faults

    assert codes(faults) == [("outside_district", number) for number in (3, 4, 5)]
    assert faults[0].value == "北京市西城区"
    assert faults[0].expected == "a position in 西城区; it lies in 东城区"


def test_a_district_may_be_stated_by_the_address(tmp_path: Path, districts: Districts) -> None:
    rows = [(1, "甲", "warm_station", *XICHENG, "北京市东城区某街1号")]
    path = table(tmp_path, rows, (*HEADER[:5], "address"))

    assert codes(inspect_file(path, districts=districts).faults) == [("outside_district", 2)]


def test_a_position_just_across_the_border_is_not_doubted(
    tmp_path: Path, districts: Districts
) -> None:
    outline = next(district.outline for district in districts if district.name_zh == "东城区")
    west_end = min(shapely.get_coordinates(outline).tolist())
    path = table(tmp_path, [row(1, (west_end[0] - 0.0005, west_end[1]), "东城区")])

    assert "outside_district" not in dict(codes(inspect_file(path, districts=districts).faults))


def test_without_districts_nothing_is_said_of_them(tmp_path: Path) -> None:
    path = table(tmp_path, [row(1, XICHENG, "东城区")])

    assert inspect_file(path).faults == ()


def test_a_single_position_far_from_the_others_is_doubted(
    tmp_path: Path, districts: Districts
) -> None:
    in_hebei = row(90, (114.5101, 38.0401))
    path = table(tmp_path, [*near(DONGCHENG, 9), in_hebei])

    assert codes(inspect_file(path, districts=districts).faults) == [("outside_region", 11)]
    assert inspect_file(path).faults == ()


def test_a_file_of_another_city_is_not_doubted(tmp_path: Path, districts: Districts) -> None:
    path = table(tmp_path, near((113.6501, 34.7501), 5))

    assert inspect_file(path, districts=districts).faults == ()


def test_a_position_abroad_is_doubted_without_districts_too(tmp_path: Path) -> None:
    path = table(tmp_path, [*near(DONGCHENG, 9), row(90, (2.3501, 48.8501))])

    assert codes(inspect_file(path).faults) == [("outside_region", 11)]


def test_axes_that_look_swapped_are_said_once_for_a_whole_file(tmp_path: Path) -> None:
    """Urumqi, 87.6 east and 43.8 north, is in range the other way round as well."""
    swapped = [row(n, (43.8101 + n / 1e3, 87.6101)) for n in range(5)]

    assert codes(inspect_file(table(tmp_path, swapped)).faults) == [("axes_look_swapped", None)]


def test_axes_that_look_swapped_are_said_of_a_single_record(tmp_path: Path) -> None:
    path = table(tmp_path, [*near((87.6101, 43.8101), 9), row(90, (43.8101, 87.6101))])

    assert codes(inspect_file(path).faults) == [("axes_look_swapped", 11)]


def test_zero_and_coarse_positions_are_doubted(tmp_path: Path) -> None:
    path = table(tmp_path, [*near(DONGCHENG, 9), row(90, (0, 0)), row(91, (116.41, 39.93))])

    assert codes(inspect_file(path).faults) == [
        ("zero_position", 11),
        ("outside_region", 11),
        ("coarse_position", 12),
    ]


def test_zeros_at_the_end_of_four_decimals_are_not_taken_for_coarse(tmp_path: Path) -> None:
    """A file cannot say whether 116.33 was 116.3300; 116.3 is coarse either way."""
    written = [(116.4012 + n / 1000, 39.9302) for n in range(9)]
    path = table(
        tmp_path,
        [
            *(row(n, at) for n, at in enumerate(written)),
            row(90, (116.403, 39.931)),
            row(91, (116.4, 39.9)),
        ],
    )

    assert codes(inspect_file(path).faults) == [("coarse_position", 12)]


def test_a_station_that_is_there_twice_is_doubted_with_both_places(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        [row(1, DONGCHENG, name="甲 驿站"), row(2, XICHENG), row(3, DONGCHENG, name="甲驿站")],
    )

    (fault,) = inspect_file(path).faults

    assert (fault.code, fault.number, fault.first_number) == ("likely_duplicate", 4, 2)


@pytest.mark.parametrize(
    ("columns", "read_as", "suspected"),
    [
        ("gcj02", "wgs84", "gcj02"),
        ("gcj02", "gcj02", None),
        ("gcj02", "bd09", "gcj02"),
        ("wgs84", "wgs84", None),
        ("wgs84", "gcj02", "wgs84"),
        ("wgs84", "bd09", "wgs84"),
    ],
)
def test_real_places_read_in_the_wrong_datum_are_found_out_by_their_districts(  # noqa: PLR0913, PLR0917 - fixtures and a table
    shared_data: Path,
    tmp_path: Path,
    districts: Districts,
    columns: str,
    read_as: str,
    suspected: str | None,
) -> None:
    """1,353 places of AMap, with the code of the district that each is in."""
    path = table(tmp_path, _transit(shared_data, columns), HEADER)

    faults = inspect_file(path, datum=read_as, districts=districts).faults

    found = [fault for fault in faults if fault.code == "datum_looks_wrong"]
    if suspected is None:
        assert faults == ()
        return
    assert len(found) == 1
    assert found[0].expected.endswith(f"--datum {suspected}?")
    assert Counter(fault.code for fault in faults)["outside_district"] >= 15


def test_a_right_datum_is_not_suspected_in_small_files_either(
    shared_data: Path, tmp_path: Path, districts: Districts
) -> None:
    rows = _transit(shared_data, "wgs84")
    for seed in range(20):
        path = table(tmp_path, Random(seed).sample(rows, 200), HEADER)  # noqa: S311 - no secret

        assert "datum_looks_wrong" not in dict(
            codes(inspect_file(path, districts=districts).faults)
        )


def test_columns_of_another_datum_that_disagree_are_said(shared_data: Path, tmp_path: Path) -> None:
    """The file has both; its GCJ-02 columns are renamed, and read as if they were in BD-09."""
    text = (shared_data / TRANSIT).read_text(encoding="utf-8-sig")
    right, wrong = tmp_path / "right.csv", tmp_path / "wrong.csv"
    right.write_text(text, encoding="utf-8")
    wrong.write_text(text.replace("lon_gcj02,lat_gcj02", "lon,lat"), encoding="utf-8")

    assert "pairs_disagree" not in dict(codes(inspect_file(right, "gcj02").faults))
    (fault,) = (f for f in inspect_file(wrong, "bd09").faults if f.code == "pairs_disagree")
    assert fault.number is None
    assert 700 < float(fault.value.removesuffix(" m")) < 1500


def test_a_single_pair_that_disagrees_is_said_of_its_record(tmp_path: Path) -> None:
    header = (*HEADER[:5], "lon_gcj02", "lat_gcj02")
    rows = [
        (1, "甲", "warm_station", 116.404123, 39.915456, 116.410368, 39.916860),
        (2, "乙", "warm_station", 116.414123, 39.915456, 116.420380, 39.916850),
        (3, "丙", "warm_station", 116.424123, 39.915456, 116.424123, 39.915456),
    ]

    faults = inspect_file(table(tmp_path, rows, header)).faults

    assert codes(faults) == [("pairs_disagree", 4)]


def test_doubts_do_not_keep_a_file_from_being_read(tmp_path: Path) -> None:
    assert len(read_stations(table(tmp_path, [row(1, (0, 0))]))) == 1


def _transit(shared_data: Path, columns: str) -> list[tuple[object, ...]]:
    with (shared_data / TRANSIT).open(encoding="utf-8-sig", newline="") as file:
        return [
            (
                place["id"],
                place["name"],
                "warm_station",
                place[f"lon_{columns}"],
                place[f"lat_{columns}"],
                place["adcode"],
            )
            for place in csv.DictReader(file)
        ]
