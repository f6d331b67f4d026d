"""Each probe of the register's readiness is shown bad by a real fault."""

import contextlib
import dataclasses
import datetime as dt
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from registry.messages import render
from registry.model.jobs import WorkerKind
from registry.services.office import heads
from registry.services.office.backups import backup_jobs
from registry.services.office.events import webhooks
from registry.services.office.operation import jobs, operation_reports, readiness, workers
from registry.services.office.operation.readiness import Probe, State, probes
from registry.services.office.registry import Registry
from registry.store import ledger
from registry.store.office import deliveries
from registry.store.office import jobs as store
from registry.store.office.tables import jobs as job_rows
from registry.store.office.tables import verifications
from tests.services.office.events.hearing import hears

FULL = """
import subprocess, sys
from pathlib import Path
from registry.services.office.operation.readiness import probes
from registry.settings import read_settings
from tests.services.requests import desk

place = Path(sys.argv[1])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=260m", "full", str(place)], check=True)
registry = desk.make(read_settings({"BTS_HOME": str(place / "home")}))
before = {one.name: one.state.value for one in probes(registry)}
(place / "filler").write_bytes(bytes(120_000_000))
after = {one.name: (one.state.value, one.stops) for one in probes(registry)}
print(before["disk"], *after["disk"])
"""


def named(registry: Registry) -> dict[str, Probe]:
    return {one.name: one for one in probes(registry)}


def test_a_new_office_is_ready_and_says_what_was_never_done(either_office: Registry) -> None:
    with workers.announced(either_office, WorkerKind.BESIDE):
        found = named(either_office)
    assert [name for name, one in found.items() if one.stops] == []
    serving = {name: one.state for name, one in found.items() if name in readiness.SERVING - {"disk"}}
    assert serving == dict.fromkeys(serving, State.OK)
    assert {"backup", "verified", "drill"} == {
        name for name, one in found.items() if one.code.endswith("-NONE")
    }
    for one in found.values():
        assert render(one.code, one.params, "vi") != render(one.code, one.params, "en")


def test_a_worker_that_is_gone_is_missed_where_nobody_else_does_its_work(office: Registry) -> None:
    beside = dataclasses.replace(office, settings=dataclasses.replace(office.settings, work="beside"))
    assert named(office)["worker"].state is State.WARN  # a server would do what comes
    assert named(beside)["worker"].stops
    with workers.announced(office, WorkerKind.BESIDE):
        assert named(beside)["worker"].state is State.OK
    with office.database.write() as connection:
        store.ask(connection, "verify", "", who="lan")
    assert named(office)["worker"].stops  # somebody waits


