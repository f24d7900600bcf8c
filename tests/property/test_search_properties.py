"""What must always hold of the search, whatever the names and the query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st

from stationmap.geocoding.lines import END
from stationmap.geocoding.name_index import MAX_QUERY, Entry, NameIndex
from stationmap.geocoding.spelling import plain, readings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stationmap.geocoding.lines import Owner

CHARACTERS = st.text("中关村海淀区望京东西南北站驿长乐堡大小桥门", min_size=1, max_size=8)
NAMES = st.lists(CHARACTERS, min_size=1, max_size=12, unique=True)


def entries(names: Mapping[int, str]) -> dict[Owner, Entry]:
    return {(0, number): Entry(names=(name,)) for number, name in sorted(names.items())}


def index_of(names: list[str]) -> NameIndex:
    return NameIndex(entries(dict(enumerate(names))))


def found_by(names: list[str], query: str, limit: int) -> list[str]:
    return [names[int(number)] for _, number in index_of(names).search(query, limit)]


@given(NAMES, st.data())
def test_every_name_is_the_first_answer_to_itself(names: list[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(names))
    assert found_by(names, name, 1) == [name]


@given(NAMES, st.data())
def test_every_name_is_among_the_answers_to_its_pinyin(
    names: list[str], data: st.DataObject
) -> None:
    """All that sound the same are; the limit leaves room for every name."""
    name = data.draw(st.sampled_from(names))
    typed = "".join(readings(name)[0])
    assert name in found_by(names, typed, len(names))


@given(NAMES, st.data())
def test_every_part_of_a_name_finds_it(names: list[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(names))
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert name in found_by(names, name[start:end], len(names))


@given(
    st.dictionaries(st.integers(0, 9), CHARACTERS, max_size=10),
    st.dictionaries(st.integers(0, 12), CHARACTERS | st.none(), max_size=8),
    st.data(),
)
def test_a_revised_index_answers_as_a_new_one(
    before: dict[int, str], changes: dict[int, str | None], data: st.DataObject
) -> None:
    """Whatever changed, came or went, whether typed in characters, pinyin or initials."""
    now = {number: name for number, name in (before | changes).items() if name is not None}
    gone = {number: name for number, name in before.items() if number in changes}
    fresh = {number: name for number, name in now.items() if number in changes}
    assume(now)
    name = data.draw(st.sampled_from([*now.values(), *before.values()]))
    sounds = readings(name)[0]
    typed = data.draw(
        st.sampled_from([name, name[:2], "".join(sounds), "".join(one[0] for one in sounds)])
    )

    revised = NameIndex(entries(before)).revised(entries(gone), entries(fresh))
    assert revised.search(typed, 20) == NameIndex(entries(now)).search(typed, 20)


@given(st.lists(st.text(max_size=20), max_size=6), st.text(max_size=2 * MAX_QUERY))
def test_no_text_does_harm(names: list[str], query: str) -> None:
    found = index_of(names).search(query, 5)
    assert len(found) == len(set(found)) <= 5
    assert {int(number) for _, number in found} <= set(range(len(names)))


@given(st.text(max_size=60))
def test_what_is_plain_stays_plain(text: str) -> None:
    once = plain(text)
    assume(once)
    assert plain(once) == once
    assert END not in once
