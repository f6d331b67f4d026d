"""Owners of infrastructure (chủ sở hữu hạ tầng) as tests put them into a register, of a key of any kind."""

from typing import Any

from registry.store.changes import stable_id


def owner_row(name: str, *, kind: str = "other", aliases: tuple[str, ...] = ()) -> dict[str, Any]:
    """The row of an owner; ``kind``: operator, tower_company, building, other."""
    row = {"id": stable_id("owner", name), "name": name, "kind": kind}
    return {**row, "operator": "", "aliases": list(aliases)}
