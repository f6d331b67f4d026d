"""Folders for what is made aside: gone when it is done, and swept where a process was killed over it."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

_LOCK = "lock"


@contextlib.contextmanager
def scratch(prefix: str, parent: Path) -> Iterator[Path]:
    """Yield an empty folder in ``parent`` for this process alone; it is gone afterwards.

    First what others of the same prefix left is swept: each holds a lock that ends with its process.
    """
    sweep(prefix, parent)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=parent) as made:
        held = os.open(Path(made) / _LOCK, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
            room = Path(made) / "room"
            room.mkdir(mode=0o700)
            yield room
        finally:
            os.close(held)


def sweep(prefix: str, parent: Path) -> int:
    """Remove the folders whose process has ended; returns how many."""
    gone = 0
    for left in parent.glob(f"{prefix}*"):
        if left.is_dir() and not left.is_symlink() and not in_use(left):
            shutil.rmtree(left, ignore_errors=True)
            gone += 1
    return gone


def in_use(folder: Path) -> bool:
    """Whether the process that made a folder here still runs; False where the folder is gone."""
    try:
        held = os.open(folder / _LOCK, os.O_WRONLY)
    except OSError:  # of an earlier program, or killed before it had one: nobody can be at work in it
        return False
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(held)
    return False
