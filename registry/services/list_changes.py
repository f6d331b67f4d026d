"""This quarter's lists against the register before them: new, moved, changed, vanished, mast by mast.

Read from the ledger's batches, so that it says what the lists did and nothing else. A list never deletes:
what a complete list leaves out stays, and is asked about. Each row is explained by what the register knows,
by an officer, or asked in a letter.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.geo.distances import geodesic_m
from registry.model.list_changes import ChangeKind, Explained, ListChange, ListPeriod
from registry.services.calendar import quarter_of
from registry.services.registry import Registry
from registry.services.request_actions import KIND, changed
from registry.store import batches, ledger
from registry.store.changes import amend, create, stable_id
from registry.store.desk_tables import approvals
from registry.store.duty_tables import change_answers
from registry.store.tables import import_batches, operator_lists, site_aliases, sites, stations, structures

ROUNDING_M = 10.0
"""A position that moves by no more than this is written more exactly, not moved: the accuracy of a file that
states none."""
_ASKED = (
    "mast_class", "old_class", "form", "support", "mast_height_m", "building_height_m", "top_agl_m", "owner",
    "state", "designed_operators",
)  # fmt: skip
"""Columns of a mast whose change is asked about; others are brought up to date by the list itself."""
_ASKED_IF_KNOWN = ("built_on", "permit")
"""Filled in, they are new knowledge; changed, they are asked about."""
_NOT_SHOWN = frozenset(
    {
        "id", "version", "site_id", "structure_id", "position_raw", "position_reading", "position_crs",
        "position_confidence", "built_year_only", "accuracy_m", "robust_basis", "lon", "lat", "commune_code",
    }
)  # fmt: skip


@dataclass
class _OfSite:
    """What the batches of a period did to one site."""

    made: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, tuple[object, object]] = field(default_factory=dict)
    stations: list[str] = field(default_factory=list)
    batch: str = ""


def list_periods(registry: Registry, day: dt.date, *, operator: str = "") -> list[ListPeriod]:
    """Return what the lists of the quarter of ``day`` changed, by operator; of one where it is named."""
    first, last = quarter_of(day)
    with registry.database.read() as connection:
        lists = _lists(connection)
        answers = {
            row["change"]: dict(row) for row in connection.execute(sa.select(change_answers)).mappings()
        }
        agreed = _agreed(connection)
        found = []
        for name, own in sorted(lists.items()):
            if operator and name != operator:
                continue
            now = [item for item in own if first <= item["list_date"] <= last]
            if not now:
                continue
            earlier = [item for item in own if item["list_date"] < first]
            compared = now if earlier else now[1:]  # the first list ever has nothing before it
            changes = _changes(connection, name, compared, agreed) if compared else []
            found.append(
                ListPeriod(
                    operator=name,
                    lists=tuple(item["list_date"] for item in now),
                    complete=any(item["complete"] for item in now),
                    compared=bool(compared),
                    changes=tuple(_answered(change, answers.get(change.key)) for change in changes),
                )
            )
    return found


def explain(registry: Registry, day: dt.date, key: str, *, answer: str, who: str, seen: int) -> None:
    """Record why a mast changed, from the carrier's answer; "" opens the question again."""
    change = _find(registry, day, key)
    state = "explained" if answer.strip() else "open"
    _write(registry, [(change, {"state": state, "answer": answer.strip()})], who=who, seen={change.key: seen})


def mark_asked(registry: Registry, changes: Iterable[ListChange], letter: str, *, who: str) -> None:
    """Record that a letter asks about changes; one that somebody explained meanwhile stays explained."""
    _write(registry, [(change, {"state": "asked", "letter": letter}) for change in changes], who=who, seen={})


