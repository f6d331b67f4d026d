"""Backups by the clock: one is made, those whose time is over go, and a copy is taken out of the house.

Kept are the newest of each of so many days, weeks and months (``BTS_BACKUP_KEEP``). Backups that somebody
made by hand or handed in are nobody's to remove but his. The copy elsewhere is a folder on another file
system (``BTS_OFFSITE``) or whatever a command of the office reaches (``BTS_OFFSITE_COMMAND``), encrypted
where the office gives a public key; what arrived is read again and compared by SHA-256.
"""

import datetime as dt
import hashlib
import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from registry.errors import RefusalError
from registry.services.office.backups import age_envelope
from registry.services.office.backups.backup import Backup, backup
from registry.services.office.backups.kept_backups import BY_CLOCK, FOLDER, KeptBackup, kept_backups, new_path
from registry.services.office.calendar import now
from registry.services.office.operation import operation_reports
from registry.services.office.operation.operation_reports import Report, Wrong, of_refusal
from registry.services.office.registry import Registry
from registry.services.office.security.security_sinks import noting_refusal
from registry.settings import Settings
from registry.store.failures import refusal_of_disk
from registry.store.scratch import scratch

COMMAND_S = 6 * 3600
"""How long a command that copies may take: a line of an office is slow, and it is night."""
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class FarCopy:
    """A copy out of the house: its name there, its size and SHA-256 as they were read again."""

    name: str
    place: str
    size: int
    sha256: str
    encrypted: bool


def back_up_by_clock(registry: Registry, *, passphrase: str = "") -> Report:
    """Make a backup, take a copy out of the house, remove what is over its time, and keep a report of it.

    Nothing is removed where the new backup could not be made. Never raises RefusalError but for a report that
    cannot be kept: what went wrong stands in it, and the administrators are told.
    """
    settings, began = registry.settings, time.monotonic()
    figures: dict[str, object] = {}
    wrong: list[Wrong] = []
    notes = [] if passphrase else [Wrong("BACKUP-WITHOUT-KEYS")]
    try:
        made = backup(registry, new_path(registry, BY_CLOCK), passphrase=passphrase)
        figures |= _of_backup(made)
        gone = drop_over_time(registry, just_made=made.path.stem)
        figures |= {"dropped": len(gone), "kept": len(kept_backups(registry))}
        if configured(settings):
            with noting_refusal(settings, "backup-failed", "offsite"):
                far = take_out(settings, made.path)
            figures["offsite"] = {
                "name": far.name, "size": far.size, "sha256": far.sha256, "encrypted": far.encrypted,
            }  # fmt: skip
        else:
            notes.append(Wrong("BACKUP-NO-OFFSITE"))
    except RefusalError as refusal:
        wrong.append(of_refusal(refusal))
    figures["seconds"] = round(time.monotonic() - began, 1)
    at = now().isoformat(timespec="seconds")
    report = Report(operation_reports.BACKUP, at, figures, tuple(wrong), tuple(notes))
    operation_reports.keep(settings, report)
    operation_reports.tell_failure(registry, report)
    return report


def over_time(found: Iterable[KeptBackup], keep: tuple[int, int, int]) -> list[KeptBackup]:
    """Return the backups by the clock that are in none of the days, weeks and months which are kept.

    Of each of the newest ``keep[0]`` days, ``keep[1]`` ISO weeks and ``keep[2]`` months that have a backup
    the newest stays, and so does the newest of all and one that cannot be read: somebody has to look at it.
    """
    dated = [(one.made_at, one) for one in found if one.made_at is not None and one.by_clock]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    held = {one.name for _, one in dated[:1]}
    for count, span in zip(keep, (_day, _week, _month), strict=True):
        spans: dict[tuple[int, ...], str] = {}
        for made_at, one in dated:
            spans.setdefault(span(made_at), one.name)
        held.update(list(spans.values())[:count])
    return [one for _, one in dated if one.name not in held]


def drop_over_time(registry: Registry, *, just_made: str = "") -> list[str]:
    """Remove the backups by the clock whose time is over, here and in the folder elsewhere; return names.

    ``just_made`` stays whatever the clock says: a backup knows its second only, and two may be of one.
    """
    settings = registry.settings
    over = over_time(kept_backups(registry), settings.backup_keep)
    gone = [one.name for one in over if one.name != just_made]
    for name in gone:
        (settings.home / FOLDER / f"{name}.zip").unlink(missing_ok=True)
        if settings.offsite is not None:
            for ending in (".zip", f".zip{age_envelope.ENDING}"):
                (settings.offsite / f"{name}{ending}").unlink(missing_ok=True)
    return gone


