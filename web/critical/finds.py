"""What critical places let be found: the places themselves."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.critical.places import critical_places
from registry.services.office.found.index import Thing
from web.critical.words import KINDS
from web.frame.find.kinds import Finds, Opens
from web.frame.office import registry


def places() -> list[Thing]:
    """Return the critical places by name and address."""
    found = []
    for one in critical_places(registry(), closed=True):
        note = " · ".join(filter(None, (str(KINDS[one.kind.value]), one.address)))
        found.append(Thing(one.name, url_for("critical.show", place=one.id), note, one.address))
    return found


FINDS = (Finds("critical", "critical.show", places, tables=("critical_places",)),)
OPENS = (
    Opens("critical.listed", words=_l("bệnh viện, trụ sở, nơi quan trọng")),
    Opens("critical.new", _l("Thêm nơi trọng yếu"), _l("bệnh viện, trụ sở"), deed=True),
)
