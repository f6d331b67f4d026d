"""The one request to an organisation for what the risk of its masts lacks: a workbook, a row for each mast.

Its headers are those of the column dictionary, so that it comes back as a list of self-inspections, and what
belongs to the register of masts as a list of masts. What is missing is asked for; it is never counted as
risk.
"""

import datetime as dt
import hashlib
from collections import Counter
from typing import Any

from registry.columns import column
from registry.errors import RefusalError
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.field.deeds import check_officer, field_deed
from registry.services.field.responsible import labels_of
from registry.services.field.risk_scores import risk_table
from registry.services.office.calendar import in_vietnam, today
from registry.services.office.registry import Registry
from registry.services.office.table_book import table_book
from registry.store import ledger
from registry.store.changes import new_id
from registry.store.field import data_requests as store
from registry.store.field.tables import data_requests
from registry.typed_text import line_within

_COLUMNS: dict[str, tuple[str, ...]] = {
    "form": ("form",),
    "age": ("built_on",),
    "height": ("mast_height_m",),
    "structural_inspection": ("si_structural_on", "si_structural_by", "si_structural_result"),
    "defects": ("si_inspected_on", "si_result", "si_defects", "si_remedied_on"),
    "wind": ("design_wind_ms",),
    "load": ("si_antennas", "si_designed_antennas", "designed_operators"),
    "disused_building": ("support", "si_building_used"),
    "fall_circle": ("si_houses",),
    "owner_inactive": ("state",),
}
"""Part of the score -> the columns that a carrier fills in."""

ASKED = "Còn thiếu"


def missing_of(registry: Registry, *, person: Person, organisation: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return (structure, parts that are missing) of the masts that an organisation answers for.

    A carrier may ask for its own only (``FIELD-NOT-ALLOWED``). The riskiest come first.
    """
    if not person.sees_all and (not organisation or organisation != person.organisation):
        raise RefusalError("FIELD-NOT-ALLOWED")
    table = risk_table(registry)
    own = [row for row, name in enumerate(table.base.organisations) if name == organisation]
    own.sort(key=lambda row: (-table.total[row], str(table.structures[row])))
    found = [(str(table.structures[row]), table.scores.missing(row)) for row in own]
    return [(structure, parts) for structure, parts in found if parts]


@one_moment()
def request_data(
    registry: Registry,
    organisation: str,
    *,
    due_on: dt.date,
    person: Person,
    letter_number: str = "",
    since: int | None = None,
) -> tuple[str, bytes]:
    """Make the one request to an organisation: (file name, workbook) with a row for each mast that lacks
    data.

    Kept with its hash, the counts and the day; an earlier open request to it is closed by this one. Refused
    where nothing is missing (``DATA-NOTHING-MISSING``), the day has passed, or somebody made one after
    ``since``, the ledger's number when this was looked at (``DATA-REQUEST-MEANWHILE``).
    """
    check_officer(person)
    if due_on < today():
        raise RefusalError("REQUEST-DAY", day=due_on, first=today(), last=dt.date(2100, 1, 1))
    lacking = missing_of(registry, person=person, organisation=organisation)
    if not lacking:
        raise RefusalError("DATA-NOTHING-MISSING", organisation=organisation)
    gaps = Counter(part for _, parts in lacking for part in parts)
    body = _book(registry, lacking, [part for part in _COLUMNS if gaps[part]])
    name = f"de-nghi-bo-sung-du-lieu-{_plain(organisation)}-{today():%Y%m%d}.xlsx"
    row = {
        "id": new_id(),
        "organisation": organisation,
        "made_on": today(),
        "due_on": due_on,
        "masts": len(lacking),
        "gaps": dict(gaps),
        "file_name": name,
        "file_sha256": hashlib.sha256(body).hexdigest(),
        "letter_number": line_within(letter_number, 80),
        "state": "open",
    }
    with field_deed(registry, "data-request", person, organisation=organisation) as made:
        earlier = store.list_data_requests(made.connection, organisation=organisation, state="open")
        open_ids = [item["id"] for item in earlier]
        first = (
            None if since is None else ledger.change_after(made.connection, data_requests, open_ids, since)
        )
        if first is not None:
            at = f"{in_vietnam(first.at):%d/%m/%Y %H:%M}"
            raise RefusalError("DATA-REQUEST-MEANWHILE", by=first.who, at=at)
        for key in open_ids:
            made.amend(data_requests, key, state="closed")
        made.create(data_requests, {**row, "who": made.who, "at": made.at})
    return name, body


def _book(registry: Registry, lacking: list[tuple[str, tuple[str, ...]]], parts: list[str]) -> bytes:
    from registry.intake.template import header_text

    table = risk_table(registry)
    named = {part.code: part.vi for part in table.scores.parts}
    with registry.database.read() as connection:
        labels = labels_of(connection, [structure for structure, _ in lacking])
    names = list(dict.fromkeys(name for part in parts for name in _COLUMNS[part]))
    header = [
        column("site_code").label_vi,
        "Xã, phường",
        *(header_text(column(name)) for name in names),
        ASKED,
    ]
    rows: list[list[Any]] = []
    for structure, missing in lacking:
        label = labels.get(structure)
        if label is not None:
            asked = "; ".join(named[part] for part in missing)
            rows.append([label.code, label.commune, *([None] * len(names)), asked])
    return table_book(registry, "Bổ sung dữ liệu", header, rows)


def _plain(organisation: str) -> str:
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in organisation.lower())
    return "-".join(part for part in kept.split("-") if part)[:40] or "don-vi"
