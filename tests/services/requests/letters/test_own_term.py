"""Times as the office's own regulation counts them: letters say what that text states."""

from pathlib import Path

import pytest

from registry.model.regulations import StatedMatter
from registry.regulations.composing import law_of
from registry.services.office import own_law
from registry.services.office.calendar import months_after, today
from registry.services.office.registry import Registry
from registry.services.requests.agreed.approvals import approvals_of
from registry.services.requests.letters import reply_body
from registry.services.requests.letters.reply import reply_letter
from registry.services.requests.letters.revocation import revocation_letter
from registry.services.requests.letters.sharing import sharing_letter
from registry.services.requests.sharing import ask_to_share
from tests.regulations.stated import FIRST, QD_72, content, head, number, published
from tests.services.requests import desk
from tests.services.requests.letters.replied import term_over, text

OWN = "QĐ 3/2025/QĐ-UBND"
EXTENDED = {"extension_months": number(4)}


def stating(monkeypatch: pytest.MonkeyPatch, counts_from: str, **more: dict[str, object]) -> None:
    """Have the office's own text state nine months to build, from one day or the other."""
    unbuilt = StatedMatter(
        "Điều 9",
        numbers={"months": number(9), **more.get("numbers", {})},  # type: ignore[arg-type]
        choices={"counts_from": counts_from},
    )
    have(monkeypatch, "unbuilt", unbuilt)


def have(monkeypatch: pytest.MonkeyPatch, matter: str, stated: StatedMatter) -> None:
    told = content(head=head(OWN, FIRST, replaces=QD_72), matters={matter: stated})
    law = law_of([published(told, "24")])
    monkeypatch.setattr(own_law, "load_own_law", lambda _connection: law)


def letters(office: Registry, folder: Path, patch: pytest.MonkeyPatch) -> list[str]:
    """The reply, and the letter that weighs a revocation, of one request of today."""
    request = desk.received(office, folder)
    desk.issued(office, folder, request)
    found = approvals_of(office)
    reply = text(reply_letter(office, request.id, maps=False))
    term_over(patch)
    return [
        reply,
        text(revocation_letter(office, [found[0].id])),
    ]


def test_a_term_from_the_letter_is_not_said_to_run_from_the_plan(
    office: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stating(monkeypatch, "letter", numbers=EXTENDED)
    reply, revocation = letters(office, tmp_path, monkeypatch)
    end = f"{months_after(today(), 9):%d/%m/%Y}"
    assert f"trong thời hạn 9 tháng kể từ ngày ban hành văn bản này, tức đến hết ngày {end}" in reply
    assert "sau 9 tháng kể từ ngày văn bản chấp thuận vị trí" in revocation
    for said in (reply, revocation):
        assert "Điều 9 Quyết định số 3/2025/QĐ-UBND" in said
        assert "được phê duyệt" not in said
    assert "việc gia hạn không quá 04 tháng" in reply
    assert "việc gia hạn không quá 4 tháng" in revocation


def test_only_what_the_offices_own_text_states_is_said_to_be_in_it(
    office: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another use of the position, a pause of proposals and force majeure are the words of QĐ 72/2025."""
    other = desk.received(office, tmp_path, [("W1", -8_000.0, 0.0)])
    reply_of_72 = text(reply_letter(office, other.id, maps=False))
    assert "phân bổ cho doanh nghiệp khác hoặc tạm dừng" in reply_of_72
    stating(monkeypatch, "letter", numbers=EXTENDED)
    for said in letters(office, tmp_path, monkeypatch):
        assert "xem xét thu hồi theo" in said or "được xem xét thu hồi;" in said
        for words in ("phân bổ", "tạm dừng", "lý do chính đáng thì", "trường hợp bất khả kháng"):
            assert words not in said


def test_a_text_without_an_extension_is_not_said_to_give_one_of_no_months(
    office: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stating(monkeypatch, "annual_plan")
    for said in letters(office, tmp_path, monkeypatch):
        assert "hằng năm được phê duyệt" in said or "kể từ ngày kế hoạch được phê duyệt" in said
        assert "gia hạn không quá" not in said
        assert "việc gia hạn" not in said


@pytest.mark.parametrize(("ago", "told"), [(6, True), (12, False), (30, False)])
def test_no_position_is_agreed_with_a_day_to_build_by_that_is_past(
    office: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ago: int, *, told: bool
) -> None:
    """The plan that the register has may be an earlier year's: its twelve months are over."""
    approved = months_after(today(), -ago)
    monkeypatch.setattr(reply_body, "_approved_on", lambda _writer: approved)
    said = text(reply_letter(office, desk.received(office, tmp_path).id, maps=False))
    end = f"(ngày {approved:%d/%m/%Y}), tức đến hết ngày {months_after(approved, 12):%d/%m/%Y}"
    assert (end in said) is told
    assert ("tức đến hết ngày" in said) is told
    assert "trong thời hạn 12 tháng" in said


@pytest.mark.parametrize(
    ("survey", "said"), [(False, "trong thời hạn 10 ngày làm việc"), (True, "trong thời hạn 20 ngày kể từ")]
)
def test_an_owner_is_given_the_days_of_the_text_that_is_cited(
    office: Registry, monkeypatch: pytest.MonkeyPatch, said: str, *, survey: bool
) -> None:
    days = {"reply_days": number(10), "survey_days": number(20)}
    have(monkeypatch, "sharing_answer", StatedMatter("Điều 7", numbers=days))
    asked = ask_to_share(
        office, asker="VTL", owner="VNPT", mast="BGG00045", sent_on=today(), who="vtl", survey=survey
    )
    letter = text(sharing_letter(office, asked.id))
    assert said in letter
    assert "Điều 7 Quyết định số 3/2025/QĐ-UBND" in letter
    assert "kể từ ngày nhận được đề nghị này" in letter  # no day: it is not known when the owner receives it
    assert "chậm nhất ngày" not in letter


def test_without_days_for_a_survey_the_days_of_every_request_hold(
    office: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    have(monkeypatch, "sharing_answer", StatedMatter("Điều 7", numbers={"reply_days": number(10)}))
    asked = ask_to_share(
        office, asker="VTL", owner="VNPT", mast="BGG00045", sent_on=today(), who="vtl", survey=True
    )
    assert "trong thời hạn 10 ngày làm việc" in text(sharing_letter(office, asked.id))
