"""The papers of a request by their answers: letters, minutes, print pages, the seal, the letter settings."""

import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from docx import Document
from flask import Flask

from registry.model.findings import Outcome
from registry.model.people import Role
from registry.model.requests.desk import RequestState
from registry.services.office.calendar import today
from registry.services.office.operation import jobs
from registry.services.office.registry import open_registry
from registry.services.office.sign_in.accounts import add_account
from registry.services.office.time_limits import set_office_number
from registry.services.requests.notes import record_answer, take_over
from registry.services.requests.opened import load_request
from registry.settings import Settings
from tests.pages import Pages
from tests.services.requests import desk
from tests.web.people import PASSWORD, registry_of, sign_in
from web.app import create_app

BODY = "Cục Tác chiến - Bộ Tổng Tham mưu"


@pytest.fixture
def address(settings: Settings, tmp_path: Path) -> str:
    """The address of a request of five rows under appraisal."""
    registry = open_registry(settings)
    request = desk.to(registry, desk.received(registry, tmp_path), RequestState.APPRAISING)
    registry.close()
    return f"/requests/{request.id}"


@pytest.fixture
def app(settings: Settings, address: str) -> Iterator[Flask]:
    app = create_app(settings)
    yield app
    if app.extensions["bts-registry"] is not None:
        jobs.finish(app.extensions["bts-registry"])
        app.extensions["bts-registry"].close()


