"""COR: corridors and protected land: power lines, roads, dykes, relics, defence and forest land.

The base within the protection that surely belongs to a zone asks for its body's written consent. Where the
number or the rule is not verified, the zone's attributes leave it open, or the zone is only approximate, it
is a review; and so it is where only the fall circle or an anchor of the guys would reach, and near a relic.
Within the zone as it is drawn no number is needed. Railways have a legal distance of their own:
``registry.checks.corridors.railways``.
"""

from functools import partial
from typing import Any, NamedTuple

import numpy as np

from registry.checks.consents import asked_of
from registry.checks.context import Bools, Context, Floats
from registry.checks.corridors.distances import Pairs, pairs_within, within_by
from registry.checks.corridors.widths import Widths, rank_of, widths_of
from registry.checks.engine import Check, na_for
from registry.checks.proposals import Proposals
from registry.checks.urban import UrbanBasis, urban_of
from registry.law import Rule
from registry.messages import Words
from registry.model.areas import Layer, Zone
from registry.model.findings import Finding, Note, Stage
from registry.model.requests.proposals import ProposalKind
from tests.oracle.rowwise.corridor_findings import (
    INFORM_M,
    Claim,
    Kind,
    Question,
    Source,
    State,
    findings_of,
)
from tests.oracle.rowwise.fall_circle import Falls, falls_of
from tests.oracle.rowwise.railways import RAILWAY_CHECKS


class Asked(NamedTuple):
    """What a rule is about, and the layers that show it."""

    what: Words
    kinds: tuple[Kind, ...]


POWER_LINES = Asked(
    Words("đường dây điện", "power lines"),
    (Kind(Layer.POWER_LINE, "đường dây điện", "the power line", "duongday"),),
)
ROADS = Asked(Words("đường bộ", "roads"), (Kind(Layer.ROAD, "đường bộ", "the road", "duong"),))
DYKES = Asked(Words("đê", "dykes"), (Kind(Layer.DYKE, "đê", "the dyke", "de"),))
RELICS = Asked(
    Words("khu vực bảo vệ di tích", "protected zones of relics"),
    (
        Kind(Layer.HERITAGE_1, "khu vực bảo vệ I", "protection zone I of", "khuvuc"),
        Kind(Layer.HERITAGE_2, "khu vực bảo vệ II", "protection zone II of", "khuvuc"),
    ),
)
MILITARY = Asked(
    Words("đất quốc phòng", "defence land"),
    (Kind(Layer.MILITARY, "đất quốc phòng", "the defence land", "quocphong"),),
)
FORESTS = Asked(Words("đất rừng", "forest land"), (Kind(Layer.FOREST, "đất rừng", "the forest", "rung"),))


def corridors(asked: Asked, proposals: Proposals, context: Context, rule: Rule) -> list[Finding]:
    """Judge the rows against the zones of one rule's layers; distances in metres in the metric plane."""
    falls = falls_of(proposals)
    heights = rule.threshold("fall_heights").value or 0.0
    sources, claims = [], []
    for number, kind in enumerate(asked.kinds):
        layer = kind.layer
        zones = context.layer(layer)
        widths = widths_of(zones, layer, rule)
        farthest = np.maximum(np.maximum(falls.most_m * heights, falls.guys_m), near_of(rule))
        reach = widths.widest_m + farthest + proposals.accuracy_m
        source = Source(kind, zones, reach)
        sources.append(source)
        pairs = pairs_within(proposals, zones, reach + INFORM_M)
        if pairs is not None:
            outside = _outside_towns(proposals, context, pairs) if widths.by_urban.any() else None
            claims += _claims(_Layer(number, source, widths, rule), proposals, falls, pairs, outside)
    return findings_of(Question(proposals, context, rule, asked.what), sources, claims)


