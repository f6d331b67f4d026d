"""The comparison of a list as a file: read a page at a time, without the rest in memory.

The first line says what holds for the whole list, the second what each row is found by; then follows a line
for each row. It can be made anew at any time and belongs to no backup, but for the one of a list that was
taken, which is kept: it says what became of each row on that day.
"""

import datetime as dt
import gzip
import json
import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from registry.columns import fold
from registry.intake.parsed import SheetReading
from registry.model.issues import Issue, Severity
from registry.model.mast_lists import Doubt, Fate, ListedRow, RowChange
from registry.services.appraise.proposal_json import reading_from_json, reading_to_json

DOUBTFUL, SHARED, ERROR, WARNING = 1, 2, 4, 8


@dataclass(frozen=True, slots=True)
class Whole:
    """What holds for the whole list.

    ``sha256`` is the file's; ``seq`` is the ledger's entry up to which the register is compared with, ``at``
    when; ``gone`` are the codes of masts that a complete list leaves out, ``gone_led`` by such a code the
    operator that leads the mast where that is another one; ``issues`` what was said of no single row.
    """

    key: str
    sha256: str
    seq: int
    at: dt.datetime
    counts: Mapping[str, int]
    gone: tuple[str, ...]
    issues: tuple[Issue, ...]
    sheets: tuple[SheetReading, ...]
    gone_led: Mapping[str, str] = field(default_factory=dict)


class Preview:
    """A comparison that was made; the rows are read from its file when they are asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as stream:
            head, index = json.loads(stream.readline()), json.loads(stream.readline())
            self._body = stream.tell()
        issues, sheets = reading_from_json(head["reading"])
        self.whole = Whole(
            head["key"], head["sha256"], head["seq"], dt.datetime.fromisoformat(head["at"]), head["counts"],
            tuple(head["gone"]), tuple(issues), sheets, head.get("gone_led", {}),
        )  # fmt: skip
        self.fates: list[str] = index["fates"]
        self.flags: list[int] = index["flags"]
        self.codes: list[str] = index["codes"]
        self.places: list[tuple[str, int]] = [(sheet, row) for sheet, row in index["places"]]
        self.masts: list[str] = index.get("masts", self.codes)
        """The mast that each row names, "" for none: two rows of one are one mast."""
        self._offsets: list[int] = index["offsets"]

    def told(self, left: Collection[tuple[str, int]]) -> list[str]:
        """Return the fate that is told of each row: one that the office leaves is nothing else besides."""
        return [
            Fate.LEFT.value if place in left else fate
            for place, fate in zip(self.places, self.fates, strict=True)
        ]

    def written(self, left: Collection[tuple[str, int]]) -> dict[str, int]:
        """Return how many masts are new and changed by a taking without some rows: two rows may be of one."""
        pairs = set(zip(self.told(left), self.masts, strict=True))
        return {fate.value: sum(told == fate for told, _ in pairs) for fate in (Fate.NEW, Fate.CHANGED)}

    def written_noted(self, left: Collection[tuple[str, int]]) -> list[int]:
        """Return the indexes of rows with a cell to look at that a taking without some rows writes."""
        told, written = self.told(left), {Fate.NEW.value, Fate.CHANGED.value}
        return [at for at in self.chosen("noted") if told[at] in written]

    def whole_without(self, left: Collection[tuple[str, int]]) -> bool:
        """Whether a taking without some rows knows where all masts stand: none is kept out as not read."""
        return Fate.REFUSED.value not in self.told(left)

    def chosen(
        self, what: str = "", text: str = "", among: Collection[tuple[str, int]] | None = None,
        left: Collection[tuple[str, int]] = (),
    ) -> list[int]:  # fmt: skip
        """Return the indexes of rows, narrowed by fate, "doubtful", "shared" or "noted", and by their code.

        ``among``: those of these places only; ``left``: the rows that the office leaves.
        """
        wanted = fold(text)
        flag = {"doubtful": DOUBTFUL, "shared": SHARED, "noted": ERROR | WARNING}.get(what, 0)
        found: Iterable[int] = range(len(self.fates))
        if flag:
            found = (at for at in found if self.flags[at] & flag)
        elif what:
            fates = self.told(left)
            found = (at for at in found if fates[at] == what)
        if wanted:
            found = (at for at in found if wanted in fold(self.codes[at]))
        if among is not None:
            found = (at for at in found if self.places[at] in among)
        return list(found)

    def rows(self, indexes: Sequence[int]) -> list[ListedRow]:
        """Return the rows at some indexes."""
        with self.path.open("rb") as stream:
            return [self._row(stream, at) for at in indexes]

    def every(self) -> Iterator[ListedRow]:
        """Yield every row."""
        with self.path.open("rb") as stream:
            for at in range(len(self.fates)):
                yield self._row(stream, at)

    def at(self, sheet: str, row: int) -> ListedRow | None:
        """Return one row by its place; None where the list has none there."""
        try:
            return self.rows([self.places.index((sheet, row))])[0]
        except ValueError:
            return None

    def header_of(self, sheet: str, letter: str) -> str | None:
        """Return the header of a column; None where the sheet has no such column."""
        for item in self.whole.sheets:
            if item.name == sheet:
                return next((one.header for one in item.columns if one.letter == letter), None)
        return None

    def _row(self, stream: Any, at: int) -> ListedRow:
        stream.seek(self._body + self._offsets[at])
        return _row_of(json.loads(stream.readline()))


def write(path: Path, whole: Whole, rows: Iterable[ListedRow]) -> dict[str, int]:
    """Write a comparison and return its counts; readers see all of it or nothing.

    The rows are counted as they come, so that those of a long list are never all in memory.
    """
    lines, offsets, at = [], [], 0
    fates, flags, codes, masts, places = [], [], [], [], []
    for row in rows:
        line = _line(_row_json(row))
        offsets.append(at)
        lines.append(line)
        at += len(line)
        fates.append(row.fate.value)
        flags.append(_flags(row))
        codes.append(row.code)
        masts.append(row.mast or row.code)
        places.append((row.sheet, row.row))
    found = Counter(fates)
    counts = {
        **{fate.value: found[fate.value] for fate in Fate},
        "doubtful": sum(1 for flag in flags if flag & DOUBTFUL),
        "shared": sum(1 for flag in flags if flag & SHARED),
        "gone": len(whole.gone),
        "rows": len(fates),
    }
    head = {
        "key": whole.key, "sha256": whole.sha256, "seq": whole.seq, "at": whole.at.isoformat(),
        "counts": counts, "gone": list(whole.gone), "gone_led": dict(whole.gone_led),
        "reading": reading_to_json(list(whole.issues), whole.sheets),
    }  # fmt: skip
    index = {
        "fates": fates, "flags": flags, "codes": codes, "masts": masts, "places": places, "offsets": offsets,
    }  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = _part(path)
    with part.open("wb") as stream:
        stream.write(_line(head))
        stream.write(_line(index))
        stream.writelines(lines)
    part.replace(path)
    return counts


def packed(path: Path) -> bytes:
    """Return a comparison as it is kept."""
    return gzip.compress(path.read_bytes(), compresslevel=5, mtime=0)


def unpack(kept: Path, path: Path) -> None:
    """Write a comparison anew from the file that was kept."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = _part(path)
    part.write_bytes(gzip.decompress(kept.read_bytes()))
    part.replace(path)


