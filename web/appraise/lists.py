"""Appraise a list: drop it, follow the work, read the findings, take the results away."""

import datetime as dt
import weakref
from pathlib import Path
from typing import Any

import orjson
from flask import (
    Blueprint,
    Response,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.messages import number
from registry.model.sites import Operator
from registry.services.appraise.alternatives import alternatives_json, alternatives_seen
from registry.services.appraise.appraise_list import Appraisal, write_json
from registry.services.appraise.desk import AppraisalDesk, Received, desk_of
from registry.services.appraise.returned_workbook import write_workbook
from registry.services.office.calendar import today
from registry.services.register.disclosure import hidden_layers
from registry.services.register.place_names import opening_box
from registry.siting.nearest import RADIUS_M
from web.appraise.standalone_map import write_map
from web.appraise.surroundings import surroundings
from web.appraise.view import FindingsPack, gaps_with_names, row_view, view
from web.appraise.words import words
from web.frame import errors, parameters, refusals
from web.frame.data_answer import Payload, json_payload, send
from web.frame.downloads import UNOPENED, list_template, made_file
from web.frame.forms import settings_limit_mb
from web.frame.guard import SENDERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import context, registry, settings
from web.frame.security.csp import nonce
from web.frame.wording.words import VERDICTS as VERDICT_WORDS
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.rule_signs import SEVERITIES, SIGNS, VERDICTS, signs_of_masts

blueprint = Blueprint("appraise", __name__, url_prefix="/appraise")

EXTENSIONS = (".xlsx", ".xls", ".ods", ".csv")
RECENT = 8


def desk() -> AppraisalDesk:
    """Return the desk of the open registry; one for the process."""
    return desk_of(registry())


@blueprint.get("")
@guarded(*SENDERS)
def start() -> str:
    """Show where a list is dropped, and the lists that were."""
    return _start_page()


@blueprint.post("")
@guarded(*SENDERS)
def upload() -> Any:
    """Keep the file and go to its page; refused on this very page, or as JSON for the page's script."""
    file = request.files.get("list")
    if file is None or not file.filename:
        raise RefusalError("UPLOAD-EMPTY")
    if Path(file.filename).suffix.lower() not in EXTENSIONS:
        raise RefusalError("FILE-EXTENSION", name=file.filename, extension=Path(file.filename).suffix or "–")
    address = desk().receive(
        file.stream,
        file.filename,
        operator=_operator(),
        as_of=parameters.written_day(request.form.get("as_of", "")),
        person=current_person(),
    )
    target = url_for("appraise.show", address=address)
    if errors.wants_json():
        return jsonify(url=target), 201
    return redirect(target, 303)


@blueprint.get("/template.xlsx")
@guarded(*SENDERS)
def template() -> Response:
    """Send the template workbook of a list of proposals."""
    return list_template(ListKind.PROPOSALS, "mau-danh-sach-de-nghi.xlsx")


@blueprint.get("/<address>")
@guarded(*SENDERS)
def show(address: str) -> Any:
    """Show a list: being worked on, refused, or its findings."""
    received = desk().received_by(address, current_person())
    progress = desk().progress(address)
    if progress.state == "refused" and progress.refusal is not None:
        return _start_page(progress.refusal, received=received), 422
    if progress.state == "faulty":
        raise RefusalError("APPRAISAL-FAULT", name=received.name)
    if progress.state != "done":
        return render_template("appraise/wait.html", received=received, address=address, step=progress.step)
    return _result_page(address, _result(address))


@blueprint.get("/<address>/progress.json")
@guarded(*SENDERS)
def progress(address: str) -> Response:
    """Tell how far a list is."""
    desk().received_by(address, current_person())
    found = desk().progress(address)
    return jsonify(state=found.state, step=found.step)


@blueprint.get("/<address>/view.json")
@guarded(*SENDERS)
def rows(address: str) -> Response:
    """Send all rows, issues and gaps of a list."""
    appraisal = _result(address)
    lang = language()
    return send(
        _kept(
            (
                "appraise-view",
                address,
                lang,
                current_person().organisation,
                *sorted(hidden_layers(current_person())),
            ),
            appraisal,
            lambda: view(appraisal, lang),
        )
    )


@blueprint.get("/<address>/around.json")
@guarded(*SENDERS)
def around(address: str) -> Response:
    """Send the masts, zones and borders around the rows."""
    appraisal = _result(address)
    person = current_person()
    key = ("appraise-around", address, person.organisation, *sorted(hidden_layers(person)))
    return send(_kept(key, appraisal, lambda: surroundings(appraisal, person)))


@blueprint.get("/<address>/rows/<int:row>.json")
@guarded(*SENDERS)
def findings(address: str, row: int) -> Response:
    """Send the findings of one row (its index in the list, from 0)."""
    appraisal = _result(address)
    if row >= len(appraisal.rows):
        raise RefusalError("APPRAISAL-ROW-NOT-FOUND", row=row + 1, rows=len(appraisal.rows))
    pack = FindingsPack(language())
    pack.add(appraisal.rows[row].findings)
    return send(json_payload(pack.data()))


@blueprint.post("/<address>/rows/<int:row>/move")
@guarded(*SENDERS)
def move(address: str, row: int) -> Response:
    """Judge one row as if it stood elsewhere; nothing is kept."""
    desk().received_by(address, current_person())
    try:
        asked = orjson.loads(request.get_data())
    except orjson.JSONDecodeError:  # of any depth: json's own parser ends in a fault at a thousand brackets
        asked = None
    lon, lat = (asked.get("lon"), asked.get("lat")) if isinstance(asked, dict) else (None, None)
    if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in (lon, lat)):
        raise RefusalError("SPOT-POSITION", lon=lon, lat=lat)
    person = current_person()
    moved = desk().moved(address, row, float(lon), float(lat), person)  # type: ignore[arg-type]  # checked above
    pack = FindingsPack(language())
    pack.add(moved.findings)
    return jsonify(row=row_view(moved), findings=pack.data())


