"""The pages of imports and their places in the bar."""

from flask_babel import lazy_gettext as _l

from web.frame.packages import BarPage, PagePackage
from web.imports import batches

PACKAGE = PagePackage(
    blueprints=(batches.blueprint,),
    bar=(BarPage("data", 35, "batches.listed", _l("Lô nhập")),),
)
