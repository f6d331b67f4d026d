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


def copied(make: Callable[[Settings], None], home: Path) -> Settings:
    """Copy what ``make`` makes into ``home`` (SQLite), and return its settings."""
    shutil.copytree(made(make), home, dirs_exist_ok=True)
    return read_settings({"BTS_HOME": str(home)})
