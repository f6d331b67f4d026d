"""A consulted body's pages: the questions that bear its name, their rows, its answer, and nothing else."""

import datetime as dt
import io
import re
from pathlib import Path

import pytest
from flask import Flask

from registry.model.areas import full_name
from registry.model.people import Role
from registry.model.requests.desk import RequestState
from registry.services.office.calendar import today
from registry.services.office.sign_in.accounts import add_account
from registry.services.register.context import context_for
from registry.services.register.place_names import commune_at
from registry.services.requests.decisions import decide_as_recommended
from registry.services.requests.notes import consult
from registry.services.requests.opened import load_request
from registry.services.requests.requests import issue
from registry.settings import Settings, read_settings
from tests.services.requests import desk
from tests.web.people import PASSWORD, registry_of, visitor

ARMY = "Bộ Chỉ huy quân sự tỉnh"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An office with a request of five rows, a commune's account and the military command's."""
    settings = read_settings({"BTS_HOME": str(tmp_path / "sổ")})
    registry = desk.make(settings)
    desk.received(registry, tmp_path)
    commune = context_for(registry, today()).units.communes[0]
    for name, role, territory in (
        ("xa", Role.CONSULTED, commune.code),
        ("quandoi", Role.CONSULTED, "military"),
        ("admin", Role.ADMINISTRATOR, ""),
        ("lan", Role.APPRAISER, ""),
    ):
        add_account(
            registry, name, [role], territory=territory, password=PASSWORD, must_change=False, who="t"
        )
    registry.close()
    return settings


def number() -> str:
    return f"1/{today().year}/HS-VT"


def commune_name(app: Flask) -> str:
    return full_name(context_for(registry_of(app), today()).units.communes[0])


def asked(app: Flask, body: str, rows: tuple[int, ...] = (1, 2), *, sent: bool = True) -> str:
    return consult(
        registry_of(app), number(), body=body, question="Vị trí có vướng quy hoạch của xã không?", who="lan",
        rows=rows, letter_number="77/SKHCN-VT", sent_on=today() if sent else None, answer_by=today(),
    ).id  # fmt: skip


def test_a_commune_reads_the_question_and_only_the_rows_concerned(app: Flask) -> None:
    found = asked(app, f"UBND  {commune_name(app).upper()}")
    pages = visitor(app, "xa")
    listed = pages.get("/consultations").get_data(as_text=True)
    assert "77/SKHCN-VT" in listed
    kept = pages.get("/consultations?file=xlsx").headers["Content-Disposition"]
    assert f"van-ban-lay-y-kien-{today():%Y%m%d}.xlsx" in kept
    assert '<span class="waits">1' in listed  # the bar of every page says that a question waits
    page = pages.page(f"/consultations/{found}")
    text = " ".join(page.text)
    assert "Vị trí có vướng quy hoạch của xã không?" in text
    second = load_request(registry_of(app), number()).rows[1].proposal.position
    assert second.lon is not None
    assert second.lat is not None
    there = commune_at(context_for(registry_of(app), today()), second.lon, second.lat)
    assert there is not None
    assert f"tọa độ thuộc {full_name(there)}" in " ".join(text.split())  # as the letter says it
    assert f"đề nghị trả lời trước {today():%d/%m/%Y}" in text
    request = load_request(registry_of(app), number()).request.id
    office = " ".join(visitor(app, "lan").page(f"/requests/{request}").text)
    assert f"(trả lời trước {today():%d/%m/%Y})" in office  # for whom the request waits, until when
    assert "V2" in text
    # a row and its dot on the map bear one number
    assert '"number": 2' in pages.get(f"/consultations/{found}").get_data(as_text=True)
    assert "V3" in text
    assert not any(code in text for code in ("V1", "V4", "V5"))
    for way in (
        "/requests",
        f"/requests/{number()}",
        "/approvals",
        "/sharing",
        "/same-mast",
        "/office/calendar",
    ):
        pages.get(way, 403 if way.count("/") < 4 else 404)


def test_the_office_reads_that_a_commune_is_asked_about_ground_that_is_not_its_own(app: Flask) -> None:
    first = load_request(registry_of(app), number()).rows[1].proposal.position
    assert first.lon is not None
    assert first.lat is not None
    there = commune_at(context_for(registry_of(app), today()), first.lon, first.lat)
    assert there is not None
    request = load_request(registry_of(app), number()).request.id
    asked(app, f"UBND {full_name(there)}", (1,))
    papers = f"/requests/{request}/papers"
    assert "Tọa độ thuộc xã, phường khác" not in " ".join(visitor(app, "lan").page(papers).text)
    assert full_name(there) != commune_name(app)
    asked(app, f"UBND {commune_name(app)}", (1,))
    assert "Tọa độ thuộc xã, phường khác" in " ".join(visitor(app, "lan").page(papers).text)


def test_a_question_that_is_not_sent_or_bears_another_name_is_nobodys(app: Flask) -> None:
    draft = asked(app, f"UBND {commune_name(app)}", sent=False)
    other = asked(app, f"UBND {commune_name(app)} B")
    pages = visitor(app, "xa")
    assert "Chưa có văn bản lấy ý kiến nào" in pages.page("/consultations").text
    request = load_request(registry_of(app), number()).request.id
    assert "Công văn lấy ý kiến chưa gửi:" in visitor(app, "lan").page(f"/requests/{request}").text
    for found in (draft, other, "khong-co"):
        pages.get(f"/consultations/{found}", 404)
        pages.post(f"/consultations/{found}/answer", {"outcome": "agree", "version": "1"}, 404)
    visitor(app, "lan").get("/consultations", 403)


def test_the_body_answers_with_its_letter_and_the_office_reads_it_beside_the_rows(app: Flask) -> None:
    found = asked(app, f"UBND {commune_name(app)}")
    pages = visitor(app, "xa")
    way = f"/consultations/{found}/answer"
    form = {
        "version": "1",
        "outcome": "object",
        "answered_on": today().isoformat(),
        "answer_number": "9/UBND",
    }
    assert "CONSULTATION-WORDS" in pages.post(way, form, 400).get_data(as_text=True)
    for long in ({"answer": "x" * 4001}, {"outcome": "agree", "outcome-2": "object", "answer-2": "x" * 4001}):
        assert "TEXT-LONG" in pages.post(way, {**form, **long}, 400).get_data(as_text=True)
    program = {"answer": "vướng", "file": (io.BytesIO(b"MZ"), "x.exe")}
    assert "ATTACHMENT-NO-PAPER" in pages.post(way, {**form, **program}, 400).get_data(as_text=True)
    file = (io.BytesIO(b"%PDF-1.7\n"), "CV 9.pdf")
    pages.post(way, {**form, "answer": "vướng quy hoạch chợ", "file": file}, 303)
    row = load_request(registry_of(app), number()).rows[1]
    (answered,) = row.consultations
    assert (answered.outcome, answered.answer, answered.answer_number) == (
        "object", "vướng quy hoạch chợ", "9/UBND",
    )  # fmt: skip
    page = pages.page(f"/consultations/{found}")
    assert "vướng quy hoạch chợ" in page.text
    link = next(a["href"] for a in page.all("a") if "/files/" in a["href"])
    answer = pages.client.get(link)
    assert answer.get_data() == b"%PDF-1.7\n"
    answer.close()
    second = {**form, "outcome": "conditions", "answer": "lùi vào 5 m"}
    again = pages.post(way, second, 409).get_data(as_text=True)
    assert "CONSULTATION-ANSWERED" in again
    assert "<dd>lùi vào 5 m</dd>" in again  # the form is gone, and what the second one typed is not
    assert desk.sound(registry_of(app))


def test_a_body_says_something_else_of_one_position_and_each_row_carries_what_was_said_of_it(
    app: Flask,
) -> None:
    found = asked(app, f"UBND {commune_name(app)}", (1, 2, 3))
    pages = visitor(app, "xa")
    way = f"/consultations/{found}/answer"
    form = {
        "version": "1", "outcome": "agree", "answered_on": today().isoformat(), "answer_number": "9/UBND",
        "outcome-3": "object",
    }  # fmt: skip
    assert "cho vị trí thứ 3" in pages.post(way, form, 400).get_data(as_text=True)
    assert "REQUEST-ROW" not in pages.page(f"/consultations/{found}").text
    pages.post(way, {**form, "answer-3": "gần trường học"}, 303)
    said = {
        row.index: [(one.outcome, one.answer, one.answer_number) for one in row.consultations]
        for row in load_request(registry_of(app), number()).rows
    }
    agreed = [("agree", "", "9/UBND")]
    assert said == {0: [], 1: agreed, 2: [("object", "gần trường học", "9/UBND")], 3: agreed, 4: []}
    page = " ".join(pages.page(f"/consultations/{found}").text)
    assert "gần trường học" in page, "what the letter says otherwise stands beside it"
    assert '<span class="waits">' not in pages.get("/consultations").get_data(as_text=True), "nothing waits"
    assert desk.sound(registry_of(app))


def test_where_every_position_is_answered_by_itself_nothing_is_said_of_none(app: Flask) -> None:
    found = asked(app, f"UBND {commune_name(app)}")
    form = {
        "version": "1", "outcome": "agree", "answered_on": today().isoformat(),
        "outcome-2": "object", "answer-2": "vướng chợ", "outcome-3": "conditions", "answer-3": "lùi 10 m",
    }  # fmt: skip
    visitor(app, "xa").post(f"/consultations/{found}/answer", form, 303)
    rows = load_request(registry_of(app), number()).rows
    said = {row.index: [(one.outcome, one.answer) for one in row.consultations] for row in rows}
    assert said[1] == [("object", "vướng chợ")]
    assert said[2] == [("conditions", "lùi 10 m")]


def test_the_administrator_says_which_names_go_with_an_account(app: Flask) -> None:
    found = asked(app, ARMY, (0,))
    army, admin = visitor(app, "quandoi"), visitor(app, "admin")
    army.get(f"/consultations/{found}", 404)
    army.get("/consultations/bodies", 403)
    admin.post("/consultations/bodies", {"account": "quandoi", "names": f"{ARMY}\nBCHQS tỉnh"}, 303)
    said = " ".join(admin.page("/consultations/bodies").text)
    assert "Đã lưu tên của quandoi." in said
    assert f"xa {full_name(context_for(registry_of(app), today()).units.communes[0])}" in said
    assert "V1" in " ".join(army.page(f"/consultations/{found}").text)
    taken = admin.post("/consultations/bodies", {"account": "xa", "names": ARMY.lower()}, 400)
    assert "CONSULTED-NAME-TAKEN" in taken.get_data(as_text=True)
    admin.post("/consultations/bodies", {"account": "lan", "names": "x"}, 400)
    late = admin.post("/consultations/bodies", {"account": "quandoi", "names": "Ban chỉ huy"}, 409)
    assert "CHANGED-MEANWHILE" in late.get_data(as_text=True)  # the page that sent it was older
    assert f"Đang lưu: {ARMY}; BCHQS tỉnh" in late.get_data(as_text=True)
    form = {"account": "quandoi", "names": "", "seen": f"{ARMY}\r\nBCHQS tỉnh"}
    admin.post("/consultations/bodies", form, 303)
    army.get(f"/consultations/{found}", 404)


def test_an_account_named_as_the_letter_reads_sees_it_and_a_name_of_no_letter_is_said(app: Flask) -> None:
    found = asked(app, "cơ quan quản lý đường bộ có thẩm quyền", (0,))  # the letter goes to Sở Xây dựng
    army, admin = visitor(app, "quandoi"), visitor(app, "admin")
    assert "Sở Xây dựng; " in " ".join(admin.page("/consultations/bodies").text)
    admin.post("/consultations/bodies", {"account": "quandoi", "names": "sở xây  dựng\nSở XD"}, 303)
    said = " ".join(admin.page("/consultations/bodies").text)
    assert "Khác tên công văn đang ghi: Sở XD. " in said
    assert "V1" in " ".join(army.page(f"/consultations/{found}").text)


def test_the_committee_of_a_commune_and_a_name_that_was_written_to_are_no_unknown_names(app: Flask) -> None:
    asked(app, "Ban Quản lý khu công nghiệp", (0,))
    admin = visitor(app, "admin")
    commune = full_name(context_for(registry_of(app), today()).units.communes[0])
    names = f"UBND {commune}\nBan quản lý khu công nghiệp\nUBND xã Nơi Khác"
    admin.post("/consultations/bodies", {"account": "quandoi", "names": names}, 303)
    assert "Khác tên công văn đang ghi: UBND xã Nơi Khác. " in " ".join(
        admin.page("/consultations/bodies").text
    )


def test_what_the_policy_keeps_from_a_body_is_not_in_its_rows(app: Flask) -> None:
    from registry.model.people import Person
    from registry.services.requests.consulted.consulted_body import asked_of

    asked(app, f"UBND {commune_name(app)}")
    commune = context_for(registry_of(app), today()).units.communes[0]
    person = Person("xa", frozenset({Role.CONSULTED}), territory=commune.code)
    (one,) = asked_of(registry_of(app), person)
    assert [row.place for row in one.rows] == [2, 3]
    for row in one.rows:
        assert {"lon", "lat", "mast_class"} <= set(row.values)
        assert not {"designed_operators", "sharing_sent", "plan_code", "note", "technology"} & set(row.values)


def test_a_letter_answered_otherwise_of_one_row_stays_one_letter_of_all_its_rows(app: Flask) -> None:
    found = asked(app, f"UBND {commune_name(app)}", (1, 2, 3))
    pages = visitor(app, "xa")
    form = {
        "version": "1", "outcome": "agree", "answered_on": today().isoformat(),
        "outcome-3": "object", "answer-3": "sát trường mầm non",
    }  # fmt: skip
    pages.post(f"/consultations/{found}/answer", form, 303)
    page = " ".join(pages.page(f"/consultations/{found}").text)
    assert "Vị trí được hỏi: 3" in page
    assert all(code in page for code in ("V2", "V3", "V4"))
    listed = pages.page("/consultations")
    assert [link.get("href") for link in listed.all("a") if "request-number" in link.get("class", "")] == [
        f"/consultations/{found}"
    ]
    text = " ".join(listed.text)
    assert "Thống nhất : 2" in text.replace("nhất:", "nhất :")
    assert "Không thống nhất : 1" in text.replace("nhất:", "nhất :")


def test_a_body_that_has_no_opinion_of_a_position_agrees_to_the_others_only(app: Flask) -> None:
    """A commune that is asked about ground of others could only agree to all of it, or object."""
    found = asked(app, f"UBND {commune_name(app)}", (1, 2, 3))
    pages, office = visitor(app, "xa"), visitor(app, "lan")
    page = " ".join(pages.page(f"/consultations/{found}").text)
    assert page.count("Không có ý kiến") == 4, "of all, and of each of three"
    form = {
        "version": "1", "outcome": "agree", "answered_on": today().isoformat(),
        "outcome-3": "no_answer", "outcome-4": "no_answer", "answer-4": "không thuộc địa bàn",
    }  # fmt: skip
    pages.post(f"/consultations/{found}/answer", form, 303)
    rows = load_request(registry_of(app), number()).rows
    assert [[one.outcome for one in row.consultations] for row in rows[1:4]] == [
        ["agree"], ["no_answer"], ["no_answer"],
    ]  # fmt: skip
    for read in (pages.page(f"/consultations/{found}"), office.page(f"/requests/{rows_of(app)}/papers")):
        text = " ".join(read.text)
        assert "không thuộc địa bàn" in text
        assert "Không có ý kiến" in text
    text = " ".join(pages.page(f"/consultations/{found}").text)
    assert "Cần thay đổi: gửi văn bản cho cơ quan lấy ý kiến" in text
    letters = [
        link for link in office.page(f"/requests/{rows_of(app)}/papers").all("a")
        if "/papers/letters/" in link.get("href", "") and "as=" not in link.get("href", "")
    ]  # fmt: skip
    assert len(letters) == 1, "one letter was sent, whatever was answered of some rows"


def test_a_body_asks_for_more_time_and_the_office_moves_the_day(app: Flask) -> None:
    found = asked(app, f"UBND {commune_name(app)}")
    pages, office = visitor(app, "xa"), visitor(app, "lan")
    way, later = f"/consultations/{found}/answer", today() + dt.timedelta(days=9)
    form = {"version": "1", "outcome": "later", "answer": "chờ họp thôn", "until": later.isoformat()}
    for lacking in ({"answer": ""}, {"until": ""}, {"until": today().isoformat()}):
        assert "CONSULTATION-LATER" in pages.post(way, form | lacking, 400).get_data(as_text=True)
    pages.post(way, form, 303)
    asks = f"xin trả lời trước ngày {later:%d/%m/%Y}: chờ họp thôn"
    text = " ".join(pages.page(f"/consultations/{found}").text)
    assert asks in text
    assert "dời ngày thì ngày mới hiện ở trên" in text
    papers = f"/requests/{rows_of(app)}/papers"
    assert asks in " ".join(office.page(papers).text)
    assert f"Đồng ý, dời đến ngày {later:%d/%m/%Y}" in " ".join(office.page(papers).text)
    moved = {"version": "1", "letter_number": "77/SKHCN-VT", "sent_on": today().isoformat()}
    office.post(f"{papers}/letters/{found}/sent", moved | {"answer_by": later.isoformat()}, 303)
    text = " ".join(pages.page(f"/consultations/{found}").text)
    assert f"đề nghị trả lời trước {later:%d/%m/%Y}" in text
    assert f"đã dời ngày đề nghị trả lời đến {later:%d/%m/%Y}" in text
    assert "dời ngày thì" not in text
    assert "dời đến ngày" not in " ".join(office.page(papers).text)
    (item,) = load_request(registry_of(app), number()).consultations
    assert (item.outcome, item.answer_by) == ("", later), "nothing was answered"
    pages.post(way, form | {"version": "2", "outcome": "agree"}, 303)
    by_account = "· gửi bằng tài khoản xa"
    assert by_account in " ".join(office.page(papers).text), "how an answer without a number came"
    noted = {"version": "3", "outcome": "agree", "answer": "", "answer_number": "9/UBND"}
    office.post(f"{papers}/letters/{found}/answer", noted | {"answered_on": today().isoformat()}, 303)
    assert by_account not in " ".join(office.page(papers).text), "the officer noted what a letter says"
    assert "CONSULTATION-ANSWERED" in pages.post(way, form, 409).get_data(as_text=True)


def rows_of(app: Flask) -> str:
    return load_request(registry_of(app), number()).request.id


def test_a_late_question_says_so_in_words_and_may_still_be_answered(app: Flask) -> None:
    late = consult(
        registry_of(app), number(), body=f"UBND {commune_name(app)}", question="?", who="lan", rows=(1,),
        letter_number="78/SKHCN-VT", sent_on=today() - dt.timedelta(20),
        answer_by=today() - dt.timedelta(3),
    ).id  # fmt: skip
    pages = visitor(app, "xa")
    assert "quá hạn, chờ ý kiến" in pages.page("/consultations").text
    assert "Đã quá ngày đề nghị trả lời." in pages.page(f"/consultations/{late}").text


@pytest.mark.parametrize("end", [RequestState.WITHDRAWN, RequestState.ISSUED])
def test_a_question_waits_no_more_once_its_request_has_ended(
    app: Flask, tmp_path: Path, end: RequestState
) -> None:
    """No badge, no line of today and no form asks for an answer that would be refused."""
    office, found = registry_of(app), asked(app, f"UBND {commune_name(app)}")
    pages = visitor(app, "xa")
    assert '<span class="waits">1' in pages.get("/consultations").get_data(as_text=True)
    made = load_request(office, number()).request
    if end is RequestState.WITHDRAWN:
        desk.to(office, made, end, reason="doanh nghiệp rút")
    else:
        decide_as_recommended(office, made.id, who="lan")
        states = (RequestState.APPRAISING, RequestState.DRAFT, RequestState.SUBMITTED)
        given = {"": "cơ quan được hỏi im lặng", "papers": "giấy", "gaps": desk.GAPS}
        made = desk.to(office, made, *states, reasons=given)
        issue(
            office, made.id, number="9/SKHCN", date=today(), signed_pdf=desk.pdf(tmp_path),
            signed_name="k.pdf", who="sếp", version=made.version, reason="im lặng",
            reasons={"signature": "giấy", "gaps": desk.GAPS},
        )  # fmt: skip
    listed = pages.get("/consultations").get_data(as_text=True)
    assert not re.search(r"href=\"/consultations\"[^>]*>(?:(?!</a>).)*class=\"waits\"", listed, re.S)
    assert "không còn chờ ý kiến" in listed
    assert "Không có văn bản nào chờ ý kiến." in pages.page("/today").text
    page = pages.get(f"/consultations/{found}").get_data(as_text=True)
    assert "Không còn phải trả lời ở đây" in page
    assert 'name="outcome"' not in page
    assert "đề nghị trả lời trước" not in page
    if end is RequestState.ISSUED:
        assert f"văn bản số 9/SKHCN ngày {today():%d/%m/%Y}" in page  # what became of what it was asked about
