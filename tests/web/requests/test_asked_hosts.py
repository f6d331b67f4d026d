"""A row that shares a mast leads to its owner until the owner was asked, then to what was asked."""

import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from registry.model.people import Role
from registry.services.office.calendar import today
from registry.services.office.sign_in.accounts import add_account
from registry.settings import Settings, read_settings
from tests.pages import Pages
from tests.services.requests import desk
from tests.web.people import PASSWORD, visitor

MAST = "BGG00045"  # VNPT's


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An office with a mast of VNPT and people of the two sides."""
    settings = read_settings({"BTS_HOME": str(tmp_path / "sổ")})
    registry = desk.make(settings)
    for name, organisation in (("viettel", "VTL"), ("vnpt", "VNPT")):
        add_account(
            registry, name, [Role.CARRIER], organisation=organisation, password=PASSWORD, must_change=False,
            who="t",
        )  # fmt: skip
    registry.close()
    return settings


def list_of(tmp_path: Path) -> io.BytesIO:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append((*desk.HEADER, "Hình thức", "Cột dùng chung"))
    lon, lat = desk.north(0.0)
    far = desk.north(3000.0)
    book.active.append(("V1", "VTL", *far, "A2b", "dưới đất", 42, 2, "cột mới", None))
    book.active.append(("V2", "VTL", lon, lat, "A2b", "dưới đất", 30, 2, "dùng chung", MAST))
    book.save(tmp_path / "ds.xlsx")
    return io.BytesIO((tmp_path / "ds.xlsx").read_bytes())


def asked_hosts(asker: Pages, address: str) -> dict[str, dict[str, str]]:
    found = re.search(r'"askedHosts": ?(\{\}|\{.*?\}\})', asker.get(address).get_data(as_text=True))
    assert found is not None
    read: dict[str, dict[str, str]] = json.loads(found[1])
    return read


def previewed(asker: Pages, folder: Path) -> str:
    """Return the address of the preview of the list."""
    form = {
        "kind": "position", "organisation": "VTL", "letter_number": "90/VT",
        "received_on": today().isoformat(), "list": (list_of(folder), "ds.xlsx"),
    }  # fmt: skip
    return asker.post("/requests/new", form, 303).headers["Location"]


def test_a_row_that_shares_says_that_its_owner_was_asked(app: Flask, tmp_path: Path) -> None:
    asker = visitor(app, "viettel")
    preview = previewed(asker, tmp_path)
    assert asked_hosts(asker, preview) == {}
    sent = {
        "draft": preview.rpartition("/")[2], "row": "2", "host": "row", "sent_on": today().isoformat(),
    }  # fmt: skip
    way = asker.post("/sharing/new", sent, 303).headers["Location"]
    told = asked_hosts(asker, preview)
    assert [(row, line["url"]) for row, line in told.items()] == [("1", way)]
    assert "chờ trả lời đến" in told["1"]["text"]
    assert MAST not in told["1"]["text"]  # not the asker's to read before its owner agrees
    asker.post(f"{way}/withdraw", {"version": "1", "why": "hỏi nhầm"}, 303)
    assert asked_hosts(asker, preview) == {}


def test_a_repaired_cell_tells_anew_which_owner_was_asked(app: Flask, tmp_path: Path) -> None:
    asker = visitor(app, "viettel")
    preview = previewed(asker, tmp_path)
    sent = {
        "draft": preview.rpartition("/")[2], "row": "2", "host": "row", "sent_on": today().isoformat(),
    }  # fmt: skip
    asker.post("/sharing/new", sent, 303)

    def told() -> list[str]:
        return list(asker.get(f"{preview}/view.json").get_json()["hosts"]["askedHosts"])

    def repair(cells: dict[str, str]) -> None:
        asker.client.post(
            f"{preview}/cells", json={"cells": {"1": cells}}, headers={"X-CSRFToken": asker.token()}
        )

    assert told() == ["1"]
    repair({"host": "BGG99999", "kind": "cột mới"})
    assert told() == []
    repair({"host": MAST, "kind": "dùng chung"})
    assert told() == ["1"]
