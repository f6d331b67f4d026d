"""A package is made in the background, tells how far it is, and is made again after whatever broke it off."""

import contextlib
import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner

from registry.__main__ import app
from registry.documents.package import verify_package
from registry.errors import RefusalError
from registry.model.requests.desk import Request, RequestState
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry, open_registry
from registry.services.requests import seal_jobs
from registry.services.requests.opened import load_request
from registry.services.requests.sealing import PACKAGE, USED, seal_request, sealed_package, unsealed
from tests.services.requests import desk


@pytest.fixture
def issued(office: Registry, tmp_path: Path) -> Request:
    return desk.issued(office, tmp_path, desk.received(office, tmp_path))


def packages(office: Registry, request: Request) -> list[str]:
    return [item.sha256 for item in load_request(office, request.id).attachments if item.kind == PACKAGE]


def test_an_issue_does_not_wait_for_its_package(office: Registry, issued: Request) -> None:
    assert issued.state is RequestState.ISSUED
    assert packages(office, issued) == []
    assert unsealed(office) == [issued.id]
    used = [item.kind for item in load_request(office, issued.id).attachments if item.kind == USED]
    assert used == [USED]


def test_the_background_seals_what_was_issued(office: Registry, issued: Request) -> None:
    seal_jobs.start(office, issued.id, who="lan")
    seal_jobs.start(office, issued.id, who="lan")  # twice is once
    assert jobs.finish(office)
    assert seal_jobs.progress(office, issued.id) is None
    assert len(packages(office, issued)) == 1
    found = sealed_package(office, load_request(office, issued.id))
    assert found is not None
    assert verify_package(found.path, found.seal).whole
    assert {"letter.docx", "used.json"} <= {name for name, _sha, _size in found.members}
    assert unsealed(office) == []
    assert desk.sound(office)


def test_progress_is_told_map_by_map(office: Registry, issued: Request) -> None:
    told: list[tuple[int, int]] = []
    seal_request(office, issued.id, who="lan", progress=lambda done, total: told.append((done, total)))
    assert told == [(at, 5) for at in range(1, 6)]


def test_what_was_broken_off_midway_leaves_no_trace_and_is_made_again(
    office: Registry, issued: Request
) -> None:
    def broken(done: int, total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seal_request(office, issued.id, who="lan", progress=broken)
    assert packages(office, issued) == []
    with contextlib.closing(open_registry(office.settings)) as again:  # the next start
        assert seal_jobs.resume(again, who="lan") == 1
        assert jobs.finish(again)
    assert len(packages(office, issued)) == 1


def test_a_fault_in_one_package_is_said_and_the_next_is_sealed_all_the_same(
    office: Registry, issued: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(*_given: object, **_named: object) -> None:
        raise KeyError("a fault of the programme")

    with monkeypatch.context() as patched:
        patched.setattr(seal_jobs, "seal_request", faulty)
        seal_jobs.start(office, issued.id, who="lan")
        assert jobs.finish(office)
    state = seal_jobs.progress(office, issued.id)
    assert state is not None
    assert state.refusal is not None
    assert state.refusal.params["reason"] == "KeyError"
    seal_jobs.start(office, issued.id, who="lan")
    assert jobs.finish(office)
    assert len(packages(office, issued)) == 1


def test_a_folder_that_takes_no_file_is_said_and_tried_again(office: Registry, issued: Request) -> None:
    files = office.settings.files
    aside = files.with_name("aside")
    files.rename(aside)
    files.write_text("no folder")  # as full or broken as a disk can be
    seal_jobs.start(office, issued.id, who="lan")
    assert jobs.finish(office)
    state = seal_jobs.progress(office, issued.id)
    assert state is not None
    assert state.refusal is not None
    files.unlink()
    aside.rename(files)
    seal_jobs.start(office, issued.id, who="lan")
    assert jobs.finish(office)
    assert seal_jobs.progress(office, issued.id) is None
    assert len(packages(office, issued)) == 1


def test_two_who_seal_at_once_leave_one_package(office: Registry, issued: Request) -> None:
    threads = [
        threading.Thread(target=seal_request, args=(office, issued.id), kwargs={"who": name})
        for name in ("lan", "minh")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(packages(office, issued)) == 1


def test_a_package_whose_file_is_gone_is_made_again(office: Registry, issued: Request) -> None:
    first = seal_request(office, issued.id, who="lan")
    first.path.unlink()
    second = seal_request(office, issued.id, who="lan")
    assert second.path.is_file()
    assert verify_package(second.path, second.seal).whole


def test_the_masts_of_the_day_of_issue_stay_in_a_package_that_is_made_later(
    office: Registry, issued: Request
) -> None:
    from registry.store import batches, ledger
    from tests.store.rows import created, mast, site, station

    lon, lat = desk.north(2100.0)
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        rows = [
            *created("sites", site("BGG00999", lon, lat)),
            *created("structures", mast("BGG00999", mast_class="A2b", mast_height_m=42.0)),
            *created("stations", station("BGG00999", "VNPT")),
        ]
        ledger.record(connection, rows, who="lan", batch=batch.id)
    import json
    import zipfile

    with zipfile.ZipFile(seal_request(office, issued.id, who="lan").path) as package:
        used = json.loads(package.read("used.json"))
    assert {item["code"] for item in used["masts"]} == {"BGG00045"}


def test_the_command_seals_and_says_where_the_package_lies(office: Registry, issued: Request) -> None:
    runner = CliRunner(env={"BTS_HOME": str(office.settings.home)})
    done = runner.invoke(app, ["seal", issued.number])
    assert done.exit_code == 0, done.output
    (sha256,) = packages(office, issued)
    assert sha256 in done.output.replace("\n", "")
    with pytest.raises(RefusalError, match="REQUEST-UNKNOWN"):
        seal_request(office, "9/2026/HS-VT", who="lan")
