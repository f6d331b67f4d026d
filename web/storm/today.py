"""What storms have to say of somebody's day: letters to acknowledge, and whether a storm is on at all."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.model.people import Role
from registry.model.storm.storm_records import StormState
from registry.services.storm.storms import list_storms
from registry.services.storm.vocabulary import storm_name
from web.frame.languages import language
from web.frame.office import registry
from web.frame.packages import DayWork, Item
from web.storm import words
from web.storm.frame import own_orders, superseded


def letters() -> Sequence[Item]:
    """Return the letters of a running storm that the carrier has not acknowledged."""
    own = own_orders()
    replaced = superseded(own)
    storms = {storm.id: storm for storm in list_storms(registry())}
    return [
        Item(
            str(_("Công văn số %(number)s", number=order.number or "–")),
            url_for("storms.letter", order=order.id),
            words.first_work(order.first_by)
            if order.first_by
            else storm_name(storms[order.storm], language()),
            late=True,
        )
        for order in own
        if not order.acknowledged
        and order.id not in replaced
        and storms[order.storm].state is not StormState.CLOSED
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
    DayWork(10, (Role.APPRAISER, Role.LEADER), _l("Bão đang theo dõi"), "storms.listed", running),
)
