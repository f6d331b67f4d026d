"""Sharing requests by their pages: each side its part, the clock, the letters, and what a reply needs."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from registry.model.requests.desk import RequestState
from registry.services.office.calendar import today
from registry.services.requests.opened import load_request
from registry.services.requests.reading import get_request
from registry.services.requests.sharing import sharing_of
from registry.settings import Settings
from tests.pages import Pages
from tests.services.requests import desk
from tests.web.people import registry_of, visitor
from tests.web.requests.sharing_office import MAST, asked, number, office_of_sharing


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return office_of_sharing(tmp_path)


def test_an_empty_page_invites_and_says_what_it_is_for(app: Flask) -> None:
    page = visitor(app, "lan").page("/sharing")
    assert "Chưa có đề nghị dùng chung nào" in page.text
    assert [a["href"] for a in page.all("a") if "primary" in a.get("class", "")] == ["/sharing/new"]
    assert "Ghi đề nghị đầu tiên" not in visitor(app, "xem").page("/sharing").text


def test_the_form_comes_filled_in_from_a_row_of_a_request(app: Flask) -> None:
    page = visitor(app, "lan").page(f"/sharing/new?mast={MAST}&request={number()}&row=4")
    assert page.one(id="mast")["value"] == MAST
    assert page.one(id="row")["value"] == "5"
    chosen = [option["value"] for option in page.all("option") if "selected" in option]
    assert chosen == ["VTL", "VNPT"]
    # a carrier learns nothing of whose mast a code is
    page = visitor(app, "viettel").page(f"/sharing/new?mast={MAST}&request={number()}&row=4")
    assert not [option for option in page.all("option") if "selected" in option]
    visitor(app, "vms").get(f"/sharing/new?request={number()}", 404)


def test_an_answer_is_used_only_while_the_request_waits(app: Flask) -> None:
    used, ended = "được dùng khi xét dòng đó", "Hồ sơ này đã kết thúc"
    way = f"/sharing/new?mast={MAST}&request={number()}&row=4"
    page = " ".join(visitor(app, "viettel").page(way).text)
    assert (used in page, ended in page) == (True, False)
    office = registry_of(app)
    found = get_request(office, number())
    desk.to(office, found, RequestState.WITHDRAWN, reason="rút")
    page = " ".join(visitor(app, "viettel").page(way).text)
    assert (used in page, ended in page) == (False, True)


def test_each_side_sees_its_part_and_others_nothing(app: Flask) -> None:
    way = asked(app)
    office, asker, owner = (visitor(app, name) for name in ("lan", "viettel", "vnpt"))
    for pages in (office, owner):
        page = pages.page(way)
        assert any(MAST in text for text in page.text)
        assert f"/#mast={MAST}" in {
            link.get("href") for link in page.all("a")
        }  # what it carries, how high it is
    assert not any(MAST in text for text in asker.page(way).text)
    assert not any("#mast=" in link.get("href", "") for link in asker.page(way).all("a"))
    assert any(number() in text for text in asker.page(way).text)
    assert not any(number() in text for text in owner.page(way).text)
    other = visitor(app, "vms")
    other.get(way, 404)
    assert "Chưa có đề nghị dùng chung nào" in other.page("/sharing").text
    form = {"version": "1", "answer": "agree", "replied_on": today().isoformat()}
    other.post(f"{way}/reply", form, 404)
    asker.post(f"{way}/reply", form, 400)
    visitor(app, "xem").post(f"{way}/reply", form, 403)
    assert sharing_of(registry_of(app))[0].answer == ""


def test_a_search_names_the_group_in_which_it_finds_a_request(app: Flask) -> None:
    asked(app)
    pages = visitor(app, "lan")
    empty = pages.get(f"/sharing?show=answered&q={MAST}").get_data(as_text=True)
    assert "Có ở nhóm khác:" in empty
    assert f"show=awaited&amp;q={MAST}" in empty
    assert "Có ở nhóm khác:" not in pages.get("/sharing?show=answered&q=khongco").get_data(as_text=True)


def test_the_owner_replies_on_its_own_page_and_the_reason_is_kept(app: Flask) -> None:
    way = asked(app)
    owner = visitor(app, "vnpt")
    assert "Chờ tôi trả lời" in owner.page("/sharing").text
    waits = [e for e in owner.page("/approvals").all("span") if e.get("class") == "waits"]
    assert (
        len(waits) == 3
    )  # the group's, the page's, and the inbox's: one need not open each to find what waits
    assert not [
        e for e in visitor(app, "viettel").page("/approvals").all("span") if e.get("class") == "waits"
    ]
    form = {"version": "1", "answer": "refuse", "replied_on": today().isoformat()}
    refused = owner.post(f"{way}/reply", form, 400).get_data(as_text=True)
    assert "REQUEST-REASON" in refused
    letter = (io.BytesIO(b"%PDF-1.7\n"), "CV 55.pdf")
    owner.post(f"{way}/reply", {**form, "reason": "cột hết tải trọng", "file": letter}, 303)
    said = [text for text in owner.page(way).text if text.startswith("Đã gửi trả lời cho Viettel")]
    assert "trả lời đã gửi không sửa được" in said[0]
    owner.post(f"{way}/reply", {**form, "answer": "agree"}, 409)
    found = sharing_of(registry_of(app))[0]
    assert (found.answer, found.reason) == ("refuse", "cột hết tải trọng")
    for name in ("viettel", "lan"):
        pages = visitor(app, name)
        assert "cột hết tải trọng" in pages.page(way).text
        link = next(a["href"] for a in pages.page(way).all("a") if "/files/" in a["href"])
        answer = pages.client.get(link)
        assert answer.get_data() == b"%PDF-1.7\n"
        answer.close()
        visitor(app, "vms").get(link, 404)
    assert "cột hết tải trọng" in visitor(app, "lan").page("/sharing?show=answered").text


def test_a_letter_outside_any_request_keeps_its_name(app: Flask) -> None:
    way = asked(app, request="", row="", file=(io.BytesIO(b"%PDF-1.7\nhoi"), "Công văn hỏi.pdf"))
    asker = visitor(app, "viettel")  # asks by itself: it is told what comes next and until when
    own = asker.post("/sharing/new", {"owner": "VNPT", "mast": MAST, "sent_on": today().isoformat()}, 303)
    due = next(
        item.due_on for item in sharing_of(registry_of(app)) if own.headers["Location"].endswith(item.id)
    )
    assert due is not None
    said = [text for text in asker.page(own.headers["Location"]).text if text.startswith("Đã gửi đề nghị")]
    assert f"Hạn trả lời của VNPT: hết ngày {due:%d/%m/%Y}" in said[0]
    pages = visitor(app, "vnpt")
    assert "Công văn hỏi.pdf" in pages.page(way).text
    assert desk.sound(registry_of(app))


def test_each_side_finds_the_letter_that_is_its_own_to_send(app: Flask) -> None:
    """The asker its letter to the owner, the office that to both; the owner has none to draft."""
    way = asked(app)
    office, asker, owner = (visitor(app, name) for name in ("lan", "viettel", "vnpt"))
    links = {
        name: [a["href"] for a in pages.page(way).all("a") if a["href"].endswith(".docx")]
        for name, pages in (("lan", office), ("viettel", asker), ("vnpt", owner))
    }
    own, both = f"{way}/request.docx", f"{way}/both.docx"
    assert links == {"lan": [own, both], "viettel": [own], "vnpt": []}
    assert asker.get(own).data[:2] == b"PK"
    assert office.get(both).data[:2] == b"PK"
    owner.get(own, 400)
    asker.get(both, 403)


@pytest.mark.parametrize(
    "own",
    [
        {"owner": "VTL"},
        {"asker": "VNPT", "owner": "VMS"},  # asks another for its own mast
        {"owner": "AI"},
        {"mast": " "},
        {"row": "99"},
        {"sent_on": "2099-01-01"},
        {"row": "x"},
    ],
)
def test_what_cannot_be_is_refused_on_the_form_and_stays_typed(app: Flask, own: dict[str, str]) -> None:
    form = {
        "asker": "VTL", "owner": "VNPT", "mast": MAST, "request": number(), "row": "5",
        "letter_number": "12/VT", "sent_on": today().isoformat(), **own,
    }  # fmt: skip
    answer = visitor(app, "lan").post("/sharing/new", form, 400).get_data(as_text=True)
    assert 'value="12/VT"' in answer
    assert sharing_of(registry_of(app)) == []


def test_no_ground_is_preset_and_a_refusal_leads_to_its_field(app: Flask) -> None:
    way, owner = asked(app), visitor(app, "vnpt")
    ground = owner.page(way).one(id="ground")
    assert ground["data-required-when"] == "answer=refuse"
    chosen = [one["value"] for one in owner.page(way).all("option") if "selected" in one]
    assert "other" not in chosen
    form = {"version": "1", "answer": "refuse", "ground": "load", "replied_on": today().isoformat()}
    refused = owner.post(f"{way}/reply", form, 400).get_data(as_text=True)
    assert re.search(r'data-code="REQUEST-REASON" data-fields="reason [^"]*"', refused)
    assert "js/frame/refusal.js" in refused


def handle_of(pages: Pages, rows: str) -> str:
    """Return how a carrier's page names the only mast that its row 5 could be hung on instead."""
    (host,) = pages.get(f"{rows}/4/alternatives.json").get_json()["hosts"]
    assert (host["code"], host["at"], host["owner"]) == (None, None, None)
    assert "asked" not in host
    return str(host["handle"])


