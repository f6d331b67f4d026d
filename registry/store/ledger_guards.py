"""The triggers by which the database itself forbids changing or removing an entry of a ledger."""

from sqlalchemy import Connection

_LEDGERS = {"ledger": "ledger_guard", "earlier_ledger": "earlier_ledger_guard"}
"""Table -> how its guards are called; those of earlier registers are never written again."""
GUARDED = frozenset((name, table) for table, name in _LEDGERS.items())
"""The triggers of PostgreSQL, each with its table."""


def make_guards(connection: Connection) -> None:
    """Make anew the triggers that forbid changing or removing an entry."""
    for statement in statements(connection.dialect.name):
        connection.exec_driver_sql(statement)


def statements(backend: str) -> list[str]:
    """Return the DDL of ``make_guards``."""
    if backend == "postgresql":
        return [
            "CREATE OR REPLACE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$",
            *(
                text
                for table, name in _LEDGERS.items()
                for text in (
                    f"DROP TRIGGER IF EXISTS {name} ON {table}",
                    f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                    "FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()",
                )
            ),
        ]
    return [
        text
        for table, name in _LEDGERS.items()
        for event in ("update", "delete")
        for text in (
            f"DROP TRIGGER IF EXISTS {name}_{event}",
            f"CREATE TRIGGER {name}_{event} BEFORE {event} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END",
        )
    ]


def drop_guards(connection: Connection) -> None:
    """Drop those triggers; only for restoring a backup into PostgreSQL, which empties the tables first."""
    for table, name in _LEDGERS.items():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            continue
        for event in ("update", "delete"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}_{event}")


def guards_stand(connection: Connection) -> bool:
    """Whether the triggers of ``make_guards`` are there."""
    if connection.dialect.name == "postgresql":
        query = (
            "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() "
            "AND t.tgenabled <> 'D'"
        )
        wanted = set(_LEDGERS.values())
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        wanted = {f"{name}_{event}" for name in _LEDGERS.values() for event in ("update", "delete")}
    return wanted <= {row[0] for row in connection.exec_driver_sql(query)}
