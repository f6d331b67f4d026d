"""A storm to try the pages with: Typhoon Yagi of 2024, as a bulletin from ``data/storm/yagi-2024.toml``.

The positions and levels are those that the agency published (the file says where each was read); the
sentences around them are ours, in the form of its bulletins. ``bts init --demo`` writes it into the samples.
"""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from registry.settings import DATA

STORM_NAME = "ban-tin-bao-yagi-2024.txt"
SOURCE = "Trung tâm Dự báo khí tượng thủy văn quốc gia (gõ lại từ vị trí công bố, theo báo chí trích dẫn)"


EXERCISE = "Kịch bản diễn tập theo bão Yagi năm 2024, ngày giờ chuyển về ngày diễn tập (minh họa)"
_LANDED = dt.date(2024, 9, 7)


def yagi_bulletin(exercise: dt.datetime | None = None, *, over: bool = False) -> str:
    """Return the text, one line for each published position, hours of Vietnam.

    ``exercise`` is the moment at which the script of an exercise speaks: the storm then makes land on the day
    after it, and the positions of later are told as a forecast, or as seen where it is ``over``.
    """
    series = tomllib.loads((DATA / "storm" / "yagi-2024.toml").read_text(encoding="utf-8"))
    points = [(dt.datetime.fromisoformat(str(point["at"])), point) for point in series["point"]]
    title, source, year = "TIN BÃO", SOURCE, series["year"]
    if exercise is not None:
        later = exercise.date() + dt.timedelta(days=1) - _LANDED
        points = [(at + later, point) for at, point in points]
        title, source, year = "TIN BÃO (DIỄN TẬP)", EXERCISE, exercise.year
    lines = [
        _line(at, point, coming=exercise is not None and not over and at > exercise) for at, point in points
    ]
    head = f"{title} - bão số {series['number']} (tên quốc tế {series['name'].title()}) năm {year}"
    return f"{head}\nNguồn: {source}\n\n" + "\n".join(lines) + "\n"


def write_storm_sample(folder: Path) -> Path:
    """Write the bulletin into ``folder`` and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / STORM_NAME
    path.write_text(yagi_bulletin(), encoding="utf-8")
    return path


def _line(at: dt.datetime, point: dict[str, Any], *, coming: bool) -> str:
    hour = f"{at.hour} giờ{f' {at.minute:02d}' if at.minute else ''}"
    low, high = point["range_kmh"]
    return (
        f"{'Dự báo đến' if coming else 'Hồi'} {hour} ngày {at:%d/%m/%Y}, vị trí tâm bão ở khoảng "
        f"{_degrees(point['lat'])} độ Vĩ Bắc; "
        f"{_degrees(point['lon'])} độ Kinh Đông; sức gió mạnh nhất vùng gần tâm bão mạnh "
        f"cấp {point['level']} ({low}-{high} km/giờ), giật cấp {point['gust_level']}."
    )


def _degrees(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
