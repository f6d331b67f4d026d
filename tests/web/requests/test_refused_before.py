"""The office reads on a request's page which of its rows were refused before; its carrier is told nothing."""

from pathlib import Path

from flask import Flask

from registry.model.people import Role
from tests.services.requests import desk
from tests.web.people import registry_of
from tests.web.requests.test_requests import account


def test_the_page_names_the_row_the_letter_and_the_request(app: Flask, tmp_path: Path) -> None:
    registry = registry_of(app)
    first = desk.received(registry, tmp_path)
    desk.issued(registry, tmp_path, first)
    again = desk.received(registry, tmp_path, [("V9", 12_000.0, 0.0), desk.FIVE[4]])
    page = account(app, "lan", Role.APPRAISER).page(f"/requests/{again.id}")
    assert page.one(id="refused-before")
    said = " ".join(" ".join(page.text).split())
    assert "3 · V5 : văn bản số 321/SKHCN-VT ngày " in said
    assert page.one(href=f"/requests/{first.id}")
    theirs = account(app, "viettel", Role.CARRIER, "VTL").page(f"/requests/{again.id}")
    assert not [line for line in theirs.all("details") if line.get("id") == "refused-before"]
