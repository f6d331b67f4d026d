"""One file that holds the whole register, and bringing it back.

The file is a zip archive: ``manifest.json``, ``registry.sqlite`` (a consistent snapshot, from SQLite and from
PostgreSQL alike), ``files/`` (uploaded files), ``home/`` (all else in the office's folder), ``secrets`` (the
installation's secret, encrypted by the passphrase) and ``seals.json``. The manifest names every other member
with its SHA-256, and the ledger's head; the seals prove the manifest (``backup_seal``). Nothing is replaced
before the copy was proven, read whole and its ledger verified.
"""

import contextlib
import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from registry.errors import DAMAGED_ZIP, RefusalError
from registry.services.office.backups import backup_seal, belongings
from registry.services.office.backups.backup_seal import PassphraseKeys
from registry.services.office.backups.belongings import FORMAT, MANIFEST
from registry.services.office.calendar import now
from registry.services.office.heads import note_head
from registry.services.office.registry import Registry
from registry.services.office.security import installation_key
from registry.services.office.security.security_events import Event
from registry.services.office.security.security_sinks import note_event, noting_refusal
from registry.settings import Settings
from registry.store import copies, ledger, structure, verification
from registry.store.database import SCHEMA, Database
from registry.store.scratch import scratch
from registry.store.verification import Problem

VERSION = 2
SNAPSHOT = "registry.sqlite"
_SECRETS = "secrets"
_SEALS = "seals.json"
_BLOCK = 1 << 20
_MANIFEST_LIMIT = 64 << 20
_SECRETS_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: the ledger's head and length, how many files, and its size in bytes."""

    path: Path
    head: str
    entries: int
    files: int
    size: int


def backup(registry: Registry, path: Path, *, passphrase: str = "") -> Backup:
    """Write the register and all that belongs to it into one file; others may go on writing meanwhile.

    The snapshot is verified first: a register that does not follow from its ledger is refused
    (``BACKUP-NOT-SOUND``), so that a good backup is never replaced by a bad one. Without a passphrase the
    installation's secret is left out: on another machine such a backup proves nothing, and nobody signs in
    there by an authenticator app.
    """
    path, failed = Path(path), noting_refusal(registry.settings, "backup-failed", "backup")
    with failed, _disk(path), scratch(".backup-", path.absolute().parent) as folder:
        copy = folder / SNAPSHOT
        copies.snapshot(registry.database, copy)
        found = _verified(copy, path)
        write_archive(registry.settings, copy, ledger.Head(found.entries, found.head, ""), path, passphrase)
    note_head(registry)
    files = len(_uploads(registry.settings.files))
    made = Backup(path, found.head, found.entries, files, path.stat().st_size)
    held: dict[str, str | int] = {"entries": made.entries, "head": made.head, "bytes": made.size}
    note_event(registry, Event("backup", now(), what="backup", more=held))
    return made


def write_archive(
    settings: Settings, copy: Path, head: ledger.Head, path: Path, passphrase: str, *, version: str = SCHEMA
) -> None:
    """Write the archive of a snapshot, in the snapshot's folder, and put it in its place once it is whole."""
    keys = backup_seal.keys_of(passphrase) if passphrase else None
    folder = copy.parent
    target = folder / "backup.zip"
    own = {f"home/{name}": item for name, item in belongings.belongings(settings).items()}
    members = {SNAPSHOT: copy, **_uploads(settings.files), **own}
    if keys is not None:
        members[_SECRETS] = folder / _SECRETS
        members[_SECRETS].write_bytes(backup_seal.hide(keys, _all_secrets(settings)))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        hashes = {name: _add(archive, name, source) for name, source in members.items()}
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "schema": version,
            "made_at": now().isoformat(timespec="seconds"),
            "head": head.hash,
            "entries": head.seq,
            "members": hashes,
            "salt": keys.salt.hex() if keys else "",
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
        seals = {"register": backup_seal.seal(_register_key(settings), text)}
        if keys is not None:
            seals["passphrase"] = backup_seal.seal(keys.proving, text)
        archive.writestr(MANIFEST, text)
        archive.writestr(_SEALS, json.dumps(seals))
    target.chmod(0o600)
    target.replace(path)


