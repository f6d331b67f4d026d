"""Checkpoints: handed out as sheet and file; the page verifies against them and says who verified."""

import io
import json

import pytest
from flask import Flask

from registry.services.office.heads import checkpoints
from registry.services.office.operation import jobs
from tests.pages import Page, Pages
from tests.web.people import registry_of, signed_in, token, visitor


def text_of(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


@pytest.fixture(scope="module")
def leader(app: Flask) -> Pages:
    return visitor(app, "leader")


def verified(app: Flask, content: bytes = b"", name: str = "") -> str:
    """Verify on the page with a file, and return what the page says then."""
    client = signed_in(app, "leader")
    form: dict[str, object] = {"csrf_token": token(client, "/ledger/checkpoints")}
    if name:
        form["checkpoints"] = (io.BytesIO(content), name)
    answer = client.post("/ledger/checkpoints/verify", data=form)
    if answer.status_code != 303:
        return text_of(Page(answer.get_data(as_text=True)))
    assert jobs.finish(registry_of(app))
    return text_of(Page(client.get("/ledger/checkpoints").get_data(as_text=True)))


def test_the_day_s_checkpoint_is_a_sheet_with_a_line_and_a_code(app: Flask, leader: Pages) -> None:
    leader.page("/ledger/checkpoints")  # the day's first page notes it
    one = checkpoints(registry_of(app))[-1]
    sheet = leader.page(f"/ledger/checkpoints/{one.day:%Y-%m-%d}")
    assert f"{one.day:%Y-%m-%d} {one.count} {one.head}" in text_of(sheet)
    assert [one for one in sheet.all("svg") if one.get("role") == "img"]
    leader.get("/ledger/checkpoints/1999-01-01", 404)
    leader.get("/ledger/checkpoints/x", 404)


def test_the_files_hold_the_same_lines(app: Flask) -> None:
    client = signed_in(app, "leader")
    text = client.get("/ledger/checkpoints/checkpoints.txt").get_data(as_text=True)
    content = json.loads(client.get("/ledger/checkpoints/checkpoints.json").get_data(as_text=True))
    lines = [f"{one['day']} {one['count']} {one['head']}" for one in content["checkpoints"]]
    assert lines == text.splitlines()


def test_the_page_verifies_and_says_who_did_and_what_came_out(app: Flask) -> None:
    own = "".join(f"{one.day:%Y-%m-%d} {one.count} {one.head}\n" for one in checkpoints(registry_of(app)))
    said = verified(app, own.encode(), "của thanh tra.txt")
    assert "Nguyên vẹn:" in said
    assert "1 điểm mốc khớp" in said
    assert "leader nguyên vẹn" in said
    forged = verified(app, f"2026-01-05 3 {'a' * 64}\n".encode(), "cũ.txt")
    assert "Điểm mốc đầu tiên khác với sổ: ngày 05/01/2026" in forged
    assert "LEDGER-CHECKPOINT · khác từ ngày 05/01/2026" in forged


def test_a_file_without_checkpoints_is_refused_on_the_page(app: Flask) -> None:
    assert "CHECKPOINTS-NONE" in verified(app, b"\x00\xff nothing", "ảnh.jpg")
