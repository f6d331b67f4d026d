"""What is on for the duty officer at a moment (ca trực): storms, letters, reports, incidents, weak masts.

Everything is derived on every look, so that nothing goes stale over a night. When nothing is on, it says what
to prepare instead. What is not known is said to be so: silence is no good news.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from registry.model.field.defects import STANDING_DEFECTS, Defect
from registry.model.findings import Outcome
from registry.model.outages.outages import OutageEvent
from registry.model.people import Person, Role
from registry.model.standing import CommuneRobust
from registry.model.storm.storm_records import (
    Bulletin,
    OrderKind,
    OrderState,
    StormOrder,
    StormRecord,
    StormState,
)
from registry.services.field.defects import list_defects
from registry.services.office.calendar import now as present_moment
from registry.services.office.letters.letterhead import addressees
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import list_accounts
from registry.services.outages.board import board_of
from registry.services.outages.board_view import Board, CarrierRow
from registry.services.outages.events import events
from registry.services.outages.incidents import IncidentLine
from registry.services.outages.mailbox.fates import count_waiting
from registry.services.storm.answers import progress_of
from registry.services.storm.exposure import storm_masts
from registry.services.storm.file import StormFile
from registry.services.storm.hazards.letters_now import WarningLetters, warning_letters
from registry.services.storm.land_gusts import land_gusts_of
from registry.services.storm.network_now import left_open
from registry.services.storm.orders import POWER, list_orders
from registry.services.storm.storm_clock import OVER
from registry.services.storm.storms import get_storm, list_storms, text_of
from registry.services.storm.two_lists import TwoLists
from registry.store.office.operators import load_operators, load_settings
from registry.storm.exposure import StormExposure
from registry.storm.next_bulletin import NextBulletin, is_last, next_bulletin
from registry.storm.outage_deadlines import UNFINISHED

HEARD_WITHIN = dt.timedelta(days=7)
"""So long after a storm the letters that it is over are asked after."""


@dataclass(frozen=True, slots=True)
class WeakMast:
    """A defect that stands on a mast in the storm's list of those that may fall, with its place there."""

    rank: int
    defect: Defect


@dataclass(frozen=True, slots=True)
class StormOnWatch:
    """A storm that is watched. ``coming`` is None once its track is over and after the ``last`` bulletin (the
    one in use says so); ``issued`` where it is not stated.

    ``reached`` masts have strong gusts in the whole storm, ``to_come`` of them still; the warning singles out
    ``flagged`` of the latter; ``exposure`` also says where its track ends before it, so that more may come.
    ``drafts`` are letters of the bulletin in use that were not sent, ``outdated`` those of an older one,
    whose masts and hours hold no more; ``silent`` those sent that nobody acknowledged, the longest waiting
    first; ``undrafted``: strong gusts are to come, and no letter of the newest bulletin was drafted.
    ``weak`` are standing defects on the masts that it reaches, the most exposed first. ``land_gusts``: what
    the bulletin in use says of gusts on land that its track does not bring.
    """

    storm: StormRecord
    bulletin: Bulletin
    issued: dt.datetime | None
    coming: NextBulletin | None
    last: bool
    reached: int
    flagged: int
    to_come: int
    exposure: StormExposure
    undrafted: bool
    drafts: tuple[StormOrder, ...]
    outdated: tuple[StormOrder, ...]
    silent: tuple[StormOrder, ...]
    weak: tuple[WeakMast, ...]
    land_gusts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventOnWatch:
    """An open event of outages: its board, and the incidents of it that are not finished."""

    board: Board
    incidents: tuple[IncidentLine, ...]

    @property
    def event(self) -> OutageEvent:
        """The event."""
        return self.board.event

    @property
    def doubtful(self) -> list[CarrierRow]:
        """Carriers with rows in their reports that nobody has made out yet."""
        return [row for row in self.board.carriers if row.waiting]


@dataclass(frozen=True, slots=True)
class Shift:
    """What is on at ``now``. ``farewells`` are drafts of letters that a storm is over, of storms closed;
    ``unheard`` those sent within ``HEARD_WITHIN`` that nobody acknowledged.

    ``left`` are incidents that are not finished though their event was ended. ``mail`` files of the outage
    reports' mailbox wait for somebody who says whose they are. ``warned`` are the warnings of rain, flood and
    landslide that count or are to come, with their letters.
    """

    now: dt.datetime
    storms: tuple[StormOnWatch, ...]
    farewells: tuple[StormOrder, ...]
    events: tuple[EventOnWatch, ...]
    left: tuple[IncidentLine, ...] = ()
    mail: int = 0
    unheard: tuple[StormOrder, ...] = ()
    warned: tuple[WarningLetters, ...] = ()

    @property
    def quiet(self) -> bool:
        """Whether nothing is on."""
        on = self.storms or self.events or self.warned
        return not (on or self.farewells or self.unheard or self.left or self.mail)


@dataclass(frozen=True, slots=True)
class Preparation:
    """What to have ready before a storm; None where it is not known.

    ``power_named``: the office named the power company; ``without_account``: operators whose lists are
    awaited and nobody of whom can sign in; ``no_design``/``masts``: masts without any design wind, of all;
    ``no_robust``: communes without a robust station, by the rule of the obligations; ``robust_unknown``:
    where that is not known, those without a mast among them; ``overdue``: defects past their deadline.
    """

    power_named: bool
    without_account: tuple[str, ...]
    masts: int
    no_design: int
    no_robust: int
    robust_unknown: int
    overdue: int