def _outside_towns(proposals: Proposals, context: Context, pairs: Pairs) -> Bools:
    """Whether each pair's row is surely outside urban areas."""
    answers = urban_of(proposals, context)
    return np.array(
        [
            answers[row].urban is False
            and not answers[row].approximate
            and answers[row].basis is not UrbanBasis.DISPUTED
            for row in pairs.point.tolist()
        ],
        dtype=bool,
    )


class _Layer:
    """One of a rule's layers: its number among them, zones, widths, and how a zone's body is called."""

    def __init__(self, number: int, source: Source, widths: Widths, rule: Rule) -> None:
        self.number, self.source, self.widths, self.rule = number, source, widths, rule
        fall = rule.threshold("fall_heights")
        self.heights, self.fall_verified = fall.value or 0.0, fall.verified
        self.near_m = near_of(rule)

    def body(self, zone: Zone) -> dict[str, Any]:
        """Return whose word is asked, as message parameters: by the relic's rank, else the rule's body."""
        body = rank_of(zone) if "national_vi" in self.rule.options else "body"
        return asked_of(self.rule, body, demands=self.rule.verified)


def near_of(rule: Rule) -> float:
    """Return how far outside a zone, in metres, its surroundings are asked about too; 0: they are not."""
    near = rule.thresholds.get("near_m")
    return 0.0 if near is None else near.value or 0.0


def _claims(
    layer: _Layer, proposals: Proposals, falls: Falls, pairs: Pairs, outside: Bools | None
) -> list[Claim]:
    widths, metres, error = layer.widths, pairs.metres, pairs.error_m
    sure_m = widths.sure_m[pairs.zone]
    in_town = np.zeros(len(pairs), dtype=bool)
    if outside is not None:
        in_town = widths.by_urban[pairs.zone] & ~outside
        sure_m = np.where(in_town, 0.0, sure_m)
    far_m = widths.may_m[pairs.zone] + widths.axis_m[pairs.zone]
    fall_m = falls.high_m[pairs.point] * layer.heights
    most_m, guys_m = falls.most_m[pairs.point] * layer.heights, falls.guys_m[pairs.point]
    sure, near = within_by(proposals, layer.source.zones, pairs, sure_m)
    _, may = within_by(proposals, layer.source.zones, pairs, far_m)
    state = np.full(len(pairs), State.CLEAR, dtype=np.int64)
    state[(most_m > fall_m) & (metres < far_m + most_m + error)] = State.UNKNOWN
    state[(layer.near_m > 0) & (metres < far_m + layer.near_m + error)] = State.NEAR
    state[metres < far_m + fall_m + error] = State.FALL
    state[(guys_m > 0) & (metres < far_m + guys_m + error)] = State.GUYS
    state[may] = State.MAY
    state[sure] = State.SURE
    beside = near & ~sure | (np.abs(metres - far_m) < error) & ~pairs.inside
    return [
        _claim(layer, item)
        for item in zip(
            pairs.point.tolist(), pairs.zone.tolist(), map(State, state.tolist()), metres.tolist(),
            pairs.inside.tolist(), error.tolist(), sure_m.tolist(), far_m.tolist(), fall_m.tolist(),
            guys_m.tolist(), beside.tolist(), in_town.tolist(), falls.missing[pairs.point].tolist(),
            strict=True,
        )
    ]  # fmt: skip


_Item = tuple[int, int, State, float, bool, float, float, float, float, float, bool, bool, str | None]
_URBAN_NOTE: Note = ("COR-RED-LINE", {})


