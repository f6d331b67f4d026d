"""Files in parts as the app and the page of rescue files send them; what a form without script is told."""

import contextlib
import hashlib
import io
import json
import random
import zipfile
from typing import Any

import pytest
from flask import Flask

from registry.store.field.tables import field_photos, inspections
from tests.pages import Pages
from tests.services.field.world import JPEG, rows
from tests.web.field.test_api import Phone, code, item, mast
from tests.web.people import registry_of, signed_in, visitor
from web.app import UPLOAD_LIMIT_MB
from web.field import uploads

PART = 300_000


class Sender(Phone):
    """A phone or a page that sends a file in parts."""

    def begin(self, body: bytes, kind: str = "photo", **own: Any) -> Any:
        said = {"kind": kind, "sha256": hashlib.sha256(body).hexdigest(), "size": len(body), **own}
        return self.post("/field/uploads", said)

    def part(self, upload: str, offset: int, body: bytes, said: bytes | None = None) -> Any:
        headers = {
            "X-CSRFToken": self.csrf, "Content-Type": "application/octet-stream",
            "X-Part-SHA256": hashlib.sha256(body if said is None else said).hexdigest(),
        }  # fmt: skip
        return self.client.put(f"/field/uploads/{upload}?offset={offset}", data=body, headers=headers)

    def whole(self, body: bytes, kind: str = "photo", **own: Any) -> Any:
        state = self.begin(body, kind, **own).get_json()
        while state["received"] < len(body):
            at = state["received"]
            state = self.part(state["id"], at, body[at : at + PART]).get_json()
        return self.done(state["id"], **own)

    def done(self, upload: str, **own: Any) -> Any:
        return self.post(f"/field/uploads/{upload}/done", {"by": self.name, "device": "d1", **own})


def picture(seed: int, size: int = 700_000) -> bytes:
    return JPEG + random.Random(seed).randbytes(size)


def rescue_of(app: Flask, photos: list[bytes], first: int = 50) -> tuple[bytes, list[dict[str, Any]]]:
    names = [hashlib.sha256(body).hexdigest() for body in photos]
    structure = mast(app)
    items = [
        item(first + n, structure, kind="photo", entry="overview", photos=[name])
        for n, name in enumerate(names)
    ]
    said = {
        "format": "bts-field-rescue", "version": 1, "device": "d9", "items": items,
        "by": {one["id"]: "inspector" for one in items},
        "photos": [
            {"sha256": name, "type": "image/jpeg", "by": "inspector", "file": f"photos/{name}.jpg"}
            for name in names
        ],
    }  # fmt: skip
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("items.json", json.dumps(said))
        for name, body in zip(names, photos, strict=True):
            archive.writestr(f"photos/{name}.jpg", body)
    return into.getvalue(), items


def test_a_photo_comes_in_parts_and_lies_on_the_disk_as_it_was(app: Flask) -> None:
    phone, body = Sender(app, "inspector"), picture(1)
    sha = hashlib.sha256(body).hexdigest()
    state = phone.begin(body, type="image/jpeg").get_json()
    assert state["received"] == 0
    cut = phone.part(state["id"], 0, body[: PART - 9], said=body[:PART])
    assert (cut.status_code, code(cut)) == (422, "FIELD-PART-HASH")
    assert phone.part(state["id"], 0, body[:PART]).get_json()["received"] == PART
    assert phone.part(state["id"], 0, body[:PART]).get_json()["received"] == PART  # twice
    early = phone.part(state["id"], 2 * PART, body[2 * PART :])
    assert (early.status_code, code(early)) == (409, "FIELD-PART-OFFSET")
    soon = phone.done(state["id"])
    assert code(soon) == "FIELD-PART-OFFSET"
    again = Sender(app, "inspector")  # the browser was closed
    resumed = again.begin(body).get_json()
    assert (resumed["id"], resumed["received"], resumed["size"]) == (state["id"], PART, len(body))
    kept = again.whole(body, type="image/jpeg").get_json()
    assert (kept["sha256"], kept["bytes"], kept["state"]) == (sha, len(body), "verified")
    files = registry_of(app).settings.files
    assert (files / f"{sha}.jpg").read_bytes() == body
    assert again.begin(body).get_json()["state"] == "verified", "the answer was lost: nothing is sent again"
    assert len([row for row in rows(registry_of(app), field_photos) if row["sha256"] == sha]) == 1
    (files / f"{sha}.jpg").write_bytes(b"rotten")
    assert "state" not in again.begin(body).get_json(), "what rotted on the disk is asked for again"


