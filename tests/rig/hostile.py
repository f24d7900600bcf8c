"""Stations each of whose texts is code, and the proof that none of it ran."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Page

HOSTILE = (
    "<script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 1'>",
    "\"><svg onload='window.ran = 1'>",
    "</style><script>window.ran = 1</script>",
    "{{ cycler.__init__.__globals__.os.popen('touch /tmp/stationmap-ran') }}",
    "${window.ran = 1}`",
    "[座](javascript:window.ran=1)",
    "**粗** `码` $x^2$ :material/home: ~~删~~",
    "A\\u座 \\xyz \\",
)
TOGETHER = tuple(" ".join(HOSTILE[first : first + 3]) for first in range(0, len(HOSTILE), 3))
"""The same by threes, for pages that show one station: a browser takes seconds for each."""

CENTRE = (116.397, 39.908)


def collection(texts: Iterable[str] = HOSTILE) -> dict[str, object]:
    """Return GeoJSON of one station for each hostile text, `h0` at the centre, the others east."""
    features = [
        {
            "type": "Feature",
            "id": f"h{number}",
            "geometry": {
                "type": "Point",
                "coordinates": [CENTRE[0] + number / 1000, CENTRE[1]],
            },
            "properties": {
                **dict.fromkeys(("name", "address", "host", "notes", "grade", "street"), text),
                "kind": "warm_station",
                "opening_hours": "24/7",
                "phone": text,
            },
        }
        for number, text in enumerate(texts)
    ]
    return {"type": "FeatureCollection", "features": features}


def nothing_ran(page: Page) -> None:
    """Fail if any of it ran, in the page or in one of its frames."""
    assert page.evaluate("window.ran") is None
    for frame in page.frames:
        assert frame.evaluate("window.ran") is None
