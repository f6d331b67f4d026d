"""The rows of the sets of open data, as somebody sees them who has not signed in.

What a mast shows of itself is asked of the policy of disclosure, and nothing here shows more: columns are
chosen from what it lets a visitor see. Built once while what they are made of stays as it is.
"""

import datetime as dt
import itertools
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from registry.model.areas import Layer
from registry.model.people import VISITOR
from registry.model.sites import SiteState
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import in_vietnam
from registry.services.office.registry import Registry
from registry.services.office.table_book import ILLUSTRATIVE, MARK
from registry.services.open_data.sets import Dataset, dataset
from registry.services.outages.board import board_of
from registry.services.outages.events import events
from registry.services.outages.public_summary import QUIET, WAITED, Area, public_summary
from registry.services.register.disclosed_zones import may_see_layer
from registry.services.register.disclosure import disclosed_rows
from registry.services.register.exports.exported_layers import layer_rows, seen_masts
from registry.store import ledger
from registry.store.office.operators import is_demo, organisation_names
from registry.store.register.units import commune_names

Rows = list[dict[str, Any]]
T = TypeVar("T")

_MASTS = ("sites", "structures", "stations", "site_aliases", "operators", "admin_units")
_TABLES: dict[str, tuple[str, ...]] = {
    "masts": _MASTS,
    "counts": _MASTS,
    "zones": ("zones",),
    "outages": ("outage_events", "outage_reports", "outage_lines"),
}
_COUNTED = ("commune_code", "commune", "operator", "mast_class", "state")
_NOT_SEEN = (SiteState.APPROVED.value,)
"""States of a mast that nobody sees from the street."""

LINES = {QUIET: "quiet", WAITED: "waited", "": "pooled", "total": "total"}
"""Kinds of rows of a summary of outages, by the name that it gives the area; else it is one commune."""


@dataclass(frozen=True, slots=True)
class OpenTable:
    """The rows of a set, alike ones the same object; ``geometry`` is shapely in EPSG:4326.

    ``changed`` is when what it is made of was last changed (None: never). ``doubts`` are how many rows are
    uncertain, by the kind of doubt: a row with two is among both. ``version`` names what it was built from.
    """

    rows: Rows
    changed: dt.datetime | None
    doubts: dict[str, int]
    illustrative: bool
    version: tuple[Any, ...]


def building(registry: Registry) -> Any:
    """Return the lock under which tables and files are made: many who ask at once make each of them once."""
    with registry.lock:
        return registry.cache.setdefault("open-data-building", threading.RLock())


def open_table(registry: Registry, one: Dataset, now: dt.datetime) -> OpenTable:
    """Return the rows of a set at a moment; the same object while they cannot have changed."""
    with building(registry):
        return _table(registry, one, now)


def _table(registry: Registry, one: Dataset, now: dt.datetime) -> OpenTable:
    # numbers of outages are as of a minute, names of communes as of a day
    moment = f"{now:%Y-%m-%d %H:%M}" if one.name == "outages" else f"{now:%Y-%m-%d}"
    key = ("open-data", one.name)
    held: OpenTable | None = registry.cache.get(key)
    with registry.database.read() as connection:
        head = ledger.head(connection).hash
        if held is not None and held.version[1:] == (head, moment):
            return held
        seq, at = ledger.newest_of(connection, _TABLES[one.name])
        illustrative = is_demo(connection)
    if held is not None and (held.version[0], held.version[2]) == (seq, moment):
        made = replace(held, version=(seq, head, moment))
    else:
        fields = [field.name for field in one.fields]
        mark = {MARK: ILLUSTRATIVE} if illustrative else {}
        rows = once_each(_ROWS[one.name](registry, now), lambda row: _narrow(row, fields) | mark)
        made = OpenTable(
            rows=rows,
            changed=in_vietnam(at) if at else None,
            doubts=dict(Counter(itertools.chain.from_iterable(once_each(rows, _doubts)))),
            illustrative=illustrative,
            version=(seq, head, moment),
        )
    registry.cache[key] = made
    return made


