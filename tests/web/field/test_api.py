"""What phones ask and send, as a program sees it; and the app's page, worker and manifest."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from registry.model.people import Role
from registry.services.office.sign_in.accounts import add_account, list_accounts
from registry.store.tables import structures
from tests.pages import Pages
from tests.web.people import PASSWORD, registry_of, signed_in
from web.app import create_app
from web.field.api import LARGEST_SEND
from web.field.app_words import texts
from web.frame.office import registry

PHOTO = b"\xff\xd8\xff\xe0" + b"field" * 50
SHA = hashlib.sha256(PHOTO).hexdigest()
UUID = "00000000-0000-4000-8000-{:012d}"


class Phone:
    """A client that sends as the app does."""

    def __init__(self, app: Flask, name: str) -> None:
        self.client: FlaskClient = signed_in(app, name)
        self.name = name
        self.csrf = self.client.get("/field/token").get_json()["csrf"]

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.client.post(path, json=body, headers={"X-CSRFToken": self.csrf, **headers})

    def items(self, *items: dict[str, Any], by: str | None = None) -> Any:
        return self.post("/field/items", {"device": "d1", "by": by or self.name, "items": list(items)})

    def put(self, sha: str, data: bytes, **headers: str) -> Any:
        given = {"X-CSRFToken": self.csrf, "Content-Type": "image/jpeg", "X-By": self.name, **headers}
        return self.client.put(f"/field/photos/{sha}", data=data, headers=given)


@pytest.fixture
def phone(app: Flask) -> Phone:
    return Phone(app, "inspector")


def mast(app: Flask) -> str:
    with app.app_context(), registry().database.read() as connection:
        return str(connection.scalar(sa.select(structures.c.id).limit(1)))


def item(number: int, structure: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": UUID.format(number), "kind": "note", "inspection": UUID.format(900 + number // 10),
        "campaign": "",
        "structure": structure, "checklist": "office", "checklist_version": 1, "entry": "", "value": None,
        "raw": "", "unit": "", "instrument": "", "calibrated_on": "", "component": "", "defect": "",
        "severity": "", "note": "ghi chú", "photos": [], "position": None, "replaces": "", "seq": number,
        "recorded_at": "2026-11-26T08:00:00.000+07:00", **fields,
    }  # fmt: skip


def code(answer: Any) -> str:
    return str(answer.get_json()["error"]["code"])


def test_an_item_and_its_photo_get_their_receipts_as_often_as_they_are_sent(phone: Phone, app: Flask) -> None:
    sent = item(1, mast(app), kind="photo", photos=[SHA])
    own = hashlib.sha256(
        json.dumps(sent, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()
    for _ in range(2):
        receipt = phone.items(sent).get_json()["receipts"][0]
        assert (receipt["state"], receipt["sha256"], receipt["missing"]) == ("received", own, [SHA])
    for _ in range(2):
        assert phone.put(SHA, PHOTO).get_json()["sha256"] == SHA
    again = phone.post("/field/receipts", {"ids": [sent["id"], UUID.format(77)], "photos": [SHA]}).get_json()
    assert [found["state"] for found in again["receipts"]] == ["verified", "unknown"]
    assert [found["state"] for found in again["photos"]] == ["verified"]
    assert re.match(r"\d{4}-\d\d-\d\dT", again["server_time"])


def test_the_office_sees_a_copy_until_the_original_comes_and_no_copy_stands_for_it(
    phone: Phone, app: Flask
) -> None:
    original, copy = PHOTO + b"whole", PHOTO + b"small"
    sha = hashlib.sha256(original).hexdigest()
    sent = item(70, mast(app), kind="photo", photos=[sha])
    phone.items(sent)
    assert phone.put(f"{sha}/copy", copy).get_json() == {"sha256": sha, "copied": True}
    assert phone.items(sent).get_json()["receipts"][0]["state"] == "received"
    assert phone.client.get(f"/visits/photos/{sha}", buffered=True).data == copy
    assert "ảnh gốc chưa về" in phone.client.get(f"/visits/{sent['inspection']}").get_data(as_text=True)
    assert phone.put(sha, original).status_code == 200
    phone.put(f"{sha}/copy", copy)  # late again
    assert phone.client.get(f"/visits/photos/{sha}", buffered=True).data == original
    assert phone.items(sent).get_json()["receipts"][0]["state"] == "verified"
    assert code(phone.put(f"{'0' * 64}/copy", b"text")) == "FIELD-PHOTO-KIND"
    assert code(phone.put(f"{'0' * 64}/copy", PHOTO + b"x" * (1 << 20))) == "FIELD-PHOTO-LARGE"


def test_one_that_cannot_be_taken_says_why_and_the_others_are_taken(phone: Phone, app: Flask) -> None:
    good = mast(app)
    answer = phone.items(item(10, good), item(11, "nowhere"), item(12, good))
    states = [(found["state"], found["code"]) for found in answer.get_json()["receipts"]]
    assert states == [("verified", ""), ("aside", "FIELD-STRUCTURE-UNKNOWN"), ("verified", "")]
    assert answer.get_json()["receipts"][1]["message"]


@pytest.mark.parametrize("method", ["post", "put", "get"])
def test_without_a_sign_in_every_address_answers_401_in_json(app: Flask, method: str) -> None:
    client = app.test_client()
    json_only = {"Accept": "application/json"}
    token = client.get("/field/token", headers=json_only)
    assert (token.status_code, code(token)) == (401, "ACCOUNT-SIGN-IN")
    path = {"post": "/field/items", "put": f"/field/photos/{SHA}", "get": "/field/packs.json"}[method]
    answer = getattr(client, method)(path, headers=json_only)
    assert answer.status_code in {400, 401}  # 400: the token of a session that is gone
    assert code(answer) in {"ACCOUNT-SIGN-IN", "WEB-STALE-FORM"}


def test_a_carrier_and_a_reader_have_no_part_in_it(app: Flask) -> None:
    for name in ("carrier", "viewer"):
        client = signed_in(app, name)
        assert client.get("/field/token").status_code == 403
        assert client.get("/field/packs.json").status_code == 403
        assert client.get("/field").status_code == 403


def test_a_send_needs_the_sessions_token(phone: Phone) -> None:
    answer = phone.client.post("/field/items", json={"items": []})
    assert (answer.status_code, code(answer)) == (400, "WEB-STALE-FORM")


def test_nobody_sends_anothers_work_as_his_own(phone: Phone, app: Flask) -> None:
    answer = phone.items(item(20, mast(app)), by="appraiser")
    assert (answer.status_code, code(answer)) == (409, "FIELD-OTHER-PERSON")
    assert phone.put(SHA, PHOTO, **{"X-By": "appraiser"}).status_code == 409
    state = phone.post("/field/receipts", {"ids": [UUID.format(20)]}).get_json()["receipts"][0]["state"]
    assert state == "unknown"


def test_what_is_no_send_is_refused_with_its_code(phone: Phone) -> None:
    for body in ("[]", "{}", '{"items": 1}', "{", ""):
        answer = phone.client.post(
            "/field/items", data=body, headers={"X-CSRFToken": phone.csrf, "Content-Type": "application/json"}
        )
        assert (answer.status_code, code(answer)) == (400, "FIELD-SEND-FORM"), body
    many = phone.post("/field/items", {"items": [{}] * 201})
    assert (many.status_code, code(many)) == (413, "FIELD-TOO-MANY")


def test_what_is_too_large_is_refused_before_it_is_read(phone: Phone) -> None:
    class Unread:
        """A body that must not be touched."""

        def read(self, *_: int) -> bytes:
            raise AssertionError("was read")

        readline = readlines = __iter__ = read

        def tell(self) -> int:
            return 0

        def seek(self, *_: int) -> int:
            return 0

    for method, path, size, wanted in (
        ("PUT", f"/field/photos/{SHA}", 25 * 1024 * 1024 + 1, "FIELD-PHOTO-LARGE"),
        ("POST", "/field/items", LARGEST_SEND + 1, "FIELD-SEND-LARGE"),
        ("PUT", f"/field/photos/{SHA}", 10**12, "WEB-TOO-LARGE"),
    ):
        answer = phone.client.open(
            path, method=method, input_stream=Unread(), content_type="application/json",
            headers={"X-CSRFToken": phone.csrf}, environ_overrides={"CONTENT_LENGTH": str(size)},
        )  # fmt: skip
        assert answer.status_code == 413, path
        assert code(answer) in {wanted, "FIELD-PHOTO-LARGE"}


def test_a_photo_under_a_wrong_name_or_of_no_kind_is_not_kept(phone: Phone, app: Flask) -> None:
    wrong = phone.put("0" * 64, PHOTO)
    assert (wrong.status_code, code(wrong)) == (422, "FIELD-PHOTO-HASH")
    text = b"no picture"
    none = phone.put(hashlib.sha256(text).hexdigest(), text, **{"Content-Type": "text/plain"})
    assert (none.status_code, code(none)) == (415, "FIELD-PHOTO-KIND")
    files = app.extensions["bts-settings"].files
    assert not list(files.glob("0000*"))
    assert not list(files.glob(".photo-*"))


def test_the_list_of_packs_is_asked_for_again_by_its_tag(phone: Phone) -> None:
    first = phone.client.get("/field/packs.json")
    assert first.status_code == 200
    again = phone.client.get("/field/packs.json", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    unknown = phone.client.get("/field/packs/nothing.json", headers={"Accept": "application/json"})
    assert (unknown.status_code, code(unknown)) == (404, "CAMPAIGN-UNKNOWN")
    assert phone.client.get("/field/packs/nothing.json?bbox=1,2").status_code == 400


def test_a_rescue_file_is_taken_in_on_a_page(phone: Phone, app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    pages.client = signed_in(app, "leader")
    assert "Nhận tệp cứu hộ" in pages.get("/field/rescue").get_data(as_text=True)
    sent = item(30, mast(app))
    strange = [{**item(40 + n, mast(app)), "structure": "CŨ-12"} for n in range(2)]
    said = {"format": "bts-field-rescue", "version": 1, "device": "d9", "items": [sent, *strange],
            "by": {one["id"]: "inspector" for one in (sent, *strange)}, "photos": []}  # fmt: skip
    path = tmp_path / "rescue.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    with path.open("rb") as file:
        shown = pages.post("/field/rescue", {"file": (file, "rescue.json")}, 200).get_data(as_text=True)
    assert "3 mục: 1 đã xác minh" in shown
    assert "<tr><td>2</td><td>để riêng</td><td>CŨ-12: chờ cơ quan xác nhận" in shown  # one line a reason
    assert "/visits?show=aside" in shown  # and the way to where it is put right
    assert f"/visits/{sent['inspection']}" in shown
    with (tmp_path / "no.zip").open("wb") as file:
        file.write(b"PK nothing")
    with (tmp_path / "no.zip").open("rb") as file:
        refused = pages.post("/field/rescue", {"file": (file, "no.zip")}, 400).get_data(as_text=True)
    assert "FIELD-RESCUE" in refused


def test_the_worker_may_serve_the_app_and_names_each_file_with_its_hash(app: Flask) -> None:
    client = app.test_client()
    answer = client.get("/field/worker.js")
    assert answer.headers["Service-Worker-Allowed"] == "/field"
    assert answer.headers["Cache-Control"] == "no-cache"
    text = answer.get_data(as_text=True)
    found = re.search(r"const ASSETS = (.*);", text)
    assert found is not None
    kept = json.loads(found.group(1))
    assert ["/field/shell", ""] in kept
    imported = set()
    for url, digest in kept:
        with client.get(url) as got:
            body = got.get_data()
            assert got.status_code == 200, url
        assert not digest or hashlib.sha256(body).hexdigest() == digest, url
        if "/js/" in url:
            imported |= {urljoin(url, to) for to in re.findall(r'from "(\.[\w./]+)"', body.decode("utf-8"))}
    assert len(imported) > 10
    assert imported <= {url for url, _ in kept}


def test_the_shell_is_a_sound_page_with_nothing_of_the_register_in_it(app: Flask) -> None:
    pages = Pages(app)
    answer = pages.get("/field/shell")
    policy = answer.headers["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert not re.search(r"BGG\d|VTL|Viettel", answer.get_data(as_text=True))
    manifest = pages.client.get("/field/manifest.webmanifest").get_json()
    assert manifest["start_url"] == manifest["scope"] == "/field"
    assert pages.client.get("/field").status_code == 302  # to the sign-in


def test_both_languages_say_the_same_and_leave_the_same_gaps_to_fill() -> None:
    from flask import Flask as Plain

    from web.frame import languages

    plain = Plain("words")
    plain.secret_key = "x"
    languages.install(plain)
    with plain.test_request_context():
        said = texts()
    assert said["vi"].keys() == said["en"].keys()
    for key, vietnamese in said["vi"].items():
        assert set(re.findall(r"\{\w+\}", vietnamese)) == set(re.findall(r"\{\w+\}", said["en"][key])), key
        assert said["en"][key] != vietnamese or key in ("place.fix", "rows.done"), key  # numbers alone


def test_an_open_demo_says_whose_sign_in_has_the_masts(app: Flask) -> None:
    settings = app.extensions["bts-settings"]
    opened = create_app(settings, open_demo=True)
    try:
        held = registry_of(app)
        if not any(
            one.name == "kiemtra" for one in list_accounts(held)
        ):  # to whom the sample masts are given
            add_account(held, "kiemtra", [Role.INSPECTOR], password=PASSWORD, must_change=False, who="t")
        answer = opened.test_client().get("/field/token")
        assert answer.status_code == 200
        assert answer.json["try_as"] == ["kiemtra"]  # type: ignore[index]  # "inspector" has none
        assert signed_in(opened, "inspector").get("/field/token").json["try_as"] == []  # type: ignore[index]
    finally:
        opened.extensions["bts-registry"].close()


def test_the_background_of_a_pack_comes_in_ranges_and_only_by_its_key(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    client = signed_in(app, "inspector")
    held = tmp_path / "cut.pmtiles"
    held.write_bytes(bytes(range(200)))
    monkeypatch.setattr("web.field.api.pack_tiles_file", lambda _registry, _key: held)
    part = client.get("/field/background/abc.pmtiles", headers={"Range": "bytes=100-149"})
    assert (part.status_code, part.data) == (206, bytes(range(100, 150)))
    assert part.headers["Content-Range"] == "bytes 100-149/200"
    assert "no-transform" in part.headers["Cache-Control"]
    part.close()
    monkeypatch.undo()
    gone = client.get("/field/background/abc.pmtiles", headers={"Accept": "application/json"})
    assert (gone.status_code, code(gone)) == (404, "FIELD-TILES-GONE")
    assert app.test_client().get("/field/background/abc.pmtiles").status_code in {302, 401, 403}
