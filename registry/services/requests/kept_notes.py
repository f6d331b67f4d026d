"""Notes as rows of the store: what every action adds to a row of a request, or to its whole list."""

from collections.abc import Mapping, Sequence
from typing import Any

from registry.services.requests.actions import Action
from registry.store.changes import new_id
from registry.store.requests.tables import row_notes

WHOLE_LIST = -1


def write_note(
    made: Action,
    kind: str,
    text: str,
    *,
    row: int = WHOLE_LIST,
    rule: str = "",
    outcome: str = "",
    evidence: str = "",
    files: Sequence[str] = (),
    details: Mapping[str, Any] | None = None,
) -> str:
    """Add a note to an action and return its id; the caller has checked that there is such a row."""
    identity = new_id()
    made.create(
        row_notes,
        {
            "id": identity,
            "request": made.request.id,
            "list_version": made.request.list_version,
            "row": row,
            "kind": str(kind),
            "rule": rule,
            "outcome": outcome,
            "text": text.strip(),
            "evidence": evidence.strip(),
            "files": list(files),
            "details": dict(details or {}),
            "who": made.who,
            "at": made.at,
            "withdrawn": False,
        },
    )
    return identity
