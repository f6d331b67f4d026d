"""What a visit found of its mast that the register has otherwise: notes of no entry."""

from collections.abc import Sequence
from enum import StrEnum

from registry.model.field.inspections import Item, ItemKind


class Found(StrEnum):
    """What was found otherwise; the value of a note of the visit, whose ``raw`` says it."""

    HEIGHT = "found_height"
    CLASS = "found_class"
    NETWORKS = "found_networks"


def found_notes(items: Sequence[Item]) -> dict[Found, Item]:
    """Return the last note that counts of each, but for those taken back (``raw`` empty)."""
    said: dict[Found, Item] = {}
    for item in sorted(items, key=lambda one: one.seq):
        if is_found(item) and not item.replaced_by:
            said[Found(item.value)] = item
    return {kind: said[kind] for kind in Found if kind in said and said[kind].raw.strip()}


def is_found(item: Item) -> bool:
    """Return whether an item is such a note."""
    return item.kind is ItemKind.NOTE and not item.entry and item.value in set(Found)
