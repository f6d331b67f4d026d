"""Carriers' lists of self-inspections (tự kiểm tra): previewed, then a campaign of their own.

What a list says is what its sender says: it is kept beside what the office finds, and never in its place. The
office's spot checks are drawn from the masts of such a campaign (``CampaignPlan.parent`` and ``sample``).
"""

import datetime as dt
from pathlib import Path

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.intake.parsed import ParsedList
from registry.intake.reading import read_list
from registry.model.field.inspections import CampaignKind
from registry.model.ledger import Change
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.field.campaigns import sheets_for
from registry.services.field.checklists.held import held_sheets
from registry.services.field.deeds import stamp, words
from registry.services.field.responsible import labels_of
from registry.services.field.self_inspection_list import FoundRows, read_rows, say_outside
from registry.services.office.attachments import keep_file
from registry.services.office.calendar import today
from registry.services.office.deeds import name_of, write
from registry.services.office.preview import ImportOutcome, Kind, PreviewRow, field_changes
from registry.services.office.registry import Registry
from registry.store.changes import Difference, difference, stable_id
from registry.store.database import Connection
from registry.store.field.tables import campaign_targets, campaigns, mast_safety, self_inspections
from registry.store.field.views import Row, rows_by
from registry.store.field.visits import list_stated
from registry.store.office.operators import load_operators


@one_moment()
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
    if yes:  # the campaign's first file: its sender and the office open it again
        keep_file(registry, path, parsed.name)
    opened = registry.database.write() if yes else registry.database.read()
    with opened as connection:
        identity = campaign or campaign_of_list(organisation, parsed.sha256)
        found = read_rows(connection, parsed, organisation, identity, person)
        head = _head(
            connection,
            parsed,
            organisation,
            campaign=campaign,
            title=title,
            period=period or _period(found),
            person=person,
        )
        if period is not None:
            say_outside(found, parsed, *period)
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
            batch = write(
                connection,
                changes,
                "self_inspection",
                person,
                file_name=parsed.name,
                file_sha256=parsed.sha256,
                options={"organisation": organisation, "campaign": head["id"]},
                summary=counts,
            )
    return ImportOutcome(
        counts=counts,
        issues=tuple(found.issues),
        rows=tuple(_preview(parts[1], parts[2], found)),
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
    period: tuple[dt.date, dt.date],
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
    first, last = period
    return {
        "id": identity,
        "kind": CampaignKind.SELF,
        "name": words(title, 200) or _title(connection, organisation, last.year),
        "period_from": first,
        "period_to": last,
        "organisation": organisation,
        "checklists": sheets_for(held_sheets(connection), CampaignKind.SELF),
        "team": [],
        "selection": {},
        "state": "open",
        "files": [{"sha256": parsed.sha256, "name": parsed.name, "kind": "list"}],
        "who": name_of(person),
        "at": stamp(),
    }


def _period(found: FoundRows) -> tuple[dt.date, dt.date]:
    """Return from when to when the inspections taken were made, the year so far where none is taken."""
    days = [row["inspected_on"] for row in found.rows.values()]
    return (min(days), max(days)) if days else (today().replace(month=1, day=1), today())


def _title(connection: Connection, organisation: str, year: int) -> str:
    """Return what a list is called whose sender names none: by the organisation's name, not by its code."""
    known = next((one.name for one in load_operators(connection) if one.code == organisation), organisation)
    return f"{known}: tự kiểm tra {year}"


def _targets(connection: Connection, head: Row, found: FoundRows, person: Person) -> list[Row]:
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
            "who": name_of(person),
            "at": stamp(),
        }
        for place, (key, structure) in enumerate(keys.items(), 1)
        if key not in known
    ]


def _counts(rows: Difference, found: FoundRows) -> dict[str, int]:
    return {
        "new": len(rows.new),
        "changed": len(rows.changed),
        "unchanged": rows.unchanged,
        "vanished": 0,
        "not_imported": found.left_out,
    }


def _preview(rows: Difference, facts: Difference, found: FoundRows) -> list[PreviewRow]:
    """Return the rows, each with what it states of its mast's safety: that goes into the register, too."""
    beside = {str((change.after or {})["structure"]): change for change in facts.changes}

    def one(kind: Kind, change: Change) -> PreviewRow:
        structure = str((change.after or {})["structure"])
        changes = [change, *([beside[structure]] if structure in beside else [])]
        return PreviewRow(kind, found.labels[structure].code, field_changes(changes))

    return [one(Kind.NEW, change) for change in rows.new] + [
        one(Kind.CHANGED, change) for change in rows.changed
    ]


def self_inspections_of(registry: Registry, *, person: Person, campaign: str = "") -> list[Row]:
    """Return what carriers stated, as rows of ``self_inspections``; a carrier gets its own only."""
    with registry.database.read() as connection:
        return list_stated(connection, campaign=campaign, bound_to=person.bound_to)


def facts_stated(registry: Registry, campaign: str, *, person: Person) -> dict[str, Row]:
    """Return structure -> what a list stated of the masts' safety and nothing later has replaced."""
    with registry.database.read() as connection:
        stated = list_stated(connection, campaign=campaign, bound_to=person.bound_to)
        known = rows_by(connection, mast_safety, [row["structure"] for row in stated])
    source = f"self:{campaign}"
    return {
        structure: {
            name: row[name] for name, said in (row["sources"] or {}).items() if said.get("from") == source
        }
        for structure, row in known.items()
    }


def codes_stated(registry: Registry, campaign: str, *, person: Person) -> dict[str, str]:
    """Return structure -> code of the masts that the person may read statements of.

    Not by the campaign's targets: a carrier states what it found at a mast that it shares, too, and the
    target of such a mast is its owner's.
    """
    with registry.database.read() as connection:
        stated = list_stated(connection, campaign=campaign, bound_to=person.bound_to)
        labels = labels_of(connection, [row["structure"] for row in stated])
    return {structure: label.code for structure, label in labels.items()}
