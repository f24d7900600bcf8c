"""How many stations of a kind each district gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.stations.districts import District

FREIGHT_SHARE = {
    "110105": 4, "110106": 6, "110111": 5, "110112": 7, "110113": 7, "110114": 4,
    "110115": 8, "110116": 2, "110117": 4, "110118": 2, "110119": 2,
}  # fmt: skip
"""Lorries stop at the edge: freight parks lie in the plain's outer districts and along the
motorways that leave them; the four inner districts have none."""
OFFICE_SHARE = {"110101": 3, "110102": 4, "110105": 10, "110106": 4, "110108": 12, "110115": 6}
"""Business parks: Zhongguancun and Shangdi (Haidian), the business district and Wangjing
(Chaoyang), Yizhuang (Daxing), Financial Street (Xicheng), Lize (Fengtai), and Dongcheng."""


def share_out(count: int, by: str, districts: Sequence[District]) -> list[int]:
    """Return each district's number of stations; they sum to `count`.

    `by` is "population", "freight", "offices", or "one_each": one for every district, the rest
    (the city's own) for the first.
    """
    if by == "one_each":
        return [1 + count - len(districts), *[1] * (len(districts) - 1)]
    weights = [_weight(by, district) for district in districts]
    exact = [count * weight / sum(weights) for weight in weights]
    counts = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda index: counts[index] - exact[index])
    for index in by_remainder[: count - sum(counts)]:
        counts[index] += 1
    return counts


def _weight(by: str, district: District) -> int:
    if by == "population":
        return district.population_2020
    shares = {"freight": FREIGHT_SHARE, "offices": OFFICE_SHARE}[by]
    return shares.get(district.adcode, 0)
