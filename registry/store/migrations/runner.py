"""Make a new register, bring an older one to the newest revision, and make again what batch mode loses.

A new register is made from the tables as they are declared, and marked with the newest revision; only one
that stands already goes through the migrations. A test holds that both come to the same tables.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from registry.errors import RefusalError
from registry.store import ledger_guards
from registry.store.geometry import drop_spatial_index, make_spatial_index
from registry.store.lacking_columns import add_lacking
from registry.store.read_views import drop_read_views
from registry.store.tables import PLACED, SPATIAL, metadata


def configuration(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration for this folder; ``connection`` is the one migrations run on."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Do it inside the transaction of ``connection``; PostgreSQL gets its PostGIS extension first."""
    if connection.dialect.name == "postgresql":
        try:
            connection.exec_driver_sql(f"CREATE EXTENSION IF NOT EXISTS postgis{_beside(connection)}")
        except DBAPIError as error:
            raise RefusalError("STORE-NO-POSTGIS", reason=str(error.orig).splitlines()[0]) from error
    own = own_schema(connection)
    if sa.inspect(connection).has_table("alembic_version", schema=own):
        if connection.dialect.name == "postgresql":
            drop_read_views(connection)  # ``bts views --again`` makes them of the tables as they are then
        command.upgrade(configuration(connection), "head")
        add_lacking(connection)
    else:
        # A name that is looked for would be found where another register lies, beside PostGIS.
        metadata.create_all(connection, checkfirst=own is None)
        command.stamp(configuration(connection), "head")
    make_triggers(connection)


def own_schema(connection: Connection) -> str | None:
    """Return the schema in which PostgreSQL makes what this connection makes; None for a file."""
    if connection.dialect.name != "postgresql":
        return None
    return str(connection.exec_driver_sql("SELECT current_schema()").scalar_one())


def _beside(connection: Connection) -> str:
    """Return where an extension goes that is not there yet: never into the schema of one register."""
    return "" if own_schema(connection) == "public" else " SCHEMA public"


def make_triggers(connection: Connection) -> None:
    """Make the spatial indexes and the guards of the ledger anew; an index that nobody reads goes."""
    for table in set(PLACED) - set(SPATIAL):
        drop_spatial_index(connection, table)
    for table in SPATIAL:
        make_spatial_index(connection, table)
    ledger_guards.make_guards(connection)
