"""What texts and attributes of drawings say: plots, ducts, places for stations.

"LK1-05", "CT-02: 15 tầng, 240 hộ", "4 ống HDPE D110/90, dự phòng 1, dùng chung 3 DN, sâu 0,7 m",
"BTS-01 cột đèn H=15m". What is not said stays None.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from registry.columns import fold
from registry.intake.drawings.layer_words import attribute_names, plot_kind, words
from registry.intake.drawings.old_letters import sayable
from registry.model.alphabet import plain_d
from registry.model.designs.contents import BtsKind, PlotKind
from registry.model.numbers import plain_number

_NUMBER = r"(\d{1,6}(?:[.,]\d{1,3})?)"
_DWELLINGS = re.compile(rf"{_NUMBER}\s*(?:ho|can ho|can)\b")
_FLOORS = re.compile(
    rf"\b(?:tang cao|so tang|cao)\s*[:=]?\s*{_NUMBER}\s*(?:t|tang)?\b|{_NUMBER}\s*(?:tang|t)\b"
)
_FLOOR_AREA = re.compile(rf"\b(?:dt san|dien tich san|ssan)\s*[:=]?\s*{_NUMBER}")
_WAYS = re.compile(r"\b(\d{1,2})\s*(?:x\s*)?(?:ong\s*)?(?:hdpe\s*|pvc\s*|upvc\s*)?(?:d|phi|ø)\s*(\d{2,3})")
_PIPES = re.compile(r"\b(\d{1,2})\s*ong\b")
_SPARE = re.compile(r"\b(?:du phong|dp|spare)\s*[:=]?\s*(\d{1,2})|\b(\d{1,2})\s*(?:ong\s*)?(?:du phong|dp)\b")
_SHARED = re.compile(r"\bdung chung\s*[:=]?\s*(\d{1,2})|\b(\d{1,2})\s*(?:dn|nha mang|doanh nghiep)\b")
_DEPTH = re.compile(rf"\b(?:do sau|chon sau|sau)\s*[:=]?\s*{_NUMBER}\s*(m|mm|cm)?\b")
_HEIGHT = re.compile(rf"\b(?:h|cao|chieu cao)\s*[:=]?\s*{_NUMBER}\s*m?\b")
_BUILDING = re.compile(rf"\b(?:nha cao|cao nha)\s*[:=]?\s*{_NUMBER}")
_WIRED = re.compile(r"\b(?:mang|cap|mang cap) trong nha\s*[:=]?\s*(co|khong)\b")
_CELLS = re.compile(r"\b(?:phu song trong nha|tram trong nha|ibs)\s*[:=]?\s*(co|khong)\b")
_LONGEST = 400


def plain(text: str) -> str:
    """Return a text in small letters without diacritics, its blanks made single."""
    written = plain_d(text[:_LONGEST]).replace("Ø", "d").replace("ø", "d")
    decomposed = unicodedata.normalize("NFD", written.lower())
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())


def number(text: str | None) -> float | None:
    """Return a number as drawings write it ("0,7"), None for none."""
    return None if not text else plain_number(text)


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return None if match is None else next((group for group in match.groups() if group), None)


def named(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Return what attributes state by the fields of things (``drawing_layers.toml``), the first of each."""
    index = attribute_names()
    found: dict[str, Any] = {}
    for name, value in attributes.items():
        field = index.get(fold(str(name)))
        if field is not None and value not in (None, "") and field not in found:
            found[field] = value
    return found


def _counted(value: Any) -> int | None:
    told = plain_number(str(value)) if value is not None else None
    return None if told is None else round(told)


def _measured(value: Any) -> float | None:
    return None if value is None else plain_number(str(value))


def _yes(value: Any) -> bool | None:
    told = fold(str(value)) if value is not None else ""
    if told in {"co", "yes", "true", "1", "x"}:
        return True
    return False if told in {"khong", "no", "false", "0"} else None


