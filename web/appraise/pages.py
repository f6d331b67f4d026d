"""The pages of appraising a list, and their place in the bar."""

from flask_babel import lazy_gettext as _l

from web.appraise import lists
from web.frame.packages import BarPage, PagePackage

PACKAGE = PagePackage(
    blueprints=(lists.blueprint,),
    bar=(BarPage("appraise", 10, "appraise.start", _l("Thẩm định danh sách")),),
)