def test_a_refused_row_leads_its_carrier_to_the_owner_of_a_mast_it_is_not_told(app: Flask) -> None:
    asker, owner = visitor(app, "viettel"), visitor(app, "vnpt")
    request = asker.get(f"/requests/numbered/{number()}", 302).headers["Location"].rpartition("/")[2]
    named = handle_of(asker, f"/requests/{request}/rows")
    form = asker.page(f"/sharing/new?request={request}&row=4&mast=&host={named}")
    assert not any(MAST in text for text in form.text)
    assert "VNPT" in form.text
    assert form.one(id="wanted").get("name") == "wanted"
    sent = {
        "request": request, "row": "5", "host": named, "owner": "VMS", "mast": "BGG99999",
        "wanted": "Lắp 3 ăng ten ở 36 m", "sent_on": today().isoformat(), "letter_number": "31/VT",
    }  # fmt: skip
    way = asker.post("/sharing/new", sent, 303).headers["Location"]
    again = asker.post("/sharing/new", sent, 409).get_data(as_text=True)
    assert ("về cột này" in again, MAST in again) == (True, False)
    (kept,) = sharing_of(registry_of(app))
    assert (kept.asker, kept.owner, kept.mast, kept.row) == ("VTL", "VNPT", MAST, 4)
    (host,) = asker.get(f"/requests/{request}/rows/4/alternatives.json").get_json()["hosts"]
    assert (host["asked"]["url"], MAST in host["asked"]["text"]) == (way, False)  # not to be asked again
    assert "Lắp 3 ăng ten ở 36 m" in owner.page(way).text
    (line,) = asker.get(f"/requests/{request}/rows/4.json").get_json()["sharing"]
    assert (MAST in line["text"], line["answer"], line["url"]) == (False, "awaited", way)
    assert not any(MAST in text for text in (*asker.page(way).text, *asker.page("/notices").text))
    reply = {"version": "1", "answer": "agree", "replied_on": today().isoformat()}
    owner.post(f"{way}/reply", reply, 303)
    assert any(MAST in text for text in asker.page(way).text)  # it could not be shared without its code
    asker.post("/sharing/new", {**sent, "host": "0" * 24}, 400)


