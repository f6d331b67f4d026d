"""The desk's first page: what is due today, what is overdue, what waits for others, what is mine."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from registry.checks.engine import run
from registry.checks.spacing_neighbours import distances_m
from registry.checks.spacing_proposals import OPEN_PROPOSAL_CHECKS, OWN_LIST
from registry.model.findings import Finding, Outcome
from registry.model.requests.desk import Request, RequestState
from registry.model.requests.desk_records import Clock, Consultation, StateChange
from registry.model.working_days import WorkingDays
from registry.services.office.calendar import today as present_day
from registry.services.office.registry import Registry
from registry.services.office.working_days import calendar_of
from registry.services.requests.clock import clock_of, in_order
from registry.services.requests.opened import RequestFile
from registry.services.requests.reading import with_limit
from registry.store.office.operators import load_settings
from registry.store.requests import requests as store
from registry.store.requests.consultations import sent_consultations
from registry.store.requests.tables import request_states

WAITING = frozenset({RequestState.SUPPLEMENT, RequestState.CONSULTING})
SOON_DAYS = 2
BEHIND_M = 2_000.0
"""No two masts have to keep as much as that."""


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A request with its clock, how many rows it has, how many are decided, and their communes' codes.

    ``returned_on`` is the day on which the sender handed in what it was asked to supplement, and
    ``handed_back_on`` that on which a leader gave it back, as long as the request stands as it came back;
    ``opinions_on`` is the day of the last answer of the bodies that were asked, once none is out any more and
    as long as nothing was done after it: it lies with the office then.
    """

    request: Request
    clock: Clock
    rows: int
    decided: int
    waiting_since: dt.date | None
    communes: frozenset[str] = frozenset()
    returned_on: dt.date | None = None
    handed_back_on: dt.date | None = None
    opinions_on: dt.date | None = None

    @property
    def late(self) -> bool:
        """Whether the office is late with it today: not while its sender supplements, nor once it ended."""
        return self.clock.running and self.clock.overdue

    def told(self, organisation: str | None) -> int | None:
        """Return how many rows are decided, as the office (None) or the sender may know it.

        The sender is told of no decision before the letter is issued, and of none of what was withdrawn.
        """
        office = organisation is None or self.request.state is RequestState.ISSUED
        return self.decided if office else None

    @property
    def due_on(self) -> dt.date | None:
        """Return the day by which it is due; None while its sender supplements, since that day moves then."""
        return None if self.request.open and not self.clock.running else self.clock.due_on


@dataclass(frozen=True, slots=True)
class Queue:
    """Open requests, the most urgent first; one may stand in several lists.

    ``due_today`` and ``overdue`` are those that the office still has to answer; ``soon`` are due within two
    working days; ``waiting`` lie with the carrier or a consulted body that has not answered,
    ``with_leader`` with the leader; ``returned`` were supplemented by their sender and wait to be looked at
    again.
    """

    due_today: tuple[QueueItem, ...]
    overdue: tuple[QueueItem, ...]
    soon: tuple[QueueItem, ...]
    waiting: tuple[QueueItem, ...]
    with_leader: tuple[QueueItem, ...]
    mine: tuple[QueueItem, ...]
    all: tuple[QueueItem, ...]
    returned: tuple[QueueItem, ...] = ()

    @property
    def turn(self) -> tuple[QueueItem, ...]:
        """Return the officer's own that lie with him: neither with their sender nor with the leader."""
        elsewhere = (RequestState.SUPPLEMENT, RequestState.SUBMITTED)
        return tuple(item for item in self.mine if item.request.state not in elsewhere)

    @property
    def with_sender(self) -> tuple[QueueItem, ...]:
        """Return what its sender is asked to supplement."""
        return tuple(item for item in self.all if item.request.state is RequestState.SUPPLEMENT)

    @property
    def with_office(self) -> tuple[QueueItem, ...]:
        """Return what lies with the office or whom it asks, as its sender sees it."""
        return tuple(item for item in self.all if item.request.state is not RequestState.SUPPLEMENT)


def queue(
    registry: Registry, officer: str = "", today: dt.date | None = None, *, organisation: str | None = None
) -> Queue:
    """Return the queue of open requests on a day; with ``organisation`` that one's only."""
    day = today or present_day()
    items = sorted(
        (item for item in overview(registry, day, organisation=organisation) if item.request.open),
        key=lambda item: (item.clock.due_on or dt.date.max, item.request.received_on, item.request.number),
    )
    office = [item for item in items if item.request.state is not RequestState.SUPPLEMENT]
    return Queue(
        due_today=tuple(item for item in office if item.clock.due_on == day),
        overdue=tuple(item for item in office if item.late),
        soon=tuple(
            item
            for item in office
            if item.clock.left_days is not None
            and 0 <= item.clock.left_days <= SOON_DAYS
            and not item.clock.overdue
            and item.clock.due_on != day
        ),
        waiting=tuple(item for item in items if item.request.state in WAITING and item.opinions_on is None),
        with_leader=tuple(item for item in items if item.request.state is RequestState.SUBMITTED),
        mine=tuple(item for item in items if officer and item.request.officer == officer),
        all=tuple(items),
        returned=tuple(item for item in items if item.returned_on is not None),
    )


