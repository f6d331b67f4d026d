"""The page of QGIS and its place in the bar."""

from flask_babel import lazy_gettext as _l

from web.frame.packages import BarPage, PagePackage
from web.qgis import views

PACKAGE = PagePackage(
    blueprints=(views.blueprint,),
    bar=(BarPage("data", 48, "qgis.show", _l("Mở bằng QGIS")),),
)
