"""The pages of reports and their place in the bar."""

from flask_babel import lazy_gettext as _l

from web.frame.packages import BarPage, PagePackage
from web.reports import reports

PACKAGE = PagePackage(
    blueprints=(reports.blueprint,),
    bar=(BarPage("obligations", 50, "reports.show", _l("Báo cáo")),),
)
