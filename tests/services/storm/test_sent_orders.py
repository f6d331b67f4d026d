"""A storm's letters once they are sent: given back as they were, put right, answered, called off."""

import datetime as dt
from dataclasses import replace

import pytest

from registry.errors import RefusalError
from registry.model.briefing.briefings import SpanKind, span_of
from registry.model.notices import NoticeKind
from registry.model.storm.storm_records import MastDeed, OrderKind, OrderState, StormOrder
from registry.services.office.calendar import today
from registry.services.office.notices import open_notices
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from registry.services.storm import all_letters
from registry.services.storm.answers import (
    MastAnswer,
    acknowledge,
    done_of,
    latest_sent,
    progress_of,
    report_masts,
    said_before,
)
from registry.services.storm.briefing import numbers
from registry.services.storm.exposure import exposure_of
from registry.services.storm.letters import order_letter, papers_to_send
from registry.services.storm.orders import (
    POWER,
    STORM_LETTER,
    correct_sent,
    draft_stand_down,
    get_order,
    list_orders,
    record_sent,
    rows_of,
)
from registry.services.storm.storms import StormFile, close_storm, record_storm
from registry.services.storm.taken_back import take_back_sent
from registry.store import batches, ledger
from registry.store.histories import entries_of
from registry.store.office.notices import notices_about, notices_of
from tests.services.storm.letters import (
    defect_of,
    drafted,
    of,
    ranked,
    ranking,
    sent,
    standing_masts,
    words,
)
from tests.services.storm.test_storms import text, track
from tests.store.rows import created


@pytest.fixture
def office(either_office: Registry) -> Registry:
    """An office on each backend."""
    return either_office


@pytest.fixture
def storm(office: Registry) -> StormFile:
    """An office with four masts more, and a storm."""
    standing_masts(office)
    return record_storm(office, track(), text(), who="trực")


def test_a_letter_is_given_back_as_it_was_sent(office: Registry, storm: StormFile) -> None:
    order = of(drafted(office, storm), "VTL")
    with pytest.raises(RefusalError, match="STORM-ORDER-NUMBER"):
        record_sent(
            office, order.id, number=" ", sent_on=today(), letter=b"", book=b"", seen=order.version, who="lan"
        )
    with pytest.raises(RefusalError, match="STORM-ORDER-DAY"):
        record_sent(
            office, order.id, number="1", sent_on=today() + dt.timedelta(days=1), letter=b"", book=b"",
            seen=order.version, who="lan",
        )  # fmt: skip
    done = sent(office, order)
    letter = order_letter(office, done.id)
    assert letter == order_letter(office, done.id)
    assert "512/SKHCN-BCVT" in words(letter)
    assert "DỰ THẢO" not in words(letter)
    english = words(order_letter(office, done.id, "en"))
    assert "512/SKHCN-BCVT" in english
    assert "DRAFT" not in english
    with pytest.raises(RefusalError, match="STORM-ORDER-STATE"):
        sent(office, done)


def test_a_number_typed_wrong_is_put_right_in_letter_and_register(office: Registry, storm: StormFile) -> None:
    order = of(drafted(office, storm), "VTL")
    with pytest.raises(RefusalError, match="STORM-ORDER-STATE"):
        papers_to_send(office, order.id, "521/SKHCN-BCVT", today(), state=OrderState.SENT)
    done = sent(office, order)
    acknowledge(office, done.id, seen=done.version, who="an", source="account")
    held = get_order(office, done.id)
    letter, book = papers_to_send(office, done.id, "521/SKHCN-BCVT", today(), state=OrderState.SENT)
    right = correct_sent(
        office, done.id, number=" 521/SKHCN-BCVT ", sent_on=today(), letter=letter, book=book,
        seen=held.version, who="trực",
    )  # fmt: skip
    assert (right.number, right.sent_at, right.sent_by) == ("521/SKHCN-BCVT", done.sent_at, done.sent_by)
    assert right.acknowledged
    assert "521/SKHCN-BCVT" in words(order_letter(office, done.id))
    assert "512/SKHCN-BCVT" not in words(order_letter(office, done.id))
    assert rows_of(office, right) == rows_of(office, done)
    with pytest.raises(RefusalError, match="STORM-ORDER-DAY"):
        correct_sent(
            office, done.id, number="1", sent_on=today() + dt.timedelta(days=1), letter=b"", book=b"",
            seen=right.version, who="lan",
        )  # fmt: skip


def _sent_as(office: Registry, order: StormOrder, number: str) -> StormOrder:
    return record_sent(
        office, order.id, number=number, sent_on=today(), letter=b"x", book=b"y", seen=order.version,
        who="trực",
    )  # fmt: skip


