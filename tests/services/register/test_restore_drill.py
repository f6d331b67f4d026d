"""A drill restores the newest backup for certain, and says so in red where it cannot."""

import contextlib
import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from registry.model.notices import NoticeKind
from registry.model.people import Person, Role
from registry.model.vietnam_time import VIETNAM, now
from registry.services.office.backups.backup import backup
from registry.services.office.backups.scheduled_backups import back_up_by_clock, far_copies
from registry.services.office.notices import inbox
from registry.services.office.operation import operation_reports
from registry.services.office.operation.operation_reports import Report
from registry.services.office.registry import Registry, open_registry
from registry.services.register.restore_drill import Asked, drill, newest_backup
from registry.settings import Settings
from registry.store import ledger
from tests.services.office.backups.test_age_envelope import PRIVATE, PUBLIC
from tests.services.office.backups.test_backup import PASS, filled, settings_in
from tests.store.rows import created, site

ADMIN = Person("hai", frozenset({Role.ADMINISTRATOR}))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Registry]:
    """An office with a backup by the clock, a copy of it elsewhere, and one entry more since."""
    (tmp_path / "xa").mkdir()
    settings = replace(settings_in(tmp_path / "nhà"), offsite=tmp_path / "xa", offsite_same_disk=True)
    filled(settings)
    with contextlib.closing(open_registry(settings)) as registry:
        assert back_up_by_clock(registry, passphrase=PASS).sound
        with registry.database.write() as connection:
            ledger.record(connection, created("sites", site("C")), who="lan", batch="B2")
        yield registry


def codes(report: Report) -> list[str]:
    return [one.code for one in report.wrong]


