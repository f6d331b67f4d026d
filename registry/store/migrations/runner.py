"""Bring a register to the newest revision, and make again what batch mode loses."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from registry.errors import RefusalError
from registry.store import ledger_guards
from registry.store.geometry import make_spatial_index
from registry.store.lacking_columns import add_lacking
from registry.store.tables import SPATIAL


def configuration(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration for this folder; ``connection`` is the one migrations run on."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Upgrade inside the transaction of ``connection``; PostgreSQL gets its PostGIS extension first."""
    if connection.dialect.name == "postgresql":
        try:
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS postgis")
        except DBAPIError as error:
            raise RefusalError("STORE-NO-POSTGIS", reason=str(error.orig).splitlines()[0]) from error
    command.upgrade(configuration(connection), revision)
    if revision == "head":
        add_lacking(connection)
    make_triggers(connection)


def make_triggers(connection: Connection) -> None:
    """Make the spatial indexes and the guards of the ledger anew."""
    for table in SPATIAL:
        make_spatial_index(connection, table)
    ledger_guards.make_guards(connection)
