"""Make data/stations.geojson: invented stations, as many of each kind as there really are.

Every record says so: its source is "sample" and its name begins with the Chinese for "example".
Stations stand where people live (sample/spread.py), are shared out by the census of 2020, and are
described by chance from tables (sample/kinds.toml, sample/offers.toml). Each record draws from a
stream of its own, seeded with its id: the same script gives the same bytes, and a changed table
changes only the records it concerns.

    python scripts/make_sample.py data/stations.geojson
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from sample.records import KINDS, OFFERS, describe
from sample.share import share_out
from sample.spread import Spread
from stationmap.files.districts import read_districts
from stationmap.files.write import write_stations
from stationmap.geocoding.gazetteer import read_gazetteer
from stationmap.stations.station import Station

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stationmap.geo.position import Position
    from stationmap.stations.districts import District, Districts

DATA = Path(__file__).resolve().parents[1] / "data"
TEMPLATES = OFFERS["templates"]


def main(out_path: Path) -> None:
    """Make every station, kind by kind, and write them."""
    spreads = spreads_of(read_districts(DATA / "districts.geojson"))
    write_stations([station for kind in KINDS for station in of_kind(kind, spreads)], out_path)


def spreads_of(districts: Districts) -> dict[District, Spread]:
    """Return each district's density, from the places that lie in it."""
    places = read_gazetteer(DATA / "places.csv")
    return {
        district: Spread(
            district, [place for place in places if districts.of(place.position) is district]
        )
        for district in districts
    }


def of_kind(kind: str, spreads: dict[District, Spread]) -> Iterator[Station]:
    """Make the stations of one kind, district by district."""
    table = KINDS[kind]
    counts = share_out(table["count"], table["by"], list(spreads))
    number = 0
    for (district, spread), count in zip(spreads.items(), counts, strict=True):
        for _ in range(count):
            number += 1
            yield one(kind, number, district=district, spread=spread)


def one(kind: str, number: int, *, district: District, spread: Spread) -> Station:
    """Make one station: its id seeds everything about it."""
    station_id = f"{KINDS[kind]['prefix']}{number:04d}"
    random = Random(station_id)  # noqa: S311  # an invented station needs no secret
    position = spread.draw(random)
    record = describe(kind, random=random)
    record |= {"id": station_id, "position": position, "district": district.name_zh}
    record["name"] = TEMPLATES["name"].format(
        label=KINDS[kind]["label"], district=district.name_zh, number=number
    )
    record["address"] = TEMPLATES["address"].format(
        district=district.name_zh, near=near(position, spread)
    )
    return Station.model_validate(record)


def near(position: Position, spread: Spread) -> str:
    """Say which place is near, in the address's words; nothing where none is."""
    place = spread.place_near(position)
    return TEMPLATES["near"].format(place=place) if place else ""


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004  # one file and the script's own name
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