def words(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_one_button_drafts_the_letters_and_an_answer_feeds_the_rows(app: Flask, address: str) -> None:
    pages = Pages(app)
    assert BODY in " ".join(pages.page(f"{address}/papers").text)
    pages.post(f"{address}/papers/draft", {"answer_by": today().isoformat()}, 303)
    (asked,) = load_request(registry_of(app), address.rsplit("/", 1)[-1]).consultations
    letter = pages.get(f"{address}/papers/letters/{asked.id}.docx").get_data()
    assert f"trước ngày {today():%d/%m/%Y}" in words(letter)
    form = {"version": "1", "outcome": "agree", "answer": "Không ảnh hưởng", "answer_number": "7/TC",
            "feed": "1", "file": (io.BytesIO(b"%PDF-1.7"), "trả lời.pdf")}  # fmt: skip
    bare = {**form, "outcome": "conditions", "answer": "", "file": (io.BytesIO(b"%PDF-1.7"), "khác.pdf")}
    refused = pages.post(f"{address}/papers/letters/{asked.id}/answer", bare, 400).get_data(as_text=True)
    assert "CONSULTATION-WORDS" in refused
    assert 'data-needed-with="outcome=conditions,object"' in refused
    silent = {**form, "outcome": "no_answer", "answer": "", "answer_number": "",
              "file": (io.BytesIO(b"%PDF-1.7"), "khác.pdf")}  # fmt: skip
    refused = pages.post(f"{address}/papers/letters/{asked.id}/answer", silent, 400).get_data(as_text=True)
    assert "CONSULTATION-TIME" in refused  # today is the body's still
    pages.post(f"{address}/papers/letters/{asked.id}/answer", form, 303)
    row = pages.get(f"{address}/rows/1.json").get_json()
    (note,) = row["notes"]
    assert (note["kind"], note["rule"], note["outcome"]) == ("manual_check", "AIR-02", "pass")
    assert [item["name"] for item in note["files"]] == ["trả lời.pdf"]
    assert "Thống nhất" in pages.page(f"{address}/papers").text
    # whoever answers on what stood before is told so
    pages.post(f"{address}/papers/letters/{asked.id}/answer", {**form, "file": "", "version": "1"}, 409)


def test_what_a_body_asked_by_hand_set_stands_among_the_drafted_conditions(app: Flask, address: str) -> None:
    pages, identity = Pages(app), address.rsplit("/", 1)[-1]
    pages.post(f"{address}/papers/ask", {"body": "UBND xã Một", "rows": "V2", "question": "?"}, 303)
    (asked,) = load_request(registry_of(app), identity).consultations
    said = {"version": "1", "outcome": "conditions", "answer": "Có đường vào", "answer_number": "5/UB"}
    pages.post(f"{address}/papers/letters/{asked.id}/answer", said, 303)
    row = pages.get(f"{address}/rows/1.json").get_json()
    told = f"Có đường vào (UBND xã Một, văn bản số 5/UB ngày {today():%d/%m/%Y})"
    (one,) = [item for item in row["conditions"] if item["text"] == told]
    assert (one["body"], one["struck"]) == ("UBND xã Một", False)
    assert [note["condition"] for note in row["notes"]] == [told]  # the press beside it adds no second


@pytest.mark.parametrize(("outcome", "given"), [("conditions", True), ("agree", False)])
def test_a_note_says_that_the_paper_is_there_where_a_body_agreed_on_a_condition(
    app: Flask, address: str, outcome: str, given: bool
) -> None:
    pages, identity = Pages(app), address.rsplit("/", 1)[-1]
    pages.post(f"{address}/papers/draft", {}, 303)
    (asked,) = load_request(registry_of(app), identity).consultations
    form = {"version": "1", "outcome": outcome, "answer": "Sơn đèn báo", "answer_number": "7/TC", "feed": "1"}
    pages.post(f"{address}/papers/letters/{asked.id}/answer", form, 303)
    (note,) = pages.get(f"{address}/rows/1.json").get_json()["notes"]
    assert (note["kind"], note["given"]) == ("manual_check", given)


def test_drafts_that_were_not_sent_are_counted_once_and_named_once(app: Flask, address: str) -> None:
    pages = Pages(app)
    for body in ("UBND xã Một", "UBND xã Hai"):
        form = {"body": body, "rows": "V1", "question": "Có vướng không?", "answer_by": ""}
        sent = pages.post(f"{address}/papers/ask", form, 303)
        assert sent.headers["Location"].endswith("#asked")
    text = " ".join(pages.page(address).text)
    assert "2 công văn lấy ý kiến mới là dự thảo, chưa gửi" in text
    assert "Công văn lấy ý kiến UBND xã Một mới là dự thảo" not in text
    assert "UBND xã Một; UBND xã Hai" in text


def test_a_day_after_the_file_itself_is_due_is_said_beside_the_letter(app: Flask, address: str) -> None:
    pages = Pages(app)
    set_office_number(registry_of(app), "LIM-POSITION.days", 10, who="t")
    due = load_request(registry_of(app), address.rsplit("/", 1)[-1]).clock.due_on
    assert due is not None
    late = "sau hạn trả lời hồ sơ"
    for body, day in (("UBND xã Một", due), ("UBND xã Hai", due + dt.timedelta(1))):
        form = {"body": body, "rows": "V1", "question": "Có vướng không?", "answer_by": day.isoformat()}
        pages.post(f"{address}/papers/ask", form, 303)
    said = " ".join(pages.page(f"{address}/papers").text)
    assert said.count(f"{late}, {due:%d/%m/%Y}") == 1
    assert said.index("UBND xã Một") < said.index("UBND xã Hai") < said.index(late)


def test_an_answer_that_came_without_the_officer_is_put_to_its_rows_by_a_button(
    app: Flask, address: str
) -> None:
    pages, identity = Pages(app), address.rsplit("/", 1)[-1]
    pages.post(f"{address}/papers/draft", {}, 303)
    (asked,) = load_request(registry_of(app), identity).consultations
    sent = {"version": "1", "letter_number": "9/S", "sent_on": today().isoformat()}
    pages.post(f"{address}/papers/letters/{asked.id}/sent", sent, 303)
    record_answer(
        registry_of(app),
        identity,
        asked.id,
        outcome="agree",
        answer="",
        answered_on=today(),
        who="tc",
        seen=2,
    )
    (note,) = pages.get(f"{address}/rows/1.json").get_json()["notes"]
    assert (note["kind"], note["id"]) == (
        "consulted",
        "",
    )  # beside its rows, and not yet in the place of a finding
    assert "Ghi kết quả vào các vị trí" in pages.page(f"{address}/papers").text
    pages.post(f"{address}/papers/letters/{asked.id}/feed", {}, 303)
    (note,) = pages.get(f"{address}/rows/1.json").get_json()["notes"]
    assert (note["kind"], note["outcome"]) == ("manual_check", "pass")
    assert "Ghi kết quả vào các vị trí" not in pages.page(f"{address}/papers").text


def test_an_answer_that_says_otherwise_of_one_position_feeds_each_with_its_own(
    app: Flask, address: str
) -> None:
    pages, identity = Pages(app), address.rsplit("/", 1)[-1]
    pages.post(f"{address}/papers/draft", {}, 303)
    (asked,) = load_request(registry_of(app), identity).consultations
    first, *_others, last = asked.rows or range(5)
    form = {"version": "1", "outcome": "agree", "answer_number": "7/TC", "feed": "1",
            "other_outcome": "object", "other_answer": "vướng tĩnh không"}  # fmt: skip
    refused = pages.post(f"{address}/papers/letters/{asked.id}/answer", {**form, "other_rows": "V9"}, 400)
    assert "vướng tĩnh không" in refused.get_data(as_text=True), "what was typed is still there"
    said = {**form, "other_rows": f"TT {last + 1}"}
    pages.post(f"{address}/papers/letters/{asked.id}/answer", said, 303)
    for row, outcome, words_of in ((first, "pass", "Thống nhất"), (last, "review", "vướng tĩnh không")):
        (note,) = pages.get(f"{address}/rows/{row}.json").get_json()["notes"]
        assert (note["kind"], note["rule"], note["outcome"]) == ("manual_check", "AIR-02", outcome)
        assert words_of in note["text"]
    answers = {one.outcome: one.rows for one in load_request(registry_of(app), identity).consultations}
    assert answers["object"] == (last,)
    assert last not in answers["agree"]


def test_the_file_of_a_letter_bears_the_name_of_its_body_in_whole_words(app: Flask, address: str) -> None:
    pages = Pages(app)
    for body in ("UBND tỉnh (qua Sở Nông nghiệp và Môi trường)", "Ban Chỉ huy " + "Phòng thủ khu vực " * 5):
        pages.post(f"{address}/papers/ask", {"body": body, "rows": "V3", "question": "Có ngõ không?"}, 303)
        asked = load_request(registry_of(app), address.rsplit("/", 1)[1]).consultations[-1]
        answer = pages.get(f"{address}/papers/letters/{asked.id}.docx")
        name = unquote(answer.headers["Content-Disposition"].rpartition("''")[2])
        bears = name.removesuffix(".docx").removesuffix("…").split()
        assert set(bears[bears.index(body.split()[0]) :]) <= set(body.split())


def test_a_body_is_asked_about_rows_by_code_and_a_refusal_keeps_what_was_typed(
    app: Flask, address: str
) -> None:
    pages = Pages(app)
    form = {"body": "UBND xã Tân Dĩnh", "rows": "V3, 5", "question": "Có ngõ vào không?"}
    refused = pages.post(f"{address}/papers/ask", {**form, "rows": "V3, V9"}, 400).get_data(as_text=True)
    assert "REQUEST-ROWS" in refused
    assert "“V9”" in refused
    assert 'value="UBND xã Tân Dĩnh"' in refused
    assert 'value="V3, V9"' in refused
    assert ">Có ngõ vào không?</textarea>" in refused
    long = pages.post(f"{address}/papers/ask", {**form, "question": "Hỏi" * 1400}, 400).get_data(as_text=True)
    assert "TEXT-LONG" in long
    assert "4200" in long or "4.200" in long
    assert f">{'Hỏi' * 1400}</textarea>" in long
    two = pages.post(f"{address}/papers/ask", {**form, "rows": "5"}, 400).get_data(as_text=True)
    assert "dòng 5 của danh sách (V4) hoặc số thứ tự 5 trong công văn (V5)" in two  # neither is guessed
    pages.post(f"{address}/papers/ask", {**form, "rows": "V3, TT 5"}, 303)
    page = pages.page(f"{address}/papers")
    assert "3 (V3, dòng 4), 5 (V5, dòng 6)" in " ".join(page.text)
    (drop,) = [e["action"] for k, e in page.elements if e.get("action", "").endswith("/drop")]
    pages.post(drop, {"version": "1"}, 303)  # not sent: thrown away
    assert "5 (V5, dòng 6)" not in " ".join(pages.page(f"{address}/papers").text)
    pages.post(drop, {"version": "1"}, 404)


def test_a_meeting_is_recorded_and_its_minutes_come_as_docx(app: Flask, address: str) -> None:
    pages = Pages(app)
    form = {"held_on": today().isoformat(), "place": "Phòng họp A", "chair": "Ông A", "secretary": "Bà B",
            "body-0": "UBND phường Đa Mai", "people-0": "Ông C", "rows-0": "TT 1-2, dòng 6",
            "outcome-0": "conditions", "text-0": "Có rào chắn", "conclusion-0": "Thống nhất",
            "body-1": "UBND xã vắng mặt", "outcome-1": "no_answer"}  # fmt: skip
    pages.post(f"{address}/papers/meetings", form, 303)
    page = pages.page(f"{address}/papers")
    (minutes,) = [a["href"] for a in page.all("a") if "/papers/meetings/" in a.get("href", "")]
    text = words(pages.get(minutes).get_data())
    assert "1 (V1), 2 (V2), 5 (V5)" in text
    assert "Thống nhất có điều kiện: Có rào chắn" in text
    assert "vắng mặt" not in text  # the form offered its name; nobody came and nothing was said
    answer = pages.post(f"{address}/papers/meetings", {**form, "rows-0": "x"}, 400).get_data(as_text=True)
    assert "Phòng họp A" in answer  # what was typed stays
    pages.post(f"{address}/papers/meetings", {**form, "body-0": ""}, 400)


def test_the_print_pages_say_what_the_letters_say_and_draw_the_maps(app: Flask, address: str) -> None:
    pages = Pages(app)
    reply = ("1. Thống nhất 4/5 vị trí đề nghị", "V5")
    note = ("mức quy định 120,0 m", "BGG00045")
    for what, part, drawn, said in (
        ("reply", "Kính gửi: Viettel", 5, reply),
        ("note", "PHIẾU THẨM ĐỊNH", 1, note),  # beside the one row that needs a human
    ):
        page = pages.page(f"{address}/print?what={what}")
        assert part in page.text
        maps = [image["src"] for image in page.all("img")]
        assert len(maps) == drawn
        assert pages.get(maps[-1]).get_data().startswith(b"\x89PNG")
        letter = words(pages.get(f"{address}/{'letter' if what == 'reply' else 'note'}.docx").get_data())
        for text in said:
            assert text in " ".join(page.text)
            assert text in letter
    assert "BGG00045" not in " ".join(pages.page(f"{address}/print?what=reply").text)
    pages.get(f"{address}/print?what=x", 400)
    pages.get(f"{address}/print/maps/99.png", 404)


def test_words_that_name_anothers_mast_are_warned_of(app: Flask, address: str) -> None:
    pages, identity = Pages(app), address.rsplit("/", 1)[-1]
    assert "Lời ghi có mã cột của doanh nghiệp khác" not in pages.page(f"{address}/papers").text
    take_over(registry_of(app), identity, 4, "SPC-01", Outcome.FAIL, reason="Sát BGG00045", who="lan")
    shown = pages.page(f"{address}/papers").text
    assert "Lời ghi có mã cột của doanh nghiệp khác" in shown
    answer = pages.client.post(
        f"{address}/rows/4/confidential",
        data=json.dumps({"text": "cách bgg00045"}),
        headers={"Content-Type": "application/json", "X-CSRFToken": pages.token()},
    )
    assert answer.get_json() == {"codes": ["bgg00045"]}


def issue(app: Flask, pages: Pages, address: str) -> None:
    identity = address.rsplit("/", 1)[-1]
    pages.post(f"{address}/decide-all", {"version": "1"}, 303)

    def version() -> str:
        return str(load_request(registry_of(app), identity).request.version)

    pages.post(
        f"{address}/state",
        {"state": "submitted", "version": version(), "reason-papers": "-", "reason-gaps": "-"},
        303,
    )
    form = {"number": "5/SKHCN", "date": today().isoformat(), "version": version(), "reason-signature": "-"}
    pages.post(f"{address}/issue", form | {"signed": (io.BytesIO(b"%PDF-1.7\n"), "ký.pdf")}, 303)


def test_an_issue_starts_the_seal_and_the_page_shows_it(app: Flask, address: str) -> None:
    pages = Pages(app)
    assert pages.get(f"{address}/seal.json").get_json() == {"state": "none"}
    pages.post(f"{address}/seal", {}, 400)
    issue(app, pages, address)
    assert pages.get(f"{address}/seal.json").get_json()["state"] in {"working", "sealed"}
    assert jobs.finish(registry_of(app))
    seal = pages.get(f"{address}/seal.json").get_json()
    assert seal["state"] == "sealed"
    page = pages.page(f"{address}/papers")
    for text in (seal["seal"], seal["sha256"], "letter.docx"):
        assert text in page.text
    assert any(v.get("href", "").startswith("/packages/check?seal=") for v in page.all("a"))
    package = pages.get(f"{address}/package.zip").get_data()
    assert len(package) == seal["size_bytes"]
    assert seal["sha256"] in " ".join(pages.page(address).text)


def test_a_package_that_was_broken_off_is_said_and_made_by_the_button(
    app: Flask, address: str, tmp_path: Path
) -> None:
    registry, pages = registry_of(app), Pages(app)
    request = desk.issued(registry, tmp_path, desk.received(registry, tmp_path, [("W1", 2500.0, 0.0)]))
    other = f"/requests/{request.id}"
    assert pages.get(f"{other}/seal.json").get_json() == {"state": "missing"}
    page = pages.page(f"{other}/papers")
    assert any("đã bị ngắt" in text for text in page.text)
    pages.post(f"{other}/seal", {}, 303)
    assert jobs.finish(registry)
    assert pages.get(f"{other}/seal.json").get_json()["state"] == "sealed"


def test_the_administrator_states_the_letterhead_and_takes_a_template(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    page = pages.page("/office/letters")
    assert page.text.count("chưa đặt") >= 9
    pages.post("/office/letters", {"symbol": "SKHCN-VT", "signer_title": "PHÓ GIÁM ĐỐC"}, 303)
    assert pages.page("/office/letters").one(id="field-symbol")["value"] == "/SKHCN-VT"
    # a page that was opened before: what it changes of the same is refused, what it leaves alone stays
    late = pages.post("/office/letters", {"symbol": "STTTT", "signer": "Nguyễn Văn A"}, 409)
    assert "giá trị: /SKHCN-VT" in late.get_data(as_text=True)
    assert 'value="Nguyễn Văn A"' in late.get_data(as_text=True)
    pages.post("/office/letters", {"symbol": "", "signer": "Nguyễn Văn A"}, 303)
    assert pages.page("/office/letters").one(id="field-symbol")["value"] == "/SKHCN-VT"
    assert pages.page("/office/letters").one(id="field-signer")["value"] == "Nguyễn Văn A"
    pages.post("/office/letters", {"answer_days": "0"}, 400)
    house = pages.get("/office/letters/templates/reply-vi.docx").get_data()
    form = {"template": (io.BytesIO(house), "mẫu.docx"), "deed": "try"}
    tried = pages.post("/office/letters/templates/reply-vi", form, 200)
    assert "BẢN THỬ MẪU" in words(tried.get_data())
    form = {"template": (io.BytesIO(house), "mẫu.docx"), "deed": "use"}
    pages.post("/office/letters/templates/reply-vi", form, 303)
    assert "mẫu của cơ quan mẫu.docx" in " ".join(pages.page("/office/letters").text)
    hostile = Document()
    hostile.add_paragraph("{{ recipient.__class__ }}")
    hostile.save(str(tmp_path / "h.docx"))
    form = {"template": (io.BytesIO((tmp_path / "h.docx").read_bytes()), "h.docx"), "deed": "use"}
    refused = pages.post("/office/letters/templates/note-vi", form, 400).get_data(as_text=True)
    assert "LETTER-TEMPLATE-REFUSED" in refused
    pages.post("/office/letters/templates/reply-vi", {"deed": "house"}, 303)
    pages.get("/office/letters/templates/x-vi.docx", 400)


def test_a_carrier_reads_no_papers_and_its_findings_hide_what_the_officer_wrote(
    app: Flask, address: str
) -> None:
    registry, identity = registry_of(app), address.rsplit("/", 1)[-1]
    take_over(registry, identity, 4, "SPC-01", Outcome.FAIL, reason="Sát BGG00045", who="lan")
    issue(app, Pages(app), address)
    assert jobs.finish(registry)
    for name, role, organisation in (("vtl", Role.CARRIER, "VTL"), ("lan", Role.APPRAISER, "")):
        add_account(
            registry, name, [role], organisation=organisation, password=PASSWORD, must_change=False, who="t"
        )
    carrier, officer = Pages(app), Pages(app)
    sign_in(carrier.client, "vtl")
    for path in ("papers", "print", "package.zip", "seal.json"):
        assert carrier.client.get(f"{address}/{path}").status_code == 403, path
    shown = carrier.client.get(f"{address}/rows/4.json").get_data(as_text=True)
    assert "BGG00045" not in shown
    assert "Sát (mã không công bố)" in shown
    assert "BGG00045" not in carrier.client.get(f"{address}/view.json").get_data(as_text=True)
    sign_in(officer.client, "lan")
    assert "Sát BGG00045" in officer.client.get(f"{address}/rows/4.json").get_data(as_text=True)
    assert officer.client.get("/office/letters").status_code == 403
