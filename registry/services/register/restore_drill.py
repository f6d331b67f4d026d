"""The restore drill (diễn tập khôi phục): the newest backup restored into an empty place, and proven.

A backup that nobody restored is a hope. The drill does what an office does after a fire, by the same
functions: it restores, verifies the whole of it, and compares head, entries and files with what the backup
says of itself and with the register that runs, which has to hold the backup's last entry. What it found is
kept as a report.
"""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.services.office.backups import age_envelope
from registry.services.office.backups.backup import manifest_of, restore
from registry.services.office.backups.backup_jobs import COUNTED
from registry.services.office.backups.kept_backups import FOLDER, OWN
from registry.services.office.backups.scheduled_backups import far_copies, sha256_of
from registry.services.office.calendar import now
from registry.services.office.operation import operation_reports
from registry.services.office.operation.operation_reports import Report, Wrong, of_refusal
from registry.services.office.registry import Registry, open_registry
from registry.services.office.security import installation_key
from registry.services.office.security.security_events import Event
from registry.services.office.security.security_sinks import note_at
from registry.services.register.verify import verify
from registry.settings import Settings
from registry.store import copies, ledger
from registry.store.database import Database
from registry.store.scratch import scratch
from registry.store.verification import Problem

OLD_H = 48
"""Hours after which the newest backup of a register that runs is too old."""
_HOUR_S = 3600


@dataclass(frozen=True, slots=True)
class Asked:
    """What a drill is to use.

    ``path`` is a certain backup, else the newest is taken; ``offsite``: the newest of the folder elsewhere.
    ``identity`` is the private key of an encrypted copy, ``database_url`` an empty database (else a file).
    ``alone``: this machine has no register to compare with.
    """

    path: Path | None = None
    offsite: bool = False
    passphrase: str = ""
    identity: str = ""
    database_url: str = ""
    alone: bool = False


def drill(settings: Settings, asked: Asked) -> Report:
    """Hold a drill, keep its report and tell the administrators where it is not sound.

    Nothing of the register that runs is touched. Never raises RefusalError but for a report that cannot be
    kept: what went wrong stands in it.
    """
    began = time.monotonic()
    figures: dict[str, Any] = {}
    wrong: list[Wrong] = []
    notes: list[Wrong] = []
    try:
        settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with scratch(".drill-", settings.home) as room:
            path = _chosen(settings, asked)
            figures |= {"backup": path.name, "from": str(path.parent), "size": path.stat().st_size}
            figures["sha256"] = sha256_of(path)
            wrong += _held(settings, asked, _opened(path, room, asked), room, figures=figures, notes=notes)
    except RefusalError as refusal:
        wrong.append(of_refusal(refusal))
    figures["seconds"] = round(time.monotonic() - began, 1)
    at = now().isoformat(timespec="seconds")
    report = Report(operation_reports.DRILL, at, figures, tuple(wrong), tuple(notes))
    operation_reports.keep(settings, report)
    if not report.sound:
        note_at(settings, Event("backup-failed", now(), what="drill", more={"code": wrong[0].code}))
        with contextlib.suppress(RefusalError), _running(settings) as live:
            operation_reports.tell_failure(live, report)
    return report


def newest_backup(settings: Settings) -> Path | None:
    """Return the newest backup that this office made, by the day and time in its name; None for none."""
    found = [path for begin in OWN for path in (settings.home / FOLDER).glob(f"{begin}*.zip")]
    return max(found, key=lambda path: path.stem[-15:], default=None)


def _chosen(settings: Settings, asked: Asked) -> Path:
    if asked.path is not None:
        found: Path | None = asked.path
    elif asked.offsite:
        found = next(iter(far_copies(settings)), None)
    else:
        found = newest_backup(settings)
    if found is None:
        raise RefusalError("DRILL-NO-BACKUP")
    if not found.is_file():
        raise RefusalError("BACKUP-MISSING", file=str(found))
    return found


def _opened(path: Path, room: Path, asked: Asked) -> Path:
    """Return the backup itself: an encrypted copy is opened by the private key."""
    if path.suffix != age_envelope.ENDING:
        return path
    if not asked.identity:
        raise RefusalError("DRILL-KEY-NEEDED", file=path.name)
    target = room / path.stem
    age_envelope.decrypt(path, target, asked.identity)
    return target


def _held(
    settings: Settings, asked: Asked, path: Path, room: Path, *, figures: dict[str, Any], notes: list[Wrong]
) -> Iterator[Wrong]:
    manifest = manifest_of(path)
    entries, head = int(manifest["entries"]), str(manifest["head"])
    files = sum(name.startswith("files/") for name in manifest["members"])
    figures |= {"made_at": manifest["made_at"], "sealed": bool(manifest.get("salt"))}
    there = _place(settings, asked, room)
    figures["database"] = Database(there.database_url).name if asked.database_url else "SQLite"
    told: list[Problem] = []
    restore(path, there, passphrase=asked.passphrase, told=told)
    notes += [Wrong(one.code, one.params) for one in told]
    with _running(there) as restored:
        found = verify(restored)
        with restored.database.read() as connection:
            counts = {name: copies.count_of(connection, name) for name in COUNTED}
    lying = sum(item.is_file() for item in there.files.rglob("*")) if there.files.is_dir() else 0
    figures |= {"entries": found.entries, "head": found.head, "files": lying, "counts": counts}
    notes += [Wrong(one.code, one.params) for one in found.notes]
    yield from (Wrong(one.code, one.params) for one in found.problems)
    if (found.head, found.entries) != (head, entries):
        yield Wrong("DRILL-HEAD", {"said": head[:16], "found": found.head[:16]})
    if lying != files:
        yield Wrong("DRILL-FILES", {"said": files, "found": lying})
    if not asked.alone:
        yield from _compared(settings, ledger.Head(entries, head, ""), figures)
        age_h = (now() - now().fromisoformat(str(manifest["made_at"]))).total_seconds() / _HOUR_S
        if age_h > OLD_H and asked.path is None:
            yield Wrong("DRILL-OLD", {"hours": round(age_h)})


def _place(settings: Settings, asked: Asked, room: Path) -> Settings:
    """Return the settings of the empty place; its secret is this machine's where there is no passphrase."""
    home = room / "home"
    home.mkdir(mode=0o700)
    if asked.database_url:
        with contextlib.closing(Database(asked.database_url)) as database:
            if database.exists():
                raise RefusalError("DRILL-NOT-EMPTY", database=database.name)
    return replace(
        settings,
        home=home,
        database_url=asked.database_url or f"sqlite:///{home / 'registry.sqlite'}",
        secret_key=None if asked.passphrase else installation_key.known_secret(settings),
        heads=None,
    )


def _compared(settings: Settings, head: ledger.Head, figures: dict[str, Any]) -> Iterator[Wrong]:
    """Yield what is wrong between the backup and the register that runs."""
    try:
        with _running(settings) as live, live.database.read() as connection:
            figures["live_entries"] = ledger.head(connection).seq
            figures["continues"] = ledger.holds(connection, head)
    except RefusalError as refusal:
        yield of_refusal(refusal)
        return
    if not figures["continues"]:
        yield Wrong("DRILL-NOT-OF-THIS-REGISTER", {"entries": head.seq})


@contextlib.contextmanager
def _running(settings: Settings) -> Iterator[Registry]:
    registry = open_registry(settings)
    try:
        yield registry
    finally:
        registry.close()
