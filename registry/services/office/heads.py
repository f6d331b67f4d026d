"""Heads of the ledger, noted outside the register: by them a history that was rewritten is seen.

Whoever can write the database can make a whole chain anew, and it will be sound. He cannot change what was
noted elsewhere: once a day the head goes into a file (``BTS_HEADS``, which the office points at another disk;
else beside the register) and into the server's log. Such a line is the checkpoint of its day (điểm mốc): the
office prints it, or sends it to whoever is not in the office. Verifying looks for every head that was noted,
and compares with every checkpoint.
"""

import datetime as dt
import json
import logging
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from registry.errors import RefusalError
from registry.model.ledger import Checkpoint
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.services.office.security.security_events import Event
from registry.services.office.security.security_sinks import note_event
from registry.store import ledger

FILE = "heads.txt"
KIND = "bts-checkpoints"
_LINE = re.compile(r"(\d{4}-\d\d-\d\d)(?:T\S*)? (\d{1,18}) ([0-9a-f]{64})( restored)?")
_HEAD = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_TAIL_BYTES = 4096
_MOST_BYTES = 16_000_000  # a line a day for some centuries, twice over
_log = logging.getLogger("bts.heads")


class Noted(NamedTuple):
    """What somebody noted of the ledger: checkpoints of days, and heads of which nothing else is known."""

    checkpoints: tuple[Checkpoint, ...] = ()
    heads: tuple[str, ...] = ()


def heads_file(registry: Registry) -> Path:
    """Return where heads are noted."""
    return registry.settings.heads or registry.settings.home / FILE


def note_head(registry: Registry, *, restored: bool = False) -> bool:
    """Note the head of today where none is noted yet; returns whether one was.

    ``restored``: the register was replaced by a backup; heads of later entries, noted before, are its no
    more. A file that cannot be written is said in the log, and nothing is refused for it.
    """
    path, today = heads_file(registry), now()
    if not restored and _last_day(path) == f"{today:%Y-%m-%d}":
        return False
    with registry.database.read() as connection:
        head = ledger.head(connection)
    line = f"{today:%Y-%m-%dT%H:%M:%S%z} {head.seq} {head.hash}{' restored' if restored else ''}"
    _log.info("ledger head %s", line)
    note_event(
        registry, Event("checkpoint", today, what="ledger", more={"entries": head.seq, "head": head.hash})
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="ascii") as file:
            file.write(f"{line}\n")
    except OSError as error:
        _log.warning("the head is not noted in %s: %s", path, error.strerror or error)
        return False
    return True


def checkpoints(registry: Registry) -> list[Checkpoint]:
    """Return the checkpoint of every day that has one, the oldest first; the last that a day noted."""
    path = heads_file(registry)
    found = read_noted(path).checkpoints if path.is_file() else ()
    return list({one.day: one for one in found}.values())


def as_text(found: Iterable[Checkpoint]) -> str:
    """Return checkpoints as lines of day, count and head, which ``noted_in`` reads again."""
    return "".join(f"{one.day:%Y-%m-%d} {one.count} {one.head}\n" for one in found)


def as_json(found: Iterable[Checkpoint]) -> str:
    """Return checkpoints as JSON, which ``noted_in`` reads again."""
    lines = [{"day": f"{one.day:%Y-%m-%d}", "count": one.count, "head": one.head} for one in found]
    return json.dumps({"kind": KIND, "checkpoints": lines}, ensure_ascii=False, indent=1) + "\n"


def read_noted(path: Path) -> Noted:
    """Return what a file of heads or checkpoints holds; ``HEADS-NOT-READ`` where it cannot be read."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise RefusalError("HEADS-NOT-READ", file=path.name, reason=f"> {_MOST_BYTES} byte")
        return noted_in(path.read_text(encoding="utf-8-sig", errors="replace"))
    except OSError as error:
        raise RefusalError("HEADS-NOT-READ", file=str(path), reason=error.strerror or "") from error


def noted_in(text: str) -> Noted:
    """Return what a text holds: our lines, our JSON, or of any other text the hashes in it.

    A line of a restored register takes those of later entries away: they are its no more.
    """
    found: list[Checkpoint] = []
    heads: list[str] = []
    for line in _lines(text):
        match = _LINE.fullmatch(line.strip())
        day = None if match is None else _day(match.group(1))
        if match is None or day is None:
            heads += _HEAD.findall(line.lower())
            continue
        count = int(match.group(2))
        if match.group(4):
            found = [one for one in found if one.count <= count]
        found.append(Checkpoint(day, count, match.group(3)))
    return Noted(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(heads)))


def to_look_for(registry: Registry, files: Iterable[Path]) -> Noted:
    """Return what all of the files hold, and the office's own where it is there."""
    own = heads_file(registry)
    every = [read_noted(path) for path in (*files, *([own] if own.is_file() else []))]
    return Noted(
        tuple(dict.fromkeys(one for noted in every for one in noted.checkpoints)),
        tuple(dict.fromkeys(one for noted in every for one in noted.heads)),
    )


def _lines(text: str) -> list[str]:
    """Return the lines of a text; of our JSON, the lines that say the same."""
    if text.lstrip().startswith(("{", "[")):
        try:
            content: Any = json.loads(text)
        except (ValueError, RecursionError):
            return text.splitlines()
        items = content.get("checkpoints") if isinstance(content, dict) else content
        if isinstance(items, list) and all(isinstance(one, dict) for one in items):
            return [f"{one.get('day')} {one.get('count')} {str(one.get('head')).lower()}" for one in items]
    return text.splitlines()


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _last_day(path: Path) -> str:
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, 2) - _TAIL_BYTES))
            lines = file.read().decode("ascii", "replace").split("\n")
    except OSError:
        return ""
    return lines[-2][:10] if len(lines) > 1 else ""