def once_each(rows: Rows, made: Callable[[dict[str, Any]], T]) -> list[T]:
    """Return what is made of each row; of rows that are one and the same it is made once."""
    known: dict[int, T] = {}
    for row in rows:
        if id(row) not in known:
            known[id(row)] = made(row)
    return [known[id(row)] for row in rows]


def _narrow(row: dict[str, Any], fields: list[str]) -> dict[str, Any]:
    """Return what the description of the set names, and the outline: nothing else leaves with a row."""
    shown = {name: row.get(name) for name in fields}
    return {**shown, "geometry": row["geometry"]} if row.get("geometry") is not None else shown


def _masts(registry: Registry, _now: dt.datetime) -> Rows:
    """Return a row a mast, of what a visitor may see of it; the commune's name follows from its code.

    Masts that show the same are one and the same row, as often as there are such masts.
    """
    with registry.database.read() as connection:
        found = Counter(seen_masts(connection, _NOT_SEEN))
        communes, names = commune_names(connection), organisation_names(connection)
    rows: list[tuple[dict[str, Any], int]] = []
    for mast, count in found.items():
        (row,) = disclosed_rows("sites", [mast._asdict()], VISITOR)
        code, operator = row.get("commune_code") or "", row.get("operator") or ""
        shown = {
            "commune_code": code,
            "commune": communes.get(code, ""),  # never as lists write it: that is anybody's text
            "operator": names.get(operator, operator),
            "mast_class": row.get("mast_class") or "",
            "support": row.get("support") or "",
            "state": row.get("state") or "",
        }
        rows.append((shown, count))
    rows.sort(key=lambda item: tuple(item[0].values()))
    return [shown for shown, count in rows for _ in range(count)]


def _counts(registry: Registry, now: dt.datetime) -> Rows:
    masts = open_table(registry, dataset("masts"), now).rows
    found = Counter(once_each(masts, lambda row: tuple(row[name] for name in _COUNTED)))
    return [dict(zip(_COUNTED, key, strict=True)) | {"count": count} for key, count in sorted(found.items())]


def _zones(registry: Registry, _now: dt.datetime) -> Rows:
    """Return the zones of the layers that a visitor may see, by layer and name."""
    rows: Rows = []
    with registry.database.read() as connection:
        for layer in Layer:
            if may_see_layer(VISITOR, layer):
                found = disclosed_rows(layer.value, layer_rows(connection, layer.value), VISITOR)
                of_layer = [{**row, "layer": layer.value} for row in found]
                rows += sorted(of_layer, key=lambda row: (row["name"], row["valid_from"], row["decision"]))
    return rows


def _outages(registry: Registry, now: dt.datetime) -> Rows:
    """Return the lines of the summaries that are open to everybody, as their page has them."""
    minute = now.replace(second=0, microsecond=0)
    rows: Rows = []
    for event in sorted(events(registry), key=lambda one: one.started_at, reverse=True):
        if not event.public:
            continue
        summary = public_summary(board_of(registry, event.id, now=minute))
        lines = [*summary.areas, *([summary.total] if summary.total else [])]
        rows += [
            {
                "event": summary.name,
                "started": _moment(event.started_at),
                "as_of": _moment(summary.as_of),
                "line": LINES.get(area.name, "commune"),
                "area": area.name if area.name not in LINES else "",
                "communes": area.communes,
                **_numbers(area),
            }
            for area in lines
        ]
    return rows


def _numbers(area: Area) -> dict[str, Any]:
    return {
        "stations": area.stations,
        "affected": area.affected,
        "down": area.down,
        "restored": area.restored,
        "reports": "waiting" if area.waiting else "complete",
    }


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(VIETNAM):%Y-%m-%d %H:%M}"


_ROWS: dict[str, Callable[[Registry, dt.datetime], Rows]] = {
    "masts": _masts,
    "counts": _counts,
    "zones": _zones,
    "outages": _outages,
}


def _doubts(row: dict[str, Any]) -> tuple[str, ...]:
    """Return why a row is not certain: every reason of it, none where there is none."""
    found = {
        "commune": row.get("commune_code") == "",
        "class": row.get("mast_class") == "",
        "outline": bool(row.get("error_m")),
        "waiting": row.get("reports") == "waiting",
    }
    return tuple(name for name, there in found.items() if there)