def _taken_back(office: Registry, order: StormOrder) -> StormOrder:
    return take_back_sent(office, order.id, reason="chưa phát hành", seen=order.version, who="trực")


def test_a_letter_recorded_as_sent_by_mistake_is_a_draft_again_and_the_ledger_keeps_both(
    office: Registry, storm: StormFile
) -> None:
    draft = of(drafted(office, storm), "VTL")
    with pytest.raises(RefusalError, match="STORM-ORDER-STATE"):
        _taken_back(office, draft)
    done = sent(office, draft)
    with pytest.raises(RefusalError, match="STORM-ORDER-REASON"):
        take_back_sent(office, done.id, reason=" ", seen=done.version, who="trực")
    back = _taken_back(office, done)
    assert back == replace(draft, version=back.version)
    assert "DỰ THẢO" in words(order_letter(office, back.id))
    with office.database.read() as connection:
        entries = entries_of(connection, {"storm_orders": [done.id]})
        batch = batches.get_batch(connection, entries[-1].batch)
        told = notices_about(connection, STORM_LETTER, done.id)
    assert [(one.change.after or {}).get("number", "") for one in entries] == ["", "512/SKHCN-BCVT", ""]
    assert batch.kind == "desk-storm-sent-taken-back"
    assert batch.options["reason"] == "chưa phát hành"
    assert told == []  # nobody had opened it
    assert sent(office, back).number == "512/SKHCN-BCVT"
    assert verify(office).problems == ()


def test_whoever_opened_the_notice_of_a_letter_is_told_that_it_was_a_mistake(
    office: Registry, storm: StormFile
) -> None:
    done = sent(office, of(drafted(office, storm), "VTL"))
    with office.database.read() as connection:
        open_notices(office, notices_about(connection, STORM_LETTER, done.id), who="viettel")
    _taken_back(office, done)
    with office.database.read() as connection:
        first = notices_of(connection, organisation="VTL")[0]
    assert (first.kind, first.told["number"]) == (NoticeKind.LETTER_TAKEN_BACK, "512/SKHCN-BCVT")


def test_a_letter_that_was_answered_is_not_taken_back(office: Registry, storm: StormFile) -> None:
    found = drafted(office, storm)
    acked = sent(office, of(found, "VTL"))
    acked = acknowledge(office, acked.id, seen=acked.version, who="viettel")
    told = _sent_as(office, of(found, "VNPT"), "513")
    report_masts(office, told.id, [MastAnswer("mast-A3", MastDeed.DONE)], who="vnpt")
    for order in (acked, told):
        with pytest.raises(RefusalError, match="STORM-ORDER-ANSWERED"):
            _taken_back(office, order)
        assert get_order(office, order.id).state is OrderState.SENT


def test_of_two_letters_recorded_by_mistake_the_later_is_taken_back_first(
    office: Registry, storm: StormFile
) -> None:
    first = _sent_as(office, of(drafted(office, storm), "VTL"), "1")
    masts = [ranked(1, "A1", ["VTL"], 50.0, level=15), *ranking()[1:]]
    second = _sent_as(office, of(drafted(office, storm, masts), "VTL"), "2")
    with pytest.raises(RefusalError, match="STORM-ORDER-FOLLOWED") as refused:
        _taken_back(office, first)
    assert refused.value.params["later"] == "2"
    assert _taken_back(office, second).state is OrderState.DRAFT
    # the newer draft stands: the older one is not a second draft to the same recipient
    assert _taken_back(office, first).state is OrderState.REPLACED
    assert not [one for one in progress_of(office, storm.storm.id) if one.order.id == first.id]


def test_whoever_got_no_letter_is_not_told_that_the_storm_is_over(office: Registry, storm: StormFile) -> None:
    done = sent(office, of(drafted(office, storm), "VTL"))
    over = of(draft_stand_down(office, storm.storm.id, ranking(), who="trực"), "VTL")
    _taken_back(office, done)
    assert get_order(office, over.id).state is OrderState.REPLACED


