"""The planner's report says what the answers say, for both halves of the official target."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from stationmap.bootstrap import Office, office_of_file
from stationmap.coverage.counting import Counting, TimeSlice
from stationmap.coverage.figures import figures
from stationmap.coverage.reach import OFFICIAL_M, OFFICIAL_MIN, ServiceRadius
from stationmap.coverage.scenario import with_added
from stationmap.errors import AreaFileError
from stationmap.files.report_content import Paragraph, Picture, Pictures, Points
from stationmap.geo.position import Position
from stationmap.geo.travel import TravelMode
from stationmap.labels import Language
from stationmap.services.plan.coverage_answer import CoverageQuestion
from stationmap.services.plan.siting_question import SitingQuestion
from stationmap.settings import Settings
from stationmap.stations.codes import Audience, Facility, StationKind, Status
from stationmap.stations.station import Station
from stationmap.upkeep.account import Operator
from stationmap.upkeep.new_ids import TO_BE_GIVEN
from stationmap.web.plan.coverage_view import percent

if TYPE_CHECKING:
    from pathlib import Path

    from stationmap.files.report_content import Block, ReportContent, Table, Value

HAN = re.compile(r"[\u3400-\u9fff]")
HAIDIAN = "110108"
EVERYTHING = CoverageQuestion()
AT_NIGHT = Counting(
    kinds=frozenset({StationKind.DRIVER_HOME}),
    working=frozenset({Facility.WATER}),
    audience=frozenset({Audience.OUTDOOR_WORKERS}),
    time_slice=TimeSlice.NIGHT,
    verified_within_days=400,
    with_planned=True,
)


@pytest.fixture(scope="module")
def office() -> Office:
    """Open the sample, in memory."""
    return office_of_file(Settings())


@pytest.fixture(scope="module")
def english(office: Office) -> ReportContent:
    """Return the report about everything."""
    return office.plan_report.content(EVERYTHING, Language.EN)


def table(content: ReportContent, sheet: str) -> Table:
    """Return the table of a sheet."""
    (found,) = (one for one in content.tables() if one.sheet == sheet)
    return found


def column(found: Table, title: str) -> list[Value]:
    """Return what stands under a title."""
    place = [one.title for one in found.columns].index(title)
    return [row[place] for row in found.rows]


def words(content: ReportContent) -> str:
    """Return all that a report says, one thing a line."""
    said: list[str] = [content.title, content.subtitle, *content.warnings]
    said += [part for pair in content.facts for part in pair]
    said += [part for one in content.key_figures for part in (one.label, one.value)]
    for section in (*content.sections, content.method):
        said.append(section.title)
        for block in section.blocks:
            said += _words(block)
    return "\n".join(said)


def _words(block: Block) -> list[str]:
    if isinstance(block, Paragraph):
        return [block.words]
    if isinstance(block, Points):
        return [part for pair in block.points for part in pair]
    if isinstance(block, Picture):
        return [block.alt, block.caption, block.svg]
    if isinstance(block, Pictures):
        return [said for one in block.pictures for said in _words(one)]
    titles = [one.title for one in block.columns]
    rows = [*block.rows, block.total or ()]
    return [block.caption, *titles, *(str(cell) for row in rows for cell in row)]


def test_both_halves_of_the_official_target_are_those_of_the_answer(
    office: Office, english: ReportContent
) -> None:
    coverage = office.plan_coverage.answer(EVERYTHING).coverage
    told = [figures(coverage, radius.metres) for radius in (OFFICIAL_M, OFFICIAL_MIN)]

    target = table(english, "Target")
    assert column(target, "Covered") == [one.share for one in told]
    assert column(target, "Demand not covered") == [one.uncovered for one in told]
    assert [one.value for one in english.key_figures[:2]] == [
        percent(one.share, Language.EN) for one in told
    ]


def test_a_radius_of_its_own_stands_beside_the_official_ones(office: Office) -> None:
    radius = ServiceRadius(value=10, mode=TravelMode.EBIKE)
    content = office.plan_report.content(replace(EVERYTHING, radius=radius), Language.EN)

    target, districts = table(content, "Target"), table(content, "Districts")
    assert len(target.rows) == 3
    assert "10 minutes, E-bike (1,923 m in a straight line)" in str(target.rows[2][0])
    assert [one.title for one in districts.columns][3:6] == ["1 km", "15 min", "Radius asked"]


def test_the_table_of_districts_adds_up_and_begins_with_the_most_uncovered(
    office: Office, english: ReportContent
) -> None:
    districts = table(english, "Districts")

    beyond_m = [float(one or 0) for one in column(districts, "Beyond 1 km")]
    assert beyond_m == sorted(beyond_m, reverse=True)
    assert len(districts.rows) == len(office.districts)
    assert districts.total is not None
    assert sum(float(one or 0) for one in column(districts, "Demand")) == pytest.approx(
        districts.total[2]
    )
    assert sum(beyond_m) == pytest.approx(districts.total[6 - 1])


def test_gaps_are_those_of_the_answer_and_the_largest_have_a_map(
    office: Office, english: ReportContent
) -> None:
    gaps = office.plan_coverage.answer(EVERYTHING).gaps
    (section,) = (one for one in english.sections if one.title == "Gaps")
    (maps,) = (block for block in section.blocks if isinstance(block, Pictures))

    assert column(table(english, "Gaps"), "Demand not covered") == [gap.demand for gap in gaps]
    assert len(maps.pictures) == 9
    assert "" not in column(table(english, "Gaps"), "Area")


def test_the_curve_is_in_the_workbook_alone(english: ReportContent) -> None:
    curve = table(english, "Curve")

    assert not curve.is_printed
    assert curve.rows[0][0] == 0.0
    assert column(curve, "Distance (m)")[20] == 1000.0


def test_the_quality_of_the_records_is_told_by_district(
    office: Office, english: ReportContent
) -> None:
    quality = table(english, "Quality")

    assert len(quality.rows) == len(office.districts)
    scores = [float(one or 0) for one in column(quality, "Score")]
    assert scores == sorted(scores)


def test_it_names_date_revision_data_and_how_it_was_counted(
    office: Office, english: ReportContent
) -> None:
    said = words(english)

    revision = office.live.current().revision
    for expected in (
        f"data revision {revision}",
        "Census of 2020|Census 2020",
        "2020-11-01",
        "geodesics",
        "straight line × 1.3 at 4.5 km/h",
        "865 m in a straight line",
        "exactly the radius is covered",
        "Hexagons",
        "spread over its built-up places: crude",
        "sample data, not real ones",
    ):
        assert re.search(expected.replace("(", r"\("), said), expected


def test_figures_of_the_operator_are_not_called_the_census(tmp_path: Path) -> None:
    own = tmp_path / "residents.csv"
    own.write_text("lon,lat,residents\n116.4,39.9,100\n", encoding="utf-8")
    office = office_of_file(Settings(demand=own))

    said = words(office.plan_report.content(EVERYTHING, Language.EN))

    assert "Source: residents.csv (residents). Date: not stated." in said
    assert re.search(r"[Cc]ensus|crude", said) is None


def test_english_holds_no_chinese_but_names_of_stations(english: ReportContent) -> None:
    assert HAN.findall(words(english)) == []


def test_chinese_is_in_chinese_throughout(office: Office) -> None:
    content = office.plan_report.content(EVERYTHING, Language.ZH)

    titles = [section.title for section in (*content.sections, content.method)]
    assert all(map(HAN.search, titles))
    assert all(HAN.search(one.title) for found in content.tables() for one in found.columns)


def test_a_district_alone_is_told_with_its_name_and_bounds(office: Office) -> None:
    content = office.plan_report.content(replace(EVERYTHING, within=HAIDIAN), Language.EN)

    assert content.subtitle.startswith("Haidian · ")
    assert column(table(content, "Districts"), "Area") == ["Haidian"]
    assert set(column(table(content, "Gaps"), "Area")) == {"Haidian"}


def test_the_report_says_which_stations_count(office: Office) -> None:
    content = office.plan_report.content(replace(EVERYTHING, counting=AT_NIGHT), Language.EN)

    counted = dict(content.facts)["Stations that count"]
    for expected in ("home", "Water", "Outdoor workers", "22:00", "400 days", "planned"):
        assert expected.lower() in counted.lower()


def test_where_no_station_counts_it_says_so_and_is_whole(office: Office) -> None:
    nobody = Counting(kinds=frozenset({StationKind.CRAFT_ACADEMY}), verified_within_days=0)
    content = office.plan_report.content(replace(EVERYTHING, counting=nobody), Language.EN)

    assert "No station fits what was asked." in content.warnings
    assert table(content, "Target").rows[0][1] == 0.0


def test_sites_are_proposed_with_what_each_adds_and_how_near_the_best(office: Office) -> None:
    question = replace(EVERYTHING, within=HAIDIAN)
    chosen = office.plan_siting.answer(SitingQuestion(coverage=question, n=3, step_m=1000))

    content = office.plan_report.content(question, Language.EN, siting=chosen)

    sites = table(content, "Sites")
    assert column(sites, "Adds") == [site.adds for site in chosen.sites]
    assert column(sites, "Longitude") == [site.position.lon for site in chosen.sites]
    assert "Model: most demand covered (MCLP)." in words(content)


def test_a_site_that_differs_from_the_model_is_warned_of(office: Office) -> None:
    question = replace(EVERYTHING, within=HAIDIAN)
    chosen = office.plan_siting.answer(SitingQuestion(coverage=question, n=1, step_m=1000))
    wrong = replace(chosen, agrees=False, is_optimal=False, gap=0.0123)

    content = office.plan_report.content(question, Language.EN, siting=wrong)

    assert "At most 1.23% short of what is possible." in words(content)
    assert "do not use it" in words(content)


def test_a_scenario_stands_beside_today(office: Office) -> None:
    gap = office.plan_coverage.answer(EVERYTHING).gaps[0]
    named = office.scenarios.create(Operator(), "Hutong 5")
    added = Station(
        id=TO_BE_GIVEN,
        name="<b>Gap</b>",
        kind=StationKind.WARM_STATION,
        position=Position(lon=gap.lon, lat=gap.lat),
        status=Status.PLANNED,
        audience=(Audience.PUBLIC,),
    )
    kept = office.scenarios.save(Operator(), with_added(named, added))

    content = office.plan_report.content(replace(EVERYTHING, scenario=kept.id), Language.EN)

    assert dict(content.facts)["Scenario"] == "Hutong 5"
    compared = table(content, "Scenario")
    assert compared.total is not None
    assert float(compared.total[3] or 0) > 0
    assert column(table(content, "Planned stations"), "Planned station") == ["<b>Gap</b>"]


def test_an_area_that_is_not_there_is_refused(office: Office) -> None:
    with pytest.raises(AreaFileError):
        office.plan_report.content(replace(EVERYTHING, within="nowhere"), Language.EN)
