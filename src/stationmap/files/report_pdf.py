"""A planner's report as PDF, set by typst in this process.

Text reaches typst as data that the template reads with `json()`, and never as markup, so whatever
a name says stays text. The template sees no file: its root is an empty folder of its own.
"""

from __future__ import annotations

import json
import re
import tempfile
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from stationmap.errors import PlanError
from stationmap.files.report_data import data_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stationmap.files.report_content import ReportContent

CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Microsoft YaHei",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "SimHei",
    "SimSun",
    "Songti SC",
)
"""Fonts that hold the characters of mainland China in their forms, the best first."""

LATIN_FONTS = ("DejaVu Sans", "Libertinus Serif")
"""What English is set in where there is none of them; typst brings the last."""

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def to_pdf(content: ReportContent) -> bytes:
    """Return the report as PDF on A4.

    Raises
    ------
    PlanError
        If typst cannot be used, or the report holds Chinese and no font of this machine does; it
        says what to do. The HTML asks for neither.
    """
    data = data_of(content)
    fonts = fonts_for(data, machine_fonts().families())
    import typst  # noqa: PLC0415 - a big library, and only this needs it

    with tempfile.TemporaryDirectory(prefix="stationmap-report-") as folder:
        try:
            made: bytes = typst.compile(
                template(),
                root=folder,
                font_paths=machine_fonts(),
                format="pdf",
                sys_inputs={"data": data, "fonts": json.dumps(fonts)},
                package_path=folder,
                package_cache_path=folder,
            )
        except typst.TypstError as error:
            raise PlanError("report_no_typst", reason=str(error)) from None
    return made


def require_pdf(words: str) -> None:
    """See whether a PDF of these words can be made here.

    Raises
    ------
    PlanError
        As for `to_pdf`.
    """
    fonts_for(words, machine_fonts().families())


def fonts_for(words: str, families: Sequence[str]) -> list[str]:
    """Return the families to set these words in, the first choice first.

    Raises
    ------
    PlanError
        If the words hold Chinese and none of the families does.
    """
    chinese = [name for name in CHINESE_FONTS if name in families]
    if not chinese and _HAN.search(words):
        raise PlanError("report_no_chinese_font")
    return chinese[:1] + [name for name in LATIN_FONTS if name in families]


@cache
def machine_fonts() -> Any:
    """Return the fonts of this machine and those that typst brings; looked for once."""
    try:
        import typst  # noqa: PLC0415 - see above
    except ImportError as error:
        raise PlanError("report_no_typst", reason=str(error)) from None
    return typst.Fonts()


@cache
def template() -> bytes:
    """Return what sets a report, the same for all of them."""
    return files("stationmap.files").joinpath("report.typ").read_bytes()
