"""The page of the operation: a backup is made beside it, kept, downloaded, tried and removed."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from registry.messages import number
from registry.model import vietnam_time
from registry.model.people import Role
from registry.services.office.backups import backup_jobs, kept_backups
from registry.services.office.backups.backup import restore
from registry.services.office.backups.belongings import standing
from registry.services.office.operation import jobs, operation_reports
from registry.services.office.registry import open_registry
from registry.settings import Settings, read_settings
from tests.pages import Page, Pages
from tests.web.people import registry_of, running, visitor, with_people

PASSPHRASE = "một cụm mật khẩu dài"


def text_of(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


@pytest.fixture(scope="module")
def app(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with running(with_people(demo_settings, tmp_path_factory.mktemp("operation") / "home")) as app:
        yield app


@pytest.fixture(scope="module")
def admin(app: Flask) -> Pages:
    return visitor(app, "administrator")


@pytest.fixture(scope="module")
def kept(app: Flask, admin: Pages) -> str:
    """The name of a backup made by the page under a passphrase."""
    admin.post("/operation/backups", {"passphrase": PASSPHRASE, "again": PASSPHRASE})
    assert jobs.finish(registry_of(app), 120)
    (one,) = kept_backups.kept_backups(registry_of(app))
    assert (one.sealed, one.handed_in) == (True, False)
    return one.name


def tried(app: Flask, admin: Pages, path: str, **form: object) -> str:
    """Have a backup tried and return what the page says afterwards."""
    admin.post(path, form, content_type="multipart/form-data")
    assert jobs.finish(registry_of(app), 120)
    return text_of(admin.page("/operation"))


def test_a_backup_is_made_kept_and_restores_elsewhere(
    app: Flask, admin: Pages, kept: str, tmp_path: Path
) -> None:
    assert f"{kept} " in text_of(admin.page("/operation"))
    sent = admin.get(f"/operation/backups/{kept}.zip").get_data()
    assert zipfile.is_zipfile(io.BytesIO(sent))
    said = f"{number(len(sent) / 1e6, 1, 'vi')} MB"  # as the state of the nightly backup says it
    assert text_of(admin.page("/operation")).count(said) >= 2, "by itself and in all"
    path = tmp_path / "mang đi.zip"
    path.write_bytes(sent)
    there = read_settings({"BTS_HOME": str(tmp_path / "máy mới")})
    restore(path, there, passphrase=PASSPHRASE)
    restored = open_registry(there)
    restored.close()
    home = registry_of(app).settings
    assert "backups" not in {one.name for one in standing(home)}, "a restore leaves the kept backups alone"
    assert not any("sao-luu" in name for name in zipfile.ZipFile(io.BytesIO(sent)).namelist())


def test_a_trial_proves_counts_and_says_whether_the_register_goes_on_from_it(
    app: Flask, admin: Pages, kept: str
) -> None:
    before = registry_of(app).settings.database_url
    said = tried(app, admin, f"/operation/backups/{kept}/try", passphrase=PASSPHRASE)
    assert "Mở được administrator" in said
    assert f"{len(Role) + 1} tài khoản" in said
    assert "Sổ đang chạy nối tiếp bản này." in said
    assert "BACKUP-WRONG-PASSPHRASE" in tried(app, admin, f"/operation/backups/{kept}/try", passphrase="sai")
    assert registry_of(app).settings.database_url == before
    job = jobs.newest_job(registry_of(app), backup_jobs.TRY, kept)
    assert job is not None
    assert PASSPHRASE not in json.dumps(dict(job.options), ensure_ascii=False), (
        "no passphrase is written down"
    )


def test_a_backup_that_was_altered_is_found_out_and_what_is_none_is_not_kept(
    app: Flask, admin: Pages, kept: str
) -> None:
    whole = kept_backups.backup_path(registry_of(app), kept).read_bytes()
    altered = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(altered, "w") as new:
        for name in old.namelist():
            own = name in ("manifest.json", "seals.json")  # the rest is not read before the proof
            new.writestr(name, old.read(name).replace(b'"head"', b'"heed"') if own else b"")
    said = tried(
        app,
        admin,
        "/operation/handed-in",
        backup=(io.BytesIO(altered.getvalue()), "b.zip"),
        passphrase=PASSPHRASE,
    )
    assert "từ nơi khác" in said
    assert "BACKUP-WRONG-PASSPHRASE" in said
    handed = next(one for one in kept_backups.kept_backups(registry_of(app)) if one.handed_in)
    admin.post(f"/operation/backups/{handed.name}/drop")
    assert [one.name for one in kept_backups.kept_backups(registry_of(app))] == [kept]
    answer = admin.post(
        "/operation/handed-in",
        {"backup": (io.BytesIO(b"x"), "x.zip")},
        400,
        content_type="multipart/form-data",
    )
    assert "BACKUP-NOT-A-BACKUP" in answer.get_data(as_text=True)


def test_a_backup_that_the_command_drilled_is_not_called_untried(app: Flask, admin: Pages) -> None:
    sent = admin.post("/operation/backups", {"passphrase": PASSPHRASE, "again": PASSPHRASE})
    place = sent.headers["Location"].partition("#")[2]  # where its progress and then the backup stand
    assert f'id="{place}"' in admin.get("/operation").get_data(as_text=True)
    assert jobs.finish(registry_of(app), 120)
    newest = max(kept_backups.kept_backups(registry_of(app)), key=lambda one: one.name).name
    assert f"{newest} " in text_of(admin.page("/operation"))
    assert "chưa thử" in text_of(admin.page("/operation"))
    settings = registry_of(app).settings
    at = vietnam_time.now().isoformat(timespec="seconds")
    figures = {"backup": f"{newest}.zip"}
    operation_reports.keep(settings, operation_reports.Report(operation_reports.DRILL, at, figures))
    told = text_of(admin.page("/operation"))
    assert "Mở được diễn tập khôi phục, " in told
    wrong = (operation_reports.Wrong("BACKUP-WRONG-PASSPHRASE", {"file": newest}),)
    operation_reports.keep(settings, operation_reports.Report(operation_reports.DRILL, at, figures, wrong))
    assert "Không mở được diễn tập khôi phục, " in text_of(admin.page("/operation"))


def test_what_is_asked_wrongly_is_refused_on_the_page(app: Flask, admin: Pages) -> None:
    for form, code in (
        ({"passphrase": PASSPHRASE, "again": "khác"}, "BACKUP-PASSPHRASE-TWICE"),
        ({"passphrase": "ngắn", "again": "ngắn"}, "BACKUP-PASSPHRASE-SHORT"),
    ):
        assert code in admin.post("/operation/backups", form, 400).get_data(as_text=True)
    for name in ("sao-luu-20260101-000000", "..", "registry"):
        admin.get(f"/operation/backups/{name}.zip", 404)
    visitor(app, "leader").get("/operation", 403)


def test_after_a_new_start_the_passphrase_is_asked_for_again(app: Flask, kept: str) -> None:
    registry = registry_of(app)
    with registry.lock:
        registry.cache.pop("backup-passphrases", None)
    job = jobs.start(registry, backup_jobs.TRY, kept, who="a", options={"passphrase": True})
    assert jobs.finish(registry, 60)
    refusal = jobs.refusal_of(jobs.get_job(registry, job.id))
    assert refusal is not None
    assert refusal.code == "BACKUP-ASK-AGAIN"
