"""The pages of a city's office: Hải Phòng reads of its city where a province reads of its province."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook
from typer.testing import CliRunner

from registry.__main__ import app as command
from registry.demo.initialise import init_registry
from registry.settings import read_settings
from tests.web.people import running

OURS = re.compile(
    r"\b(?:[Tt]oàn|[Cc]ả|[Nn]goài|UBND|địa bàn|(?<!riêng )(?<!quy định )của) tỉnh\b(?! (?:khác|[A-ZĐ]))"
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application of a register of Hải Phòng that has just been made."""
    settings = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("hp")), "BTS_PROVINCE": "31"})
    init_registry(settings)
    with running(settings) as found:
        yield found


@pytest.mark.parametrize("path", ["/", "/about", "/regulations", "/zones/file"])
def test_a_page_of_a_city_says_city(app: Flask, path: str) -> None:
    answer = app.test_client().get(path, follow_redirects=True)
    assert answer.status_code == 200
    assert [line for line in answer.text.splitlines() if OURS.search(line)] == []
    assert "thành phố" in answer.text


def test_a_refusal_of_a_city_says_city_and_its_neighbour_in_the_process_does_not(
    app: Flask, tmp_path: Path
) -> None:
    assert "Toàn thành phố" in app.test_client().get("/").text
    settings = read_settings({"BTS_HOME": str(tmp_path), "BTS_PROVINCE": "20"})
    init_registry(settings)
    with running(settings) as province:
        assert "Toàn tỉnh" in province.test_client().get("/").text
    assert "Toàn thành phố" in app.test_client().get("/").text


def test_the_command_line_gives_examples_of_its_register_s_own_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BTS_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("BTS_DATABASE_URL", raising=False)
    monkeypatch.delenv("BTS_PROVINCE", raising=False)
    said = CliRunner().invoke(command, ["init", "--province", "31"]).output
    assert "Thành phố: Hải Phòng (31)" in said
    book = tmp_path / "mau.xlsx"
    assert CliRunner().invoke(command, ["template", "proposals", str(book)]).exit_code == 0
    cells = {cell.value for cell in load_workbook(book).worksheets[0][2]}
    assert any(isinstance(value, float) and 20.8 < value < 20.95 for value in cells)
