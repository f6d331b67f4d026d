"""How the masts of a campaign, a defect or a report are named, and who answers for them."""

from collections.abc import Iterable

from sqlalchemy import Connection

from registry.model.inspections import MastLabel


def labels_of(connection: Connection, structures: Iterable[str]) -> dict[str, MastLabel]:
    """Return structure id -> label; a structure that the register does not hold is left out."""
    raise NotImplementedError
