"""Does the ledger hold, and do the tables follow from it?

Three questions: is the chain whole (numbers, links, hashes), does every entry start from what the entries
before it left, and does each table hold exactly what the entries leave. A tail that was cut together with
its rows leaves no trace in the register itself, nor does a chain that was made anew: only a head, or a
checkpoint of a day, that was written down elsewhere shows it.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, Literal

import sqlalchemy as sa
from shapely.errors import ShapelyError
from sqlalchemy import Connection, Table

from registry.model.ledger import Checkpoint
from registry.store import driver_rows, images, ledger, ledger_guards
from registry.store.earlier.proof import prove
from registry.store.geometry import box_columns, boxes, derive_box
from registry.store.ledger import GENESIS
from registry.store.ledger_clock import steps_back_rightly
from registry.store.portions import portions
from registry.store.tables import LEDGERED, key_of
from registry.store.tables import ledger as ledger_table

MAX_PROBLEMS = 1000
_TOLD_EVERY = 2000
_SHA256 = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_FIGURES = bytes.maketrans(b"0123456789abcdef", b"h" * 16)
_SO_LONG = b"h" * 64  # looked for first: a pattern is tried at each letter of each entry
_UNREADABLE = (ValueError, TypeError, ShapelyError)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not hold: a message code of the family LEDGER- and its parameters."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found.

    ``head`` is the hash of the newest entry: written down elsewhere, it is what ``expect`` asks for later.
    ``expected`` says where the expected heads are (``earlier``: the register has grown since), None where
    none was given. ``problems`` holds at most ``MAX_PROBLEMS``, ``count`` counts them all. ``notes`` is what
    somebody should know of a sound register. ``checkpoints`` were compared, and all days before
    ``differs_from`` (None: all days) agree with theirs.
    """

    entries: int
    head: str
    problems: tuple[Problem, ...]
    count: int
    expected: Literal["head", "earlier", "missing"] | None = None
    notes: tuple[Problem, ...] = ()
    references: frozenset[str] = frozenset()
    checkpoints: int = 0
    differs_from: dt.date | None = None

    @property
    def sound(self) -> bool:
        """Whether everything holds."""
        return self.count == 0


class _Found:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.count = 0

    def add(self, code: str, **params: Any) -> None:
        self.count += 1
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(code, params))


class _Checkpoints:
    """What days' checkpoints say, beside the entries of their numbers."""

    def __init__(self, checkpoints: Sequence[Checkpoint]) -> None:
        self.asked = sorted(checkpoints)
        self.wanted = {one.count for one in checkpoints}
        self.hashes: dict[int, str] = {0: GENESIS}

    def see(self, seq: int, digest: str) -> None:
        """Note the hash of an entry that a checkpoint is about."""
        if seq in self.wanted:
            self.hashes[seq] = digest

    def _differing(self) -> list[Checkpoint]:
        return [one for one in self.asked if self.hashes.get(one.count) != one.head]

    @property
    def differs_from(self) -> dt.date | None:
        """The first day whose checkpoint says something else."""
        return next((one.day for one in self._differing()), None)

    def say(self, found: _Found) -> None:
        """Name the first day that differs, and the last one before it that agrees."""
        differing = self._differing()
        if not differing:
            return
        first = differing[0]
        agreeing = [one.day for one in self.asked if one < first]
        found.add(
            "LEDGER-CHECKPOINT",
            day=first.day,
            count=first.count,
            expected=first.head,
            found=self.hashes.get(first.count, "–"),
            differing=len(differing),
            after=agreeing[-1] if agreeing else "–",
        )


