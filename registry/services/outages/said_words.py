"""What a cell of an outage list says of a station in more than one word of the list: its state, its cause.

"Mất điện lưới, hết ắc quy" is one cause in two steps, and "còn LL" beside "mất điện lưới lúc 21:10" is a
state that only the whole row tells.
"""

from typing import Any

from registry.columns import fold
from registry.intake.choices import choice_table, parts_of

_ON_AIR = frozenset(map(fold, (
    "còn liên lạc", "còn LL", "còn hoạt động", "vẫn hoạt động", "vẫn còn hoạt động", "còn sóng",
    "còn phát sóng", "vẫn phát sóng", "còn dịch vụ",
)))  # fmt: skip
_LED_BY_THE_GRID = {"grid", "generator"}
_OF_POWER = ("outage_power_lost", "outage_battery_hours", "outage_battery_left")


def state_of(raw: str, values: dict[str, Any]) -> str:
    """Return the state of a row whose cell has no word for one, "" where a person has to say it.

    ``values``: of the row, by column, with its cause.
    A station that is on the air and whose row tells of lost power is one without grid power; one that is on
    the air and of which nothing else is said may have been off: nobody knows.
    """
    if fold(raw) not in _ON_AIR:
        return ""
    powered = values.get("outage_generator") or any(values.get(name) is not None for name in _OF_POWER)
    return "power" if powered or values.get("outage_cause") in _LED_BY_THE_GRID else ""


def cause_of(raw: str) -> str:
    """Return the cause that a cell names in several words, "" where it is none or not one.

    The grid that failed is the cause where batteries or generators then ran out; other pairs (a flood and a
    cut cable) may be two causes, and stay with the row as they are written.
    """
    found = {choice_table("outage_causes").code(part) for part in parts_of(raw) if part}
    if len(found) == 1:
        return next(iter(found)) or ""
    return "grid" if found == _LED_BY_THE_GRID else ""
