"""Defects that come in from phones: one for each recorded, unless a later item replaced it."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from registry.model.field.defects import DefectState, Severity
from registry.model.field.inspections import ItemKind
from registry.model.field.phone_clock import put_right
from registry.model.ledger import Change
from registry.model.vietnam_time import VIETNAM
from registry.safety.checklists import vocabulary
from registry.safety.deadlines import deadline_of
from registry.services.field.defect_steps import deadline_row
from registry.services.field.items import moment_of
from registry.services.field.responsible import labels_of, remedier_of, remediers
from registry.services.field.settings import office_days
from registry.services.field.vocabulary import UNNAMED
from registry.services.office.own_law import own_law
from registry.services.office.registry import Registry
from registry.store import images, ledger
from registry.store.changes import amend, create, stable_id
from registry.store.database import Connection
from registry.store.field.tables import defects, field_items
from registry.store.field.views import Row, rows_by, rows_where
from registry.store.office.operators import load_settings

OTHER = UNNAMED


def defect_id(item: str) -> str:
    """Return the id of the defect that an item records."""
    return stable_id("defect", item)


def defect_changes(
    registry: Registry,
    connection: Connection,
    new: Sequence[Row],
    later: Sequence[Row],
    visits: Mapping[str, Row],
    *,
    at: dt.datetime,
) -> list[Change]:
    """Return the defects that new items make or replace; ``later`` came before and replace some of them.

    Of a visit that was dropped (``visits`` as they are with the new items) none stands.
    """
    replaced = {row["replaces"]: row for row in (*later, *new) if row["replaces"]}
    found = [row for row in new if row["kind"] == ItemKind.DEFECT]
    changes: list[Change] = []
    if found:
        labels = labels_of(connection, [row["structure"] for row in found])
        days, known = office_days(load_settings(connection)), remediers(connection)
        for row in found:
            gone = replaced.get(row["id"])
            made = _row(registry, row, visits[row["inspection"]], days=days, at=at)
            label = labels.get(row["structure"])
            made["organisation"] = remedier_of(label, made["defect"], _whose(row), known)
            replaced_here = gone is not None and gone["inspection"] == row["inspection"]
            if replaced_here or visits[row["inspection"]]["dropped_at"]:
                made["state"] = DefectState.REPLACED
            changes.append(create(defects, made))
    made_now = {change.record for change in changes}
    targets = {row["replaces"]: row for row in new if row["replaces"]}
    standing = rows_by(connection, defects, [defect_id(item) for item in targets])
    origins = rows_by(connection, field_items, targets)
    ended: dict[str, Row] = {}
    for item, row in targets.items():
        before = standing.get(defect_id(item))
        if before is not None and item in origins and origins[item]["inspection"] == row["inspection"]:
            ended[before["id"]] = before
    dropped = {row["inspection"] for row in new if row["kind"] == ItemKind.DROP}
    ended |= {row["id"]: row for row in rows_where(connection, defects, "inspection", sorted(dropped))}
    changes += [
        amend(defects, images.encode(defects, before), state=DefectState.REPLACED)
        for before in ended.values()
        if before["id"] not in made_now and before["state"] == DefectState.OPEN
    ]
    return changes


def _row(registry: Registry, item: Row, visit: Row, *, days: Any, at: dt.datetime) -> dict[str, Any]:
    content = _content(item)

    def text(name: str) -> str:
        value = content.get(name)
        return value if isinstance(value, str) else ""

    severity = text("severity") if text("severity") in set(Severity) else ""
    code = text("defect") if text("defect") in vocabulary().defects else OTHER
    found = found_at(item, at)
    deadline = deadline_of(
        code, severity, found, province=registry.settings.province, office=days, own=own_law(registry)
    )
    return {
        "id": defect_id(item["id"]),
        "structure": item["structure"],
        "inspection": item["inspection"],
        "item": item["id"],
        "campaign": visit["campaign"] or "",
        "entry": item["entry"],
        "component": text("component"),
        "defect": code,
        "severity": severity,
        "note": text("note"),
        "photos": item["photos"],
        "found_on": found.astimezone(VIETNAM).date(),
        **deadline_row(deadline),
        "state": DefectState.OPEN,
        "who": item["person"],
        "at": ledger.stamp(at),
    }


def _content(item: Row) -> dict[str, Any]:
    return {**json.loads(item["content"]), **(item["corrected"] or {})}


def _whose(item: Row) -> str | None:
    """Return whose the inspector said it is, "" that it is not known; None where the phone did not ask."""
    said = _content(item).get("organisation")
    return said if isinstance(said, str) else None


def found_at(item: Row, at: dt.datetime) -> dt.datetime:
    """Return when it was found: as the phone said, put right by how far its clock is known to be off.

    Never later than it came in: a deadline does not begin in the future.
    """
    said = moment_of(item["recorded_at"]) or at
    return min(put_right(said, item["clock_off_s"], at), at)


def found_on_site(connection: Connection, defect: Row) -> dt.datetime | None:
    """Return the moment at which a phone recorded a defect that stands; None where none did."""
    origin = defect.get("item") or ""  # an image leaves out what is empty: an officer entered it
    item = rows_by(connection, field_items, [origin]).get(origin) if origin else None
    came = moment_of(defect["at"])
    return found_at(item, came) if item and came else None
