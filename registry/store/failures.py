"""What a database or a disk says when it cannot, as a refusal that a person can act on."""

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError

from registry.errors import RefusalError

# The beginning of SQLite's error names (https://sqlite.org/rescode.html).
_SQLITE = (
    ("SQLITE_BUSY", "STORE-LOCKED"),
    ("SQLITE_LOCKED", "STORE-LOCKED"),
    ("SQLITE_FULL", "STORE-DISK-FULL"),
    ("SQLITE_READONLY", "STORE-READ-ONLY"),
    ("SQLITE_CANTOPEN", "STORE-CANNOT-OPEN"),
    ("SQLITE_PERM", "STORE-CANNOT-OPEN"),
    ("SQLITE_NOTADB", "STORE-NOT-A-REGISTRY"),
    ("SQLITE_CORRUPT", "STORE-DAMAGED"),
    ("SQLITE_IOERR_SHMSIZE", "STORE-DISK-FULL"),  # no room for the index of the log, in a file of its own
    ("SQLITE_IOERR", "STORE-DAMAGED"),
)

# The beginning of PostgreSQL's SQLSTATE (its manual, appendix A).
_POSTGRESQL = (
    ("53100", "STORE-DISK-FULL"),
    ("25006", "STORE-READ-ONLY"),
    ("55P03", "STORE-LOCKED"),
    ("40P01", "STORE-LOCKED"),
    ("3D000", "STORE-NO-DATABASE"),
    ("28", "STORE-NO-ACCESS"),
    ("42501", "STORE-NO-ACCESS"),
    ("08", "STORE-UNREACHABLE"),
    ("57P", "STORE-UNREACHABLE"),
)


def refusal_of(error: DBAPIError, database: str) -> RefusalError | None:
    """Return the refusal for an error of the driver, or None where the error is a fault of ours."""
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        return refusal_of_sqlite(cause, database)
    said = _state(cause)
    if not said and "OperationalError" in (kind.__name__ for kind in type(cause).__mro__):
        # No connection, so the server gave no code; only its words tell what is wrong.
        words = str(cause)
        if "does not exist" in words and "database" in words:
            return RefusalError("STORE-NO-DATABASE", database=database)
        if "authentication" in words or "password" in words or "role" in words:
            return RefusalError("STORE-NO-ACCESS", database=database)
        return RefusalError("STORE-UNREACHABLE", database=database)
    if not said and type(cause).__name__ == "ProgrammingError" and "connection option" in str(cause):
        return RefusalError("STORE-BAD-URL", url=database)  # refused by the driver before it connects
    return _first(_POSTGRESQL, said, database)


def _state(error: BaseException | None) -> str:
    """Return what the server says by its code, "" where it says none.

    Of rows that went to it together psycopg may raise the last failure, "pipeline aborted", which says no
    more than that there was one before: beside that one it was raised.
    """
    while type(error).__name__ == "PipelineAborted" and error is not None:
        error = error.__context__
    return str(getattr(error, "sqlstate", None) or "")


def refusal_of_sqlite(error: sqlite3.Error, database: str) -> RefusalError | None:
    """Return the refusal for an error of SQLite itself, or None where the error is a fault of ours."""
    return _first(_SQLITE, getattr(error, "sqlite_errorname", "") or "", database)


def refusal_of_disk(error: OSError, place: str) -> RefusalError | None:
    """Return the refusal for a file that a full or locked disk did not take, None for any other error."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return RefusalError("STORE-DISK-FULL", database=place)
    return RefusalError("STORE-READ-ONLY", database=place) if error.errno == errno.EROFS else None


def _first(table: tuple[tuple[str, str], ...], said: str, database: str) -> RefusalError | None:
    for beginning, code in table:
        if said.startswith(beginning):
            return RefusalError(code, database=database)
    return None