def plot_facts(texts: Iterable[str], attributes: Mapping[str, Any], layer: str) -> dict[str, Any]:
    """Return the fields of a plot but its shape: its name is the first text that looks like one."""
    stated = named(attributes)
    written = [text.strip() for text in texts if text.strip()]
    together = " ; ".join(plain(text) for text in written)
    name = _named(str(stated.get("name") or next((text for text in written if _is_name(text)), "")))
    told = [str(stated.get("kind", "")), *written, str(stated.get("text", ""))]
    kind = plot_kind(*told) or plot_kind(name) or plot_kind(layer) or PlotKind.OTHER
    dwellings = _counted(stated.get("dwellings") or _first(_DWELLINGS, together))
    return {
        "name": name,
        "kind": kind,
        "dwellings": dwellings,
        "floors": _counted(stated.get("floors") or _first(_FLOORS, together)),
        "floor_area_m2": _measured(stated.get("floor_area_m2") or _first(_FLOOR_AREA, together)),
        "indoor_wiring": _yes(stated.get("indoor_wiring") or _first(_WIRED, together)),
        "indoor_cells": _yes(stated.get("indoor_cells") or _first(_CELLS, together)),
    }


def _is_name(text: str) -> bool:
    return len(text) <= 24 and text[:1].isalpha() and any(sign.isdigit() for sign in text)


def duct_facts(texts: Iterable[str], attributes: Mapping[str, Any], layer: str) -> dict[str, Any]:
    """Return the fields of a duct but its name and shape; the layer's name may say the pipes too."""
    stated = named(attributes)
    together = " ; ".join(
        [*(plain(text) for text in texts), plain(str(stated.get("text", ""))), plain(layer)]
    )
    sized = _WAYS.search(together)
    spoken = sized.group(1) if sized else _first(_PIPES, together)
    depth = _DEPTH.search(together)
    return {
        "ways": _counted(stated.get("ways") or spoken),
        "spare_ways": _counted(_or(stated.get("spare_ways"), _first(_SPARE, together))),
        "shared_by": _counted(stated.get("shared_by") or _first(_SHARED, together)),
        "diameter_mm": _measured(stated.get("diameter_mm") or (sized.group(2) if sized else None)),
        "depth_m": _depth(stated.get("depth_m"), depth),
    }


def _or(stated: Any, told: Any) -> Any:
    return told if stated in (None, "") else stated


def _depth(stated: Any, told: re.Match[str] | None) -> float | None:
    if stated not in (None, ""):
        return _measured(stated)
    value = number(told.group(1)) if told else None
    if value is None or told is None:
        return None
    return value / {"mm": 1000.0, "cm": 100.0}.get(told.group(2) or "m", 1.0)


def says_duct(text: str) -> bool:
    """Whether a text is the label of a duct."""
    return _WAYS.search(plain(text)) is not None or _PIPES.search(plain(text)) is not None


def bts_facts(texts: Iterable[str], attributes: Mapping[str, Any], block: str) -> dict[str, Any]:
    """Return the fields of a place for a station but its name and shape."""
    stated = named(attributes)
    told = [str(stated.get("kind", "")), *texts, str(stated.get("text", "")), block]
    together = " ; ".join(plain(text) for text in told)
    folded = fold(together)
    table = words()["bts_words"]
    kind = next(
        (BtsKind(kind) for kind, names in table.items() if any(fold(name) in folded for name in names)),
        BtsKind.MAST,
    )
    operators = str(stated.get("operators", "")).replace("/", ",").replace(";", ",").split(",")
    return {
        "kind": kind,
        "height_m": _measured(stated.get("height_m") or _first(_HEIGHT, together)),
        "building_m": _measured(stated.get("building_m") or _first(_BUILDING, together)),
        "operators": tuple(one.strip().upper() for one in operators if one.strip()),
    }


def spot_name(texts: Iterable[str], attributes: Mapping[str, Any]) -> str:
    """Return what a point is called: its attribute of a name, else the first text near it."""
    stated = named(attributes)
    return _named(str(stated.get("name") or next((text for text in texts if text.strip()), "")))


def _named(text: str) -> str:
    return " ".join(sayable(text).split())[:80]
