"""Alternatives (thay vào đó): what a row that cannot be agreed could do instead, in the reader's words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from registry.errors import RefusalError
from registry.geo.distances import azimuth_words
from registry.messages import Language, render
from registry.model.areas import Layer
from registry.model.findings import Finding, Outcome, Verdict
from registry.model.people import Person
from registry.model.positions import Position
from registry.model.requests.proposals import Proposal
from registry.services.appraise.appraise_list import Appraisal
from registry.services.appraise.asked_spots import spot_of, withheld
from registry.services.appraise.finding_texts import sentence
from registry.services.appraise.told_places import told_place
from registry.services.office.registry import Registry
from registry.services.register.mask_secret import handle, shifted
from registry.services.register.masking import class_of, masked, without_zones
from registry.siting.changes import Change, smallest_changes
from registry.siting.hosts import Host, hosts_near
from registry.siting.judging import remaining
from registry.siting.nearest import RADIUS_M, Move, Search, nearest_place

MIN_RADIUS_M, MAX_RADIUS_M = 10.0, 5_000.0
LISTED_NEAR_DEG = 0.07  # further rows of a list, some 7 km away, do not touch a place within the radius
SHOWN_FOR = (Verdict.REFUSE, Verdict.CANNOT_ASSESS)


@dataclass(frozen=True, slots=True)
class Alternatives:
    """How the search for a place ended, the place, the changes that pass where it stands, and hosts."""

    radius_m: float
    search: Search
    move: Move | None
    changes: list[Change]
    hosts: list[Host]
    needed: bool  # the row as it is cannot be agreed
    secret: bytes = field(default=b"", repr=False)  # by which distances to others' masts are shifted
    told: bool = False  # the place is one that an outsider is told, not the nearest
    untold: bool = False  # a place was found that an outsider is not told
    withheld: bool = False  # the asker's budget for the day is used up


def alternatives_for(
    appraisal: Appraisal, row: int, *, radius_m: float = RADIUS_M, named: Collection[str] = ()
) -> Alternatives:
    """Return what the row (its index in the list) could do instead, within ``radius_m`` metres.

    Judged by the day, register and law of the appraisal, among the other rows of its list. Masts ``named``
    by their codes are among the hosts, however many others there are. A RefusalError names a row that is
    not there, or a radius that makes no sense.
    """
    if not 0 <= row < len(appraisal.rows):
        raise RefusalError("APPRAISAL-ROW-NOT-FOUND", row=row + 1, rows=len(appraisal.rows))
    _check_radius(radius_m)
    item = appraisal.rows[row]
    around = _around(appraisal, row)
    context, law = appraisal.context, appraisal.law
    search, move = nearest_place(item.proposal, around, context, law, radius_m=radius_m, before=item.findings)
    broken = _failing(item.findings)
    if move is not None and search is Search.FOUND and broken and broken <= _failing(move.findings):
        search, move = Search.HERE, None  # nothing that fails here passes there: no reason to leave
    return Alternatives(
        radius_m=radius_m,
        search=search,
        move=move,
        changes=smallest_changes(item.proposal, around, context, law, before=item.findings),
        hosts=hosts_near(item.proposal, context, law, radius_m=radius_m, named=named),
        needed=item.verdict in SHOWN_FOR,
        secret=context.mask_secret,
    )


def alternatives_seen(
    registry: Registry, person: Person, appraisal: Appraisal, row: int, *, radius_m: float = RADIUS_M
) -> Alternatives:
    """Return what a person may learn of a row's alternatives, from the list's appraisal in full.

    For outsiders the radius is RADIUS_M (which masts lie within a chosen one would place them), the hosts of
    others are those that the row's own findings call too near, and the place is one that
    ``registry.services.appraise.told_places`` chose. Both the row and that place count against the day's
    budget.
    """
    if person.sees_all:
        return alternatives_for(appraisal, row, radius_m=radius_m)
    _check_radius(radius_m)
    if not 0 <= row < len(appraisal.rows) or not appraisal.rows[row].proposal.position.known:
        return alternatives_for(appraisal, row)
    item, viewer = appraisal.rows[row], person.organisation
    spot = spot_of(item.findings, item.proposal.position, viewer)
    near = {code for code, _, _ in spot.hits}
    found = alternatives_for(appraisal, row, named=near)
    if withheld(registry, person, [spot], appraisal.file_name)[0]:
        return replace(
            found, search=Search.UNPROVEN, move=None, changes=[], hosts=[], needed=False, withheld=True
        )
    hosts = [host for host in found.hosts if viewer in host.operators or host.code in near]
    move = None
    if found.search is Search.FOUND and found.move is not None:
        move = told_place(item, found.move, _around(appraisal, row), appraisal)
        if move is not None:
            at = Position(move.lon, move.lat)
            there = spot_of(move.findings, at, viewer)
            if withheld(registry, person, [there], appraisal.file_name)[0]:
                move = None
    untold = found.search is Search.FOUND and move is None
    search = Search.UNPROVEN if untold else found.search
    return replace(found, search=search, move=move, hosts=hosts, told=move is not None, untold=untold)


def _failing(findings: Iterable[Finding]) -> set[str]:
    """Return the rules that findings say are broken."""
    return {item.rule for item in findings if item.outcome is Outcome.FAIL}


def _around(appraisal: Appraisal, row: int) -> list[Proposal]:
    """Return the other rows of the list that touch a place within the radius."""
    here = appraisal.rows[row].proposal
    return [
        other.proposal
        for index, other in enumerate(appraisal.rows)
        if index != row and _near(here, other.proposal)
    ]


def _check_radius(radius_m: float) -> None:
    if not MIN_RADIUS_M <= radius_m <= MAX_RADIUS_M:
        raise RefusalError("ALT-RADIUS", radius=radius_m, least=MIN_RADIUS_M, most=MAX_RADIUS_M)


def _near(one: Proposal, other: Proposal) -> bool:
    here, there = one.position, other.position
    if here.lon is None or here.lat is None or there.lon is None or there.lat is None:
        return False
    return max(abs(here.lon - there.lon), abs(here.lat - there.lat)) <= LISTED_NEAR_DEG


def alternatives_json(
    found: Alternatives,
    lang: Language = "vi",
    viewer: str | None = None,
    *,
    hidden: Collection[Layer] = (),
) -> dict[str, Any]:
    """Return the alternatives as the page shows them; with ``viewer`` (an operator, "" public) masked.

    What is said of zones of ``hidden`` layers is left out.

    Masked, other operators' masts are without code and place, with the class of their distance only. What is
    masked comes from ``alternatives_seen``: the place that the search found lies on the edge of a circle.
    """
    return {
        "needed": found.needed,
        "radius": found.radius_m,
        "search": found.search.value,
        "message": _message(found, lang),
        "move": _move(found, lang, viewer, hidden),
        "changes": [_change(change, lang, viewer, hidden, found.secret) for change in found.changes],
        "hosts": [_host(host, lang, viewer, found.secret) for host in found.hosts],
        "withheld": found.withheld,
    }


def _message(found: Alternatives, lang: Language) -> str:
    code = {
        Search.FOUND: "ALT-TOLD" if found.told else "ALT-FOUND",
        Search.HERE: "ALT-HERE",
        Search.NONE: "ALT-NONE",
        Search.UNPROVEN: "ALT-NONE-UNPROVEN",
        Search.NO_POSITION: "ALT-NO-POSITION",
        Search.NO_KIND: "ALT-NO-KIND",
        Search.STANDS: "ALT-STANDS",
    }[found.search]
    if (
        found.search is Search.FOUND
        and found.move is not None
        and not (found.move.strict and found.move.clear)
    ):
        code = "ALT-TOLD-LOOSE" if found.told else "ALT-FOUND-LOOSE"
    if found.withheld:
        code = "SPC-WITHHELD"
    elif found.untold:
        code = "ALT-NOT-TOLD"
    return render(code, {"radius": found.radius_m}, lang)


def _move(
    found: Alternatives, lang: Language, viewer: str | None, layers: Collection[Layer]
) -> dict[str, Any] | None:
    move, secret = found.move, found.secret
    if move is None or found.search is not Search.FOUND:
        return None
    hidden = viewer is not None
    distance = move.distance_m
    wind = azimuth_words(move.azimuth_deg, lang)
    return {
        "at": None if hidden else [move.lon, move.lat],
        "distance": distance,
        "azimuth": None if hidden else round(move.azimuth_deg, 1),
        "text": render("ALT-MOVE", {"distance": distance, "direction": wind}, lang),
        "verdict": move.verdict.value,
        "remaining": _remaining(move.findings, lang, viewer, layers, secret),
    }


def _remaining(
    findings: list[Finding], lang: Language, viewer: str | None, layers: Collection[Layer], secret: bytes
) -> list[dict[str, str]]:
    left = without_zones(remaining(findings), layers)
    shown = left if viewer is None else masked(left, viewer, secret=secret)
    return [
        {"rule": item.rule, "outcome": item.outcome.value, "message": sentence(item, lang)} for item in shown
    ]


def _change(
    change: Change, lang: Language, viewer: str | None, layers: Collection[Layer], secret: bytes
) -> dict[str, Any]:
    height, mast_class = change.mast_height_m, change.mast_class
    if height is not None and mast_class is not None:
        text = render("ALT-LOWER-AND-CLASS", {"height": height, "mast_class": mast_class.value}, lang)
    elif height is not None:
        text = render("ALT-LOWER", {"height": height}, lang)
    else:
        text = render("ALT-CLASS", {"mast_class": mast_class.value if mast_class else ""}, lang)
    return {
        "text": text,
        "height": height,
        "class": mast_class.value if mast_class else None,
        "verdict": change.verdict.value,
        "remaining": _remaining(change.findings, lang, viewer, layers, secret),
    }


def _host(host: Host, lang: Language, viewer: str | None, secret: bytes) -> dict[str, Any]:
    hidden = viewer is not None and (viewer == "" or viewer not in host.operators)
    return {
        "code": None if hidden else host.code,
        "handle": handle(secret, host.code),
        "at": None if hidden else [round(host.lon, 6), round(host.lat, 6)],
        "distance": None if hidden else host.distance_m,
        "text": _away(host, lang, secret if hidden else None),
        "top": None if hidden else host.top_agl_m,
        "height": None if hidden else host.mast_height_m,
        "class": None if hidden else host.mast_class,
        "owner": None if hidden else host.owner,
        "operators": list(host.operators),
        "own": host.own,
        "doubts": [render(code, {}, lang) for code in ([] if hidden else host.doubts)],
        "verdict": host.verdict.value,
    }


def _away(host: Host, lang: Language, secret: bytes | None) -> str:
    if secret is not None:
        near = class_of(shifted(host.distance_m, host.code, secret))
        return render("HOST-NEAR", {"near": near}, lang)
    direction = azimuth_words(host.azimuth_deg, lang)
    return render("HOST-AT", {"distance": host.distance_m, "direction": direction}, lang)
