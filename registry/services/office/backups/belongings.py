"""What lies in an office's folder and belongs to its register: all of it, but what is made or brought anew.

A list of what to leave out, not of what to take: whatever an office or a later part of the program puts
there (templates, numbers of its own, drafts) is in the next backup without anybody thinking of it.
"""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from registry.errors import DAMAGED_ZIP
from registry.services.office.security import installation_key
from registry.settings import Settings
from registry.store.office import attempts, sign_ins

MANIFEST = "manifest.json"
FORMAT = "bts-registry-backup"
SECRET = frozenset({installation_key.FILE, "demo_accounts.json"})
"""What opens doors by itself: in a backup only under a passphrase."""

# Maps drawn; kept files and backups go by themselves; the background below the maps is public, the same for
# every day's backup, and with pictures many times the register: it is built again from its extract. The log
# of security events is of the server, not of the register: a restore goes on in it and is noted there.
_MADE_ANEW = frozenset({"cache", "files", "backups", "background", "security"})
_PASSING = (attempts.FILE, sign_ins.FILE, ".", "before-restore-", f"{installation_key.FILE}.")
_DATABASE = "registry.sqlite"


def belongings(settings: Settings) -> dict[str, Path]:
    """Return name in the folder -> file, of what belongs to the register besides database and files.

    Without what is ``SECRET``, links, and backups that lie there.
    """
    return {
        path.relative_to(settings.home).as_posix(): path
        for top in standing(settings)
        if top.name not in SECRET
        for path in _within(top)
        if not _is_backup(path)
    }


def standing(settings: Settings) -> list[Path]:
    """Return the entries of the folder that a restore puts others in the place of."""
    if not settings.home.is_dir():
        return []
    backend, _, name = settings.database_url.rpartition("/")
    if not name or not backend.startswith("sqlite"):  # a server's database bears the name of no file here
        name = _DATABASE
    return [
        path
        for path in sorted(settings.home.iterdir())
        if belongs(path.name) and not path.name.startswith(name) and not _is_backup(path)
    ]


def belongs(name: str) -> bool:
    """Whether what has this name in the folder (its first part) belongs to the register."""
    top = name.split("/", maxsplit=1)[0]
    return top not in _MADE_ANEW and not top.startswith((_DATABASE, *_PASSING))


def secrets_of(settings: Settings) -> dict[str, str]:
    """Return name -> content of what opens doors."""
    found = {
        name: (settings.home / name).read_text(encoding="utf-8")
        for name in sorted(SECRET)
        if (settings.home / name).is_file()
    }
    if settings.secret_key:
        found[installation_key.FILE] = settings.secret_key
    return found


def _within(top: Path) -> Iterator[Path]:
    for path in [top] if not top.is_dir() else sorted(top.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path


def _is_backup(path: Path) -> bool:
    """Whether a file is itself a backup: each would else hold all that were made before it."""
    if not path.is_file() or not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            found = json.loads(archive.read(MANIFEST))
    except (KeyError, OSError, RecursionError, *DAMAGED_ZIP):
        return False
    return isinstance(found, dict) and found.get("format") == FORMAT
