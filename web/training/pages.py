"""The pages of the course, their place in the bar, the strip, the links beside guides."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.course.exercises import exercises
from web.frame.guard import current_person
from web.frame.packages import BarPage, Item, PagePackage
from web.training import course, exercise, record, strip
from web.training.frame import blueprint, filled

WITH_PAGES = (course, record, exercise)
"""The modules whose pages stand on the one blueprint."""


def _beside(guide: str) -> list[Item]:
    person = current_person()
    return [
        Item(
            _("Bài %(number)s: %(title)s", number=one.number, title=filled(one.title, {})),
            url_for("training.show", name=one.code),
            _("chừng %(minutes)s phút", minutes=one.minutes),
        )
        for one in exercises()
        if one.guide == guide and one.is_for(person)
    ]


PACKAGE = PagePackage(
    blueprints=(blueprint,),
    bar=(BarPage("today", 90, "training.course", _l("Bài tập")),),
    above=strip.above,
    beside_guide=_beside,
)
