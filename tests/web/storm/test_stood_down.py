"""Letters of the end of a response that nobody acknowledged: on the page of a shift and handed over."""

import datetime as dt

from flask import Flask

from registry.model.people import OPEN_DESK
from registry.model.storm.storm_records import OrderKind, OrderState
from registry.services.office.calendar import now
from registry.services.storm.answers import acknowledge
from registry.services.storm.orders import list_orders
from registry.services.storm.shift import HEARD_WITHIN, shift_of
from registry.services.storm.storms import get_storm
from registry.services.storm.two_lists import kept_lists
from tests.web.people import registry_of, visitor
from tests.web.storm.conftest import text
from tests.web.storm.test_level_areas import LAND, save

TITLE = "Văn bản kết thúc ứng phó đã gửi, chưa xác nhận:"


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
