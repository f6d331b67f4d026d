"""Field reports by anybody (phản ánh hiện trường): the form, the receipt, and the reporter's own page.

No account, and no script where the mast's plate tells the place. What a reporter may see is his report alone,
by an address that nobody can guess.
"""

import math
from contextlib import ExitStack
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from registry.errors import RefusalError
from registry.geo.country import in_country
from registry.model.field.citizen_states import told
from registry.model.field.field_reports import (
    DANGEROUS,
    KEEP_AWAY,
    CitizenReportKind,
    Contact,
    FieldReport,
    PlaceSource,
)
from registry.services.office.calendar import in_vietnam
from registry.services.public import citizen_reports as reports
from registry.services.public import (
    plate_settings,
    plate_tokens,
    plates,
    report_promises,
    report_story,
    report_visits,
)
from registry.services.public.citizen_reports import LONGEST_WORDS
from registry.services.public.nearby import meant_number, named_in
from registry.services.public.report_photos import MOST_PHOTOS
from registry.services.register.place_names import (
    commune_is_named,
    metres_outside,
    opening_box,
    place_name,
)
from web.frame import parameters, refusals
from web.frame.communes import communes
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import context, registry, settings
from web.frame.security.csp import nonce
from web.frame.uploads import kept_aside
from web.frame.wording import board_words as words
from web.frame.wording.report_places import where_said
from web.map.desk_map import Box, desk_map
from web.map.folium_page import folium_page
from web.map.layers import borders_address, send_borders

blueprint = Blueprint("field_reports", __name__, url_prefix="/report")

TAKEN = "12 per hour; 40 per day"
"""Reports that are taken from one address; those that were refused are not counted, nor an officer's."""

OUTSIDE_M = 2000
"""How far beyond the territory of the office a place may lie: borders are drawn roughly."""
OPENED = "60 per minute; 1000 per day"
_POSITION = frozenset({"lon", "lat", "accuracy", "source"})
TRAP = "website"
"""A box that people do not see; what fills it in is a program."""


@blueprint.get("")
@guarded(public=True)
def new() -> str:
    """Show the form; ``mast`` is the token of a plate."""
    parameters.known_only(request.args, ("mast",))
    return _form()


@blueprint.get("/borders.json")
@guarded(public=True)
def borders() -> Response:
    """Send the communes' borders, which are public, for the map of the form."""
    return send_borders()


@blueprint.post("")
@guarded(public=True)
def take() -> ResponseReturnValue:
    """Take a report and lead to its page."""
    form = request.form
    if form.get(TRAP, ""):
        raise RefusalError("REPORT-ROBOT")
    try:
        kind = CitizenReportKind(form.get("kind", ""))
    except ValueError as error:
        raise RefusalError("REPORT-KIND") from error
    structure = _structure(form.get("mast", ""))
    position, accuracy = _position()
    source = PlaceSource.PLATE if structure else PlaceSource.WORDS
    if position is not None:
        source = PlaceSource.GPS if form.get("source") == "gps" else PlaceSource.MAP
    if position is not None and not structure and _elsewhere(position, accuracy):
        raise RefusalError("REPORT-ELSEWHERE")
    if structure and position is None:
        site = plates.site_of(registry(), structure)
        position = None if site is None else (site["lon"], site["lat"])
        source = PlaceSource.PLATE
    commune = form.get("commune", "").strip()
    typed, said = form.get("place", "").strip(), form.get("words", "")
    named = named_in(registry(), f"{typed} {said}")  # what is said anew of a report is where that one is
    if not (named or typed or commune or structure or position) and (number := meant_number(said)):
        raise RefusalError("REPORT-NUMBER", number=number)
    unknown = form.get("commune-unknown") or named or commune_is_named(context(), typed)
    if not commune and not structure and position is None and not unknown:
        raise RefusalError("REPORT-COMMUNE" if typed else "REPORT-NO-PLACE")
    if not (typed or commune or structure or position):
        typed = named
    place = typed if commune.casefold() in typed.casefold() else ", ".join(filter(None, (typed, commune)))
    sent = [file for file in request.files.getlist("photos") if file.filename]
    if len(sent) > MOST_PHOTOS:
        raise RefusalError("REPORT-PHOTOS", most=MOST_PHOTOS)
    reports.refuse_incomplete(said, place, position, structure, len(sent))  # before it counts as one taken
    limiter: Limiter = current_app.extensions["bts-limiter"]
    person = current_person()
    with ExitStack() as stack:
        photos = [stack.enter_context(kept_aside(file)) for file in sent]
        if not (person.name and person.is_staff):  # an officer writes down what people say by telephone
            stack.enter_context(limiter.limit(TAKEN, key_func=lambda: f"report:{get_remote_address()}"))
        made = reports.take_report(
            registry(),
            kind=kind,
            words=said,
            place=place,
            position=position,
            accuracy_m=accuracy,
            source=source,
            structure=structure,
            photos=photos,
            contact=Contact(form.get("name", ""), form.get("phone", "")),
        )
    return redirect(url_for("field_reports.status", token=made.token), 303)


@blueprint.get("/<token>")
@guarded(public=True)
def status(token: str) -> str:
    """Show a report to whoever has its address: what was sent, and what became of it."""
    parameters.known_only(request.args, ())
    found = reports.report_by_token(registry(), token)
    stated = report_promises.promises(registry())
    story = report_story.story_of(registry(), found)
    came = report_visits.came(registry(), [found]).get(found.id)
    again = report_visits.came(registry(), [found], story.reopened).get(found.id)
    return render_template(
        "public/citizen_reports/status.html",
        report=found,
        at=in_vietnam(found.at),
        where=where_said(found),
        dangerous=found.kind in DANGEROUS,
        asks_permit=found.kind is CitizenReportKind.PERMIT,
        promises=stated,
        until=stated.until(found),
        came=again or came,
        anew=again is None,  # whoever came, came before it was opened again
        answered=bool(came and story.answered and story.answered >= came and not story.before_reopening),
        before_reopening=story.before_reopening,
        kinds=words.REPORT_KINDS,
        states=words.REPORT_STATES,
        sources=words.REPORT_SOURCES,
        told=told(found).line(language()),
        earlier=_answered_before(found),
        address=request.base_url,
    )


