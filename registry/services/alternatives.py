"""Alternatives (thay vào đó): what a row that cannot be agreed could do instead, in the reader's words."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from registry.errors import RefusalError
from registry.geo.distances import azimuth_words
from registry.messages import Language, render
from registry.model.areas import Layer
from registry.model.findings import Finding, Verdict
from registry.model.requests import Proposal
from registry.services.appraise_list import Appraisal
from registry.services.finding_words import sentence
from registry.services.masking import masked, nearest_ten, without_zones
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


def alternatives_for(appraisal: Appraisal, row: int, *, radius_m: float = RADIUS_M) -> Alternatives:
    """Return what the row (its index in the list) could do instead, within ``radius_m`` metres.

    Judged by the day, register and law of the appraisal, among the other rows of its list. A RefusalError
    names a row that is not there, or a radius that makes no sense.
    """
    if not 0 <= row < len(appraisal.rows):
        raise RefusalError("APPRAISAL-ROW-NOT-FOUND", row=row + 1, rows=len(appraisal.rows))
    if not MIN_RADIUS_M <= radius_m <= MAX_RADIUS_M:
        raise RefusalError("ALT-RADIUS", radius=radius_m, least=MIN_RADIUS_M, most=MAX_RADIUS_M)
    item = appraisal.rows[row]
    around = [
        other.proposal
        for index, other in enumerate(appraisal.rows)
        if index != row and _near(item.proposal, other.proposal)
    ]
    context, law = appraisal.context, appraisal.law
    search, move = nearest_place(item.proposal, around, context, law, radius_m=radius_m, before=item.findings)
    return Alternatives(
        radius_m=radius_m,
        search=search,
        move=move,
        changes=smallest_changes(item.proposal, around, context, law, before=item.findings),
        hosts=hosts_near(item.proposal, context, law, radius_m=radius_m),
        needed=item.verdict in SHOWN_FOR,
    )


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

    Masked, other operators' masts are without code and place and at 10 m steps, and so is the place found,
    because its exact position tells where the masts around it stand.
    """
    return {
        "needed": found.needed,
        "radius": found.radius_m,
        "search": found.search.value,
        "message": _message(found, lang),
        "move": _move(found.move, lang, viewer, hidden) if found.search is Search.FOUND else None,
        "changes": [_change(change, lang, viewer, hidden) for change in found.changes],
        "hosts": [_host(host, lang, viewer) for host in found.hosts],
    }


def _message(found: Alternatives, lang: Language) -> str:
    code = {
        Search.FOUND: "ALT-FOUND",
        Search.HERE: "ALT-HERE",
        Search.NONE: "ALT-NONE",
        Search.UNPROVEN: "ALT-NONE-UNPROVEN",
        Search.NO_POSITION: "ALT-NO-POSITION",
        Search.NO_KIND: "ALT-NO-KIND",
    }[found.search]
    if (
        found.search is Search.FOUND
        and found.move is not None
        and not (found.move.strict and found.move.clear)
    ):
        code = "ALT-FOUND-LOOSE"
    return render(code, {"radius": found.radius_m}, lang)


def _move(
    move: Move | None, lang: Language, viewer: str | None, layers: Collection[Layer]
) -> dict[str, Any] | None:
    if move is None:
        return None
    hidden = viewer is not None
    distance = nearest_ten(move.distance_m) if hidden else move.distance_m
    wind = azimuth_words(move.azimuth_deg, lang)
    return {
        "at": None if hidden else [move.lon, move.lat],
        "distance": distance,
        "azimuth": None if hidden else round(move.azimuth_deg, 1),
        "text": render("ALT-MOVE", {"distance": distance, "direction": wind}, lang),
        "verdict": move.verdict.value,
        "remaining": _remaining(move.findings, lang, viewer, layers),
    }


def _remaining(
    findings: list[Finding], lang: Language, viewer: str | None, layers: Collection[Layer]
) -> list[dict[str, str]]:
    left = without_zones(remaining(findings), layers)
    shown = left if viewer is None else masked(left, viewer)
    return [
        {"rule": item.rule, "outcome": item.outcome.value, "message": sentence(item, lang)} for item in shown
    ]


def _change(change: Change, lang: Language, viewer: str | None, layers: Collection[Layer]) -> dict[str, Any]:
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
        "remaining": _remaining(change.findings, lang, viewer, layers),
    }


def _host(host: Host, lang: Language, viewer: str | None) -> dict[str, Any]:
    hidden = viewer is not None and (viewer == "" or viewer not in host.operators)
    return {
        "code": None if hidden else host.code,
        "at": None if hidden else [round(host.lon, 6), round(host.lat, 6)],
        "distance": nearest_ten(host.distance_m) if hidden else host.distance_m,
        "text": _away(host, lang, hidden=hidden),
        "top": None if hidden else host.top_agl_m,
        "height": None if hidden else host.mast_height_m,
        "class": None if hidden else host.mast_class,
        "owner": None if hidden else host.owner,
        "operators": list(host.operators),
        "doubts": [render(code, {}, lang) for code in ([] if hidden else host.doubts)],
        "verdict": host.verdict.value,
    }


def _away(host: Host, lang: Language, *, hidden: bool) -> str:
    if hidden:
        return render("HOST-AWAY", {"distance": nearest_ten(host.distance_m)}, lang)
    direction = azimuth_words(host.azimuth_deg, lang)
    return render("HOST-AT", {"distance": host.distance_m, "direction": direction}, lang)
