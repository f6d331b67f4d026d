"""Backups made and tried beside the pages: as ``bts backup`` makes one, and what a restore would find in it.

A trial unpacks a backup aside, proves it, replays its ledger and counts: the register that runs is not
touched. A passphrase is held by the process that was told it and written nowhere: a job that another process
takes up without it is refused (``BACKUP-ASK-AGAIN``).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.model.jobs import Job
from registry.services.office.backups import backup_seal
from registry.services.office.backups.backup import SNAPSHOT, backup, unpack
from registry.services.office.backups.kept_backups import FOLDER, backup_path, new_path
from registry.services.office.calendar import now
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry
from registry.store import copies, ledger
from registry.store.scratch import scratch
from registry.store.verification import Problem

MAKE, TRY = "backup", "backup-check"
"""Kinds of jobs; the subject of the second is the name of the backup."""
COUNTED = ("sites", "requests", "zones", "inspections", "accounts")
"""What a trial counts: tables that whoever knows the office can judge."""
_CACHE = "backup-passphrases"


def ask_for_backup(registry: Registry, *, passphrase: str, again: str, who: str) -> Job:
    """Have a backup made; refused where the passphrase is too short, or not the same both times."""
    if passphrase != again:
        raise RefusalError("BACKUP-PASSPHRASE-TWICE")
    if passphrase and len(passphrase) < backup_seal.SHORTEST:
        raise RefusalError("BACKUP-PASSPHRASE-SHORT", least=backup_seal.SHORTEST)
    return _asked(registry, MAKE, new_path(registry).stem, passphrase, who)


def ask_for_trial(registry: Registry, name: str, *, passphrase: str, who: str) -> Job:
    """Have a kept backup tried (``BACKUP-MISSING``)."""
    return _asked(registry, TRY, backup_path(registry, name).stem, passphrase, who)


def backup_job(registry: Registry, job: Job, told: jobs.Told) -> Mapping[str, Any]:
    """Make a backup into the office's folder."""
    told(0, 1)
    path = registry.settings.home / FOLDER / f"{job.subject}.zip"
    made = backup(registry, path, passphrase=_passphrase(registry, job))
    return {"name": job.subject, "head": made.head, "entries": made.entries, "size": made.size}


def trial_job(registry: Registry, job: Job, told: jobs.Told) -> Mapping[str, Any]:
    """Try a kept backup: what it holds, and whether the register that runs goes on from it."""
    told(0, 1)
    path = backup_path(registry, job.subject)
    return tried(registry, path, passphrase=_passphrase(registry, job))


def tried(registry: Registry, path: Path, *, passphrase: str = "") -> Mapping[str, Any]:
    """Unpack a backup aside and return what it holds; refused as a restore of it would be.

    ``continues``: the ledger that runs has the backup's last entry, and goes on from it.
    """
    notes: list[Problem] = []
    with scratch(".restore-", registry.settings.home) as folder:
        manifest = unpack(path, folder, registry.settings, passphrase, unproven=False, told=notes)
        counts = copies.row_counts(folder / SNAPSHOT, COUNTED)
    entries, head = int(manifest["entries"]), str(manifest["head"])
    with registry.database.read() as connection:
        continues = ledger.holds(connection, ledger.Head(entries, head, ""))
    return {
        "at": now().isoformat(timespec="seconds"),
        "entries": entries,
        "head": head,
        "files": sum(name.startswith("files/") for name in manifest["members"]),
        "counts": counts,
        "continues": continues,
        "notes": [one.code for one in notes],
    }


def _asked(registry: Registry, kind: str, subject: str, passphrase: str, who: str) -> Job:
    with registry.lock:
        held: dict[str, str] = registry.cache.setdefault(_CACHE, {})
        held[f"{kind} {subject}"] = passphrase
    return jobs.start(
        registry, kind, subject, who=who, options={"passphrase": bool(passphrase)}, here=bool(passphrase)
    )


def _passphrase(registry: Registry, job: Job) -> str:
    with registry.lock:
        held: dict[str, str] = registry.cache.setdefault(_CACHE, {})
        found = held.pop(f"{job.kind} {job.subject}", None)
    if found is None and job.options.get("passphrase"):
        raise RefusalError("BACKUP-ASK-AGAIN")
    return found or ""
