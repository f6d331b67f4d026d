"""Letters of the end of a response that nobody acknowledged: on the page of a shift and handed over."""

import datetime as dt
import io
import re

from docx import Document
from flask import Flask

from registry.model.outages.outages import EventKind, LineState, ReportSource
from registry.model.people import OPEN_DESK
from registry.model.storm.storm_records import OrderKind, OrderState
from registry.services.office.calendar import now
from registry.services.outages.carrier_reports import Heading, send_report
from registry.services.outages.events import open_event
from registry.services.outages.statements import Statement
from registry.services.outages.stations import station_book
from registry.services.storm.answers import acknowledge
from registry.services.storm.orders import POWER, list_orders
from registry.services.storm.shift import HEARD_WITHIN, shift_of
from registry.services.storm.storms import get_storm
from registry.services.storm.two_lists import kept_lists
from tests.documents.said import said_in
from tests.web.people import registry_of, visitor
from tests.web.storm.conftest import text
from tests.web.storm.test_last_bulletin import position
from tests.web.storm.test_level_areas import LAND, save
from web.storm.words import was_late

TITLE = "Văn bản kết thúc ứng phó đã gửi, chưa xác nhận:"


def _paper(data: bytes) -> str:
    return "\n".join(one.text for one in Document(io.BytesIO(data)).paragraphs)


def test_stand_down_letters_that_nobody_confirmed_are_handed_over(app: Flask) -> None:
    registry, officer = registry_of(app), visitor(app, "duty_officer")
    storm = save(app, LAND, "3", "35")

    def version() -> dict[str, str]:
        return {"version": str(get_storm(registry, storm).storm.version)}

    officer.post(f"/storms/{storm}/letters", version())
    for order in list_orders(registry, storm):
        officer.post(f"/storms/letters/{order.id}/sent", {"version": "1", "number": f"61/{order.recipient}"})
    officer.post(f"/storms/{storm}/close", {**version(), "reason": "tin cuối cùng", "before_its_end": "1"})
    officer.post(f"/storms/{storm}/letters/over", version())
    ends = [one for one in list_orders(registry, storm) if one.kind is OrderKind.STAND_DOWN]
    assert TITLE not in text(officer.page("/shift/handover"))
    for order in ends:
        said = _paper(officer.get(f"/storms/letters/{order.id}/letter.docx").data)
        assert "đã chịu gió giật" not in said, "its gusts were only to come when it was closed"
        assert order.recipient == POWER or "chỉ đến sau giờ kết thúc ứng phó" in said
        annex = officer.get(f"/storms/letters/{order.id}/letter.docx").data
        told = said_in(annex).text.count("; gió mạnh chưa đến khi kết thúc ứng phó")
        named = re.search(r"kiểm tra (\d+) cột nêu tại Phụ lục nếu", said)
        assert told == (int(named[1]) if named else 0), "the annex says of which"
    sent = ends[:2]
    for order in sent:
        officer.post(f"/storms/letters/{order.id}/sent", {"version": "1", "number": f"62/{order.recipient}"})
    handed = text(officer.page("/shift/handover"))
    assert f"{TITLE} {sent[0].recipient_name}, {sent[1].recipient_name}." in handed
    shift = officer.page("/shift")
    for order in sent:
        assert any(one["href"] == f"/storms/letters/{order.id}#heard" for one in shift.all("a"))
    acknowledge(registry, sent[0].id, seen=2, who="trực", source="điện thoại")
    handed = text(officer.page("/shift/handover"))
    assert f"{TITLE} {sent[1].recipient_name}." in handed
    for one in list_orders(registry, storm):
        if one.kind is OrderKind.STAND_DOWN and one.state is OrderState.SENT and not one.acknowledged:
            acknowledge(registry, one.id, seen=one.version, who="trực", source="điện thoại")
    assert TITLE not in text(officer.page("/shift/handover"))


def test_they_are_not_asked_after_for_ever(app: Flask) -> None:
    registry, officer = registry_of(app), visitor(app, "duty_officer")
    storm = next(one.storm for one in list_orders(registry) if one.number.startswith("62/"))
    order = next(
        one
        for one in list_orders(registry, storm)
        if one.kind is OrderKind.STAND_DOWN and one.state is OrderState.DRAFT
    )
    officer.post(f"/storms/letters/{order.id}/sent", {"version": "1", "number": "63/X"})

    def unheard(at: dt.datetime) -> list[str]:
        shift = shift_of(registry, lambda file: kept_lists(registry, file.track), person=OPEN_DESK, now=at)
        return [one.id for one in shift.unheard]

    assert unheard(now()) == [order.id]
    assert unheard(now() + HEARD_WITHIN + dt.timedelta(minutes=1)) == []


