"""Carriers' lists of self-inspections (tự kiểm tra): previewed, then a campaign of their own.

What a list says is what its sender says: it is kept beside what the office finds, and never in its place. The
office's spot checks are drawn from the masts of such a campaign (``CampaignPlan.parent`` and ``sample``).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.intake.parsed import ParsedList, ParsedRow, cell_text
from registry.intake.reading import read_list
from registry.messages import issue_of
from registry.model.inspections import CampaignKind, MastLabel
from registry.model.issues import Issue
from registry.model.ledger import Change
from registry.model.people import Person
from registry.services.calendar import today
from registry.services.campaigns import sheets_for
from registry.services.field_masts import labels_of
from registry.services.field_writes import stamp, who_of, words
from registry.services.preview import ImportOutcome, Kind, PreviewRow, field_changes
from registry.services.registry import Registry
from registry.store import batches, ledger
from registry.store.changes import Difference, difference, stable_id
from registry.store.field_tables import campaign_targets, campaigns, mast_safety, self_inspections
from registry.store.field_views import Row, rows_by
from registry.store.operators import load_operators
from registry.store.sites import codes_of
from registry.store.tables import structures

READINGS: Mapping[str, str] = {
    "si_joint_gap": "joint_gap",
    "si_guy_tension": "guy_tension",
    "si_clamp_torque": "clamp_torque",
    "si_rebound": "rebound",
    "si_earthing": "earthing",
    "si_verticality": "verticality",
}
"""Column of the list -> entry of the technical sheets."""

_FACTS: Mapping[str, str] = {
    "si_structural_on": "inspected_on",
    "si_structural_by": "inspected_by",
    "si_structural_result": "inspection_result",
    "si_antennas": "antennas",
    "si_designed_antennas": "designed_antennas",
    "si_houses": "houses_in_fall",
}
_DAYS = ("si_inspected_on", "si_calibrated_on", "si_remedied_on", "si_structural_on")


@dataclass
class _Found:
    """What a list says of masts that the organisation answers for, by structure; and all issues."""

    rows: dict[str, Row] = field(default_factory=dict)
    facts: dict[str, Row] = field(default_factory=dict)
    labels: dict[str, MastLabel] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    left_out: int = 0


def import_self_inspection(
    registry: Registry,
    path: Path,
    *,
    organisation: str,
    person: Person,
    name: str = "",
    campaign: str = "",
    title: str = "",
    period: tuple[dt.date, dt.date] | None = None,
    yes: bool = False,
) -> ImportOutcome:
    """Read a list of self-inspections; with ``yes`` it becomes a campaign (or adds to ``campaign``).

    The file is read in the limited child process. Rows that are not understood are kept as issues at their
    cells; a code of another organisation's mast is not told from one that nobody knows. The same file again
    changes nothing. Refused: another organisation's list (``FIELD-NOT-ALLOWED``), a campaign that is not its
    own (``CAMPAIGN-UNKNOWN``).
    """
    if not person.is_staff and (not person.organisation or person.organisation != organisation):
        raise RefusalError("FIELD-NOT-ALLOWED")
    parsed = read_list(path, ListKind.SELF_INSPECTIONS, name=name)
    opened = registry.database.write() if yes else registry.database.read()
    with opened as connection:
        head = _head(
            connection, parsed, organisation, campaign=campaign, title=title, period=period, person=person
        )
        found = _read(connection, parsed, organisation, head["id"], person)
        parts = [
            difference(connection, campaigns, [head] if campaign == "" else []),
            difference(connection, self_inspections, found.rows.values()),
            difference(connection, mast_safety, found.facts.values()),
            difference(connection, campaign_targets, _targets(connection, head, found, person)),
        ]
        counts = _counts(parts[1], found)
        changes = [change for part in parts for change in part.changes]
        batch = None
        if yes and parts[1].changes:
            batch = batches.open_batch(
                connection,
                kind="self_inspection",
                who=who_of(person),
                file_name=parsed.name,
                file_sha256=parsed.sha256,
                options={"organisation": organisation, "campaign": head["id"]},
                summary=counts,
            ).id
            ledger.record(connection, changes, who=who_of(person), batch=batch)
    return ImportOutcome(
        counts=counts,
        issues=tuple(found.issues),
        rows=tuple(_preview(parts[1], found)),
        batch=batch,
        file_name=parsed.name,
        operators=(organisation,),
    )


def campaign_of_list(organisation: str, sha256: str) -> str:
    """Return the id of the campaign that a list becomes when it is committed without naming one."""
    return stable_id("self inspection", organisation, sha256)


def _head(
    connection: Connection,
    parsed: ParsedList,
    organisation: str,
    *,
    campaign: str,
    title: str,
    period: tuple[dt.date, dt.date] | None,
    person: Person,
) -> Row:
    if campaign:
        row = rows_by(connection, campaigns, [campaign]).get(campaign)
        own = row is not None and (row["kind"], row["organisation"]) == (CampaignKind.SELF, organisation)
        if row is None or not own:
            raise RefusalError("CAMPAIGN-UNKNOWN", id=campaign[:40])
        return row
    identity = campaign_of_list(organisation, parsed.sha256)
    known = rows_by(connection, campaigns, [identity]).get(identity)
    if known is not None:  # the same file again: its campaign stays as it is
        return {"id": identity, "period_to": known["period_to"]}
    first, last = period or (today().replace(month=1, day=1), today())
    return {
        "id": identity,
        "kind": CampaignKind.SELF,
        "name": words(title, 200) or _title(connection, organisation, last.year),
        "period_from": first,
        "period_to": last,
        "organisation": organisation,
        "checklists": sheets_for(CampaignKind.SELF),
        "team": [],
        "selection": {},
        "state": "open",
        "files": [{"sha256": parsed.sha256, "name": parsed.name, "kind": "list"}],
        "who": who_of(person),
        "at": stamp(),
    }


def _title(connection: Connection, organisation: str, year: int) -> str:
    """Return what a list is called whose sender names none: by the organisation's name, not by its code."""
    known = next((one.name for one in load_operators(connection) if one.code == organisation), organisation)
    return f"{known}: tự kiểm tra {year}"


