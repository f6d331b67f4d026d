"""The pages of the law that holds here and of the province's own regulations; their place in the bar."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.regulations import briefing
from web.frame.packages import BarPage, PagePackage
from web.regulations import drafts, examples, here, matters, publishing, replays
from web.regulations.frame import blueprint, waiting

WITH_PAGES = (here, drafts, matters, examples, replays, publishing)
"""The modules whose pages stand on the blueprint of regulations."""

PACKAGE = PagePackage(
    blueprints=(blueprint,),
    bar=(BarPage("data", 16, "regulations.here", _l("Quy định"), waiting=waiting, kept=True),),
    documents={
        briefing.REGULATION: lambda one: url_for("regulations.show", identity=one),
    },
    lists={
        briefing.REGULATION: lambda: url_for("regulations.listed"),
    },
    briefs=(briefing.PART,),
)
