"""COR: corridors and protected land: power lines, roads, dykes, relics, defence and forest land.

The base within the protection that surely belongs to a zone asks for its body's written consent. Where the
number or the rule is not verified, the zone's attributes leave it open, or the zone is only approximate, it
is a review; and so it is where only the fall circle or an anchor of the guys would reach, and near a relic.
Within the zone as it is drawn no number is needed. Railways have a legal distance of their own:
``registry.checks.corridors.railways``.
"""

from functools import partial
from typing import NamedTuple

import numpy as np

from registry.checks.context import Bools, Context, Floats, Ints
from registry.checks.corridors.claims import (
    BODIES,
    INFORM_M,
    Claims,
    Question,
    Sentence,
    State,
    alone_and_clear,
    findings_of,
)
from registry.checks.corridors.distances import Pairs, pairs_within, within_by
from registry.checks.corridors.drawing import Kind, Source
from registry.checks.corridors.fall_circle import Falls, falls_of
from registry.checks.corridors.railways import RAILWAY_CHECKS
from registry.checks.corridors.widths import Widths, rank_of, widths_of
from registry.checks.engine import Check, na_for
from registry.checks.proposals import Proposals
from registry.checks.urban import UrbanBasis, urban_of
from registry.law import Rule
from registry.messages import Words
from registry.model.areas import Layer
from registry.model.finding_columns import FindingColumns
from registry.model.findings import Note, Stage
from registry.model.requests.proposals import ProposalKind


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


