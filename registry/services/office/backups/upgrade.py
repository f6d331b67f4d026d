"""A register of an older version becomes one of this version: a backup first, and all of it or nothing.

The migrations, and the verification of what they made, run in one transaction: where one of them fails, or
the register does not follow from its ledger afterwards, it is as it was. The backup is the way back to the
older program, once this one has written.
"""

import contextlib
import time
from typing import Any

from registry.errors import RefusalError
from registry.services.office.backups.backup import SNAPSHOT, write_archive
from registry.services.office.backups.kept_backups import BEFORE_UPGRADE, FOLDER, name_of_now
from registry.services.office.calendar import now
from registry.services.office.operation import operation_reports
from registry.services.office.operation.operation_reports import Report, Wrong, of_refusal
from registry.settings import Settings
from registry.store import copies, ledger, server_dump, structure, verification
from registry.store.database import SCHEMA, Connection, Database
from registry.store.scratch import scratch

DUMP = ".dump"
"""The ending of what lies before an upgrade of a register in PostgreSQL."""


def upgrade(settings: Settings, *, passphrase: str = "") -> Report:
    """Bring the register to this version, and keep a report; nothing is done where it is of this version.

    Refused before anything is done: no register (``STORE-MISSING``), one of a newer program. Whatever goes
    wrong afterwards stands in the report, and the register is as it was.
    """
    database = Database(settings.database_url)
    with contextlib.closing(database):
        before = database.version()
        if before is None:
            raise RefusalError("STORE-MISSING", database=database.name)
        if before > SCHEMA:
            raise RefusalError("STORE-NEWER-SCHEMA", database=database.name, found=before, known=SCHEMA)
        began = time.monotonic()
        figures: dict[str, Any] = {"before": before, "after": before}
        wrong: tuple[Wrong, ...] = ()
        if not database.is_current():
            try:
                figures |= _backed_up(settings, database, passphrase)
                database.upgrade(_prove)
                figures["after"] = SCHEMA
            except RefusalError as refusal:
                wrong = (of_refusal(refusal),)
        with database.raw() as connection:
            head = ledger.head(connection)
    figures |= {"entries": head.seq, "head": head.hash, "seconds": round(time.monotonic() - began, 1)}
    report = Report(operation_reports.UPGRADE, now().isoformat(timespec="seconds"), figures, wrong)
    operation_reports.keep(settings, report)
    return report


def _backed_up(settings: Settings, database: Database, passphrase: str) -> dict[str, Any]:
    """Back up an older register: a file as every backup, or the dump of PostgreSQL's own tool."""
    folder = settings.home / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if database.path is None:
            path = folder / f"{name_of_now(folder, BEFORE_UPGRADE, DUMP)}{DUMP}"
            server_dump.dump(settings.database_url, path)
        else:
            path = folder / f"{name_of_now(folder, BEFORE_UPGRADE, '.zip')}.zip"
            with database.raw() as connection:
                head = ledger.head(connection)
            with scratch(".backup-", folder) as room:
                copies.copy_file(database.path, room / SNAPSHOT)
                version = database.version() or SCHEMA
                write_archive(settings, room / SNAPSHOT, head, path, passphrase, version=version)
    except OSError as error:
        reason = error.strerror or str(error)
        raise RefusalError("BACKUP-DISK", path=str(folder), reason=reason) from error
    return {"backup": path.name, "from": str(folder), "size": path.stat().st_size}


def _prove(connection: Connection) -> None:
    lacking = structure.missing(connection) or structure.problems(connection)
    problems = lacking or verification.verify(connection).problems
    if problems:
        raise RefusalError("UPGRADE-NOT-SOUND", count=len(problems), first=problems[0].code)
