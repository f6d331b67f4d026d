"""The desk's pages by their answers: what comes in, who sees it, what is refused, what is written."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from registry.model.people import INSIDE, STAFF, Role
from registry.model.requests.desk import RequestState
from registry.services.office.calendar import today
from registry.services.office.sign_in.accounts import add_account
from registry.services.requests.letters.reply import reply_letter
from registry.services.requests.opened import load_request
from registry.services.requests.queue import queue
from tests.pages import Pages
from tests.services.requests import desk
from tests.services.requests.letters import replied
from tests.web.frame.test_languages import VIETNAMESE
from tests.web.people import PASSWORD, registry_of, sign_in
from web.frame.guard import guard_of

CITED = re.compile(r"(QĐ|NĐ|TTLT|Luật Xây dựng) [0-9/A-ZĐ-]+|, Điều [0-9()a-zđ, ]+")
"""A text of the law as it is cited in any language."""


def sent(folder: Path, **own: str) -> dict[str, object]:
    """A filled-in form with the list of five positions."""
    path = desk.write_list(folder / "ds.xlsx", desk.FIVE)
    return {
        "list": (io.BytesIO(path.read_bytes()), "ds.xlsx"),
        "kind": "position",
        "organisation": "VTL",
        "letter_number": "15/VT-KT",
        "letter_date": today().isoformat(),
        "received_on": today().isoformat(),
        **own,
    }


def received(pages: Pages, folder: Path, **own: str) -> str:
    """Send the form, register what its preview shows, and return the address of the request's page."""
    preview = str(pages.post("/requests/new", sent(folder, **own), 303).headers["Location"])
    return str(pages.post(f"{preview}/register", {}, 303).headers["Location"])


def version(app: Flask, address: str) -> int:
    """The version of a request as it stands."""
    return load_request(registry_of(app), address.rsplit("/", 1)[-1]).request.version


def account(app: Flask, name: str, role: Role, organisation: str = "") -> Pages:
    """A visitor with an account of their own, signed in."""
    add_account(
        registry_of(app),
        name,
        [role],
        organisation=organisation,
        password=PASSWORD,
        must_change=False,
        who="t",
    )
    pages = Pages(app)
    sign_in(pages.client, name)
    return pages


def test_an_empty_queue_invites_and_has_one_primary_button(app: Flask) -> None:
    page = Pages(app).page("/requests")
    assert "Chưa có hồ sơ nào" in page.text
    assert [a["href"] for a in page.all("a") if "primary" in a.get("class", "")] == ["/requests/new"]


