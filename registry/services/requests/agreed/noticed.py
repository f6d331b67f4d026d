"""What a notice of commencement is about: the position agreed to, by which letter, on what conditions.

The letter is the office's own, so nobody is asked to hand it in again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from registry.geo.distances import geodesic_m
from registry.messages import Words, number
from registry.model.requests.conditions import Before
from registry.model.requests.desk import Request, RequestKind, RequestState
from registry.model.requests.desk_records import Approval
from registry.model.requests.matters import Matter, Weight
from registry.model.requests.proposals import Proposal
from registry.model.site_codes import plain_code
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.office.time_limits import limit_code, limits_with
from registry.services.requests.agreed.agreed_rows import agreed_as
from registry.services.requests.conditions.owed import FollowedCondition, followed
from registry.services.requests.taken import Place, Spots, taken_now
from registry.store.office.operators import load_settings
from registry.store.requests.requests import get_request, named_rows

AGREED, UNMET, OTHER = "MATTER-NOTICED", "MATTER-NOTICED-UNMET", "MATTER-NOTICED-OTHER"
_HEIGHTS = (
    ("mast_height_m", "chiều cao cột", "mast height"),
    ("building_height_m", "chiều cao nhà", "building height"),
    ("top_agl_m", "đỉnh cao nhất trên mặt đất", "top above ground"),
)
_SAME_M = 0.05
"""Metres: heights are written to a tenth."""
PAPER = "position"
"""The paper of a notice's dossier that is the office's own letter."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """The agreed position of a notice's row, with its conditions to be met before the notice that are not.

    ``other`` says what the notice states otherwise than was agreed to, in words.
    """

    place: Place
    unmet: tuple[FollowedCondition, ...] = ()
    other: tuple[Words, ...] = ()

    @property
    def matters(self) -> list[Matter]:
        """Return all that is said of it: by what it was agreed, and what the notice states otherwise."""
        if not self.other:
            return [self.matter]
        place = self.place
        said = {
            "decision": place.decision,
            "day": place.agreed_on,
            "facts": Words("; ".join(one.vi for one in self.other), "; ".join(one.en for one in self.other)),
        }
        holders = (place.held_by, place.operator)
        return [self.matter, Matter(OTHER, place.approval, Weight.ASKS, params=said, holders=holders)]

    @property
    def matter(self) -> Matter:
        """Return what is said of it; conditions that are not met want the officer's word."""
        place = self.place
        said = {
            "code": place.code or "–",
            "request": place.number,
            "decision": place.decision,
            "day": place.agreed_on,
            "count": len(self.unmet),
            "conditions": "; ".join(one.condition.text.rstrip(".") for one in self.unmet),
        }
        code, weight = (UNMET, Weight.ASKS) if self.unmet else (AGREED, Weight.SAYS)
        return Matter(code, place.approval, weight, params=said, holders=(place.held_by, place.operator))


def noticed(registry: Registry, kind: RequestKind, proposals: Sequence[Proposal]) -> dict[int, Noticed]:
    """Return the agreed positions that a notice's rows are about, by the rows' indices; of others nothing.

    A row is about the position of its operator under its code, else about one that cannot be told from its
    own place; of several about the one that was agreed to last.
    """
    if kind is not RequestKind.COMMENCEMENT:
        return {}
    taken = taken_now(registry)
    near = taken.near(Spots(proposals, range(len(proposals)), registry.settings.metric_epsg))
    found: dict[int, Place] = {}
    for at, row in enumerate(proposals):
        own = [
            place
            for place in (*taken.coded(row.operator, row.site_code), *near.get(at, ()))
            if place.decision and place.operator == row.operator
        ]
        if own:
            code = plain_code(row.site_code)
            found[at] = max(own, key=lambda one: (plain_code(one.code) == code, str(one.agreed_on)))
    if not found:
        return {}
    owed: dict[str, list[FollowedCondition]] = {}
    for one in followed(registry):
        if one.condition.step is Before.COMMENCEMENT:
            owed.setdefault(one.approval, []).append(one)
    wanted: dict[str, list[str]] = {}
    for place in found.values():
        if place.approval:
            wanted.setdefault(place.request, []).append(place.approval)
    agreed = agreed_as(registry, wanted)
    with registry.database.read() as connection:
        law = limits_with(registry, load_settings(connection), today())
    note_m = law.rules[limit_code("as-built")].threshold("note_m").value or 0.0
    return {
        at: Noticed(
            place,
            tuple(owed.get(place.approval, ())),
            (*_moved(proposals[at], place, note_m), *stated_otherwise(proposals[at], agreed[place.approval]))
            if place.approval in agreed
            else (),
        )
        for at, place in found.items()
    }


def _moved(notice: Proposal, agreed: Place, note_m: float) -> tuple[Words, ...]:
    """Return in words how far a notice's place is from the agreed one, where a mast built there would be off.

    Whoever changes a position has the plan changed first (QĐ 72/2025 Điều 15(7)b).
    """
    place = notice.position
    if place.lon is None or place.lat is None:
        return ()
    off_m = float(geodesic_m(agreed.lon, agreed.lat, place.lon, place.lat))
    if off_m <= max(note_m, place.accuracy_m):
        return ()
    return (
        Words(
            f"vị trí cách nơi đã thống nhất {number(off_m)} m",
            f"position {number(off_m, lang='en')} m from the one agreed to",
        ),
    )


def stated_otherwise(row: Proposal, agreed: Proposal) -> tuple[Words, ...]:
    """Return in words what both state and the row states otherwise; what one leaves out says nothing."""
    found = []
    if row.mast_class and agreed.mast_class and row.mast_class is not agreed.mast_class:
        found.append(
            Words(
                f"loại cột {row.mast_class}, đã thống nhất {agreed.mast_class}",
                f"class {row.mast_class}, agreed to {agreed.mast_class}",
            )
        )
    for name, vi, en in _HEIGHTS:
        here, there = getattr(row, name), getattr(agreed, name)
        if here is not None and there is not None and abs(here - there) >= _SAME_M:
            found.append(
                Words(
                    f"{vi} {number(here)} m, đã thống nhất {number(there)} m",
                    f"{en} {number(here, lang='en')} m, agreed to {number(there, lang='en')} m",
                )
            )
    return tuple(found)


def notices_of(registry: Registry, position: Approval) -> list[Request]:
    """Return the notices of commencement that name an agreed position's code, the newest first.

    They came after the letter that agreed to it and are not withdrawn.
    """
    code = plain_code(position.code)
    if not code:
        return []
    with registry.database.read() as connection:
        holder = get_request(connection, position.request).organisation
        naming = dict.fromkeys(
            row.request
            for row in named_rows(connection, organisation=holder)
            if row.operator == position.operator and plain_code(row.site_code) == code
        )
        found = [get_request(connection, one) for one in naming]
    return [
        one
        for one in found
        if one.kind is RequestKind.COMMENCEMENT
        and one.state is not RequestState.WITHDRAWN
        and one.received_on >= position.approved_on
    ]


def own_papers(found: Iterable[Noticed | None], filer: str) -> dict[str, tuple[str, ...]]:
    """Return the papers of a notice's dossier that the office wrote itself, by their codes, with its numbers.

    ``found`` holds what each row is about. The letter is there where it is known of every row, to its filer.
    """
    rows = list(found)
    letters = [one.place.decision for one in rows if one is not None and one.matter.seen_by(filer)]
    complete = bool(letters) and len(letters) == len(rows)
    return {PAPER: tuple(dict.fromkeys(letters))} if complete else {}
