"""What was learnt of a standing mast from a paper that somebody read, with that paper named.

The facts settle what the law of the day of building depends on (``registry.checks.permit_table``). Each can
be stated for one mast or for many at once, changed, and taken back; the ledger keeps what was said before.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from registry.errors import RefusalError
from registry.model.standing import Fact
from registry.model.vietnam_time import one_moment
from registry.services.office.calendar import in_vietnam
from registry.services.office.deeds import KIND, write
from registry.services.office.registry import Registry
from registry.store import ledger
from registry.store.changes import difference
from registry.store.field.views import known_structures
from registry.store.obligations.standing_rows import fact_id, facts_of_mast
from registry.store.obligations.tables import mast_facts

VALUES = ("yes", "no", "")
"""What can be stated of a fact; "" takes it back."""


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A fact of a mast as somebody stated it."""

    fact: Fact
    value: str
    evidence: str
    who: str
    on: dt.date


def facts_stated(registry: Registry, structure: str) -> list[StatedFact]:
    """Return what was stated of a mast and not taken back, in the order of ``Fact``."""
    with registry.database.read() as connection:
        found = facts_of_mast(connection, structure)
    return [
        StatedFact(fact, row["value"], row["evidence"], row["who"], in_vietnam(row["at"]).date())
        for fact in Fact
        if (row := found.get(fact)) is not None and row["value"]
    ]


@one_moment()
def state_facts(
    registry: Registry,
    masts: Sequence[str],
    facts: Mapping[Fact, str],
    *,
    evidence: str,
    who: str,
) -> int:
    """State facts ("yes", "no", "" to take back) of masts (ids of structures), as one batch.

    Returns how many were changed. Refused without the paper that shows it (``MAST-FACT-EVIDENCE``), for
    another value (``MAST-FACT``) and for a mast that there is not (``STRUCTURE-UNKNOWN``).
    """
    for value in facts.values():
        if value not in VALUES:
            raise RefusalError("MAST-FACT", value=value[:40])
    if not evidence.strip() and any(facts.values()):
        raise RefusalError("MAST-FACT-EVIDENCE")
    now = ledger.present()
    with registry.database.write() as connection:
        keys = list(dict.fromkeys(masts))
        if not keys or len(known_structures(connection, keys)) < len(keys):
            raise RefusalError("STRUCTURE-UNKNOWN")
        rows = [
            {
                "id": fact_id(key, fact),
                "structure": key,
                "fact": fact.value,
                "value": value,
                "evidence": evidence.strip() if value else "",
            }
            for key in keys
            for fact, value in facts.items()
        ]
        standing = ledger.rows_by_key(connection, mast_facts, [row["id"] for row in rows])
        rows = [row for row in rows if row["value"] or row["id"] in standing]
        found = difference(connection, mast_facts, rows)
        if not found.changes:
            return 0
        changes = [
            replace(change, after={**(change.after or {}), "who": who, "at": now}) for change in found.changes
        ]
        write(connection, changes, f"{KIND}mast-facts", who, summary={"facts": len(changes)})
    return len(changes)
