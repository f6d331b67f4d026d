"""The pages of open data: the catalogue for everybody, the office's decisions; their place in the bar."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.open_data import briefing
from registry.services.open_data.making import make_open_files
from web.frame.packages import BarPage, PagePackage
from web.open_data import catalogue, decisions, tiles, well_known

PACKAGE = PagePackage(
    blueprints=(catalogue.blueprint, decisions.blueprint, tiles.blueprint, well_known.blueprint),
    bar=(BarPage("data", 50, "open_data_office.listed", _l("Dữ liệu mở"), parts=("open_data",)),),
    daily=(make_open_files,),
    limit=catalogue.limit,
    documents={
        briefing.OPEN_SET: lambda one: url_for("open_data_office.show", name=one),
    },
    lists={
        briefing.OPEN_SET: lambda: url_for("open_data_office.listed"),
    },
    briefs=(briefing.PART,),
)