def restore(
    path: Path,
    settings: Settings,
    *,
    passphrase: str = "",
    unproven: bool = False,
    told: list[Problem] | None = None,
) -> Path | None:
    """Make the register of ``settings`` the one of a backup; return where the old one is kept, or None.

    A file that is no backup, is damaged, was changed or comes from a newer program is refused and nothing
    is touched; so is one that neither this installation nor the passphrase proves, unless ``unproven`` says
    that it may be (a backup of an earlier program has no seal). ``told`` gets what the office should know. A
    SQLite register that stood is moved aside with all that belongs to it; of one in PostgreSQL a backup is
    written first.
    """
    path = Path(path)
    database = Database(settings.database_url)
    base = settings.home if database.path is None else database.path.parent
    notes = [] if told is None else told
    with contextlib.closing(database), _disk(base):
        base.mkdir(parents=True, exist_ok=True, mode=0o700)
        settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with scratch(".restore-", base) as staged:
            unpack(path, staged, settings, passphrase, unproven=unproven, told=notes)
            if database.path is None:
                aside = _replace_in_server(staged, settings, database)
            else:
                aside = _replace_file(staged, settings, database.path)
        with contextlib.closing(Registry(settings, Database(settings.database_url))) as restored:
            note_head(restored, restored=True)
            note_event(restored, Event("restore", now(), what="backup"))
    return aside


def _register_key(settings: Settings) -> bytes:
    return backup_seal.register_key(installation_key.secret_of(settings))


def _all_secrets(settings: Settings) -> dict[str, str]:
    installation_key.secret_of(settings)  # made now, where there is none
    return belongings.secrets_of(settings)


def _verified(snapshot: Path, shown: Path) -> verification.Verification:
    copy = Database(f"sqlite:///{snapshot}")
    with contextlib.closing(copy), copy.read() as connection:
        foreign = [*structure.missing(connection), *structure.foreign_triggers(connection)]
        found = None if foreign else verification.verify(connection)
    count = len(foreign) if found is None else found.count
    if found is None or not found.sound:
        first = (foreign if found is None else found.problems)[0].code
        raise RefusalError("BACKUP-NOT-SOUND", file=shown.name, count=count, first=first)
    return found


