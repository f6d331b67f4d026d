"""The legend of a printed sheet: what is on it and nothing else, in the words of the desk."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flask_babel import gettext as _

from registry.checks.context import Context
from registry.documents.mast_signs import operator_sign, sign
from registry.documents.sheet.ground import Ground
from registry.documents.sheet.sheet_layers import SheetMasts
from registry.documents.sheet.sheet_legend import LegendRow
from registry.messages import number
from registry.model.areas import LAYERS, Layer
from registry.services.register.map_masts import MapMasts
from web.frame.languages import language
from web.frame.wording import words

PLAIN = ("#41525e",)
_DECISIONS = 2


@dataclass(frozen=True, slots=True)
class Drawn:
    """What lies on a sheet beside masts: zones (zone, shape, style, grade), borders, the background."""

    zones: Sequence[tuple[Any, Any, Any, str]]
    borders: bool
    ground: Ground | None


def legend(known: Context, masts: SheetMasts, rows: MapMasts, drawn: Drawn) -> list[LegendRow]:
    """Return the rows of the legend; ``rows`` are the masts as the register has them, in the same order."""
    found = _of_masts(known, masts, rows)
    areas = _of_zones(drawn.zones)
    if drawn.borders:
        areas.append(LegendRow(_("Ranh giới xã, phường"), line="border"))
    if areas:
        found += [LegendRow(_("Vùng và ranh giới"), heading=True), *areas]
    below = [] if drawn.ground is None else _of_ground(drawn.ground)
    return [*found, LegendRow(_("Nền"), heading=True), *below] if below else found


def _of_ground(ground: Ground) -> list[LegendRow]:
    kinds = {part.kind for part in ground.parts}
    lines = (
        ("motorway", {"motorway"}, _("Cao tốc")),
        ("trunk", {"trunk", "primary"}, _("Quốc lộ, tỉnh lộ chính")),
        ("road", {"secondary", "tertiary", "minor"}, _("Đường khác")),
        ("rail", {"rail"}, _("Đường sắt")),
        ("river", {"water", "river"}, _("Sông, hồ")),
    )
    return [LegendRow(word, line=line) for line, of, word in lines if kinds & of]


def _of_masts(known: Context, masts: SheetMasts, rows: MapMasts) -> list[LegendRow]:
    if not len(masts):
        return [LegendRow(_("Không có cột nào trên tờ"), heading=True)]
    found = [LegendRow(_("Doanh nghiệp (số cột trên tờ)"), heading=True)]
    networks = rows.networks.astype(np.int64)
    by_code = {item.code: item for item in known.operators}
    for bit, code in enumerate(rows.operators):
        count = int(((networks >> bit) & 1).sum())
        if count and code in by_code:
            name = f"{by_code[code].name} ({number(count, 0, language())})"
            found.append(LegendRow(name, sign=operator_sign(by_code[code].colour)))
    classes, states = Counter(masts.classes), Counter(masts.states)
    found.append(LegendRow(_("Loại cột"), heading=True))
    found += [
        LegendRow(str(words.CLASSES[kind]), sign=sign(kind, PLAIN, "in_service"))
        for kind in ("A2b", "A2a", "A2c", "A1b", "A1a", "")
        if classes[kind]
    ]
    found.append(LegendRow(_("Trạng thái"), heading=True))
    found += [
        LegendRow(str(word), sign=sign("A2b", PLAIN, state))
        for state, word in words.STATES.items()
        if states[state]
    ]
    return found


def _of_zones(zones: Sequence[tuple[Any, Any, Any, str]]) -> list[LegendRow]:
    found = []
    for layer in LAYERS:
        of = [(zone, style, kind) for zone, _shape, style, kind in zones if zone.layer is layer]
        if not of:
            continue
        kinds = {kind: style for _zone, style, kind in of}
        found += [LegendRow(_grade(layer, kind), zone=(style, kind)) for kind, style in sorted(kinds.items())]
        decided = sorted({(zone.valid_from, zone.decision) for zone, _style, _kind in of if zone.decision})
        found += [
            LegendRow(_("%(decision)s, từ %(day)s", decision=decision, day=f"{day:%d/%m/%Y}"))
            for day, decision in decided[:_DECISIONS]
        ]
        if len(decided) > _DECISIONS:
            found.append(LegendRow(_("và %(count)s quyết định khác", count=len(decided) - _DECISIONS)))
        if any(zone.error_m > 0 for zone, _style, _kind in of):
            found.append(LegendRow("≈ " + _("ranh giới gần đúng")))
    return found


def _grade(layer: Layer, kind: str) -> str:
    name = str(words.LAYERS[layer.value])
    if kind == "open":
        return name
    said = {
        "roof": _("%(layer)s: không cho cột dưới đất (A2b)", layer=name),
        "forbids": _("%(layer)s: không cho cột cồng kềnh (A2)", layer=name)
        if layer is Layer.PLANNING
        else _("%(layer)s: cấm hoặc hạn chế xây dựng", layer=name),
    }
    return str(said[kind])
