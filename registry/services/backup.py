"""One file that holds the whole register, and bringing it back.

The file is a zip archive: ``manifest.json``, ``registry.sqlite`` (a consistent snapshot, from SQLite and from
PostgreSQL alike) and ``files/`` (uploaded files). The manifest names every other member with its SHA-256, and
the ledger's head. Nothing is replaced before the copy was read whole and its ledger verified.
"""

import contextlib
import datetime as dt
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
from registry.services.calendar import now
from registry.services.registry import Registry
from registry.settings import Settings
from registry.store import copies, verification
from registry.store.database import SCHEMA, Database

FORMAT = "bts-registry-backup"
_SNAPSHOT = "registry.sqlite"
_MANIFEST = "manifest.json"
_BLOCK = 1 << 20
_MANIFEST_LIMIT = 64 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: the ledger's head and length, how many files, and its size in bytes."""

    path: Path
    head: str
    entries: int
    files: int
    size: int


def backup(registry: Registry, path: Path) -> Backup:
    """Write the register and its files into one file; others may go on writing meanwhile.

    The snapshot is verified first: a register that does not follow from its ledger is refused
    (``BACKUP-NOT-SOUND``), so that a good backup is never replaced by a bad one.
    """
    path = Path(path)
    with _disk(path), tempfile.TemporaryDirectory(prefix=".backup-", dir=path.absolute().parent) as folder:
        copy = Path(folder) / _SNAPSHOT
        copies.snapshot(registry.database, copy)
        found = _verified(copy, path)
        target = Path(folder) / "backup.zip"
        members = {_SNAPSHOT: copy, **_uploads(registry.settings.files)}
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            hashes = {name: _add(archive, name, source) for name, source in members.items()}
            manifest = {
                "format": FORMAT,
                "version": 1,
                "schema": SCHEMA,
                "made_at": now().astimezone(dt.UTC).isoformat(timespec="seconds"),
                "head": found.head,
                "entries": found.entries,
                "members": hashes,
            }
            archive.writestr(_MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True))
        target.replace(path)
    return Backup(path, found.head, found.entries, len(members) - 1, path.stat().st_size)


def restore(path: Path, settings: Settings) -> Path | None:
    """Make the register of ``settings`` the one of a backup; return where the old one is kept, or None.

    A file that is no backup, is damaged, was changed or comes from a newer program is refused and nothing
    is touched. A SQLite register that stood is moved aside with its files; of one in PostgreSQL a backup
    is written first.
    """
    path = Path(path)
    database = Database(settings.database_url)
    base = settings.home if database.path is None else database.path.parent
    with contextlib.closing(database), _disk(base):
        base.mkdir(parents=True, exist_ok=True)
        settings.home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=base) as folder:
            staged = Path(folder)
            _unpack(path, staged)
            if database.path is None:
                return _replace_in_server(staged, settings, database)
            return _replace_file(staged, settings, database.path)


def _verified(snapshot: Path, shown: Path) -> verification.Verification:
    copy = Database(f"sqlite:///{snapshot}")
    with contextlib.closing(copy), copy.read() as connection:
        found = verification.verify(connection)
    if not found.sound:
        raise RefusalError(
            "BACKUP-NOT-SOUND", file=shown.name, count=found.count, first=found.problems[0].code
        )
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


def _unpack(path: Path, folder: Path) -> None:
    """Unpack a backup into ``folder``, checking every member against the manifest and then the ledger."""
    if not path.is_file():
        raise RefusalError("BACKUP-MISSING", file=str(path))
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive, path)
            for name, digest in manifest["members"].items():
                if _extract(archive, name, folder / PurePosixPath(name)) != digest:
                    raise RefusalError("BACKUP-CHANGED", file=path.name, member=name)
    except (KeyError, *DAMAGED_ZIP) as error:
        raise RefusalError("BACKUP-NOT-A-BACKUP", file=path.name) from error
    snapshot = folder / _SNAPSHOT
    if not copies.sound_file(snapshot):
        raise RefusalError("BACKUP-CHANGED", file=path.name, member=_SNAPSHOT)
    copy = Database(f"sqlite:///{snapshot}")
    with contextlib.closing(copy):
        if not copy.exists():
            raise RefusalError("BACKUP-NOT-A-BACKUP", file=path.name)
        copy.upgrade()
    if _verified(snapshot, path).head != manifest["head"]:
        raise RefusalError("BACKUP-CHANGED", file=path.name, member=_SNAPSHOT)


def _manifest(archive: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    if archive.getinfo(_MANIFEST).file_size > _MANIFEST_LIMIT:
        raise RefusalError("BACKUP-NOT-A-BACKUP", file=path.name)
    try:
        manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
    except (ValueError, RecursionError) as error:
        raise RefusalError("BACKUP-NOT-A-BACKUP", file=path.name) from error
    members = manifest.get("members") if isinstance(manifest, dict) else None
    if not isinstance(members, dict) or manifest.get("format") != FORMAT or _SNAPSHOT not in members:
        raise RefusalError("BACKUP-NOT-A-BACKUP", file=path.name)
    if manifest.get("version") != 1 or str(manifest.get("schema")) > SCHEMA:
        raise RefusalError("BACKUP-NEWER", file=path.name)
    if not all(name == _SNAPSHOT or _is_upload(name) for name in members):
        raise RefusalError("BACKUP-NOT-A-BACKUP", file=path.name)
    needed = sum(archive.getinfo(name).file_size for name in members)
    if needed > shutil.disk_usage(Path(archive.filename or ".").absolute().parent).free:
        raise RefusalError("STORE-DISK-FULL", database=path.name)
    return manifest


def _is_upload(name: str) -> bool:
    """Whether a member's name stays inside ``files/`` on every system."""
    parts = name.split("/")
    return (
        len(parts) > 1
        and parts[0] == "files"
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
    standing = [item for item in (target, *_logs(target), settings.files) if item.exists()]
    aside = _aside(settings.home) if standing else None
    moves: list[tuple[Path, Path]] = []
    if aside is not None:
        moves += [(item, aside / item.name) for item in standing]
    copies.arm(staged / _SNAPSHOT)
    moves.append((staged / _SNAPSHOT, target))
    if (staged / "files").is_dir():
        moves.append((staged / "files", settings.files))
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
    place = Path(tempfile.mkdtemp(prefix=f"before-restore-{stamp}-", dir=home))
    place.chmod(0o755)
    return place


def _replace_in_server(staged: Path, settings: Settings, database: Database) -> Path | None:
    aside = None
    if database.exists():
        aside = _aside(settings.home)
        backup(Registry(settings, database), aside / "registry.zip")
    copies.load(staged / _SNAPSHOT, database)
    if settings.files.exists():
        shutil.rmtree(settings.files)
    if (staged / "files").is_dir():
        shutil.move(staged / "files", settings.files)
    return aside


@contextlib.contextmanager
def _disk(path: Path) -> Iterator[None]:
    """Turn what a disk refuses into a refusal that says where."""
    try:
        yield
    except OSError as error:
        raise RefusalError("BACKUP-DISK", path=str(path), reason=error.strerror or str(error)) from error
