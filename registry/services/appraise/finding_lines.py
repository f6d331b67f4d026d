"""Findings of a list as the JSON of the contract, group by group.

Most of what ten thousand rows are told is alike: it is put into words and into JSON once a group, and of each
row only what differs (a distance, the other mast, the sentence that names them) is written between. The bytes
are those of ``finding_json``.
"""

from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import orjson

from registry.messages import Language
from registry.model.finding_columns import Each, FindingGroup
from registry.model.finding_table import FindingTable
from registry.model.findings import Finding
from registry.services.appraise.finding_texts import finding_json, sentences

_NUMPY = orjson.OPT_SERIALIZE_NUMPY
_AS_THEY_ARE = ("limit", "source", "article", "verified", "related", "related_operator", "flips")


class FindingLines:
    """Writes the findings of a table's rows; what a group has in common is kept from block to block."""

    def __init__(self, table: FindingTable, lang: Language) -> None:
        self._table = table
        self._lang = lang
        self._alike: dict[int, bytes] = {}

    def block(self, start: int, stop: int) -> list[bytes]:
        """Return the JSON arrays of the findings of the rows from ``start`` to before ``stop``."""
        cells = np.empty((stop - start, len(self._table.checks)), dtype=object)
        for place, check in enumerate(self._table.checks):
            for group in check.within(start, stop):
                first, end = np.searchsorted(group.rows, (start, stop)).tolist()
                cells[group.rows[first:end] - start, place] = self._of(group, first, end)
        return [b"[" + b",".join(row) + b"]" for row in cells.tolist()]

    def _of(self, group: FindingGroup, first: int, end: int) -> Any:
        if group.columns or group.params:
            written = np.empty(end - first, dtype=object)
            written[:] = _differing(group.part(np.arange(first, end)), self._lang)
            return written
        known = self._alike.get(id(group))
        if known is None:
            known = _json(finding_json(group.common, self._lang))
            if end - first < len(group):  # it comes again
                self._alike[id(group)] = known
        return known


def lines_of_rows(rows: Sequence[Sequence[Finding]], lang: Language) -> list[bytes]:
    """Return the JSON arrays of findings that are no table's, as those that a viewer sees masked.

    Rows that are told the same mostly have it from one object, which is written once.
    """
    known: dict[int, bytes] = {}
    kept = [list(row) for row in rows]  # while it is held, no other finding has its id
    for row in kept:
        for finding in row:
            if id(finding) not in known:
                known[id(finding)] = _json(finding_json(finding, lang))
    return [b"[" + b",".join([known[id(finding)] for finding in row]) + b"]" for row in kept]


def _json(value: Any) -> bytes:
    return orjson.dumps(value, option=_NUMPY)


def _differing(group: FindingGroup, lang: Language) -> list[bytes]:
    """Return the JSON of each finding of a group whose rows differ."""
    own = _own_values(group, lang)
    pieces: list[Iterable[bytes]] = []
    alike = b"{"
    for name, value in finding_json(group.common, lang, said="" if "message" in own else None).items():
        alike += (b"," if len(alike) > 1 or pieces else b"") + _json(name) + b":"
        if name in own:
            pieces += (repeat(alike), own[name])
            alike = b""
        else:
            alike += _json(value)
    return list(map(b"".join, zip(*pieces, repeat(alike + b"}"), strict=False)))


def _own_values(group: FindingGroup, lang: Language) -> dict[str, list[bytes]]:
    """Return what differs, in JSON, by the name that the contract gives it."""
    found: dict[str, list[bytes]] = {}
    if "measured" in group.columns:
        found["measured"] = _each(
            [None if one is None else round(float(one), 2) for one in group.plain("measured")]
        )
    for name in _AS_THEY_ARE:
        if name in group.columns:
            found[name] = _each(group.plain(name))
    if "evidence" in group.columns:
        found["evidence"] = _shapes(group)
    if group.params or "notes" in group.columns:
        found["message"] = [orjson.dumps(said) for said in sentences(group, lang)]
    return found


def _each(values: list[Any]) -> list[bytes]:
    """Return values as JSON, of words each once: codes of operators and articles come again and again."""
    if not any(type(value) is str for value in values):  # numbers, truth values, null: no comma in any
        return orjson.dumps(values)[1:-1].split(b",")
    known = {value: _json(value) for value in set(values)}
    return [known[value] for value in values]


def _shapes(group: FindingGroup) -> list[bytes]:
    """Return the evidence as JSON; a zone's shape that many rows show is written once."""
    column = group.columns["evidence"]
    if isinstance(column, Each):
        return [_json(shape) for shape in group.plain("evidence")]
    shapes = column.tolist()
    known = {id(shape): _json(shape) for shape in {id(one): one for one in shapes}.values()}
    return [known[id(shape)] for shape in shapes]
