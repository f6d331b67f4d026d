"""The pages of imports and their places in the bar."""

from flask_babel import lazy_gettext as _l

from web.frame.packages import BarPage, PagePackage
from web.imports import batches, finds, plans, sites, units

PACKAGE = PagePackage(
    blueprints=(batches.blueprint, plans.blueprint, sites.blueprint, units.blueprint),
    bar=(
        BarPage("data", 12, "plans.listed", _l("Kế hoạch"), waiting=plans.waiting_plans, kept=True),
        BarPage("data", 14, "units.listed", _l("Địa giới")),
        BarPage("data", 35, "batches.listed", _l("Lô nhập"), parts=("site_lists",)),
    ),
    finds=finds.FINDS,
    opens=finds.OPENS,
)