def _write(
    registry: Registry,
    wanted: list[tuple[ListChange, dict[str, Any]]],
    *,
    who: str,
    seen: Mapping[str, int],
) -> None:
    now = ledger.stamp(dt.datetime.now(dt.UTC))
    with registry.database.write() as connection:
        ids = {change.key: stable_id("list_change", change.key) for change, _ in wanted}
        standing = ledger.rows_by_key(connection, change_answers, list(ids.values()))
        changes = []
        for change, columns in wanted:
            row = {**columns, "who": who, "at": now}
            before = standing.get(ids[change.key])
            known = int((before or {}).get("version", 0))
            if change.key in seen and known != seen[change.key]:
                raise changed(connection, change_answers, ids[change.key], before or {}, columns)
            if columns["state"] == "asked" and (before or {}).get("state") == "explained":
                continue
            changes.append(
                amend(change_answers, before, **row)
                if before is not None
                else create(
                    change_answers,
                    {"id": ids[change.key], "change": change.key, "operator": change.operator, **row},
                )
            )
        if changes:
            batch = batches.open_batch(
                connection, kind=f"{KIND}list-changes", who=who, summary={"changes": len(changes)}
            )
            ledger.record(connection, changes, who=who, batch=batch.id)


def _find(registry: Registry, day: dt.date, key: str) -> ListChange:
    for period in list_periods(registry, day, operator=key.partition(":")[0]):
        for change in period.changes:
            if change.key == key:
                return change
    raise RefusalError("CHANGE-UNKNOWN")