def damaged(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 0xFF
    path.write_bytes(body)


def test_the_newest_backup_becomes_a_register_that_the_running_one_goes_on_from(office: Registry) -> None:
    settings = office.settings
    standing = {path.name for path in settings.home.iterdir()}
    report = drill(settings, Asked(passphrase=PASS))
    assert codes(report) == []
    found = report.figures
    assert (found["entries"], found["live_entries"], found["files"], found["continues"]) == (5, 6, 1, True)
    assert found["counts"]["sites"] == 2
    told = operation_reports.as_text(report)
    assert "Có cụm mật khẩu: có\n" in told
    assert "Đếm được: 2 cột, 0 hồ sơ, " in told
    assert {path.name for path in settings.home.iterdir()} == standing, "nothing is left of the drill"
    assert operation_reports.newest(settings, operation_reports.DRILL) == report
    assert inbox(office, ADMIN, None) == []


def test_this_machine_proves_its_own_backup_without_a_passphrase(office: Registry) -> None:
    assert drill(office.settings, Asked()).sound
    assert codes(drill(office.settings, Asked(passphrase="một cụm mật khẩu khác"))) == [
        "BACKUP-WRONG-PASSPHRASE"
    ]


def test_the_copy_elsewhere_is_tried_too_and_an_encrypted_one_by_its_key(office: Registry) -> None:
    settings = office.settings
    assert drill(settings, Asked(offsite=True, passphrase=PASS)).figures["from"] == str(settings.offsite)
    hidden = replace(settings, offsite_key=PUBLIC)
    back_up_by_clock(Registry(hidden, office.database), passphrase=PASS)
    assert far_copies(hidden)[0].suffix == ".age"
    assert codes(drill(hidden, Asked(offsite=True, passphrase=PASS))) == ["DRILL-KEY-NEEDED"]
    assert drill(hidden, Asked(offsite=True, passphrase=PASS, identity=PRIVATE)).sound


def test_a_damaged_backup_is_reported_and_told_once_a_day(office: Registry) -> None:
    path = newest_backup(office.settings)
    assert path is not None
    damaged(path)
    report = drill(office.settings, Asked(passphrase=PASS))
    assert len(report.wrong) == 1
    assert codes(report)[0] in {"BACKUP-CHANGED", "BACKUP-NOT-A-BACKUP"}
    drill(office.settings, Asked(passphrase=PASS))
    (notice,) = inbox(office, ADMIN, None)
    assert (notice.kind, notice.told["code"]) == (NoticeKind.DRILL_FAILED, codes(report)[0])
    text = next(operation_reports.folder_of(office.settings).glob("drill-*.txt")).read_text(encoding="utf-8")
    assert "KHÔNG ĐẠT" in text


def test_a_backup_of_another_register_is_found_out(office: Registry, tmp_path: Path) -> None:
    other = settings_in(tmp_path / "khác")
    filled(other, note="một sổ khác")
    shutil.copy(office.settings.home / "secret_key", other.home / "secret_key")
    with contextlib.closing(open_registry(other)) as registry:
        made = backup(registry, tmp_path / "khác.zip")
    assert codes(drill(office.settings, Asked(path=made.path))) == ["DRILL-NOT-OF-THIS-REGISTER"]
    assert drill(office.settings, Asked(path=made.path, alone=True)).sound


def test_a_history_that_was_written_anew_is_found_out(office: Registry) -> None:
    """The running register was replaced by one whose chain is sound and another."""
    database = office.database.path
    assert database is not None
    office.close()
    for ending in ("", "-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    shutil.rmtree(office.settings.files)
    filled(office.settings, note="lịch sử mới")
    report = drill(office.settings, Asked(passphrase=PASS))
    assert codes(report) == ["DRILL-NOT-OF-THIS-REGISTER"]


def test_a_lost_register_does_not_stop_the_drill_and_is_reported(office: Registry) -> None:
    database = office.database.path
    assert database is not None
    office.close()
    for ending in ("", "-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    report = drill(office.settings, Asked(passphrase=PASS))
    assert codes(report) == ["STORE-MISSING"]
    assert report.figures["entries"] == 5, "the backup itself was proven"
    assert operation_reports.newest(office.settings, operation_reports.DRILL) == report


@pytest.mark.parametrize(("hours", "expected"), [(0, []), (47, []), (49, ["DRILL-OLD"])])
def test_a_timer_that_stands_still_is_found_out(
    office: Registry, monkeypatch: pytest.MonkeyPatch, hours: int, expected: list[str]
) -> None:
    late = now() + dt.timedelta(hours=hours)
    monkeypatch.setattr("registry.services.register.restore_drill.now", lambda: Late.at(late))
    assert codes(drill(office.settings, Asked(passphrase=PASS))) == expected


class Late(dt.datetime):
    """A later moment, whose class reads moments as ``datetime`` does."""

    @classmethod
    def at(cls, moment: dt.datetime) -> "Late":
        return cls.fromisoformat(moment.astimezone(VIETNAM).isoformat())


def test_without_any_backup_the_drill_fails(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "trống")
    filled(settings)
    assert codes(drill(settings, Asked())) == ["DRILL-NO-BACKUP"]
    assert codes(drill(settings, Asked(offsite=True))) == ["DRILL-NO-BACKUP"]


def test_a_drill_into_postgresql_asks_for_an_empty_database(
    office: Registry, server: object, tmp_path: Path
) -> None:
    with server.fresh() as url:  # type: ignore[attr-defined]
        report = drill(office.settings, Asked(passphrase=PASS, database_url=url))
        assert codes(report) == []
        assert report.figures["counts"]["sites"] == 2
        again = drill(office.settings, Asked(passphrase=PASS, database_url=url))
        assert codes(again) == ["DRILL-NOT-EMPTY"]
        beside = drill(office.settings, Asked(passphrase=PASS, database_url=f"{url}?schema=so_24_drill"))
        assert (codes(beside), beside.figures["counts"]["sites"]) == ([], 2)


def bts(settings: Settings, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "BTS_HOME": str(settings.home), "COLUMNS": "200", **more}
    command = [str(Path(sys.executable).parent / "bts"), *words]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=120)


def test_the_commands_say_it_and_end_with_their_status(office: Registry) -> None:
    settings = office.settings
    office.close()
    done = bts(settings, "backup", BTS_BACKUP_PASSPHRASE=PASS)
    assert (done.returncode, "BACKUP-NO-OFFSITE" in done.stdout) == (0, True), done.stderr
    done = bts(settings, "drill", BTS_BACKUP_PASSPHRASE=PASS)
    assert (done.returncode, "Kết quả: ĐẠT" in done.stdout) == (0, True), done.stderr
    found = newest_backup(settings)
    assert found is not None
    damaged(found)
    done = bts(settings, "drill", BTS_BACKUP_PASSPHRASE=PASS)
    assert (done.returncode, "KHÔNG ĐẠT" in done.stdout) == (1, True)
