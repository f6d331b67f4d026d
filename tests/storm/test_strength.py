"""How strong a row of a bulletin says that the storm is, in every layout, whatever is warned of below it."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.model.storm.storms import TrackPoint
from registry.model.vietnam_time import VIETNAM
from registry.storm.asking import TrackReading
from registry.storm.reading import read_track
from registry.storm.sources.strength import risk_on_land

HEAD = (
    "Thời điểm dự báo",
    "Hướng, tốc độ",
    "Vị trí",
    "Cường độ",
    "Vùng nguy hiểm",
    "Cấp độ rủi ro thiên tai",
)
FIX = (
    "TIN BÃO KHẨN CẤP\n1. Hiện trạng\nHồi 13 giờ ngày 07/9/2024, vị trí tâm bão ở vào khoảng 20,8 độ Vĩ Bắc; "
    "107,1 độ Kinh Đông, trên vùng biển Quảng Ninh.\nSức gió mạnh nhất vùng gần tâm bão mạnh cấp 13 "
    "(134-149 km/giờ), giật cấp 16. Di chuyển theo hướng Tây, tốc độ 15 km/h.\n"
    "2. Dự báo diễn biến bão (trong 24 giờ tới)\n"
)
IMPACTS = (
    "3. Cảnh báo gió mạnh, sóng lớn\n"
    "Vịnh Bắc Bộ có gió mạnh cấp 9-11, vùng gần tâm bão đi qua cấp 12-13, giật cấp 14.",
    "Do ảnh hưởng của hoàn lưu bão, Đông Bắc Bộ có gió mạnh cấp 8-9, gần tâm bão cấp 10-12, giật cấp 14.",
    "Trên đất liền: có gió mạnh dần lên cấp 6-7, sau tăng lên cấp 8-9, giật cấp 14; mưa to.",
    "* Trên biển: ngày 08/9 gió mạnh dần lên cấp 8, giật cấp 14, sóng biển cao 3-5m.",
    "Dự báo tác động của bão\nKhu vực ven biển gió giật mạnh cấp 12, giật cấp 14",
    "Tại trạm Bãi Cháy đã có gió mạnh cấp 12, giật cấp 14; trạm Cô Tô gió mạnh cấp 9, giật cấp 14.",
    "Ở vùng biển phía bắc có gió\nmạnh cấp 9, giật cấp 14.",
)
CALM = {
    "< cấp 6": 5, "< Cấp 6": 5, "Cấp < 6": 5, "cấp <6": 5, "dưới cấp 6": 5, "cấp dưới 6": 5,
    "Mạnh dưới cấp 6": 5, "&lt; cấp 6": 5, "nhỏ hơn cấp 6": 5, "≤ cấp 5": 5, "cấp ≤ 5": 5, "cấp <=5": 5,
    "Suy yếu thành vùng áp thấp": 5, "suy yếu thành một vùng áp thấp": 5, "Vùng áp thấp, < cấp 6": 5,
    "suy yếu và tan dần": 5, "vùng thấp": 5, "suy yếu thành ATNĐ, sau là vùng áp thấp": 5,
    "cấp 6": 6, "cấp 6-7": 7, "cấp 6 - cấp 7": 7, "Cấp 6–7": 7, "cấp 6, cấp 7": 7, "cấp 6 đến cấp 7": 7,
    "áp thấp nhiệt đới": 7, "Suy yếu thành áp thấp nhiệt đới": 7, "ATNĐ cấp 6": 6,
}  # fmt: skip
LAYOUTS = ("pipe", "tab", "cell a line", "spaced cell a line", "only row")


def table(rows: list[tuple[str, ...]], layout: str) -> str:
    if layout == "pipe":
        return "\n".join(f"| {' | '.join(cells)} |" for cells in (HEAD, ("---",) * len(HEAD), *rows))
    if layout == "tab":
        return "\n".join("\t".join(cells) for cells in (HEAD, *rows))
    if layout == "only row":
        rows = rows[-1:]
    between = "\n\n" if layout == "spaced cell a line" else "\n"
    return between.join(cell for cells in (HEAD, *rows) for cell in cells)


def row(moment: dt.datetime, strength: str, lat: float = 21.2, lon: float = 105.8) -> tuple[str, ...]:
    place = f"{lat:.1f}N-{lon:.1f}E; trên đất liền".replace(".", ",")
    return (
        f"{moment:%H}h/{moment:%d/%m}",
        "Tây, 15-20km/h",
        place,
        strength,
        "Phía Bắc vĩ tuyến 18,5N",
        "Cấp 3: Tây Bắc Bộ",
    )


NIGHT = dt.datetime(2024, 9, 7, 22, tzinfo=VIETNAM)
MORNING = dt.datetime(2024, 9, 8, 10, tzinfo=VIETNAM)


def read(text: str) -> tuple[TrackReading, tuple[TrackPoint, ...]]:
    reading = read_track(text)
    assert reading.track is not None
    return reading, reading.track.points


@pytest.mark.parametrize("impact", IMPACTS, ids=range(len(IMPACTS)))
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_last_row_takes_no_gust_of_the_warnings_below_it(layout: str, impact: str) -> None:
    for said, level in CALM.items():
        rows = [row(NIGHT, "Cấp 8, giật cấp 10"), row(MORNING, said, 21.7, 103.9)]
        reading, points = read(f"{FIX}{table(rows, layout)}\n\n{impact}\n")
        last = points[-1]
        assert (last.at, last.level, last.gust_level) == (MORNING, level, None), said
        assert last.disaster_level == 3
        assert points[0].gust_level == 16
        words = [issue for issue in reading.issues if issue.code == "TRACK-LEVEL-WORDS"]
        assert [issue.row for issue in words] == (
            [int(last.where)] if not any(c.isdigit() for c in said) else []
        )
        if layout != "only row":
            assert (points[1].level, points[1].gust_level) == (8, 10)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_row_keeps_its_own_gust(layout: str) -> None:
    for said, level, gust in (
        ("Cấp 8, giật cấp 10", 8, 10), ("Cấp 8-9, giật cấp 11", 9, 11),
        ("Cấp 10, cấp 11 (tức là từ 89 đến 117 km một giờ), giật cấp 13", 11, 13),
        ("Mạnh cấp 9 (75-88km/h); giật cấp 11", 9, 11), ("cấp 6-7, giật cấp 9", 7, 9),
        ("< cấp 6, giật cấp 7", 5, 7),
    ):  # fmt: skip
        rows = [row(NIGHT, "Cấp 8, giật cấp 10"), row(MORNING, said, 21.7, 103.9)]
        _reading, points = read(f"{FIX}{table(rows, layout)}\n{IMPACTS[0]}\n")
        assert (points[-1].level, points[-1].gust_level) == (level, gust), said


def test_level_and_gust_in_cells_of_their_own() -> None:
    text = (
        f"{FIX}| Thời điểm dự báo | Vị trí | Cấp gió | Giật |\n"
        "| 22h/07/9 | 21,2N-105,8E | cấp 8 | giật cấp 10 |\n"
        f"| 10h/08/9 | 21,7N-103,9E | < cấp 6 | - |\n\n{IMPACTS[0]}\n"
    )
    _reading, points = read(text)
    assert [(point.level, point.gust_level) for point in points] == [(13, 16), (8, 10), (5, None)]


def test_prose_with_the_warnings_in_the_same_paragraph() -> None:
    text = (
        "Hồi 10 giờ ngày 29/9/2025, vị trí tâm bão ở vào khoảng 19,1 độ Vĩ Bắc; 104,5 độ Kinh Đông. "
        "Sức gió mạnh nhất vùng gần tâm bão mạnh cấp 8 (62-74km/giờ), giật cấp 10. Dự báo đến 22 giờ 29/9, "
        "suy yếu dần thành áp thấp nhiệt đới, sau là một vùng áp thấp tại vị trí 20,2N-102,1E, khu vực "
        "Thượng Lào. Trên đất liền có gió mạnh cấp 6-7, vùng gần tâm bão cấp 10-11, giật cấp 14."
    )
    _reading, points = read(text)
    assert [(point.level, point.gust_level) for point in points] == [(8, 10), (5, None)]


def test_a_gust_far_above_the_wind_is_doubted_at_its_row() -> None:
    reading, points = read("Hồi 13 giờ ngày 07/9/2024: 20,8N-107,1E mạnh cấp 7, giật cấp 14.\n")
    assert (points[0].level, points[0].gust_level) == (7, 14)
    assert [(issue.code, issue.row) for issue in reading.issues] == [("TRACK-GUST-DOUBTED", 1)]


def test_a_typed_table_reads_below_six() -> None:
    rows = (
        "time,lat,lon,level,gust_level\n2024-09-07 22:00,21.2,105.8,8,10\n2024-09-08 10:00,21.7,103.9,{},\n"
    )
    for said, level in (("<6", 5), ("< cấp 6", 5), ("dưới cấp 6", 5), ("cấp <6", 5), ("≤5", 5), ("6-7", 7)):
        reading = read_track(rows.format(said), answers={"averaging": "120", "time_zone": "+07:00"})
        assert reading.issues == (), said
        assert reading.track is not None
        assert reading.track.points[-1].level == level


@given(
    layout=st.sampled_from(LAYOUTS), impact=st.sampled_from(IMPACTS), said=st.sampled_from(sorted(CALM)),
    before=st.integers(1, 4), blank=st.booleans(), level=st.integers(8, 14),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_no_number_of_the_warnings_is_any_position_s(
    *, layout: str, impact: str, said: str, before: int, blank: bool, level: int
) -> None:
    moments = [NIGHT + dt.timedelta(hours=12 * k) for k in range(before + 1)]
    rows = [
        row(moment, f"Cấp {level}, giật cấp {level + 2}", 21.2 + k / 10, 106.0 - k)
        for k, moment in enumerate(moments)
    ]
    rows[-1] = row(moments[-1], said, 22.0, 101.0)
    _reading, points = read(f"{FIX}{table(rows, layout)}{chr(10) * (1 + blank)}{impact}\n")
    expected = (
        [(13, 16)] + [(level, level + 2)] * (0 if layout == "only row" else before) + [(CALM[said], None)]
    )
    assert [(point.level, point.gust_level) for point in points] == expected


def test_a_level_with_a_digit_too_many_is_told_and_never_cut_to_a_storm() -> None:
    at = dt.datetime(2024, 9, 7, 22, tzinfo=VIETNAM)
    for typed, doubted in (("Cấp 111, giật cấp 14", "111"), ("Cấp 11, giật cấp 141", "141")):
        reading = read_track(FIX + table([row(at, typed)], "tab"))
        told = [issue for issue in reading.issues if issue.code == "TRACK-LEVEL-IMPOSSIBLE"]
        assert [issue.value for issue in told] == [doubted]
    assert reading.track is not None
    assert (reading.track.points[-1].level, reading.track.points[-1].gust_level) == (11, None)


def test_a_speed_in_kilometres_an_hour_is_no_level() -> None:
    at = dt.datetime(2024, 9, 7, 22, tzinfo=VIETNAM)
    reading = read_track(FIX + table([row(at, "Cấp 11, mạnh 118-133 km/h, giật 140 km/h")], "tab"))
    assert reading.track is not None
    assert not [issue for issue in reading.issues if issue.code == "TRACK-LEVEL-IMPOSSIBLE"]
    assert (reading.track.points[-1].level, reading.track.points[-1].gust_level) == (11, None)


def test_the_level_of_land_is_told_apart_from_that_of_the_sea() -> None:
    table = "04h/01/12\tCấp 15\tCấp 4: phía Bắc Vịnh Bắc Bộ\n16h/01/12\tCấp 12\tCấp 3: đất liền Đông Bắc Bộ"
    assert risk_on_land(table) == 3
    assert risk_on_land("cấp độ rủi ro thiên tai: cấp 4; sức gió trên đất liền cấp 8") is None


CELLS = """TIN BÃO KHẨN CẤP
(Cơn bão số 15)
Hồi 19h ngày 01/12/2026, vị trí tâm bão ở khoảng 20,7 độ Vĩ Bắc; 108,8 độ Kinh Đông. Cấp 12, giật cấp 15.
Thời điểm dự báo
Vị trí
Cường độ
Cấp độ rủi ro thiên tai (Khu vực chịu ảnh hưởng)
07h/02/12
21,2N-106,8E; trên đất liền
Cấp 10, giật cấp 13
Cấp 4: Quảng Ninh, Hải Phòng
07h/03/12
22,1N-103,2E; suy yếu thành vùng áp thấp
{wind}
Cấp 3: Bắc Bộ
{later} 23 giờ 00 phút ngày 01/12.
"""


@pytest.mark.parametrize("later", ["Bản tin tiếp theo được ban hành lúc", "Tin tiếp theo phát lúc"])
@pytest.mark.parametrize(("wind", "level"), [("Cấp 5", 5), ("Cấp 4", 4), ("Dưới cấp 6", 5), ("Cấp 6", 6)])
def test_a_weak_wind_in_its_cell_is_no_level_of_disaster(wind: str, level: int, later: str) -> None:
    """Nor is the hour of the next bulletin a moment of the storm."""
    reading = read_track(CELLS.format(wind=wind, later=later))
    assert reading.track is not None
    last = reading.track.points[-1]
    assert (last.level, last.disaster_level) == (level, 3)
    assert [point.disaster_level for point in reading.track.points if point.forecast] == [4, 3]
    assert reading.issues == ()
