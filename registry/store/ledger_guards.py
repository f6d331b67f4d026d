"""The triggers by which the database itself forbids changing or removing an entry of the ledger."""

from sqlalchemy import Connection


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
            "DROP TRIGGER IF EXISTS ledger_guard ON ledger",
            "CREATE TRIGGER ledger_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()",
        ]
    return [
        text
        for event in ("update", "delete")
        for text in (
            f"DROP TRIGGER IF EXISTS ledger_guard_{event}",
            f"CREATE TRIGGER ledger_guard_{event} BEFORE {event} ON ledger "
            "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END",
        )
    ]


def drop_guards(connection: Connection) -> None:
    """Drop those triggers; only for restoring a backup into PostgreSQL, which empties the tables first."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS ledger_guard ON ledger")
        return
    for event in ("update", "delete"):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS ledger_guard_{event}")


def guards_stand(connection: Connection) -> bool:
    """Whether the triggers of ``make_guards`` are there."""
    if connection.dialect.name == "postgresql":
        query = (
            "SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() "
            "AND t.tgname = 'ledger_guard' AND t.tgenabled <> 'D'"
        )
        return connection.exec_driver_sql(query).scalar() == 1
    query = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger_guard_%'"
    return connection.exec_driver_sql(query).scalar() == 2