def verify(
    connection: Connection,
    expect: Collection[str] = (),
    checkpoints: Sequence[Checkpoint] = (),
    told: Callable[[int, int], None] | None = None,
) -> Verification:
    """Check the chain, replay it against every table, and look for the heads ``expect`` (64 hex digits).

    Each of the ``checkpoints`` has to be the entry of its number. The whole register is read: about 100,000
    entries in two seconds; ``told`` is called with how many are done, of how many. ``references`` of the
    result are the SHA-256 that any entry ever named.
    """
    found = _Found()
    if not ledger_guards.guards_stand(connection):
        found.add("LEDGER-GUARD-MISSING")
    state: dict[str, dict[str, str]] = {name: {} for name in LEDGERED}
    expect = [head.strip().lower() for head in expect]
    missing = set(expect) - {GENESIS}
    references: set[str] = set()
    compared = _Checkpoints(checkpoints)
    newest = ledger.head(connection).seq
    count, previous, previous_at, seq = 0, GENESIS, "", 0
    names = [column.name for column in ledger_table.columns]
    for values in connection.execute(sa.select(ledger_table).order_by(ledger_table.c.seq)):
        row = dict(zip(names, values, strict=True))
        count += 1
        if row["seq"] != seq + 1:
            found.add("LEDGER-GAP", first=seq + 1, last=row["seq"] - 1)
        elif row["previous_hash"] != previous:
            found.add("LEDGER-LINK-BROKEN", seq=row["seq"])
        if ledger.hash_of(row) != row["hash"]:
            found.add("LEDGER-ENTRY-CHANGED", seq=row["seq"], table=row["table_name"], record=row["record"])
        if row["at"] < previous_at and not steps_back_rightly(row["table_name"], row["record"]):
            found.add("LEDGER-TIME", seq=row["seq"])
        _replay(found, state, row)
        if row["after"]:
            references.update(_named(row["after"]))
        missing.discard(row["hash"])
        compared.see(row["seq"], row["hash"])
        if told is not None and count % _TOLD_EVERY == 0:
            told(count, newest)
        seq, previous, previous_at = row["seq"], row["hash"], row["at"]
    prove(connection, found.add, lambda image: references.update(_named(image)))
    for head in expect:
        if head in missing:
            found.add("LEDGER-TAIL-CUT", expected=head, head=previous)
    compared.say(found)
    expected: Literal["head", "earlier", "missing"] | None = None
    if expect:
        expected = "missing" if missing else "head" if set(expect) == {previous} else "earlier"
    for name, table in LEDGERED.items():
        _compare(found, connection, table, state[name])
    return Verification(
        entries=count,
        head=previous,
        problems=tuple(found.problems),
        count=found.count,
        expected=expected,
        references=frozenset(references),
        checkpoints=len(checkpoints),
        differs_from=compared.differs_from,
    )


def _named(image: str) -> list[str]:
    """Return what may be the SHA-256 of files in an image."""
    if _SO_LONG not in image.encode("utf-8", "surrogatepass").translate(_FIGURES):
        return []
    return _SHA256.findall(image)


def _replay(found: _Found, state: dict[str, dict[str, str]], row: Mapping[str, Any]) -> None:
    name, record = row["table_name"], row["record"]
    rows = state.get(name)
    if rows is None:
        found.add("LEDGER-UNKNOWN-TABLE", seq=row["seq"], table=name)
        return
    if rows.get(record) != row["before"]:
        found.add("LEDGER-NOT-CONTINUED", seq=row["seq"], table=name, record=record)
    if row["after"] is None:
        rows.pop(record, None)
    else:
        rows[record] = row["after"]