def _read(
    connection: Connection, parsed: ParsedList, organisation: str, campaign: str, person: Person
) -> _Found:
    found = _Found(issues=list(parsed.issues))
    masts = _masts(connection)
    codes = codes_of(connection)
    named: dict[int, str] = {}
    for at, row in enumerate(parsed.rows):
        code = str(row.values.get("site_code", "")).strip()
        site = codes.get((organisation, code)) or codes.get(("", code))
        named[at] = masts.get(site, "") if site else ""
    labels = labels_of(connection, [key for key in named.values() if key])
    stated = rows_by(connection, mast_safety, [key for key in named.values() if key])
    letters = {sheet.name: {c.name: c for c in sheet.columns if c.name} for sheet in parsed.sheets}
    for at, row in enumerate(parsed.rows):
        label = labels.get(named[at])
        own = label is not None and organisation in (label.organisation, *label.operators)
        if label is None or not own:
            code = str(row.values.get("site_code", "")).strip()
            _leave(found, row, letters, "site_code", "SELF-CODE-UNKNOWN", code=code or "–")
        elif "si_inspected_on" not in row.values:
            _leave(found, row, letters, "si_inspected_on", "SELF-NO-DAY", code=label.code)
        elif label.structure in found.rows:
            first = found.rows[label.structure]["row"]
            _leave(found, row, letters, "site_code", "SELF-TWICE", code=label.code, first=first)
        elif not _future(found, row, letters):
            found.labels[label.structure] = label
            found.rows[label.structure] = _row(row, label, organisation, campaign)
            facts = _stated(row, label, stated.get(label.structure), campaign, person)
            if facts:
                found.facts[label.structure] = facts
    return found


def _masts(connection: Connection) -> dict[str, str]:
    """Return site -> the structure that stands on it (a dismantled one where no other does)."""
    query = sa.select(structures.c.site_id, structures.c.id, structures.c.state)
    ordered = sorted(connection.execute(query), key=lambda row: (row.state != "dismantled", row.id))
    return {row.site_id: row.id for row in ordered}


def _future(found: _Found, row: ParsedRow, letters: Mapping[str, Any]) -> bool:
    """Whether a day of the row lies in the future: then it is left out, and said at its cell."""
    for name in _DAYS:
        day = row.values.get(name)
        if isinstance(day, dt.date) and day > today():
            _leave(found, row, letters, name, "SELF-DAY", day=day)
            return True
    return False


