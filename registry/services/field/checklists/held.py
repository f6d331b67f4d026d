"""The checklists of this office: those of the product, and the versions that the office published itself."""

import json
from dataclasses import replace
from functools import lru_cache

from registry.safety.checklists import Checklist, Sheets, catalogue
from registry.safety.sheets.grammar import read
from registry.services.office.registry import Registry
from registry.store.database import Connection
from registry.store.field.own_checklists import published_checklists


def held_sheets(connection: Connection) -> Sheets:
    """Return every version that may be named: what was recorded by one is always shown as it was asked."""
    own = {}
    for row in published_checklists(connection):
        sheet = replace(_read(row["content"]), valid_from=row["valid_from"], retired_on=row["retired_on"])
        own[sheet.code, sheet.version] = sheet
    return Sheets({**catalogue(), **own} if own else catalogue())


def sheets_held(registry: Registry) -> Sheets:
    """Return ``held_sheets`` of a register."""
    with registry.database.read() as connection:
        return held_sheets(connection)


@lru_cache(maxsize=64)
def _read(content: str) -> Checklist:
    """Read a published version: it kept the grammar when it was published, and is never changed."""
    return read(json.loads(content))
