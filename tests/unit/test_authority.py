"""Who may write where: asked of the store at the moment of each write."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rig.offices import CHAOYANG, HAIDIAN, XUEYUANLU, SmallOffice, small_office
from rig.stations import station
from stationmap.errors import NotAllowedError, NotSignedInError, OutsideAreaError
from stationmap.geo.position import Position
from stationmap.upkeep.account import Operator, Role, SessionKey
from stationmap.upkeep.area import CITY

IN_HAIDIAN = station(id="h", position=Position(116.35, 39.99), street="学院路街道")
IN_CHAOYANG = station(id="c", position=Position(116.48, 39.95), street="八里庄街道")
IN_HEBEI = station(id="o", position=Position(115.0, 38.0))


@pytest.fixture
def office() -> SmallOffice:
    return small_office()


def test_staff_may_write_in_their_district_and_nowhere_else(office: SmallOffice) -> None:
    actor = office.hire("limei", area=HAIDIAN)
    assert office.authority.require_editor(actor, IN_HAIDIAN).login == "limei"
    for outside in (IN_CHAOYANG, IN_HEBEI):
        with pytest.raises(OutsideAreaError) as refusal:
            office.authority.require_editor(actor, outside)
        assert (refusal.value.area, refusal.value.station_id) == (HAIDIAN, outside.id)


def test_nothing_is_moved_out_of_an_area_or_into_it(office: SmallOffice) -> None:
    actor = office.hire("limei", area=HAIDIAN)
    for before, after in ((IN_HAIDIAN, IN_CHAOYANG), (IN_CHAOYANG, IN_HAIDIAN)):
        with pytest.raises(OutsideAreaError):
            office.authority.require_editor(actor, before, after)


def test_a_stated_district_opens_no_door(office: SmallOffice) -> None:
    actor = office.hire("limei", area=HAIDIAN)
    forged = IN_CHAOYANG.model_copy(update={"district": "海淀区", "street": "学院路街道"})
    with pytest.raises(OutsideAreaError):
        office.authority.require_editor(actor, forged)


def test_street_staff_are_held_to_their_street(office: SmallOffice) -> None:
    actor = office.hire("limei", area=XUEYUANLU)
    office.authority.require_editor(actor, IN_HAIDIAN)
    elsewhere = IN_HAIDIAN.model_copy(update={"street": "中关村街道"})
    unstated = IN_HAIDIAN.model_copy(update={"street": None})
    for outside in (elsewhere, unstated, IN_CHAOYANG):
        with pytest.raises(OutsideAreaError):
            office.authority.require_editor(actor, outside)


@pytest.mark.parametrize("role", [Role.STAFF, Role.ADMIN])
def test_who_has_the_whole_city_may_write_anywhere(office: SmallOffice, role: Role) -> None:
    actor = office.hire("limei", role)
    office.authority.require_editor(actor, IN_HAIDIAN, IN_CHAOYANG, IN_HEBEI)


def test_an_admin_has_the_whole_city_whatever_area_was_given(office: SmallOffice) -> None:
    actor = office.hire("root", Role.ADMIN, HAIDIAN)
    assert office.authority.account(actor).area == CITY


def test_planners_write_nothing(office: SmallOffice) -> None:
    actor = office.hire("planner", Role.PLANNER)
    with pytest.raises(NotAllowedError):
        office.authority.require_editor(actor)


def test_only_admins_keep_the_accounts(office: SmallOffice) -> None:
    office.authority.require_admin(office.hire("root", Role.ADMIN))
    for role in (Role.STAFF, Role.PLANNER):
        with pytest.raises(NotAllowedError):
            office.authority.require_admin(office.hire(role.value, role))


def test_a_change_of_role_or_area_holds_at_the_next_write(office: SmallOffice) -> None:
    actor = office.hire("limei", area=HAIDIAN)
    office.accounts.change(Operator(), "limei", area=CHAOYANG)
    office.authority.require_editor(actor, IN_CHAOYANG)
    with pytest.raises(OutsideAreaError):
        office.authority.require_editor(actor, IN_HAIDIAN)
    office.accounts.change(Operator(), "limei", role=Role.PLANNER)
    with pytest.raises(NotAllowedError):
        office.authority.require_editor(actor, IN_CHAOYANG)


def test_an_area_that_is_gone_lets_nobody_write(office: SmallOffice) -> None:
    """The list of streets was replaced by one without her street."""
    actor = office.hire("limei", area=HAIDIAN)
    account = office.authority.account(actor)
    office.store.accounts.save(replace(account, area="110108999"))
    with pytest.raises(OutsideAreaError):
        office.authority.require_editor(actor, IN_HAIDIAN)


def test_an_unknown_session_is_nobody(office: SmallOffice) -> None:
    for ask in (office.authority.account, office.authority.require_editor):
        with pytest.raises(NotSignedInError):
            ask(SessionKey("0" * 64))


def test_the_operator_needs_no_account(office: SmallOffice) -> None:
    account = office.authority.require_admin(Operator("root@server"))
    assert account.login == "root@server"
    office.authority.require_editor(Operator(), IN_HEBEI)
