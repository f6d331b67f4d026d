"""What is dear to make and made alike for many tests: made once a process, and copied."""

import atexit
import functools
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from registry.settings import Settings, read_settings


@functools.cache
def made(make: Callable[[Settings], None]) -> Path:
    """Return the home of a register that ``make`` made; nothing may change it."""
    home = Path(tempfile.mkdtemp(prefix="register-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    make(read_settings({"BTS_HOME": str(home)}))
    return home


_OPEN = shutil.ignore_patterns("*.sqlite-wal", "*.sqlite-shm")


def copy_home(home: Path, to: Path) -> Path:
    """Copy the home of a register that nobody writes to, and return the copy.

    SQLite's files beside it are left out: they come and go while another process of the run reads it, and a
    copy once ended for one that was listed and gone.
    """
    return Path(shutil.copytree(home, to, dirs_exist_ok=True, ignore=_OPEN))


def copied(make: Callable[[Settings], None], home: Path) -> Settings:
    """Copy what ``make`` makes into ``home`` (SQLite), and return its settings."""
    copy_home(made(make), home)
    return read_settings({"BTS_HOME": str(home)})
