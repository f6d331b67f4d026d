"""The pages of storms and of the duty shift, where a duty officer's day begins; their places in the bar."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.model.people import Role
from registry.services.storm.orders import STORM_LETTER
from web.frame.packages import BarPage, PagePackage
from web.storm import shift, storms, today

PACKAGE = PagePackage(
    blueprints=(storms.blueprint, shift.blueprint),
    bar=(
        BarPage("storm", 10, "shift.show", _l("Ca trực")),
        BarPage("storm", 20, "storms.listed", _l("Bão và ứng phó"), storms.waiting),
    ),
    day=today.DAY,
    starts={Role.DUTY_OFFICER: "shift.show"},
    documents={STORM_LETTER: lambda one: url_for("storms.letter", order=one)},
)
