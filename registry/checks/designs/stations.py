"""Places for stations: none that would be refused (DSG-02), beside homes (DSG-16), bare in a park (DSG-17).

Each place is judged as a proposed position by the checks of positions, so that what is agreed to here is not
refused when a carrier asks for it.
"""

import numpy as np
import shapely

from registry.checks.designs.asked import Asked
from registry.checks.engine import run
from registry.checks.registered import CHECKS
from registry.messages import Words
from registry.model.designs.contents import BtsKind, BtsPlace, PlotKind, ThingKind
from registry.model.designs.design_findings import DesignFinding
from registry.model.designs.dossiers import AreaKind
from registry.model.findings import Finding, Note, Outcome, Reservation
from registry.model.positions import Position
from registry.model.requests.proposals import Proposal
from registry.model.sites import Support

ASKED = frozenset(
    {"LOC-01", "PLN-02", "PLN-03", "SPC-01", "SPC-02", "SPC-03", "AIR-01", "AIR-02", "AIR-03"}
    | {"COR-01", "COR-02", "COR-03", "COR-04", "COR-05", "COR-06", "COR-07"}
)
"""The checks that a place alone can be held against; the papers of a request come with the request."""
OPERATOR_S = frozenset({"PLN-01"})  # asked where the design says whose the place is
_WEIGHT = {Outcome.FAIL: 0, Outcome.CONSENT: 1, Outcome.REVIEW: 2, Outcome.UNKNOWN: 3}
_CLASS = "value:mast_class"  # no design states the class: the carrier does when it asks
_STATIONS = Words("vị trí trạm BTS", "places for stations")


def acceptable(asked: Asked) -> list[DesignFinding]:
    """DSG-02: hold each place against spacing, corridors, air space and plan; one finding each.

    Of places that nothing stands against no more is said than how many there are, and what the office's data
    does not know is said once. A finding names the source of the weightiest thing; the sentences of all are
    its notes.
    """
    code = "DSG-02"
    if code not in asked.rules:
        return []
    places = asked.content.bts_places
    if not places:
        return [asked.not_shown(code, _STATIONS)]
    rows = [_proposal(asked, place, number) for number, place in enumerate(places, 1)]
    names = ASKED | (OPERATOR_S if all(place.operators for place in places) else frozenset())
    table = run(rows, asked.around.context, asked.around.law, [one for one in CHECKS if one.code in names])
    found = []
    gaps: dict[str, Finding] = {}
    clear = 0
    for row, place in enumerate(places):
        told = [one for one in table[row] if one.outcome in _WEIGHT and one.missing != _CLASS]
        for one in told:
            if one.reservation is Reservation.OFFICE:
                gaps.setdefault(one.rule, one)
        against = [one for one in told if one.reservation in (Reservation.LEGAL, Reservation.CONDITION)]
        clear += not against
        if against:
            found.append(_of_place(asked, place, row, sorted(against, key=lambda one: _WEIGHT[one.outcome])))
    if gaps:
        found.append(_of_gaps(asked, list(gaps.values())))
    if clear:
        params = {"count": clear}
        found.append(asked.say(code, Outcome.PASS, "DSG-PLACES-FINE", params, measured=float(clear)))
    return found


def _of_gaps(asked: Asked, gaps: list[Finding]) -> DesignFinding:
    """Return what the office's data does not know of any of the places, said once."""
    missing = dict.fromkeys(part for one in gaps for part in (one.missing or "").split(";") if part)
    return asked.say(
        "DSG-02", Outcome.UNKNOWN, "DSG-PLACES-GAPS", {"rules": ", ".join(one.rule for one in gaps)},
        place=shapely.MultiPoint(list(asked.places)), kind=Reservation.OFFICE,
        missing=";".join(missing) or None, notes=tuple((one.code, one.params) for one in gaps),
    )  # fmt: skip


def _proposal(asked: Asked, place: BtsPlace, number: int) -> Proposal:
    return Proposal(
        sheet="",
        row=number,
        position=Position(place.geometry.x, place.geometry.y, accuracy_m=asked.content.accuracy_m),
        site_code=place.name,
        operator=place.operators[0] if place.operators else "",
        support=Support.ROOF if place.kind is BtsKind.ROOF else Support.GROUND,
        mast_height_m=place.height_m,
        building_height_m=place.building_m,
        urban=True if AreaKind.URBAN in asked.dossier.kinds else None,
    )


