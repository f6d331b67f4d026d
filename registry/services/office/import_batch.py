"""What every import of a file has in common: counts, the records it touches, and one batch of the ledger."""

from collections.abc import Iterable

from registry.services.office.preview import Kind, PreviewRow, field_changes
from registry.store.changes import Difference


def counts_of(parts: Iterable[Difference], *, vanished: int = 0, left_out: int = 0) -> dict[str, int]:
    """Return an import's counts, of all its tables together; see ``ImportOutcome``."""
    found = list(parts)
    return {
        "new": sum(len(part.new) for part in found),
        "changed": sum(len(part.changed) for part in found),
        "unchanged": sum(part.unchanged for part in found),
        "vanished": vanished,
        "not_imported": left_out,
    }


def preview_rows(
    part: Difference, vanished: Iterable[str] = (), *, named: str = "code"
) -> tuple[PreviewRow, ...]:
    """Return the records of a difference by the column ``named``, the new ones first, ``vanished`` last."""
    touched = [
        PreviewRow(kind, str((change.after or {}).get(named, "")), field_changes([change]))
        for kind, changes in ((Kind.NEW, part.new), (Kind.CHANGED, part.changed))
        for change in changes
    ]
    return (*touched, *(PreviewRow(Kind.VANISHED, name) for name in vanished))
