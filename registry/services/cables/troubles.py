"""Cable troubles (sự cố cáp): told, followed by their clocks, repaired, linked to the plant nearest."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from registry.errors import RefusalError
from registry.model.cables import CableTrouble, TroubleKind, TroubleState
from registry.model.vietnam_time import one_moment, written
from registry.safety.cable_clocks import POLES, Clock, clock_of
from registry.services.cables.checking import rules_today
from registry.services.cables.editing import NearPlant, nearest_plant
from registry.services.office.calendar import now
from registry.services.office.deeds import deed
from registry.services.office.registry import Registry
from registry.store import ledger
from registry.store.cables.cables import nodes_by_id, segments_by_id
from registry.store.cables.tables import cable_troubles
from registry.store.cables.troubles import get_trouble, load_troubles, trouble_from
from registry.store.changes import new_id
from registry.store.database import Connection
from registry.typed_text import within

KIND = "desk-cable-trouble"
LIMIT = "LIM-CABLE"
NEAR_M = 60.0


class TroubleLine(NamedTuple):
    """A trouble with its clock and the code of the plant it is about."""

    trouble: CableTrouble
    clock: Clock
    plant: str


@one_moment()
def open_trouble(
    registry: Registry,
    kind: TroubleKind,
    *,
    detected_at: dt.datetime,
    who: str,
    lon: float | None = None,
    lat: float | None = None,
    occurred_at: dt.datetime | None = None,
    owner: str = "",
    node: str = "",
    segment: str = "",
    source: str = "office",
    source_ref: str = "",
    note: str = "",
    photos: Sequence[str] = (),
) -> str:
    """Record a trouble and return its id; for inspections and field reports too (``source``, ``source_ref``).

    Without ``node`` and ``segment`` the nearest plant within 60 m is taken, a pole for what befalls poles,
    and its owner where none is given. The same ``source_ref`` again changes nothing and returns the same id.
    Moments carry their offset; raises RefusalError for one ahead, or occurred after detected.
    """
    moment = now()
    if detected_at > moment + dt.timedelta(minutes=5):
        raise RefusalError("CABLE-TROUBLE-AHEAD", at=written(detected_at))
    if occurred_at is not None and occurred_at > detected_at:
        raise RefusalError("CABLE-TROUBLE-TURNED", first=written(occurred_at), last=written(detected_at))
    if not (node or segment) and lon is not None and lat is not None:
        near = nearest_of(registry, kind, lon, lat)
        if near is not None:
            node, segment = (near.id, "") if near.kind == "node" else ("", near.id)
            owner = owner or near.owner
    identity = new_id()
    with deed(registry, KIND, who, options={"trouble": identity}) as made:
        if source_ref:
            same = trouble_from(made.connection, source, source_ref)
            if same is not None:
                return same
        row = {
            "id": identity, "kind": kind.value, "state": TroubleState.OPEN.value, "owner": owner,
            "node": node, "segment": segment, "lon": lon, "lat": lat,
            "occurred_at": occurred_at.isoformat() if occurred_at else "",
            "detected_at": detected_at.isoformat(), "source": source, "source_ref": source_ref,
            "note": within(note, 2000), "alternative": False, "photos": list(photos), "who": who,
            "at": ledger.stamp(moment),
        }  # fmt: skip
        made.create(cable_troubles, row)
    return identity


def nearest_of(registry: Registry, kind: TroubleKind, lon: float, lat: float) -> NearPlant | None:
    """Return the plant that a trouble at a place is most likely about; a pole's trouble is a pole's."""
    near = nearest_plant(registry, lon, lat, within_m=NEAR_M, limit=20)
    if kind in POLES:
        poles = [item for item in near if item.what.startswith("pole_")]
        near = poles or near
    elif kind is TroubleKind.OPEN_COVER:
        near = [item for item in near if item.what == "chamber"] or near
    elif kind in (TroubleKind.LOW_CABLE, TroubleKind.BROKEN_CABLE, TroubleKind.BUNDLE):
        near = [item for item in near if item.kind == "segment"] or near
    return near[0] if near else None


@one_moment()
def change_trouble(registry: Registry, trouble: str, *, seen: int, who: str, **columns: Any) -> None:
    """Set columns of a trouble that was seen in version ``seen``: repaired, the undergrounding chosen ..."""
    with deed(registry, KIND, who, options={"trouble": trouble}) as made:
        made.amend(cable_troubles, trouble, seen, "CABLE-TROUBLE-UNKNOWN", **columns)


@one_moment()
def fix_trouble(
    registry: Registry, trouble: str, *, fixed_at: dt.datetime, remedy: str, seen: int, who: str
) -> None:
    """Record that a trouble is repaired, when and how."""
    found = trouble_line(registry, trouble).trouble
    if fixed_at > now() + dt.timedelta(minutes=5):
        raise RefusalError("CABLE-TROUBLE-AHEAD", at=written(fixed_at))
    if fixed_at < (found.occurred_at or found.detected_at):
        raise RefusalError(
            "CABLE-TROUBLE-TURNED", first=written(found.occurred_at or found.detected_at),
            last=written(fixed_at),
        )  # fmt: skip
    change_trouble(
        registry, trouble, seen=seen, who=who, state=TroubleState.FIXED.value,
        fixed_at=fixed_at.isoformat(), remedy=within(remedy, 1000),
    )  # fmt: skip


def trouble_lines(
    registry: Registry, *, owner: str | None = None, open_only: bool = False
) -> list[TroubleLine]:
    """Return the troubles (of one owner, or all) with their clocks: the most overdue first, the done last."""
    with registry.database.read() as connection:
        found = [
            item
            for item in load_troubles(connection, open_only=open_only)
            if owner is None or item.owner == owner
        ]
        plant = _plant_codes(connection, found)
    rule, moment = rules_today(registry).get(LIMIT), now()
    lines = [
        TroubleLine(item, clock_of(item, rule, moment), plant.get(item.node or item.segment, ""))
        for item in found
    ]
    far = dt.timedelta(days=100_000)

    def rank(line: TroubleLine) -> tuple[int, dt.timedelta]:
        done = line.trouble.state is not TroubleState.OPEN
        return (int(done), line.clock.left if line.clock.left is not None else far)

    return sorted(lines, key=rank)


def trouble_line(registry: Registry, trouble: str) -> TroubleLine:
    """Return one trouble; ``CABLE-TROUBLE-UNKNOWN`` where there is none."""
    with registry.database.read() as connection:
        found = get_trouble(connection, trouble)
        plant = _plant_codes(connection, [found])
    clock = clock_of(found, rules_today(registry).get(LIMIT), now())
    return TroubleLine(found, clock, plant.get(found.node or found.segment, ""))


def _plant_codes(connection: Connection, troubles: Iterable[CableTrouble]) -> dict[str, str]:
    """Return the codes of what troubles are about, by the ids of nodes and segments."""
    about = list(troubles)
    nodes = nodes_by_id(connection, sorted({item.node for item in about if item.node}))
    segments = segments_by_id(connection, sorted({item.segment for item in about if item.segment}))
    return {node.id: node.code for node in nodes} | {segment.id: segment.code for segment in segments}
