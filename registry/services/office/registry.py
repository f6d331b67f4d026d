"""The register, opened: its settings and its database."""

import os
import threading
from collections.abc import Callable, Hashable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from registry.errors import RefusalError
from registry.provinces import province_named
from registry.settings import Settings, read_settings
from registry.store.database import Connection, Database
from registry.store.failures import refusal_of_disk
from registry.store.office.operators import is_demo, own_province

_Found = TypeVar("_Found")
_UNTIL_WRITTEN = "until-written"


@dataclass(frozen=True, slots=True)
class Registry:
    """What every service is given.

    ``cache`` is for what is built once per data version; hold ``lock`` to change it.
    """

    settings: Settings
    database: Database
    cache: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    lock: threading.RLock = field(default_factory=threading.RLock, compare=False, repr=False)

    def kept(self, name: str, read: Callable[[Connection], _Found]) -> _Found:
        """Return what ``read`` finds in the register, kept by a name until anybody writes anything.

        As fresh as the register itself: another process's writing is seen as well (``Database.stamp``).
        """
        stamp = self.database.stamp()
        held = self.cache.get(("kept", name))
        if stamp is not None and held is not None and held[0] == stamp:
            found: _Found = held[1]
            return found
        with self.database.read() as connection:
            found = read(connection)
        self.cache["kept", name] = (stamp, found)
        return found

    def until_written(self, key: Hashable, make: Callable[[], _Found]) -> _Found:
        """Return what ``make`` finds, kept by a key until anybody writes anything.

        The key says what else it rests on: who asks, the day. Made anew each time where the register has no
        mark (``Database.stamp``).
        """
        stamp = self.database.stamp()
        if stamp is None:
            return make()
        held: tuple[Any, dict[Hashable, Any]] | None = self.cache.get(_UNTIL_WRITTEN)
        if held is None or held[0] != stamp:
            held = self.cache[_UNTIL_WRITTEN] = (stamp, {})
        if key not in held[1]:
            held[1][key] = make()
        found: _Found = held[1][key]
        return found

    def close(self) -> None:
        """Close the connections to the database."""
        self.database.close()


def open_registry(settings: Settings | None = None) -> Registry:
    """Open the register of ``settings`` (by default, of the environment).

    Its province is the one that it was made for. Refused where there is none (``STORE-MISSING``), where it is
    of another version of the program, where the environment says another province (``PROVINCE-OTHER``), or
    one that there is not (``PROVINCE-UNKNOWN``).
    """
    settings = read_settings() if settings is None else settings
    database = Database(settings.database_url)
    _keep_from_others(settings.home, database.path)
    database.check()
    return Registry(_with_own_province(settings, database), database)


def province_here() -> str:
    """Return the code of the province that a command works for: of the register that stands, else the stated.

    "" where nothing says one.
    """
    settings = read_settings()
    try:
        with closing(open_registry(settings)) as registry:
            return registry.settings.province
    except RefusalError:
        return province_named(settings.province).code if settings.province_stated else ""


def _with_own_province(settings: Settings, database: Database) -> Settings:
    """Return the settings with the register's own province; without one (an older register), as they are."""
    with database.read() as connection:
        own = own_province(connection)
    if own is None or own == settings.province:
        province_named(settings.province)
        return settings
    if settings.province_stated:
        raise RefusalError(
            "PROVINCE-OTHER", province=settings.province[:40], own=own, name=province_named(own).name
        )
    return replace(settings, province=own)


def is_illustrative(registry: Registry) -> bool:
    """Whether the register holds illustrative data, which every page and export must say."""
    return registry.kept("illustrative", is_demo)


def disk_refusal(error: OSError, settings: Settings) -> RefusalError | None:
    """Return what an error of the disk is to whoever tried; None where it is a fault of ours."""
    return refusal_of_disk(error, settings.home.name)


def _keep_from_others(home: Path, path: Path | None) -> None:
    """Take from our own folder and file what lets everybody on the machine read them.

    They may be of an earlier version, or the folder one that somebody made; who is of its group goes on
    reading. What lies in the folder (photos, letters, maps, settings) is out of reach with it.
    """
    beside = (
        () if path is None else tuple(path.with_name(f"{path.name}{end}") for end in ("", "-wal", "-shm"))
    )
    for item in (home, *beside):
        try:
            status = item.stat()
            if status.st_uid == os.geteuid() and status.st_mode & 0o007:
                item.chmod(status.st_mode & 0o770)
        except OSError:  # not there, or on a disk that cannot be written
            continue
