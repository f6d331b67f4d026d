"""Zones from the features of a vector file: what each of its attributes says, and what it does not."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import shapely

from registry.columns import fold
from registry.errors import RefusalError
from registry.intake.maps.map_file import Feature, MapFile, none_usable, read_map_file
from registry.messages import issue_of
from registry.model.areas import LAYERS, Layer, LayerCoverage, Zone
from registry.model.issues import Issue
from registry.model.numbers import grouped_number, plain_number
from registry.model.sites import MastClass
from registry.store.zones.zones import zone_id

TERRITORY = "territory"
LINES = frozenset(layer for layer, facts in LAYERS.items() if facts.lines)
_NAME = ("name", "ten", "tenvung", "tenkhuvuc", "tenkhu", "khuvuc", "vung", "ten_vung", "zonename")
_CLASSES = ("allowedclasses", "allowedcl", "allowedcla", "loaicot", "loaicotchophep", "loaicotduocphep")
_HEIGHT = ("maxheightm", "maxheight", "maxheigh", "chieucaotoida", "docaotoida", "chieucaotoidam")
_ARTICLE = ("article", "dieu", "dieukhoan", "khoan")
_ERROR = ("errorm", "saiso", "saisom")
GROUPS = {"A1": (MastClass.A1A, MastClass.A1B), "A2": (MastClass.A2A, MastClass.A2B, MastClass.A2C)}
"""Names that decisions use for several classes at once."""
_LEAST_BY_THREE = 10
"""Three decimals of a height below this are as likely a point before thousands."""
_NO_LIMIT = frozenset({"none", "khonggioihan", "khong", "khonghanche", "nolimit"})


def layer_of(text: str) -> Layer:
    """Return the layer of a name; ``LAYER-UNKNOWN`` where there is none."""
    try:
        return Layer(text)
    except ValueError as error:
        raise RefusalError(
            "LAYER-UNKNOWN", layer=text, known=", ".join(item.value for item in Layer)
        ) from error


def coverage_of(
    layer: Layer,
    decision: str,
    valid_from: dt.date,
    valid_to: dt.date | None,
    covers: str,
    *,
    crs: str | None = None,
) -> LayerCoverage:
    """Return where a layer is complete: ``covers`` is "territory" or the path of a polygon file."""
    area = None if covers == TERRITORY else read_map_file(Path(covers), crs=crs)
    return coverage_in(layer, decision, valid_from, valid_to, area)


def coverage_in(
    layer: Layer, decision: str, valid_from: dt.date, valid_to: dt.date | None, found: MapFile | None
) -> LayerCoverage:
    """Return that a layer is complete inside the areas of a file that was read; None: in the territory."""
    area = None
    if found is not None:
        if not found.features:
            raise none_usable(found)
        area = shapely.union_all([item.geometry for item in found.features])
    return LayerCoverage(layer, decision, valid_from, valid_to, area)


def zones_of(
    found: MapFile,
    layer: Layer,
    decision: str,
    *,
    valid_from: dt.date,
    valid_to: dt.date | None,
    article: str,
) -> list[Zone]:
    """Return the zones of a file's features; one that is there twice is left out and said."""
    made: dict[str, Zone] = {}
    for item in found.features:
        named = str(item.get(_NAME) or "")
        identity = zone_id(layer, decision, item.geometry, named)
        if identity in made:
            found.left_out += 1
            found.issues.append(
                issue_of("FEATURE-TWICE", row=item.number, value=item.called, params={"number": item.number})
            )
            continue
        made[identity] = Zone(
            id=identity,
            layer=layer,
            name=named,
            decision=decision,
            article=str(item.get(_ARTICLE) or article),
            valid_from=valid_from,
            valid_to=valid_to,
            geometry=item.geometry,
            allowed_classes=_classes(item, found.issues),
            max_height_m=_height(item, found.issues),
            error_m=_error(item, found.issues),
            attributes=_others(item),
        )
    return list(made.values())


def _classes(item: Feature, issues: list[Issue]) -> frozenset[str] | None:
    text = item.get(_CLASSES)
    if text is None:
        return None
    known: dict[str, tuple[str, ...]] = {value.value.lower(): (value.value,) for value in MastClass}
    known |= {name.lower(): tuple(value.value for value in group) for name, group in GROUPS.items()}
    parts = [part for part in re.split(r"[,;/+\s]+", str(text)) if part]
    unknown = [part for part in parts if part.lower() not in known]
    if unknown:
        issues.append(
            issue_of(
                "ZONE-CLASS-UNKNOWN",
                row=item.number,
                value=str(text),
                params={"number": item.number, "value": ", ".join(unknown)},
            )
        )
    found = frozenset(value for part in parts for value in known.get(part.lower(), ()))
    return found or None


def _height(item: Feature, issues: list[Issue]) -> float | None:
    """A number is the limit, "none" is no limit, nothing is not stated."""
    value = item.get(_HEIGHT)
    if value is None:
        return None
    number = height_limit(value)
    if number is None:
        issues.append(
            issue_of(
                "ZONE-HEIGHT-NOT-READ",
                row=item.number,
                value=str(value),
                params={"number": item.number, "value": str(value)},
            )
        )
        return None
    return number


def height_limit(value: Any) -> float | None:
    """Return the metres that a cell or attribute states as the limit, ``inf`` for none, None where unread."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = float(value)
    else:
        text = str(value).strip()
        if fold(text) in _NO_LIMIT:
            return float("inf")
        match = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*m?", text)
        number = float(match.group(1).replace(",", ".")) if match else 0.0
        if match and number < _LEAST_BY_THREE and grouped_number(match.group(1)) is not None:
            return None  # "1.000" is a thousand or one, and no mast is either
    return number if 0 < number < 1000 else None


def _error(item: Feature, issues: list[Issue]) -> float:
    """Metres, as a number or as the text that KML, GML and CSV make of it; nothing is 0."""
    value = item.get(_ERROR)
    if value is None:
        return 0.0
    number = plain_number(re.sub(r"\s*m$", "", str(value).strip()))
    if number is None or number < 0:
        issues.append(
            issue_of(
                "ZONE-ERROR-NOT-READ",
                row=item.number,
                value=str(value),
                params={"number": item.number, "value": str(value)},
            )
        )
        return 0.0
    return number


def _others(item: Feature) -> dict[str, Any] | None:
    return dict(item.attributes) or None
