"""The office reads on a request's page which of its rows were refused before; its carrier is told nothing."""

from pathlib import Path

from flask import Flask

from registry.model.people import Role
from registry.services.requests.agreed.approvals import revoke
from registry.store.requests.agreements import list_approvals
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


def test_the_page_names_the_agreement_that_was_revoked_and_why(app: Flask, tmp_path: Path) -> None:
    registry = registry_of(app)
    first = desk.received(registry, tmp_path)
    desk.issued(registry, tmp_path, first)
    with registry.database.read() as connection:
        agreed = next(one for one in list_approvals(connection, request=first.id))
    revoke(registry, agreed.id, reason="Quyết định 88/QĐ-SKHCN", who="minh", seen=agreed.version)
    again = desk.received(registry, tmp_path, [row for row in desk.FIVE if row[0] == agreed.code])
    page = account(app, "lan", Role.APPRAISER).page(f"/requests/{again.id}")
    assert page.one(id="revoked-before")
    assert page.one(href=f"/approvals/{agreed.id}")
    said = " ".join(" ".join(page.text).split())
    assert "văn bản số 321/SKHCN-VT ngày " in said
    assert "Quyết định 88/QĐ-SKHCN" in said
    theirs = account(app, "viettel", Role.CARRIER, "VTL").page(f"/requests/{again.id}")
    assert not [line for line in theirs.all("details") if line.get("id") == "revoked-before"]