def _row(row: ParsedRow, label: MastLabel, organisation: str, campaign: str) -> Row:
    values = row.values
    readings = {
        entry: cell_text(values[column])
        for column, entry in READINGS.items()
        if values.get(column) is not None
    }
    return {
        "id": stable_id("self inspection", campaign, label.structure),
        "campaign": campaign,
        "structure": label.structure,
        "organisation": organisation,
        "inspected_on": values["si_inspected_on"],
        "inspector": words(values.get("si_inspector", ""), 200),
        "instrument": words(values.get("si_instrument", ""), 200),
        "calibrated_on": values.get("si_calibrated_on"),
        "readings": readings,
        "defects": words(values.get("si_defects", "")),
        "result": values.get("si_result", ""),
        "remedied_on": values.get("si_remedied_on"),
        "note": words(values.get("si_note", "")),
        "sheet": row.sheet,
        "row": row.row,
    }


def _stated(
    row: ParsedRow, label: MastLabel, standing: Row | None, campaign: str, person: Person
) -> Row | None:
    """Return the safety facts that a row states; what was stated later than its day stays."""
    on = row.values["si_inspected_on"].isoformat()
    sources = dict((standing or {}).get("sources") or {})
    facts: dict[str, Any] = {
        column: row.values[name] for name, column in _FACTS.items() if row.values.get(name) is not None
    }
    if row.values.get("si_building_used") is not None:
        facts["building_disused"] = not row.values["si_building_used"]
    newer = {
        name: value
        for name, value in facts.items()
        if on >= str((sources.get(name) or {}).get("on") or "")
        and not ((standing or {}).get(name) == value and name in sources)
    }
    if not newer:
        return None
    sources |= {name: {"from": f"self:{campaign}", "on": on} for name in newer}
    return {
        "structure": label.structure,
        **newer,
        "sources": sources,
        "who": who_of(person),
        "at": stamp(),
    }


def _targets(connection: Connection, head: Row, found: _Found, person: Person) -> list[Row]:
    keys = {stable_id("target", head["id"], structure): structure for structure in found.rows}
    known = rows_by(connection, campaign_targets, keys)
    return [
        {
            "id": key,
            "campaign": head["id"],
            "structure": structure,
            "organisation": found.labels[structure].organisation,
            "due_on": head["period_to"],
            "place": place,
            "state": "open",
            "who": who_of(person),
            "at": stamp(),
        }
        for place, (key, structure) in enumerate(keys.items(), 1)
        if key not in known
    ]


def _counts(rows: Difference, found: _Found) -> dict[str, int]:
    return {
        "new": len(rows.new),
        "changed": len(rows.changed),
        "unchanged": rows.unchanged,
        "vanished": 0,
        "not_imported": found.left_out,
    }


def _preview(rows: Difference, found: _Found) -> list[PreviewRow]:
    def one(kind: Kind, change: Change) -> PreviewRow:
        label = found.labels[str((change.after or {})["structure"])]
        return PreviewRow(kind, label.code, field_changes([change]))

    return [one(Kind.NEW, change) for change in rows.new] + [
        one(Kind.CHANGED, change) for change in rows.changed
    ]


def _leave(
    found: _Found, row: ParsedRow, letters: Mapping[str, Any], column: str, issue: str, **params: Any
) -> None:
    found.left_out += 1
    at = letters.get(row.sheet, {}).get(column)
    found.issues.append(
        issue_of(
            issue,
            sheet=row.sheet,
            row=row.row,
            column=at.header if at else "",
            letter=at.letter if at else "",
            value=row.raw.get(column, ""),
            params=params,
        )
    )


def self_inspections_of(
    registry: Registry, *, person: Person, campaign: str = "", structures_named: Sequence[str] = ()
) -> list[Row]:
    """Return what carriers stated, as rows of ``self_inspections``; a carrier gets its own only."""
    query = sa.select(self_inspections).order_by(
        self_inspections.c.inspected_on, self_inspections.c.row, self_inspections.c.id
    )
    if campaign:
        query = query.where(self_inspections.c.campaign == campaign)
    if structures_named:
        query = query.where(self_inspections.c.structure.in_(list(structures_named)[:500]))
    if not person.sees_all:
        own = self_inspections.c.organisation == person.organisation
        query = query.where(own, self_inspections.c.organisation != "")
    with registry.database.read() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
