"""The pages of the overview and their place in the bar."""

from flask_babel import lazy_gettext as _l

from web.frame.packages import BarPage, PagePackage
from web.overview import population, settings, sheet, streets, table
from web.overview.frame import blueprint

WITH_PAGES = (table, sheet, streets, population, settings)
"""The modules whose pages stand on the one blueprint."""

PACKAGE = PagePackage(
    blueprints=(blueprint,),
    bar=(BarPage("map", 20, "overview.listed", _l("Theo xã, phường")),),
)
