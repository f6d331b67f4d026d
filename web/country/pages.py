"""The pages of the country, their place in the bar, and what is made ready before the first look."""

from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from web.country import across, compliance, data, drawn, law, outages, overview, provinces, storm
from web.country.drawn import masts_payload
from web.country.frame import blueprint, held, in_bar
from web.frame.packages import BarPage, PagePackage

WITH_PAGES = (overview, drawn, provinces, compliance, across, storm, outages, law, data)
"""The modules whose pages stand on the blueprint of the country."""


def _warm() -> None:
    """Read the lake before somebody waits for it; what is wrong with it, the page says."""
    if not in_bar():
        return
    try:
        masts_payload(held())
    except RefusalError:
        return


PACKAGE = PagePackage(
    blueprints=(blueprint,),
    bar=(BarPage("data", 60, "country.show", _l("Cả nước"), shown=in_bar),),
    warm=_warm,
)
