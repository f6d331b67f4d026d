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


def yagi_bulletin() -> str:
    """Return the text, one line for each published position, hours of Vietnam."""
    series = tomllib.loads((DATA / "storm" / "yagi-2024.toml").read_text(encoding="utf-8"))
    head = (
        f"TIN BÃO - bão số {series['number']} (tên quốc tế {series['name'].title()}) năm {series['year']}\n"
        f"Nguồn: {SOURCE}\n\n"
    )
    return head + "\n".join(_line(point) for point in series["point"]) + "\n"


def write_storm_sample(folder: Path) -> Path:
    """Write the bulletin into ``folder`` and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / STORM_NAME
    path.write_text(yagi_bulletin(), encoding="utf-8")
    return path


def _line(point: dict[str, Any]) -> str:
    at = dt.datetime.fromisoformat(str(point["at"]))
    hour = f"{at.hour} giờ{f' {at.minute:02d}' if at.minute else ''}"
    low, high = point["range_kmh"]
    return (
        f"Hồi {hour} ngày {at:%d/%m/%Y}, vị trí tâm bão ở khoảng {_degrees(point['lat'])} độ Vĩ Bắc; "
        f"{_degrees(point['lon'])} độ Kinh Đông; sức gió mạnh nhất vùng gần tâm bão mạnh "
        f"cấp {point['level']} ({low}-{high} km/giờ), giật cấp {point['gust_level']}."
    )


def _degrees(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
