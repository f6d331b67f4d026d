"""The forms of sources that are read, with a small example of each, for the form of a bulletin."""

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from web.storm import words


class KnownForm(NamedTuple):
    """A form: what it is called, what one should know of it, and two or three lines of it."""

    word: Any
    said: Any
    sample: str


_FORMS: tuple[tuple[str, Any, str], ...] = (
    (
        "bulletin",
        _l("Trung tâm Dự báo khí tượng thủy văn quốc gia; giờ Việt Nam, gió trung bình 2 phút."),
        "Hồi 13 giờ ngày 07/9/2024, vị trí tâm bão ở khoảng 20,8 độ Vĩ Bắc; 107,1 độ Kinh Đông; "
        "gió mạnh nhất cấp 13, giật cấp 16.",
    ),
    (
        "jtwc",
        _l("Giờ quốc tế, gió trung bình 1 phút, bán kính gió 34, 50, 64 kt theo bốn hướng."),
        "WTPN31 PGTW 240300\nWARNING POSITION:\n240000Z --- NEAR 21.2N 113.8E\n"
        "MAX SUSTAINED WINDS - 065 KT, GUSTS 080 KT\n12 HRS, VALID AT:\n241200Z --- 21.6N 111.9E",
    ),
    (
        "rsmc",
        _l("Giờ quốc tế, gió trung bình 10 phút."),
        "WTPQ20 RJTD 061200\nRSMC TROPICAL CYCLONE ADVISORY\nPSTN  061200UTC 19.6N 110.7E GOOD\nMXWD  105KT",
    ),
    (
        "atcf",
        _l("b-deck: đường đi đã qua; a-deck: dự báo của nhiều nơi, phần mềm hỏi lấy của nơi nào."),
        "WP, 12, 2024090600,   , BEST,   0, 193N, 1120E, 125,  922, ST,  34, NEQ,  150,  140,  120,  140",
    ),
    (
        "ibtracs",
        _l("Tệp CSV với cột gốc; giờ quốc tế; phần mềm hỏi lấy gió của cơ quan nào."),
        "SID,SEASON,…,NAME,ISO_TIME,NATURE,LAT,LON,…,USA_WIND,USA_PRES,…,USA_R34_NE,…",
    ),
    (
        "table",
        _l("Bảng tự lập có cột thời điểm, vĩ độ, kinh độ; JSON và GeoJSON cũng vậy."),
        "Thời điểm (giờ VN);Vĩ độ;Kinh độ;Cấp gió;Cấp giật\n10:00 07/9/2024;20,6;107,7;14;17",
    ),
    (
        "kml",
        _l("Điểm có giờ trong thẻ thời gian, dữ liệu hoặc lời mô tả; vùng sai số được vẽ lên bản đồ."),
        "<Placemark><name>Forecast 07/06Z, 115 kt</name>\n<Point><coordinates>107.3,20.9…",
    ),
)


def known_forms() -> list[KnownForm]:
    """Return the forms in the order in which a duty officer meets them."""
    return [KnownForm(words.READERS[kind], said, sample) for kind, said, sample in _FORMS]
