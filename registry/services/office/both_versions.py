"""Two versions of a record in words: what stands, and what somebody offered who came second."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from registry.messages import Words
from registry.services.office.record_words import EMPTY, said, settings_word, word

GONE = Words("không còn nữa", "there no longer")
LONGEST = 160
"""How many characters of one value a sentence says; a page shows it whole."""
_NAMES = ("code", "name", "number", "ordinal", "letter_number")
_OF = ("recipient_name", "organisation", "operator", "body")  # whose it is, where it has no name of its own
_UNSAID = re.compile(r"(.*_)?(sha256|geometry|at|by)|id|version|who|target")


class Line(NamedTuple):
    """One column: what it is, what stands there, what was offered."""

    name: Words
    stands: Words
    offered: Words


def what(table: str, row: Mapping[str, Any], record: str = "") -> Words:
    """Return what a record is, with the number, code or name that people know it by.

    A setting of the office is what its key (``record``) says; those of one page may have words in common.
    """
    kind = settings_word(record) if table == "settings" else word("tables", table)
    named = next((f" {row[name]}" for name in _NAMES if row.get(name)), "")
    named = named or next((f" ({row[name]})" for name in _OF if row.get(name)), "")
    return Words(f"{kind.vi}{named}", f"{kind.en}{named}")


def lines(table: str, row: Mapping[str, Any] | None, offered: Mapping[str, Any]) -> list[Line]:
    """Return what stands beside what was offered, column by column; ``row`` is None for what is gone."""
    if isinstance(offered.get("value"), Mapping):  # a setting of several parts
        offered, parts = offered["value"], (row or {}).get("value")
        row = parts if isinstance(parts, Mapping) else {}
    shown = {name: value for name, value in offered.items() if not _UNSAID.fullmatch(name)}
    return [
        Line(
            word("columns", name),
            GONE if row is None else _said(table, name, row.get(name)),
            _said(table, name, value),
        )
        for name, value in (shown or offered).items()
    ]


def told(found: Iterable[Line], *, stands: bool) -> Words:
    """Return one side of the lines as a sentence takes it."""
    sides = [(line.name, line.stands if stands else line.offered) for line in found]
    vi, en = (
        "; ".join(f"{name[lang].lower()}: {_short(value[lang])}" for name, value in sides) or "–"
        for lang in (0, 1)
    )
    return Words(vi, en)


def _said(table: str, name: str, value: Any) -> Words:
    return word("empty", name, EMPTY) if value in (None, "", [], {}) else said(table, value)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
