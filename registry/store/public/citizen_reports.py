"""Field reports as rows: read, numbered, and the contacts that are kept apart from them."""

import datetime as dt
import functools
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.field.field_reports import (
    Contact,
    FieldReport,
    ReportState,
)
from registry.store.geometry import in_box
from registry.store.portions import portions
from registry.store.public.tables import citizen_reports, report_contacts
from registry.store.records import record_of
from registry.store.register.states_now import not_gone
from registry.store.tables import ledger, sites, structures


def number_of(ordinal: int, year: int) -> str:
    """Return the receipt number of the n-th report of a year: "PA-2026-0012"."""
    return f"PA-{year}-{ordinal:04d}"


def next_ordinal(connection: Connection, year: int) -> int:
    """Return the number that the next report of a year gets."""
    query = sa.select(sa.func.max(citizen_reports.c.ordinal)).where(citizen_reports.c.year == year)
    return int(connection.execute(query).scalar() or 0) + 1


def report_of(row: Mapping[str, Any]) -> FieldReport:
    """Return a row as a report."""
    return record_of(FieldReport, row, number=number_of(row["ordinal"], row["year"]))


def load_reports(connection: Connection, *, structure: str = "") -> list[FieldReport]:
    """Return all reports, the newest first; those about one structure."""
    query = sa.select(citizen_reports).order_by(citizen_reports.c.at.desc(), citizen_reports.c.id)
    if structure:
        query = query.where(citizen_reports.c.structure == structure)
    return [report_of(dict(row)) for row in connection.execute(query).mappings()]


def get_report(connection: Connection, identity: str) -> FieldReport | None:
    """Return a report by its id, None where there is none."""
    query = sa.select(citizen_reports).where(citizen_reports.c.id == identity)
    row = connection.execute(query).mappings().first()
    return None if row is None else report_of(dict(row))


def by_token(connection: Connection, token: str) -> FieldReport | None:
    """Return the report whose page a token opens."""
    query = sa.select(citizen_reports).where(citizen_reports.c.token == token)
    row = connection.execute(query).mappings().first()
    return None if row is None else report_of(dict(row))


def by_case(connection: Connection, case_key: str) -> FieldReport | None:
    """Return the report that has another system's case number, None where none has."""
    query = sa.select(citizen_reports).where(citizen_reports.c.case_key == case_key)
    row = connection.execute(query).mappings().first()
    return None if row is None else report_of(dict(row))


def joined_to(connection: Connection, lead: str) -> list[FieldReport]:
    """Return the reports that were joined to one, in the order in which they came."""
    query = (
        sa.select(citizen_reports)
        .where(citizen_reports.c.joined_to == lead)
        .order_by(citizen_reports.c.year, citizen_reports.c.ordinal)
    )
    return [report_of(dict(row)) for row in connection.execute(query).mappings()]


def joined_to_any(connection: Connection, leads: Collection[str]) -> list[FieldReport]:
    """Return the reports that were joined to any of some."""
    query = sa.select(citizen_reports).where(citizen_reports.c.joined_to != "")
    every = [report_of(dict(row)) for row in connection.execute(query).mappings()]
    return [one for one in every if one.joined_to in leads]


def sent_to(connection: Connection, targets: Mapping[str, str]) -> list[tuple[str, FieldReport]]:
    """Return (target, open report) of targets of campaigns ({target: its mast}) to which somebody goes
    because of reports, in the order in which they came.

    A report that was joined to another goes with that one. One whose mast is another by now is of none.
    """
    found: list[tuple[str, FieldReport]] = []
    for some in portions(sorted(targets)):
        query = _ways().where(_GOES_TO.in_(some), citizen_reports.c.state != ReportState.CLOSED.value)
        rows = connection.execute(query).mappings()
        found += [(to, one) for one, to, mast in map(_way, rows) if mast == targets[to]]
    return sorted(found, key=lambda pair: (pair[1].at, pair[1].number))


def ways_of(connection: Connection, numbers: Collection[str]) -> dict[str, tuple[FieldReport, str, str]]:
    """Return number -> the report, the target that somebody is sent to because of it and the mast it is
    about ("" for none), of a joined one those of its lead; of numbers that there are."""
    read = sorted({(int(year), int(ordinal)) for one in numbers for _pa, year, ordinal in [one.split("-")]})
    key = sa.tuple_(citizen_reports.c.year, citizen_reports.c.ordinal)
    found = (
        _way(row)
        for some in portions(read)
        for row in connection.execute(_ways().where(key.in_(some))).mappings()
    )
    return {way[0].number: way for way in found}


_LEAD = citizen_reports.alias("lead")
_GOES_TO = sa.func.coalesce(sa.func.nullif(_LEAD.c.target, ""), citizen_reports.c.target)
_MAST = sa.func.coalesce(sa.func.nullif(_LEAD.c.structure, ""), citizen_reports.c.structure)


