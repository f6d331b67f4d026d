"""The province now (tình hình lúc này): storm, stations off the air, dangers, letters and crews at one look.

One service for the leader's telephone, the shift and the wall. What is not known is None and said to be so.
The office sees everything; a carrier its own alone; a commune what lies in it, without any carrier's name.
"""

import datetime as dt
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from registry.model.critical_places import CriticalPlace
from registry.model.field.defects import STANDING_DEFECTS, Defect, Severity
from registry.model.field.field_reports import FieldReport
from registry.model.outages.outages import EventKind, OutageEvent
from registry.model.people import Person, Role
from registry.model.storm.hazards import Hazard
from registry.model.storm.storm_records import StormState
from registry.model.storm.storms import StormTrack
from registry.model.vietnam_time import VIETNAM
from registry.services.field.defects import list_defects
from registry.services.office.calendar import now as present_moment
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.outages.board import board_of
from registry.services.outages.board_view import Board
from registry.services.outages.critical_places import places_of_event
from registry.services.outages.events import events
from registry.services.outages.incidents import IncidentLine, urgency
from registry.services.outages.power import AtRisk, stations_at_risk
from registry.services.public.citizen_reports import dangerous_waiting, waiting
from registry.services.register.context import context_for
from registry.services.storm.exposure import exposure_of
from registry.services.storm.file import StormFile
from registry.services.storm.hazards.exposure import hazards_in_force
from registry.services.storm.hazards.letters_now import WarningLetters, own_letters, warning_letters
from registry.services.storm.land_gusts import land_gusts_of
from registry.services.storm.letters_now import Letters, letters_now
from registry.services.storm.network_now import NetworkNow, Scope, left_open, network_now
from registry.services.storm.ordered_masts import held_by
from registry.services.storm.storm_clock import Phase, StormClock, storm_clock
from registry.services.storm.storms import get_storm, list_storms, text_of
from registry.store import ledger
from registry.store.field.visits import list_visits
from registry.storm.exposure import StormExposure
from registry.storm.outage_deadlines import UNFINISHED, Standing
from registry.storm.outage_power import Countdown

CREWS_SINCE = dt.timedelta(hours=12)
"""Whoever sent something of a visit within this time is in the field, as far as the office knows."""

LONG_GONE = dt.timedelta(days=3)
"""So long after the last position of its track a storm that nobody ended is no first page any more."""

_KEPT = 24


@dataclass(frozen=True, slots=True)
class StormNow:
    """A storm that is watched: its clock, letters (None where they are not the viewer's), and dangerous
    defects on masts that its strong gusts reach.

    ``land_gusts``: what its bulletin says of gusts on land that its track does not bring to the masts seen.
    """

    clock: StormClock
    track: StormTrack
    letters: Letters | None
    dangers: tuple[Defect, ...]
    land_gusts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crews:
    """Who sent visits within ``CREWS_SINCE``: account names, and visits begun and not finished."""

    people: tuple[str, ...]
    visits: int
    unfinished: int


@dataclass(frozen=True, slots=True)
class ProvinceNow:
    """Everything at ``at``. ``network`` is None while no event of outages is open.

    ``beside``: the further open events, each with its own figures. ``cut_places``: critical places that no
    network serves any more, None while none was entered, no event is open or nobody has reported;
    ``cut_perhaps`` how many more may be so, for what has not been reported.
    ``at_risk`` are station sites on the air without grid power, who dies next first; ``hazards`` warnings of
    rain, flood and slides in force: empty says that none is on record. ``dangers`` are all dangerous defects
    that stand, in a storm's way or not, ``overdue`` all past their time; ``reports`` citizens' dangerous
    reports that nobody dealt with, ``waiting`` all of them, those of one trouble once. These and ``crews``
    are None where they are not the viewer's; ``incidents_told``: whether incidents are.
    """

    at: dt.datetime
    scope: Scope
    storms: tuple[StormNow, ...]
    network: NetworkNow | None
    beside: tuple[NetworkNow, ...]
    cut_places: tuple[CriticalPlace, ...] | None
    cut_perhaps: int
    at_risk: tuple[AtRisk, ...]
    hazards: tuple[Hazard, ...]
    dangers: tuple[Defect, ...] | None
    overdue: int | None
    reports: tuple[FieldReport, ...] | None
    waiting: int | None
    crews: Crews | None
    left: tuple[IncidentLine, ...] = ()  # the office's: not finished, but their event was ended
    incidents_told: bool = True
    warned: tuple[WarningLetters, ...] = ()  # letters of warnings; a carrier's own only, nobody else's

    @property
    def storm(self) -> StormNow | None:
        """The storm that comes first: of those that still move whose gusts blow, else begin soonest; of
        several at one time the strongest."""
        return self.storms[0] if self.storms else None

    @property
    def dangers_in_gusts(self) -> int:
        """How many dangerous defects stand in strong gusts, one that two storms reach once."""
        return len({item.id for one in self.storms for item in one.dangers})

    @property
    def calm(self) -> bool:
        """Whether no storm is watched, no event of outages open, no warning in force, no station at risk."""
        return not (self.storms or self.network or self.hazards or self.at_risk)

    @property
    def dies_next(self) -> AtRisk | None:
        """The station site whose battery is empty next, of those of which it is known."""
        known = [item for item in self.at_risk if item.standing is Countdown.RUNNING]
        return min(known, key=lambda item: item.dark_at or self.at, default=None)

    @property
    def incidents(self) -> tuple[IncidentLine, ...]:
        """Incidents that are not finished, of events open or ended, the most urgent first."""
        of_open = [one for own in self.networks for one in own.incidents]
        return tuple(sorted([*of_open, *self.left], key=urgency))

    @property
    def networks(self) -> tuple[NetworkNow, ...]:
        """The open events, the one whose figures stand on top first."""
        return () if self.network is None else (self.network, *self.beside)

    @property
    def overdue_incidents(self) -> int:
        """How many of them are past their time."""
        return sum(line.clock.standing is Standing.OVERDUE for line in self.incidents)


