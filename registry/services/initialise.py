"""``bts init``: a new register with its operators and administrative units, all through the ledger."""

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
        units = starting_units(settings.province)
        if not units:
            raise RefusalError("PROVINCE-UNKNOWN", province=settings.province)
        settings.files.mkdir(parents=True, exist_ok=True)
        database.upgrade()
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
        made = False
        try:
            add_demo(registry)
            made = True
        finally:
            registry.close()
            if not made and database.path is not None:  # half a demo would pass for a whole one next time
                for ending in ("", "-wal", "-shm"):
                    Path(f"{database.path}{ending}").unlink(missing_ok=True)
    return True


def _is_made(database: Database) -> bool:
    database.upgrade()
    with database.read() as connection:
        return ledger.head(connection).seq > 0
