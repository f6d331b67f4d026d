"""Rows of another operator on the pages: stated before sending, and asked for by the officer."""

import io
from pathlib import Path

from flask import Flask

from registry.model.people import Role
from registry.services.requests.on_behalf import behalves
from registry.services.requests.opened import load_request
from tests.pages import Pages
from tests.services.requests.test_on_behalf import written
from tests.web.people import registry_of
from tests.web.requests.test_intake import told
from tests.web.requests.test_requests import account, sent, version


def previewed(pages: Pages, folder: Path) -> str:
    """Send a list with two rows of VNPT in it and return the address of its preview."""
    path = written(folder / "other.xlsx")
    form = sent(folder) | {"list": (io.BytesIO(path.read_bytes()), "ds.xlsx")}
    return str(pages.post("/requests/new", form, 303).headers["Location"])


def test_a_carrier_states_it_on_the_preview_and_the_office_asks_for_the_paper(
    app: Flask, tmp_path: Path
) -> None:
    carrier, officer = account(app, "viettel", Role.CARRIER, "VTL"), account(app, "lan", Role.APPRAISER)
    preview = previewed(carrier, tmp_path)
    page = carrier.page(preview)
    assert any("2 dòng ghi nhà mạng khác" in text for text in page.text)
    (box,) = (e for e in carrier.page(f"{preview}/gate").all("input") if e.get("name") == "behalf")
    assert (box["value"], "required" in box) == ("VNPT", True)
    assert "hoặc sửa ô nhà mạng" in box["data-needed"]  # said where sending stops
    rows = carrier.get(f"{preview}/view.json").get_json()["rows"]
    assert [row.get("other", "") for row in rows] == ["", "VNPT", "VNPT", ""]
    refused = carrier.post(f"{preview}/register", {"paper-VNPT": "12/UQ"}, 400).get_data(as_text=True)
    assert "chưa khai là nộp thay" in refused
    assert 'value="12/UQ"' in refused  # what was typed is still there
    sent_with = {"behalf": "VNPT", "paper-VNPT": "12/UQ"}
    address = carrier.post(f"{preview}/register", sent_with, 303).headers["Location"]
    assert any("Đã gửi hồ sơ; số hồ sơ là" in text for text in carrier.page(address).text)
    assert '"behalf": {"VNPT": "12/UQ"}' in officer.get(address).get_data(
        as_text=True
    )  # its reason begins so
    page = officer.page(address)
    for said in ("Đã khai nộp thay", "12/UQ", "chưa kèm văn bản ủy quyền"):
        assert any(said in text for text in page.text), said
    ask = {"state": "supplement", "reason": "Bổ sung văn bản ủy quyền", "version": str(version(app, address))}
    officer.post(f"{address}/state", ask, 303)
    paper = {"item": "authorisation", "file": (io.BytesIO(b"%PDF-1.7"), "uy-quyen.pdf")}
    carrier.post(f"{address}/files", paper, 303)
    assert "chưa kèm văn bản ủy quyền" not in officer.page(address).text
    chosen = [e["value"] for e in carrier.page(address).all("option") if "selected" in e]
    assert chosen.count("authorisation") == 1  # beside the paper itself; the form begins with a missing one
    carrier.post(f"{address}/supplemented", {"version": str(version(app, address))}, 303)
    assert any("Đã gửi lại hồ sơ" in text for text in carrier.page(address).text)


def test_the_papers_of_a_preview_follow_an_answer(app: Flask, tmp_path: Path) -> None:
    carrier = account(app, "viettel", Role.CARRIER, "VTL")
    preview = previewed(carrier, tmp_path)
    asked = 'data-paper="authorisation"', '<option value="authorisation">'
    before = carrier.get(preview).get_data(as_text=True)
    assert all(one in before for one in asked)
    parts = str(told(carrier, f"{preview}/answers", rows=[1, 2], texts={"operator": "VTL"})["parts"])
    assert "papers-lines" in parts
    assert "papers-choice" in parts
    assert not any(one in parts for one in asked)


def test_a_supplement_states_what_was_not_stated_before(app: Flask, tmp_path: Path) -> None:
    carrier, officer = account(app, "viettel", Role.CARRIER, "VTL"), account(app, "lan", Role.APPRAISER)
    address = officer.post(f"{previewed(officer, tmp_path)}/register", {}, 303).headers["Location"]
    ask = {"state": "supplement", "reason": "Nộp thay ai?", "version": str(version(app, address))}
    officer.post(f"{address}/state", ask, 303)
    carrier.post(f"{address}/supplemented", {"version": str(version(app, address))}, 400)
    carrier.post(f"{address}/behalf", {"operator": "VMS"}, 400)
    carrier.post(f"{address}/behalf", {"operator": "VNPT", "paper": "12/UQ"}, 303)
    carrier.post(f"{address}/supplemented", {"version": str(version(app, address))}, 303)
    (one,) = behalves(load_request(registry_of(app), address.rsplit("/", 1)[-1]))
    assert one.stated is not None
    assert (one.operator, one.stated.who) == ("VNPT", "viettel")
