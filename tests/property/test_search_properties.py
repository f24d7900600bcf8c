"""What must always hold of the search, whatever the names and the query."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from stationmap.geocoding.lines import END
from stationmap.geocoding.name_index import MAX_QUERY, Entry, NameIndex
from stationmap.geocoding.spelling import plain, readings

CHARACTERS = st.text("中关村海淀区望京东西南北站驿长乐堡大小桥门", min_size=1, max_size=8)
NAMES = st.lists(CHARACTERS, min_size=1, max_size=12, unique=True)


def index_of(names: list[str]) -> NameIndex:
    return NameIndex([Entry(names=(name,)) for name in names])


@given(NAMES, st.data())
def test_every_name_is_the_first_answer_to_itself(names: list[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(names))
    assert names[index_of(names).search(name, 1)[0]] == name


@given(NAMES, st.data())
def test_every_name_is_among_the_answers_to_its_pinyin(
    names: list[str], data: st.DataObject
) -> None:
    """All that sound the same are; the limit leaves room for every name."""
    name = data.draw(st.sampled_from(names))
    typed = "".join(readings(name)[0])
    found = index_of(names).search(typed, len(names))
    assert name in [names[number] for number in found]


@given(NAMES, st.data())
def test_every_part_of_a_name_finds_it(names: list[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(names))
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    found = index_of(names).search(name[start:end], len(names))
    assert name in [names[number] for number in found]


@given(st.lists(st.text(max_size=20), max_size=6), st.text(max_size=2 * MAX_QUERY))
def test_no_text_does_harm(names: list[str], query: str) -> None:
    found = index_of(names).search(query, 5)
    assert len(found) == len(set(found)) <= 5
    assert all(0 <= number < len(names) for number in found)


@given(st.text(max_size=60))
def test_what_is_plain_stays_plain(text: str) -> None:
    once = plain(text)
    assume(once)
    assert plain(once) == once
    assert END not in once
