"""What storms have to say of somebody's day: letters to acknowledge, and whether a storm is on at all."""

import datetime as dt
from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.messages import number
from registry.model.people import Role
from registry.model.storm.storm_records import OrderKind, StormOrder, StormState
from registry.services.office.calendar import now as present_moment
from registry.services.storm.answers import progress_of
from registry.services.storm.hazards.exposure import all_hazards
from registry.services.storm.hazards.letters_now import letters_said, letters_to_confirm, warning_letters
from registry.services.storm.hazards.words import warnings_said
from registry.services.storm.shift import HEARD_WITHIN
from registry.services.storm.storms import list_storms
from registry.services.storm.vocabulary import storm_name
from web.frame.guard import current_person
from web.frame.languages import language
from web.frame.office import registry
from web.frame.packages import DayWork, Item
from web.frame.people import own_code
from web.storm import words
from web.storm.frame import own_orders, superseded


def letters() -> Sequence[Item]:
    """Return the letters that the carrier has not acknowledged: of a running storm, and lately of its end."""
    own = own_orders()
    since = present_moment() - HEARD_WITHIN
    ends = {
        order.id
        for order in own
        if order.kind is OrderKind.STAND_DOWN and dt.datetime.fromisoformat(order.sent_at) >= since
    }
    replaced = superseded(own)
    storms = {storm.id: storm for storm in list_storms(registry())}

    def facts(order: StormOrder) -> str:
        told = words.first_work_of(order) if order.first_by else words.ORDER_KINDS[order.kind.value]
        return f"{told} · {storm_name(storms[order.storm], language())}"

    return [
        Item(
            str(_("Công văn số %(number)s", number=order.number or "–")),
            url_for("storms.letter", order=order.id),
            facts(order),
            late=order.kind is not OrderKind.STAND_DOWN,
        )
        for order in own
        if not order.acknowledged
        and order.id not in replaced
        and (storms[order.storm].state is not StormState.CLOSED or order.id in ends)
    ]


def to_report() -> Sequence[Item]:
    """Return the acknowledged letters of running storms with masts of which the carrier has said nothing."""
    own = [order for order in own_orders() if order.acknowledged and order.kind is OrderKind.CARRIER]
    ids, replaced = {order.id for order in own}, superseded(own_orders())
    on = {one.id: one for one in list_storms(registry()) if one.state is not StormState.CLOSED}
    return [
        Item(
            str(_("Công văn số %(number)s", number=item.order.number or "–")),
            url_for("storms.letter", order=item.order.id),
            str(
                _(
                    "%(open)s/%(all)s cột chưa báo kết quả · %(storm)s",
                    open=number(item.open, 0, language()), all=number(item.order.masts, 0, language()),
                    storm=storm_name(on[item.order.storm], language()),
                )
            ),
        )
        for storm in dict.fromkeys(order.storm for order in own if order.storm in on)
        for item in progress_of(registry(), storm)
        if item.open and item.order.id in ids and item.order.id not in replaced
    ]  # fmt: skip


def of_warnings() -> Sequence[Item]:
    """Return the letters of warnings in force or to come that the carrier has not acknowledged."""
    own, lang = own_code(current_person()), language()
    told = {one.id: one for one in all_hazards(registry())}
    return [
        Item(
            str(_("Công văn số %(number)s", number=letter.number)),
            url_for("hazards.letter", letter=letter.id),
            warnings_said([told[key] for key in letter.warnings if key in told], lang),
            late=True,
        )
        for letter in (letters_to_confirm(registry(), own) if own else ())
    ]


def warnings() -> Sequence[Item]:
    """Return the bulletins of warnings of which a letter waits to be sent or acknowledged."""
    lang = language()
    return [
        Item(
            warnings_said(one.warnings, lang),
            url_for("hazards.letters", hazard=one.first.id),
            letters_said(one, lang),
            late=True,
        )
        for one in warning_letters(registry())
        if one.open
    ]


def running() -> Sequence[Item]:
    """Return the storms that are followed now."""
    return [
        Item(storm_name(storm, language()), url_for("storms.bulletins", storm=storm.id), late=True)
        for storm in list_storms(registry())
        if storm.state is not StormState.CLOSED
    ]


DAY = (
    DayWork(10, (Role.CARRIER,), _l("Công văn ứng phó bão chưa xác nhận"), "storms.listed", letters),
    DayWork(11, (Role.CARRIER,), _l("Cột phải báo kết quả theo công văn bão"), "storms.listed", to_report),
    DayWork(
        10,
        (Role.CARRIER,),
        _l("Công văn ứng phó mưa, lũ, sạt lở chưa xác nhận"),
        "hazards.listed",
        of_warnings,
    ),
    DayWork(
        10,
        (Role.DUTY_OFFICER, Role.APPRAISER, Role.LEADER),
        _l("Công văn mưa, lũ, sạt lở chưa gửi, chưa xác nhận"),
        "hazards.listed",
        warnings,
    ),
    DayWork(10, (Role.APPRAISER, Role.LEADER), _l("Bão đang theo dõi"), "storms.listed", running),
)
