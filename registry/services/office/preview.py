"""What an import did, or would do: counts, the records it touches field by field, and what has to be said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from registry.model.issues import Issue
from registry.model.ledger import Change
from registry.store import images


class Kind(StrEnum):
    """What becomes of a record."""

    NEW = "new"
    CHANGED = "changed"
    VANISHED = "vanished"  # in the register, but not in a list that says it is complete; it stays


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record in a table ("": that of the import); None where it is not stated."""

    field: str
    before: Any
    after: Any
    table: str = ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One record of the preview: the code or name a reader knows it by, and its fields that change."""

    kind: Kind
    code: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """The outcome of an import. ``batch`` is None where nothing was written.

    ``counts`` holds ``new``, ``changed``, ``unchanged``, ``vanished`` and ``not_imported`` (rows kept as
    issues), ``questions`` where *same mast?* was asked, and ``coverages`` where an import of zones stated
    where a layer is complete.
    """

    counts: Mapping[str, int]
    issues: tuple[Issue, ...] = ()
    rows: tuple[PreviewRow, ...] = ()
    batch: str | None = None
    file_name: str = ""
    operators: tuple[str, ...] = field(default=())


def field_changes(changes: Iterable[Change]) -> tuple[FieldChange, ...]:
    """Return the fields in which records differ, as images write them; a new record's before is None."""
    found = []
    for change in changes:
        table = images.table_of(change.table)
        before = images.encode(table, change.before or {})
        after = images.encode(table, change.after or {})
        for name in dict.fromkeys([*before, *after]):
            if name not in _NOT_SHOWN and before.get(name) != after.get(name):
                found.append(FieldChange(name, before.get(name), after.get(name), change.table))
    return tuple(found)


_NOT_SHOWN = frozenset({"id", "fid", "version", "site_id", "structure_id", "geometry", "plan_version"})