def province_now(registry: Registry, viewer: Person, at: dt.datetime | None = None) -> ProvinceNow:
    """Return the state of the province at ``at`` as ``viewer`` may see it.

    Kept for the minute and the state of the ledger, so that a wall and many telephones cost one look.
    """
    moment = at or present_moment()
    scope = scope_of(viewer)
    with registry.database.read() as connection:
        head = ledger.head(connection).hash
    key = (head, moment.replace(second=0, microsecond=0), scope, viewer.bound_to)
    with registry.lock:
        kept: OrderedDict[Any, ProvinceNow] = registry.cache.setdefault("province-now", OrderedDict())
        held = kept.get(key)
    if held is None:
        held = _made(registry, viewer, scope, moment)
        with registry.lock:
            kept[key] = held
            while len(kept) > _KEPT:
                kept.popitem(last=False)
    return held


def scope_of(viewer: Person) -> Scope:
    """Return whose picture a person sees: everything, one carrier's, or one commune's."""
    if viewer.sees_all:
        return Scope()
    if viewer.is_one_of(Role.CARRIER):
        return Scope(operator=viewer.organisation)
    return Scope(commune=viewer.territory)


def storm_is_on(registry: Registry, at: dt.datetime | None = None) -> bool:
    """Whether a storm is on: watched and not long gone, or an event of a storm's outages is open."""
    moment = at or present_moment()
    with registry.database.read() as connection:
        head = ledger.head(connection).hash
    key = (head, moment.replace(minute=0, second=0, microsecond=0))
    held: tuple[Any, bool] | None = registry.cache.get("storm-is-on")
    if held is None or held[0] != key:
        watched = [item for item in list_storms(registry) if item.state is StormState.OPEN]
        on = any(
            get_storm(registry, item.id).track.points[-1].at + LONG_GONE >= moment for item in watched
        ) or any(item.open and item.kind is EventKind.STORM for item in events(registry))
        held = registry.cache["storm-is-on"] = (key, on)
    return held[1]


def _made(registry: Registry, viewer: Person, scope: Scope, at: dt.datetime) -> ProvinceNow:
    office = scope == Scope()
    standing = list_defects(registry, person=viewer, states=sorted(STANDING_DEFECTS))
    urgent = tuple(item for item in standing if item.severity == Severity.URGENT)
    watched = [item.id for item in list_storms(registry) if item.state is StormState.OPEN]
    storms = [_storm(registry, get_storm(registry, item), scope, urgent, at) for item in watched]
    opened = [item for item in events(registry) if item.open]
    lead = _lead(opened, watched)
    boards = {item.id: board_of(registry, item.id, now=at) for item in opened}
    cut, perhaps = _cut_places(registry, list(boards.values()), scope)
    return ProvinceNow(
        at=at,
        scope=scope,
        storms=tuple(sorted(storms, key=_first)),
        network=None if lead is None else network_now(boards[lead.id], scope, UNFINISHED),
        beside=_beside([boards[item.id] for item in opened if item is not lead], scope),
        cut_places=cut,
        cut_perhaps=perhaps,
        at_risk=_at_risk(registry, scope, at),
        hazards=tuple(
            item
            for item in hazards_in_force(registry, at)
            if not (scope.commune and item.communes) or scope.commune in item.communes
        ),
        dangers=None if scope.commune is not None else urgent,
        overdue=None
        if scope.commune is not None
        else sum(item.overdue(at.astimezone(VIETNAM).date(), at) for item in standing),
        reports=tuple(dangerous_waiting(registry)) if office else None,
        waiting=waiting(registry) if office else None,
        crews=_crews(registry, at) if office else None,
        left=left_open(registry, at) if office else (),
        incidents_told=scope.commune is None or scope.commune in _communes(registry),
        warned=_warned(registry, scope, at),
    )


