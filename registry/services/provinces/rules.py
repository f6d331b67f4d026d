"""What becomes of each table of a register that becomes part of another: ``data/codes/merging.toml``."""

import tomllib
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from registry.messages import Words
from registry.settings import DATA


class How(StrEnum):
    """``MOVED``: every record goes over; ``UNITED``: a record of a key that is here already is the same
    thing; ``KEPT``: it stays in the earlier ledger alone."""

    MOVED = "moved"
    UNITED = "united"
    KEPT = "kept"


class Rule(NamedTuple):
    """What becomes of a table; ``why`` says why its records are kept only."""

    how: How
    why: Words


@cache
def rules() -> dict[str, Rule]:
    """Return the rule of each table."""
    read = tomllib.loads((DATA / "codes" / "merging.toml").read_text(encoding="utf-8"))
    return {
        table: Rule(How(item["how"]), Words(item.get("vi", ""), item.get("en", "")))
        for table, item in read.items()
    }


def tables_of(how: How) -> frozenset[str]:
    """Return the tables of which something becomes."""
    return frozenset(table for table, rule in rules().items() if rule.how is how)
