"""``bts basemap`` says what it did, in lines that an administrator can pass on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from registry import console
from registry.basemap.files import ABOUT
from registry.commands import basemap
from registry.errors import RefusalError
from registry.services.register.background import background_ground
from registry.settings import read_settings
from tests.basemap.small_osm import GROUND, small_osm, written
from tests.basemap.town import ABOUT as STATED
from tests.basemap.town import town_pmtiles


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office's folder; of its register only the ground is asked, and that is given."""
    monkeypatch.setenv("BTS_HOME", str(tmp_path))
    monkeypatch.delenv("BTS_PMTILES", raising=False)
    monkeypatch.delenv("BTS_TILE_URL", raising=False)

    @contextmanager
    def opened() -> Iterator[SimpleNamespace]:
        yield SimpleNamespace(settings=read_settings())

    monkeypatch.setattr(basemap, "opened", opened)
    monkeypatch.setattr(background_ground, "ground_of", lambda _registry: GROUND)
    return tmp_path


def said(monkeypatch: pytest.MonkeyPatch, *words: str | Path) -> str:
    for one in ("out", "err"):
        monkeypatch.setattr(
            basemap, one, console.Console(highlight=False, markup=False, emoji=False, width=200)
        )
    done = CliRunner().invoke(basemap.app, [*map(str, words)], catch_exceptions=False)
    return done.output


def test_build_show_and_remove(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Chưa có bản đồ nền" in said(monkeypatch, "show")
    text = said(monkeypatch, "build", written(small_osm().text(), home / "small.osm"))
    assert "Tỉnh Thử: 0," in text
    assert "mức phóng 6–15, không rõ ngày" in text
    assert "đường 10 · nhà 2" in text
    assert "Ghi trên mọi bản đồ: © OpenStreetMap contributors (ODbL 1.0)" in text
    shown = said(monkeypatch, "show")
    assert "Kèm theo: danh mục tên, mạng đường đi" in shown
    assert "--yes" in said(monkeypatch, "remove")
    assert (home / "background" / "base.pmtiles").is_file()
    assert "Đã xóa bản đồ nền" in said(monkeypatch, "remove", "--yes")
    assert "Không có bản đồ nền nào" in said(monkeypatch, "remove", "--yes")


def test_what_is_left_out_or_hidden_by_a_setting_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    town = town_pmtiles(home / "town.pmtiles")
    monkeypatch.setenv("BTS_PMTILES", str(town))
    text = said(monkeypatch, "take", town)
    assert "không kèm danh mục tên và mạng đường đi" in text
    assert "BTS_PMTILES đang đặt một nền khác" in text
    monkeypatch.delenv("BTS_PMTILES")
    stated = replace(STATED, rough=True, left_out=("buildings 14",), counts={"roads": 12345})
    (home / "background" / ABOUT).write_bytes(stated.as_json())
    shown = said(monkeypatch, "show")
    assert "Đã bỏ lớp nhà ở mức phóng 14 để tệp dưới 150 MB" in shown
    assert "không dùng để đo" in shown
    assert "đường 12.345" in shown


def test_a_file_that_is_not_there_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for command in ("build", "take"):
        with pytest.raises(RefusalError, match="BASEMAP-NOT-READ"):
            said(monkeypatch, command, home / "gone.osm.pbf")
