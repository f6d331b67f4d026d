"""Two versions of a record in words: what stands, and what somebody offered who came second.

The words are in ``data/codes/records.toml``: what a table holds, its columns, and what codes mean there.
"""

import contextlib
import datetime as dt
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from registry.messages import Words, number
from registry.model.vietnam_time import written
from registry.settings import DATA

EMPTY = Words("(trống)", "(empty)")
GONE = Words("không còn nữa", "there no longer")
LONGEST = 160
"""How many characters of one value a sentence says; a page shows it whole."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NAMES = ("code", "name", "number", "ordinal", "letter_number")
_OF = ("recipient_name", "organisation", "operator", "body")  # whose it is, where it has no name of its own
_UNSAID = re.compile(r"(.*_)?(sha256|geometry|at|by)|id|version|who|target")


class Line(NamedTuple):
    """One column: what it is, what stands there, what was offered."""

    name: Words
    stands: Words
    offered: Words


@cache
def _words() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((DATA / "codes" / "records.toml").read_text(encoding="utf-8"))


def what(table: str, row: Mapping[str, Any], record: str = "") -> Words:
    """Return what a record is, with the number, code or name that people know it by.

    A setting of the office is what its key (``record``) says; those of one page may have words in common.
    """
    own = [key for key in _words()["settings"] if table == "settings" and record.startswith(key)]
    kind = _of("settings", max(own, key=len)) if own else _of("tables", table)
    named = next((f" {row[name]}" for name in _NAMES if row.get(name)), "")
    named = named or next((f" ({row[name]})" for name in _OF if row.get(name)), "")
    return Words(f"{kind.vi}{named}", f"{kind.en}{named}")


def lines(table: str, row: Mapping[str, Any] | None, offered: Mapping[str, Any]) -> list[Line]:
    """Return what stands beside what was offered, column by column; ``row`` is None for what is gone."""
    if isinstance(offered.get("value"), Mapping):  # a setting of several parts
        offered, parts = offered["value"], (row or {}).get("value")
        row = parts if isinstance(parts, Mapping) else {}
    said = {name: value for name, value in offered.items() if not _UNSAID.fullmatch(name)}
    return [
        Line(
            _of("columns", name),
            GONE if row is None else _said(table, name, row.get(name)),
            _said(table, name, value),
        )
        for name, value in (said or offered).items()
    ]


def told(found: Iterable[Line], *, stands: bool) -> Words:
    """Return one side of the lines as a sentence takes it."""
    sides = [(line.name, line.stands if stands else line.offered) for line in found]
    vi, en = (
        "; ".join(f"{name[lang].lower()}: {_short(value[lang])}" for name, value in sides) or "–"
        for lang in (0, 1)
    )
    return Words(vi, en)


def _of(kind: str, name: str) -> Words:
    found = _words()[kind].get(name)
    return Words(name, name) if found is None else Words(found["vi"], found["en"])


def _said(table: str, name: str, value: Any) -> Words:
    if value in (None, "", [], {}):
        return _of("empty", name) if name in _words()["empty"] else EMPTY
    return _value(table, value)


def _value(table: str, value: Any) -> Words:
    if isinstance(value, bool):
        return Words("có", "yes") if value else Words("không", "no")
    if isinstance(value, float):
        decimals = len(f"{value:.6f}".rstrip("0").partition(".")[2])
        return Words(number(value, decimals, "vi"), number(value, decimals, "en"))
    if isinstance(value, dt.date):
        return _same(f"{value:%d/%m/%Y}")
    if isinstance(value, list | tuple):
        parts = [_value(table, item) for item in value]
        return Words("; ".join(part.vi for part in parts), "; ".join(part.en for part in parts))
    if isinstance(value, Mapping):
        return _same(json.dumps(value, ensure_ascii=False, default=str))
    return _text(table, str(value))


def _text(table: str, text: str) -> Words:
    with contextlib.suppress(ValueError, OverflowError):  # typed: what only looks like a day is said as it is
        if _MOMENT.fullmatch(text):
            return _same(written(dt.datetime.fromisoformat(text)))
        if _DAY.fullmatch(text):
            return _same(f"{dt.date.fromisoformat(text):%d/%m/%Y}")
    codes = _words()["values"]
    found = codes.get(table, {}).get(text) or codes["any"].get(text)
    return _same(text) if found is None else Words(found["vi"], found["en"])


def _same(text: str) -> Words:
    return Words(text, text)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
