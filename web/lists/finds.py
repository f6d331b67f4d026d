"""What carriers' lists of masts let be found: lists, a carrier's own only."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.lists.mast_lists import list_mast_lists
from registry.services.office.found.index import Thing
from web.frame.find.kinds import Finds, Opens
from web.frame.guard import current_person
from web.frame.office import registry
from web.frame.people import organisation_names, own_code
from web.lists import words


def mast_lists() -> list[Thing]:
    """Return the lists by file, carrier and day."""
    names = organisation_names()
    found = []
    for one in list_mast_lists(registry(), own_code(current_person())):
        company = names.get(one.operator, one.operator)
        said = (company, f"{one.list_date:%d/%m/%Y}", str(words.STATES[one.state.value]))
        address = url_for("mast_lists.show", identity=one.id)
        found.append(Thing(one.name, address, " · ".join(said), f"{company} {one.operator}"))
    return found


FINDS = (Finds("mast_list", "mast_lists.show", mast_lists, tables=("mast_lists", "operators", "owners")),)
OPENS = (
    Opens("mast_lists.listed", words=_l("danh sách cột, nộp danh sách, hằng quý")),
    Opens(
        "mast_lists.listed",
        _l("Nhận danh sách cột"),
        _l("nộp danh sách cột, trạm của doanh nghiệp"),
        deed=True,
    ),
)
