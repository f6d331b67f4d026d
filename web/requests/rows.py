"""What is done to rows from a request's page: corrected, stated urban, tried elsewhere, decided together."""

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from registry.errors import RefusalError
from registry.model.requests.desk import RowDecision
from registry.services.appraise.appraise_list import Appraisal
from registry.services.appraise.asked_spots import seen_rows
from registry.services.appraise.row_texts import label_of, shown, texts_of, typed
from registry.services.appraise.try_position import try_position
from registry.services.requests.decisions import RowChoice, correct_row, decide_rows
from registry.services.requests.notes import edit_note, state_urban
from registry.services.requests.opened import RequestFile, load_request
from registry.services.requests.reading import get_request
from web.appraise.view import FindingsPack, row_view
from web.frame.forms import int_of, one_of
from web.frame.guard import SENDERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import OFFICERS, who
from web.requests.conflict import json_versions
from web.requests.desk import alternatives_answer
from web.requests.files import blueprint
from web.requests.frame import begin, check_own, file_of, may_correct
from web.requests.request import READ
from web.requests.view import one_row

__all__ = ["blueprint"]


@blueprint.get("/numbered/<path:number>")
@guarded(*READ)
def numbered(number: str) -> ResponseReturnValue:
    """Go to a request by its number."""
    check_own(number)
    found = get_request(registry(), number)
    return redirect(url_for("requests.show", address=found.id))


@blueprint.get("/<address>/rows/<int:row>/alternatives.json")
@guarded(*READ)
def instead(address: str, row: int) -> Response:
    """Send what a row could do instead within ``radius`` metres; to a carrier in the masked form."""
    return alternatives_answer(_appraisal_with(file_of(address), row), row)


@blueprint.post("/<address>/rows/<int:row>/try")
@guarded(*READ)
def try_at(address: str, row: int) -> Response:
    """Judge one row as if it stood elsewhere; nothing is kept."""
    file, person = file_of(address), current_person()
    asked = _asked()
    lon, lat = asked.get("lon"), asked.get("lat")
    if type(lon) not in (int, float) or type(lat) not in (int, float):
        raise RefusalError("SPOT-POSITION", lon=lon, lat=lat)
    appraisal = _appraisal_with(file, row)
    found = try_position(appraisal, row, float(str(lon)), float(str(lat)))
    (moved,) = seen_rows(registry(), person, [found], appraisal.context, source=file.request.number)
    pack = FindingsPack(language())
    pack.add(moved.findings)
    return jsonify(row=row_view(moved), findings=pack.data())


@blueprint.post("/<address>/rows/<int:row>/correction")
@guarded(*SENDERS)
def correct(address: str, row: int) -> ResponseReturnValue:
    """Correct what a row says; where somebody came first, answer with both versions and write nothing."""
    file, asked = file_of(address), _asked()
    found = file.request
    if not may_correct(file):
        raise RefusalError("REQUEST-SUBMITTED", number=found.number)
    if row >= len(file.rows):
        raise RefusalError("REQUEST-ROW", number=found.number, rows=len(file.rows), row=row + 1)
    given = asked.get("texts")
    if not isinstance(given, Mapping):
        raise RefusalError("REQUEST-VALUE", value="texts")
    texts = {str(name): str(text) for name, text in given.items()}
    changes = typed(registry(), texts, file.rows[row].proposal, found.received_on)
    reason = str(asked.get("reason", ""))
    try:
        correct_row(
            registry(),
            found.id,
            row,
            changes,
            who=who(),
            seen=int_of(asked.get("seen", 0)),
            reason=reason,
            stated=texts,
        )
    except RefusalError as error:
        if error.code != "CHANGED-MEANWHILE":
            raise
        return jsonify(_row_versions(error, file, row, texts)), 409
    return _row(found.id, row)


@blueprint.post("/<address>/rows/<int:row>/urban")
@guarded(*OFFICERS)
def urban(address: str, row: int) -> ResponseReturnValue:
    """State whether a row lies in an urban area, and why."""
    asked, found = _asked(), file_of(address).request
    if asked.get("urban") not in ("yes", "no"):
        raise RefusalError("REQUEST-VALUE", value=str(asked.get("urban"))[:40])
    reason = str(asked.get("reason", ""))
    state_urban(registry(), found.id, row, asked["urban"] == "yes", reason=reason, who=who())
    return _row(found.id, row)


@blueprint.post("/<address>/notes/<note>/text")
@guarded(*OFFICERS)
def rewrite_note(address: str, note: str) -> ResponseReturnValue:
    """Change a note's text; where somebody came first, answer with both versions and write nothing."""
    asked, file = _asked(), file_of(address)
    text, row = str(asked.get("text", "")), int_of(asked.get("row", 0))
    if not 0 <= row < len(file.rows):
        raise RefusalError("REQUEST-ROW", number=file.request.number, rows=len(file.rows), row=row + 1)
    try:
        edit_note(registry(), file.request.id, note, text, who=who(), seen=int_of(asked.get("seen", 0)))
    except RefusalError as error:
        if error.code != "CHANGED-MEANWHILE":
            raise
        return jsonify(json_versions(error)), 409
    return _row(file.request.id, row)


@blueprint.post("/<address>/decisions")
@guarded(*OFFICERS)
def decide_chosen(address: str) -> ResponseReturnValue:
    """Decide the rows that were chosen in one way: all of them or none."""
    asked, found = _asked(), file_of(address).request
    rows = asked.get("rows")
    if not isinstance(rows, list) or not all(isinstance(item, dict) for item in rows) or not rows:
        raise RefusalError("REQUEST-NO-ROWS-CHOSEN")
    decision = one_of(RowDecision, asked.get("decision"))
    reason = str(asked.get("reason", ""))
    also = tuple(str(text) for text in asked.get("conditions") or [])  # besides what each row has of its own
    choices = [
        RowChoice(int_of(item.get("row")), decision, reason, None, int_of(item.get("seen", 0)), also)
        for item in rows
    ]
    try:
        decide_rows(registry(), found.id, choices, who=who())
    except RefusalError as error:
        if error.code != "CHANGED-MEANWHILE":
            raise
        return jsonify(json_versions(error)), 409
    begin(found.id)
    return jsonify(ok=True, count=len(choices))


def _row(request_id: str, row: int) -> ResponseReturnValue:
    file = load_request(registry(), request_id)
    return jsonify(**one_row(file, row, current_person(), language()))


def _asked() -> dict[str, Any]:
    asked = request.get_json(silent=True)
    return asked if isinstance(asked, dict) else {}


def _appraisal_with(file: RequestFile, row: int) -> Appraisal:
    """Return the appraisal that holds a row (its index)."""
    if file.appraisal is None:
        raise RefusalError("REQUEST-NO-LIST", number=file.request.number)
    if row >= len(file.rows):
        raise RefusalError("REQUEST-ROW", number=file.request.number, rows=len(file.rows), row=row + 1)
    return file.appraisal


def _row_versions(
    error: RefusalError, file: RequestFile, row: int, texts: Mapping[str, str]
) -> dict[str, Any]:
    """Return both versions of a row: what it says by now in the fields that were to be changed."""
    lang = language()
    standing = texts_of(load_request(registry(), file.request.id).rows[row].proposal, lang)
    found = json_versions(error)
    found["lines"] = [
        [label_of(name, lang), shown(name, standing.get(name, ""), lang), shown(name, text, lang)]
        for name, text in texts.items()
    ]
    return found
