"""Phantoms: masts "đã duyệt, chưa xây" that letters wrote where a mast of the same owner stands already.

Earlier versions took a row whose form they had not understood for a new mast, and wrote a second one beside
the first. Whether one is such a mast, an officer says: it is then taken back as one batch, with its agreement
and its stations, and the batch can be undone.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from registry.errors import RefusalError
from registry.model.ledger import Change, ImportBatch
from registry.model.requests.proposals import ProposalKind
from registry.model.vietnam_time import one_moment
from registry.services.office.deeds import write
from registry.services.office.registry import Registry
from registry.services.register.own_masts import meant, own_mast
from registry.store import batches, ledger
from registry.store.changes import remove
from registry.store.database import Connection
from registry.store.references import referring
from registry.store.register.agreed_masts import agreed_masts, falling_with, first_operator
from registry.store.requests.agreements import newest_agreement
from registry.store.requests.requests import of_row
from registry.store.requests.tables import approvals, request_rows, row_decisions, row_notes

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
    found = []
    for mast in agreed_masts(connection):
        agreed = newest_agreement(connection, mast.site)
        if agreed is not None and _meant(connection, agreed):
            continue
        operator = agreed["operator"] if agreed is not None else first_operator(connection, mast.structure)
        own = agreed["code"] if agreed is not None else mast.code
        lon, lat = (agreed["lon"], agreed["lat"]) if agreed is not None else (mast.lon, mast.lat)
        there = own_mast(connection, operator=operator, code=own, lon=lon, lat=lat, owner=mast.owner)
        if there is None:
            continue
        more: dict[str, Any] = {}
        if agreed is not None:
            more = {
                "approval": agreed["id"], "decision": agreed["decision"],
                "approved_on": agreed["approved_on"], "request": agreed["number"],
            }  # fmt: skip
        found.append(
            Phantom(mast.structure, mast.site, own, operator, there.mast.code, there.distance_m, **more)
        )
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
        about = {"reason": reason.strip(), "codes": [item.code for item in taken]}
        batch = write(connection, changes, KIND, who, options=about, summary={"records": len(changes)})
        return batches.get_batch(connection, batch), taken


def _meant(connection: Connection, agreed: dict[str, Any]) -> bool:
    """Whether the row asked for a mast beside another one, or an officer said why it is a new one."""

    row = (agreed["request"], agreed["list_version"], agreed["row"])
    return (
        any(asked["kind"] in _BESIDE for asked in of_row(connection, request_rows, *row))
        or any((decided["reason"] or "").strip() for decided in of_row(connection, row_decisions, *row))
        or meant(
            (note["kind"], note["details"] or {}, note["withdrawn"])
            for note in of_row(connection, row_notes, *row)
        )
    )


def _removals(connection: Connection, taken: Sequence[Phantom]) -> list[Change]:
    """Return the changes that take phantoms away; their sites too, where nothing else is on them.

    Refused where a record that stays names one that goes (an inspection of the mast, say).
    """
    gone = {
        approvals: [item.approval for item in taken if item.approval],
        **falling_with(connection, [item.structure for item in taken], [item.site for item in taken]),
    }
    for used in referring(connection, {table.name: keys for table, keys in gone.items()}):
        raise RefusalError("PHANTOM-USED", table=used.table.name, record=used.key)
    return [
        remove(table, row)
        for table, keys in gone.items()
        for row in ledger.rows_by_key(connection, table, keys).values()
    ]
