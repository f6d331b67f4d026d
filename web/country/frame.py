"""What the pages of the country share: the blueprint, who looks, and the lake that is looked at."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.messages import status
from registry.model.people import Role
from registry.services.country.held import CountryHeld, country_on
from registry.services.country.runs import RunsHeld, runs_of
from registry.services.office.calendar import today
from web.frame import parameters, refusals
from web.frame.guard import current_person
from web.frame.office import settings

blueprint = Blueprint("country", __name__, url_prefix="/country")

VIEWERS = (Role.LEADER, Role.ADMINISTRATOR)
"""Who looks at the country: nobody's work of every day, and whoever keeps the lake."""

PAGES = (
    ("country.show", _l("Bản đồ")),
    ("country.provinces", _l("Theo tỉnh")),
    ("country.compliance", _l("Rà soát")),
    ("country.across", _l("Ranh giới tỉnh")),
    ("country.storm", _l("Bão")),
    ("country.outages", _l("Mất liên lạc")),
    ("country.law", _l("Quy định")),
    ("country.data", _l("Nguồn dữ liệu")),
)
"""The pages of the country in their order."""


def in_bar() -> bool:
    """Whether the bar leads here: where a lake is set."""
    return settings().lake is not None


def held() -> CountryHeld:
    """Return the lake as of the day asked (``day``), today without one; ``COUNTRY-NO-LAKE``."""
    folder = settings().lake
    if folder is None:
        raise RefusalError("COUNTRY-NO-LAKE")
    return country_on(folder, asked_day() or today())


def asked_day() -> dt.date | None:
    """Return the day that the address names; a written day that is none is refused."""
    return parameters.written_day(request.args.get("day", ""))


def runs() -> RunsHeld:
    """Return the results that lie in the lake."""
    folder = settings().lake
    return RunsHeld((), ()) if folder is None else runs_of(folder)


def keeps_it() -> bool:
    """Whether the person keeps the machine: told of commands and settings, which nobody else is."""
    return current_person().is_one_of(Role.ADMINISTRATOR)


def no_run(every: RunsHeld) -> dict[str, Any]:
    """Return what the page says where no result of its kind lies in the lake."""
    return {"refused": every.refused, "keeps": keeps_it()}


def kept() -> dict[str, Any]:
    """Return what every link between the pages carries on: the day that was asked."""
    day = request.args.get("day", "")
    return {"day": day} if day else {}


def eyes(disclosure: str) -> str:
    """Return for whose eyes a lake is, in words."""
    said = {
        "office": _("đầy đủ, dùng trong cơ quan nhà nước"),
        "viewer": _("người xem của cơ quan"),
        "public": _("công khai"),
    }
    if disclosure.startswith("carrier:"):
        return str(_("doanh nghiệp %(code)s", code=disclosure.removeprefix("carrier:")))
    return str(said.get(disclosure, disclosure))


def page(template: str, country: CountryHeld | None, **values: Any) -> str:
    """Render a page of the country."""
    return render_template(
        template, country=country, pages=PAGES, kept=kept(), eyes=eyes, here=request.endpoint, **values
    )


def over_a_lake(view: Callable[[], Any]) -> Callable[[], Any]:
    """Show the page of a view, or why no lake can be looked at, on the page itself."""

    @wraps(view)
    def shown() -> Any:
        if settings().lake is None:
            return page("country/not_set.html", None, keeps=keeps_it())
        try:
            return view()
        except RefusalError as refusal:
            said = refusals.said(refusal)
            return page("country/refused.html", None, refusal=said), status(refusal.code)

    return shown