def _uploads(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        return {}
    return {
        f"files/{item.relative_to(folder).as_posix()}": item
        for item in sorted(folder.rglob("*"))
        if item.is_file() and not item.is_symlink()
    }


def _add(archive: zipfile.ZipFile, name: str, source: Path) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as reading, archive.open(name, "w", force_zip64=True) as writing:
        while block := reading.read(_BLOCK):
            digest.update(block)
            writing.write(block)
    return digest.hexdigest()


def manifest_of(path: Path) -> dict[str, Any]:
    """Return what a backup says of itself, unproven; ``BACKUP-NOT-A-BACKUP`` where it is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _manifest(archive, path)[0]
    except (KeyError, RecursionError, *DAMAGED_ZIP) as error:
        raise RefusalError("BACKUP-NOT-A-BACKUP", file=path.name) from error


def unpack(
    path: Path, folder: Path, settings: Settings, passphrase: str, *, unproven: bool, told: list[Problem]
) -> dict[str, Any]:
    """Unpack a backup into ``folder``: its proof, every member against the manifest, and then the ledger.

    Returns the manifest; ``told`` gets what the office should know. Refused as ``restore`` is.
    """
    if not path.is_file():
        raise RefusalError("BACKUP-MISSING", file=str(path))
    try:
        with zipfile.ZipFile(path) as archive:
            manifest, text = _manifest(archive, path)
            keys = _proven(archive, manifest, text, settings, passphrase, unproven=unproven, told=told)
            for name, digest in manifest["members"].items():
                if _extract(archive, name, folder / PurePosixPath(name)) != digest:
                    raise RefusalError("BACKUP-CHANGED", file=path.name, member=name)
    except (KeyError, RecursionError, *DAMAGED_ZIP) as error:
        raise RefusalError("BACKUP-NOT-A-BACKUP", file=path.name) from error
    _unhide(folder, keys, settings, path, told)
    snapshot = folder / SNAPSHOT
    if not copies.sound_file(snapshot):
        raise RefusalError("BACKUP-CHANGED", file=path.name, member=SNAPSHOT)
    if copies.foreign(snapshot):  # before a migration would run them
        raise RefusalError("BACKUP-NOT-SOUND", file=path.name, count=1, first="DATABASE-UNKNOWN")
    copy = Database(f"sqlite:///{snapshot}")
    with contextlib.closing(copy):
        if not copy.exists():
            raise RefusalError("BACKUP-NOT-A-BACKUP", file=path.name)
        copy.upgrade()
    if _verified(snapshot, path).head != manifest["head"]:
        raise RefusalError("BACKUP-CHANGED", file=path.name, member=SNAPSHOT)
    copies.remake(snapshot)
    return manifest


def _proven(
    archive: zipfile.ZipFile, manifest: dict[str, Any], text: bytes, settings: Settings, passphrase: str, *,
    unproven: bool, told: list[Problem],
) -> PassphraseKeys | None:  # fmt: skip
    """Return the keys of the passphrase where it proves the backup, None where the installation does."""
    file = Path(archive.filename or "").name
    if manifest["version"] == 1:
        if not unproven:
            raise RefusalError("BACKUP-OLD-FORMAT", file=file)
        told.append(Problem("BACKUP-TAKEN-UNPROVEN", {"file": file}))
        return None
    if archive.getinfo(_SEALS).file_size > _SECRETS_LIMIT:
        raise RefusalError("BACKUP-NOT-A-BACKUP", file=file)
    seals = json.loads(archive.read(_SEALS))
    if not isinstance(seals, dict):
        raise RefusalError("BACKUP-NOT-A-BACKUP", file=file)
    salt = manifest.get("salt")
    if passphrase and isinstance(salt, str) and salt:
        keys = backup_seal.keys_of(passphrase, bytes.fromhex(salt))
        if backup_seal.holds(keys.proving, text, seals.get("passphrase")):
            return keys
        raise RefusalError("BACKUP-WRONG-PASSPHRASE", file=file)
    secret = installation_key.known_secret(settings)
    if secret and backup_seal.holds(backup_seal.register_key(secret), text, seals.get("register")):
        return None
    if not unproven:
        raise RefusalError("BACKUP-PASSPHRASE-NEEDED" if salt else "BACKUP-NOT-PROVEN", file=file)
    told.append(Problem("BACKUP-TAKEN-UNPROVEN", {"file": file}))
    return None


def _unhide(
    folder: Path, keys: PassphraseKeys | None, settings: Settings, path: Path, told: list[Problem]
) -> None:
    """Put what opens doors among the belongings, where the passphrase is known; say what is lacking."""
    hidden = folder / _SECRETS
    if keys is not None and hidden.is_file():
        known = backup_seal.reveal(keys, hidden.read_bytes(), path.name)
        for name in belongings.SECRET & known.keys():
            target = folder / "home" / name
            target.parent.mkdir(exist_ok=True)
            target.write_text(known[name], encoding="utf-8")
            target.chmod(0o600)
        if settings.secret_key and settings.secret_key != known.get(installation_key.FILE):
            told.append(Problem("BACKUP-OTHER-SECRET", {}))
    elif installation_key.known_secret(settings) is None:
        told.append(Problem("BACKUP-NO-KEYS", {}))


def _manifest(archive: zipfile.ZipFile, path: Path) -> tuple[dict[str, Any], bytes]:
    if archive.getinfo(MANIFEST).file_size > _MANIFEST_LIMIT:
        raise RefusalError("BACKUP-NOT-A-BACKUP", file=path.name)
    text = archive.read(MANIFEST)
    try:
        manifest: dict[str, Any] = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RefusalError("BACKUP-NOT-A-BACKUP", file=path.name) from error
    members = manifest.get("members") if isinstance(manifest, dict) else None
    if not isinstance(members, dict) or manifest.get("format") != FORMAT or SNAPSHOT not in members:
        raise RefusalError("BACKUP-NOT-A-BACKUP", file=path.name)
    if manifest.get("version") not in (1, VERSION) or str(manifest.get("schema")) > SCHEMA:
        raise RefusalError("BACKUP-NEWER", file=path.name)
    if not all(name in (SNAPSHOT, _SECRETS) or _is_upload(name) for name in members):
        raise RefusalError("BACKUP-NOT-A-BACKUP", file=path.name)
    needed = sum(archive.getinfo(name).file_size for name in members)
    if needed > shutil.disk_usage(Path(archive.filename or ".").absolute().parent).free:
        raise RefusalError("STORE-DISK-FULL", database=path.name)
    return manifest, text


def _is_upload(name: str) -> bool:
    """Whether a member's name stays inside ``files/``, or ``home/`` and what belongs there, on every system.

    What opens doors never comes in clear.
    """
    parts = name.split("/")
    return (
        len(parts) > 1
        and (parts[0] == "files" or (parts[0] == "home" and belongings.belongs(parts[1])))
        and not (parts[0] == "home" and parts[1] in belongings.SECRET)
        and all(part not in ("", ".", "..") for part in parts)
        and not any(sign in name for sign in ("\\", ":", "\x00"))
    )


def _extract(archive: zipfile.ZipFile, name: str, target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with archive.open(name) as reading, target.open("wb") as writing:
        while block := reading.read(_BLOCK):
            digest.update(block)
            writing.write(block)
    return digest.hexdigest()


def _replace_file(staged: Path, settings: Settings, target: Path) -> Path | None:
    """Move what stands aside and the staged register into its place; a failure puts everything back."""
    if target.exists():
        copies.settle(target)
    copies.arm(staged / SNAPSHOT)
    (staged / SNAPSHOT).chmod(0o600)
    old = [item for item in (target, *_logs(target)) if item.exists()]
    return _swap(staged, settings, old, [(staged / SNAPSHOT, target)])


def _swap(staged: Path, settings: Settings, old: list[Path], new: list[tuple[Path, Path]]) -> Path | None:
    """Move ``old``, the files and the belongings that stand aside, and ``new`` with the staged ones in."""
    fresh = sorted((staged / "home").iterdir()) if (staged / "home").is_dir() else []
    kept = set() if (staged / "home" / installation_key.FILE).is_file() else belongings.SECRET
    gone = [item for item in belongings.standing(settings) if item.name not in kept]
    old = [*old, *gone, *([settings.files] if settings.files.exists() else [])]
    aside = _aside(settings.home) if old else None
    moves: list[tuple[Path, Path]] = []
    if aside is not None:
        moves += [(item, aside / item.name) for item in old]
    moves += new
    if (staged / "files").is_dir():
        moves.append((staged / "files", settings.files))
    moves += [(item, settings.home / item.name) for item in fresh]
    done: list[tuple[Path, Path]] = []
    try:
        for source, place in moves:
            shutil.move(source, place)
            done.append((source, place))
    except OSError:
        for source, place in reversed(done):
            shutil.move(place, source)
        raise
    return aside


def _logs(path: Path) -> tuple[Path, Path]:
    return path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")


def _aside(home: Path) -> Path:
    stamp = now().strftime("%Y%m%d-%H%M%S")
    return Path(tempfile.mkdtemp(prefix=f"before-restore-{stamp}-", dir=home))


def _replace_in_server(staged: Path, settings: Settings, database: Database) -> Path | None:
    saved = None
    if database.exists():
        saved = _aside(settings.home)
        backup(Registry(settings, database), saved / "registry.zip")
    copies.load(staged / SNAPSHOT, database)
    aside = _swap(staged, settings, [], [])
    if saved is None or aside is None:
        return saved or aside
    for item in sorted(aside.iterdir()):  # all of it in one place
        shutil.move(item, saved / item.name)
    aside.rmdir()
    return saved


@contextlib.contextmanager
def _disk(path: Path) -> Iterator[None]:
    """Turn what a disk refuses into a refusal that says where."""
    try:
        yield
    except OSError as error:
        raise RefusalError("BACKUP-DISK", path=str(path), reason=error.strerror or str(error)) from error