def configured(settings: Settings) -> bool:
    """Whether copies leave the house."""
    return settings.offsite is not None or bool(settings.offsite_command)


def take_out(settings: Settings, path: Path) -> FarCopy:
    """Copy a backup out of the house and compare what arrived (``BACKUP-OFFSITE-DIFFERS``).

    Refused as well: a folder that is not there or lies on the register's own file system
    (``BACKUP-OFFSITE-AWAY``, ``BACKUP-OFFSITE-SAME-DISK``), and a command that fails
    (``BACKUP-OFFSITE-FAILED``).
    """
    try:
        with scratch(".offsite-", settings.home) as room:
            sent = path
            if settings.offsite_key:
                sent = room / f"{path.name}{age_envelope.ENDING}"
                age_envelope.encrypt(path, sent, age_envelope.recipient_of(settings.offsite_key))
            digest, places = sha256_of(sent), []
            if settings.offsite is not None:
                _copy(settings, sent, digest)
                places.append(str(settings.offsite))
            if settings.offsite_command:
                _send(settings, sent, digest)
                places.append(shlex.split(settings.offsite_command)[0])
            size = sent.stat().st_size
    except OSError as error:
        raise refusal_of_disk(error, str(settings.offsite or settings.home)) or RefusalError(
            "BACKUP-OFFSITE-FAILED", reason=error.strerror or str(error)
        ) from error
    return FarCopy(sent.name, " · ".join(places), size, digest, bool(settings.offsite_key))


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def far_copies(settings: Settings) -> list[Path]:
    """Return the backups in the folder elsewhere, the newest first by the day in the name."""
    if settings.offsite is None or not settings.offsite.is_dir():
        return []
    found = [
        path
        for ending in (".zip", f".zip{age_envelope.ENDING}")
        for path in settings.offsite.glob(f"{BY_CLOCK}*{ending}")
    ]
    return sorted(found, key=lambda path: path.name.split(".")[0], reverse=True)


def _copy(settings: Settings, sent: Path, digest: str) -> None:
    folder = settings.offsite
    assert folder is not None
    if not folder.is_dir():  # a mount that is away must not become a folder on the own disk
        raise RefusalError("BACKUP-OFFSITE-AWAY", folder=str(folder))
    if folder.stat().st_dev == settings.home.stat().st_dev and not settings.offsite_same_disk:
        raise RefusalError("BACKUP-OFFSITE-SAME-DISK", folder=str(folder))
    part, target = folder / f".{sent.name}.part", folder / sent.name
    try:
        shutil.copyfile(sent, part)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        if sha256_of(part) != digest:
            raise RefusalError("BACKUP-OFFSITE-DIFFERS", name=sent.name)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _send(settings: Settings, sent: Path, digest: str) -> None:
    _run(settings.offsite_command, sent)
    if not settings.offsite_read:
        raise RefusalError("BACKUP-OFFSITE-UNREAD")
    with subprocess.Popen(
        _words(settings.offsite_read, sent), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as reading:
        assert reading.stdout is not None
        found = hashlib.sha256()
        while block := reading.stdout.read(_BLOCK):
            found.update(block)
    if reading.returncode:
        raise RefusalError("BACKUP-OFFSITE-FAILED", reason=f"BTS_OFFSITE_READ → {reading.returncode}")
    if found.hexdigest() != digest:
        raise RefusalError("BACKUP-OFFSITE-DIFFERS", name=sent.name)


def _run(command: str, sent: Path) -> None:
    try:
        done = subprocess.run(
            _words(command, sent), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, errors="replace", check=False, timeout=COMMAND_S,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise RefusalError("BACKUP-OFFSITE-FAILED", reason=f"> {COMMAND_S} s") from error
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"→ {done.returncode}"]
        raise RefusalError("BACKUP-OFFSITE-FAILED", reason=last[0][:200])


def _words(command: str, sent: Path) -> list[str]:
    """Return a command as its words, the file and its name put in; no shell reads it."""
    return [word.replace("{file}", str(sent)).replace("{name}", sent.name) for word in shlex.split(command)]


def _of_backup(made: Backup) -> dict[str, object]:
    return {
        "backup": made.path.stem, "size": made.size, "entries": made.entries, "head": made.head,
        "files": made.files, "sha256": sha256_of(made.path),
    }  # fmt: skip


def _day(at: dt.datetime) -> tuple[int, ...]:
    return at.year, at.month, at.day


def _week(at: dt.datetime) -> tuple[int, ...]:
    return tuple(at.isocalendar())[:2]


def _month(at: dt.datetime) -> tuple[int, ...]:
    return at.year, at.month
