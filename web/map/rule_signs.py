"""Signs of what the rules say, in a list and on its map; families of rules; how masts are drawn there."""

from collections.abc import Callable
from typing import Any

from registry.checks.context import Context
from registry.checks.engine import Check
from registry.checks.registered import CHECKS
from registry.messages import Language
from registry.model.findings import Stage
from registry.services.register.map_masts import CLASSES
from web.map.mast_shapes import SHAPES

# outcome: sign, in the order of their weight (the words and colours are those of every page)
SIGNS: dict[str, str] = {"fail": "✕", "unknown": "?", "consent": "§", "review": "!", "pass": "✓", "na": "–"}
VERDICTS: tuple[str, ...] = ("refuse", "cannot_assess", "agree_with_conditions", "agree")
SEVERITIES: tuple[str, ...] = ("error", "warning", "info")


def families(_: Callable[[str], str], lang: Language) -> list[dict[str, Any]]:
    """Return the families of rules asked at the stage of the position, in their order, with their rules.

    A family that has no name of its own is called as its first rule is.
    """
    names = {
        "LOC": _("Địa bàn"),
        "PLN": _("Quy hoạch"),
        "CLS": _("Loại cột"),
        "SPC": _("Khoảng cách"),
        "SHR": _("Dùng chung"),
        "AIR": _("Độ cao, bay"),
        "COR": _("Hành lang"),
    }
    found: dict[str, list[Check]] = {}
    for check in CHECKS:
        if check.stage is Stage.POSITION:
            found.setdefault(check.code.split("-")[0], []).append(check)
    return [
        {
            "code": code,
            "name": names.get(code) or (rules[0].title_en if lang == "en" else rules[0].title_vi),
            "rules": [check.code for check in rules],
        }
        for code, rules in found.items()
    ]


def signs_of_masts(context: Context) -> dict[str, Any]:
    """Return how masts are drawn: operators with colours, classes with shapes, states."""
    return {
        "operators": [
            {"code": item.code, "name": item.name, "colour": item.colour} for item in context.operators
        ],
        "classes": [{"code": code, "shape": SHAPES[code]} for code in CLASSES],
        "states": [{"code": "in_service"}, {"code": "approved"}],
    }