def test_no_photo_is_kept_that_is_not_what_its_hash_says_or_is_another_persons(app: Flask) -> None:
    phone, body = Sender(app, "inspector"), picture(2, 1000)
    state = phone.begin(body).get_json()
    other = picture(3, 1000)
    phone.part(state["id"], 0, other)
    wrong = phone.done(state["id"])
    assert (wrong.status_code, code(wrong)) == (422, "FIELD-UPLOAD-HASH")
    assert phone.begin(body).get_json()["received"] == 0
    assert code(phone.begin(body, by="appraiser")) == "FIELD-OTHER-PERSON"
    rival = Sender(app, "appraiser")
    for answer in (rival.part(state["id"], 0, body), rival.done(state["id"])):
        assert (answer.status_code, code(answer)) == (404, "FIELD-UPLOAD-UNKNOWN")
    assert code(phone.begin(b"x" * 10, size=26 << 20)) == "FIELD-PHOTO-LARGE"
    assert code(phone.begin(b"x" * 10, size="9")) == "FIELD-UPLOAD-FORM"
    assert code(phone.begin(b"x" * 10, size=True)) == "FIELD-UPLOAD-FORM"
    for offset in ("-1", "x", "1e3", "", "9" * 13):
        answer = phone.client.put(
            f"/field/uploads/{state['id']}?offset={offset}", data=b"x", headers={"X-CSRFToken": phone.csrf}
        )
        assert code(answer) == "FIELD-UPLOAD-FORM", offset
    no_token = phone.client.put(f"/field/uploads/{state['id']}?offset=0", data=b"x")
    assert code(no_token) == "WEB-STALE-FORM"


def test_a_rescue_file_larger_than_a_form_may_be_is_taken_in_and_answered_in_words(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """3 visits and 10 photos of 4.6 MB were answered with 413 and advice about spreadsheets."""
    monkeypatch.setattr(uploads, "SECONDS", 0.0)
    photos = [picture(10 + n, 4_600_000) for n in range(10)]
    body, items = rescue_of(app, photos)
    assert len(body) > UPLOAD_LIMIT_MB << 20
    office = Sender(app, "leader")
    state = office.begin(body, "rescue", name="bts-cuu-ho.zip").get_json()
    office.part(state["id"], 0, body[: 4 << 20])
    page = Pages(app)
    page.client = office.client
    waiting = " ".join(page.page("/field/rescue").text)
    assert "bts-cuu-ho.zip" in waiting
    assert "đã nhận 4 / 46 MB" in waiting
    for at in range(4 << 20, len(body), 4 << 20):
        office.part(state["id"], at, body[at : at + (4 << 20)])
    steps = []
    while not (answer := office.done(state["id"]).get_json())["finished"]:
        steps.append(answer["photos"])
    assert steps == list(range(1, 10)), "a while at a time, and it says how far it is"
    assert [one["state"] for one in answer["receipts"]] == ["verified"] * 10
    assert "10 mục: 10 đã xác minh" in answer["page"]
    assert office.done(state["id"]).get_json()["receipts"] == answer["receipts"]  # the answer was lost
    assert office.client.delete(
        f"/field/uploads/{state['id']}", headers={"X-CSRFToken": office.csrf}
    ).status_code == 200  # fmt: skip
    assert not list((registry_of(app).settings.home / "parts").glob(f"*/{state['id']}.part"))
    names = {hashlib.sha256(photo).hexdigest(): photo for photo in photos}
    for name, photo in names.items():
        assert (registry_of(app).settings.files / f"{name}.jpg").read_bytes() == photo
    visits = {one["inspection"] for one in items}
    assert {row["person"] for row in rows(registry_of(app), inspections) if row["id"] in visits} == {
        "inspector"
    }


def test_a_file_that_is_no_rescue_file_or_a_hostile_one_is_refused_and_goes(app: Flask) -> None:
    office = Sender(app, "leader")
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("items.json", b"[" + b" " * (80 << 20) + b"]")
    bomb = into.getvalue()
    home = registry_of(app).settings.home
    for body in (b"PK\x03\x04nonsense", b"[]", bomb):
        upload = office.begin(body, "rescue").get_json()["id"]
        answer = office.whole(body, "rescue", name="a.zip")
        assert (answer.status_code, code(answer)) == (400, "FIELD-RESCUE")
        assert not list((home / "parts").glob(f"*/{upload}.part")), "nobody goes on with what is none"
    body, _items = rescue_of(app, [picture(30, 1000)], first=90)
    crooked = body.replace(b"photos/", b"../../x")  # names inside lead nowhere
    outside = set(home.parent.rglob("*x*"))
    with contextlib.suppress(KeyError):
        office.whole(crooked, "rescue", name="b.zip").get_json()["receipts"]
    assert {path for path in home.parent.rglob("*x*") if "parts" not in path.parts} <= outside | set(
        home.rglob("*.sqlite*")
    )
    assert code(Sender(app, "inspector").begin(b"x" * 9, "rescue", by="leader")) == "FIELD-OTHER-PERSON"


def test_without_script_the_form_and_its_refusal_say_what_to_do(app: Flask) -> None:
    leader = visitor(app, "leader")
    page = leader.get("/field/rescue").get_data(as_text=True)
    assert "trang chỉ nhận tệp đến 32 MB" in page
    assert "bật JavaScript" in page
    refused = leader.client.post(
        "/field/rescue", data=bytes((UPLOAD_LIMIT_MB << 20) + 10),
        content_type="multipart/form-data; boundary=x", headers={"Accept": "text/html,application/xhtml+xml"},
    )  # fmt: skip
    words = refused.get_data(as_text=True)
    assert refused.status_code == 413
    assert refused.mimetype == "text/html"
    assert "FIELD-RESCUE-FORM-LARGE" in words
    assert "Bật JavaScript" in words
    assert "hình ảnh nhúng" not in words


def test_json_for_people_is_not_escaped(app: Flask) -> None:
    client = signed_in(app, "inspector")
    assert "Không" in client.get("/field/packs/nothing.json").get_data(as_text=True)
