"""What zones say of somebody's day: his drafts that a leader sent back."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.services.zones import draft_publication
from web.frame.office import registry
from web.frame.packages import DayWork, Item
from web.zones.frame import WRITERS, who


def sent_back() -> Sequence[Item]:
    """Return the drafts that the person proposed to publish and a leader sent back, each with the reason."""
    return [
        Item(
            one.name,
            url_for("zones.draft", draft=one.subject),
            str(_("lãnh đạo trả lại: %(reason)s", reason=one.reason)),
        )
        for one in draft_publication.returned(registry(), who())
    ]


DAY = (DayWork(28, WRITERS, _l("Dự thảo quy hoạch lãnh đạo trả lại"), "zones.drafts", sent_back),)
