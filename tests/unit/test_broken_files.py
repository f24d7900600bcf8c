"""Every broken file gets a named fault with its place, quickly, and is left as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from stationmap.errors import Severity, StationFileError
from stationmap.files.read import inspect_file, read_stations
from stationmap.stations.place import MAX_SHOWN

BROKEN = Path(__file__).parents[1] / "fixtures" / "broken"

# By file: how many stations can be used all the same, and each fault as severity, place, field
# (of a parser: line and column) and code.
EXPECTED: dict[str, tuple[int, list[str]]] = {
    "bad_date.csv": (0, ["error: row 2: verified_on: bad_date"]),
    "bad_date.geojson": (1, ["error: feature 2: verified_on: bad_date"]),
    "bad_hours.geojson": (1, ["error: feature 2: opening_hours: bad_hours"]),
    "bare_list.geojson": (0, ["error: file: type: not_a_collection"]),
    "byte_order_mark.csv": (1, []),
    "byte_order_mark.geojson": (1, ["warning: file: encoding"]),
    "coordinates_no_list.geojson": (1, ["error: feature 2: coordinates: too_few_coordinates"]),
    "damaged_utf8.geojson": (0, ["error: file: broken_utf8"]),
    "degree_signs.csv": (1, ["error: row 3: lon: not_a_number", "error: row 3: lat: not_a_number"]),
    "digits_without_end.geojson": (0, ["error: file: line 3, column 156: not_json"]),
    "duplicate_columns.csv": (1, ["error: row 1: name: duplicate_column"]),
    "duplicate_ids.csv": (3, ["error: row 4: id: duplicate_id"]),
    "duplicate_ids.geojson": (3, ["error: feature 3: id: duplicate_id"]),
    "empty.csv": (0, ["error: file: file_empty"]),
    "empty.geojson": (0, ["error: file: file_empty"]),
    "feature_no_object.geojson": (
        1,
        [
            "error: feature 2: not_a_feature",
            "error: feature 3: not_a_feature",
        ],
    ),
    "features_no_list.geojson": (0, ["error: file: features: not_a_collection"]),
    "full_width_digits.csv": (1, ["error: row 3: lon: not_a_number"]),
    "gbk.csv": (1, ["warning: file: encoding"]),
    "gbk.geojson": (2, ["warning: file: encoding"]),
    "header_only.csv": (0, ["warning: file: no_records"]),
    "html_error_page.geojson": (0, ["error: file: not_json"]),
    "huge_cell.csv": (1, ["error: row: bad_csv"]),
    "huge_number.geojson": (1, ["error: feature 2: coordinates: position_out_of_range"]),
    "infinite_exponent.geojson": (1, ["error: feature 2: coordinates: not_finite"]),
    "infinity.geojson": (1, ["error: feature 2: area_m2: not_finite"]),
    "list_as_id.geojson": (
        2,
        [
            "error: feature 2: id: wrong_type",
            "warning: feature 2: id: no_id",
            "warning: feature 2: name: likely_duplicate",
        ],
    ),
    "lone_surrogate.geojson": (1, ["error: feature 2: name: bad_text"]),
    "lone_surrogate_id.geojson": (1, ["error: feature 2: id: bad_text"]),
    "long_text.geojson": (1, ["error: feature 2: notes: text_too_long"]),
    "many_faults.geojson": (
        0,
        [
            "error: feature 1: coordinates: axes_swapped",
            "error: feature 1: kind: unknown_kind",
            "error: feature 1: verified_on: bad_date",
            "error: feature 1: capacity: wrong_type",
            "error: feature 2: id: duplicate_id",
            "error: feature 2: name: missing_field",
            "error: feature 3: not_a_feature",
        ],
    ),
    "missing_columns.csv": (
        0,
        [
            "error: row 1: name: missing_column",
            "error: row 1: lon: missing_column",
            "error: row 1: lat: missing_column",
            "warning: row 1: kind: no_kind_column",
        ],
    ),
    "missing_coordinates.csv": (1, ["error: row 3: lon: no_coordinates"]),
    "nan.geojson": (1, ["error: feature 2: coordinates: not_finite"]),
    "nan_and_more.geojson": (
        0,
        [
            "error: feature 1: coordinates: not_finite",
            "error: feature 1: kind: unknown_kind",
            "error: feature 2: id: duplicate_id",
            "error: feature 2: wc: not_finite",
        ],
    ),
    "nan_outside_features.geojson": (1, ["error: file: line 1, column 37: not_json"]),
    "negative_capacity.geojson": (1, ["error: feature 2: capacity: number_out_of_range"]),
    "nested_100000.geojson": (0, ["error: file: line 1, column 1026: too_deep"]),
    "nested_after_nan.geojson": (0, ["error: file: too_deep"]),
    "nested_property.geojson": (1, ["error: feature 2: tree: too_deep"]),
    "no_features.geojson": (0, ["warning: file: no_records"]),
    "no_kind.csv": (1, ["error: row 3: kind: missing_field"]),
    "no_kind.geojson": (1, ["error: feature 2: kind: missing_field"]),
    "no_name.geojson": (1, ["error: feature 2: name: missing_field"]),
    "no_suffix_known.shp": (0, ["error: file: unknown_suffix"]),
    "not_a_table.csv": (0, ["error: file: unknown_encoding"]),
    "not_json.geojson": (0, ["error: file: line 1, column 1: not_json"]),
    "nul.csv": (1, ["error: row 3: name: bad_text"]),
    "nul.geojson": (1, ["error: feature 2: notes: bad_text"]),
    "nul_in_unknown_property.geojson": (1, ["error: feature 2: wc_code: bad_text"]),
    "null_geometry.geojson": (1, ["error: feature 2: geometry: no_geometry"]),
    "ogr_vrt.geojson": (0, ["error: file: not_json"]),
    "one_dimension.geojson": (1, ["error: feature 2: coordinates: too_few_coordinates"]),
    "only_spaces.geojson": (0, ["error: file: file_empty"]),
    "other_datum_columns.csv": (
        0,
        [
            "error: row 1: lon: missing_column",
            "error: row 1: lat: missing_column",
            "warning: row 1: kind: no_kind_column",
        ],
    ),
    "polygon.geojson": (1, ["error: feature 2: geometry: not_a_point"]),
    "properties_no_object.geojson": (1, ["error: feature 2: properties: wrong_type"]),
    "ragged.csv": (
        2,
        [
            "error: row 3: ragged_row",
            "error: row 4: ragged_row",
            "warning: row 5: name: likely_duplicate",
        ],
    ),
    "single_feature.geojson": (0, ["error: file: type: not_a_collection"]),
    "swapped_axes.csv": (1, ["error: row 3: lon, lat: axes_swapped"]),
    "swapped_axes.geojson": (1, ["error: feature 2: coordinates: axes_swapped"]),
    "text_coordinates.geojson": (1, ["error: feature 2: coordinates: not_a_number"]),
    "three_dimensions.geojson": (2, ["warning: feature 2: coordinates: elevation_dropped"]),
    "true_coordinates.geojson": (1, ["error: feature 2: coordinates: not_a_number"]),
    "truncated.geojson": (0, ["error: file: line 3, column 80: json_truncated"]),
    "two_collections.geojson": (0, ["error: file: line 2, column 1: json_goes_on"]),
    "unclosed_quote.csv": (1, ["error: row: open_quote"]),
    "unknown_audience.geojson": (1, ["error: feature 2: audience: unknown_audience"]),
    "unknown_facility.csv": (1, ["warning: row 2: facilities: facility_not_read"]),
    "unknown_facility.geojson": (1, ["error: feature 2: facilities: unknown_facility"]),
    "unknown_facility_state.geojson": (1, ["error: feature 2: facilities: unknown_facility_state"]),
    "unknown_kind.csv": (1, ["error: row 3: kind: unknown_kind"]),
    "unknown_kind.geojson": (1, ["error: feature 2: kind: unknown_kind"]),
    "utf_16.csv": (1, ["warning: file: encoding"]),
    "utf_16.geojson": (1, ["warning: file: encoding"]),
    "utf_16_without_mark.geojson": (1, ["warning: file: encoding"]),
    "web_mercator.geojson": (1, ["error: file: crs: wrong_crs"]),
    "wrong_types.geojson": (
        1,
        [
            "error: feature 2: area_m2: wrong_type",
            "error: feature 2: phone: wrong_type",
            "error: feature 2: capacity: wrong_type",
            "error: feature 2: honours: wrong_type",
        ],
    ),
}


def test_the_table_names_every_file() -> None:
    assert sorted(EXPECTED) == sorted(path.name for path in BROKEN.iterdir())


@pytest.mark.parametrize("name", EXPECTED)
def test_a_broken_file_gets_its_faults(name: str) -> None:
    report = inspect_file(BROKEN / name)

    found = [
        ": ".join(
            part
            for part in (
                fault.severity,
                fault.unit if fault.number is None else f"{fault.unit} {fault.number}",
                fault.field or "",
                fault.code,
            )
            if part
        )
        for fault in report.faults
    ]
    assert (len(report.stations), found) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_reading_stations_raises_every_fault_exactly_if_one_is_an_error(name: str) -> None:
    report = inspect_file(BROKEN / name)
    if report.is_usable:
        assert read_stations(BROKEN / name) == list(report.stations)
        return

    with pytest.raises(StationFileError) as caught:
        read_stations(BROKEN / name)

    errors = [fault for fault in caught.value.faults if fault.severity is Severity.ERROR]
    assert errors == list(report.errors)
    assert str(BROKEN / name) in str(caught.value)


@pytest.mark.parametrize("name", EXPECTED)
def test_what_a_fault_quotes_is_short_and_fits_any_terminal(name: str) -> None:
    for fault in inspect_file(BROKEN / name).faults:
        for quoted in (fault.value, fault.field or "", fault.station_id or ""):
            assert quoted.isprintable()
            quoted.encode("utf-8")
        assert len(fault.value) <= MAX_SHOWN * len(r"\U0001f600")


def test_reading_changes_nothing() -> None:
    before = {path.name: path.read_bytes() for path in BROKEN.iterdir()}

    for name in before:
        inspect_file(BROKEN / name)

    assert {path.name: path.read_bytes() for path in BROKEN.iterdir()} == before


def test_a_missing_file_and_a_folder_are_faults(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()

    assert [fault.code for fault in inspect_file(tmp_path / "no.csv").faults] == ["file_missing"]
    assert [f.code for f in inspect_file(tmp_path / "folder.csv").faults] == ["file_unreadable"]
    endless = tmp_path / f"{'n' * 300}.csv"
    assert [fault.code for fault in inspect_file(endless).faults] == ["file_unreadable"]


def test_a_file_over_the_limit_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stationmap.files.content.MAX_BYTES", 10)
    path = tmp_path / "big.csv"
    path.write_bytes(b"id,name,lon,lat\n")

    assert [fault.code for fault in inspect_file(path).faults] == ["file_too_big"]
