"""Phantoms: masts "đã duyệt, chưa xây" that letters wrote where a mast of the same owner stands already.

Earlier versions took a row whose form they had not understood for a new mast, and wrote a second one beside
the first. Whether one is such a mast, an officer says: it is then taken back as one batch, with its agreement
and its stations, and the batch can be undone.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from registry.errors import RefusalError
from registry.model.desk_records import ApprovalState
from registry.model.ledger import Change, ImportBatch
from registry.model.requests import ProposalKind
from registry.model.sites import SiteState
from registry.model.vietnam_time import one_moment
from registry.services.office.registry import Registry
from registry.services.register.own_masts import meant, own_mast
from registry.store import batches, ledger
from registry.store.changes import remove
from registry.store.database import Connection
from registry.store.register.same_mast import OPEN
from registry.store.requests.tables import approvals, request_rows, requests, row_decisions, row_notes
from registry.store.tables import LEDGERED, key_of, same_mast, site_aliases, sites, stations, structures

KIND = "phantoms"
_BESIDE = frozenset({ProposalKind.REPLACE, ProposalKind.RELOCATE})  # these stand beside what they take down


@dataclass(frozen=True, slots=True)
class Phantom:
    """A mast that was agreed to where one stands: its structure, code and site, and the mast that stands.

    ``approval``, ``decision`` (the letter's number), ``approved_on`` and ``request`` (its number) are "" or
    None where the agreement itself is gone.
    """

    structure: str
    site: str
    code: str
    operator: str
    standing: str
    distance_m: float
    approval: str = ""
    decision: str = ""
    approved_on: dt.date | None = None
    request: str = ""


def phantoms(registry: Registry) -> list[Phantom]:
    """Return the masts of the register that are agreed to and stand already, by code.

    Those that replace or move a mast, and those that an officer agreed to with a reason, are none.
    """
    with registry.database.read() as connection:
        return _phantoms(connection)


def _phantoms(connection: Connection) -> list[Phantom]:
    query = (
        sa.select(structures.c.id, structures.c.owner, sites.c.id, sites.c.code, sites.c.lon, sites.c.lat)
        .join_from(structures, sites, structures.c.site_id == sites.c.id)
        .where(structures.c.state == SiteState.APPROVED.value, sites.c.merged_into.is_(None))
        .order_by(sites.c.code, structures.c.id)
    )
    found = []
    for mast, owner, site, code, lon, lat in connection.execute(query).all():
        agreed = _agreement(connection, site)
        if agreed is not None and _meant(connection, agreed):
            continue
        operator = agreed["operator"] if agreed is not None else _operator(connection, mast)
        own = agreed["code"] if agreed is not None else code
        spot = (agreed["lon"], agreed["lat"]) if agreed is not None else (lon, lat)
        there = own_mast(connection, operator=operator, code=own, lon=spot[0], lat=spot[1], owner=owner or "")
        if there is None:
            continue
        more: dict[str, Any] = {}
        if agreed is not None:
            more = {
                "approval": agreed["id"], "decision": agreed["decision"],
                "approved_on": agreed["approved_on"], "request": agreed["number"],
            }  # fmt: skip
        found.append(Phantom(mast, site, own, operator, there.mast.code, there.distance_m, **more))
    return found


@one_moment()
def take_back(
    registry: Registry, chosen: Collection[str] = (), *, reason: str, who: str
) -> tuple[ImportBatch, list[Phantom]]:
    """Take phantoms out of the register as one batch, by an officer's word; undoing it brings them back.

    ``chosen`` are their codes or the ids of their structures; empty: all that ``phantoms`` finds.

    Raises RefusalError: ``REQUEST-REASON`` without a reason, ``PHANTOM-NONE`` where there is nothing to take
    back, ``PHANTOM-UNKNOWN`` for what is no phantom, ``PHANTOM-USED`` where something else rests on one.
    """
    if not reason.strip():
        raise RefusalError("REQUEST-REASON")
    wanted = {text.strip().casefold() for text in chosen if text.strip()}
    with registry.database.write() as connection:
        known = _phantoms(connection)
        taken = [item for item in known if not wanted or wanted & {item.code.casefold(), item.structure}]
        missing = wanted - {text for item in taken for text in (item.code.casefold(), item.structure)}
        if missing:
            raise RefusalError("PHANTOM-UNKNOWN", code=min(missing))
        if not taken:
            raise RefusalError("PHANTOM-NONE")
        changes = _removals(connection, taken)
        batch = batches.open_batch(
            connection,
            kind=KIND,
            who=who,
            options={"reason": reason.strip(), "codes": [item.code for item in taken]},
            summary={"records": len(changes)},
        )
        ledger.record(connection, changes, who=who, batch=batch.id)
    return batch, taken


def _agreement(connection: Connection, site: str) -> dict[str, Any] | None:
    """Return the newest agreement on a site that nothing came of yet, with its request's number and list."""
    query = (
        sa.select(approvals, requests.c.number, requests.c.list_version)
        .join_from(approvals, requests, approvals.c.request == requests.c.id)
        .where(approvals.c.site_id == site, approvals.c.state == ApprovalState.APPROVED.value)
        .order_by(approvals.c.approved_on.desc(), approvals.c.id)
    )
    row = connection.execute(query).mappings().first()
    return None if row is None else dict(row)


def _meant(connection: Connection, agreed: dict[str, Any]) -> bool:
    """Whether the row asked for a mast beside another one, or an officer said why it is a new one."""

    def of_row(table: sa.Table) -> list[dict[str, Any]]:
        query = table.select().where(
            table.c.request == agreed["request"],
            table.c.list_version == agreed["list_version"],
            table.c.row == agreed["row"],
        )
        return [dict(row) for row in connection.execute(query).mappings()]

    return (
        any(row["kind"] in _BESIDE for row in of_row(request_rows))
        or any((row["reason"] or "").strip() for row in of_row(row_decisions))
        or meant((row["kind"], row["details"] or {}, row["withdrawn"]) for row in of_row(row_notes))
    )


def _operator(connection: Connection, mast: str) -> str:
    query = sa.select(stations.c.operator).where(stations.c.structure_id == mast).order_by(stations.c.id)
    return str(connection.execute(query).scalar() or "")


def _removals(connection: Connection, taken: Sequence[Phantom]) -> list[Change]:
    """Return the changes that take phantoms away; their sites too, where nothing else is on them."""
    masts = [item.structure for item in taken]
    emptied = [
        site
        for site in dict.fromkeys(item.site for item in taken)
        if set(_keys(connection, structures, structures.c.site_id == site)) <= set(masts)
    ]
    pairs = same_mast.c.site_a.in_(emptied) | same_mast.c.site_b.in_(emptied)
    gone: dict[sa.Table, list[str]] = {
        approvals: [item.approval for item in taken if item.approval],
        stations: _keys(connection, stations, stations.c.structure_id.in_(masts)),
        structures: masts,
        site_aliases: _keys(connection, site_aliases, site_aliases.c.site_id.in_(emptied)),
        same_mast: _keys(connection, same_mast, pairs & (same_mast.c.state == OPEN)),
        sites: emptied,
    }
    for table, keys in gone.items():
        _refuse_used(connection, table, keys, {other.name: set(own) for other, own in gone.items()})
    return [
        remove(table, row)
        for table, keys in gone.items()
        for row in ledger.rows_by_key(connection, table, keys).values()
    ]


def _keys(connection: Connection, table: sa.Table, condition: sa.ColumnElement[bool]) -> list[str]:
    return list(connection.execute(sa.select(table.c.id).where(condition).order_by(table.c.id)).scalars())


def _refuse_used(
    connection: Connection, table: sa.Table, keys: Sequence[str], gone: dict[str, set[str]]
) -> None:
    """Refuse where a record that stays names one that goes (an inspection of the mast, say)."""
    for other in LEDGERED.values():
        for reference in other.foreign_keys:
            if reference.column.table is not table or not keys:
                continue
            query = sa.select(other.c[key_of(other)]).where(reference.parent.in_(keys))
            for key in connection.execute(query).scalars():
                if key not in gone.get(other.name, set()):
                    raise RefusalError("PHANTOM-USED", table=other.name, record=key)
