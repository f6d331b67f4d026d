"""The pages of the exchange and their place in the bar."""

from flask_babel import lazy_gettext as _l

from web.exchange import documents, webhooks
from web.frame.packages import BarPage, PagePackage

PACKAGE = PagePackage(
    blueprints=(webhooks.blueprint, documents.blueprint),
    bar=(BarPage("settings", 17, "webhooks.listed", _l("Nơi nhận sự kiện")),),
)
