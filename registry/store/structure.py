"""Is the database made as this program makes it: no trigger, view or table of anybody else's, indexes whole?

A trigger that somebody added would change the next entries by itself; a spatial index that was altered hides
a mast from every question about distance while the table is as the ledger says.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Table

from registry.store import ledger_guards
from registry.store.geometry import box_columns, index_name, spatial_index_statements
from registry.store.tables import PLACED, SPATIAL, metadata
from registry.store.verification import Problem

_OWN = "alembic_version"
_SHADOWS = ("_node", "_parent", "_rowid")  # what SQLite keeps an R*Tree in
_SLACK_DEGREES = 4e-5
"""How much wider a box of the index is than the row's: it keeps 32-bit numbers (1.5e-5 degrees at 180)."""


def problems(connection: Connection) -> list[Problem]:
    """Return what is there and should not be, what is missing, and where an index says something else."""
    if connection.dialect.name == "postgresql":
        return [*_unknown(connection), *_of_postgresql(connection)]
    found = [*_integrity(connection), *_unknown(connection), *_triggers(connection)]
    return found if found else list(_indexes(connection))


def missing(connection: Connection) -> list[Problem]:
    """Return the tables and columns that the register has to have and this database lacks."""
    there = _columns(connection)
    found = [name for name in metadata.tables if name not in there]
    for name in sorted(metadata.tables.keys() & there.keys()):
        own = there[name]
        found += [f"{name}.{column.name}" for column in metadata.tables[name].c if column.name not in own]
    return [Problem("DATABASE-MISSING", {"name": name}) for name in found]


def foreign_triggers(connection: Connection) -> list[Problem]:
    """Return the triggers and views of a SQLite file that are not ours, whatever version it is of."""
    ours = {name.lower() for name in _triggers_of(PLACED)}
    query = "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view')"
    return [
        Problem("DATABASE-UNKNOWN", {"kind": kind, "name": name})
        for kind, name in connection.exec_driver_sql(query)
        if kind == "view" or name.lower() not in ours
    ]


def _integrity(connection: Connection) -> list[Problem]:
    said = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check(5)")]
    return [] if said == ["ok"] else [Problem("DATABASE-DAMAGED", {"said": "; ".join(map(str, said))})]


def _unknown(connection: Connection) -> Iterator[Problem]:
    """Yield tables, views and columns that no part of the register has."""
    backend = connection.dialect.name
    known = {*metadata.tables, _OWN}
    if backend == "sqlite":
        indexes = [index_name(table) for table in PLACED]  # also those that registers of before still keep
        known |= {f"{name}{end}" for name in indexes for end in ("", *_SHADOWS)}
    else:
        known.add("spatial_ref_sys")
    for (name,) in connection.exec_driver_sql(_VIEWS[backend]):
        yield Problem("DATABASE-UNKNOWN", {"kind": "view", "name": name})
    for name, columns in _columns(connection).items():
        if name not in known:
            yield Problem("DATABASE-UNKNOWN", {"kind": "table", "name": name})
        elif name in metadata.tables:
            for column in sorted(columns - set(metadata.tables[name].c.keys())):
                yield Problem("DATABASE-UNKNOWN", {"kind": "column", "name": f"{name}.{column}"})


def _columns(connection: Connection) -> dict[str, set[str]]:
    """Return table -> its columns, of every table that is there but SQLite's own."""
    found: dict[str, set[str]] = {}
    for table, column in connection.exec_driver_sql(_TABLES[connection.dialect.name]):
        found.setdefault(table, set()).add(column)
    return found


def _triggers_of(placed: Iterable[Table]) -> dict[str, str]:
    """Return name -> statement of every trigger in SQLite where these tables have a spatial index."""
    statements = [*ledger_guards.statements("sqlite")]
    for table in placed:
        statements += spatial_index_statements("sqlite", table)
    return {text.split()[2]: text for text in statements if text.startswith("CREATE TRIGGER")}


def _triggers(connection: Connection) -> Iterator[Problem]:
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    standing: dict[str, str] = {row[0]: row[1] for row in connection.exec_driver_sql(query)}
    expected, kept = _triggers_of(SPATIAL), _triggers_of(PLACED)
    for name in sorted(standing.keys() - kept.keys()):
        yield Problem("DATABASE-UNKNOWN", {"kind": "trigger", "name": name})
    for name, statement in kept.items():
        if standing.get(name, "" if name in expected else statement) != statement:
            yield Problem("DATABASE-TRIGGER", {"name": name})


def _indexes(connection: Connection) -> Iterator[Problem]:
    """Yield the records whose box in the spatial index is not that of the table."""
    for table in SPATIAL:
        box, index = box_columns(table), index_name(table)
        if box is None:
            continue
        if (said := connection.exec_driver_sql(f"SELECT rtreecheck('{index}')").scalar()) != "ok":
            yield Problem("DATABASE-DAMAGED", {"said": f"{index}: {said}"})
        west, south, east, north = (f"t.{side}" for side in box)
        off = " OR ".join(
            (
                f"r.west > {west}", f"r.west < {west} - {_SLACK_DEGREES}",
                f"r.east < {east}", f"r.east > {east} + {_SLACK_DEGREES}",
                f"r.south > {south}", f"r.south < {south} - {_SLACK_DEGREES}",
                f"r.north < {north}", f"r.north > {north} + {_SLACK_DEGREES}",
            )
        )  # fmt: skip
        wrong = (
            f"SELECT t.id FROM {table.name} t LEFT JOIN {index} r ON r.fid = t.fid "  # noqa: S608 - our own names
            f"WHERE ({west} IS NOT NULL AND (r.fid IS NULL OR {off})) "
            f"OR ({west} IS NULL AND r.fid IS NOT NULL)"
        )
        surplus = (
            f"SELECT 'fid ' || r.fid FROM {index} r LEFT JOIN {table.name} t ON t.fid = r.fid "  # noqa: S608 - our own names
            "WHERE t.fid IS NULL"
        )
        for query in (wrong, surplus):
            for (record,) in connection.exec_driver_sql(query):
                yield Problem("DATABASE-INDEX", {"table": table.name, "record": record})


_VIEWS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'view'",
    "postgresql": (
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind IN ('v', 'm') AND n.nspname = current_schema() AND NOT EXISTS "
        "(SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"
    ),
}
_TABLES = {
    "sqlite": (
        "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c "
        "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite^_%' ESCAPE '^'"
    ),
    "postgresql": (
        "SELECT c.relname, a.attname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
        "WHERE c.relkind IN ('r', 'p', 'f') AND n.nspname = current_schema()"
    ),
}
_TRIGGERS = (
    "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
)
_RULES = (
    "SELECT rulename, tablename FROM pg_rules WHERE schemaname = current_schema() "
    "AND tablename NOT IN ('geometry_columns', 'geography_columns')"  # PostGIS's own views
)
_GUARD = (
    "SELECT p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
    "WHERE p.proname = 'ledger_is_append_only' AND n.nspname = current_schema()"
)


def _of_postgresql(connection: Connection) -> Iterator[Problem]:
    for kind, query in (("trigger", _TRIGGERS), ("rule", _RULES)):
        for name, table in connection.exec_driver_sql(query):
            if (name, table) not in ledger_guards.GUARDED:
                yield Problem("DATABASE-UNKNOWN", {"kind": kind, "name": f"{table}.{name}"})
    bodies = [row[0] for row in connection.exec_driver_sql(_GUARD)]
    if bodies and not all(
        body in text for body in bodies for text in ledger_guards.statements("postgresql")[:1]
    ):
        yield Problem("DATABASE-TRIGGER", {"name": "ledger_guard"})
