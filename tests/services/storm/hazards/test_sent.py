"""Letters of warnings as a storm's: drafted and frozen, sent, confirmed, put right, taken back, followed."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from registry.errors import RefusalError
from registry.model.notices import NoticeKind
from registry.model.storm.hazard_letters import HazardLetter
from registry.model.storm.hazards import HazardDraft
from registry.model.storm.storm_records import OrderState
from registry.services.office.calendar import now, today
from registry.services.office.notices import open_notices
from registry.services.office.registry import Registry
from registry.services.storm.hazards import deeds, sent
from registry.services.storm.hazards.calls import hazard_calls
from registry.services.storm.hazards.concerned import concerned_by
from registry.services.storm.hazards.drafts import all_letters, draft_letters, get_letter, kept_letter
from registry.services.storm.hazards.exposure import get_hazard
from registry.services.storm.hazards.letters_now import (
    WarningLetters,
    letters_said,
    letters_to_confirm,
    own_letters,
    warning_letters,
)
from registry.store.office.notices import notices_about
from registry.store.requests.letter_numbers import Of, sent_letters
from tests.documents.letters import lines_of
from tests.services.storm.hazards.test_letters import low, masts, warned

__all__ = ["masts"]
HOURS = dt.timedelta(hours=1)


def drafted(office: Registry, hazard: str) -> dict[str, HazardLetter]:
    """The letters of a warning that stand, by recipient; drafted first where that makes any."""
    draft_letters(office, hazard, seen=get_hazard(office, hazard).version, who="lan")
    return {one.recipient: one for one in reversed(all_letters(office)) if hazard in one.warnings}


def send(office: Registry, letter: HazardLetter, number: str) -> HazardLetter:
    seen = get_letter(office, letter.id).version
    return sent.record_sent(office, letter.id, number=number, sent_on=today(), seen=seen, who="lan")


def now_of(office: Registry) -> WarningLetters:
    (found,) = warning_letters(office)
    return found


def refused(code: str) -> pytest.RaisesExc[RefusalError]:
    return pytest.raises(RefusalError, match=f"^{code}")


def test_a_draft_is_frozen_and_its_sent_file_bears_number_and_day(masts: Registry) -> None:
    low(masts)
    hazard = warned(masts)
    letters = drafted(masts, hazard)
    assert {to: (one.state, one.masts, one.on_ground) for to, one in letters.items()} == {
        "VTL": (OrderState.DRAFT, 2, 1), "VNPT": (OrderState.DRAFT, 3, 3),
    }  # fmt: skip
    assert [mast["code"] for mast in kept_letter(masts, letters["VTL"])["masts"]] == ["A3", "A1"]
    draft = "\n".join(lines_of(sent.letter_file(masts, letters["VTL"].id)))
    assert "DỰ THẢO" in draft
    done = send(masts, letters["VTL"], " 12/SKHCN ")
    assert (done.state, done.number, done.sent_on, done.sent_by) == (
        OrderState.SENT,
        "12/SKHCN",
        today(),
        "lan",
    )
    deeds.correct_hazard(
        masts, hazard, _as_it_is(masts, hazard, number="SUA"), seen=1, reason="sai", who="lan"
    )
    paper = "\n".join(lines_of(sent.letter_file(masts, done.id)))
    assert "12/SKHCN" in paper
    assert "LULU-12" in paper, "a correction changes no letter that was sent"
    assert "DỰ THẢO" not in paper
    assert sent.letter_book(masts, done.id)[:2] == b"PK"
    with masts.database.read() as connection:
        assert (Of.HAZARD, "12/SKHCN") in [(one.of, one.number) for one in sent_letters(connection)]


def _as_it_is(office: Registry, hazard: str, **own: Any) -> HazardDraft:
    """The warning as a draft of its correction."""
    found = get_hazard(office, hazard)
    names = {field.name for field in dataclasses.fields(HazardDraft)}
    return HazardDraft(**{name: getattr(found, name) for name in names} | own)


def test_sent_or_not_and_silent_or_not_is_seen_of_each_carrier(masts: Registry) -> None:
    hazard = warned(masts)
    assert now_of(masts).not_sent == ("VNPT", "Viettel")
    assert letters_said(now_of(masts), "vi") == "chưa gửi: VNPT, Viettel"
    letters = drafted(masts, hazard)
    done = send(masts, letters["VTL"], "1/A")
    found = now_of(masts)
    assert [one.recipient for one in found.silent] == ["VTL"]
    assert found.not_sent == ("VNPT",)
    said = "đã gửi 1 công văn, 0 đã được xác nhận; chưa xác nhận: Viettel; chưa gửi: VNPT"
    assert letters_said(found, "vi") == said
    assert [one.id for one in letters_to_confirm(masts, "VTL")] == [done.id]
    assert letters_to_confirm(masts, "VNPT") == ()
    calls = hazard_calls(masts, concerned_by(masts, get_hazard(masts, hazard)))
    assert [one.code for one in calls] == ["VTL", "VNPT"], "the silent first"
    heard = sent.acknowledge(masts, done.id, seen=done.version, who="viettel", note="đã cử tổ 2")
    assert (heard.acknowledged_by, heard.ack_source, heard.ack_note) == ("viettel", "account", "đã cử tổ 2")
    again = sent.acknowledge(masts, done.id, seen=heard.version, who="lan", source="gọi lại")
    assert again == heard, "a second one changes nothing"
    assert letters_to_confirm(masts, "VTL") == ()
    calls = hazard_calls(masts, concerned_by(masts, get_hazard(masts, hazard)))
    assert [one.code for one in calls] == ["VNPT", "VTL"]
    send(masts, letters["VNPT"], "2/A")
    found = now_of(masts)
    assert (found.not_sent, [one.recipient for one in found.silent]) == ((), ["VNPT"])
    (own,) = own_letters([found], "VTL")
    assert letters_said(own, "vi") == "đã gửi 1 công văn, 1 đã được xác nhận", "of no rival a word"
    assert own_letters([found], "VMS") == ()


def test_a_letter_names_the_one_whose_place_it_takes(masts: Registry) -> None:
    hazard = warned(masts)
    first = send(masts, drafted(masts, hazard)["VTL"], "1/A")
    one = _as_it_is(masts, hazard, number="S")
    deeds.correct_hazard(masts, hazard, one, seen=1, reason="sai", who="lan")
    letters = drafted(masts, hazard)
    told = f"Văn bản này thay Văn bản số 1/A ngày {today():%d/%m/%Y}. Theo "

    def text(letter: HazardLetter) -> str:
        return "\n".join(lines_of(sent.letter_file(masts, letter.id)))

    assert told in text(letters["VTL"])
    second = send(masts, letters["VTL"], "2/A")
    assert told in text(second)
    for other in (first, letters["VNPT"]):  # nothing before it; nobody else's
        assert "Văn bản này thay" not in text(other)
    assert "letter 1/A of" in "\n".join(lines_of(sent.letter_file(masts, second.id, "en")))
    assert drafted(masts, hazard)["VTL"] == second, "whose place it takes is nothing new to write of"


def test_a_corrected_warning_asks_for_letters_that_say_it(masts: Registry) -> None:
    """Nobody is done whose letter was sent and acknowledged, but says the hour of before the correction."""
    hazard = warned(masts)
    for number, letter in enumerate(drafted(masts, hazard).values()):
        done = send(masts, letter, f"{number}/A")
        sent.acknowledge(masts, done.id, seen=done.version, who="lan", source="gọi")
    assert (now_of(masts).open, now_of(masts).corrected) == (False, ())
    deeds.correct_hazard(masts, hazard, _as_it_is(masts, hazard, number="S"), seen=1, reason="sai", who="lan")
    found = now_of(masts)
    assert (found.open, found.corrected) == (True, ("VNPT", "Viettel"))
    again = "cảnh báo đã đính chính hoặc rút bớt, dự thảo lại cho: VNPT, Viettel"
    said = f"đã gửi 2 công văn, 2 đã được xác nhận; {again}"
    assert letters_said(found, "vi") == said
    (own,) = own_letters([found], "VTL")
    assert letters_said(own, "vi") == "đã gửi 1 công văn, 1 đã được xác nhận", "drafting is the office's"
    letters = drafted(masts, hazard)
    assert (now_of(masts).corrected, now_of(masts).not_sent) == ((), ("VNPT", "Viettel"))
    for to, letter in letters.items():
        if letter.state is OrderState.DRAFT:
            send(masts, letter, f"{to}/B")
    assert (now_of(masts).corrected, now_of(masts).not_sent) == ((), ())


def test_a_warning_that_counts_again_as_it_was_asks_for_no_letters_anew(masts: Registry) -> None:
    low(masts)
    hazard = warned(masts)
    letter = send(masts, drafted(masts, hazard)["VTL"], "12/SKHCN")
    deeds.withdraw_hazard(masts, hazard, seen=1, reason="nhầm", who="lan")
    deeds.restore_hazard(masts, hazard, seen=get_hazard(masts, hazard).version, who="lan")
    assert not now_of(masts).corrected, "the letter says the warning as it stands"
    assert draft_letters(masts, hazard, seen=get_hazard(masts, hazard).version, who="lan") == ()
    with masts.database.read() as connection:
        told = {one.kind for one in notices_about(connection, deeds.HAZARD_LETTER, letter.id)}
    assert NoticeKind.WARNING_CORRECTED in told, "whoever was told of the withdrawal is told to look again"


def test_a_later_bulletin_gives_a_letter_of_its_own_and_a_redraft_only_what_is_new(masts: Registry) -> None:
    first = warned(masts)
    letters = drafted(masts, first)
    send(masts, letters["VTL"], "1/A")
    assert draft_letters(masts, first, seen=1, who="lan") == ()
    later = warned(masts, number="LULU-13")
    assert [one.not_sent for one in warning_letters(masts)] == [("VNPT",), ("VNPT", "Viettel")]
    assert len(draft_letters(masts, later, seen=1, who="lan")) == 2
    deeds.correct_hazard(masts, first, _as_it_is(masts, first, number="12b"), seen=1, reason="sai", who="lan")
    made = [get_letter(masts, one) for one in draft_letters(masts, first, seen=2, who="lan")]
    assert sorted(one.recipient for one in made) == ["VNPT", "VTL"]
    assert get_letter(masts, letters["VNPT"].id).state is OrderState.REPLACED
    follow = next(one for one in made if one.recipient == "VTL")
    send(masts, follow, "3/A")
    assert [one.number for one in letters_to_confirm(masts, "VTL")] == ["3/A"], "the newer takes its place"
    with refused("STORM-ORDER-FOLLOWED"):
        sent.take_back_sent(masts, letters["VTL"].id, reason="nhầm", seen=2, who="lan")


def test_the_warnings_of_one_bulletin_share_their_letters(masts: Registry) -> None:
    flood = _as_it_is(masts, warned(masts), number="14")
    later = dataclasses.replace(flood, to_at=now() + 20 * HOURS)
    one, two = deeds.record_hazards(masts, [flood, later], who="lan", text="tin")
    letters = drafted(masts, one)
    assert letters["VTL"].warnings == {one: 1, two: 1}
    assert draft_letters(masts, two, seen=1, who="lan") == (), "it is the same letter from either page"


def test_one_of_the_warnings_of_a_bulletin_withdrawn_asks_for_letters_without_it(masts: Registry) -> None:
    flood = _as_it_is(masts, warned(masts), number="15")
    later = dataclasses.replace(flood, to_at=now() + 20 * HOURS)
    one, two = deeds.record_hazards(masts, [flood, later], who="lan", text="tin")
    for number, letter in enumerate(drafted(masts, one).values()):
        send(masts, letter, f"{number}/C")
    deeds.withdraw_hazard(masts, two, seen=1, reason="ghi nhầm", who="lan")

    def again() -> list[tuple[str, ...]]:
        return [
            found.corrected for found in warning_letters(masts) if one in {each.id for each in found.warnings}
        ]

    assert again() == [("VNPT", "Viettel")]
    made = [get_letter(masts, each) for each in draft_letters(masts, one, seen=1, who="lan")]
    told = {letter.recipient: letter.warnings for letter in made}
    assert told == {"VNPT": {one: 1}, "VTL": {one: 1}}
    assert again() == [()], "their drafts say it"
    for number, letter in enumerate(made):
        send(masts, letter, f"{number}/D")
    assert (again(), draft_letters(masts, one, seen=1, who="lan")) == ([()], ())


def test_number_day_and_state_are_checked_and_the_carrier_is_told(masts: Registry) -> None:
    letter = drafted(masts, warned(masts))["VTL"]
    ask: Any = {"seen": 1, "who": "lan"}
    with refused("STORM-ORDER-NUMBER"):
        sent.record_sent(masts, letter.id, number=" ", sent_on=today(), **ask)
    for day in (today() - dt.timedelta(days=1), today() + dt.timedelta(days=1)):
        with refused("STORM-ORDER-DAY"):
            sent.record_sent(masts, letter.id, number="1", sent_on=day, **ask)
    with refused("STORM-ORDER-STATE"):
        sent.acknowledge(masts, letter.id, **ask)
    with refused("STORM-ORDER-UNKNOWN"):
        sent.record_sent(masts, "khong", number="1", sent_on=today(), **ask)
    done = send(masts, letter, "9/A")
    with refused("STORM-ORDER-STATE"):
        sent.record_sent(masts, letter.id, number="1", sent_on=today(), seen=done.version, who="lan")
    with refused("STORM-ACK-SOURCE"):
        sent.acknowledge(masts, letter.id, seen=done.version, who="lan", source=" ")
    with masts.database.read() as connection:
        (told,) = notices_about(connection, deeds.HAZARD_LETTER, letter.id)
    assert (told.kind, told.told["number"]) == (NoticeKind.LETTER, "9/A")
    right = sent.correct_sent(masts, letter.id, number="10/A", sent_on=today(), seen=done.version, who="lan")
    assert (right.number, right.sent_at) == ("10/A", done.sent_at)
    assert "10/A" in "\n".join(lines_of(sent.letter_file(masts, letter.id)))
    with refused("CHANGED-MEANWHILE"):
        sent.take_back_sent(masts, letter.id, reason="nhầm", seen=done.version, who="lan")
    with refused("STORM-ORDER-REASON"):
        sent.take_back_sent(masts, letter.id, reason="", seen=right.version, who="lan")
    open_notices(masts, [told], who="viettel")
    back = sent.take_back_sent(masts, letter.id, reason="nhầm", seen=right.version, who="lan")
    assert (back.state, back.number, back.sent_on) == (OrderState.DRAFT, "", None)
    with masts.database.read() as connection:
        (taken,) = notices_about(connection, deeds.HAZARD_LETTER, "")
    assert (taken.kind, taken.told["number"]) == (NoticeKind.LETTER_TAKEN_BACK, "10/A")
    assert letters_to_confirm(masts, "VTL") == ()
    once_more = send(masts, back, "11/A")
    heard = sent.acknowledge(masts, letter.id, seen=once_more.version, who="lan", source="anh Nam gọi")
    with refused("HAZARD-LETTER-ANSWERED"):
        sent.take_back_sent(masts, letter.id, reason="nhầm", seen=heard.version, who="lan")


def test_what_is_over_asks_nobody_and_drafts_nothing(masts: Registry) -> None:
    hazard = warned(masts)
    letter = send(masts, drafted(masts, hazard)["VTL"], "1/A")
    deeds.withdraw_hazard(masts, hazard, seen=1, reason="nhầm", who="lan")
    assert (letters_to_confirm(masts, "VTL"), warning_letters(masts)) == ((), ())
    with refused("HAZARD-LETTER-OVER"):
        draft_letters(masts, hazard, seen=2, who="lan")
    assert sent.acknowledge(masts, letter.id, seen=letter.version, who="viettel").acknowledged
    with refused("HAZARD-LETTER-NOBODY"):
        draft_letters(masts, warned(masts, communes=()), seen=1, who="lan")
    with refused("CHANGED-MEANWHILE"):
        draft_letters(masts, warned(masts), seen=7, who="lan")


def test_whoever_was_written_to_is_told_of_a_correction_and_a_withdrawal_and_nobody_else(
    masts: Registry,
) -> None:
    hazard = warned(masts)
    letter = send(masts, drafted(masts, hazard)["VTL"], "30/A")

    def told() -> list[NoticeKind]:
        with masts.database.read() as connection:
            return [one.kind for one in notices_about(connection, deeds.HAZARD_LETTER, letter.id)]

    assert told() == [NoticeKind.LETTER]
    changed = _as_it_is(masts, hazard, number="SUA")
    deeds.correct_hazard(masts, hazard, changed, seen=1, reason="sai", who="lan")
    assert sorted(told()) == sorted([NoticeKind.LETTER, NoticeKind.WARNING_CORRECTED])
    again = send(masts, drafted(masts, hazard)["VTL"], "31/A")
    deeds.withdraw_hazard(masts, hazard, seen=2, reason="hết mưa", who="lan")
    assert NoticeKind.WARNING_WITHDRAWN not in told(), "the newer letter is told of"
    with masts.database.read() as connection:
        kinds = [one.kind for one in notices_about(connection, deeds.HAZARD_LETTER, again.id)]
    assert NoticeKind.WARNING_WITHDRAWN in kinds
