"""What lies in the exchange folder and is whole: taken up by one process, ended in one place.

``ra`` holds what the office lays out, ``vao`` what others drop, a file or a folder with an envelope. Whoever
drops something writes it under a name that begins with a full stop, or ends in ``.part`` or ``.tmp``, and
renames it; what is not renamed is taken for whole once nobody has written to it for ``QUIET``. Taken up it is
moved to ``vao/.working`` first, so that of two processes one has it, and ends in ``da-nhan`` or ``loi``.
"""

import datetime as dt
import secrets
from collections.abc import Iterator
from pathlib import Path

from registry.settings import Settings

OUT, IN, TAKEN, FAULTY, WORKING = "ra", "vao", "da-nhan", "loi", ".working"
REASON_SUFFIX = ".ly-do.txt"
QUIET = dt.timedelta(seconds=20)
"""How long nobody may have written to what is taken for whole; a choice of this program."""
ABANDONED = dt.timedelta(minutes=10)
"""After how long what a process took up and did not end is taken up by another."""
_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart")


def exchange_folder(settings: Settings) -> Path | None:
    """Return the exchange folder, None where the office has named none (``BTS_EXCHANGE``)."""
    return settings.exchange


def make_folders(folder: Path) -> None:
    """Make the exchange folder with its rooms."""
    for name in (OUT, IN, TAKEN, FAULTY, f"{IN}/{WORKING}"):
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o770)


def take_up(folder: Path, now: dt.datetime) -> Iterator[Path]:
    """Move what is whole aside, one after the other, oldest names first; yield where it lies now."""
    working = folder / IN / WORKING
    for left in sorted(working.iterdir()):
        if _quiet(left, now, ABANDONED):
            yield left
    for path in sorted((folder / IN).iterdir()):
        name = path.name.lower()
        if name.startswith((".", "~$")) or name.endswith(_UNFINISHED) or path.is_symlink():
            continue
        if not _quiet(path, now, QUIET):
            continue
        aside = working / f"{secrets.token_hex(6)}~{path.name[-120:]}"
        try:
            path.rename(aside)
        except OSError:  # another process has it
            continue
        yield aside


def name_of(taken: Path) -> str:
    """Return how what was taken up was called by whoever dropped it."""
    return taken.name.partition("~")[2] or taken.name


def end(taken: Path, folder: Path, now: dt.datetime, *, reason: str = "") -> Path:
    """Put what was dealt with where it belongs, with the reason beside it where it is faulty."""
    room = folder / FAULTY if reason else folder / TAKEN / f"{now:%Y-%m-%d}"
    room.mkdir(parents=True, exist_ok=True, mode=0o770)
    target = room / f"{taken.name.partition('~')[0]}-{name_of(taken)}"
    if reason:
        target.with_name(target.name + REASON_SUFFIX).write_text(reason + "\n", encoding="utf-8")
    taken.rename(target)
    return target


def _quiet(path: Path, now: dt.datetime, length: dt.timedelta) -> bool:
    """Whether nothing was written to a file, or to any of a folder, for a while."""
    try:
        every = [path, *path.rglob("*")] if path.is_dir() else [path]
        found = [one.lstat() for one in every]
    except OSError:
        return False
    newest = max(max(one.st_mtime, one.st_ctime) for one in found)
    return newest <= (now - length).timestamp()
