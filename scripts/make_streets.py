"""Makes data/streets.csv out of the list of streets in npm's `china-division`.

make_streets.py NAMES_CODES.json
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "data" / "streets.csv"
COLUMNS = ("code", "name", "district")


def main(source: Path) -> None:
    """Keep the code, the name and the district's adcode of each street, by code."""
    listed = json.loads(source.read_text(encoding="utf-8"))
    rows = sorted((each["code"], each["name"], each["areaCode"]) for each in listed)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    print(f"{len(rows)} streets in {TARGET}")


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004  # one file and the script's own name
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