def test_drafts_of_the_end_wait_for_nobody_while_the_storm_is_watched_again(app: Flask) -> None:
    """Else a shift is told to draft them again and send them, while gusts are still to come."""
    registry, officer = registry_of(app), visitor(app, "duty_officer")
    storm = next(one.storm for one in list_orders(registry) if one.number.startswith("62/"))
    drafts = [one for one in list_orders(registry, storm) if one.state is OrderState.DRAFT]
    assert OrderKind.STAND_DOWN in {one.kind for one in drafts}
    officer.post(f"/storms/{storm}/reopen", {"version": str(get_storm(registry, storm).storm.version)}, 303)
    shift = shift_of(registry, lambda file: kept_lists(registry, file.track), person=OPEN_DESK, now=now())
    (on,) = [one for one in shift.storms if one.storm.id == storm]
    assert OrderKind.STAND_DOWN not in {one.kind for one in (*on.drafts, *on.outdated)}
    again = {"version": str(get_storm(registry, storm).storm.version), "reason": "tin cuối cùng"}
    officer.post(f"/storms/{storm}/close", {**again, "before_its_end": "1"}, 303)


WEAK = "\n".join(
    [
        "TIN CUỐI CÙNG VỀ CƠN BÃO SỐ 36",
        position(
            now() - dt.timedelta(hours=2), "19,6 độ Vĩ Bắc; 110,4 độ Kinh Đông", "mạnh cấp 6", seen=True
        ),
        position(now() + dt.timedelta(hours=10), "20,0 độ Vĩ Bắc; 109,0 độ Kinh Đông", "dưới cấp 6"),
    ]
)


def test_nobody_with_stations_off_the_air_is_sent_back_to_everyday_work(app: Flask) -> None:
    registry, officer = registry_of(app), visitor(app, "duty_officer")
    storm = save(app, LAND, "3", "36")

    def version() -> str:
        return str(get_storm(registry, storm).storm.version)

    officer.post(f"/storms/{storm}/letters", {"version": version()})
    for order in list_orders(registry, storm):
        officer.post(f"/storms/letters/{order.id}/sent", {"version": "1", "number": f"64/{order.recipient}"})
    page = text(visitor(app, "carrier").page("/storms"))
    late = next(one for one in list_orders(registry, storm) if one.recipient == "VTL")
    assert was_late(late)
    assert "Việc đầu tiên: làm ngay" in page
    assert "đã quá giờ" not in page
    form = {
        "text": WEAK,
        "deed": "save",
        "storm_name": "",
        "number": "36",
        "source": "",
        "version": version(),
    }
    officer.post(f"/storms/{storm}/bulletins/new", form, 303)
    officer.post(f"/storms/{storm}/close", {"version": version(), "reason": "tin cuối cùng"})
    officer.post(f"/storms/{storm}/letters/over", {"version": version()})
    ends = {one.recipient: one.id for one in list_orders(registry, storm) if one.kind is OrderKind.STAND_DOWN}

    def said(recipient: str) -> str:
        return _paper(officer.get(f"/storms/letters/{ends[recipient]}/letter.docx").data)

    everyday, restore = "trở lại hoạt động thường ngày", "Tiếp tục khôi phục các trạm còn mất liên lạc"
    assert everyday in said("VTL")
    assert "chế độ cấp điện thường ngày" in said(POWER)
    start = now() - dt.timedelta(hours=3)
    event = open_event(
        registry, name="Bão số 36", kind=EventKind.STORM, started_at=start, storm=storm,
        first_due=start + dt.timedelta(hours=1), hours=1, operators=("VTL", "VNPT"), who="trực",
    )  # fmt: skip
    heading = Heading(
        event.id, "VTL", event.first_due, now() - dt.timedelta(minutes=20), ReportSource.PHONE, "trực", "gọi"
    )
    station = station_book(registry).of_operator["VTL"][0]
    send_report(registry, heading, [Statement("1", code=station.code, state=LineState.DOWN)])
    assert everyday not in said("VTL")
    assert restore in said("VTL")
    assert everyday in said("VNPT")
    assert "tiếp tục ưu tiên khôi phục điện" in said(POWER)


def test_the_carrier_is_asked_for_its_word_on_the_end_as_the_office_asks(app: Flask) -> None:
    registry, officer = registry_of(app), visitor(app, "duty_officer")
    order = next(
        one
        for one in list_orders(registry)
        if one.recipient == "VTL" and one.kind is OrderKind.STAND_DOWN and one.state is OrderState.DRAFT
    )
    officer.post(f"/storms/letters/{order.id}/sent", {"version": "1", "number": "65/VTL"})
    told = text(visitor(app, "carrier").page("/today"))
    assert "Công văn số 65/VTL" in told
    assert "Kết thúc ứng phó" in told
    assert "; bản tin)" not in text(officer.page("/shift/handover"))
    acknowledge(registry, order.id, seen=2, who="viettel")
    assert "Công văn số 65/VTL" not in text(visitor(app, "carrier").page("/today"))
