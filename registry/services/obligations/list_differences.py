"""What an operator's lists changed, mast by mast, from the ledger's batches, and what explains itself."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from registry.columns import COLUMNS, Asked
from registry.geo.distances import geodesic_m
from registry.model.areas import OperatorList
from registry.model.list_changes import ChangeKind, Explained, ListChange
from registry.model.requests.desk_records import Approval
from registry.store import ledger
from registry.store.database import Connection
from registry.store.reading import every_row
from registry.store.register.operator_masts import listed_before
from registry.store.register.placed_masts import own_codes
from registry.store.tables import sites, stations, structures

ROUNDING_M = 10.0
"""A position that moves by no more than this is written more exactly, not moved: the accuracy of a file that
states none."""

_ASKED = {item.stored: item.asked for item in COLUMNS if item.level} | {"old_class": Asked.ALWAYS}
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


def differences(
    connection: Connection,
    operator: str,
    lists: list[OperatorList],
    agreed: Mapping[str, Approval],
) -> list[ListChange]:
    """Return the masts that an operator's lists made, moved, changed or left out, in this order, by code.

    ``agreed`` holds by site the letter that agreed its position.
    """
    code_of = own_codes(connection, operator)
    touched = _touched(connection, [item.batch for item in lists], set(code_of))
    date_of = {item.batch: item.list_date for item in lists}
    found = []
    for site, what in touched.items():
        for kind, metres, fields in _kinds(what):
            change = ListChange(
                key=f"{operator}:{site}:{kind.value}:{what.batch}",
                kind=kind, operator=operator, site=site, code=code_of[site], explained=Explained.OPEN,
                batch=what.batch, list_date=date_of.get(what.batch), metres=metres, fields=fields,
            )  # fmt: skip
            found.append(_by_itself(change, agreed.get(site)))
    found += _vanished(connection, operator, lists)
    order = list(ChangeKind)
    return sorted(found, key=lambda item: (order.index(item.kind), item.code))


def _touched(connection: Connection, wanted: list[str], own: set[str]) -> dict[str, _OfSite]:
    """Return what the batches did to the operator's sites, their masts and stations, as one net change."""
    site_of = {row["id"]: row["site_id"] for row in every_row(connection, structures, ("id", "site_id"))}
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


def _by_itself(change: ListChange, agreed: Approval | None) -> ListChange:
    """Explain a change by what the register knows, or leave it open."""
    reason = ""
    params: tuple[tuple[str, object], ...] = ()
    if change.kind is ChangeKind.NEW and agreed is not None:
        reason, params = "LIST-CHANGE-AGREED", (("number", agreed.decision), ("day", agreed.approved_on))
    elif change.kind is ChangeKind.MOVED and (change.metres or 0.0) <= ROUNDING_M:
        reason, params = "LIST-CHANGE-ROUNDING", (("limit", ROUNDING_M),)
    elif change.kind is ChangeKind.CHANGED and not any(_is_asked(item) for item in change.fields):
        reason = "LIST-CHANGE-UPDATED"
    if not reason:
        return change
    return replace(change, explained=Explained.ITSELF, reason=reason, params=params)


def _is_asked(item: tuple[str, object, object]) -> bool:
    name, before, _after = item
    asked = _ASKED.get(name, Asked.NEVER)
    return asked is Asked.ALWAYS or (asked is Asked.KNOWN and before not in (None, ""))


def _vanished(connection: Connection, operator: str, lists: list[OperatorList]) -> list[ListChange]:
    """Return the masts that the newest complete list of the period leaves out."""
    newest = next((item for item in reversed(lists) if item.complete), None)
    if newest is None:
        return []
    return [
        ListChange(
            key=f"{operator}:{left_out.site}:vanished:{newest.batch}",
            kind=ChangeKind.VANISHED, operator=operator, site=left_out.site, code=left_out.code,
            explained=Explained.OPEN, batch=newest.batch, list_date=newest.list_date,
            fields=(("last_listed", left_out.last_listed.isoformat(), None),),
        )
        for left_out in listed_before(connection, operator, newest.list_date)
    ]  # fmt: skip