def test_a_killed_worker_counts_for_none(office: Registry) -> None:
    code = """
import sys, time
from registry.model.jobs import WorkerKind
from registry.services.office.operation import workers
from registry.services.office.registry import open_registry
from registry.settings import read_settings
registry = open_registry(read_settings({"BTS_HOME": sys.argv[1]}))
with workers.announced(registry, WorkerKind.BESIDE):
    print("there", flush=True)
    time.sleep(60)
"""
    command = [sys.executable, "-c", code, str(office.settings.home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n"
        assert named(office)["worker"].figure == 1
        assert not workers.does_jobs(office)
        process.kill()
    assert named(office)["worker"].figure == 0


def test_a_job_that_waits_long_is_said(office: Registry) -> None:
    with office.database.write() as connection:
        store.ask(connection, "verify", "", who="lan")
    assert named(office)["queue"].state is State.OK
    for age, state in ((dt.timedelta(minutes=11), State.WARN), (dt.timedelta(hours=2), State.BAD)):
        asked = ledger.stamp(dt.datetime.now(dt.UTC) - age)
        with office.database.write() as connection:
            connection.execute(job_rows.update().values(asked_at=asked))
        found = named(office)["queue"]
        assert (found.state, found.code, found.stops) == (state, "READY-QUEUE-LATE", False)


def test_a_database_that_is_away_or_older_is_said_once(office: Registry) -> None:
    path = office.database.path
    assert path is not None
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0034'")
    (first, disk) = probes(office)
    assert (first.name, first.code, first.stops) == ("migrations", "STORE-OLDER-SCHEMA", True)
    assert disk.name == "disk"
    office.database.close()
    path.rename(path.with_name("aside.sqlite"))
    (first, _) = probes(office)
    assert (first.name, first.code, first.stops) == ("database", "STORE-MISSING", True)


def test_a_ledger_that_lost_what_was_noted_is_bad(office: Registry) -> None:
    assert heads.note_head(office)
    assert named(office)["ledger"].state is State.OK
    path = heads.heads_file(office)
    path.write_text(
        path.read_text(encoding="ascii").replace(path.read_text(encoding="ascii")[-10:-1], "0" * 9)
    )
    found = named(office)["ledger"]
    assert (found.code, found.stops) == ("READY-LEDGER-LOST", True)


def test_a_clock_that_is_set_back_is_bad(office: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    now = readiness.read_clock()
    monkeypatch.setattr(readiness, "read_clock", lambda: now - dt.timedelta(days=3))
    found = named(office)["clock"]
    assert (found.code, found.stops) == ("STORE-CLOCK-BEHIND", True)


def test_what_has_to_be_done_again_grows_old(office: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    job = backup_jobs.ask_for_backup(office, passphrase="", again="", who="lan")
    assert jobs.finish(office)
    assert jobs.get_job(office, job.id).code == ""
    report = operation_reports.Report(operation_reports.DRILL, readiness.read_clock().isoformat(), {})
    kept = operation_reports.keep(office.settings, report)
    found = named(office)
    assert (found["backup"].state, found["drill"].state) == (State.OK, State.OK)
    wrong = [{"code": "STORE-MISSING", "params": {"database": "x"}}]
    kept.write_text(json.dumps(json.loads(kept.read_text(encoding="utf-8")) | {"wrong": wrong}))
    assert named(office)["drill"].state is State.BAD
    now = readiness.read_clock()
    monkeypatch.setattr(readiness, "read_clock", lambda: now + dt.timedelta(days=8))
    old = named(office)["backup"]
    assert (old.state, old.code, old.stops) == (State.BAD, "READY-BACKUP-OLD", False)


def test_a_verification_that_found_something_is_bad(office: Registry) -> None:
    job = jobs.start(office, "verify", who="lan")
    assert jobs.finish(office)
    assert jobs.get_job(office, job.id).code == ""
    assert named(office)["verified"].state is State.OK
    with office.database.write() as connection:
        connection.execute(verifications.update().values(problems=1))
    found = named(office)["verified"]
    assert (found.state, found.stops) == (State.BAD, False)


def test_a_full_disk_is_bad(tmp_path: Path) -> None:
    if subprocess.run(["unshare", "-Urm", "true"], capture_output=True, check=False).returncode:
        reason = "this machine lets nobody mount a disk of his own (unshare -Urm)"
        if os.environ.get("BTS_TESTS_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    done = subprocess.run(
        ["unshare", "-Urm", sys.executable, "-c", FULL, str(tmp_path)],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[4],
    )  # fmt: skip
    assert done.stdout.split() == ["warn", "bad", "True"], done.stderr


def test_an_address_of_events_that_is_no_more_is_named_until_it_is_opened_again(
    either_office: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert named(either_office)["outbox"].state is State.OK
    found, _key = hears(either_office, 9)
    assert named(either_office)["outbox"].state is State.OK
    webhooks.gone(either_office, found.id, who="t")
    stopped = named(either_office)["outbox"]
    assert (stopped.state, stopped.code, stopped.stops) == (State.WARN, "READY-OUTBOX-STOPPED", False)
    assert found.name in render(stopped.code, stopped.params)
    with monkeypatch.context() as failing:  # it hides nothing else that does not go out
        failing.setattr(deliveries, "standing", lambda *_: deliveries.Standing(3, 2, 1))
        both = named(either_office)["outbox"]
    said = render(both.code, both.params)
    assert both.code == "READY-OUTBOX-STOPPED-FAILED"
    assert found.name in said
    assert "1 thông báo không tới nơi trong 24 giờ qua, 2 quá giờ gửi" in said
    seen = webhooks.subscription(either_office, found.id).version
    webhooks.resume(either_office, found.id, seen=seen, who="t")
    assert named(either_office)["outbox"].state is State.OK