def _answered_before(found: FieldReport) -> bool:
    """Whether the answer that a report has was given before it came: it was joined to one closed then."""
    if found.open or not found.joined_to:
        return False
    lead = reports.report(registry(), found.joined_to)
    return bool(lead.handled_at) and in_vietnam(lead.handled_at) < in_vietnam(found.at)


@blueprint.get("/<token>/photos/<int:index>.jpg")
@guarded(public=True)
def photo(token: str, index: int) -> Response:
    """Send a photo of a report to its reporter, without what the camera wrote into it."""
    path = reports.photo_path(registry(), reports.report_by_token(registry(), token), index)
    return picture(path)


def picture(path: Any) -> Response:
    """Send a JPEG that nobody but who asks may keep."""
    answer = send_file(path, mimetype="image/jpeg", conditional=True)
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | None:
    """Say a refusal on the form, with what was typed still in it."""
    if request.endpoint != "field_reports.take":
        return None
    return _form(RefusalError("REPORT-TOO-MANY") if error.code == "WEB-TOO-MANY" else error)


def _form(refusal: RefusalError | None = None) -> str:
    filled = dict(request.form) if request.method == "POST" else {}
    if refusal is not None and refusal.code == "REPORT-ELSEWHERE":  # as it is, it would be refused again
        filled = {name: value for name, value in filled.items() if name not in _POSITION}
    token = plate_tokens.read_token(filled.get("mast", "") or request.args.get("mast", ""))
    structure = plate_tokens.structure_of(registry(), token) if token else ""
    if token and not structure and refusal is None:
        refusal = RefusalError("PLATE-UNKNOWN")
    known = context()
    board = plate_settings.board(registry())
    values: dict[str, Any] = {}
    if structure:
        site = plates.site_of(registry(), structure)
        standing = next(
            (item for item in (site or {}).get("structures", ()) if item["id"] == structure), None
        )
        names = plates.organisation_names(registry())
        owner = str(standing["owner"]) if standing else ""
        values = {
            "owner": names.get(owner, owner),
            "place": str(place_name(known, site["lon"], site["lat"]).present) if site else "",
        }
    box = opening_box(known)
    made = None if structure else desk_map(settings(), box, _map_config(box))
    return render_template(
        "public/citizen_reports/new.html",
        refusal=refusals.said(refusal),
        filled=filled,
        token=token if structure else "",
        typed="" if structure else token,
        shown=plate_tokens.shown(token) if structure else "",
        mast=values,
        map=None if made is None else folium_page(made, nonce()),
        kinds=words.REPORT_KINDS,
        dangerous=sorted(KEEP_AWAY),
        communes=[name for _code, name in communes()],
        most=MOST_PHOTOS,
        longest=LONGEST_WORDS,
        trap=TRAP,
        office_phone=board.phones.get(plate_settings.OFFICE, ""),
        lang=language(),
    )


def _map_config(box: Box) -> dict[str, Any]:
    west, south, east, north = box
    return {
        "lang": language(),
        "box": [[south, west], [north, east]],
        "urls": {"borders": borders_address("field_reports.borders")},
        "texts": {
            "zoomIn": _("Phóng to"),
            "zoomOut": _("Thu nhỏ"),
            "here": _("Sự cố ở đây"),
            "asking": _("Đang tìm vị trí của điện thoại…"),
            "found": _("Đã có vị trí, sai số khoảng {m} m. Chạm lên bản đồ nếu chưa đúng."),
            "touched": _("Đã chọn vị trí trên bản đồ, có thể lệch khoảng {m}. Chạm nơi khác để đổi."),
            "far": _(
                "Bản đồ còn nhỏ, chạm như vậy có thể lệch đến {m} nên chưa ghi. "
                "Đã phóng to nơi vừa chạm: chạm lại đúng nơi có sự cố."
            ),
            "denied": _("Điện thoại không cho biết vị trí. Chạm lên bản đồ, hoặc ghi nơi đó bằng lời."),
            "insecure": _(
                "Kết nối không mã hóa nên không dùng được vị trí. Chạm lên bản đồ, hoặc ghi bằng lời."
            ),
        },
    }


def _elsewhere(position: tuple[float, float], accuracy_m: float | None) -> bool:
    """Whether a place lies beyond the office's territory for certain; one abroad is refused as such."""
    away = metres_outside(context(), *position) if in_country(*position) else None
    return away is not None and away > max(OUTSIDE_M, accuracy_m or 0)


def _structure(text: str) -> str:
    token = plate_tokens.read_token(text)
    if not token:
        return ""
    found = plate_tokens.structure_of(registry(), token)
    if not found:
        raise RefusalError("PLATE-UNKNOWN")
    return found


def _position() -> tuple[tuple[float, float] | None, float | None]:
    """Return (lon, lat) and the accuracy that the form's script put in; None where it did not."""
    try:
        lon, lat = float(request.form.get("lon", "")), float(request.form.get("lat", ""))
    except ValueError:
        return None, None
    if not (math.isfinite(lon) and math.isfinite(lat)):
        return None, None
    try:
        accuracy = float(request.form.get("accuracy", ""))
    except ValueError:
        accuracy = math.nan
    return (lon, lat), accuracy if math.isfinite(accuracy) and 0 <= accuracy < 1e6 else None
