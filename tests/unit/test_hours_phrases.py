"""Opening hours as Chinese spreadsheets write them."""

from __future__ import annotations

import pytest

from stationmap.files.hours_phrases import osm_hours

UNDERSTOOD = {
    "24小时": "24/7",
    "24小时开放": "24/7",
    "全天": "24/7",
    "全天24小时": "24/7",
    "全天候开放": "24/7",
    "7*24小时": "24/7",
    "周一至周日24小时": "24/7",
    "24h": "24/7",
    "08:00-20:00": "08:00-20:00",
    "08:30-12:00,14:00-17:30": "08:30-12:00,14:00-17:30",
    "Mo-Fr 08:00-18:00; PH off": "Mo-Fr 08:00-18:00; PH off",
    "周一至周五 09:00-17:00": "Mo-Fr 09:00-17:00",
    "周一至周五 08:30-12:00,13:00-17:30": "Mo-Fr 08:30-12:00,13:00-17:30",
    "每天8：00－20：00": "Mo-Su 08:00-20:00",
    "周一至周五：8:30-17:30；周六、周日：9:00-16:00": "Mo-Fr 08:30-17:30; Sa,Su 09:00-16:00",
    "周一到周五8点半至17点,节假日休息": "Mo-Fr 08:30-17:00; PH off",
    "周一至五 9:00~18:00": "Mo-Fr 09:00-18:00",
    "周一、三、五 9:00-12:00": "Mo,We,Fr 09:00-12:00",
    "星期一至星期五 上午8:30-11:30 下午1:30-5:30": "Mo-Fr 08:30-11:30,13:30-17:30",
    "上午8:30-11:30，下午13:30-17:30": "08:30-11:30,13:30-17:30",
    "08:00～次日02:00": "08:00-02:00",
    "晚8:00-6:00": "20:00-06:00",
    "工作日 9:00-17:00": "Mo-Fr 09:00-17:00; PH off",
    "工作日24小时": "Mo-Fr 00:00-24:00; PH off",
    "周一闭馆，周二至周日 9:00-17:00": "Mo off; Tu-Su 09:00-17:00",
    "9:00-17:00 周六日休息": "09:00-17:00; Sa-Su off",
    "8:00—20:00（节假日除外）": "08:00-20:00; PH off",
    "营业时间：08:00-22:00": "08:00-22:00",
    "全年无休 06:30-23:00": "Mo-Su 06:30-23:00",
    "周一至周五 9:00-17:00 周末 10:00-16:00": "Mo-Fr 09:00-17:00; Sa-Su 10:00-16:00",
}
NOT_UNDERSTOOD = [
    "工作日开放",
    "待定",
    "10:00-22:00左右",
    "休息",
    "详询前台",
    "8:00-20:00，具体以现场为准",
    "25:00-26:99",
    "周八 9:00-10:00",
    "夏季8:00-20:00 冬季9:00-18:00",
    "长" * 3000,
]


@pytest.mark.parametrize(("phrase", "hours"), UNDERSTOOD.items())
def test_a_phrase_means_these_hours(phrase: str, hours: str) -> None:
    assert osm_hours(phrase) == hours


@pytest.mark.parametrize("phrase", NOT_UNDERSTOOD)
def test_what_is_not_understood_whole_is_not_guessed_at(phrase: str) -> None:
    assert osm_hours(phrase) is None


@pytest.mark.parametrize("hours", UNDERSTOOD.values())
def test_what_comes_out_is_understood_as_itself(hours: str) -> None:
    assert osm_hours(hours) == hours
