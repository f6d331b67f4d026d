"""The server notes the ledger's head once a day, on the disk that the office names and in its log."""

import datetime as dt
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from registry.model.vietnam_time import VIETNAM
from registry.services.office.heads import read_noted
from registry.services.register.verify import verify
from registry.settings import Settings
from tests.web.people import registry_of, running, visitor, with_people
from web.frame.server import heads


def test_the_first_page_of_a_day_notes_the_head(
    demo_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    disk = tmp_path / "other disk" / "heads.txt"
    with running(replace(with_people(demo_settings, tmp_path / "home"), heads=disk)) as app:
        caplog.set_level(logging.INFO, logger="bts.heads")
        client = app.test_client()
        for _ in range(3):
            client.get("/sign-in")
        found = verify(registry_of(app))
        assert found.sound
        assert [(one.count, one.head) for one in read_noted(disk).checkpoints] == [
            (found.entries, found.head)
        ]
        assert [message for message in caplog.messages if found.head in message]
        tomorrow = dt.datetime.now(VIETNAM) + dt.timedelta(days=1)
        monkeypatch.setattr(heads, "today", tomorrow.date)
        monkeypatch.setattr("registry.services.office.heads.now", lambda: tomorrow)
        client.get("/sign-in")
        assert len(disk.read_text(encoding="ascii").splitlines()) == 2


def test_the_page_that_says_whether_the_head_is_noted_finds_it_noted(
    demo_settings: Settings, tmp_path: Path
) -> None:
    disk = tmp_path / "other disk" / "heads.txt"
    with running(replace(with_people(demo_settings, tmp_path / "home"), heads=disk)) as app:
        administrator = visitor(app, "administrator")
        disk.unlink()
        app.extensions["bts-head-day"] = None  # the first page after the office named the disk
        said = " ".join(administrator.page("/operation").text)
        assert "Điểm mốc ở nơi khác" in said
        assert "chưa có dòng nào" not in said


def test_a_disk_that_is_gone_stops_no_page_and_is_said(
    demo_settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    settings = replace(with_people(demo_settings, tmp_path / "home"), heads=tmp_path / "file" / "heads.txt")
    with running(settings) as app:
        assert app.test_client().get("/sign-in").status_code == 200
    assert [message for message in caplog.messages if "not noted" in message]
