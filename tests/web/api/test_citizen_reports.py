"""The province's system hands reports on and hears what became of them: once, alike in both languages, no
contacts."""

import base64
import io
import uuid
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from registry.model.field.field_reports import CloseReason, Contact
from registry.model.sign_in.tokens import Scope
from registry.services.public import cases, closing
from registry.services.public import citizen_reports as reports
from tests.web.api.world import Program
from tests.web.people import registry_of

PATH = "/citizen-reports"


@pytest.fixture(scope="module")
def province(app: Flask) -> Program:
    """The province's system: it has nothing but these two scopes."""
    return Program(app, "appraiser", Scope.CITIZEN_REPORTS, Scope.SEND_CITIZEN_REPORTS)


def body(number: str, **own: Any) -> dict[str, Any]:
    return {
        "case_number": number,
        "words": "Cột nghiêng",
        "kind": "leaning",
        "place": f"thôn {number}",
        **own,
    }


def picture() -> str:
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "#996633").save(made, "PNG")
    return base64.b64encode(made.getvalue()).decode()


def test_a_case_goes_in_once_and_comes_back_with_state_and_answer(app: Flask, province: Program) -> None:
    office = registry_of(app)
    sent = body(
        "118/2026", received_at="2026-11-28T08:15:00+07:00", due_on="2026-12-03",
        position={"lon": 106.19, "lat": 21.27}, reporter_name="Nguyễn Thị Ba", reporter_phone="0912 345 678",
        photos=[{"name": "a.png", "content": picture()}],
    )  # fmt: skip
    key = str(uuid.uuid4())
    made = province.post(PATH, sent, key=key)
    assert made.status_code == 201, made.get_data(as_text=True)
    told = made.get_json()
    assert (told["case_number"], told["state"], told["answer"], told["photos"]) == (
        "118/2026", "da-tiep-nhan", "", 1
    )  # fmt: skip
    assert "0912 345" not in made.get_data(as_text=True)
    again = province.post(PATH, sent, key=key)
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
    update = province.post(PATH, sent | {"due_on": "2026-12-05"})
    assert (update.status_code, update.get_json()["number"]) == (200, told["number"])
    assert update.get_json()["due_on"] == "2026-12-05"
    found = cases.case(office, "118/2026").report
    assert reports.contact(office, found.id) == Contact("Nguyễn Thị Ba", "0912 345 678")
    closing.close(
        office, found.id, reason=CloseReason.MENDED, reply="Đã chống lại cột.", who="lan", seen=found.version
    )
    (said,) = province.get(PATH, case_number="118/2026").get_json()["reports"]
    assert (said["state"], said["state_words"]["en"], said["reason"]["vi"], said["answer"]) == (
        "da-xu-ly", "Dealt with", "đã khắc phục", "Đã chống lại cột."
    )  # fmt: skip
    assert said["answer_before_reopening"] is False


def test_an_answer_from_before_a_report_was_opened_again_says_so(app: Flask, province: Program) -> None:
    office, since = registry_of(app), province.get(PATH).get_json()["next"]
    assert province.post(PATH, body("R1")).status_code == 201

    def close() -> None:
        found = cases.case(office, "R1").report
        closing.close(
            office, found.id, reason=CloseReason.MENDED, reply="Đã sửa.", who="lan", seen=found.version
        )

    def told() -> list[tuple[str, str, bool]]:
        read = (
            province.get(PATH, case_number="R1").get_json()["reports"][0],
            province.get(PATH, changed_since=since).get_json()["reports"][0],
        )
        return [(one["state"], one["answer"], one["answer_before_reopening"]) for one in read]

    close()
    found = cases.case(office, "R1").report
    closing.reopen(office, found.id, who="lan", seen=found.version)
    assert told() == [("da-tiep-nhan", "Đã sửa.", True)] * 2
    close()
    assert told() == [("da-xu-ly", "Đã sửa.", False)] * 2


def test_what_changed_is_read_on_from_where_one_was(app: Flask, province: Program) -> None:
    since = province.get(PATH).get_json()["next"]
    for at in range(3):
        assert province.post(PATH, body(f"L{at}")).status_code == 201
    page = province.get(PATH, changed_since=since, limit=2).get_json()
    assert ([one["case_number"] for one in page["reports"]], page["more"]) == (["L0", "L1"], True)
    rest = province.get(PATH, changed_since=page["next"]).get_json()
    assert ([one["case_number"] for one in rest["reports"]], rest["more"]) == (["L2"], False)
    late = province.get(PATH, changed_since=rest["next"] + 1)
    assert (late.status_code, late.get_json()["code"]) == (400, "WEB-PARAMETER"), (
        "of a register since restored"
    )
    assert province.get(PATH, changed_since=rest["next"]).get_json()["reports"] == []
    one = province.get(f"{PATH}/L1").get_json()
    assert one["state"] == page["reports"][1]["state"]


def test_a_conflict_is_said_in_both_languages_and_changes_nothing(app: Flask, province: Program) -> None:
    assert province.post(PATH, body("K1", received_at="2026-11-28T08:00:00Z")).status_code == 201
    for lang, word in (("vi", "phản ánh khác"), ("en", "another report")):
        answer = province.post(PATH, body("K1", words="khác", received_at="2026-11-27T08:00:00Z"), lang=lang)
        assert (answer.status_code, answer.get_json()["code"]) == (409, "REPORT-CASE-OTHER")
        assert word in answer.get_json()["detail"]
    assert cases.case(registry_of(app), "K1").report.words == "Cột nghiêng"


@pytest.mark.parametrize(
    ("own", "status", "code"),
    [
        ({"case_number": ""}, 422, "API-BODY"),
        ({"case_number": "a\u202eb"}, 400, "REPORT-CASE-NUMBER"),
        ({"words": "", "case_number": "B1"}, 400, "REPORT-EMPTY"),
        ({"position": {"lon": 2.0, "lat": 48.0}, "case_number": "B1"}, 400, "REPORT-OUTSIDE"),
        ({"position": {"lon": 106.0}, "case_number": "B1"}, 422, "API-BODY"),
        ({"photos": [{"content": "không"}], "case_number": "B1"}, 422, "API-BODY"),
        ({"photos": [{"content": "PHN2Zz4="}], "case_number": "B1"}, 400, "REPORT-PHOTO"),
        ({"photos": [{"content": ""}] * 5, "case_number": "B1"}, 422, "API-BODY"),
        ({"thêm": 1, "case_number": "B1"}, 422, "API-BODY"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_leaves_nothing(
    app: Flask, province: Program, own: dict[str, Any], status: int, code: str
) -> None:
    before = len(reports.reports(registry_of(app)))
    answer = province.post(PATH, body("B1") | own)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert len(reports.reports(registry_of(app))) == before


def test_a_carrier_and_a_token_for_something_else_get_nothing(app: Flask, vtl: Program) -> None:
    assert vtl.get(PATH).status_code == 403
    assert vtl.post(PATH, body("X1")).status_code == 403
    reader = Program(app, "appraiser", Scope.CITIZEN_REPORTS)
    assert reader.get(PATH).status_code == 200
    answer = reader.post(PATH, body("X1"))
    assert (answer.status_code, answer.get_json()["parameters"]) == (403, {"scope": "citizen-reports:write"})
    assert reader.get(f"{PATH}/X1").get_json()["code"] == "REPORT-CASE-UNKNOWN"
    other = Program(app, "appraiser", Scope.REQUESTS)
    assert other.get(PATH).get_json()["code"] == "TOKEN-SCOPE"
