"""Tables of water levels and communes named one by one, as the province's station writes them."""

import datetime as dt

import pytest

from registry.model.vietnam_time import VIETNAM
from registry.storm.warnings.reading import read_hazards

NOW = dt.datetime(2026, 12, 2, 6, tzinfo=VIETNAM)
FLOOD = (
    "TIN LŨ TRÊN SÔNG CẦU, SÔNG THƯƠNG\n{table}\nTrong 24 giờ tới lũ còn lên.\n"
    "Tin phát lúc: 05h00 ngày 02/12/2026\n"
)


def levels(table: str) -> dict[str, tuple[str, float | None, int | None, float | None]]:
    drafts = read_hazards(FLOOD.format(table=table), NOW, ("Bắc Ninh",)).drafts
    told = (one.level for one in drafts)
    return {one.river: (one.station, one.metres, one.alarm, one.above_m) for one in told}


def test_rows_of_a_table_say_the_highest_water_of_each_river() -> None:
    assert levels(
        "Sông\tTrạm\tThực đo 05h (m)\tDự báo 17h\tDự báo 05h/03\tSo với báo động\n"
        "Cầu\tĐáp Cầu\t4,62\t5,10\t5,45\tTrên BĐ2 0,15m\n"
        "Sông Thương\tTrạm Phủ Lạng Thương\t4,80\t5,00\t5,20\tDưới BĐ2 0,10m"
    ) == {
        "cau": ("Đáp Cầu", 5.45, 2, 0.15),
        "thuong": ("Phủ Lạng Thương", 5.2, 1, None),
    }


def test_columns_of_the_alarm_levels_themselves_are_no_water() -> None:
    table = "Sông\tTrạm\tBĐ1\tBĐ2\tBĐ3\tMực nước (m)\nCầu\tĐáp Cầu\t4,30\t5,30\t6,30\t4,62"
    assert levels(table) == {"cau": ("Đáp Cầu", 4.62, 1, None)}
    merged = "Sông\tTrạm\tBáo động I\tBáo động II\nCầu\tĐáp Cầu\t4,30\t5,30\t6,30\t4,62"
    reading = read_hazards(FLOOD.format(table=merged), NOW, ("Bắc Ninh",))
    assert [one.code for one in reading.issues] == ["HAZARD-LEVEL-UNREAD"]
    assert [one.level.metres for one in reading.drafts] == [None]


def test_rain_at_a_station_with_a_rivers_name_is_no_water() -> None:
    table = "Trạm\tMưa 24h (mm)\tMưa 48h (mm)\nLục Nam\t85,4\t90,2"
    assert levels(table) == {"": ("", None, None, None)}
    rows = "Do mưa lớn, mực nước như sau:\nSông Cầu\tĐáp Cầu\t4,62\t5,10\nSông Thương\tCầu Sơn\t4,80\t5,00"
    assert levels(rows)["cau"][:2] == ("Đáp Cầu", 5.1), "a sentence above the rows is no heading"


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("(>BĐ3: 0,15m)", (6.45, 3, 0.15)),
        ("(< BĐ3: 0,20m)", (6.45, 2, None)),
        ("(≈ BĐ2)", (6.45, 2, None)),
    ],
)
def test_signs_stand_for_above_and_below(said: str, level: tuple[float, int, float | None]) -> None:
    assert levels(f"Mực nước sông Cầu tại Đáp Cầu: 6,45m {said}.")["cau"][1:] == level


@pytest.mark.parametrize(
    ("said", "places"),
    [
        (
            "nguy cơ ngập tại phường Kinh Bắc, phường Võ Cường, P. Vũ Ninh; xã Yên Phong, sâu 0,2-0,5m",
            ("Kinh Bắc", "Võ Cường", "Vũ Ninh", "Yên Phong"),
        ),
        ("mưa to tại huyện Sơn Động cũ và thị xã Chũ (cũ)", ("huyện Sơn Động",)),
        ("mưa to tại huyện Sơn Động cũ; đề nghị UBND xã, phường chủ động", ("huyện Sơn Động",)),
        ("mưa to ở thành phố Hà Nội", ()),
        ("mưa to tại xã Kép và các xã, phường còn lại", ()),
        ("phường Kinh Bắc đã ngập, xã Yên Phong đang có mưa", ("Kinh Bắc", "Yên Phong")),
        ("mưa to. Đề nghị Chủ tịch UBND các xã đề phòng, cấp xã đảm bảo an toàn", ()),
        ("mưa to.\nĐịa chỉ: số 1 phường Kinh Bắc\nNơi nhận: UBND xã Yên Phong", ()),
    ],
)
def test_communes_are_read_that_are_named_one_by_one(said: str, places: tuple[str, ...]) -> None:
    text = f"TIN MƯA LỚN\nTin phát lúc: 05h00 ngày 02/12/2026. Trong 3 giờ tới {said}.\n"
    (draft,) = read_hazards(text, NOW, ("Bắc Ninh",)).drafts
    assert draft.unplaced == places


@pytest.mark.parametrize(("area", "left"), [("Tỉnh Bắc Ninh", ()), ("Bắc Ninh", ()), ("Sa Lý", ("Sa Lý",))])
def test_an_alert_for_our_province_names_no_commune(area: str, left: tuple[str, ...]) -> None:
    alert = (
        '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>1</identifier><sender>a</sender>'
        "<sent>2026-12-02T05:00:00+07:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public"
        "</scope><info><language>vi-VN</language><category>Met</category><event>Mưa lớn</event><urgency>"
        "Expected</urgency><severity>Severe</severity><certainty>Likely</certainty><expires>"
        "2026-12-03T07:00:00+07:00</expires><headline>Cảnh báo mưa lớn</headline><area><areaDesc>"
        f"{area}</areaDesc></area></info></alert>"
    )
    (draft,) = read_hazards(alert, NOW, ("Bắc Ninh",)).drafts
    assert draft.unplaced == left
