"""Notices: who is told of a deed, in one transaction with it, marked until somebody opens the document."""

from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.notices import Notice, NoticeKind, Recipient, Subject
from registry.model.people import OPEN_DESK, Person, Role
from registry.model.requests.desk import RequestState
from registry.services.office.calendar import today
from registry.services.office.deeds import deed
from registry.services.office.notices import inbox, open_notices, sentence, tell
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import add_account
from registry.services.requests.consulted.consulted_body import enter_names
from registry.services.requests.notes import consult, record_answer
from registry.services.requests.requests import change_state
from registry.services.requests.sharing import ask_to_share, record_reply
from tests.services.requests import desk

CARRIER = Person("vtl", frozenset({Role.CARRIER}), "VTL")
LAN = Person("lan", frozenset({Role.APPRAISER}))
LEADER = Person("giam.doc", frozenset({Role.LEADER}))
BODY = Person("so.x", frozenset({Role.CONSULTED}))
PASSWORD = "mot-mat-khau-du-dai"


@pytest.fixture
def office(office: Registry) -> Registry:
    """The small office with an account for the carrier, the officer and a consulted body."""
    for person, role in ((CARRIER, Role.CARRIER), (LAN, Role.APPRAISER), (BODY, Role.CONSULTED)):
        where = {"organisation": person.organisation} if person.organisation else {}
        if role is Role.CONSULTED:
            where = {"territory": "urban_area"}
        add_account(
            office, person.name, [role], password=PASSWORD, must_change=False, who="quản trị", **where
        )
    enter_names(office, BODY.name, ["Sở X"], who="quản trị")
    return office


def told(registry: Registry, person: Person, *, unopened: bool = False) -> list[Notice]:
    own = person.organisation or None
    return inbox(registry, person, own, unopened=unopened)


def kinds(registry: Registry, person: Person) -> list[NoticeKind]:
    return sorted(item.kind for item in told(registry, person))


def test_the_result_is_told_to_its_carrier_and_to_nobody_elses(office: Registry, tmp_path: Path) -> None:
    issued = desk.issued(office, tmp_path, desk.received(office, tmp_path))
    (notice,) = told(office, CARRIER)
    assert (notice.kind, notice.subject, notice.record) == (NoticeKind.ISSUED, "request", issued.id)
    assert sentence(notice) == (
        f"Đã có kết quả hồ sơ {issued.number}: văn bản số {issued.issued_number} ngày {today():%d/%m/%Y}"
    )
    assert told(office, Person("vnpt", CARRIER.roles, "VNPT")) == []
    assert kinds(office, LEADER) == [NoticeKind.SUBMITTED]
    assert NoticeKind.ISSUED in kinds(office, LAN)


def test_a_deed_that_is_refused_tells_nobody(office: Registry, tmp_path: Path) -> None:
    request = desk.received(office, tmp_path)
    with pytest.raises(RefusalError, match="REQUEST-REASON"):
        change_state(office, request.id, RequestState.SUPPLEMENT, who="lan", version=request.version)
    assert told(office, CARRIER) == []


def test_a_supplement_goes_to_the_carrier_and_its_answer_back_to_the_officer(
    office: Registry, tmp_path: Path
) -> None:
    request = desk.received(office, tmp_path)
    request = desk.to(office, request, RequestState.SUPPLEMENT, reason="thiếu bản vẽ")
    assert kinds(office, CARRIER) == [NoticeKind.SUPPLEMENT]
    assert told(office, LAN) == []
    change_state(office, request.id, RequestState.APPRAISING, who="vtl", version=request.version)
    (notice,) = told(office, LAN)
    assert sentence(notice) == f"Viettel đã bổ sung hồ sơ {request.number}"


