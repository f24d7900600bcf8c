"""Makes data/streets.csv out of the list of streets in npm's `china-division`.

make_streets.py NAMES_CODES.json STREETS.csv
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

COLUMNS = ("code", "name", "district")


def main(source: Path, target: Path) -> None:
    """Keep the code, the name and the district's adcode of each street, by code."""
    listed = json.loads(source.read_text(encoding="utf-8"))
    rows = sorted((each["code"], each["name"], each["areaCode"]) for each in listed)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    print(f"{len(rows)} streets in {target}")


if __name__ == "__main__":
    if len(sys.argv) != 3:  # noqa: PLR2004  # two files and the script's own name
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
