"""Backups by the clock: what is kept, what goes, what arrives out of the house, who hears of a failure."""

import contextlib
import datetime as dt
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from registry.model.notices import NoticeKind
from registry.model.people import Person, Role
from registry.model.vietnam_time import VIETNAM, one_day, one_moment
from registry.services.office.backups import age_envelope
from registry.services.office.backups.kept_backups import FOLDER, KeptBackup, kept_backups
from registry.services.office.backups.scheduled_backups import (
    back_up_by_clock,
    far_copies,
    over_time,
    sha256_of,
)
from registry.services.office.notices import inbox
from registry.services.office.operation import operation_reports
from registry.services.office.registry import Registry, open_registry
from registry.settings import read_settings
from tests.services.office.backups.test_age_envelope import PRIVATE, PUBLIC
from tests.services.office.backups.test_backup import PASS, filled, settings_in

ADMIN = Person("hai", frozenset({Role.ADMINISTRATOR}))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Registry]:
    settings = settings_in(tmp_path / "nhà")
    filled(settings)
    with contextlib.closing(open_registry(settings)) as registry:
        yield registry


def sending(office: Registry, **more: object) -> Registry:
    """The office with other settings of copies."""
    return Registry(replace(office.settings, **more), office.database)  # type: ignore[arg-type]


def nightly(days: int) -> list[KeptBackup]:
    first = dt.datetime(2026, 1, 1, 1, 30, tzinfo=VIETNAM)
    at = [first + dt.timedelta(days=day) for day in range(days)]
    return [KeptBackup(f"dinh-ky-{one:%Y%m%d-%H%M%S}", 1, False, one) for one in at]


def test_a_year_of_nights_leaves_fourteen_days_eight_weeks_and_twelve_months() -> None:
    every = nightly(365)
    gone = {one.name for one in over_time(every, (14, 8, 12))}
    left = [one.made_at for one in every if one.name not in gone and one.made_at is not None]
    assert left[-14:] == [one.made_at for one in every[-14:]]
    months = {(one.year, one.month) for one in left}
    assert months == {(2026, month) for month in range(1, 13)}
    weeks = sorted({tuple(one.isocalendar())[:2] for one in left}, reverse=True)
    assert (
        weeks[:8]
        == sorted({tuple(o.made_at.isocalendar())[:2] for o in every[-56:] if o.made_at}, reverse=True)[:8]
    )
    assert len(left) <= 14 + 8 + 12


def test_what_is_kept_does_not_depend_on_removing_every_night() -> None:
    """Removing each night comes to the same as removing once: no month is lost with its week."""
    standing: list[KeptBackup] = []
    for one in nightly(200):
        standing.append(one)
        gone = {item.name for item in over_time(standing, (5, 4, 6))}
        standing = [item for item in standing if item.name not in gone]
    at_once = {one.name for one in over_time(nightly(200), (5, 4, 6))}
    assert [one.name for one in standing] == [one.name for one in nightly(200) if one.name not in at_once]


def test_backups_by_hand_handed_in_and_unreadable_are_never_removed() -> None:
    at = dt.datetime(2020, 1, 1, tzinfo=VIETNAM)
    others = [
        KeptBackup("sao-luu-20200101-000000", 1, False, at),
        KeptBackup("tai-len-20200101-000000", 1, True, at),
        KeptBackup("nang-cap-20200101-000000", 1, False, at),
        KeptBackup("dinh-ky-20200101-000000", 1, False),
    ]
    assert over_time([*others, *nightly(40)], (1, 0, 0)) == list(reversed(nightly(40)[:-1]))
    assert over_time(nightly(3), (0, 0, 0)) == list(reversed(nightly(2))), "the newest of all stays"


def test_a_backup_by_the_clock_is_made_copied_compared_and_reported(office: Registry, tmp_path: Path) -> None:
    (tmp_path / "nơi khác").mkdir()
    there = sending(office, offsite=tmp_path / "nơi khác", offsite_same_disk=True)
    report = back_up_by_clock(there, passphrase=PASS)
    assert report.sound
    (made,) = kept_backups(office)
    assert (made.by_clock, made.sealed, made.name) == (True, True, report.figures["backup"])
    (copy,) = far_copies(there.settings)
    assert sha256_of(copy) == report.figures["sha256"] == report.figures["offsite"]["sha256"]
    kept = operation_reports.newest(office.settings, operation_reports.BACKUP)
    assert kept == report
    assert inbox(office, ADMIN, None) == []


def test_backups_of_one_second_are_each_there_to_be_copied(office: Registry, tmp_path: Path) -> None:
    (tmp_path / "xa").mkdir()
    there = sending(office, offsite=tmp_path / "xa", offsite_same_disk=True)
    with one_moment():
        assert all(back_up_by_clock(there).sound for _ in range(3))