def shift_of(
    registry: Registry,
    lists_of: Callable[[StormFile], TwoLists],
    *,
    person: Person,
    now: dt.datetime | None = None,
) -> Shift:
    """Return what is on; ``lists_of`` gives a storm's two lists (kept by who shows them)."""
    moment = now or present_moment()
    storms = list_storms(registry)
    watched = [item for item in storms if item.state is StormState.OPEN]
    closed = {item.id for item in storms} - {item.id for item in watched}
    standing = list_defects(registry, person=person, states=sorted(STANDING_DEFECTS)) if watched else []
    ends = [
        order
        for order in (list_orders(registry) if closed else [])
        if order.storm in closed and order.kind is OrderKind.STAND_DOWN
    ]
    boards = [board_of(registry, event.id, now=moment) for event in events(registry) if event.open]
    return Shift(
        now=moment,
        storms=tuple(
            _on_watch(registry, get_storm(registry, item.id), lists_of, standing, moment) for item in watched
        ),
        farewells=tuple(order for order in ends if order.state is OrderState.DRAFT),
        events=tuple(
            EventOnWatch(board, tuple(line for line in board.happened if line.clock.standing in UNFINISHED))
            for board in boards
        ),
        left=left_open(registry, moment),
        mail=count_waiting(registry),
        unheard=tuple(_unheard(ends, moment)),
        warned=warning_letters(registry, moment),
    )


def preparation(registry: Registry, communes: Iterable[CommuneRobust], *, person: Person) -> Preparation:
    """Return what to have ready before a storm; ``communes``: as the obligations judge them."""
    masts = storm_masts(registry)
    with registry.database.read() as connection:
        named = bool(addressees(load_settings(connection)).get(POWER, ""))
        awaited = [item for item in load_operators(connection) if item.awaited]
    able = {
        item.organisation for item in list_accounts(registry) if item.active and Role.CARRIER in item.roles
    }
    robust = Counter(item.outcome for item in communes)
    return Preparation(
        power_named=named,
        without_account=tuple(item.name for item in awaited if item.code not in able),
        masts=len(masts),
        no_design=int(np.isnan(masts.design_ms).sum()),
        no_robust=robust[Outcome.FAIL],
        robust_unknown=robust[Outcome.UNKNOWN],
        overdue=len(list_defects(registry, person=person, overdue=True)),
    )


def _on_watch(
    registry: Registry,
    file: StormFile,
    lists_of: Callable[[StormFile], TwoLists],
    standing: Sequence[Defect],
    now: dt.datetime,
) -> StormOnWatch:
    track, lists = file.track, lists_of(file)
    ahead = len(lists.exposure.to_come.reached)
    issued = track.issued_at or max((item.at for item in track.points if not item.forecast), default=None)
    over = track.points[-1].at + OVER < now
    orders = [item.order for item in progress_of(registry, file.storm.id)]
    letters = [item for item in orders if item.kind is not OrderKind.STAND_DOWN]
    text = text_of(registry, file.current)
    last = not over and issued is not None and is_last(text, issued)
    unsent = [item for item in orders if item.waits(file.storm.state)]  # no end of what is watched again
    return StormOnWatch(
        storm=file.storm,
        bulletin=file.current,
        issued=issued,
        coming=None if over or last or issued is None else next_bulletin(text, issued),
        last=last,
        reached=len(lists),
        flagged=_flagged_ahead(lists),
        to_come=ahead,
        exposure=lists.exposure,
        undrafted=ahead > 0 and all(item.bulletin != file.current.id for item in letters),
        drafts=tuple(item for item in unsent if item.bulletin == file.current.id),
        outdated=tuple(item for item in unsent if item.bulletin != file.current.id),
        silent=tuple(_silent(letters)),
        weak=tuple(_weak(lists, standing)),
        land_gusts=land_gusts_of(registry, file, lists.exposure, now),
    )


def _flagged_ahead(lists: TwoLists) -> int:
    """Return how many masts that the warning singles out have strong gusts still to come."""
    ahead = lists.exposure.masts.structure_ids[lists.exposure.to_come.reached]
    return len(lists.flagged.intersection(ahead.tolist()))


def _unheard(ends: Sequence[StormOrder], now: dt.datetime) -> list[StormOrder]:
    """Return the letters of the end of each storm without an acknowledgement, of those sent lately."""
    since = now - HEARD_WITHIN
    return [
        order
        for storm in sorted({order.storm for order in ends})
        for order in _silent([item for item in ends if item.storm == storm])
        if dt.datetime.fromisoformat(order.sent_at) >= since
    ]


def _silent(letters: Sequence[StormOrder]) -> list[StormOrder]:
    """Return the letters without an acknowledgement; a newer one to the same takes the older one's place."""
    newest: dict[str, StormOrder] = {}
    for item in letters:
        held = newest.get(item.recipient)
        if item.state is OrderState.SENT and (held is None or item.sent_at > held.sent_at):
            newest[item.recipient] = item
    return sorted((item for item in newest.values() if not item.acknowledged), key=lambda item: item.sent_at)


def _weak(lists: TwoLists, standing: Sequence[Defect]) -> list[WeakMast]:
    if not standing or not len(lists):
        return []
    place = lists.may_fall.place_of
    found = [
        WeakMast(place[item.mast.structure] + 1, item) for item in standing if item.mast.structure in place
    ]
    return sorted(found, key=lambda item: (item.rank, item.defect.severity != "urgent", item.defect.id))
