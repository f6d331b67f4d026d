"""Import outside cable from a workbook or a vector file: preview, then one batch, undone as a unit.

Every record has its own ledger entry. A large file is written in portions inside one transaction, so that a
million segments need no more memory than twenty thousand; the batch is there as a whole or not at all.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from registry.collector import paused_collector
from registry.errors import RefusalError
from registry.geo.lines import metric_of
from registry.model.cables import CableRoute
from registry.model.ledger import Change, Origin
from registry.model.vietnam_time import one_moment
from registry.provinces import planes_of
from registry.services.cables.editing import is_others
from registry.services.cables.listed_cables import read_plant_rows
from registry.services.cables.records import LONGEST_OWNER, PlantList, owner_of
from registry.services.cables.vectors import read_plant_vectors
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed, name_of
from registry.services.office.preview import ImportOutcome, Kind, PreviewRow, field_changes
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.position_hints import box_here
from registry.store import batches, ledger
from registry.store.cables.cables import node_row, nodes_of_codes, segment_row, standing_segments
from registry.store.cables.tables import cable_nodes, cable_routes, cable_segments
from registry.store.changes import Difference, difference
from registry.store.database import Connection
from registry.store.office.operators import organisation_names
from registry.store.reading import keys_held
from registry.store.tables import Table, import_batches
from registry.typed_text import line_within

SPREADSHEETS = frozenset({".xlsx", ".xls", ".ods", ".csv"})
KIND = "cables"
OTHERS = "CABLE-NODE-OTHERS"
PORTION = 20_000
SHOWN = 200  # records of a preview; the counts are of all
_SHOWN_ROWS = 10


def read_plant(
    registry: Registry,
    path: Path,
    *,
    owner: str = "",
    crs: str | None = None,
    name: str | None = None,
    reader: str | None = None,
    otherwise: Mapping[str, str] | None = None,
) -> PlantList:
    """Read a workbook of segments or nodes, or any vector file, and say what lies outside the territory.

    ``reader`` is the organisation that the answer is for: where others' nodes stand it is not told;
    ``otherwise`` as in ``PlantList``.
    """
    if path.suffix.lower() in SPREADSHEETS:
        found = read_plant_rows(registry, path, owner=owner, name=name, reader=reader, otherwise=otherwise)
    else:
        found = read_plant_vectors(
            path, owner=owner, crs=crs, name=name, planes=planes_of(registry.settings.province),
            box=box_here(registry), otherwise=otherwise,
        )  # fmt: skip
    _say_outside(registry, found)
    _say_others(registry, found)
    return found


@one_moment()
def import_cables(
    registry: Registry,
    path: Path,
    *,
    owner: str = "",
    crs: str | None = None,
    complete: bool = False,
    list_date: dt.date | None = None,
    yes: bool = False,
    who: str,
    name: str | None = None,
) -> ImportOutcome:
    """Import segments and nodes; ``owner`` is whose the rows are that name none.

    ``complete`` states that the file holds all cable of ``owner`` on ``list_date`` (default today): only
    then can "no line beside it" be an answer. Without ``yes`` nothing is written; the same file again
    changes nothing. Raises RefusalError for a file that cannot be read, a frame that is not known, or a day
    ahead.
    """
    day = list_date or today()
    if day > today():
        raise RefusalError("LIST-DATE-AHEAD", day=day)
    if complete and not owner:
        raise RefusalError("CABLE-COMPLETE-OWNER")
    owner = line_within(owner, LONGEST_OWNER)
    found = read_plant(registry, path, owner=owner, crs=crs, name=name)
    options: dict[str, Any] = {"owner": owner_of(owner)}
    if complete:
        options |= {"complete_for": owner_of(owner), "list_date": day.isoformat()}
    return write_plant(registry, found, options=options, yes=yes, who=who)


@one_moment()
def write_plant(
    registry: Registry, found: PlantList, *, options: Mapping[str, Any], yes: bool, who: str
) -> ImportOutcome:
    """Write what a file gives as one batch, or say what that would do."""
    opened = registry.database.write() if yes else registry.database.read()
    read_at = {record: Origin(*at) for record, at in found.places.items()}
    with paused_collector(), opened as connection:
        made = Deed(
            connection, KIND, name_of(who), ledger.present(),
            {"file_name": found.name, "file_sha256": found.sha256, "options": options},
        )  # fmt: skip
        counts = {"new": 0, "changed": 0, "unchanged": 0, "vanished": 0, "not_imported": found.left_out}
        shown: list[PreviewRow] = []
        batch: str | None = None
        for table, rows in _portions(connection, found):
            part = difference(connection, table, rows, read_at)
            if table is not cable_routes:  # a route is what its segments are listed under
                _count(counts, shown, part)
            if yes and part.changes:
                batch = batch or made.open()
                ledger.record(connection, part.changes, who=who, batch=batch)
        counts["vanished"] = _vanished(connection, found, options)
        if yes and batch is None and options.get("complete_for") and not _known(connection, found, options):
            batch = made.open()  # the claim is newer, though no record changed
        if batch is not None:
            _summarise(connection, batch, counts, who)
    return ImportOutcome(
        counts=counts, issues=tuple(found.issues), rows=tuple(shown), batch=batch, file_name=found.name
    )


def _summarise(connection: Connection, batch: str, counts: Mapping[str, int], who: str) -> None:
    """Put the counts on the batch; they are known only when all portions are written."""
    table = import_batches
    row = ledger.rows_by_key(connection, table, [batch])[batch]
    change = Change(table.name, batch, row, {**row, "summary": dict(counts)})
    ledger.record(connection, [change], who=who, batch=batch)


def _portions(connection: Connection, found: PlantList) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    for table, items in (
        (cable_routes, (_route_row(item) for item in found.routes.values())),
        (cable_nodes, (node_row(item) for item in found.nodes.values())),
        (cable_segments, (segment_row(item) for item in found.segments.values())),
    ):
        for rows in _chunks(items, PORTION):
            yield table, _stated(connection, table, rows)


def _route_row(route: CableRoute) -> dict[str, Any]:
    return {"id": route.id, "code": route.code, "name": route.name, "owner": route.owner}


def _stated(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows without what the file does not state; what stands keeps its state and accuracy too."""
    standing = keys_held(connection, table, [row["id"] for row in rows])
    return [
        {
            name: value
            for name, value in row.items()
            if value not in (None, "", [])
            and not (row["id"] in standing and name == "state" and value == "in_service")
        }
        for row in rows
    ]


