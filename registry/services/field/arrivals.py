"""One send as it comes in: every item finds its receipt, and what it changes is gathered for one batch.

The state that follows does not depend on the order in which items come, nor on how often.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from registry.model.field.inspections import ItemKind, Receipt, ReceiptState
from registry.model.ledger import Change
from registry.model.people import Person
from registry.services.field.checklists.held import held_sheets
from registry.services.field.defect_arrivals import defect_changes
from registry.services.field.items import AsideError, Sent, moment_of, read_item
from registry.services.field.photos import present
from registry.services.field.position_arrivals import proposal_changes
from registry.services.office.registry import Registry
from registry.store import images, ledger
from registry.store.changes import amend, create, stable_id
from registry.store.database import Connection
from registry.store.field.position_tables import position_items
from registry.store.field.positions import items_in, kept_item, known_targets
from registry.store.field.tables import campaigns, field_items, inspections, set_aside_items
from registry.store.field.views import (
    Row,
    aside_rows,
    inspections_of,
    item_rows,
    known_structures,
    rows_by,
    rows_where,
    structures_by_code,
)

BY_CODE = "theo mã cột"
"""Who put a structure right that a phone knew only by the code that was typed."""


class Arrivals:
    """What is known of the items of one send, and what taking them changes. Inside ``Database.write``."""

    def __init__(
        self,
        registry: Registry,
        connection: Connection,
        sent: Sequence[Sent],
        *,
        person: Person,
        device: str,
        at: dt.datetime,
        clock_off_s: float | None = None,
        rescued: bool = False,
        corrections: Mapping[str, Any] | None = None,
        retaking: bool = False,
    ) -> None:
        self.registry, self.connection, self.person = registry, connection, person
        self.device, self.at, self.clock_off_s, self.rescued = device, at, clock_off_s, rescued
        self.corrections, self.retaking = dict(corrections or {}), retaking
        self.taken = self.aside = 0
        self._sheets = held_sheets(connection)
        self._read = {(item.id, item.sha256): self._fields(item) for item in sent}
        fields = [item for item in self._read.values() if not isinstance(item, AsideError)]
        self._items = item_rows(connection, [item.id for item in sent if item.id])
        self._asides = aside_rows(connection, [_aside_key(item) for item in sent])
        self._standing = inspections_of(connection, [item["inspection"] for item in fields])
        self._inspections: dict[str, Row] = dict(self._standing)
        self._structures = known_structures(connection, [item["structure"] for item in fields])
        self._matched = self._match_codes(fields)
        self._positions = known_targets(connection, [item["structure"] for item in fields])
        visits = [item["inspection"] for item in fields] if self._positions else []
        self._position_visits = {row["inspection"]: row for row in items_in(connection, visits)}
        self._campaigns = set(rows_by(connection, campaigns, [item["campaign"] for item in fields]))
        named = {name for item in fields for name in item["photos"]}
        named |= {name for row in self._items.values() for name in row["photos"] or ()}
        self._there = present(registry, connection, sorted(named))
        self._new: dict[str, Row] = {}
        self._new_at_positions: dict[str, Row] = {}
        self._new_aside: dict[str, Row] = {}

    def _match_codes(self, fields: Sequence[dict[str, Any]]) -> dict[str, str]:
        """Put the structure in the place of a code that was typed for a mast that the phone's list lacks.

        By the code alone, so that it does not matter which item comes first; a place far from the mast is
        shown to an officer (``doubts.of_visits``). Returns structure -> code as it was typed.
        """
        typed = {
            one["structure"]: images.clean(one["structure"]).strip().upper()
            for one in fields
            if images.clean(one["structure"]) not in self._structures
        }
        found = structures_by_code(self.connection, typed.values())
        matched = {}
        for one in fields:
            identity = found.get(typed.get(one["structure"], ""))
            if identity is not None:
                matched[identity], one["structure"] = one["structure"], identity
        self._structures = self._structures | matched.keys()
        return matched

    def _fields(self, sent: Sent) -> dict[str, Any] | AsideError:
        try:
            return read_item(
                sent,
                self.corrections,
                received=self.at,
                sheets=self._sheets,
                clock_off_s=self.clock_off_s,
            )
        except AsideError as aside:
            return aside

    def take(self, sent: Sent, by: str) -> Receipt:
        """Take one item, or set it aside, and return its receipt."""
        known = self._items.get(sent.id)
        if known is not None and known["sha256"] == sent.sha256:
            return receipt_of(known, self._there)
        held = self._asides.get(_aside_key(sent))
        if held is not None and not self.retaking:
            return aside_receipt(sent.id, held)
        if known is not None:
            return self._set_aside(sent, AsideError("FIELD-SAME-ID", id=sent.id), by)
        fields = self._read[sent.id, sent.sha256]
        if isinstance(fields, AsideError):
            return self._set_aside(sent, fields, by)
        try:
            recorder = self._recorder(fields, by)
            self._check(fields, recorder)
        except AsideError as aside:
            return self._set_aside(sent, aside, by)
        return self._keep(sent, fields, recorder)

    def changes(self) -> list[Change]:
        """Return everything that the items taken so far change."""
        found = [create(set_aside_items, row) for row in self._new_aside.values()]
        if not self._new and not self._new_at_positions:
            return found
        for key, row in self._inspections.items():
            before = self._standing.get(key)
            if before is None:
                found.append(create(inspections, row))
            elif row != before:
                moments = {name: row[name] for name in _MOMENTS}
                found.append(amend(inspections, images.encode(inspections, before), **moments))
        found += [create(field_items, row) for row in self._new.values()]
        found += [create(position_items, kept_item(row)) for row in self._new_at_positions.values()]
        new = list(self._new.values())
        later = rows_where(self.connection, field_items, "replaces", [row["id"] for row in new])
        found += defect_changes(self.registry, self.connection, new, later, self._inspections, at=self.at)
        found += proposal_changes(self.registry, self.connection, new, self._inspections, at=self.at)
        return found

    def _recorder(self, fields: Mapping[str, Any], by: str) -> str:
        recorder = str(fields.get("by") or by or self.person.name)
        if self.person.name and recorder != self.person.name and not self.rescued:
            raise AsideError("FIELD-OTHER-PERSON", by=recorder[:40], person=self.person.name)
        return images.clean(recorder[:40])

    def _check(self, fields: Mapping[str, Any], recorder: str) -> None:
        if self._at_position(fields):
            other = self._position_visits.get(fields["inspection"])
            if other is not None and (other["structure"], other["person"]) != (fields["structure"], recorder):
                raise AsideError("FIELD-INSPECTION-OTHER", person=other["person"])
            return
        if images.clean(fields["structure"]) not in self._structures:
            raise AsideError("FIELD-STRUCTURE-UNKNOWN", structure=fields["structure"][:40])
        if fields["campaign"] and fields["campaign"] not in self._campaigns:
            raise AsideError("FIELD-CAMPAIGN-UNKNOWN", campaign=fields["campaign"][:40])
        visit = self._inspections.get(fields["inspection"])
        if visit is not None and (visit["structure"], visit["person"]) != (fields["structure"], recorder):
            raise AsideError("FIELD-INSPECTION-OTHER", person=visit["person"])

    def _at_position(self, fields: Mapping[str, Any]) -> bool:
        """Whether it was recorded at a proposed position, which is no structure of the register."""
        return images.clean(fields["structure"]) in self._positions

    def _keep(self, sent: Sent, fields: Mapping[str, Any], recorder: str) -> Receipt:
        self.taken += 1
        row = self._row(sent, fields, recorder)
        self._items[sent.id] = row
        if self._at_position(fields):
            self._new_at_positions[sent.id] = self._position_visits[fields["inspection"]] = row
        else:
            self._new[sent.id] = row
            self._visit(fields, recorder)
        return receipt_of(row, self._there)

    def _visit(self, fields: Mapping[str, Any], recorder: str) -> None:
        """Count an item to its inspection, which begins with the first of them that comes."""
        visit = self._inspections.get(fields["inspection"])
        if visit is None:
            visit = {
                "id": fields["inspection"],
                "campaign": fields["campaign"] or None,
                "structure": fields["structure"],
                "checklist": fields["checklist"],
                "checklist_version": fields["checklist_version"],
                "person": recorder,
                "device": self.device,
                "started_at": "",
                "finished_at": "",
                "dropped_at": "",
                "received_at": ledger.stamp(self.at),
                "sent_by": self.person.name if self.person.name != recorder else "",
            }
        self._inspections[fields["inspection"]] = _moved(visit, fields["kind"], fields["happened_at"])

    def _row(self, sent: Sent, fields: Mapping[str, Any], recorder: str) -> Row:
        matched = fields["structure"] in self._matched
        return {
            "id": sent.id,
            "inspection": fields["inspection"],
            "structure": fields["structure"],
            "kind": fields["kind"],
            "entry": images.clean(fields["entry"]),
            "content": sent.content,
            "sha256": sent.sha256,
            "photos": fields["photos"],
            "recorded_at": fields["recorded_at"],
            "seq": fields["seq"],
            "replaces": fields["replaces"],
            "person": recorder,
            "device": self.device,
            "received_at": ledger.stamp(self.at),
            "clock_off_s": fields["clock_off_s"],
            "corrected": self.corrections or (matched and {"structure": fields["structure"]}) or None,
            "corrected_by": self.person.name if self.corrections else BY_CODE if matched else "",
        }

    def _set_aside(self, sent: Sent, aside: AsideError, by: str) -> Receipt:
        key = _aside_key(sent)
        row = {
            "id": key,
            "item": images.clean(sent.id[:80]),
            "content": sent.content,
            "sha256": sent.sha256,
            "code": aside.code,
            "params": {name: images.clean(value) for name, value in aside.params.items()},
            "person": images.clean(by[:40]) or self.person.name,
            "device": self.device,
            "received_at": ledger.stamp(self.at),
            "state": "open",
        }
        if key not in self._asides:
            self.aside += 1
            self._asides[key] = self._new_aside[key] = row
        return aside_receipt(sent.id, row)


_MOMENTS = ("started_at", "finished_at", "dropped_at")


def _aside_key(sent: Sent) -> str:
    return stable_id("aside", images.clean(sent.id), sent.sha256)


def receipt_of(row: Mapping[str, Any], there: Collection[str]) -> Receipt:
    """Return the receipt of an item that stands; ``there`` are the photos (SHA-256) that have come."""
    missing = tuple(name for name in row["photos"] or () if name not in there)
    state = ReceiptState.RECEIVED if missing else ReceiptState.VERIFIED
    return Receipt(row["id"], state, row["sha256"], missing=missing)


def aside_receipt(item: str, row: Mapping[str, Any]) -> Receipt:
    """Return the receipt of an item (its id as sent) that was set aside as a row."""
    return Receipt(item, ReceiptState.ASIDE, row["sha256"], row["code"], row["params"] or {})


def _moved(visit: Row, kind: str, happened_at: str) -> Row:
    """Return a visit with the earliest start, the latest end and drop of its items, by the server's clock."""
    if kind == ItemKind.START:
        return {**visit, "started_at": _chosen(visit["started_at"], happened_at, later=False)}
    if kind == ItemKind.FINISH and not visit["dropped_at"]:
        return {**visit, "finished_at": _chosen(visit["finished_at"], happened_at, later=True)}
    if kind == ItemKind.DROP:  # whatever comes in which order: a visit that was dropped is not finished
        dropped = _chosen(visit["dropped_at"], happened_at, later=True)
        return {**visit, "finished_at": "", "dropped_at": dropped}
    return visit


def _chosen(one: str, other: str, *, later: bool) -> str:
    known = [(moment, text) for text in (one, other) if (moment := moment_of(text)) is not None]
    return (max if later else min)(known)[1] if known else other