def test_a_copy_is_encrypted_before_it_leaves(office: Registry, tmp_path: Path) -> None:
    (tmp_path / "xa").mkdir()
    there = sending(office, offsite=tmp_path / "xa", offsite_same_disk=True, offsite_key=PUBLIC)
    report = back_up_by_clock(there)
    (copy,) = far_copies(there.settings)
    assert copy.name.endswith(".zip.age")
    assert copy.read_bytes().startswith(b"age-encryption.org/v1\n")
    age_envelope.decrypt(copy, tmp_path / "back.zip", PRIVATE)
    assert sha256_of(tmp_path / "back.zip") == report.figures["sha256"]


def test_a_command_copies_and_what_it_wrote_is_read_again(office: Registry, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    read = f"cat '{tmp_path}/far/{{name}}'"
    there = sending(office, offsite_command=f"cp {{file}} '{tmp_path}/far/{{name}}'", offsite_read=read)
    assert back_up_by_clock(there).sound
    (tmp_path / "cut.py").write_text(
        "import sys\nwhole = open(sys.argv[1], 'rb').read()\nopen(sys.argv[2], 'wb').write(whole[:-1])\n"
    )
    cut = f"'{sys.executable}' '{tmp_path}/cut.py'"
    there = sending(office, offsite_command=f"{cut} {{file}} '{tmp_path}/far/{{name}}'", offsite_read=read)
    assert [one.code for one in back_up_by_clock(there).wrong] == ["BACKUP-OFFSITE-DIFFERS"]
    there = sending(office, offsite_command=f"cp {{file}} '{tmp_path}/far/{{name}}'")
    assert [one.code for one in back_up_by_clock(there).wrong] == ["BACKUP-OFFSITE-UNREAD"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"offsite": Path("/không/có/ở/đây")}, "BACKUP-OFFSITE-AWAY"),
        ({"offsite_command": "false", "offsite_read": "cat {file}"}, "BACKUP-OFFSITE-FAILED"),
        ({"offsite_command": "/không/có", "offsite_read": "cat {file}"}, "BACKUP-OFFSITE-FAILED"),
        ({"offsite_key": "age1khôngphải", "offsite_command": "true"}, "BACKUP-KEY-WRONG"),
    ],
)
def test_a_copy_that_fails_leaves_the_backup_and_is_told(
    office: Registry, more: dict[str, object], code: str
) -> None:
    there = sending(office, **more)
    report = back_up_by_clock(there)
    assert [one.code for one in report.wrong] == [code]
    assert len(kept_backups(office)) == 1
    (notice,) = inbox(office, ADMIN, None)
    assert (notice.kind, notice.told["code"]) == (NoticeKind.BACKUP_FAILED, code)
    back_up_by_clock(there)
    assert len(inbox(office, ADMIN, None)) == 1, "once a day"
    assert code in operation_reports.as_text(report)


def test_a_folder_on_the_registers_own_disk_is_no_other_place(office: Registry, tmp_path: Path) -> None:
    (tmp_path / "gần").mkdir()
    report = back_up_by_clock(sending(office, offsite=tmp_path / "gần"))
    assert [one.code for one in report.wrong] == ["BACKUP-OFFSITE-SAME-DISK"]


def test_an_unsound_register_is_not_backed_up_and_nothing_goes(office: Registry) -> None:
    with one_day(dt.date(2026, 11, 20)):
        assert back_up_by_clock(office).sound
    before = [one.name for one in kept_backups(office)]
    with contextlib.closing(sqlite3.connect(str(office.database.path))) as raw:
        raw.execute("DROP TRIGGER IF EXISTS ledger_no_update")
        raw.execute("UPDATE sites SET note = 'sửa lén'")
        raw.commit()
    there = sending(office, backup_keep=(0, 0, 0))
    assert [one.code for one in back_up_by_clock(there).wrong] == ["BACKUP-NOT-SOUND"]
    assert [one.name for one in kept_backups(office)] == before


def test_reports_are_kept_as_many_as_are_looked_at(office: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operation_reports, "MOST", 3)
    for number in range(5):
        report = operation_reports.Report(
            operation_reports.DRILL, "2026-11-29T00:00:00+07:00", {"files": number}
        )
        operation_reports.keep(office.settings, report)
    found = sorted(path.suffix for path in operation_reports.folder_of(office.settings).iterdir())
    assert found == [".json"] * 3 + [".txt"] * 3
    newest = operation_reports.newest(office.settings, operation_reports.DRILL)
    assert newest is not None
    assert newest.figures["files"] == 4


@pytest.mark.parametrize("value", ["14", "14,8", "a,b,c", "14,8,-1", "1,2,3,4"])
def test_what_is_to_be_kept_is_three_numbers(value: str) -> None:
    with pytest.raises(Exception, match="SETTING-BACKUP-KEEP"):
        read_settings({"BTS_BACKUP_KEEP": value})
    assert read_settings({"BTS_BACKUP_KEEP": "7, 4, 6"}).backup_keep == (7, 4, 6)


def test_backups_lie_where_a_restore_leaves_them(office: Registry) -> None:
    back_up_by_clock(office)
    assert list((office.settings.home / FOLDER).glob("dinh-ky-*.zip"))
