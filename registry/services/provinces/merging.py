"""A register becomes part of another (sáp nhập): its records enter, its ledger stays whole; all or nothing.

All of it is one transaction and one batch, which names the other ledger's head. Before anything is written
the other register is verified, and before the commit this one is, with what it took in.
"""

import contextlib
import datetime as dt
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from registry.errors import RefusalError
from registry.model.vietnam_time import day_of
from registry.services.office import deeds
from registry.services.office.calendar import today
from registry.services.office.heads import note_head
from registry.services.office.registry import Registry
from registry.services.office.security import secrets_seal
from registry.services.office.sign_in.accounts import shut
from registry.services.provinces.entering import Entering
from registry.services.provinces.report import MergeReport
from registry.services.provinces.rules import How, tables_of
from registry.services.provinces.territory import join
from registry.services.register.verify import verify
from registry.settings import Settings
from registry.store import batches, ledger, structure, verification
from registry.store.database import Connection, Database
from registry.store.earlier import ledgers
from registry.store.earlier.standing import copy_plain, images_of
from registry.store.earlier.tables import earlier_registers
from registry.store.office import accounts as store
from registry.store.office.operators import is_demo, own_province
from registry.store.register.units import load_units
from registry.store.tables import LEDGERED, report_tables

KIND = batches.ENTERED
_SIGN = re.compile(r"[A-Za-z0-9]{1,8}")


class _DryError(Exception):
    """Takes back a dry run, when all of it was proven."""


def merge(
    registry: Registry,
    other: Settings,
    *,
    who: str,
    sign: str = "",
    name: str = "",
    province: str = "",
    day: dt.date | None = None,
    dry: bool = False,
) -> MergeReport:
    """Let the register of ``other`` become part of this one, and return what went where.

    ``sign`` is put behind codes, numbers and names that both have (else the other province's code), ``name``
    is what the other register is called, ``province`` its code where it does not say itself, ``day`` the
    first day of the new province (else today). ``dry`` does all of it and takes it back. Nobody works in the
    other register meanwhile. Refused, and nothing is written: another version of the program
    (``STORE-OLDER-SCHEMA``), a register that does not follow from its ledger (``PROVINCE-NOT-SOUND``), the
    same register or a copy (``PROVINCE-SAME-REGISTER``), one that was merged already
    (``PROVINCE-MERGED-ALREADY``) or took another in (``PROVINCE-NESTED``), an illustrative one with a real
    one (``PROVINCE-ILLUSTRATIVE``), one that does not say of which province it is (``PROVINCE-UNSAID``), a
    sign that is none or taken (``PROVINCE-SIGN``), entries that were written meanwhile
    (``PROVINCE-WRITTEN-MEANWHILE``).
    """
    with contextlib.closing(Registry(other, Database(other.database_url))) as theirs:
        theirs.database.check()
        _check_files(theirs)
        with theirs.database.read() as connection:
            found_province = own_province(connection) or province
        if not found_province:
            raise RefusalError("PROVINCE-UNSAID", database=theirs.database.name)
        found = verify(theirs)
        if not found.sound:
            raise _unsound(theirs.database.name, found)
        with theirs.database.read() as source:
            head = _checked(registry, theirs, source)
            report = MergeReport(
                sign=sign or found_province, name=name, province=found_province, entries=head.seq,
                head=head.hash,
                own_head="", day=(day or today()).isoformat(), dry=dry,
            )  # fmt: skip
            _check_sign(registry, report.sign)
            if not dry:
                report.files = _copy_files(other.files, registry.settings.files)
            with contextlib.suppress(_DryError):
                _merge(registry, theirs, source, report, who)
    if not dry:
        with registry.database.read() as connection:
            report.new_head = ledger.head(connection).hash
        note_head(registry)
    return report


def _check_files(theirs: Registry) -> None:
    home = theirs.settings.home
    if not home.is_dir():
        raise RefusalError("STORE-MISSING", database=str(home))


def _unsound(name: str, found: verification.Verification) -> RefusalError:
    return RefusalError("PROVINCE-NOT-SOUND", database=name, count=found.count, first=found.problems[0].code)


