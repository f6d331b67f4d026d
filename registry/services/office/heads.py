"""Heads of the ledger, noted outside the register: by them a history that was rewritten is seen.

Whoever can write the database can make a whole chain anew, and it will be sound. He cannot change what was
noted elsewhere: once a day the head goes into a file (``BTS_HEADS``, which the office points at another disk;
else beside the register) and into the server's log. ``bts verify`` looks for every head that was noted.
"""

import logging
import re
from collections.abc import Iterable
from pathlib import Path

from registry.errors import RefusalError
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.store import ledger

FILE = "heads.txt"
_LINE = re.compile(r"(\S+) (\d+) ([0-9a-f]{64})( restored)?")
_HEAD = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_TAIL_BYTES = 4096
_log = logging.getLogger("bts.heads")


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
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="ascii") as file:
            file.write(f"{line}\n")
    except OSError as error:
        _log.warning("the head is not noted in %s: %s", path, error.strerror or error)
        return False
    return True


def noted(path: Path) -> list[str]:
    """Return the heads that a file holds, in their order; of any text the hashes in it.

    ``HEADS-NOT-READ`` where the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        raise RefusalError("HEADS-NOT-READ", file=str(path), reason=error.strerror or "") from error
    found: list[tuple[int, str]] = []
    for text in lines:
        match = _LINE.fullmatch(text.strip())
        if match is None:
            found += [(0, head) for head in _HEAD.findall(text.lower())]
            continue
        seq = int(match.group(2))
        if match.group(4):
            found = [one for one in found if one[0] <= seq]
        found.append((seq, match.group(3)))
    return list(dict.fromkeys(head for _seq, head in found))


def to_look_for(registry: Registry, files: Iterable[Path]) -> list[list[str]]:
    """Return the heads of each file, and of the office's own where it is there."""
    own = heads_file(registry)
    return [noted(path) for path in (*files, *([own] if own.is_file() else []))]


def _last_day(path: Path) -> str:
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, 2) - _TAIL_BYTES))
            lines = file.read().decode("ascii", "replace").split("\n")
    except OSError:
        return ""
    return lines[-2][:10] if len(lines) > 1 else ""