def test_a_list_comes_in_with_a_number_and_stands_in_the_queue(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    address = received(pages, tmp_path)
    page = pages.page(address)
    assert f"1/{today().year}/HS-VT" in page.text
    assert any("15/VT-KT" in text for text in page.text)
    listed = pages.page("/requests?show=all")
    assert f"1/{today().year}/HS-VT" in listed.text
    assert f"1/{today().year}/HS-VT" not in pages.page("/requests?show=all&q=khong-co").text
    assert f"1/{today().year}/HS-VT" in pages.page("/requests?show=all&q=15/vt&sort=organisation").text


def test_what_nobody_has_taken_is_in_reach_of_every_officer(app: Flask, tmp_path: Path) -> None:
    """An officer with files of the own still finds the one that came in a minute ago."""
    viettel = account(app, "viettel", Role.CARRIER, "VTL")
    officer = account(app, "lan", Role.APPRAISER)
    address = received(viettel, tmp_path)
    number = f"1/{today().year}/HS-VT"
    assert number in officer.page("/requests?show=new").text
    officer.post(f"{address}/decide-all", {"version": str(version(app, address))}, 303)
    assert number not in officer.page("/requests?show=new").text
    assert number in officer.page("/requests?show=mine").text


def test_a_refused_file_is_said_on_the_form_and_what_was_typed_stays(app: Flask, tmp_path: Path) -> None:
    form = sent(tmp_path) | {"list": (io.BytesIO(b"not a list"), "ảnh.png")}
    answer = Pages(app).post("/requests/new", form, 400).get_data(as_text=True)
    assert "FILE-EXTENSION" in answer
    assert 'value="15/VT-KT"' in answer


def test_the_rows_stand_with_recommendation_and_no_decision_until_there_is_one(
    app: Flask, tmp_path: Path
) -> None:
    pages = Pages(app)
    address = received(pages, tmp_path)
    rows = pages.get(f"{address}/view.json").get_json()["rows"]
    assert [row.get("verdict") for row in rows].count("refuse") == 1
    assert {row["decision"] for row in rows} == {None}
    pages.post(f"{address}/decide-all", {"version": "1"}, 303)
    rows = pages.get(f"{address}/view.json").get_json()["rows"]
    assert [row["decision"]["code"] for row in rows] == [row["follows"] for row in rows]
    assert load_request(registry_of(app), address.rsplit("/", 1)[-1]).request.state is RequestState.APPRAISING


def decide(pages: Pages, address: str, row: int, status: int, **asked: object) -> dict[str, object]:
    """Decide a row as the page's script does."""
    headers = {"X-CSRFToken": pages.token(), "Accept": "application/json"}
    answer = pages.client.post(f"{address}/rows/{row}/decision", json=asked, headers=headers)
    assert answer.status_code == status, answer.get_data(as_text=True)
    found: dict[str, object] = answer.get_json()
    return found


def test_a_decision_against_the_recommendation_needs_its_reason(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    address = received(pages, tmp_path)
    refused = decide(pages, address, 4, 400, decision="agree", seen=0)
    assert refused["error"]["code"] == "REQUEST-REASON"  # type: ignore[index]
    bare = {"decision": "agree_with_conditions", "reason": "Hai bên đã thỏa thuận", "conditions": []}
    refused = decide(pages, address, 4, 400, **bare, seen=0)
    assert refused["error"]["code"] == "REQUEST-CONDITIONS"  # type: ignore[index]
    written = decide(pages, address, 4, 200, decision="agree", seen=0, reason="Hai bên đã thỏa thuận")
    assert written["decision"]["version"] == 1  # type: ignore[index]


def test_the_second_editor_gets_both_versions_and_writes_nothing(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    address = received(pages, tmp_path)
    decide(pages, address, 0, 200, decision="refuse", seen=0, reason="Bản thứ nhất")
    second = decide(pages, address, 0, 409, decision="supplement", seen=0, reason="Bản thứ hai")
    assert second["standing"]["reason"] == "Bản thứ nhất"  # type: ignore[index]
    kept = load_request(registry_of(app), address.rsplit("/", 1)[-1]).decisions
    assert [item.reason for item in kept] == ["Bản thứ nhất"]


@pytest.mark.parametrize("asked", [{"decision": "maybe"}, {"decision": "agree", "seen": "x"}, {}])
def test_a_decision_that_is_none_is_refused(app: Flask, tmp_path: Path, asked: dict[str, object]) -> None:
    pages = Pages(app)
    address = received(pages, tmp_path)
    error = decide(pages, address, 0, 400, **asked)["error"]
    assert error["code"] == "REQUEST-VALUE"  # type: ignore[index]
    assert decide(pages, address, 99, 404, decision="agree", seen=0)["error"]


def test_submitting_waits_for_every_row_and_issuing_needs_a_signed_pdf(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    address = received(pages, tmp_path)
    follows = pages.get(f"{address}/view.json").get_json()["rows"][0]["follows"]
    decide(pages, address, 0, 200, decision=follows, seen=0)
    form = {
        "version": str(version(app, address)),
        "state": "submitted",
        "reason-papers": "bản giấy",
        "reason-gaps": "-",
    }
    assert "REQUEST-UNDECIDED" in pages.post(f"{address}/state", form, 400).get_data(as_text=True)
    pages.post(f"{address}/decide-all", {}, 303)
    told, sentence = "văn bản trả lời thêm một câu", "chịu trách nhiệm bảo đảm khoảng cách"
    assert told in " ".join(pages.page(f"{address}/gate").text)
    request_id = address.rsplit("/", 1)[-1]
    assert sentence not in replied.text(reply_letter(registry_of(app), request_id, maps=False))
    pages.post(f"{address}/state", {**form, "version": str(version(app, address))}, 303)
    assert sentence in replied.text(reply_letter(registry_of(app), request_id, maps=False))
    assert len(queue(registry_of(app), "", today()).with_leader) == 1
    box = pages.page(f"{address}/gate").one(id="issue-number")
    assert box["placeholder"].startswith("512/")  # with the office's sign, as the letter has it
    seen = str(version(app, address))
    letter = {"version": seen, "number": "321/SKHCN-VT", "date": today().isoformat()}
    text = {**letter, "signed": (io.BytesIO(b"text"), "ký.pdf")}
    assert "REQUEST-NOT-PDF" in pages.post(f"{address}/issue", text, 400).get_data(as_text=True)
    unsigned = {**letter, "signed": (io.BytesIO(b"%PDF-1.7\n"), "ký.pdf")}
    said = pages.post(f"{address}/issue", unsigned, 400).get_data(as_text=True)
    assert "REQUEST-MATTERS" in said
    assert "không đọc được như một PDF" in said
    unsigned |= {"signed": (io.BytesIO(b"%PDF-1.7\n"), "ký.pdf"), "reason-signature": "ký giấy"}
    pages.post(f"{address}/issue", unsigned, 303)
    page = pages.page(address)
    assert "Đã ban hành" in page.text
    assert "Đã ghi nhận ban hành. Không còn hồ sơ nào chờ ban hành." in page.text
    assert "Không đọc được như một PDF" in page.text  # what was found of its signatures then
    signed = next(a["href"] for a in page.all("a") if "/files/" in a.get("href", ""))
    assert pages.get(signed).get_data().startswith(b"%PDF")
    assert pages.get(f"{address}/letter.docx").get_data().startswith(b"PK")
    assert pages.get(f"{address}/note.docx").get_data().startswith(b"PK")
    over = pages.page(f"{address}/gate").text  # to be looked at; nothing comes next
    assert "Đã ban hành" in over[: over.index("Bảng kiểm tra đã lưu")]
    assert "Trước khi ban hành" not in over[: over.index("Bảng kiểm tra đã lưu")]


def test_a_request_moved_meanwhile_is_not_moved_again(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    address = received(pages, tmp_path)
    seen = str(version(app, address))
    pages.post(f"{address}/state", {"version": seen, "state": "appraising"}, 303)
    form = {"version": seen, "state": "withdrawn", "reason": "Doanh nghiệp rút"}
    assert "CHANGED-MEANWHILE" in pages.post(f"{address}/state", form, 409).get_data(as_text=True)


def test_what_is_not_there_is_said_so(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    pages.get("/requests/khong-co", 404)
    pages.get("/requests/khong-co/view.json", 404)
    address = received(pages, tmp_path)
    pages.get(f"{address}/rows/99.json", 404)
    pages.get(f"{address}/files/{'0' * 64}", 404)


def test_a_leader_hands_back_with_a_reason(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    address = received(pages, tmp_path)
    pages.post(f"{address}/decide-all", {}, 303)
    form = {
        "version": str(version(app, address)),
        "state": "submitted",
        "reason-papers": "bản giấy",
        "reason-gaps": "-",
    }
    pages.post(f"{address}/state", form, 303)
    back = {"version": str(version(app, address)), "state": "draft"}
    radios = [item for item in pages.page(address).all("input") if item.get("name") == "state"]
    ways = {item["value"]: "checked" in item for item in radios}
    assert ways == {"draft": True, "withdrawn": False}  # the sheet's "return it" needs no second choosing
    assert "REQUEST-REASON" in pages.post(f"{address}/state", back, 400).get_data(as_text=True)
    pages.post(f"{address}/state", {**back, "reason": "Xem lại dòng 5"}, 303)
    seen = pages.page(address).text
    assert seen[seen.index(f"Lãnh đạo trả lại ngày {today():%d/%m/%Y}:") + 1] == "Xem lại dòng 5"
    assert f"↩ lãnh đạo trả lại ngày {today():%d/%m/%Y}" in pages.page("/requests?show=all").text
    pages.post(f"{address}/state", {**form, "version": str(version(app, address))}, 303)
    assert "Xem lại dòng 5" in pages.page(f"{address}/gate").text  # still said where it is issued
    again = {"version": str(version(app, address)), "state": "draft", "reason": "Xem lại dòng 7"}
    pages.post(f"{address}/state", again, 303)
    sheets = [
        a for a in account(app, "lan", Role.LEADER).page(address).all("a") if a["href"].endswith("/gate")
    ]
    assert sheets  # to be looked at; it is not the leader who submits it
    assert not any("primary" in link.get("class", "") for link in sheets)


def test_a_check_by_hand_needs_its_evidence_and_changes_what_counts(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    address = received(pages, tmp_path)
    found = pages.get(f"{address}/rows/0.json").get_json()["findings"]
    rule = found["texts"][next(item[0] for item in found["rows"][0] if item[1] == 1)]  # an unknown one
    note = {"kind": "manual_check", "rule": rule, "outcome": "pass"}
    assert "REQUEST-EVIDENCE" in pages.post(f"{address}/rows/0/notes", note, 400).get_data(as_text=True)
    kept = pages.post(f"{address}/rows/0/notes", {**note, "evidence": "Bản đồ số 12"}, 200).get_json()
    again = {kept["findings"]["texts"][item[0]]: item[1] for item in kept["findings"]["rows"][0]}
    assert again[rule] == 4
    assert kept["own"] == [rule]
    taken = {"row": 0, "seen": kept["notes"][0]["version"]}
    headers = {"X-CSRFToken": pages.token()}
    answer = pages.client.post(
        f"{address}/notes/{kept['notes'][0]['id']}/withdraw", json=taken, headers=headers
    )
    assert answer.get_json()["own"] == []


def test_every_figure_opens_what_it_counts(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    address = received(pages, tmp_path)
    page = pages.page("/requests/figures")
    links = [a["href"] for a in page.all("a") if "word=" in a.get("href", "")]
    assert links
    for link in links:
        behind = pages.page(link.partition("#")[0])
        leads = "/#mast=" if "word=masts" in link else address
        assert any(a.get("href", "").startswith(leads) for a in behind.all("a")), link
    assert any("word=masts" in link for link in links)
    pages.get("/requests/figures?word=rows&group=month&name=1999-01", 400)
    pages.get("/requests/figures?firts=2026-01-01", 400)
    for asked, cell in (("", "Tổng"), ("?word=masts", "BGG00045"), ("?word=rows", f"1/{today().year}/HS-VT")):
        answer = pages.client.get(f"/requests/figures.xlsx{asked}")
        book = openpyxl.load_workbook(io.BytesIO(answer.get_data()))
        answer.close()
        assert next(book.active.iter_rows(min_row=2, values_only=True))[0] == cell  # type: ignore[union-attr]


def test_the_pages_of_a_request_speak_english(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    address = received(pages, tmp_path)
    number = f"1/{today().year}/HS-VT"
    assert f"Đã tiếp nhận hồ sơ số {number}." in pages.page(address).text  # said once
    assert f"Đã tiếp nhận hồ sơ số {number}." not in pages.page(address).text
    pages.post("/language", {"lang": "en", "next": "/requests"})
    preview = str(pages.post("/requests/new", sent(tmp_path), 303).headers["Location"])
    paper = str(pages.post("/requests/new", {**sent(tmp_path), "paper": "1"}, 303).headers["Location"])
    for path in ("/requests?show=all", "/requests/new", preview, paper, address, "/requests/figures"):
        page = pages.page(path)
        words = {text for text in page.text if VIETNAMESE.search(CITED.sub("", text))} - page.quoted
        assert words <= {"Tiếng Việt", "Bắc Giang", "Đa Mai", "Mỹ Thái", "loại 1", "loại 2"}, (
            path
        )  # names stay as they are


def test_who_may_use_the_pages_of_requests_is_as_it_is_meant(app: Flask) -> None:
    readers = INSIDE | {Role.CARRIER}
    senders = STAFF | {Role.CARRIER}
    judges = frozenset({Role.APPRAISER, Role.LEADER})
    writers = judges | {Role.ADMINISTRATOR}
    meant: dict[str, frozenset[Role]] = {
        **dict.fromkeys(("start", "queue_book", "show", "rows", "around", "findings", "attachment"), readers),
        **dict.fromkeys(
            (
                "instead",
                "try_at",
                "numbered",
                "marked",
                "gate",
                "supplement_items",
                "annex",
                "signature",
                "conditions",
            ),
            readers,
        ),
        "photo": INSIDE,
        **dict.fromkeys(("new", "sample", "receive", "supplement", "supplemented"), senders),
        **dict.fromkeys(
            ("preview", "register", "correct", "add_file", "file_as", "behalf", "draft_marked"), senders
        ),
        **dict.fromkeys(("draft_rows", "draft_around", "draft_findings", "draft_instead"), senders),
        **dict.fromkeys(("draft_facts", "draft_list", "draft_typed", "draft_drop", "draft_answer"), senders),
        "draft_column": senders,
        **dict.fromkeys(
            ("draft_file", "draft_file_as", "draft_file_away", "draft_gate", "answer_supplement"), senders
        ),
        **dict.fromkeys(("answer_condition",), senders),
        **dict.fromkeys(("draft_columns_sure",), senders),
        **dict.fromkeys(("draft_cells", "draft_repair", "draft_repaired"), senders),
        **dict.fromkeys(("decide", "decide_all", "answer", "add_note", "withdraw", "move"), judges),
        **dict.fromkeys(("decide_chosen", "urban", "rewrite_note", "give", "judge_on", "facts"), judges),
        **dict.fromkeys(("ask_supplement", "drop_supplement", "used_conditions"), judges),
        **dict.fromkeys(("letter", "note", "supplement_document"), writers),
        **dict.fromkeys(("issue", "look_at_signed", "waive_condition"), frozenset({Role.LEADER})),
        **dict.fromkeys(("ask_visits", "withdraw_visit", "settle_by_visit"), judges),
        "position_visits": INSIDE,
        **dict.fromkeys(("meet_condition", "return_condition", "reopen_condition"), judges),
        "figures_page": INSIDE,
        "figures_book": INSIDE,
    }
    declared = {}
    for endpoint in app.view_functions:
        blueprint, _dot, name = endpoint.partition(".")
        if blueprint == "requests":
            guard = guard_of(app, endpoint)
            assert guard is not None
            declared[name] = guard.roles
    assert declared == meant