@blueprint.get("/<address>/rows/<int:row>/alternatives.json")
@guarded(*SENDERS)
def alternatives(address: str, row: int) -> Response:
    """Send what a row could do instead within ``radius`` metres; to a carrier in the masked form."""
    person = current_person()
    desk().received_by(address, person)
    found = alternatives_seen(registry(), person, desk().result(address), row, radius_m=_radius())
    viewer = None if person.sees_all else person.organisation
    return jsonify(alternatives_json(found, language(), viewer, hidden=hidden_layers(person)))


@blueprint.get("/<address>/marked.xlsx")
@guarded(*SENDERS)
def marked(address: str) -> Response:
    """Send the sender's workbook with its marks."""
    appraisal = _result(address)
    lang = language()
    return made_file(lambda path: write_workbook(appraisal, path, lang=lang), _file_name(appraisal, "xlsx"))


@blueprint.get("/<address>/findings.json")
@guarded(*SENDERS)
def contract(address: str) -> Response:
    """Send the JSON that ``bts appraise --json`` writes."""
    appraisal = _result(address)
    lang = language()
    return made_file(
        lambda path: write_json(appraisal, path, lang), _file_name(appraisal, "json"), "application/json"
    )


@blueprint.get("/<address>/map.html")
@guarded(*SENDERS)
def one_file(address: str) -> Response:
    """Send the map in one file, as a download: it opens without this server."""
    appraisal = _result(address)
    lang = language()
    return made_file(
        lambda path: write_map(appraisal, path, lang, current_person()),
        _file_name(appraisal, "html"),
        UNOPENED,  # never shown under our own address
    )


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | None:
    """Say on the start page why a list is not taken; elsewhere as every page does."""
    return _start_page(error) if request.endpoint == "appraise.upload" else None


def _result(address: str) -> Appraisal:
    """Return the appraisal as the person who asks may see it."""
    return desk().result_for(address, current_person())


