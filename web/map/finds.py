"""What the map lets be found: masts by their codes of any time and carriers, communes of today and former."""

from urllib.parse import quote, unquote

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.model.areas import AdminUnit, full_name
from registry.model.people import Person
from registry.services.office.found.index import Index, Thing
from registry.services.register.disclosed_masts import masts_for
from registry.services.register.map_masts import CLASSES, STATES
from registry.services.register.search import other_codes
from registry.services.register.units.found_units import names_of_units
from web.frame import guard
from web.frame.find.kinds import Finds, Opens
from web.frame.guard import current_person
from web.frame.office import context, registry
from web.frame.people import operator_names, organisation_names
from web.frame.wording import words

_UNQUOTED = "!'()*"  # as a browser keeps an address (``encodeURIComponent``), which is asked for again by it


def _eyes(person: Person) -> tuple[str, ...]:
    """Return whose masts they are: those of everybody, or what one organisation or commune may see."""
    return () if person.sees_all else (person.organisation, person.territory)


def masts() -> Index:
    """Return the masts that the person may see: by code, former codes, carriers, owner and commune."""
    person = current_person()
    shown = masts_for(registry(), person)
    rows = list({code: row for row, code in reversed(list(enumerate(shown.codes)))}.values())[::-1]
    carriers, owned = operator_names(), organisation_names()
    communes = {unit.code: unit.name for unit in context().units.communes}
    former = other_codes(registry(), person)
    names_by_mask: dict[int, str] = {}

    def names(mask: int) -> str:
        if mask not in names_by_mask:
            codes = [code for bit, code in enumerate(shown.operators) if mask >> bit & 1]
            names_by_mask[mask] = ", ".join(carriers.get(code, code) for code in codes)
        return names_by_mask[mask]

    networks, sites = shown.networks.tolist(), shown.site.tolist()
    classes, states = shown.mast_class.tolist(), shown.state.tolist()
    owners = shown.owners or [""] * len(shown)

    def mast(at: int) -> Thing:
        row = rows[at]
        owner = owned.get(owners[row], owners[row])
        said = (
            names(networks[row]),
            "" if any(name in owner for name in names(networks[row]).split(", ")) else owner,
            str(words.CLASSES[CLASSES[classes[row]]]) if classes[row] else "",
            communes.get(shown.commune_codes[row], ""),
            str(words.STATES[STATES[states[row]]]),
        )
        note = " · ".join(filter(None, said))
        return Thing(shown.codes[row], _address(shown.codes[row]), note)

    places = {shown.codes[row]: at for at, row in enumerate(rows)}
    prefix = _address("")
    return Index(
        [shown.codes[row] for row in rows],
        [
            " ".join(
                (
                    names(networks[row]),
                    owned.get(owners[row], owners[row]),
                    communes.get(shown.commune_codes[row], ""),
                    *former.get(sites[row], ()),
                )
            )
            for row in rows
        ],
        mast,
        lambda address: places.get(unquote(address[len(prefix) :])) if address.startswith(prefix) else None,
    )


def communes() -> list[Thing]:
    """Return the communes of today, and the former ones with what they became."""
    found = []
    for unit, now in names_of_units(registry(), context()):
        if now == (unit,):
            found.append(Thing(full_name(unit), _there(unit), unit.code, unit.code))
        elif now:
            became = ", ".join(full_name(one) for one in now[:4])
            note = _("nay là %(units)s", units=became if len(now) <= 4 else f"{became}…")
            found.append(Thing(full_name(unit), _there(now[0]), note))
    return found


def _address(code: str) -> str:
    return f"{url_for('map.desk')}#mast={quote(code, safe=_UNQUOTED)}"


def _there(unit: AdminUnit) -> str:
    """Return where a commune is looked at: its sheet for the office, else its place on the map."""
    if guard.is_for(current_app, "overview.commune"):
        return url_for("overview.commune", code=unit.code)
    if unit.boundary is None:
        return url_for("map.desk")
    inside = unit.boundary.representative_point()
    return f"{url_for('map.desk')}#at={inside.y:.5f},{inside.x:.5f},13"


FINDS = (
    Finds(
        "mast", "map.desk", masts, eyes=_eyes,
        tables=("sites", "structures", "stations", "site_aliases", "operators", "admin_units"),
    ),
    Finds("commune", "map.desk", communes, tables=("admin_units",)),
)  # fmt: skip
OPENS = (
    Opens("map.desk", words=_l("bản đồ, cột, trạm BTS, tìm trạm, vị trí")),
    Opens("map_sheet.form", _l("In bản đồ"), _l("tờ bản đồ, tỷ lệ, PDF")),
    Opens("views.listed", _l("Khung nhìn đã lưu"), _l("bản đồ đã lưu")),
    Opens("same_mast.listed", words=_l("trùng cột, gộp cột, cột trùng, hai mã một cột")),
)