def _ways() -> sa.Select[Any]:
    """Return what asks for reports with the target and the mast of the one that leads them."""
    joined = citizen_reports.outerjoin(_LEAD, _LEAD.c.id == citizen_reports.c.joined_to)
    return sa.select(citizen_reports, _GOES_TO.label("goes_to"), _MAST.label("goes_mast")).select_from(joined)


def _way(row: sa.RowMapping) -> tuple[FieldReport, str, str]:
    plain = dict(row)
    to, mast = plain.pop("goes_to"), plain.pop("goes_mast")
    return report_of(plain), to, mast


def due_cases(connection: Connection) -> list[FieldReport]:
    """Return the open reports that are due in another system, the first due first."""
    query = (
        sa.select(citizen_reports)
        .where(citizen_reports.c.due_on.is_not(None), citizen_reports.c.state != ReportState.CLOSED.value)
        .order_by(citizen_reports.c.due_on, citizen_reports.c.ordinal)
    )
    return [report_of(dict(row)) for row in connection.execute(query).mappings()]


def cases_since(connection: Connection, entry: int, most: int) -> list[tuple[FieldReport, int]]:
    """Return the reports of other systems that changed after an entry of the ledger, each with its last."""
    last = sa.func.max(ledger.c.seq).label("last")
    query = (
        sa.select(citizen_reports, last)
        .join(
            ledger,
            sa.and_(ledger.c.table_name == citizen_reports.name, ledger.c.record == citizen_reports.c.id),
        )
        .where(ledger.c.seq > entry, citizen_reports.c.case_key.is_not(None))
        .group_by(*citizen_reports.c)
        .order_by(last)
        .limit(most)
    )
    return [(report_of(dict(row)), int(row["last"])) for row in connection.execute(query).mappings()]


def open_since(connection: Connection, since: str) -> list[FieldReport]:
    """Return the open reports that came at ``since`` (ISO text in UTC) or after it, the oldest first."""
    query = (
        sa.select(citizen_reports)
        .where(citizen_reports.c.at >= since, citizen_reports.c.state != ReportState.CLOSED.value)
        .order_by(citizen_reports.c.at, citizen_reports.c.ordinal)
    )
    return [report_of(dict(row)) for row in connection.execute(query).mappings()]


def count_new(connection: Connection) -> int:
    """Return how many reports nobody has dealt with; those below another open one, or joined, are not
    counted."""
    return int(connection.execute(_new()).scalar_one())


@functools.cache
def _new() -> sa.Select[Any]:
    """Return what asks it, put together once: every page of the office does."""
    first, lead = citizen_reports.alias("first"), citizen_reports.alias("lead")
    above = sa.exists().where(
        first.c.id == citizen_reports.c.twin_of,
        first.c.state != ReportState.CLOSED.value,
        sa.or_(  # where it was joined: to a report that is open, and is not this one itself
            first.c.joined_to == "",
            sa.exists().where(
                lead.c.id == first.c.joined_to,
                lead.c.id != citizen_reports.c.id,
                lead.c.state != ReportState.CLOSED.value,
            ),
        ),
    )
    return sa.select(sa.func.count()).where(
        citizen_reports.c.state == ReportState.NEW.value, citizen_reports.c.joined_to == "", ~above
    )


def structures_in(connection: Connection, box: tuple[float, float, float, float]) -> Sequence[Any]:
    """Return (id, code, lon, lat, mast_class, owner) of standing masts in a box of degrees."""
    query = (
        sa.select(
            structures.c.id,
            sites.c.code,
            sites.c.lon,
            sites.c.lat,
            structures.c.mast_class,
            structures.c.owner,
        )
        .join(structures, structures.c.site_id == sites.c.id)
        .where(
            in_box(connection, sites, box),
            sites.c.merged_into.is_(None),
            not_gone(),
        )
    )
    return connection.execute(query).all()


def contact_of(connection: Connection, report: str) -> Contact | None:
    """Return who reported, None where nobody said so or it was forgotten."""
    query = sa.select(report_contacts).where(report_contacts.c.report == report)
    row = connection.execute(query).first()
    return None if row is None else Contact(row.name, row.phone)


def keep_contact(connection: Connection, report: str, contact: Contact) -> None:
    """Keep who reported, in place of who was kept before; outside the ledger."""
    forget_contact(connection, report)
    connection.execute(report_contacts.insert().values(report=report, name=contact.name, phone=contact.phone))


def forget_contact(connection: Connection, report: str) -> None:
    """Forget who made one report."""
    connection.execute(report_contacts.delete().where(report_contacts.c.report == report))


def forget_contacts(connection: Connection, closed_before: dt.date) -> None:
    """Forget who made the reports that were closed before a day."""
    ended = sa.select(citizen_reports.c.id).where(citizen_reports.c.closed_on < closed_before)
    connection.execute(report_contacts.delete().where(report_contacts.c.report.in_(ended)))
