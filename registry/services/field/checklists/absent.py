"""Why a mast could not be inspected, as its visit says: it is gone, or nobody got to it."""

from collections.abc import Sequence
from enum import StrEnum

from registry.model.field.inspections import Item, ItemKind


class Absence(StrEnum):
    """Why a mast could not be inspected; the value of a note of the visit."""

    GONE = "gone"
    UNREACHABLE = "unreachable"


def gone(items: Sequence[Item]) -> bool:
    """Return whether a visit found its mast gone."""
    said = absence_of(items)
    return said is not None and said[0] is Absence.GONE


def absence_of(items: Sequence[Item]) -> tuple[Absence, Item] | None:
    """Return what the last note of a visit that counts says of it, None where none does.

    None, too, where something was read after it: whoever came back got to the mast.
    """
    said = [
        item
        for item in items
        if item.kind is ItemKind.NOTE
        and not item.replaced_by
        and not item.entry
        and item.value in set(Absence)
    ]
    if not said:
        return None
    last = max(said, key=lambda item: item.seq)
    read = any(item.kind is ItemKind.READING and item.seq > last.seq for item in items)
    return None if read else (Absence(last.value), last)