def _start_page(refusal: RefusalError | None = None, received: Received | None = None) -> str:
    return render_template(
        "appraise/start.html",
        refusal=refusals.said(refusal),
        received=received,
        operators=_operators(),
        today=today(),
        recent=_recent(),
        verdicts=[(code, VERDICT_WORDS[code]) for code in VERDICTS],
        extensions=EXTENSIONS,
        limit_mb=settings_limit_mb(),
    )


def _recent() -> list[dict[str, Any]]:
    found = []
    for item in desk().recent(RECENT, current_person()):
        found.append(
            {
                "id": item.id,
                "name": item.name,
                "at": dt.datetime.fromisoformat(item.at),
                "as_of": dt.date.fromisoformat(item.as_of),
                "operator": item.operator,
                "state": desk().known_state(item.id),
                "counts": item.counts if current_person().sees_all else None,  # of all rows, the withheld too
            }
        )
    return found


def _result_page(address: str, appraisal: Appraisal) -> str:
    lang = language()
    config = {
        **words(_, lang),
        **signs_of_masts(appraisal.context),
        "urls": {
            "view": url_for("appraise.rows", address=address),
            "around": url_for("appraise.around", address=address),
            "row": url_for("appraise.findings", address=address, row=0).replace("/0.json", "/ROW.json"),
            "move": url_for("appraise.move", address=address, row=0).replace("/0/", "/ROW/"),
            "instead": url_for("appraise.alternatives", address=address, row=0).replace("/0/", "/ROW/"),
            "mast": url_for("map.desk") + "#mast=",
            "law": url_for("regulations.here", day=appraisal.as_of.isoformat()),
            "search": url_for("search.search"),
        },
    }
    made = desk_map(settings(), opening_box(appraisal.context), config)
    return render_template(
        "appraise/result.html",
        address=address,
        map=folium_page(made, nonce()),
        appraisal=appraisal,
        counts=appraisal.counts,
        count=lambda value: number(value, 0, lang),
        verdicts=[(code, config["shortVerdicts"][code]) for code in VERDICTS],
        outcomes=[(code, SIGNS[code], config["outcomes"][code]["word"]) for code in SIGNS],
        severities=[(code, config["severities"][code]) for code in SEVERITIES],
        gaps=gaps_with_names(appraisal, lang),
        families=config["families"],
        movable=True,
        downloads=True,
    )


def _kept(key: tuple[str, ...], appraisal: Appraisal, make: Any) -> Payload:
    cache = registry().cache
    held = cache.get(key)
    if held is None or held[0]() is not appraisal:  # weakly: what the desk lets go must not stay for this
        for old in [k for k in cache if isinstance(k, tuple) and k[0] == key[0]][:-7]:
            del cache[old]  # as many as the desk keeps open at once on a busy day
        held = cache[key] = (weakref.ref(appraisal), json_payload(make()))
    payload: Payload = held[1]
    return payload


def _file_name(appraisal: Appraisal, extension: str) -> str:
    stem = Path(appraisal.file_name).stem[:80] or "danh-sach"
    what = _("tham-dinh")  # plain letters: the name has to survive every mail program
    return f"{stem} - {what} {appraisal.as_of:%Y-%m-%d}.{extension}"


def _operators() -> list[Operator]:
    """Return the operators for whom the person may hand in a list."""
    person = current_person()
    own = [item for item in context().operators if person.sees_all or item.code == person.organisation]
    return own or list(context().operators)


def _operator() -> str:
    chosen = request.form.get("operator", "")
    person = current_person()
    if not person.sees_all and person.organisation in {operator.code for operator in context().operators}:
        return person.organisation  # a carrier speaks for itself
    known = [operator.code for operator in context().operators]
    if chosen and chosen not in known:
        raise RefusalError("OPERATOR-UNKNOWN", operator=chosen, known=", ".join(known))
    return chosen


def _radius() -> float:
    """Return the radius asked for in metres; one that cannot be read is refused like one out of bounds."""
    text = request.args.get("radius", "")
    try:
        return float(text) if text else RADIUS_M
    except ValueError:
        return float("nan")
