"""Titles as forms print them, with a remark in brackets: 经度(E), 地址(具体到门牌号)."""

from __future__ import annotations

import re

_REMARK = re.compile(r"\s*[(（\[【][^()（）\[\]【】]*[)）\]】]\s*$")  # noqa: RUF001 - as written
_OF_SOME_DAYS = re.compile(
    "工作日|周|星期|节假日|平日|双休|夏|冬|day|week|summer|winter", re.IGNORECASE
)


def without_remark(title: str) -> str:
    """Return a title without the remark at its end.

    A remark that says for which days a column holds is part of the title: hours of workdays are
    not those of every day.
    """
    remark = _REMARK.search(title)
    if remark is None or _OF_SOME_DAYS.search(remark.group()):
        return title
    return title[: remark.start()]
