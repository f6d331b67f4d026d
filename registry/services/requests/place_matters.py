"""Matters of places and codes: rows beside their list, other requests, agreed positions, standing masts."""

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from registry.checks.context import Context
from registry.checks.host_masts import owner_of
from registry.geo.distances import geodesic_m
from registry.messages import Words
from registry.model.requests.desk import RequestKind
from registry.model.requests.matters import Matter, Weight
from registry.model.requests.proposals import Proposal
from registry.model.site_codes import plain_code
from registry.services.appraise.row_texts import POSITION
from registry.services.register.mast_leads import owner_of as operator_named
from registry.services.requests.matters import ByRow, Facts, letter_matters
from registry.services.requests.replaced_matters import TAKES_DOWN, replaced_matters
from registry.services.requests.taken import ONE_PLACE_M, PLACES_OF, Place, Spots, Taken, asks_for_place

AGREED, ASKED = "MATTER-AGREED", "MATTER-ASKED"
CODE_TWICE, PLACE_TWICE, ROW_TWICE = "MATTER-CODE-TWICE", "MATTER-PLACE-TWICE", "MATTER-ROW-TWICE"
CODE_AGREED, CODE_ASKED = "MATTER-CODE-ELSEWHERE-AGREED", "MATTER-CODE-ELSEWHERE-ASKED"
STANDS, STANDS_CODE, ROWS = "MATTER-STANDS", "MATTER-STANDS-CODE", "MATTER-ROWS"
STANDS_FAR, OTHERS = "MATTER-STANDS-FAR", "MATTER-ON-ANOTHERS"
NAMED = 6  # rows that a sentence names


def row_matters(facts: Facts, proposals: Sequence[Proposal], taken: Taken, context: Context) -> ByRow:
    """Return what is doubtful of each row's place and code, beside the list, other requests, the register.

    Only where a request asks for places: a notice of commencement is about one that was agreed to.
    """
    found: ByRow = {}
    if facts.kind not in PLACES_OF:
        return found
    asking = [at for at, row in enumerate(proposals) if asks_for_place(row.kind)]
    spots = Spots(proposals, asking, context.metric_epsg)
    near = taken.near(spots)
    for at in asking:
        if of_place := _place_matters(facts, proposals[at], near.get(at, ()), taken, context):
            found[at] = of_place
    for at, matter in _twice(proposals, spots):
        found.setdefault(at, []).append(matter)
    if PLACES_OF[facts.kind] == PLACES_OF[RequestKind.POSITION]:
        agreed = {at for at, places in near.items() if any(place.decision for place in places)}
        for at, matter in _standing(proposals, asking, spots, agreed, context):
            found.setdefault(at, []).append(matter)
        for at, matter in replaced_matters(proposals, asking, context):
            found.setdefault(at, []).append(matter)
    return found


def filing_matters(
    facts: Facts, proposals: Sequence[Proposal], taken: Taken, context: Context
) -> list[Matter]:
    """Return what is asked of whoever files a request, before it has its number.

    That is what is known of its letter and list, and in one matter how many rows ask again for places which
    the same organisation was agreed to or asks for already. Others' places are the officer's matter.
    """
    found = letter_matters(facts, taken)
    again: dict[int, list[Matter]] = {
        at: own
        for at, matters in row_matters(facts, proposals, taken, context).items()
        if (
            own := [one for one in matters if one.code in (AGREED, ASKED) and one.seen_by(facts.organisation)]
        )
    }
    if again:
        requests = sorted({str(one.params["request"]) for matters in again.values() for one in matters})
        letters = sorted(
            {str(one.params["decision"]) for matters in again.values() for one in matters} - {""}
        )
        params = {
            "count": len(again),
            "rows": _named(proposals, again),
            "requests": ", ".join(requests),
            "where": Words(_agreed_by(letters, ", tại "), _agreed_by(letters, ", by ")),
        }
        found.append(Matter(ROWS, ",".join(requests), params=params, holders=(facts.organisation,)))
    return found


def _agreed_by(letters: Sequence[str], before: str) -> str:
    return f"{before}{', '.join(letters)}" if letters else ""


