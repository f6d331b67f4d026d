"""The pages of storms and of the duty shift, where the day of a role begins, and their places in the bar."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.storm.orders import STORM_LETTER
from web.frame.packages import BarPage, PagePackage
from web.storm import shift, start, storms

PACKAGE = PagePackage(
    blueprints=(storms.blueprint, shift.blueprint, start.blueprint),
    bar=(
        BarPage("storm", 10, "shift.show", _l("Ca trực")),
        BarPage("storm", 20, "storms.listed", _l("Bão và ứng phó"), storms.waiting),
    ),
    documents={STORM_LETTER: lambda one: url_for("storms.letter", order=one)},
)
