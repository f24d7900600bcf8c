"""Reports as a file: whole, and nothing in it runs in a spreadsheet."""

from __future__ import annotations

import csv
import io

from rig.edit_desk import ADMIN
from rig.report_desk import HERE, ReportDesk
from stationmap.labels import Language
from stationmap.upkeep.placed_report import WantedReports
from stationmap.upkeep.report import ReportState
from stationmap.web.staff.reports_file import COLUMNS, csv_file


def test_the_file_reads_back_with_what_was_said_and_answered() -> None:
    desk = ReportDesk()
    desk.file(text='=HYPERLINK("http://x")')
    report = desk.file(text='@SUM(1)\n第二行, "引号"').report
    desk.reports.answer(ADMIN, report.id, ReportState.MENDED, "+1 好了")

    rows = _rows(desk)

    assert len(rows) == 1
    assert rows[0]["驿站编号"] == HERE
    assert rows[0]["地区"] == "海淀区"
    assert rows[0]["次数"] == "2"
    assert rows[0]["骑手原话"] == '\'=HYPERLINK("http://x")\n@SUM(1)\n第二行, "引号"'
    assert (rows[0]["状态"], rows[0]["答复"]) == ("解决了", "'+1 好了")
    assert rows[0]["答复时间"] == "2026-11-22 02:00"


def test_every_column_has_a_title_in_both_languages() -> None:
    for language in Language:
        (titles,) = csv.reader(io.StringIO(_text(ReportDesk(), language)))
        assert len(set(titles)) == len(COLUMNS)


def _rows(desk: ReportDesk) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_text(desk, Language.ZH), newline="")))


def _text(desk: ReportDesk, language: Language) -> str:
    found = desk.reports.find(ADMIN, WantedReports(is_waiting=False))
    return csv_file(found, desk.areas, language).decode("utf-8-sig")