def _place_matters(
    facts: Facts, row: Proposal, near: Iterable[Place], taken: Taken, context: Context
) -> list[Matter]:
    among = PLACES_OF[facts.kind]
    names = {item.code: item.name for item in context.operators}
    own_code = plain_code(row.site_code)

    def concerns(place: Place) -> bool:
        if place.request == facts.id or place.among != among:
            return False
        # what an amendment changes is replaced by it, under the same code: as agreed first or amended since
        of_same = place.request == facts.amends or (
            bool(facts.amends and place.decision)
            and place.operator == row.operator
            and taken.first_of(place.request) == taken.first_of(facts.amends)
        )
        return not of_same or plain_code(place.code) != own_code

    found: dict[str, Matter] = {}
    for place in near:
        if concerns(place):
            matter = Matter(
                AGREED if place.decision else ASKED,
                place.approval or f"{place.request}:{place.code or place.sheet_row}",
                params=_said_of(place, names),
                holders=(place.held_by, place.operator),
            )
            found[matter.key] = matter
    if row.position.known and row.kind not in TAKES_DOWN:
        for place in taken.coded(row.operator, row.site_code):
            apart = _apart_m(row, place.lon, place.lat)
            if concerns(place) and apart > _slack_m(row, place.accuracy_m):
                where = _said_of(place, names) | {"code": row.site_code, "distance": apart}
                about = place.approval or f"{place.request}:{place.sheet_row}"
                code = CODE_AGREED if place.decision else CODE_ASKED
                matter = Matter(code, about, params=where, holders=(place.held_by, place.operator))
                found[matter.key] = matter
    return list(found.values())


def _said_of(place: Place, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "code": place.code or "–",
        "operator": names.get(place.operator, place.operator) or "–",
        "request": place.number,
        "row": place.sheet_row,
        "decision": place.decision,
        "day": place.agreed_on or dt.date.min,
    }


def _apart_m(row: Proposal, lon: float, lat: float) -> float:
    assert row.position.lon is not None
    assert row.position.lat is not None
    return float(geodesic_m(row.position.lon, row.position.lat, lon, lat))


def _slack_m(row: Proposal, accuracy_m: float) -> float:
    return max(ONE_PLACE_M, math.hypot(row.position.accuracy_m, accuracy_m))


def _twice(proposals: Sequence[Proposal], spots: Spots) -> Iterator[tuple[int, Matter]]:
    """Yield rows of the list that put one code on two places, or two codes on one, or say one place twice.

    Two rows that ask for a place of their own cannot both be agreed to under one code, nor one place twice;
    where a row hangs on a mast that stands, the code may be meant.
    """
    by_code: dict[tuple[str, str], list[int]] = {}
    for at, row in enumerate(proposals):
        if row.site_code and row.position.known:
            by_code.setdefault((row.operator, plain_code(row.site_code)), []).append(at)
    for rows in (rows for rows in by_code.values() if len(rows) > 1):
        for at in rows:
            apart = {
                other: metres
                for other in rows
                if other != at and (metres := _rows_apart(proposals[at], proposals[other])) is not None
            }
            if apart:
                params = {
                    "code": proposals[at].site_code,
                    "rows": _named(proposals, [at, *apart]),
                    "distance": max(apart.values()),
                }
                both = [other for other in apart if asks_for_place(proposals[other].kind)]
                bars = bool(both) and asks_for_place(proposals[at].kind)
                yield at, Matter(
                    CODE_TWICE, plain_code(proposals[at].site_code), Weight.BARS if bars else Weight.ASKS,
                    params=params, cell="site_code", rows=tuple(sorted(both)) if bars else (),
                )  # fmt: skip
    for at, there in _near_rows(proposals, spots).items():
        same = _of_code(proposals, at, there, alike=True) if proposals[at].site_code else []
        if same:
            params = {"rows": _named(proposals, [at, *same])}
            yield at, Matter(
                ROW_TWICE, plain_code(proposals[at].site_code), Weight.BARS, params=params,
                rows=tuple(sorted(same)),
            )  # fmt: skip
        others = _of_code(proposals, at, there, alike=False)
        if not others:
            continue
        params = {"rows": _named(proposals, [at, *others])}
        codes = ",".join(sorted(plain_code(proposals[other].site_code) for other in others))
        yield at, Matter(PLACE_TWICE, codes, params=params, cell=POSITION)


def _rows_apart(one: Proposal, other: Proposal) -> float | None:
    """Return how many metres two rows lie apart, None where they cannot be told from each other."""
    assert other.position.lon is not None
    assert other.position.lat is not None
    metres = _apart_m(one, other.position.lon, other.position.lat)
    return metres if metres > _slack_m(one, other.position.accuracy_m) else None


