"""COR-03: the base of a mast stands 1.3 times its height, and at least 5 m, from a railway.

Nearer it may stand by the Minister's agreement (NĐ 56/2018 Điều 28(1)đ): such a distance asks for it, and
fails nobody. The decree speaks of the mast's height: it is the mast alone, as the row states it, that counts.
Whether the rod and a building do it does not say: where only they make the difference it is a review. Since
01/01/2026 nothing of it is verified (NĐ 16/2026, which took its place, has not been read): a review too.
"""

import math

import numpy as np

from registry.checks.consents import asked_of
from registry.checks.context import Context, Floats
from registry.checks.corridors.distances import Pairs, pairs_within
from registry.checks.corridors.widths import Widths, widths_of
from registry.checks.engine import Check, na_for
from registry.checks.proposals import Proposals
from registry.law import Rule
from registry.messages import Words
from registry.model.areas import Layer
from registry.model.findings import Finding, Stage
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

RAILWAY = Kind(Layer.RAILWAY, "đường sắt", "the railway", "duongsat")
RAILWAYS = Words("đường sắt", "railways")


def railways(proposals: Proposals, context: Context, rule: Rule) -> list[Finding]:
    """COR-03: metres from the base to the railway against 1.3 times the height, and the least distance."""
    zones = context.layer(Layer.RAILWAY)
    falls, widths = falls_of(proposals), widths_of(zones, Layer.RAILWAY, rule)
    times, least = rule.threshold("fall_heights").value or 0.0, rule.threshold("least_m").value or 0.0
    farthest = np.maximum(falls.most_m * times, least + falls.guys_m)
    reach = widths.widest_m + farthest + proposals.accuracy_m
    source = Source(RAILWAY, zones, reach)
    pairs = pairs_within(proposals, zones, reach + INFORM_M)
    claims = [] if pairs is None else _claims(pairs, widths, falls, rule)
    return findings_of(Question(proposals, context, rule, RAILWAYS), [source], claims)


def _claims(pairs: Pairs, widths: Widths, falls: Falls, rule: Rule) -> list[Claim]:
    times, least = rule.threshold("fall_heights").value or 0.0, rule.threshold("least_m").value or 0.0
    verified = rule.threshold("fall_heights").verified and rule.threshold("least_m").verified
    body = asked_of(rule, demands=rule.verified)
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
    found = []
    for row, zone, kind, away, off, inside, low, top, anchors, missing, wide in zip(
        point.tolist(), pairs.zone.tolist(), map(State, state.tolist()), metres.tolist(), error.tolist(),
        pairs.inside.tolist(), alone.tolist(), high.tolist(), guys.tolist(), falls.missing[point].tolist(),
        more.tolist(), strict=True,
    ):  # fmt: skip
        place = (row, kind, away, 0, zone)
        params = {"times": times, "least": least, "error": off, **body}
        params["clear"] = (away - wide - off) / times if away - wide - off > least else 0.0
        if kind is State.CLEAR:
            found.append(Claim(*place, "COR-RAIL-CLEAR", max(low, top, anchors), params=params))
        elif kind is State.UNKNOWN:
            found.append(Claim(*place, "COR-NO-HEIGHT", None, params=params, missing=f"value:{missing}"))
        elif kind is State.GUYS:
            params |= {"guys": anchors - wide - least, "width": wide + least}
            found.append(
                Claim(*place, "COR-GUYS", anchors, flips=away > anchors - off, params=params, verified=False,
                      radius_m=params["guys"])
            )  # fmt: skip
        elif kind is State.SHORT:
            found.append(Claim(*place, "COR-RAIL-NEAR", low, params=params, inside=inside, verified=verified))
        else:
            beside = abs(away - low) < off or (away >= low and away > top - off)
            code = "COR-RAIL-EDGE" if beside else "COR-RAIL-TOP"
            limit = low if away < low + off else top
            notes = widths.notes[zone]
            found.append(Claim(*place, code, limit, flips=beside, params=params, inside=inside, notes=notes))
    return found


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
