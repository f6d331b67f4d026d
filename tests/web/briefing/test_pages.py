"""The pages of briefings and of the programme, by role: told, concluded, kept, typed, imported, followed."""

import io
import re
from collections.abc import Iterator

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook

from registry.model.people import Role
from registry.services.office.calendar import today
from registry.services.office.sign_in.accounts import set_active
from tests.web.people import registry_of, signed_in, small_office, token

YEAR = 2027
_IDENTITY = re.compile(r"/(?:programme/tasks|briefing/conclusions|briefing/kept)/([0-9a-f]{32})")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    roles = (Role.LEADER, Role.APPRAISER, Role.VIEWER)
    with small_office(tmp_path_factory.mktemp("briefing") / "nhà", *roles) as app:
        yield app


@pytest.fixture
def leader(office: Flask) -> FlaskClient:
    return signed_in(office, "leader")


@pytest.fixture
def officer(office: Flask) -> FlaskClient:
    return signed_in(office, "appraiser")


def _text(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.get_data(as_text=True)


def _post(client: FlaskClient, path: str, page: str, **form: object) -> str:
    """Send a form with the token of a page; return where it leads."""
    answer = client.post(path, data={"csrf_token": token(client, page), **form})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"]


def test_readers_of_the_register_have_neither_page(office: Flask) -> None:
    client = signed_in(office, "viewer")  # carriers: the walk of tests/web/frame/sign_in
    for path in ("/briefing", "/briefing/briefing.docx", "/programme", "/programme/programme.xlsx"):
        assert client.get(path).status_code == 403, path
    assert office.test_client().get("/briefing").status_code in (302, 401, 403)


def test_a_meeting_s_conclusion_is_typed_followed_and_done(leader: FlaskClient, officer: FlaskClient) -> None:
    where = _post(
        leader,
        "/briefing/conclusions",
        "/briefing",
        task="Soạn báo cáo quý",
        officer="appraiser",
        kind="week",
        due_on=f"{today():%d/%m/%Y}",
    )
    assert where.endswith("#conclusions")
    page = _text(leader, "/briefing")
    assert "Soạn báo cáo quý" in page
    assert "Soạn báo cáo quý" in _text(officer, "/today")
    assert "1 việc gấp hoặc quá hạn" in _text(officer, "/today")  # its last day is today
    identity = next(iter(_IDENTITY.findall(page)))
    refused = officer.post(
        f"/briefing/conclusions/{identity}/drop",
        data={"csrf_token": token(officer, "/briefing"), "outcome": "x", "version": 1},
    )
    assert refused.status_code == 403
    empty = officer.post(
        f"/briefing/conclusions/{identity}/finish",
        data={"csrf_token": token(officer, "/briefing"), "outcome": " ", "version": 1},
    )
    assert (empty.status_code, "BRIEFING-EMPTY" in empty.get_data(as_text=True)) == (400, True)
    _post(
        officer, f"/briefing/conclusions/{identity}/finish", "/briefing", outcome="đã gửi ngày 5", version=1
    )
    assert "đã gửi ngày 5" in _text(leader, "/briefing")
    assert "Soạn báo cáo quý" not in _text(officer, "/today")


def test_a_kept_briefing_has_its_page_and_document(leader: FlaskClient, officer: FlaskClient) -> None:
    where = _post(leader, "/briefing/keep", "/briefing", title="Giao ban đầu tuần", kind="week")
    page = _text(officer, where)
    assert "Giao ban đầu tuần" in page
    assert re.search(r"<code>[0-9a-f]{64}</code>", page)
    made = officer.get(f"{where}/briefing.docx")
    text = "\n".join(one.text for one in Document(io.BytesIO(made.data)).paragraphs)
    assert "BÁO CÁO GIAO BAN TUẦN" in text
    assert "Bản đã chốt lúc" in text


def test_a_month_is_a_report_and_what_has_not_come_is_refused(leader: FlaskClient) -> None:
    made = leader.get("/briefing/briefing.docx?kind=month")
    assert "BÁO CÁO THÁNG" in "\n".join(one.text for one in Document(io.BytesIO(made.data)).paragraphs)
    ahead = leader.get("/briefing?day=2099-01-05")
    assert "BRIEFING-AHEAD" in ahead.get_data(as_text=True)
    assert "REQUEST-VALUE" in leader.get("/briefing?kind=year").get_data(as_text=True)
    past = _text(leader, "/briefing?day=2020-01-08")
    assert "chưa có" in past
    assert "<b>–</b> đang mở" in past  # not known then: never a nought in the largest figures of the page


def _table() -> bytes:
    book = Workbook()
    sheet = book.active
    for row in (
        ["CHƯƠNG TRÌNH CÔNG TÁC NĂM 2027"],
        ["TT", "Nội dung nhiệm vụ", "Người chủ trì", "Thời gian", "Sản phẩm"],
        ["I", "Hồ sơ"],
        [1, "Thẩm định vị trí", "appraiser", "Thường xuyên", "Văn bản"],
        [2, "Làm sớm <b>", "chị Lan", "càng sớm càng tốt", ""],
    ):
        sheet.append(row)
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def _hand_in(client: FlaskClient, content: bytes, name: str) -> str:
    """Hand a table in; return where its preview is."""
    answer = client.post(
        "/programme/file",
        data={
            "csrf_token": token(client, "/programme/file"),
            "year": YEAR,
            "table": (io.BytesIO(content), name),
        },
    )
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def test_a_programme_is_looked_at_taken_and_followed(leader: FlaskClient, officer: FlaskClient) -> None:
    where = _hand_in(leader, _table(), "ct.xlsx")
    preview = _text(leader, where)
    for said in ("2 nhiệm vụ mới", "PROGRAMME-MONTHS", "PROGRAMME-OFFICER", "Làm sớm &lt;b&gt;"):
        assert said in preview
    assert "Chưa có chương trình" in _text(leader, f"/programme?year={YEAR}")
    sha256 = where.partition("/file/")[2].partition("?")[0]
    _post(leader, f"/programme/file/{sha256}", where, name="ct.xlsx", year=YEAR)
    page = _text(officer, f"/programme?year={YEAR}")
    assert page.index("I. Hồ sơ") < page.index("Thẩm định vị trí") < page.index("Làm sớm")
    identity = _IDENTITY.findall(page)[0]
    task = f"/programme/tasks/{identity}"
    _post(officer, f"{task}/begin", task, version=1)
    _post(officer, f"{task}/link", task, link="number:requests.issued", version=2)
    assert officer.get(f"{task}/edit").status_code == 403
    late = officer.post(
        f"{task}/finish",
        data={"csrf_token": token(officer, task), "evidence": "BC 12", "done_on": "01/01/2099", "version": 3},
    )
    assert "TASK-DONE-DAY" in late.get_data(as_text=True)
    _post(officer, f"{task}/finish", task, evidence="BC 12", version=3)
    assert "BC 12" in _text(leader, task)
    _post(leader, f"{task}/reopen", task, version=4)
    _post(leader, f"{task}/drop", task, reason="không cần nữa", version=5)
    listed = _text(leader, f"/programme?year={YEAR}&show=dropped&officer=appraiser&month=3")
    assert ("Thẩm định vị trí" in listed, "Làm sớm" in listed) == (True, False)
    other = _IDENTITY.findall(page)[-1]
    refused = officer.post(
        f"/programme/tasks/{other}/begin", data={"csrf_token": token(officer, task), "version": 1}
    )
    assert refused.status_code == 403
    sent = leader.get(f"/programme/programme.xlsx?year={YEAR}").data
    assert "không có gì để ghi" in _text(leader, _hand_in(leader, sent, "lai.xlsx"))
    made = leader.get(f"/programme/programme.docx?year={YEAR}")
    assert f"NĂM {YEAR}" in "\n".join(one.text for one in Document(io.BytesIO(made.data)).paragraphs)


def test_a_task_is_typed_put_right_and_refused_with_what_was_typed(leader: FlaskClient) -> None:
    page = f"/programme/new?year={YEAR}"
    refused = leader.post(
        "/programme/new",
        data={"csrf_token": token(leader, page), "year": YEAR, "content": "Mở dữ liệu", "months_text": "sớm"},
    ).get_data(as_text=True)
    assert ("TASK-MONTHS" in refused, "Mở dữ liệu" in refused) == (True, True)
    typed = {"content": "Mở dữ liệu", "months_text": "Quý II", "reason": "theo chỉ đạo"}
    where = _post(leader, "/programme/new", page, year=YEAR, **typed)
    shown = _text(leader, where)
    assert "theo chỉ đạo" in shown
    _post(leader, "/programme/new", page, year=YEAR, content="Báo cáo", number="I.2", months_text="Tháng 6")
    for sort in ("number", "-number", "content", "months", "-state"):  # with and without a written number
        assert "Báo cáo" in _text(leader, f"/programme?year={YEAR}&sort={sort}")
    edit = f"{where}/edit"
    _post(leader, edit, edit, content="Mở dữ liệu cột", months=["5", "6"], version=1)
    assert "Mở dữ liệu cột" in _text(leader, where)
    changed = leader.post(
        edit, data={"csrf_token": token(leader, edit), "content": "Khác", "months": "7", "version": 1}
    )
    assert (changed.status_code, "CHANGED-MEANWHILE" in changed.get_data(as_text=True)) == (409, True)
    assert "PROGRAMME-YEAR-NONE" in leader.post(
        "/programme/new", data={"csrf_token": token(leader, page), "year": 1990, "content": "x"}
    ).get_data(as_text=True)


def test_what_a_shut_account_holds_is_told_to_the_leader_and_marked(
    office: Flask, leader: FlaskClient, officer: FlaskClient
) -> None:
    day = today()
    words = "Đối chiếu danh sách còn dang dở"
    _post(
        leader, "/briefing/conclusions", "/briefing", task=words, officer="appraiser", kind="week",
        due_on=f"{day:%d/%m/%Y}",
    )  # fmt: skip
    year = f"/programme/new?year={day.year}"
    _post(
        leader, "/programme/new", year, year=day.year, content="Nhiệm vụ còn dang dở", officer="appraiser",
        months=[str(day.month)], reason="giao thêm",
    )  # fmt: skip
    shut, pages = "appraiser, tài khoản đã khóa", ("/briefing", f"/programme?year={day.year}", "/today")
    assert words in _text(officer, "/today")
    assert words not in _text(leader, "/today")
    assert not [page for page in pages if shut in _text(leader, page)]
    registry = registry_of(office)
    set_active(registry, "appraiser", active=False, who="t")
    try:
        assert not [page for page in pages if shut not in _text(leader, page)]
        told = _text(leader, "/today")
        assert words in told
        assert "Nhiệm vụ còn dang dở" in told
    finally:
        set_active(registry, "appraiser", active=True, who="t")