def test_a_carrier_acknowledges_and_says_mast_by_mast_what_is_done(
    office: Registry, storm: StormFile
) -> None:
    order = of(drafted(office, storm), "VTL")
    with pytest.raises(RefusalError, match="STORM-ORDER-STATE"):
        acknowledge(office, order.id, seen=order.version, who="lan")
    order = sent(office, order)
    with pytest.raises(RefusalError, match="STORM-ACK-SOURCE"):
        acknowledge(office, order.id, seen=order.version, source=" ", who="lan")
    told = acknowledge(office, order.id, seen=order.version, who="viettel")
    assert (told.acknowledged, told.acknowledged_by, told.ack_source) == (True, "viettel", "account")
    again = acknowledge(office, order.id, seen=told.version, who="khác")
    assert again.acknowledged_by == "viettel"
    for answer, code in (
        (MastAnswer("mast-A3", MastDeed.DONE), "STORM-MAST-UNKNOWN"),
        (MastAnswer("mast-A1", MastDeed.NOT_DONE, " "), "STORM-MAST-NOTE"),
    ):
        with pytest.raises(RefusalError, match=code):
            report_masts(office, order.id, [answer], who="lan")
    done = MastAnswer("mast-A1", MastDeed.DONE)
    late = MastAnswer("mast-A2", MastDeed.NOT_DONE, "đường ngập")
    assert report_masts(office, order.id, [done, late], who="viettel") == 2
    assert report_masts(office, order.id, [done, late], who="viettel") == 0
    progress = next(item for item in progress_of(office, storm.storm.id) if item.order.id == order.id)
    assert (progress.done, progress.not_done, progress.open) == (1, 1, 0)
    assert report_masts(office, order.id, [MastAnswer("mast-A2", MastDeed.DONE, seen=1)], who="viettel") == 1
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE") as meanwhile:  # an older page
        report_masts(
            office, order.id, [MastAnswer("mast-A2", MastDeed.NOT_DONE, "chờ xe", seen=1)], who="lan"
        )
    told = meanwhile.value.params
    assert (told["what"].vi, told["by"]) == ("tình trạng một cột A2", "viettel")
    assert told["stands"].vi == "trạng thái: đã thực hiện; ghi chú: (trống)"
    assert told["wanted"].vi == "trạng thái: chưa thực hiện được; ghi chú: chờ xe"
    assert report_masts(office, order.id, [MastAnswer("mast-A2", MastDeed.DONE, seen=1)], who="lan") == 0
    assert [item.acknowledged for item in latest_sent(progress_of(office, storm.storm.id))] == [True]
    newer = drafted(office, storm, [ranked(1, "A1", ["VTL"], 50.0, level=15), *ranking()[1:]])
    assert said_before(office, of(newer, "VTL"))["mast-A1"].state is MastDeed.DONE
    found = {item.order.id: item for item in progress_of(office, storm.storm.id)}
    begun, older = found[of(newer, "VTL").id], found[order.id]
    assert (begun.done, begun.before_done, begun.all_done, begun.before, begun.open) == (0, 2, 2, 2, 0)
    assert (older.done, older.before) == (2, 0)  # what is counted under one letter is counted once
    report_masts(
        office, sent(office, of(newer, "VTL")).id, [MastAnswer("mast-A1", MastDeed.NOT_DONE, "gãy")], who="x"
    )
    (begun,) = [item for item in progress_of(office, storm.storm.id) if item.order.id == begun.order.id]
    assert (begun.all_done, begun.all_not_done, begun.before) == (1, 1, 1)
    # a newer letter has to be acknowledged anew
    assert [item.acknowledged for item in latest_sent(progress_of(office, storm.storm.id))] == [False]
    assert verify(office).problems == ()


def test_what_was_said_of_masts_that_a_letter_names_no_more_is_none_of_its_work(
    office: Registry, storm: StormFile
) -> None:
    order = sent(office, of(drafted(office, storm), "VTL"))
    assert order.masts == 2
    report_masts(
        office, order.id, [MastAnswer(f"mast-{code}", MastDeed.DONE) for code in ("A1", "A2")], who="vt"
    )
    newer = of(drafted(office, storm, ranking()[:1]), "VTL")
    said = said_before(office, newer)
    assert len(said) == 2
    assert done_of(said, rows_of(office, newer)) == newer.masts == 1


def test_a_briefing_waits_for_the_letter_in_use_alone(office: Registry, storm: StormFile) -> None:
    def unacknowledged() -> list[str]:
        told = numbers(office, span_of(SpanKind.WEEK, today(), today()), "vi")
        return [one.key for item in told if item.code == "storm.unacknowledged" for one in item.lines]

    first = sent(office, of(drafted(office, storm), "VTL"))
    assert unacknowledged() == [first.id]
    stronger = [ranked(1, "A1", ["VTL"], 50.0, level=15), *ranking()[1:]]
    newer = sent(office, of(drafted(office, storm, stronger), "VTL"))
    assert unacknowledged() == [newer.id]
    acknowledge(office, newer.id, seen=newer.version, who="vt")
    assert unacknowledged() == []


