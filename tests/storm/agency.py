"""Bulletins in the National Centre's form, written from positions: the present one, a table, the warnings."""

from collections.abc import Sequence

from registry.model.storm.storms import TrackPoint
from registry.model.vietnam_time import VIETNAM

WARNINGS = (
    "3. Cảnh báo gió mạnh, sóng lớn\n"
    "Vịnh Bắc Bộ có gió mạnh cấp 8-9, vùng gần tâm bão đi qua cấp 12-13, giật cấp 16.\n"
    "Do ảnh hưởng của hoàn lưu bão, Đông Bắc Bộ có gió mạnh cấp 7-8, giật cấp 14.\n"
)
_HEAD = (
    "2. Dự báo diễn biến bão (trong 24 giờ tới)\n"
    "Thời điểm dự báo\tHướng, tốc độ\tVị trí\tCường độ\tVùng nguy hiểm\tCấp độ rủi ro thiên tai\n"
)


def bulletin_text(present: TrackPoint, coming: Sequence[TrackPoint], *, number: int = 3) -> str:
    """Return the bulletin of the hour of ``present``; without ``coming`` it is the last one."""
    now = present.at.astimezone(VIETNAM)
    title = "TIN BÃO KHẨN CẤP" if coming else "TIN CUỐI CÙNG VỀ ÁP THẤP NHIỆT ĐỚI"
    table = _HEAD + "".join(_row(point) for point in coming) if coming else ""
    return (
        f"{title} (CƠN BÃO SỐ {number})\n(Tin phát lúc {now:%H} giờ 30 ngày {now:%d/%m/%Y})\n1. Hiện trạng\n"
        f"Hồi {now:%H} giờ {now:%M} ngày {now:%d/%m}, vị trí tâm bão số {number} (tên quốc tế Yagi) ở vào "
        f"khoảng {present.lat:.1f} độ Vĩ Bắc; {present.lon:.1f} độ Kinh Đông. Sức gió mạnh nhất vùng gần tâm "
        f"bão mạnh {_strength(present)}. Di chuyển theo hướng Tây.\n{table}{WARNINGS}"
        "Bản tin tiếp theo được phát lúc 17 giờ 30.\n"
    )


def _row(point: TrackPoint) -> str:
    place = f"{point.lat:.1f}N-{point.lon:.1f}E"
    risk = 4 if (point.level or 0) > 7 else 3
    return (
        f"{_hour(point)}\tTây, 15-20km/h\t{place}\t{_strength(point)}\tPhía Bắc 18,5N\tCấp {risk}: Bắc Bộ\n"
    )


def _hour(point: TrackPoint) -> str:
    at = point.at.astimezone(VIETNAM)
    return f"{at:%H} giờ {at:%M}/{at:%d/%m}" if at.minute else f"{at:%H}h/{at:%d/%m}"


def _strength(point: TrackPoint) -> str:
    if point.level is None or point.level < 6:
        return "< cấp 6"
    span = point.wind_range_ms
    beside = f" ({span[0] * 3.6:.0f}-{span[1] * 3.6:.0f} km/giờ)" if span else ""
    return f"cấp {point.level}{beside}" + (f", giật cấp {point.gust_level}" if point.gust_level else "")


def at_hour(points: Sequence[TrackPoint], text: str) -> int:
    """Return the place of the position of an hour of Vietnam, as "07 22:00"."""
    wanted = [f"{point.at.astimezone(VIETNAM):%d %H:%M}" for point in points]
    return wanted.index(text)
