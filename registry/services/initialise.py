"""``bts init``: a new register with its operators and administrative units, all through the ledger."""

import contextlib
import os
import time
from dataclasses import replace
from pathlib import Path

from registry.errors import RefusalError
from registry.services.batches import present_user
from registry.services.office_units import starting_units
from registry.services.registry import open_registry
from registry.settings import Settings
from registry.store import batches, ledger
from registry.store.changes import create
from registry.store.database import Database
from registry.store.operators import known_operators
from registry.store.tables import admin_units, operators
from registry.store.units import unit_row

_MAKING = ".making"
_LEFT_BEHIND_S = 600.0


def init_registry(settings: Settings, *, demo: bool = False, if_missing: bool = False) -> bool:
    """Create the register of ``settings``: folders, database, operators, units; True where it was made.

    ``demo`` adds the illustrative province. Refused where a register stands already (``REGISTRY-EXISTS``),
    unless ``if_missing`` asks to leave it as it is. A register whose making was cut short is finished by the
    next call, because what is written first is not there until all of it is.
    """
    database = Database(settings.database_url)
    try:
        if database.exists() and _is_made(database):
            if if_missing:
                database.check()
                return False
            raise RefusalError("REGISTRY-EXISTS", home=str(settings.home))
    finally:
        database.close()
    path = database.path
    if path is None or path.is_file():  # made but empty: filled where it is
        _make(settings, demo=demo)
    else:
        _make_aside(settings, path, demo=demo)
    return True


def _make(settings: Settings, *, demo: bool) -> None:
    units = starting_units(settings.province)
    if not units:
        raise RefusalError("PROVINCE-UNKNOWN", province=settings.province)
    database = Database(settings.database_url)
    try:
        database.upgrade()
        settings.files.mkdir(parents=True, exist_ok=True)
        with database.write() as connection:
            rows = known_operators()
            batch = batches.open_batch(
                connection,
                kind="init",
                who=present_user(),
                summary={"operators": len(rows), "units": len(units)},
            )
            changes = [create(operators, row) for row in rows]
            changes += [create(admin_units, unit_row(unit)) for unit in units]
            ledger.record(connection, changes, who=present_user(), batch=batch.id)
    finally:
        database.close()
    if demo:
        # Late, because the illustrative province is made by the imports, which stand above this module.
        from registry.services.demo import add_demo  # noqa: PLC0415

        registry = open_registry(settings)
        try:
            add_demo(registry)
        finally:
            registry.close()


def _make_aside(settings: Settings, path: Path, *, demo: bool) -> None:
    """Make the register in a file beside ``path`` and name it so when it is whole.

    Half of it would pass for the whole next time, and a process that is killed cannot clean up.
    """
    for left in path.parent.glob(f"{path.name}.*{_MAKING}*"):
        if time.time() - left.stat().st_mtime > _LEFT_BEHIND_S:
            left.unlink(missing_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}{_MAKING}")
    try:
        _make(replace(settings, database_url=f"sqlite:///{aside}"), demo=demo)
        Database(f"sqlite:///{aside}").rename(path)
    finally:
        for ending in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):  # the refusal that led here says more
                Path(f"{aside}{ending}").unlink(missing_ok=True)


def _is_made(database: Database) -> bool:
    database.upgrade()
    with database.read() as connection:
        return ledger.head(connection).seq > 0
