"""Stations off the air at a moment as a viewer may see them: the office, one carrier, or one commune."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace

from registry.model.outages.outages import OutageEvent
from registry.services.office.registry import Registry
from registry.services.outages.board_view import NOTHING, Board, CarrierRow, CommuneRow, Service
from registry.services.outages.events import events
from registry.services.outages.incidents import IncidentLine, happened, incidents
from registry.storm.outage_deadlines import UNFINISHED, Standing


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose picture it is: ``operator`` one carrier's own, ``commune`` one commune's (code); both None: all.

    "" stands for nobody and nowhere: an account that is bound to nothing sees no record.
    """

    operator: str | None = None
    commune: str | None = None


@dataclass(frozen=True, slots=True)
class DarkCommune:
    """A commune with station sites off the air, of those that should be on it."""

    code: str
    name: str
    down: int
    stations: int
    service: Service


@dataclass(frozen=True, slots=True)
class NetworkNow:
    """An event of outages at a moment: station sites ``down``, None while nobody has said any.

    ``least``: a carrier that has answered no cycle said some of them, so that there may be more.

    ``carriers`` are those that the viewer may see by name; ``heard`` of ``awaited`` have reported at all,
    ``silent`` of them not in the last cycle (``due``). ``none_certain`` communes have no station on the air
    by everybody's word, ``none_perhaps`` so far, as the event's board counts them. ``missing`` are
    ``carriers`` without that report.
    """

    event: OutageEvent
    down: int | None
    least: bool
    affected: int | None
    communes: tuple[DarkCommune, ...]
    none_certain: int
    none_perhaps: int
    carriers: tuple[CarrierRow, ...]
    heard: int
    awaited: int
    silent: int
    missing: tuple[CarrierRow, ...]
    due: dt.datetime | None
    coming: dt.datetime | None
    incidents: tuple[IncidentLine, ...]


def network_now(board: Board, scope: Scope, unfinished: Collection[Standing]) -> NetworkNow:
    """Return the part of a board that ``scope`` may see; its incidents are those that are ``unfinished``."""
    rows = [row for row in board.carriers if scope.operator in (None, row.operator)]
    communes = [
        found
        for row in board.communes
        if scope.commune in (None, row.code) and (found := _dark(row, scope)) is not None
    ]
    heard = board.heard if scope.operator is None else sum(row.heard for row in rows)
    nobody = "" in (scope.operator, scope.commune)
    figures = NOTHING if nobody else board.figures_of(scope.operator or "", scope.commune or "")
    missing = tuple(row for row in rows if row in board.missing)
    services = [item.service for item in communes]
    return NetworkNow(
        event=board.event,
        down=figures.down.value,
        least=figures.down.least,
        affected=figures.affected.value,
        communes=tuple(communes),
        none_certain=services.count(Service.NONE),
        none_perhaps=board.without[1] if scope == Scope() else services.count(Service.NO_ANSWER),
        carriers=() if scope.commune is not None else tuple(rows),
        heard=heard,
        awaited=len(board.carriers) if scope.operator is None else len(rows),
        silent=len(board.missing if scope.operator is None else missing),
        missing=() if scope.commune is not None else missing,
        due=board.due,
        coming=board.coming,
        incidents=tuple(line for line in _incidents(board, scope) if line.clock.standing in unfinished),
    )


def _dark(row: CommuneRow, scope: Scope) -> DarkCommune | None:
    if scope.operator is None:
        found = DarkCommune(row.code, row.name, row.down, row.stations, row.service)
    else:
        own = row.of(scope.operator)
        if own is None:
            return None
        service = Service.NONE if own.out else Service.PART if own.down else Service.FULL
        found = DarkCommune(row.code, row.name, own.down, own.stations, service)
    return found if found.down else None


def _incidents(board: Board, scope: Scope) -> list[IncidentLine]:
    """Return what happened; a carrier reads its own records, none of which names who else reported."""
    if scope.operator is not None:
        return [line for line in board.incidents if line.incident.operator == scope.operator]
    if scope.commune is not None:
        own = [line for line in board.happened if line.incident.commune == scope.commune != ""]
        return [replace(line, others=()) for line in own]
    return board.happened


def left_open(registry: Registry, at: dt.datetime) -> tuple[IncidentLine, ...]:
    """Return the incidents that are not finished though their event was ended."""
    ended = [incidents(registry, item.id, now=at) for item in events(registry) if not item.open]
    return tuple(one for own in ended for one in happened(own) if one.clock.standing in UNFINISHED)