def _part(path: Path) -> Path:
    """Return a name of nobody else's for what is being written: two pages may unpack one list at once."""
    return path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def _flags(row: ListedRow) -> int:
    severities = {issue.severity for issue in row.issues}
    return (
        DOUBTFUL * bool(row.doubts)
        | SHARED * row.shared
        | ERROR * (Severity.ERROR in severities)
        | WARNING * (Severity.WARNING in severities)
    )


def _row_json(row: ListedRow) -> dict[str, Any]:
    found: dict[str, Any] = {"s": row.sheet, "r": row.row, "c": row.code, "f": row.fate.value, "x": row.cells}
    if row.shared:
        found["o"] = True
    if row.changes:
        found["d"] = [(item.table, item.field, item.before, item.after, item.of) for item in row.changes]
    if row.issues:
        found["i"] = reading_to_json(list(row.issues), ())["issues"]
    if row.doubts:
        found["q"] = [asdict(item) for item in row.doubts]
    return found


def _row_of(held: Mapping[str, Any]) -> ListedRow:
    return ListedRow(
        sheet=held["s"],
        row=held["r"],
        code=held["c"],
        fate=Fate(held["f"]),
        shared=held.get("o", False),
        changes=tuple(RowChange(*item) for item in held.get("d", ())),
        issues=tuple(reading_from_json({"issues": held.get("i", ()), "sheets": ()})[0]),
        doubts=tuple(Doubt(**{**item, "operators": tuple(item["operators"])}) for item in held.get("q", ())),
        cells=tuple((letter, text) for letter, text in held["x"]),
    )
