"""What planners choose from: it comes back to the last digit, and only planners change it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

from rig.edit_desk import ADMIN, DATA, HAIDIAN, NOBODY, PLANNER, STAFF
from rig.plan_desk import PlanDesk, surface
from rig.scenarios import upload
from stationmap.bootstrap import Office
from stationmap.coverage.areas import AreaSet
from stationmap.errors import (
    AreaFileError,
    DemandError,
    NotAllowedError,
    NotSignedInError,
    PlanError,
    SettingsError,
)
from stationmap.services.plan.bodies import areas_body, areas_of, surface_body, surface_of
from stationmap.services.plan.library import Library
from stationmap.settings import Settings
from stationmap.store.memory import MemoryStore
from stationmap.store.plan_protocol import UploadKind
from stationmap.store.sqlite import SqliteStore
from stationmap.upkeep.account import Account, Role
from stationmap.upkeep.area import Areas

if TYPE_CHECKING:
    from pathlib import Path

    from stationmap.coverage.demand import DemandSurface


@pytest.fixture
def desk() -> PlanDesk:
    return PlanDesk()


def areas(name: str = "片区", count: int = 2) -> AreaSet:
    """Make squares side by side, the last one with a hole, and an island beside the first."""
    squares = [shapely.box(116 + n / 7, 39.9, 116 + (n + 1) / 7, 40 + 1 / 3) for n in range(count)]
    outlines = np.array(squares, dtype=object)
    outlines[0] = shapely.MultiPolygon([squares[0], shapely.box(100, 30, 101, 31)])
    outlines[-1] = squares[-1].difference(squares[-1].centroid.buffer(0.01))
    return AreaSet(
        name=name,
        codes=tuple(f"{n}" for n in range(count)),
        names=tuple(f"片区{n}" for n in range(count)),
        names_en=tuple(f"Area {n}" for n in range(count)),
        outlines=outlines,
    )


def assert_same_surface(found: DemandSurface, wanted: DemandSurface) -> None:
    assert (found.name, found.source, found.as_of) == (wanted.name, wanted.source, wanted.as_of)
    for column in ("lons", "lats", "weights"):
        assert np.array_equal(getattr(found, column), getattr(wanted, column))


# ---- what comes along --------------------------------------------------------------------------


def test_the_census_is_always_there_and_first(desk: PlanDesk) -> None:
    (head,) = desk.library.surfaces()
    census = desk.library.surface("census")

    assert (head.id, head.upload) == ("census", None)
    assert (head.points, head.total) == (len(census), census.total)
    assert (head.source, head.as_of) == (census.source, census.as_of)
    assert desk.library.surface("census") is census


def test_the_districts_are_always_there_and_streets_where_they_are_drawn(desk: PlanDesk) -> None:
    assert [(head.id, head.count) for head in desk.library.area_sets()] == [("districts", 16)]
    assert HAIDIAN in desk.library.area_set("districts").codes
    with pytest.raises(AreaFileError) as refused:
        desk.library.area_set("streets")
    assert refused.value.code == "areas_unknown"

    drawn = replace(desk.areas.streets[0], outline=shapely.box(116, 39, 117, 40))
    streets = Areas(desk.areas.districts, [drawn, *desk.areas.streets[1:]])
    library = Library(desk.store, desk.authority, streets, DATA / "demand_census2020.csv")

    assert [head.id for head in library.area_sets()] == ["districts", "streets"]
    assert library.area_set("streets").codes == (drawn.code,)


def test_a_file_of_demand_that_is_not_there_is_told_as_a_setting(desk: PlanDesk) -> None:
    library = Library(desk.store, desk.authority, desk.areas, DATA / "missing.csv")

    with pytest.raises(SettingsError, match="demand"):
        library.surface("census")


def test_an_office_has_one_of_each() -> None:
    office = Office(settings=Settings(), store=MemoryStore())

    assert office.library is office.library
    assert office.jobs is office.jobs
    assert office.library.surface("census") is office.library.surface("census")
    made = office.scenarios.create(ADMIN, "2027")
    assert office.scenarios.all() == [made]
    assert office.jobs.start("a", lambda _progress: 1).outcome() == 1


# ---- what planners bring -----------------------------------------------------------------------


def test_a_surface_comes_back_to_the_last_digit(desk: PlanDesk) -> None:
    brought = surface("订单 🏠", 1000, source="平台", as_of="2026-10")

    surface_id = desk.library.keep_surface(PLANNER, brought)

    assert_same_surface(desk.library.surface(surface_id), brought)
    head = desk.library.surfaces()[1]
    assert (head.id, head.name, head.source, head.as_of) == (
        surface_id,
        "订单 🏠",
        "平台",
        "2026-10",
    )
    assert (head.points, head.total) == (1000, brought.total)
    assert head.upload is not None
    assert (head.upload.owner, head.upload.created_at) == ("planner", desk.now)


def test_areas_come_back_to_the_last_digit(desk: PlanDesk) -> None:
    brought = areas(count=3)

    areas_id = desk.library.keep_areas(ADMIN, brought)

    found = desk.library.area_set(areas_id)
    assert (found.name, found.codes, found.names) == (brought.name, brought.codes, brought.names)
    assert found.names_en == brought.names_en
    pairs = zip(found.outlines, brought.outlines, strict=True)
    assert all(shapely.equals_identical(one, other) for one, other in pairs)
    assert [(head.id, head.count) for head in desk.library.area_sets()[1:]] == [(areas_id, 3)]


def test_a_surface_is_no_set_of_areas_and_areas_are_no_surface(desk: PlanDesk) -> None:
    surface_id = desk.library.keep_surface(PLANNER, surface())
    areas_id = desk.library.keep_areas(PLANNER, areas())

    for unknown in (areas_id, "", "x", "districts", "NUL \x00"):
        with pytest.raises(DemandError, match="surface_unknown"):
            desk.library.surface(unknown)
    for unknown in (surface_id, "", "x", "census", "NUL \x00"):
        with pytest.raises(AreaFileError, match="areas_unknown"):
            desk.library.area_set(unknown)


def test_an_upload_is_decoded_once_whoever_asks(desk: PlanDesk) -> None:
    surface_id = desk.library.keep_surface(PLANNER, surface(points=50_000))

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(desk.library.surface, [surface_id] * 32))

    assert len({id(one) for one in found}) == 1


def test_what_was_removed_is_gone_though_it_was_at_hand(desk: PlanDesk) -> None:
    surface_id = desk.library.keep_surface(PLANNER, surface())
    desk.library.surface(surface_id)

    desk.library.remove(PLANNER, surface_id)

    with pytest.raises(DemandError, match="surface_unknown"):
        desk.library.surface(surface_id)
    with pytest.raises(PlanError, match="upload_unknown"):
        desk.library.remove(PLANNER, surface_id)
    assert len(desk.library.surfaces()) == 1


@pytest.mark.parametrize("built_in", ["census", "districts"])
def test_what_comes_along_cannot_be_removed(desk: PlanDesk, built_in: str) -> None:
    with pytest.raises(PlanError, match="upload_unknown"):
        desk.library.remove(ADMIN, built_in)


def test_uploads_are_shared_by_processes(tmp_path: Path) -> None:
    here = PlanDesk(store=SqliteStore(tmp_path / "store.sqlite"))
    surface_id = here.library.keep_surface(PLANNER, surface())
    with closing(SqliteStore(tmp_path / "store.sqlite")) as store:
        there = Library(store, here.authority, here.areas, DATA / "demand_census2020.csv")
        assert_same_surface(there.surface(surface_id), surface())

        here.library.remove(PLANNER, surface_id)

        with pytest.raises(DemandError, match="surface_unknown"):
            there.surface(surface_id)
    here.store.close()


# ---- who may -----------------------------------------------------------------------------------


def test_staff_bring_nothing_and_remove_nothing(desk: PlanDesk) -> None:
    surface_id = desk.library.keep_surface(PLANNER, surface())

    with pytest.raises(NotAllowedError):
        desk.library.keep_surface(STAFF, surface("other"))
    with pytest.raises(NotAllowedError):
        desk.library.keep_areas(STAFF, areas())
    with pytest.raises(NotAllowedError):
        desk.library.remove(STAFF, surface_id)
    with pytest.raises(NotSignedInError):
        desk.library.keep_surface(NOBODY, surface("other"))

    assert [head.id for head in desk.library.surfaces()] == ["census", surface_id]
    assert len(desk.library.area_sets()) == 1


def test_an_account_is_asked_for_in_the_store_at_each_write(desk: PlanDesk) -> None:
    surface_id = desk.library.keep_surface(PLANNER, surface())
    now_staff = Account(login="planner", name="planner", role=Role.STAFF, created_at=desk.now)
    desk.store.accounts.save(now_staff)

    with pytest.raises(NotAllowedError):
        desk.library.remove(PLANNER, surface_id)


# ---- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "name_missing"),
        (" \n ", "name_missing"),
        ("长" * 61, "name_too_long"),
        ("NUL \x00", "name_bad"),
        ("half a pair \ud83d", "name_bad"),
        ("turns \u202e", "name_bad"),
    ],
)
def test_a_name_that_cannot_be_is_refused(desk: PlanDesk, name: str, code: str) -> None:
    with pytest.raises(PlanError, match=code):
        desk.library.keep_surface(PLANNER, surface(name))
    with pytest.raises(PlanError, match=code):
        desk.library.keep_areas(PLANNER, areas(name))

    assert desk.store.plans.uploads() == []


@pytest.mark.parametrize("field", ["source", "as_of"])
@pytest.mark.parametrize("origin", ["x" * 301, "NUL \x00", "half \ud83d"])
def test_an_origin_that_cannot_be_is_refused(desk: PlanDesk, field: str, origin: str) -> None:
    facts: dict[str, Any] = {field: origin}
    with pytest.raises(PlanError, match="origin_bad"):
        desk.library.keep_surface(PLANNER, surface(**facts))


def test_a_code_of_an_area_that_cannot_be_written_is_refused(desk: PlanDesk) -> None:
    broken = replace(areas(), names=("half \ud83d", "whole"))

    with pytest.raises(PlanError, match="name_bad"):
        desk.library.keep_areas(PLANNER, broken)


def test_a_name_is_tidied_and_taken_once_for_each_kind(desk: PlanDesk) -> None:
    desk.library.keep_surface(PLANNER, surface("  骑手 \n 订单 "))

    with pytest.raises(PlanError, match="name_taken"):
        desk.library.keep_surface(ADMIN, surface("骑手 订单"))
    desk.library.keep_areas(PLANNER, areas("骑手 订单"))
    assert desk.library.surfaces()[1].name == "骑手 订单"


def test_what_is_too_large_is_refused(desk: PlanDesk) -> None:
    library = Library(
        desk.store, desk.authority, desk.areas, DATA / "demand_census2020.csv", most_bytes=2**21
    )
    random = np.random.default_rng(1)
    large = surface(points=400_000, weights=random.random(400_000) + 1)

    with pytest.raises(PlanError) as refused:
        library.keep_surface(PLANNER, large)

    assert (refused.value.code, refused.value.facts["most"]) == ("upload_too_large", 2)
    assert desk.store.plans.uploads() == []


def test_one_more_than_there_may_be_is_refused(desk: PlanDesk) -> None:
    for number in range(200):
        desk.store.plans.keep_upload(upload(f"{number}", name=f"{number}"), b"")

    with pytest.raises(PlanError) as refused:
        desk.library.keep_areas(PLANNER, areas())

    assert (refused.value.code, refused.value.facts) == ("upload_too_many", {"most": 200})


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04", b"{}", b'{"features": [1]}', b"\x93NUMPY"])
def test_a_damaged_body_is_told_with_its_name(desk: PlanDesk, body: bytes) -> None:
    desk.store.plans.keep_upload(upload("d", name="订单"), body)
    desk.store.plans.keep_upload(upload("a", name="片区", kind=UploadKind.AREAS), body)

    for read, one, name in (
        (desk.library.surface, "d", "订单"),
        (desk.library.area_set, "a", "片区"),
    ):
        with pytest.raises(PlanError) as refused:
            read(one)
        assert (refused.value.code, refused.value.facts) == ("upload_damaged", {"name": name})


def test_a_body_cut_off_anywhere_is_told() -> None:
    packed, written = surface_body(surface(points=50)), areas_body(areas())
    for cut in range(0, len(packed), 7):
        with pytest.raises(DemandError, match="upload_damaged"):
            surface_of(packed[:cut], upload())
    for cut in range(0, len(written), 7):
        with pytest.raises(AreaFileError, match="upload_damaged"):
            areas_of(written[:cut], upload())


def test_a_body_never_runs_code() -> None:
    """An NPZ may hold pickles, and a pickle may do anything."""
    from io import BytesIO  # noqa: PLC0415 - this test alone packs one

    out = BytesIO()
    np.savez(out, lons=np.array([object()]), lats=np.zeros(1), weights=np.ones(1))

    with pytest.raises(DemandError, match="upload_damaged"):
        surface_of(out.getvalue(), upload())
