"""The pages of the operation and their place in the bar."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.office.operation.operation_reports import OPERATION
from web.frame.packages import BarPage, PagePackage
from web.operation import background, backups, packages, today

PACKAGE = PagePackage(
    blueprints=(backups.blueprint, background.blueprint, packages.blueprint),
    bar=(BarPage("settings", 60, "operation.show", _l("Vận hành")),),
    limit=backups.limit_uploads,
    day=today.DAY,
    documents={OPERATION: lambda _one: url_for("operation.show")},
)