def _claim(layer: _Layer, item: _Item) -> Claim:
    row, zone, state, metres, inside, error, sure, far, fall, guys, beside, in_town, missing = item
    place = (row, state, metres, layer.number, zone)
    if state is State.CLEAR:
        return Claim(*place, "COR-CLEAR", far + max(fall, guys, layer.near_m))
    body = layer.body(layer.source.zones.zones[zone])
    if state is State.UNKNOWN:
        return Claim(*place, "COR-NO-HEIGHT", None, params=body, missing=f"value:{missing}", verified=False)
    if state is State.NEAR:
        return Claim(*place, "COR-NEAR", far + layer.near_m, params=body, verified=False)
    if state is State.FALL:
        limit = far + fall
        code = "COR-FALL" if far else "COR-FALL-LAND"
        apart: dict[str, Any] = {"width": far}
        if metres >= limit:
            code, apart = "COR-FALL-EDGE", {"error": error}
        clear = (metres - far - error) / layer.heights
        params = {"height": fall / layer.heights, **apart, **body, "clear": clear}
        return Claim(
            *place, code, limit, flips=metres > limit - error,
            verified=layer.fall_verified, radius_m=fall, params=params,
        )  # fmt: skip
    if state is State.GUYS:
        reached = {
            "related": layer.source.kind.named(layer.source.zones.zones[zone].name),
            "measured": metres,
        }
        falls: tuple[Note, ...] = (("COR-FALL-TOO", reached),) if metres < far + fall + error else ()
        return Claim(
            *place, "COR-GUYS", far + guys, verified=False, radius_m=guys, flips=metres > far + guys - error,
            params={"guys": guys, "width": far, **body}, notes=falls,
        )  # fmt: skip
    params = dict(body)
    if state is State.SURE:
        code = "COR-INSIDE" if inside else "COR-WITHIN"
        return Claim(*place, code, sure or far or None, inside=inside, params=params)
    notes = layer.widths.notes[zone]
    if in_town:
        notes = (*notes, _URBAN_NOTE)
    code = ("COR-EDGE" if far else "COR-EDGE-LAND") if beside else "COR-MAY"
    params |= {"error": error, "width": far}
    return Claim(
        *place, code, far or None, flips=beside, inside=inside, params=params, notes=notes,
        verified=not any(name == "COR-WIDTH-UNVERIFIED" for name, _ in notes),
    )  # fmt: skip


def keep_away_m(widths: Widths, rule: Rule, height_m: float, guys_m: float) -> tuple[Floats, Floats]:
    """Return, by zone, how far a base must stay from it: for itself, and with its fall circle and anchors.

    The combined error is not in it. Railways: ``registry.checks.railways.keep_away_m``.
    """
    base = widths.may_m + widths.axis_m
    falls_m = height_m * (rule.threshold("fall_heights").value or 0.0)
    return base, base + max(falls_m, guys_m, near_of(rule))


ASKED: dict[str, tuple[Layer, ...]] = {
    code: tuple(kind.layer for kind in asked.kinds)
    for code, asked in (
        ("COR-01", POWER_LINES),
        ("COR-02", ROADS),
        ("COR-04", DYKES),
        ("COR-05", RELICS),
        ("COR-06", MILITARY),
        ("COR-07", FORESTS),
    )
} | {"COR-03": (Layer.RAILWAY,)}
"""The layers that each rule asks."""


def _check(code: str, title_vi: str, title_en: str, asked: Asked) -> Check:
    layers = tuple(kind.layer for kind in asked.kinds)
    shared = na_for("COR-SHARE", ProposalKind.SHARE)
    return Check(
        code,
        title_vi,
        title_en,
        Stage.POSITION,
        False,
        partial(corridors, asked),
        layers,
        unasked=shared,
        of_place=True,
    )


CORRIDOR_CHECKS = (
    _check("COR-01", "Hành lang lưới điện", "Power line corridors", POWER_LINES),
    _check("COR-02", "Hành lang đường bộ", "Road corridors", ROADS),
    *RAILWAY_CHECKS,
    _check("COR-04", "Phạm vi bảo vệ đê", "Protected area of dykes", DYKES),
    _check("COR-05", "Khu vực bảo vệ di tích", "Protected zones of relics", RELICS),
    _check("COR-06", "Đất quốc phòng, khu quân sự", "Defence land", MILITARY),
    _check("COR-07", "Đất rừng", "Forest land", FORESTS),
)