def next_for_leader(registry: Registry, after: str) -> tuple[QueueItem | None, int]:
    """Return the most urgent request that waits for the leader beside ``after``, and how many do."""
    waiting = [item for item in queue(registry).with_leader if item.request.id != after]
    return (waiting[0] if waiting else None), len(waiting)


def overview(
    registry: Registry,
    day: dt.date,
    *,
    organisation: str | None = None,
    calendar: WorkingDays | None = None,
) -> list[QueueItem]:
    """Return every request, open or not, with its clock on a day, the oldest first.

    ``calendar``: by other working days than the office's, to see what they would change.
    """
    with registry.database.read() as connection:
        settings = load_settings(connection)
        found = store.load_requests(connection, organisation=organisation)
        keys = [request.id for request in found]
        states = store.of_requests(connection, request_states, keys)
        decided = store.decided_counts(connection)
        communes = store.communes_of_requests(connection)
        asked = sent_consultations(connection)
    counted = calendar or calendar_of(settings)
    letters: defaultdict[str, list[Consultation]] = defaultdict(list)
    for one in asked:
        if one.kind == "letter":
            letters[one.request].append(one)
    items = []
    for request in found:
        limited = with_limit(registry, request, settings)
        entered = in_order(store.state_of(row) for row in states[request.id])
        clock = clock_of(limited, entered, counted, day)
        opinions = _opinions_on(request, entered, letters[request.id])
        waits = entered[-1].on_day if request.state in WAITING and opinions is None else None
        shown = replace(limited, due_on=clock.due_on)
        count = decided.get((request.id, request.list_version), 0)
        there = frozenset(communes.get(request.id, ()))
        back, handed = _returned_on(request, entered), handed_back(request, entered)
        handed_on = handed.on_day if handed is not None else None
        items.append(
            QueueItem(shown, clock, request.list_rows, count, waits, there, back, handed_on, opinions)
        )
    return items


def _returned_on(request: Request, entered: Sequence[StateChange]) -> dt.date | None:
    """Return the day on which a request came back from its sender that stands as it came back."""
    came_back = len(entered) > 1 and entered[-2].state is RequestState.SUPPLEMENT
    return entered[-1].on_day if came_back and request.state is RequestState.APPRAISING else None


def _opinions_on(
    request: Request, entered: Sequence[StateChange], letters: Sequence[Consultation]
) -> dt.date | None:
    """Return the day of the last answer of a request that waited for bodies, each of which has answered.

    A request whose answers came in before its state moved with the last of them stands as consulting still.
    """
    waited = len(entered) > 1 and entered[-2].state is RequestState.CONSULTING
    here = request.state is RequestState.CONSULTING or (waited and request.state is RequestState.APPRAISING)
    days = [one.answered_on for one in letters if one.outcome]
    if not here or len(days) < len(letters):
        return None
    return max((day for day in days if day is not None), default=None)


def handed_back(request: Request, entered: Sequence[StateChange]) -> StateChange | None:
    """Return how a leader handed a request back that stands as it was handed back, with the reason."""
    was_there = len(entered) > 1 and entered[-2].state is RequestState.SUBMITTED
    return entered[-1] if was_there and request.open else None


def last_handed_back(entered: Sequence[StateChange]) -> StateChange | None:
    """Return how a leader last handed a request back, with the reason, whatever happened since."""
    back = [
        after
        for before, after in pairwise(entered)
        if before.state is RequestState.SUBMITTED and after.state is RequestState.DRAFT
    ]
    return back[-1] if back else None


def clashes_in(file: RequestFile) -> Counter[str]:
    """Return the numbers of other open requests whose rows lie near this one's, and how many rows do.

    None for one that is over: its findings are of the day on which it was issued, what was open then need not
    be so now.
    """
    found: Counter[str] = Counter()
    behind = behind_own_rows(file)
    for row in file.rows if file.request.open else ():
        for finding in (*row.clashes, *behind.get(row.index, ())):
            _row, _, number = str(finding.params.get("code", "")).partition(" · ")
            if number.endswith("/HS-VT") and number != file.request.number:
                found[number] += 1
    return found


def behind_own_rows(file: RequestFile) -> dict[int, list[Finding]]:
    """Return, by row, the clash with another request's proposal where a row of the same list is nearer.

    Of all that lie too near a row its finding names the nearest, which its own list's other rows are first.
    Only the office is told: what another has asked for is not its sender's to know.
    """
    judged = file.appraisal
    if judged is None or not file.request.open or not len(judged.context.open_proposals):
        return {}
    context = judged.context
    found = {}
    for row in file.rows:
        at = row.proposal.position
        if at.lon is None or at.lat is None or not any(one.params.get(OWN_LIST) for one in row.clashes):
            continue
        lon, lat = np.full(len(context.open_proposals), at.lon), np.full(len(context.open_proposals), at.lat)
        away_m = distances_m(lon, lat, context.open_proposals.lon, context.open_proposals.lat)
        if away_m.min() > BEHIND_M + at.accuracy_m:
            continue
        (alone,) = run([row.proposal], context, judged.law, OPEN_PROPOSAL_CHECKS)
        if clashes := [one for one in alone if one.outcome is Outcome.REVIEW]:
            found[row.index] = clashes
    return found
