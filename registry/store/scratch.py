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
    with contextlib.ExitStack() as stack:
        with _turn(
            parent
        ):  # whoever sweeps meanwhile would take a folder that has no lock yet for a left one
            _sweep(prefix, parent)
            made = stack.enter_context(tempfile.TemporaryDirectory(prefix=prefix, dir=parent))
            held = os.open(Path(made) / _LOCK, os.O_WRONLY | os.O_CREAT, 0o600)
            stack.callback(os.close, held)
            fcntl.flock(held, fcntl.LOCK_EX)
        room = Path(made) / "room"
        room.mkdir(mode=0o700)
        yield room


def sweep(prefix: str, parent: Path) -> int:
    """Remove the folders whose process has ended; returns how many."""
    with _turn(parent):
        return _sweep(prefix, parent)


def _sweep(prefix: str, parent: Path) -> int:
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


@contextlib.contextmanager
def _turn(parent: Path) -> Iterator[None]:
    """Hold a folder against others who make or sweep in it; not where its disk knows no such lock."""
    try:
        held = os.open(parent, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:  # not there: whoever makes something in it is told
        yield
        return
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)