def corridors(asked: Asked, proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
    """Judge the rows against the zones of one rule's layers; distances in metres in the metric plane."""
    falls = falls_of(proposals)
    heights = rule.threshold("fall_heights").value or 0.0
    question = Question(proposals, context, rule, asked.what)
    if len(proposals) == 1:
        far_m = max(float(falls.most_m[0]) * heights, float(falls.guys_m[0]), near_of(rule))
        far_m += float(proposals.accuracy_m[0]) + INFORM_M
        layers = [(context.layer(kind.layer), kind.layer) for kind in asked.kinds]
        widest = [far_m + widths_of(zones, layer, rule).widest_m for zones, layer in layers]
        clear = alone_and_clear(question, asked.kinds, widest)
        if clear is not None:
            return FindingColumns.of([clear])
    sources: list[Source] = []
    claims: list[Claims | None] = []
    for kind in asked.kinds:
        layer = kind.layer
        zones = context.layer(layer)
        widths = widths_of(zones, layer, rule)
        farthest = np.maximum(np.maximum(falls.most_m * heights, falls.guys_m), near_of(rule))
        reach = widths.widest_m + farthest + proposals.accuracy_m
        source = Source(kind, zones, reach)
        sources.append(source)
        pairs = pairs_within(proposals, zones, reach + INFORM_M)
        if pairs is None:
            claims.append(None)
            continue
        outside = _outside_towns(proposals, context)[pairs.point] if widths.any_by_urban else None
        claims.append(_claims(_Layer(source, widths, rule), proposals, falls, pairs, outside))
    return findings_of(question, sources, claims, SENTENCES)


def _outside_towns(proposals: Proposals, context: Context) -> Bools:
    """Whether each row is surely outside urban areas."""
    urban = urban_of(proposals, context)
    disputed = urban.basis == tuple(UrbanBasis).index(UrbanBasis.DISPUTED)
    return np.asarray((urban.urban == 0) & ~urban.approximate & ~disputed, dtype=bool)


(
    _CLEAR, _NO_HEIGHT, _NEAR, _FALL, _FALL_LAND, _GUYS, _INSIDE, _WITHIN, _EDGE, _MAY,
    _FALL_EDGE, _EDGE_LAND,
) = range(12)  # fmt: skip
SENTENCES = (
    Sentence("COR-CLEAR"),
    Sentence("COR-NO-HEIGHT", ("body",)),
    Sentence("COR-NEAR", ("body",)),
    Sentence("COR-FALL", ("height", "width", "body", "clear")),
    Sentence("COR-FALL-LAND", ("height", "width", "body", "clear")),
    Sentence("COR-GUYS", ("guys", "width", "body")),
    Sentence("COR-INSIDE", ("body",)),
    Sentence("COR-WITHIN", ("body",)),
    Sentence("COR-EDGE", ("body", "error", "width")),
    Sentence("COR-MAY", ("body", "error", "width")),
    Sentence("COR-FALL-EDGE", ("height", "error", "body", "clear")),
    Sentence("COR-EDGE-LAND", ("body", "error", "width")),
)


class _Layer:
    """One of a rule's layers: its zones, their widths, and how its rule weighs a fall circle."""

    def __init__(self, source: Source, widths: Widths, rule: Rule) -> None:
        self.source, self.widths, self.rule = source, widths, rule
        fall = rule.threshold("fall_heights")
        self.heights, self.fall_verified = fall.value or 0.0, fall.verified
        self.near_m = near_of(rule)

    def bodies(self) -> Ints:
        """Return whose word is asked by zone (``BODIES``): by the relic's rank, else the rule's body."""
        kept, zones = self.source.zones.worked_out, self.source.zones.zones
        if "national_vi" not in self.rule.options:
            return np.zeros(len(zones), dtype=np.int64)
        if "ranks" not in kept:
            kept["ranks"] = np.array([BODIES.index(rank_of(zone)) for zone in zones], dtype=np.int64)
        ranks: Ints = kept["ranks"]
        return ranks


def near_of(rule: Rule) -> float:
    """Return how far outside a zone, in metres, its surroundings are asked about too; 0: they are not."""
    near = rule.thresholds.get("near_m")
    return 0.0 if near is None else near.value or 0.0


def _claims(layer: _Layer, proposals: Proposals, falls: Falls, pairs: Pairs, outside: Bools | None) -> Claims:
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
    falling, guyed = state == State.FALL, state == State.GUYS
    code = np.array([_CLEAR, _NO_HEIGHT, _NEAR, _FALL, _GUYS, _MAY, _WITHIN])[state]
    code[falling & (far_m == 0)] = _FALL_LAND
    code[falling & (metres >= far_m + fall_m)] = _FALL_EDGE  # the error alone makes it reach
    code[sure & pairs.inside] = _INSIDE
    code[(state == State.MAY) & beside] = _EDGE
    code[(state == State.MAY) & beside & (far_m == 0)] = _EDGE_LAND  # land has a border, no corridor
    limit_m = np.where(far_m > 0, far_m, np.nan)  # within the zone as it is drawn no number is needed
    limit_m[sure & (sure_m > 0)] = sure_m[sure & (sure_m > 0)]
    for one, limit in (
        (State.CLEAR, far_m + np.maximum(np.maximum(fall_m, guys_m), layer.near_m)), (State.UNKNOWN, np.nan),
        (State.NEAR, far_m + layer.near_m), (State.FALL, far_m + fall_m), (State.GUYS, far_m + guys_m),
    ):  # fmt: skip
        limit_m = np.where(state == one, limit, limit_m)
    flips = (falling | guyed) & (metres > limit_m - error) | (state == State.MAY) & beside
    read = widths.read[pairs.zone]
    verified = (state == State.CLEAR) | sure | falling & layer.fall_verified | (state == State.MAY) & read
    height = fall_m / layer.heights if layer.heights else np.zeros(len(pairs))
    clear = (metres - far_m - error) / layer.heights if layer.heights else np.zeros(len(pairs))

    def notes(k: int) -> tuple[Note, ...]:
        if guyed[k] and metres[k] < far_m[k] + fall_m[k] + error[k]:
            name = layer.source.named[pairs.zone[k]]
            return (("COR-FALL-TOO", {"related": name, "measured": float(metres[k])}),)
        if state[k] != State.MAY:
            return ()
        said = widths.notes[pairs.zone[k]]
        return (*said, _URBAN_NOTE) if in_town[k] else said

    return Claims(
        pairs.point, pairs.zone, state, code, metres, limit_m, flips, verified,
        np.where(falling, fall_m, np.where(guyed, guys_m, 0.0)), pairs.inside & (state >= State.MAY),
        {
            "height": height, "width": far_m, "guys": guys_m, "error": error,
            "clear": np.where(falling, clear, np.nan),
        },
        layer.bodies()[pairs.zone], notes,
    )  # fmt: skip


_URBAN_NOTE: Note = ("COR-RED-LINE", {})


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