def _lists(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Return the lists of each operator by date and batch, without those that were undone.

    Two lists of one day are one row of ``operator_lists``; the batch of the second tells of itself.
    """
    batches_ = {
        row["id"]: dict(row)
        for row in connection.execute(
            sa.select(import_batches).where(import_batches.c.undone_by.is_(None))
        ).mappings()
    }
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in connection.execute(sa.select(operator_lists)).mappings():
        if row["batch"] in batches_:
            found[row["operator"], row["batch"]] = dict(row)
    for identity, batch in batches_.items():
        options = batch["options"] or {}
        operator, day = options.get("operator"), options.get("list_date")
        if batch["kind"] == "sites" and operator and day:
            own = {"list_date": dt.date.fromisoformat(day), "complete": bool(options.get("complete"))}
            found.setdefault((operator, identity), {"operator": operator, "batch": identity, **own})
    lists: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in sorted(found.values(), key=lambda one: (one["list_date"], int(one["batch"][1:]))):
        lists[item["operator"]].append(item)
    return lists


def _agreed(connection: Connection) -> dict[str, tuple[str, dt.date]]:
    """Return by site the letter that agreed its position."""
    query = sa.select(approvals.c.site_id, approvals.c.decision, approvals.c.approved_on)
    return {row.site_id: (row.decision, row.approved_on) for row in connection.execute(query)}


def _changes(
    connection: Connection,
    operator: str,
    lists: list[dict[str, Any]],
    agreed: Mapping[str, tuple[str, dt.date]],
) -> list[ListChange]:
    own = {
        row.site_id: row
        for row in connection.execute(
            sa.select(site_aliases).where(
                site_aliases.c.operator == operator, site_aliases.c.former.is_(False)
            )
        )
    }
    touched = _touched(connection, [item["batch"] for item in lists], set(own))
    date_of = {item["batch"]: item["list_date"] for item in lists}
    found = []
    for site, what in touched.items():
        code = own[site].code
        for kind, metres, fields in _kinds(what):
            change = ListChange(
                key=f"{operator}:{site}:{kind.value}:{what.batch}",
                kind=kind, operator=operator, site=site, code=code, explained=Explained.OPEN,
                batch=what.batch, list_date=date_of.get(what.batch), metres=metres, fields=fields,
            )  # fmt: skip
            found.append(_by_itself(change, agreed.get(site)))
    found += _vanished(connection, operator, lists)
    order = list(ChangeKind)
    return sorted(found, key=lambda item: (order.index(item.kind), item.code))


def _touched(connection: Connection, wanted: list[str], own: set[str]) -> dict[str, _OfSite]:
    """Return what the batches did to the operator's sites, their masts and stations, as one net change."""
    site_of = {
        row.id: row.site_id for row in connection.execute(sa.select(structures.c.id, structures.c.site_id))
    }
    found: dict[str, _OfSite] = defaultdict(_OfSite)
    for batch in wanted:
        for entry in ledger.entries(connection, batch=batch):
            change = entry.change
            image = change.after or change.before or {}
            if change.table == sites.name:
                site = change.record
            elif change.table == structures.name:
                site = str(image.get("site_id", ""))
            elif change.table == stations.name:
                site = site_of.get(str(image.get("structure_id", "")), "")
            else:
                continue
            if site not in own:
                continue
            what = found[site]
            what.batch = batch
            if change.table == sites.name:
                what.made |= change.before is None
                what.before = what.before or dict(change.before or {})
                what.after = dict(change.after or {})
            if change.table == stations.name and change.before is None:
                what.stations.append(str(image.get("technology", "")))
            elif change.before is not None:
                _gather(what, change.before, change.after or {})
    return found


def _gather(what: _OfSite, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    for name in dict.fromkeys([*before, *after]):
        if name in _NOT_SHOWN or before.get(name) == after.get(name):
            continue
        first = what.fields[name][0] if name in what.fields else before.get(name)
        what.fields[name] = (first, after.get(name))


def _kinds(what: _OfSite) -> list[tuple[ChangeKind, float | None, tuple[tuple[str, object, object], ...]]]:
    if what.made:
        return [(ChangeKind.NEW, None, ())]
    found: list[tuple[ChangeKind, float | None, tuple[tuple[str, object, object], ...]]] = []
    if what.before and what.after:
        metres = float(
            geodesic_m(what.before["lon"], what.before["lat"], what.after["lon"], what.after["lat"])
        )
        if metres > 0.0:
            found.append((ChangeKind.MOVED, round(metres, 1), ()))
    fields = tuple((name, *values) for name, values in what.fields.items() if values[0] != values[1])
    if what.stations:
        fields += (("technology", None, ", ".join(filter(None, what.stations)) or None),)
    if fields:
        found.append((ChangeKind.CHANGED, None, fields))
    return found


def _by_itself(change: ListChange, agreed: tuple[str, dt.date] | None) -> ListChange:
    """Explain a change by what the register knows, or leave it open."""
    reason = ""
    params: tuple[tuple[str, object], ...] = ()
    if change.kind is ChangeKind.NEW and agreed is not None:
        reason, params = "LIST-CHANGE-AGREED", (("number", agreed[0]), ("day", agreed[1]))
    elif change.kind is ChangeKind.MOVED and (change.metres or 0.0) <= ROUNDING_M:
        reason, params = "LIST-CHANGE-ROUNDING", (("limit", ROUNDING_M),)
    elif change.kind is ChangeKind.CHANGED and not any(_is_asked(item) for item in change.fields):
        reason = "LIST-CHANGE-UPDATED"
    if not reason:
        return change
    return replace(change, explained=Explained.ITSELF, reason=reason, params=params)


def _is_asked(item: tuple[str, object, object]) -> bool:
    name, before, _after = item
    return name in _ASKED or (name in _ASKED_IF_KNOWN and before not in (None, ""))


def _vanished(connection: Connection, operator: str, lists: list[dict[str, Any]]) -> list[ListChange]:
    """Return the masts that the newest complete list of the period leaves out."""
    newest = next((item for item in reversed(lists) if item["complete"]), None)
    if newest is None:
        return []
    query = (
        sa.select(site_aliases.c.site_id, site_aliases.c.code, site_aliases.c.last_listed)
        .join(sites, sites.c.id == site_aliases.c.site_id)
        .join(structures, structures.c.site_id == sites.c.id)
        .where(
            site_aliases.c.operator == operator,
            site_aliases.c.former.is_(False),
            sites.c.merged_into.is_(None),
            structures.c.state != "dismantled",
            site_aliases.c.last_listed < newest["list_date"],
        )
        .distinct()
    )
    return [
        ListChange(
            key=f"{operator}:{row.site_id}:vanished:{newest['batch']}",
            kind=ChangeKind.VANISHED, operator=operator, site=row.site_id, code=row.code,
            explained=Explained.OPEN, batch=newest["batch"], list_date=newest["list_date"],
            fields=(("last_listed", row.last_listed.isoformat(), None),),
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def _answered(change: ListChange, row: Mapping[str, Any] | None) -> ListChange:
    if row is None:
        return change
    change = replace(change, version=int(row["version"]), answer=row["answer"], letter=row["letter"])
    if row["state"] == "explained":
        return replace(change, explained=Explained.ANSWERED)
    if row["state"] == "asked" and change.explained is Explained.OPEN:
        return replace(change, explained=Explained.ASKED)
    return change
