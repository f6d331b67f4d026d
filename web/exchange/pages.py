"""The pages of the exchange and their place in the bar."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.requests.exchange.incoming import PAPER, take_in
from registry.services.requests.exchange.outgoing import lay_out
from registry.services.requests.exchange.papers import count_waiting
from web.exchange import documents, dossiers, papers, webhooks
from web.frame.office import registry
from web.frame.packages import BarPage, PagePackage

PACKAGE = PagePackage(
    blueprints=(webhooks.blueprint, documents.blueprint, papers.blueprint),
    programs=(dossiers.blueprint,),
    bar=(
        BarPage("settings", 17, "webhooks.listed", _l("Nơi nhận sự kiện")),
        BarPage(
            "notices",
            30,
            "exchange.listed",
            _l("Thư mục trao đổi"),
            lambda: count_waiting(registry()),
            kept=True,
        ),
    ),
    documents={PAPER: lambda one: url_for("exchange.show", identity=one)},
    often=(take_in, lay_out),
)