def test_a_body_with_an_account_is_asked_and_its_answer_comes_to_the_officer(
    office: Registry, tmp_path: Path
) -> None:
    request = desk.to(office, desk.received(office, tmp_path), RequestState.APPRAISING)
    day = today()
    for body in ("sở  x", "Sở khác"):
        asked = consult(
            office, request.id, body=body, question="?", letter_number="9/SKHCN", sent_on=day, answer_by=day,
            who="lan",
        )  # fmt: skip
        record_answer(
            office, request.id, asked.id, outcome="agree", answer="đồng ý", answered_on=day,
            who="so.x" if body == "sở  x" else "lan", seen=asked.version,
        )  # fmt: skip
    (notice,) = told(office, BODY)
    assert sentence(notice) == f"Cơ quan lấy ý kiến, công văn số 9/SKHCN; hạn trả lời ngày {day:%d/%m/%Y}"
    (answer,) = told(office, LAN)  # not of what he wrote down himself
    assert sentence(answer, "en") == f"Request {request.number}: sở  x has answered"


def test_owner_and_asker_are_told_of_sharing(office: Registry) -> None:
    vnpt = Person("v", CARRIER.roles, "VNPT")
    asked = ask_to_share(office, asker="VTL", owner="VNPT", mast="BGG00045", sent_on=today(), who="vtl")
    assert [sentence(item) for item in told(office, vnpt)] == ["Viettel đề nghị dùng chung cột BGG00045"]
    assert told(office, CARRIER) == []
    record_reply(office, asked.id, answer="agree", replied_on=today(), who="vnpt", seen=asked.version or 1)
    assert kinds(office, CARRIER) == [NoticeKind.SHARING_ANSWERED]


def test_replies_of_one_owner_are_told_apart_by_the_letters_that_asked(office: Registry) -> None:
    for letter in ("12/VT", "13/VT"):
        asked = ask_to_share(
            office, asker="VTL", owner="VNPT", mast="BGG00045", sent_on=today(), letter_number=letter, who="v"
        )
        record_reply(office, asked.id, answer="agree", replied_on=today(), who="vnpt", seen=1)
    assert {sentence(item) for item in told(office, CARRIER)} == {
        f"VNPT đã trả lời đề nghị dùng chung cột, công văn {letter} ngày {today():%d/%m/%Y}"
        for letter in ("12/VT", "13/VT")
    }


def test_the_first_who_opens_it_has_opened_it_for_all_of_them(office: Registry, tmp_path: Path) -> None:
    desk.issued(office, tmp_path, desk.received(office, tmp_path))
    found = told(office, CARRIER)
    assert open_notices(office, found, who="vtl") == 1
    assert open_notices(office, found, who="ai.khac") == 0
    assert told(office, CARRIER, unopened=True) == []
    (notice,) = told(office, CARRIER)
    assert (notice.opened_by, bool(notice.opened_at)) == ("vtl", True)
    assert desk.sound(office)


def test_what_is_told_once_is_not_told_again(office: Registry) -> None:
    for _ in range(2):
        with deed(office, "desk:test", "máy") as made:
            tell(
                made, NoticeKind.NEAR_REQUEST, [Recipient(role="appraiser")], Subject("request", "x"),
                once="near:x:2026-12-01", number="1/HS-VT", day=today(),
            )  # fmt: skip
    assert len(told(office, LAN)) == 1
    assert len(told(office, OPEN_DESK)) == 1  # whoever sits at an open desk sees what the roles are told


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_kind_has_its_sentence_in_both_languages(kind: NoticeKind) -> None:
    params = {
        "number": "1", "name": "V", "letter": "2", "day": "2026-12-01", "body": "Sở X", "mast": "M",
        "title_vi": "việc", "title_en": "work", "code": "V1", "due": "16:00 01/12/2026", "event": "Lũ",
        "file": "a.xlsx", "answer_vi": "đã nhận", "answer_en": "taken",
    }  # fmt: skip
    notice = Notice("n", 1, kind, "2026-11-29T00:00:00Z", role="leader", params=params)
    vi, en = sentence(notice, "vi"), sentence(notice, "en")
    assert vi != en
    assert "2026-12-01" not in vi + en
