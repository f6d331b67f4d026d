"""The ledger as people read it: page by page, by record, in words, as whoever asks may see it.

The office's people read every entry; what their roles keep from them elsewhere (accounts, layers of defence)
stands here without its values. A carrier reads what happened to its own masts and requests, by the columns
that the policy of disclosure opens to it, and of the office's people that they are the office.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from registry.columns import Level, stored_columns
from registry.errors import RefusalError
from registry.messages import Words
from registry.model.ledger import LedgerEntry
from registry.model.people import Person, Role
from registry.services.office.ledger_words import EntryInWords, in_words, only_columns, without_values
from registry.services.office.record_words import word
from registry.services.office.registry import Registry
from registry.services.register.disclosed_masts import site_for
from registry.services.register.disclosure import hidden_layers, may_see
from registry.store import ledger, ledger_pages
from registry.store.database import Connection
from registry.store.earlier import ledgers as earlier
from registry.store.office.accounts import list_accounts
from registry.store.register import site_views
from registry.store.tables import LEDGERED, Table

A_PAGE = 50
MOST_EXPORTED = 20_000
"""How many entries one file holds: some two hundred thousand lines, made in some ten seconds."""
_OPEN_TO_CARRIERS = {"sites": "sites", "structures": "sites", "stations": "stations", "requests": "requests"}
_LAYERED = frozenset({"zones", "draft_zones", "layer_coverages"})
_FINDINGS = "judged"
_STORED_AS = {item.stored: item.name for level in Level for item in stored_columns(level)}
OFFICE = "–"
"""Who wrote an entry, as somebody outside reads it who is told no names of the office's people."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the ledger; what is empty asks nothing. ``code`` is what people know a record by."""

    kind: str = ""
    who: str = ""
    batch: str = ""
    code: str = ""
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """One page, the newest first; ``older`` and ``newer`` are the numbers from which the next ones go on."""

    entries: tuple[EntryInWords, ...]
    older: int | None
    newer: int | None


def kinds() -> list[tuple[str, Words]]:
    """Return every kind of record that the ledger keeps, by the Vietnamese word."""
    return sorted(((name, word("tables", name)) for name in LEDGERED), key=lambda item: item[1].vi)


def writers(registry: Registry) -> list[str]:
    """Return who ever wrote an entry."""
    with registry.database.read() as connection:
        return ledger_pages.people(connection)


def head_of(registry: Registry) -> ledger.Head:
    """Return the ledger's newest entry."""
    with registry.database.read() as connection:
        return ledger.head(connection)


def page_of(
    registry: Registry, asked: Asked, person: Person, *, before: int | None = None, after: int | None = None
) -> LedgerPage:
    """Return a page of the whole ledger: that before or after a number, else the newest."""
    with registry.database.read() as connection:
        return _page(connection, _resolved(connection, asked), person, before, after)


def page_of_record(
    registry: Registry,
    table: str,
    record: str,
    person: Person,
    *,
    before: int | None = None,
    after: int | None = None,
) -> LedgerPage:
    """Return a page of what happened to one record and its parts.

    ``LEDGER-NO-RECORD`` where the ledger says nothing of it, or nothing that the person may see.
    """
    if table not in LEDGERED:
        raise RefusalError("LEDGER-NO-RECORD", record=record[:40])
    with registry.database.read() as connection:
        records = {table: [record]}
        records = (
            ledger_pages.with_parts(connection, records)
            if person.sees_all
            else _own_of(connection, table, record, person)
        )
        found = _page(connection, ledger_pages.Asked(records=records), person, before, after)
        if found.older is None:  # the last page goes on with what the register said that it came from
            told = _seen(connection, _earlier(connection, records), person)
            found = replace(found, entries=(*found.entries, *told))
        nothing = not found.entries and before is None and after is None
    if nothing:
        raise RefusalError("LEDGER-NO-RECORD", record=record[:40])
    return found


def entry_of(registry: Registry, seq: int, person: Person) -> EntryInWords:
    """Return one entry in words; ``LEDGER-NO-ENTRY`` where there is none of that number."""
    with registry.database.read() as connection:
        found = ledger_pages.entry(connection, seq)
        if found is None:
            raise RefusalError("LEDGER-NO-ENTRY", seq=seq)
        return _seen(connection, [found], person)[0]


def mast_entries(registry: Registry, site: dict[str, Any], person: Person) -> list[EntryInWords]:
    """Return everything that happened to a site of ``site_views``, the newest first."""
    with registry.database.read() as connection:
        records = {
            "sites": [site["id"]],
            "structures": [one["id"] for one in site["structures"]],
            "stations": [station["id"] for one in site["structures"] for station in one["stations"]],
            "site_aliases": [alias["id"] for alias in site["aliases"]],
        }
        if not person.sees_all:
            records = _own_of(connection, "sites", site["id"], person)
        found = ledger_pages.page(
            connection, ledger_pages.Asked(records=records), most=ledger_pages.MOST_OF_RECORD
        )
        return _seen(connection, [*found, *_earlier(connection, records)], person)