def _checked(registry: Registry, theirs: Registry, source: Connection) -> ledger.Head:
    """Return the head of the other ledger; refused where its register cannot become part of this one."""
    name, (first, _) = theirs.database.name, ledgers.first_of(source)
    with registry.database.read() as connection:
        own_first, _ = ledgers.first_of(connection)
        known = ledgers.registers(connection)
        illustrative = is_demo(connection)
    if first == own_first:
        raise RefusalError("PROVINCE-SAME-REGISTER", database=name)
    for one in known:
        if one.id == first:
            at = day_of(one.at)
            raise RefusalError("PROVINCE-MERGED-ALREADY", database=name, sign=one.sign, at=at)
    if ledgers.registers(source):
        raise RefusalError("PROVINCE-NESTED", database=name)
    if illustrative != is_demo(source):
        raise RefusalError("PROVINCE-ILLUSTRATIVE")
    return ledger.head(source)


def _check_sign(registry: Registry, sign: str) -> None:
    with registry.database.read() as connection:
        taken = {one.sign for one in ledgers.registers(connection)}
    if not _SIGN.fullmatch(sign) or sign in taken:
        raise RefusalError("PROVINCE-SIGN", sign=sign[:40])


def _merge(registry: Registry, theirs: Registry, source: Connection, report: MergeReport, who: str) -> None:
    about = {
        "register": report.sign, "province": report.province, "entries": report.entries, "head": report.head,
        "day": report.day,
    }  # fmt: skip
    opened = registry.database.write if report.dry else lambda: secrets_seal.writing(registry)
    with deeds.deed(registry, KIND, who, opened=opened, options=about, summary={}) as made:
        connection = made.connection
        before = ledger.head(connection)
        report.own_head = before.hash
        entering = _worked_out(registry, connection, source, report)
        register, first_at = ledgers.first_of(source)
        made.about["summary"] = {"records": len(entering.made), **report.counts}
        made.add(entering.made)
        made.create(
            earlier_registers,
            {
                "id": register, "sign": report.sign, "name": report.name, "province": report.province,
                "entries": report.entries, "head": report.head, "first_at": first_at,
                "last_at": ledger.head(source).at, "after_seq": before.seq, "renamed": entering.renamed,
                "kept_only": sorted(tables_of(How.KEPT) & LEDGERED.keys()), "report": report.counts,
                "who": made.who, "at": made.at,
            },
        )  # fmt: skip
        report.batch = made.write()
        ledgers.keep(connection, source, register)
        for account in entering.accounts:
            store.write_secrets(connection, account, **shut())
        report.contacts = copy_plain(connection, source, report_tables.report_contacts, entering.renamed)
        _prove(registry, connection)
        with theirs.database.read() as again:
            if ledger.head(again).hash != report.head:
                raise RefusalError("PROVINCE-WRITTEN-MEANWHILE", database=theirs.database.name)
        if report.dry:
            report.batch = ""
            raise _DryError


def _worked_out(
    registry: Registry, connection: Connection, source: Connection, report: MergeReport
) -> Entering:
    day = dt.date.fromisoformat(report.day)
    provinces = (registry.settings.province, report.province)
    units = load_units(connection), load_units(source)
    entering = Entering(
        ours={name: images_of(connection, table) for name, table in LEDGERED.items()},
        theirs={name: images_of(source, table) for name, table in LEDGERED.items()},
        sign=report.sign,
        register=ledgers.first_of(source)[0],
        day=day,
        joined=join(*units, provinces, day=day, epsg=registry.settings.metric_epsg),
        report=report,
    )
    entering.work_out()
    return entering


def _prove(registry: Registry, connection: Connection) -> None:
    """Refuse what would leave this register unsound: the commit has not been made."""
    found = verification.verify(connection)
    more = structure.problems(connection)
    if found.problems or more:
        first = (*found.problems, *more)[0]
        count = found.count + len(more)
        raise RefusalError(
            "PROVINCE-NOT-SOUND", database=registry.database.name, count=count, first=first.code
        )


def _copy_files(source: Path, target: Path) -> int:
    """Copy the files that are not there yet, each whole under its name or not at all; return how many.

    They lie under their SHA-256: one that is there is the same one.
    """
    count = 0
    for path in _files_in(source):
        place = target / path.relative_to(source)
        if place.exists():
            continue
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = place.with_name(f".{place.name}.{os.getpid()}.part")
        try:
            shutil.copyfile(path, part)
            part.chmod(0o600)
            part.replace(place)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise RefusalError(
                "BACKUP-DISK", path=str(target), reason=error.strerror or str(error)
            ) from error
        count += 1
    return count


def _files_in(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
