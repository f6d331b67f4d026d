"""The backups that lie in the office's folder: made from a page or handed in, with what each says of itself.

They belong to no backup themselves, and a restore leaves them where they are.
"""

import datetime as dt
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from registry.errors import RefusalError
from registry.model.vietnam_time import VIETNAM
from registry.services.office.backups.backup import manifest_of
from registry.services.office.calendar import now
from registry.services.office.registry import Registry, disk_refusal
from registry.store.failures import refusal_of_disk

FOLDER = "backups"
BY_HAND, BY_CLOCK, BEFORE_UPGRADE, HANDED_IN = "sao-luu-", "dinh-ky-", "nang-cap-", "tai-len-"
"""How the names of backups begin."""
OWN = (BY_HAND, BY_CLOCK)
"""Those that this program made of the register that runs."""
_NAME = re.compile(r"(?:sao-luu|dinh-ky|nang-cap|tai-len)-\d{8}-\d{6}")


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A backup as it says of itself: its name, when it was made, the ledger's head and length then.

    ``sealed``: it has a passphrase. ``made_at`` is None, and ``head`` "", where the file cannot be read.
    """

    name: str
    size: int
    handed_in: bool
    made_at: dt.datetime | None = None
    head: str = ""
    entries: int = 0
    sealed: bool = False

    @property
    def by_clock(self) -> bool:
        """Whether it was made by the clock, and goes when its time is over."""
        return self.name.startswith(BY_CLOCK)


def kept_backups(registry: Registry) -> list[KeptBackup]:
    """Return the backups of the office's folder, the newest first."""
    folder = registry.settings.home / FOLDER
    found = [_facts(path) for path in folder.glob("*.zip") if _NAME.fullmatch(path.stem)]
    return sorted(found, key=lambda one: one.name[-15:], reverse=True)  # the day and the time


def backup_path(registry: Registry, name: str) -> Path:
    """Return where a kept backup lies; ``BACKUP-MISSING`` where there is none of that name."""
    path = registry.settings.home / FOLDER / f"{name}.zip"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise RefusalError("BACKUP-MISSING", file=name[:60])
    return path


def new_path(registry: Registry, begin: str = BY_HAND) -> Path:
    """Return where a backup of now is to lie; its folder is there then, for nobody else on the machine."""
    folder = registry.settings.home / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise disk_refusal(error, registry.settings) or _not_written(folder, error) from error
    return folder / f"{name_of_now(folder, begin, '.zip')}.zip"


def name_of_now(folder: Path, begin: str, ending: str) -> str:
    """Return the name of a backup of now, which no other in the folder has."""
    at = now()
    while (folder / f"{begin}{at:%Y%m%d-%H%M%S}{ending}").exists():
        at += dt.timedelta(seconds=1)
    return f"{begin}{at:%Y%m%d-%H%M%S}"


def take_in(registry: Registry, source: Path, name: str) -> str:
    """Keep a file that somebody handed in if it says that it is a backup, and return its name here."""
    try:
        manifest_of(source)
    except RefusalError as refusal:
        raise RefusalError(refusal.code, **{**refusal.params, "file": name}) from refusal
    target = new_path(registry, HANDED_IN)
    try:
        shutil.copyfile(source, target)
        target.chmod(0o600)
    except OSError as error:
        target.unlink(missing_ok=True)
        raise refusal_of_disk(error, str(target.parent)) or _not_written(target, error) from error
    return target.stem


def drop(registry: Registry, name: str) -> None:
    """Remove a kept backup."""
    backup_path(registry, name).unlink(missing_ok=True)


def _facts(path: Path) -> KeptBackup:
    size, handed_in = path.stat().st_size, path.name.startswith(HANDED_IN)
    try:
        manifest = manifest_of(path)
        made_at = dt.datetime.fromisoformat(str(manifest["made_at"])).astimezone(VIETNAM)
        entries = int(manifest["entries"])
    except (KeyError, RefusalError, TypeError, ValueError):
        return KeptBackup(path.stem, size, handed_in)
    return KeptBackup(
        path.stem,
        size,
        handed_in,
        made_at,
        str(manifest.get("head", "")),
        entries,
        bool(manifest.get("salt")),
    )


def _not_written(path: Path, error: OSError) -> RefusalError:
    return RefusalError("BACKUP-DISK", path=path.name, reason=error.strerror or str(error))