def _of_place(asked: Asked, place: BtsPlace, row: int, against: list[Finding]) -> DesignFinding:
    first = against[0]
    notes: tuple[Note, ...] = tuple((one.code, one.params) for one in against)
    if first.outcome is Outcome.FAIL:
        message = "DSG-PLACE-REFUSED"
    elif first.outcome is Outcome.CONSENT:
        message = "DSG-PLACE-CONSENT"
    else:
        message = "DSG-PLACE-OPEN"
    made = asked.say(
        "DSG-02", Outcome.REVIEW, message,
        {"name": place.name, "rules": ", ".join(one.rule for one in against)},
        place=asked.places[row], objects=(place.name,), notes=notes,
    )  # fmt: skip
    finding = made.finding
    finding.outcome = first.outcome  # by the law that was broken there, which is verified
    finding.source, finding.article = first.source, first.article
    finding.measured, finding.limit, finding.unit = first.measured, first.limit, first.unit
    finding.verified, finding.missing, finding.evidence = first.verified, first.missing, first.evidence
    finding.kind = None if first.outcome in (Outcome.FAIL, Outcome.CONSENT) else Reservation.CONDITION
    return made


def beside_homes(asked: Asked) -> list[DesignFinding]:
    """DSG-16: stations beside planned high-rises, where people will live in front of the antennas."""
    code = "DSG-16"
    if code not in asked.rules:
        return []
    high = np.array([plot.kind is PlotKind.HIGH_RISE for plot in asked.content.plots], dtype=bool)
    if not high.any() or not len(asked.places):
        return [asked.say(code, Outcome.NA, "DSG-NO-HIGH-RISES")]
    limit = asked.number(code, "radius_m")
    if limit.value is None:
        return [asked.unset(code, "radius_m")]
    homes, names = asked.plots[high], [plot.name for plot in asked.content.high_rises]
    found = []
    for place, point in zip(asked.content.bts_places, asked.places, strict=True):
        away = shapely.distance(homes, point)
        if place.kind is BtsKind.ROOF:
            away = np.where(away <= 0.0, np.inf, away)  # it stands on that one
        at = int(np.argmin(away))
        if away[at] + asked.slack_m < limit.value:
            found.append(
                asked.say(
                    code, Outcome.REVIEW, "DSG-BESIDE-HOMES",
                    {"name": place.name, "plot": names[at], "d": float(away[at]), "limit": limit.value},
                    measured=float(away[at]), limit=limit, place=shapely.shortest_line(point, homes[at]),
                    objects=(place.name, names[at]), kind=Reservation.CONDITION,
                )
            )  # fmt: skip
    return found or [asked.say(code, Outcome.PASS, "DSG-FAR-FROM-HOMES", {"limit": limit.value}, limit=limit)]


def public_ground(asked: Asked) -> list[DesignFinding]:
    """DSG-17: masts in parks, squares and on pavements are disguised, or lamp posts."""
    code = "DSG-17"
    if code not in asked.rules:
        return []
    if early := asked.before_duty(code):
        return [early]
    if not asked.content.shows(ThingKind.BTS):
        return [asked.not_shown(code, _STATIONS)]
    public = _on_public_ground(asked)
    bare = [
        at for at, place in enumerate(asked.content.bts_places) if place.kind is BtsKind.MAST and public[at]
    ]
    if not bare:
        return [asked.say(code, Outcome.PASS, "DSG-PUBLIC-GROUND-FINE")]
    names = [asked.content.bts_places[at].name for at in bare]
    return [
        asked.say(
            code, Outcome.REVIEW, "DSG-BARE-MAST", {"names": ", ".join(names)}, measured=float(len(bare)),
            place=shapely.MultiPoint(list(asked.places[bare])), objects=names,
        )
    ]  # fmt: skip


def _on_public_ground(asked: Asked) -> list[bool]:
    """Whether each place stands in a park or square, or within the area on no plot: on a street's land."""
    parks = [plot.kind is PlotKind.GREEN for plot in asked.content.plots]
    if not len(asked.plots):
        return [False] * len(asked.places)
    tree = shapely.STRtree(asked.plots)
    found = []
    for point in asked.places:
        held = tree.query(point, predicate="intersects").tolist()
        inside = asked.outline is not None and shapely.intersects(asked.outline, point)
        found.append(any(parks[at] for at in held) if held else bool(inside))
    return found
