"""The pages of the ledger and their places in the bar."""

from flask_babel import lazy_gettext as _l

from web.frame.packages import BarPage, PagePackage
from web.ledger import checkpoints, entries

PACKAGE = PagePackage(
    blueprints=(entries.blueprint, checkpoints.blueprint),
    bar=(BarPage("data", 45, "ledger.listed", _l("Sổ cái"), parts=("checkpoints",)),),
)