def _chunks(items: Iterable[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    part: list[dict[str, Any]] = []
    for item in items:
        part.append(item)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


def _count(counts: dict[str, int], shown: list[PreviewRow], part: Difference) -> None:
    counts["new"] += len(part.new)
    counts["changed"] += len(part.changed)
    counts["unchanged"] += part.unchanged
    for kind, changes in ((Kind.NEW, part.new), (Kind.CHANGED, part.changed)):
        for change in changes[: max(0, SHOWN - len(shown))]:
            after = change.after or {}
            shown.append(PreviewRow(kind, str(after.get("code") or ""), field_changes([change])))


def _vanished(connection: Connection, found: PlantList, options: Mapping[str, Any]) -> int:
    """Return how many standing segments of a complete list's owner are not in it; they stay."""
    owner = options.get("complete_for")
    if not owner:
        return 0
    return sum(key not in found.segments for key in standing_segments(connection, owner))


def _known(connection: Connection, found: PlantList, options: Mapping[str, Any]) -> bool:
    return batches.find_same(connection, KIND, found.sha256, options) is not None


def _say_others(registry: Registry, found: PlantList) -> None:
    """Say whose nodes the file's segments end at, where they are not their owner's: it has to consent.

    Of each other owner once, at the first row that names a node of it: poles of another's carry many lines.
    """
    ends: dict[str, dict[str, str]] = {}
    for key, item in found.segments.items():
        for code in filter(None, (item.from_node, item.to_node)):
            ends.setdefault(item.owner, {}).setdefault(code, key)
    own = {(node.owner, node.code) for node in found.nodes.values()}
    others: dict[str, list[tuple[str, str]]] = {}
    with registry.database.read() as connection:
        names = organisation_names(connection)
        for owner, codes in ends.items():
            for code, node in nodes_of_codes(connection, owner, codes).items():
                if is_others(node, owner) and (owner, code) not in own:
                    others.setdefault(node.owner, []).append((code, codes[code]))
    for whose, named in sorted(others.items(), key=lambda one: found.places[one[1][0][1]]):
        codes_said = ", ".join(code[:60] for code, _key in named[:_SHOWN_ROWS])
        sheet, row = found.places[named[0][1]]
        params = {
            "codes": codes_said + (" …" if len(named) > _SHOWN_ROWS else ""),
            "count": len(named),
            "owner": names.get(whose, whose),
        }
        found.say(OTHERS, sheet=sheet, row=row, value=named[0][0][:200], params=params)


def _say_outside(registry: Registry, found: PlantList) -> None:
    """Say which records lie wholly outside the territory of today, its boundary's error allowed for."""
    context = context_for(registry, today())
    territory = context.units.territory
    keys = [*found.segments, *found.nodes]
    if territory is None or not keys:
        return
    shapes = np.array(
        [item.geometry for item in found.segments.values()]
        + [shapely.Point(item.lon, item.lat) for item in found.nodes.values()],
        dtype=object,
    )
    shapely.prepare(territory)
    metric = metric_of(shapes, context.metric_epsg)
    inside = shapely.dwithin(metric, territory, context.units.error_m)
    out = [key for key, within in zip(keys, inside.tolist(), strict=True) if not within]
    if out:
        rows = [str(found.places[key][1]) for key in out[:_SHOWN_ROWS]]
        found.say(
            "FEATURES-OUTSIDE",
            params={
                "count": len(out),
                "numbers": ", ".join(rows) + (" …" if len(out) > _SHOWN_ROWS else ""),
                "name": context.units.territory_name,
            },
        )
