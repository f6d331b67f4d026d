"""What storms let be found: storms and their letters (a carrier's own only), warnings of rain and flood."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.model.storm.storm_records import OrderState
from registry.services.office.found.index import Thing
from registry.services.storm.hazards.drafts import all_letters
from registry.services.storm.hazards.exposure import all_hazards
from registry.services.storm.hazards.words import hazard_said
from registry.services.storm.orders import list_orders
from registry.services.storm.storms import list_storms
from registry.services.storm.vocabulary import storm_name
from web.frame.find.kinds import Finds, Opens
from web.frame.guard import current_person
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import own_code
from web.storm import words
from web.storm.frame import own_orders
from web.storm.hazards import letters_sent_to


def storms() -> list[Thing]:
    """Return the storms by name and number."""
    lang = language()
    found = []
    for storm in list_storms(registry()):
        name = storm_name(storm, lang)
        found.append(
            Thing(
                name[:1].upper() + name[1:], url_for("storms.show", storm=storm.id),
                str(words.STATES[storm.state.value]), storm.name,
            )
        )  # fmt: skip
    return found


def letters() -> list[Thing]:
    """Return the letters of storms and warnings: the office's all, a carrier's those sent to it."""
    lang = language()
    names = {storm.id: storm_name(storm, lang) for storm in list_storms(registry())}
    if current_person().sees_all:
        orders = [order for storm in names for order in list_orders(registry(), storm)]
    else:
        orders = own_orders()
    return _of_warnings() + [
        Thing(
            order.number or str(words.ORDER_KINDS[order.kind.value]),
            url_for("storms.letter", order=order.id),
            " · ".join(
                (
                    str(words.ORDER_KINDS[order.kind.value]),
                    names.get(order.storm, ""),
                    order.recipient_name,
                    str(_("đã gửi") if order.state is OrderState.SENT else _("dự thảo")),
                )
            ),
            f"{order.recipient_name} {names.get(order.storm, '')} {words.ORDER_KINDS[order.kind.value]}",
        )
        for order in orders
    ]


def _of_warnings() -> list[Thing]:
    """Return the letters of warnings: the office's all, a carrier's those that were sent to it."""
    person, said = current_person(), words.ORDER_KINDS["carrier"]
    names = {one.id: hazard_said(one, language()) for one in all_hazards(registry())}
    every = all_letters(registry()) if person.sees_all else letters_sent_to(own_code(person) or "")
    return [
        Thing(
            one.number or str(said),
            url_for("hazards.letter", letter=one.id),
            " · ".join(
                (
                    str(said),
                    names.get(one.hazard, ""),
                    one.recipient_name,
                    str(_("đã gửi") if one.state is OrderState.SENT else _("dự thảo")),
                )
            ),
            f"{one.recipient_name} {names.get(one.hazard, '')} {said}",
        )
        for one in every
    ]


def hazards() -> list[Thing]:
    """Return the warnings of rain, flood and landslide."""
    return [
        Thing(
            hazard_said(one, language()),
            url_for("hazards.show", hazard=one.id),
            f"{one.source} {one.number}".strip(),
            one.headline,
        )
        for one in all_hazards(registry())
    ]


FINDS = (
    Finds("storm", "storms.show", storms, tables=("storms", "storm_bulletins")),
    Finds(
        "letter",
        "storms.letter",
        letters,
        tables=("storms", "storm_orders", "hazards", "hazard_letters", "operators"),
    ),
    Finds("hazard", "hazards.show", hazards),
)
OPENS = (
    Opens("storms.listed", words=_l("bão, áp thấp, bản tin, công văn ứng phó")),
    Opens("shift.show", words=_l("trực ban, trực bão, bàn giao ca")),
    Opens("now.show", words=_l("tình hình, báo cáo nhanh")),
    Opens("hazards.listed", words=_l("lũ, ngập, sạt lở, mưa lớn, cảnh báo")),
    Opens("storms.new", _l("Ghi bản tin bão"), _l("dán bản tin, cơn bão mới, áp thấp"), deed=True),
    Opens("hazards.new", _l("Ghi cảnh báo mưa, lũ, sạt lở"), _l("bản tin mưa lũ"), deed=True),
)