def test_a_zip_of_letters_says_which_of_them_are_others_now(office: Registry, storm: StormFile) -> None:
    order = sent(office, of(drafted(office, storm), "VTL"))

    def changed_since() -> tuple[int, int]:
        made = all_letters.made(office, storm.storm.id, "vi")
        assert made is not None
        return made.sent, made.redrafted

    all_letters.make(office, storm.storm.id, "vi", who="lan")
    assert jobs.finish(office)
    assert changed_since() == (0, 0)
    letter, book = papers_to_send(office, order.id, "513/SKHCN", today(), state=OrderState.SENT)
    correct_sent(
        office, order.id, number="513/SKHCN", sent_on=today(), letter=letter, book=book, seen=order.version,
        who="lan",
    )  # fmt: skip
    assert changed_since() == (0, 1)  # the zip's bears the wrong number
    all_letters.make(office, storm.storm.id, "vi", who="lan")
    assert jobs.finish(office)
    assert changed_since() == (0, 0)
    drafted(office, storm, ranking()[:1])  # VNPT's and the power company's are in use no more
    gone = {
        item.recipient for item in list_orders(office, storm.storm.id) if item.state is OrderState.REPLACED
    }
    assert "VNPT" in gone
    assert changed_since() == (0, len(gone))


def test_when_it_is_over_everyone_who_got_a_letter_is_told(office: Registry, storm: StormFile) -> None:
    found = drafted(office, storm)
    with pytest.raises(RefusalError, match="STORM-NOTHING-SENT"):
        draft_stand_down(office, storm.storm.id, ranking(), who="lan")
    sent(office, of(found, "VTL"))
    sent(office, of(found, POWER))
    close_storm(office, storm.storm.id, seen=storm.storm.version, reason="tin cuối cùng số 30", who="lan")
    calmer = [ranked(1, "A1", ["VTL"], 45.0, level=14), ranked(2, "A2", ["VTL", "VNPT"], 20.0, level=9)]
    over = draft_stand_down(office, storm.storm.id, calmer, who="trực")
    assert {(item.recipient, item.kind) for item in over.made} == {
        ("VTL", OrderKind.STAND_DOWN),
        (POWER, OrderKind.STAND_DOWN),
    }
    letter = words(order_letter(office, of(over, "VTL").id))
    assert "tin cuối cùng số 30" in letter
    assert "bắt buộc kiểm tra 1 cột" in letter  # by the last bulletin A2 met less than 70 %
    assert "thời hạn" not in letter  # a letter that asks nothing by an hour
    assert of(over, "VTL").first_by == ""
    assert "điện" in words(order_letter(office, of(over, POWER).id))
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        rows = created("defects", defect_of("mast-A2", "VTL"))
        ledger.record(connection, rows, who="lan", batch=batch.id)
    anew = of(draft_stand_down(office, storm.storm.id, calmer, who="trực"), "VTL")
    letter = words(order_letter(office, anew.id))
    assert "bắt buộc kiểm tra 2 cột" in letter, "strong gusts came to the leaning one too"
    assert "hoặc có tồn tại nguy hiểm chưa khắc phục khi gió giật mạnh đến" in letter
    assert letter.count("; có tồn tại nguy hiểm") == 1, "its line in the annex says why"


def test_a_letter_that_it_is_over_says_the_wind_that_blew_and_not_the_one_expected(
    office: Registry, storm: StormFile
) -> None:
    sent(office, of(drafted(office, storm), "VTL"))
    stronger = [ranked(1, "A1", ["VTL"], 60.0, level=17), *ranking()[1:]]
    newer = sent(office, of(drafted(office, storm, stronger), "VTL"))
    over = of(draft_stand_down(office, storm.storm.id, [], who="trực"), "VTL")  # no mast met strong wind
    rows = rows_of(office, over)
    assert [row.structure for row in rows] == [row.structure for row in rows_of(office, newer)]
    blew = exposure_of(office, storm.track)
    for row in rows:
        seen = blew.of(row.structure)
        assert seen is not None
        assert (row.gust_ms, row.gust_level, row.flagged) == (round(seen.gust_ms, 2), seen.gust_level, False)
    assert "60" not in words(order_letter(office, over.id))


def test_a_storm_that_turned_away_is_called_off_and_no_damage_is_asked_for(office: Registry) -> None:
    standing_masts(office)
    far = tuple(replace(point, lon=point.lon + 20.0) for point in track().points)
    storm = record_storm(office, track(name="AWAY", points=far), text(), who="trực")
    found = drafted(office, storm)
    sent(office, of(found, "VTL"))
    sent(office, of(found, POWER))
    over = draft_stand_down(office, storm.storm.id, [], who="trực")
    for recipient in ("VTL", POWER):
        letter = words(order_letter(office, of(over, recipient).id))
        assert "theo bản tin sau cùng, ước tính không" in letter
        for asked in ("Thống kê thiệt hại", "khôi phục các trạm", "Kiểm tra lại"):
            assert asked not in letter
    assert "Dừng việc chuẩn bị ứng phó" in words(order_letter(office, of(over, "VTL").id))
