"""``bts init``: a new register with its operators and administrative units, all through the ledger."""

import contextlib
import datetime as dt
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from registry.errors import RefusalError
from registry.messages import province_in_words
from registry.model.vietnam_time import one_day
from registry.provinces import province_named
from registry.services.office.batches import present_user
from registry.services.office.calendar import today
from registry.services.office.deeds import write
from registry.services.office.registry import open_registry
from registry.services.register.units.first_units import starting_units
from registry.settings import Settings
from registry.store import ledger
from registry.store.changes import create
from registry.store.database import Database
from registry.store.office.operators import OWN_PROVINCE, known_operators, load_meta, meta_change
from registry.store.register.units import unit_row
from registry.store.tables import admin_units, operators

DEMO_PROVINCE = "24"  # the illustrative roads, zones and masts are Bắc Ninh's
DEMO_MAKING = "demo_making"  # the day of a demo, as long as it is not whole
_MAKING = ".making"
_LEFT_BEHIND_S = 600.0
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a new register is to hold besides operators and units, and who is told how far it is."""

    demo: bool
    work: bool
    progress: Progress | None


def init_registry(
    settings: Settings,
    *,
    demo: bool = False,
    work: bool = False,
    if_missing: bool = False,
    progress: Progress | None = None,
) -> bool:
    """Create the register of ``settings``: folders, database, operators, units; True where it was made.

    ``demo`` adds the illustrative province, and ``work`` to it what an office in the middle of its year has
    on its desks; ``progress`` is told each of its steps. Refused where a register stands already
    (``REGISTRY-EXISTS``), unless ``if_missing`` asks to leave it as it is. A register whose making was cut
    short is finished by the next call, as what is written first is not there until all of it is; on
    PostgreSQL, and in a file that stood empty, half a demo bears a mark until it is whole: ``demo`` finishes
    it, else it is refused (``REGISTRY-DEMO-HALF``). Refused before anything is written or opened: a code of
    no province (``PROVINCE-UNKNOWN``), ``demo`` for another than its own (``DEMO-OTHER-PROVINCE``). The
    register keeps for which province it was made; one that stands is of no other (``PROVINCE-OTHER``).
    """
    own = province_named(settings.province)
    settings = replace(settings, province=own.code)
    if demo and settings.province != DEMO_PROVINCE:
        raise RefusalError(
            "DEMO-OTHER-PROVINCE", province=province_in_words(own.code), demo=province_in_words(DEMO_PROVINCE)
        )
    wanted = _Wanted(demo, demo and work, progress)
    database = Database(settings.database_url)
    try:
        if database.exists() and _is_made(database):
            if demo_day(database) is not None:
                if not demo:
                    raise RefusalError("REGISTRY-DEMO-HALF", home=database.name)
                _add_demo(settings, wanted)
                return True
            if if_missing:
                open_registry(settings).close()
                return False
            raise RefusalError("REGISTRY-EXISTS", home=str(settings.home))
    finally:
        database.close()
    path = database.path
    if path is None or path.is_file():  # made but empty: filled where it is
        _make(settings, wanted)
    else:
        _make_aside(settings, path, wanted)
    return True


def _make(settings: Settings, wanted: _Wanted) -> None:
    units = starting_units(settings.province)
    database = Database(settings.database_url)
    try:
        database.upgrade()
        settings.files.mkdir(parents=True, exist_ok=True, mode=0o700)
        with database.write() as connection:
            rows = known_operators(settings.province)
            changes = [create(operators, row) for row in rows]
            changes += [create(admin_units, unit_row(unit)) for unit in units]
            changes.append(meta_change(connection, OWN_PROVINCE, settings.province))
            if wanted.demo:
                changes.append(meta_change(connection, DEMO_MAKING, today().isoformat()))
            about = {"operators": len(rows), "units": len(units)}
            write(connection, changes, "init", present_user(), summary=about)
    finally:
        database.close()
    if wanted.demo:
        _add_demo(settings, wanted)


def _add_demo(settings: Settings, wanted: _Wanted) -> None:
    # Late, because the illustrative province is made by the imports, which stand above this module.
    from registry.demo.province import WHO, add_demo  # noqa: PLC0415

    registry = open_registry(settings)
    try:
        with one_day(demo_day(registry.database)) as day:
            add_demo(registry, day=day)
            if wanted.work:
                from registry.demo.work import add_work  # noqa: PLC0415

                add_work(registry, day=day, progress=wanted.progress)
            with registry.database.write() as connection:
                write(connection, [meta_change(connection, DEMO_MAKING, None)], "demo", WHO)
    finally:
        registry.close()


def demo_day(database: Database) -> dt.date | None:
    """Return the day of a demo that is not whole yet; None where there is no such demo."""
    with database.read() as connection:
        text = load_meta(connection).get(DEMO_MAKING)
    return dt.date.fromisoformat(text) if isinstance(text, str) else None


def _make_aside(settings: Settings, path: Path, wanted: _Wanted) -> None:
    """Make the register in a file beside ``path`` and name it so when it is whole.

    Half of it would pass for the whole next time, and a process that is killed cannot clean up.
    """
    for left in path.parent.glob(f"{path.name}.*{_MAKING}*"):
        if time.time() - left.stat().st_mtime > _LEFT_BEHIND_S:
            left.unlink(missing_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}{_MAKING}")
    try:
        _make(replace(settings, database_url=f"sqlite:///{aside}"), wanted)
        Database(f"sqlite:///{aside}").rename(path)
    finally:
        for ending in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):  # the refusal that led here says more
                Path(f"{aside}{ending}").unlink(missing_ok=True)


def _is_made(database: Database) -> bool:
    database.upgrade()
    with database.read() as connection:
        return ledger.head(connection).seq > 0
