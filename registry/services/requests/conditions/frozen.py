"""At the issue: conditions that were kept are followed from now on, and what of them the package keeps."""

import dataclasses
from typing import Any

from registry.model.requests.conditions import Condition, ConditionState
from registry.services.requests.actions import Action
from registry.services.requests.opened import FileRow, RequestFile
from registry.store.requests.tables import row_conditions

_OWN = ("request", "list_version", "row", "ordinal", "text", "proposed", "finding", "body")


def follow_conditions(made: Action, file: RequestFile) -> None:
    """Add to the issue that the conditions that were kept are open from now on; what was struck stays so."""
    for row in file.rows:
        for item in row.conditions:
            if item.state is ConditionState.KEPT:
                made.put(row_conditions, item.id, own_columns(item), state=ConditionState.OPEN.value)


def own_columns(item: Condition) -> dict[str, Any]:
    """Return what a condition is made with where only its text stood in a decision until now."""
    columns = {name: getattr(item, name) for name in _OWN}
    return {"id": item.id, **columns, "step": item.step.value, "who": item.who, "at": item.at}


def sealed_conditions(row: FileRow) -> list[dict[str, Any]]:
    """Return a row's conditions as the package keeps them, those too that were struck."""
    names = ("text", "proposed", "finding", "body", "step", "due_on", "reason", "who", "at")
    found = []
    for item in row.conditions:
        plain = dataclasses.asdict(item)
        day = item.due_on.isoformat() if item.due_on else None
        kept = (
            ConditionState.KEPT if item.state.binds else item.state
        )  # what became of it since is no evidence
        found.append({**{name: plain[name] for name in names}, "due_on": day, "state": kept.value})
    return found