def test_who_described_a_mast_reads_which_one_its_owner_agreed_to(app: Flask) -> None:
    asker, owner = visitor(app, "viettel"), visitor(app, "vnpt")
    sent = {"owner": "VNPT", "mast": "cột gần chợ", "sent_on": today().isoformat()}
    way = asker.post("/sharing/new", sent, 303).headers["Location"]
    seen = owner.page(way)
    assert not any("#mast=" in link.get("href", "") for link in seen.all("a"))  # a description is no code
    assert any("Đồng ý thì ghi mã cột ở ô này" in text for text in seen.text)
    reply = {"version": "1", "replied_on": today().isoformat(), "reason": f"Cột {MAST}, treo dưới 30 m"}
    owner.post(f"{way}/reply", {**reply, "answer": "conditions"}, 303)
    assert any(MAST in text for text in asker.page(way).text)
    assert any(MAST in text for text in asker.page("/sharing?show=answered").text)


def test_a_refusal_names_no_mast_of_the_owner_to_who_asked(app: Flask) -> None:
    asker, owner = visitor(app, "viettel"), visitor(app, "vnpt")
    sent = {"owner": "VNPT", "mast": "cột gần chợ", "sent_on": today().isoformat()}
    way = asker.post("/sharing/new", sent, 303).headers["Location"]
    reply = {
        "version": "1", "replied_on": today().isoformat(), "answer": "refuse", "ground": "load",
        "reason": f"Cột {MAST} không chịu thêm tải",
    }  # fmt: skip
    owner.post(f"{way}/reply", reply, 303)
    assert not any(MAST in text for text in asker.page(way).text)


