"""A table of observed winds is read in any order of columns, from text or a file, line by line."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from registry.errors import RefusalError
from registry.model.storm.observed_winds import WindSource, WindSpan
from registry.model.vietnam_time import VIETNAM
from registry.services.office.registry import Registry
from registry.services.storm.observed_table import Stated, read_moment, read_winds, spot_of, table_text

STATED = Stated(2024, WindSource.STATION, WindSpan.STRONGEST, "Đài tỉnh")


@pytest.mark.parametrize(
    "text",
    ["14:00 07/09/2024", "14h00 07/09", "14h 7/9", "14 giờ ngày 07/09/2024", "07/09/2024 14:00",
     "ngày 07/09/24, lúc 14h", "2024-09-07T14:00", "2024-09-07 14:00:00"],
)  # fmt: skip
def test_a_moment_is_read_as_people_write_it(text: str) -> None:
    assert read_moment(text, 2024) == dt.datetime(2024, 9, 7, 14, tzinfo=VIETNAM)


@pytest.mark.parametrize("text", ["", "hôm qua", "25:00 07/09", "14:00 31/02/2024", "07/09/2024"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(RefusalError, match="WIND-MOMENT"):
        read_moment(text, 2024)


def test_columns_come_in_any_order_from_a_workbook(office: Registry, tmp_path: Path) -> None:
    path = tmp_path / "gió.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        [
            "Gió giật (m/s)",
            "Thời gian",
            "Trạm",
            "Trung bình (phút)",
            "Độ cao (m)",
            "Vĩ độ",
            "Kinh độ",
            "Nguồn",
        ],
        [31.5, dt.datetime.fromisoformat("2024-09-07 17:30"), "Máy đo Viettel", 10, 42, 21.4, 106.6, "VTL"],
        ["28,4", "18h 07/09", "Lục Ngạn", None, None, None, None, None],
    ):
        sheet.append(row)
    book.save(path)
    read = read_winds(office, table_text(path, "gió.xlsx"), STATED)
    assert read.issues == ()
    (_one, first), (_two, second) = read.winds
    assert (first.place, first.gust_ms, first.height_m, first.averaging_s) == (
        "Máy đo Viettel",
        31.5,
        42,
        600,
    )
    assert (first.lat, first.lon, first.told_by) == (21.4, 106.6, "VTL")
    assert first.observed_at == dt.datetime(2024, 9, 7, 17, 30, tzinfo=VIETNAM)
    assert (second.gust_ms, second.lon, second.told_by) == (28.4, 106.57, "Đài tỉnh")


def test_a_mast_is_known_by_its_code_and_doubts_name_their_line(office: Registry) -> None:
    text = "Bắc Giang; 20:00 07/09; 7; 9\n\nBắc Ninh; 20:00 07/09; 9; 7\nBắc Ninh; 20:00 07/09; ;\nX; 1; 2; 3"
    read = read_winds(office, text, STATED)
    assert [line for line, _wind in read.winds] == [1]
    assert [(issue.row, issue.code) for issue in read.issues] == [
        (3, "WIND-BELOW-MEAN"), (4, "WIND-NOTHING"), (5, "WIND-PLACE"),
    ]  # fmt: skip
    assert len(read.left.splitlines()) == 3


@pytest.mark.parametrize(
    "typed", ["Lục Ngạn", "trạm Lục Ngạn", "Trạm khí tượng Lục Ngạn", "Trạm KTTV Lục Ngạn"]
)
def test_a_station_is_known_however_it_is_called(office: Registry, typed: str) -> None:
    spot = spot_of(office, typed)
    assert spot is not None
    assert spot.name == "Lục Ngạn"
    assert spot_of(office, "Trạm") is None
