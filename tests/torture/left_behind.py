"""What must hold of a store after its writers were killed."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING

from torture.pairs import store_in

if TYPE_CHECKING:
    from pathlib import Path

Answers = dict[str, list[tuple[object, ...]]]

SOUND: Answers = {
    # Numbers and versions have no gaps, and a station is as its last revision left it.
    "SELECT count(*) - max(number), min(number) FROM revisions": [(0, 1)],
    """SELECT id FROM stations s WHERE version <>
        (SELECT count(*) FROM revisions WHERE station_id = id)""": [],
    """SELECT id FROM stations s JOIN revisions r ON r.number = s.revision
        WHERE r.station_id <> s.id OR r.version <> s.version OR r.document <> s.document""": [],
}
"""What is asked of every store, and what it must answer."""

SOUND_IN: dict[str, Answers] = {
    "sqlite": {
        "PRAGMA integrity_check": [("ok",)],
        "PRAGMA foreign_key_check": [],
        "SELECT rtreecheck('station_boxes')": [("ok",)],
        # Each station is in the tree once, in a box that holds it.
        """SELECT id FROM stations s LEFT JOIN station_boxes b USING (place) WHERE b.place IS NULL
            OR NOT (lon BETWEEN west AND east AND lat BETWEEN south AND north)
        """: [],
        "SELECT (SELECT count(*) FROM stations) - (SELECT count(*) FROM station_boxes)": [(0,)],
    },
    "postgresql": {
        # Each station is in the index of space where its columns say that it is.
        """SELECT id FROM stations WHERE NOT located && ST_MakePoint(lon, lat)::geography""": [],
    },
}
"""What is asked of one kind of store besides."""


def faults_of(folder: Path, number: int, counts: Counter[str]) -> list[str]:
    """Compare the store with the notes of this round's writers, and look whether it is sound."""
    store = store_in(folder)
    taken: dict[str, Counter[int]] = {}
    for revision in store.history(batch=str(number)):
        writer, _, place = revision.change.why.partition(" ")
        taken.setdefault(writer, Counter())[int(place)] += 1
    store.close()
    faults = []
    for notes in folder.glob(f"{number}-*.taken"):
        faults += _faults_of_writer(notes.stem, notes, taken.get(notes.stem, Counter()), counts)
    return faults + _unsound(folder)


def _faults_of_writer(
    writer: str, notes: Path, taken: Counter[int], counts: Counter[str]
) -> list[str]:
    noted = {int(line) for line in notes.read_text().splitlines()}
    lost, beyond = noted - taken.keys(), taken.keys() - noted
    counts.update(acknowledged=len(noted), lost=len(lost), beyond=len(beyond))
    faults = [f"{writer} lost its writes {sorted(lost)}"] if lost else []
    if len(beyond) > 1 or any(place != len(noted) + 1 for place in beyond):
        faults.append(f"{writer} has writes {sorted(beyond)} that it never noted")
    halves = sorted(place for place, count in taken.items() if count != 2)
    return [*faults, f"{writer} has halves of {halves}"] if halves else faults


def _unsound(folder: Path) -> list[str]:
    with closing(store_in(folder)) as store, store.connections.reading() as connection:
        wanted = SOUND | SOUND_IN[connection.dialect.name]
        answers = {
            asked: [tuple(row) for row in connection.exec_driver_sql(asked)] for asked in wanted
        }
    return [
        f"{asked}: {answers[asked][:3]}"
        for asked, sound in wanted.items()
        if answers[asked] != sound
    ]