def _near_rows(proposals: Sequence[Proposal], spots: Spots) -> dict[int, list[int]]:
    """Return for rows the others of the same operator that ask for the same place."""
    found: dict[int, list[int]] = {}
    if not spots.rows:
        return found
    points: Any = shapely.points(spots.xy)
    tree = shapely.STRtree(points)
    for here, at, _apart in spots.near(spots.xy, tree, spots.accuracy_m):
        there = spots.rows[at]
        one, other = proposals[here], proposals[there]
        if here != there and one.operator == other.operator:
            found.setdefault(here, []).append(there)
    return found


def _of_code(proposals: Sequence[Proposal], at: int, others: Iterable[int], *, alike: bool) -> list[int]:
    """Return the others under a row's own code (``alike``), or under another."""
    own = plain_code(proposals[at].site_code)
    return [other for other in others if (plain_code(proposals[other].site_code) == own) == alike]


def _named(proposals: Sequence[Proposal], rows: Iterable[int]) -> str:
    named = sorted(set(rows))
    return ", ".join(str(proposals[at].row) for at in named[:NAMED]) + (" …" if len(named) > NAMED else "")


def _standing(
    proposals: Sequence[Proposal], asking: Sequence[int], spots: Spots, agreed: set[int], context: Context
) -> Iterator[tuple[int, Matter]]:
    """Yield the rows whose new mast would stand where one stands, or under the code of one of its owner's.

    A mast that is only agreed to is left to the agreement (``agreed``: the rows at whose place one is known).
    """
    masts = context.masts
    names = {item.code: item.name for item in context.operators}
    wanted = {at for at in asking if proposals[at].kind not in TAKES_DOWN}

    def own(at: int, mast: int) -> bool:
        row, bit = proposals[at], context.operator_index(proposals[at].operator)
        if bit >= 0 and int(masts.networks[mast]) >> bit & 1:
            return True
        if row.operator and operator_named(str(masts.owners[mast] or "")) == row.operator:
            return True  # by any of its names ("Viettel Bắc Giang"), as the issue asks
        written = {text.casefold() for text in (row.owner, row.operator, names.get(row.operator, "")) if text}
        return str(masts.owners[mast] or "").casefold() in written

    nearest: dict[int, tuple[float, int]] = {}
    others: dict[int, tuple[float, int]] = {}
    if len(masts):
        for at, mast, apart in spots.near(np.column_stack((masts.x, masts.y)), masts.tree, masts.accuracy_m):
            if at in wanted and not (masts.approved_only[mast] and at in agreed):
                found = nearest if own(at, mast) else others
                found[at] = min(found.get(at, (apart, mast)), (apart, mast))
    for at, row in enumerate(proposals):
        if row.kind in TAKES_DOWN:
            continue
        code = plain_code(row.site_code)
        coded = masts.by_plain_code.get(code, -1) if code else -1
        params: dict[str, Any] = {"operator": names.get(row.operator, "–")}
        holders = (row.operator,)
        if at in nearest:
            apart, mast = nearest[at]
            params |= {"code": str(masts.codes[mast]), "distance": apart}
            yield at, Matter(STANDS, params["code"], params=params, cell="kind", holders=holders)
        elif coded >= 0 and own(at, coded) and not masts.approved_only[coded]:
            params |= {"code": str(masts.codes[coded])}
            if at in wanted:
                yield at, Matter(STANDS_CODE, params["code"], params=params, cell="kind", holders=holders)
            elif row.position.known:  # shared or upgraded where it does not stand
                apart = _apart_m(row, float(masts.lon[coded]), float(masts.lat[coded]))
                if apart > _slack_m(row, float(masts.accuracy_m[coded])):
                    params |= {"distance": apart}
                    yield at, Matter(STANDS_FAR, params["code"], params=params, holders=holders)
        if at in others and at not in nearest:  # two carriers cannot both have built here: is it shared?
            apart, mast = others[at]
            code, owner = str(masts.codes[mast]), owner_of(mast, context)
            params = {"code": code, "operator": owner.name or "–", "distance": apart}
            yield at, Matter(OTHERS, code, params=params, cell="kind", holders=(owner.code or "–",))