def _earlier(connection: Connection, records: Mapping[str, Collection[str]]) -> list[LedgerEntry]:
    """Return what earlier registers' ledgers say of records, the newest first."""
    return list(reversed(earlier.entries_of(connection, records)))[: ledger_pages.MOST_OF_RECORD]


def exported(registry: Registry, asked: Asked, person: Person) -> Iterable[EntryInWords]:
    """Yield what is asked for, the newest first, for a file.

    ``LEDGER-TOO-MANY`` for more than ``MOST_EXPORTED`` entries: the days asked for have to be fewer.
    """
    with registry.database.read() as connection:
        resolved = _resolved(connection, asked)
        if ledger_pages.count(connection, resolved, most=MOST_EXPORTED) > MOST_EXPORTED:
            raise RefusalError("LEDGER-TOO-MANY", most=MOST_EXPORTED)
    before: int | None = None
    while True:
        with registry.database.read() as connection:
            found = ledger_pages.page(connection, resolved, before=before, most=1000)
            told = _seen(connection, found, person)
        yield from told
        if len(found) < 1000:
            return
        before = found[-1].seq


def _resolved(connection: Connection, asked: Asked) -> ledger_pages.Asked:
    if asked.kind and asked.kind not in LEDGERED:
        raise RefusalError("LEDGER-NO-KIND", kind=asked.kind[:40])
    if asked.first and asked.last and asked.last < asked.first:
        raise RefusalError("VALIDITY-TURNED", first=asked.first, last=asked.last)
    records = ledger_pages.records_called(connection, asked.code) if asked.code else None
    return ledger_pages.Asked(
        asked.kind, asked.who, asked.batch.strip().upper(), asked.first, asked.last, records
    )


def _page(
    connection: Connection,
    asked: ledger_pages.Asked,
    person: Person,
    before: int | None,
    after: int | None,
) -> LedgerPage:
    found = ledger_pages.page(connection, asked, before=before, after=after, most=A_PAGE + 1)
    beyond = len(found) > A_PAGE
    if beyond:
        found = found[1:] if after is not None else found[:A_PAGE]
    older = found[-1].seq if found and (beyond or after is not None) else None
    newer = found[0].seq if found and (before is not None or (after is not None and beyond)) else None
    return LedgerPage(tuple(_seen(connection, found, person)), older, newer)


def _seen(connection: Connection, entries: list[LedgerEntry], person: Person) -> list[EntryInWords]:
    """Return entries in words as a person may see them."""
    if person.sees_all:
        secret = [_is_kept_back(entry, person) for entry in entries]
        if hidden_layers(person):  # findings name the zones that they rest on
            entries = [_without_findings(entry) for entry in entries]
        told = in_words(connection, entries)
        return [without_values(one) if hide else one for one, hide in zip(told, secret, strict=True)]
    mine = person.organisation  # "" for whoever is bound to a commune: the office's people have none either
    own = {one.name for one in list_accounts(connection) if mine and one.organisation == mine}
    shown = [only_columns(entry, _columns_of(entry.change.table, person)) for entry in entries]
    told = in_words(connection, shown)
    return [
        one if one.who in own else replace(one, who=OFFICE, file="", sheet="", row=0)
        for one in told
        if one.lines
    ]


def _is_kept_back(entry: LedgerEntry, person: Person) -> bool:
    table, image = entry.change.table, entry.change.after or entry.change.before or {}
    if table == "accounts":
        return not person.is_one_of(Role.ADMINISTRATOR)
    return table in _LAYERED and image.get("layer") in {layer.value for layer in hidden_layers(person)}


def _without_findings(entry: LedgerEntry) -> LedgerEntry:
    table = LEDGERED.get(entry.change.table)
    if table is None or _FINDINGS not in table.c:
        return entry
    return only_columns(entry, {item.name for item in table.c} - {_FINDINGS})


def _columns_of(table: str, person: Person) -> set[str]:
    layer = _OPEN_TO_CARRIERS.get(table, "")
    if table == "site_aliases":
        return {"code", "operator", "former"}
    if not layer:
        return set()
    known: Table = LEDGERED[table]
    return {
        item.name
        for item in known.c
        if may_see(layer, _STORED_AS.get(item.name, item.name), person, own=True)
    }


def _own_of(connection: Connection, table: str, record: str, person: Person) -> dict[str, list[str]]:
    """Return the records under one that are the person's own; none for a record of somebody else."""
    if table == "requests":
        rows = ledger.rows_by_key(connection, LEDGERED["requests"], [record])
        own = person.organisation and rows.get(record, {}).get("organisation") == person.organisation
        return {"requests": [record]} if own else {}
    site = site_views.site_by_id(connection, record) if table == "sites" else None
    seen = site_for(site, person) if site is not None else None
    if site is None or seen is None:
        return {}
    return {
        "sites": [site["id"]],
        "structures": [one["id"] for one in seen["structures"]],
        "stations": [
            station["id"]
            for one in site["structures"]
            for station in one["stations"]
            if station["operator"] == person.organisation
        ],
        "site_aliases": [alias["id"] for alias in seen["aliases"]],
    }