def _compare(found: _Found, connection: Connection, table: Table, state: dict[str, str]) -> None:
    for record, row in _rows(connection, table, _doubtful(connection, table, state)):
        expected = state.pop(record, None)
        if expected is not None and row is None:
            found.add("LEDGER-ROW-CHANGED", table=table.name, record=record, columns="?")
            continue
        if expected is None or row is None:
            found.add("LEDGER-ROW-EXTRA", table=table.name, record=record)
            continue
        try:
            image = images.encode(table, dict(row))
        except _UNREADABLE:  # SQLite keeps a word in a column of numbers
            found.add("LEDGER-ROW-CHANGED", table=table.name, record=record, columns="?")
            continue
        columns = [] if images.write(image) == expected else _differing(expected, image)
        columns += _wrong_box(table, row)
        if columns:
            found.add("LEDGER-ROW-CHANGED", table=table.name, record=record, columns=", ".join(columns))
    for record in state:
        found.add("LEDGER-ROW-MISSING", table=table.name, record=record)
    for record, column in _neither(connection, table):
        found.add("LEDGER-ROW-CHANGED", table=table.name, record=record, columns=column)


def _neither(connection: Connection, table: Table) -> Iterator[tuple[str, str]]:
    """Yield rows and columns that are neither yes nor no: SQLite keeps a 2 there, which reads as yes."""
    if connection.dialect.name != "sqlite":
        return
    key = table.c[key_of(table)]
    for column in table.c:
        if isinstance(column.type, sa.Boolean):
            odd = sa.type_coerce(column, sa.Integer).not_in((0, 1))
            yield from (
                (record, column.name) for record in connection.execute(sa.select(key).where(odd)).scalars()
            )


def _doubtful(connection: Connection, table: Table, state: dict[str, str]) -> list[str]:
    """Return the keys of the rows that are not to the byte what is expected; the others leave ``state``."""
    key = table.c[key_of(table)]
    keys = list(connection.execute(sa.select(key).order_by(key)).scalars())
    doubtful: list[str] = []
    for part in portions(keys, driver_rows.PORTION):
        try:
            as_said = {
                record for record, text in _as_stored(connection, table, part) if state.get(record) == text
            }
        except _UNREADABLE:  # one of them is: they are looked at one by one
            as_said = set()
        for record in as_said:
            del state[record]
        doubtful += [record for record in part if record not in as_said]
    return doubtful


def _as_stored(connection: Connection, table: Table, keys: list[str]) -> Iterator[tuple[str, str | None]]:
    """Yield rows under their keys as an entry of the ledger would say them; None where the box is another."""
    names = list(images.encoders(table))
    box = (box_columns(table) or ()) if "geometry" in names else ()
    columns = driver_rows.columns_by_key(connection, table, [*names, *box], keys)
    if not columns:
        return
    made = images.of_columns(table, dict(zip(names, columns[: len(names)], strict=True)))
    right: Iterable[bool] = repeat(True)
    if box:
        derived = boxes([image.get("geometry") for image in made])
        stored = zip(*columns[len(names) :], strict=True)
        right = [one == other for one, other in zip(derived, stored, strict=True)]
    for record, image, same in zip(columns[names.index(key_of(table))], made, right, strict=False):
        yield record, images.write(image) if same else None


def _rows(
    connection: Connection, table: Table, keys: list[str]
) -> Iterator[tuple[str, sa.RowMapping | None]]:
    """Yield rows under their keys; None where a value is no longer of its column's kind."""
    key = table.c[key_of(table)]
    for part in portions(keys):
        query = sa.select(table)
        try:
            for row in connection.execute(query.where(key.in_(part)).order_by(key)).mappings().all():
                yield row[key.name], row
        except _UNREADABLE:
            for one in part:
                try:
                    yield one, connection.execute(query.where(key == one)).mappings().one()
                except _UNREADABLE:
                    yield one, None


def _differing(expected: str, image: Mapping[str, Any]) -> list[str]:
    try:
        before = images.parse(expected)
    except ValueError:  # the entry was changed into something that is no JSON, which is reported there
        return ["?"]
    return sorted(name for name in {*before, *image} if before.get(name) != image.get(name)) or ["?"]


def _wrong_box(table: Table, row: sa.RowMapping) -> list[str]:
    if "geometry" not in table.c:
        return []
    derived: dict[str, Any] = {}
    derive_box(derived, row["geometry"])
    return [name for name, value in derived.items() if row[name] != value]
