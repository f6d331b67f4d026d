"""What outside cable lets be found: routes, a carrier's own only."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.cables.routes import Filter, list_routes
from registry.services.office.found.index import Thing
from web.cables.frame import MOUNTS, names, own
from web.frame.find.kinds import Finds, Opens
from web.frame.office import registry


def routes() -> list[Thing]:
    """Return the routes by code, name and owner."""
    known = names()
    found = []
    for line in list_routes(registry(), Filter(own=own()), page=1, per_page=1, whole=True).lines:
        owner = known.get(line.route.owner, line.route.owner)
        mounts = ", ".join(str(MOUNTS[one]) for one in line.mounts)
        said = (line.route.name, owner, mounts)
        address = url_for("cables.route", route=line.route.id)
        words = f"{line.route.name} {owner}"
        found.append(Thing(line.route.code, address, " · ".join(filter(None, said)), words))
    return found


FINDS = (Finds("cable", "cables.route", routes, tables=("cable_routes", "cable_segments", "operators")),)
OPENS = (
    Opens("cables.listed", words=_l("cáp treo, cáp quang, cống bể, ngầm hóa")),
    Opens("cables.troubles", _l("Sự cố cáp"), _l("đứt cáp, dây chùng")),
    Opens("cables.underground", _l("Khu vực ngầm hóa"), _l("hạ ngầm")),
    Opens("cables.trouble_new", _l("Ghi sự cố cáp"), _l("đứt cáp, dây chùng"), deed=True),
    Opens("cables.draw", _l("Vẽ tuyến cáp"), deed=True),
    Opens("cables.file_start", _l("Nhập danh sách cáp"), _l("tệp cáp"), deed=True),
)