def test_the_asker_takes_its_request_back_until_it_is_answered(app: Flask) -> None:
    way = asked(app)
    asker, owner = visitor(app, "viettel"), visitor(app, "vnpt")
    form = {"version": "1", "why": "tìm được chỗ khác"}
    owner.post(f"{way}/withdraw", form, 400)
    assert not any(f["action"].endswith("/withdraw") for f, _names in owner.page(way).forms if "action" in f)
    asker.post(f"{way}/withdraw", form, 303)
    for pages in (asker, owner):
        page = pages.page(way)
        assert "Bên đề nghị đã rút" in page.text
        assert "tìm được chỗ khác" in page.text
        assert "Gửi trả lời" not in page.text
    reply = {"version": "2", "answer": "agree", "replied_on": today().isoformat()}
    owner.post(f"{way}/reply", reply, 409)


def test_an_owner_that_denies_what_the_register_has_is_looked_into(app: Flask) -> None:
    way = asked(app)
    form = {
        "version": "1", "answer": "refuse", "ground": "none", "reason": "không phải cột của chúng tôi",
        "replied_on": today().isoformat(),
    }  # fmt: skip
    visitor(app, "vnpt").post(f"{way}/reply", form, 303)
    assert "Không có cột này, hoặc không phải chủ cột" in visitor(app, "viettel").page(way).text
    file = load_request(registry_of(app), number())
    (found,) = (item for item in file.rows[4].findings if item.rule == "SHR-02")
    assert (found.code, found.related) == ("SHR-02-CONTRADICTED", MAST)
    row = visitor(app, "viettel").get(f"/requests/{file.request.id}/rows/4.json").get_json()
    assert not any(MAST in text for text in row["findings"]["texts"])


def test_what_is_asked_from_a_preview_counts_for_the_request_that_it_becomes(
    app: Flask, tmp_path: Path
) -> None:
    asker = visitor(app, "viettel")
    path = desk.write_list(tmp_path / "ds.xlsx", [("V9", 70.0, 0.0)] * 5)
    form = {
        "kind": "position", "organisation": "VTL", "letter_number": "90/VT",
        "received_on": today().isoformat(), "list": (io.BytesIO(path.read_bytes()), "ds.xlsx"),
    }  # fmt: skip
    preview = asker.post("/requests/new", form, 303).headers["Location"]
    named, draft = handle_of(asker, f"{preview}/rows"), preview.rpartition("/")[2]
    assert "VNPT" in asker.page(f"/sharing/new?draft={draft}&row=4&mast=&host={named}").text
    sent = {"draft": draft, "row": "5", "host": named, "sent_on": today().isoformat()}
    way = asker.post("/sharing/new", sent, 303).headers["Location"]
    assert not any(MAST in text for text in asker.page(way).text)  # the register found it, nobody told
    assert any(
        "còn trong thời hạn" in text for text in asker.get(f"{preview}/rows/4.json").get_json()["texts"]
    )
    visitor(app, "vnpt").get(f"/sharing/new?draft={draft}&row=4&mast=&host={named}", 404)
    request = asker.post(f"{preview}/register", {"again": "lập lại để thử"}, 303).headers["Location"]
    row = asker.get(f"{request}/rows/4.json").get_json()
    assert [line["url"] for line in row["sharing"]] == [way]


@pytest.mark.parametrize("person", ["lan", "viettel"])
@pytest.mark.parametrize(("row", "read"), [("", True), ("5", False)])
def test_only_a_code_that_its_letter_named_is_the_asker_s_to_read(
    app: Flask, person: str, row: str, read: bool
) -> None:
    """What anybody chose beside a row of a list not yet sent, the register found (decision 0150)."""
    way = asked(app, by=person, request="", row=row)
    assert any(MAST in text for text in visitor(app, "lan").page(way).text)
    asker = visitor(app, "viettel")
    assert any(MAST in text for text in (*asker.page(way).text, *asker.page("/sharing").text)) is read


def test_the_workbook_of_a_carrier_is_as_masked_as_its_page(app: Flask) -> None:
    asked(app)
    for name, shown in (("lan", True), ("viettel", False), ("vnpt", True)):
        answer = visitor(app, name).client.get("/sharing/export.xlsx")
        book = openpyxl.load_workbook(io.BytesIO(answer.get_data()))
        answer.close()
        rows = list(book.active.iter_rows(values_only=True))  # type: ignore[union-attr]
        assert len(rows) == 2
        assert (MAST in rows[1]) is shown
        assert (number() in rows[1]) is (name != "vnpt")
