"""What the map's script asks for: the masts as bytes, the provinces' borders, one mast."""

from flask import Response, render_template, request
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.services.country.borders import borders_of
from registry.services.country.held import CountryHeld
from registry.services.country.masts import carrier_names, country_masts, mast_of
from web.country.frame import VIEWERS, blueprint, eyes, held
from web.frame import parameters
from web.frame.data_answer import Payload, json_payload, payload, send
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.wording import words

_KEPT = "country-payload"
_ASKED = ("day", "v")


@blueprint.get("/masts.bin")
@guarded(*VIEWERS)
def masts() -> Response:
    """Send the masts of all provinces in the compact form of ``registry.services.register.map_masts``."""
    parameters.known_only(request.args, _ASKED)
    country = held()
    return _keep(send(masts_payload(country)), country)


@blueprint.get("/borders.json")
@guarded(*VIEWERS)
def borders() -> Response:
    """Send the borders of the provinces as GeoJSON, their names in the language that ``lang`` names."""
    parameters.known_only(request.args, _ASKED)
    country = held()
    answer = send(json_payload(borders_of(country, language()), "application/geo+json"))
    # an address that leaves the language to a cookie is another answer tomorrow
    return _keep(answer, country) if request.args.get("lang") == language() else answer


@blueprint.get("/mast")
@guarded(*VIEWERS)
def mast() -> str:
    """Show what the lake says of one mast (``number`` on the map of the content ``v``): a part of a page."""
    parameters.known_only(request.args, (*_ASKED, "number"))
    country = held()
    number = parameters.whole(request.args, "number")
    if number is None or request.args.get("v", country.mark) != country.mark:
        raise RefusalError("COUNTRY-NO-MAST", number=number if number is not None else "?")
    names = carrier_names(country)
    found = mast_of(country, number)
    return render_template(
        "country/mast.html" if request.headers.get("X-Part") else "country/mast_page.html",
        mast=found,
        carriers=[names.get(code, code) for code in found.carriers],
        owner=names.get(found.owner, found.owner),
        words=words,
        eyes=eyes(country.lake.disclosure),
        title=_("Cột %(code)s", code=found.code or "–"),
    )


def masts_payload(country: CountryHeld) -> Payload:
    """Return the masts as they are sent; compressed once for one content of the lake."""
    cache = registry().cache
    kept = cache.get(_KEPT)
    if kept is None or kept[0] != country.mark:
        found = country_masts(country)
        made = payload(found.binary, "application/octet-stream", zipped=found.zipped)
        kept = cache[_KEPT] = (country.mark, made)
    made_before: Payload = kept[1]
    return made_before


def _keep(answer: Response, country: CountryHeld) -> Response:
    """Let a browser keep what its address names by its content."""
    if request.args.get("v") == country.mark:
        answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer
