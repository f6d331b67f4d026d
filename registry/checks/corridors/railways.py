"""COR-03: the base of a mast stands 1.3 times its height, and at least 5 m, from a railway.

Nearer it may stand by the Minister's agreement (NĐ 56/2018 Điều 28(1)đ): such a distance asks for it, and
fails nobody. The decree speaks of the mast's height: it is the mast alone, as the row states it, that counts.
Whether the rod and a building do it does not say: where only they make the difference it is a review. Since
01/01/2026 nothing of it is verified (NĐ 16/2026, which took its place, has not been read): a review too.
"""

import math

import numpy as np

from registry.checks.context import Context, Floats
from registry.checks.corridors.claims import (
    INFORM_M,
    Claims,
    Question,
    Sentence,
    State,
    alone_and_clear,
    findings_of,
)
from registry.checks.corridors.distances import Pairs, pairs_within
from registry.checks.corridors.drawing import Kind, Source
from registry.checks.corridors.fall_circle import Falls, falls_of
from registry.checks.corridors.widths import Widths, widths_of
from registry.checks.engine import Check, na_for
from registry.checks.proposals import Proposals
from registry.law import Rule
from registry.messages import Words
from registry.model.areas import Layer
from registry.model.finding_columns import FindingColumns
from registry.model.findings import Note, Stage
from registry.model.requests.proposals import ProposalKind

RAILWAY = Kind(Layer.RAILWAY, "đường sắt", "the railway", "duongsat")
RAILWAYS = Words("đường sắt", "railways")


def railways(proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
    """COR-03: metres from the base to the railway against 1.3 times the height, and the least distance."""
    zones = context.layer(Layer.RAILWAY)
    falls, widths = falls_of(proposals), widths_of(zones, Layer.RAILWAY, rule)
    times, least = rule.threshold("fall_heights").value or 0.0, rule.threshold("least_m").value or 0.0
    question = Question(proposals, context, rule, RAILWAYS)
    if len(proposals) == 1:
        far_m = max(float(falls.most_m[0]) * times, least + float(falls.guys_m[0])) + INFORM_M
        reach_m = widths.widest_m + far_m + float(proposals.accuracy_m[0])
        clear = alone_and_clear(question, [RAILWAY], [reach_m])
        if clear is not None:
            return FindingColumns.of([clear])
    farthest = np.maximum(falls.most_m * times, least + falls.guys_m)
    reach = widths.widest_m + farthest + proposals.accuracy_m
    source = Source(RAILWAY, zones, reach)
    pairs = pairs_within(proposals, zones, reach + INFORM_M)
    claims = None if pairs is None else _claims(pairs, widths, falls, rule)
    return findings_of(question, [source], [claims], SENTENCES, {"times": times, "least": least})


_CLEAR, _NO_HEIGHT, _GUYS, _NEAR, _EDGE, _TOP = range(6)
_NUMBERS = ("times", "least", "error", "body", "clear")
SENTENCES = (
    Sentence("COR-RAIL-CLEAR", _NUMBERS),
    Sentence("COR-NO-HEIGHT", _NUMBERS),
    Sentence("COR-GUYS", (*_NUMBERS, "guys", "width")),
    Sentence("COR-RAIL-NEAR", _NUMBERS),
    Sentence("COR-RAIL-EDGE", _NUMBERS),
    Sentence("COR-RAIL-TOP", _NUMBERS),
)


def _claims(pairs: Pairs, widths: Widths, falls: Falls, rule: Rule) -> Claims:
    times, least = rule.threshold("fall_heights").value or 0.0, rule.threshold("least_m").value or 0.0
    read = rule.threshold("fall_heights").verified and rule.threshold("least_m").verified
    metres, error, point = pairs.metres, pairs.error_m, pairs.point
    more = widths.may_m[pairs.zone] + widths.axis_m[pairs.zone]
    known = widths.sure_m[pairs.zone]  # half of what is drawn as its axis, where that is stated
    alone = known + np.fmax(np.nan_to_num(falls.alone_m[point]) * times, least)
    high = more + np.fmax(falls.high_m[point] * times, least)
    most = more + np.fmax(falls.most_m[point] * times, least)
    guys = np.where(falls.guys_m[point] > 0, more + least + falls.guys_m[point], 0.0)
    state = np.full(len(pairs), State.CLEAR, dtype=np.int64)
    state[(most > high) & (metres < most + error)] = State.UNKNOWN
    state[metres < guys + np.where(guys > 0, error, 0.0)] = State.GUYS
    state[metres < np.maximum(alone, high) + error] = State.MAY
    state[(metres <= alone - error) & (metres < alone)] = State.SHORT
    guyed, may, short = state == State.GUYS, state == State.MAY, state == State.SHORT
    beside = may & ((np.abs(metres - alone) < error) | (metres >= alone) & (metres > high - error))
    code = np.array([_CLEAR, _NO_HEIGHT, _CLEAR, _CLEAR, _GUYS, _TOP, _TOP, _NEAR])[state]
    code[beside] = _EDGE
    limit_m = np.maximum(np.maximum(alone, high), guys)
    limit_m[state == State.UNKNOWN] = np.nan
    limit_m[guyed], limit_m[short] = guys[guyed], alone[short]
    limit_m[may] = np.where(metres < alone + error, alone, high)[may]
    left = metres - more - error
    anchors = guys - more - least
    notes = widths.notes

    def said(k: int) -> tuple[Note, ...]:
        return notes[pairs.zone[k]] if may[k] else ()

    return Claims(
        point, pairs.zone, state, code, metres, limit_m, beside | guyed & (metres > guys - error),
        ~guyed & (~short | read), np.where(guyed, anchors, 0.0), pairs.inside & (may | short),
        {
            "error": error, "clear": np.where(left > least, left / times, 0.0), "guys": anchors,
            "width": more + least,
        },
        np.zeros(len(pairs), dtype=np.int64), said,
    )  # fmt: skip


def keep_away_m(widths: Widths, rule: Rule, height_m: float, guys_m: float) -> Floats:
    """Return, by railway, how far a base must stay from it for nothing to be asked; errors are not in it."""
    times, least = rule.threshold("fall_heights").value or 0.0, rule.threshold("least_m").value or 0.0
    farthest = max(height_m * times, least, least + guys_m if guys_m > 0 else 0.0)
    return widths.may_m + widths.axis_m + (farthest if math.isfinite(farthest) else 0.0)


RAILWAY_CHECKS = (
    Check(
        "COR-03",
        "Khoảng cách đến đường sắt",
        "Distance to railways",
        Stage.POSITION,
        False,
        railways,
        (Layer.RAILWAY,),
        unasked=na_for("COR-SHARE", ProposalKind.SHARE),
        of_place=True,
    ),
)