def _warned(registry: Registry, scope: Scope, at: dt.datetime) -> tuple[WarningLetters, ...]:
    if scope.commune is not None:
        return ()
    found = warning_letters(registry, at)
    return found if scope.operator is None else own_letters(found, scope.operator)


def _communes(registry: Registry) -> frozenset[str]:
    """Return the codes of today's communes: who is bound to a layer or to nothing reads no incident."""
    return frozenset(unit.code for unit in context_for(registry, today()).units.communes)


_PHASES = (Phase.BLOWING, Phase.COMING, Phase.UNSURE, Phase.AWAY, Phase.PASSED, Phase.NO_MASTS)
_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


def _first(storm: StormNow) -> tuple[bool, int, dt.datetime, int]:
    clock = storm.clock
    coming = clock.onset if clock.phase in {Phase.BLOWING, Phase.COMING} else None
    return clock.over, _PHASES.index(clock.phase), coming or _NEVER, -(clock.gust_level or 0)


def _cut_places(
    registry: Registry, boards: Sequence[Board], scope: Scope
) -> tuple[tuple[CriticalPlace, ...] | None, int]:
    """Return the places that are cut off by any open event's board, and how many more may be by another.

    None where none was entered, and where none is cut off while of one event nobody has reported.
    """
    heard = [board for board in boards if board.heard]
    if scope.operator is not None or not heard:
        return None, 0
    told = [places_of_event(registry, board) for board in heard]
    if not all(found.known for found in told):
        return None, 0
    cut, perhaps = (
        {place.id: place for place in places if scope.commune in (None, place.commune_code)}
        for places in (
            [place for found in told for place in found.without],
            [place for found in told for place in found.perhaps],
        )
    )
    if not cut and len(heard) < len(boards):
        return None, 0
    return tuple(cut.values()), len(perhaps.keys() - cut.keys())


def _at_risk(registry: Registry, scope: Scope, at: dt.datetime) -> tuple[AtRisk, ...]:
    if scope.operator == "":
        return ()
    found = stations_at_risk(registry, at, operator=scope.operator or "")
    waits = [item for item in found if item.standing is not Countdown.GENERATOR]
    return tuple(item for item in waits if scope.commune in (None, item.station.commune))


def _beside(rest: Sequence[Board], scope: Scope) -> tuple[NetworkNow, ...]:
    newest = sorted(rest, key=lambda board: board.event.started_at, reverse=True)
    found = [network_now(board, scope, UNFINISHED) for board in newest]
    return tuple(own for own in found if own.awaited)


def _lead(opened: list[OutageEvent], storms: list[str]) -> OutageEvent | None:
    """Return the event whose figures stand on top: of a storm that is watched, else of any, the newest."""
    return max(
        opened,
        key=lambda item: (item.storm in storms, item.kind is EventKind.STORM, item.started_at),
        default=None,
    )


def _storm(
    registry: Registry, file: StormFile, scope: Scope, urgent: tuple[Defect, ...], at: dt.datetime
) -> StormNow:
    exposure = exposure_of(registry, file.track)
    rows = _rows(registry, exposure, scope)
    clock = storm_clock(file, exposure, at, text=text_of(registry, file.current), rows=rows)
    row_of, onset = exposure.masts.row_of, exposure.winds.onset
    return StormNow(
        clock=clock,
        track=file.track,
        letters=None if scope.commune is not None else letters_now(registry, file.storm.id, scope),
        dangers=tuple(
            item
            for item in urgent
            if (row := row_of.get(item.mast.structure)) is not None and onset[row] >= 0
        ),
        land_gusts=land_gusts_of(registry, file, exposure, at, rows),
    )


def _rows(registry: Registry, exposure: StormExposure, scope: Scope) -> Any:
    """Return the rows of the masts that a viewer's clock is of, a company's as in its letter; None: all."""
    masts = exposure.masts
    if scope.commune is not None:
        at = next((at for at, (code, _name) in enumerate(masts.communes) if code == scope.commune), -2)
        return np.flatnonzero(masts.commune == at)
    if scope.operator is None:
        return None
    return np.flatnonzero(held_by(registry, masts, scope.operator))


def _crews(registry: Registry, at: dt.datetime) -> Crews:
    with registry.database.read() as connection:
        rows = list_visits(connection, since=ledger.stamp(at - CREWS_SINCE), most=500)
    return Crews(
        people=tuple(sorted({str(row["person"]) for row in rows})),
        visits=len(rows),
        unfinished=sum(not row["finished_at"] for row in rows),
    )
