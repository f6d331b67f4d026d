"""The page of a request: its clock, its rows as a matrix beside the map, and what was decided."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, render_template, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.geo.distances import WINDS
from registry.model.people import Person, Role
from registry.model.requests.desk import NEXT_STATES, NoteKind, RequestState, RowDecision
from registry.services.appraise.asked_spots import not_compared
from registry.services.appraise.row_texts import field_list
from registry.services.appraise.row_texts import shown as choice_shown
from registry.services.office.calendar import today
from registry.services.office.time_limits import limit_words
from registry.services.requests.agreed.agreements import agreed_rows
from registry.services.requests.consulted.consultations import bodies_named
from registry.services.requests.dossiers import dossier_of
from registry.services.requests.lists import revised
from registry.services.requests.on_behalf import Behalf, authorised, behalves
from registry.services.requests.opened import FILING, FileRow, RequestFile
from registry.services.requests.queue import clashes_in, handed_back, next_for_leader
from registry.services.requests.refused_before import refused_before, revoked_before
from registry.services.requests.supplements import latest_round
from web.appraise.surroundings import surroundings
from web.frame import refusals
from web.frame.data_answer import json_payload, send
from web.frame.guard import READERS, SENDERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import gone_officers, officers, organisation_names
from web.frame.wording.words import DECISIONS
from web.frame.wording.words import VERDICTS as VERDICT_WORDS
from web.requests.conflict import versions
from web.requests.desk import desk_config, desk_values
from web.requests.frame import (
    OPEN_TO_OFFICER,
    blueprint,
    file_of,
    may_ask_to_share,
    may_correct,
    may_issue,
    may_judge,
    number_of,
    withdrawal_of,
)
from web.requests.matters import altered_since, matters_shown
from web.requests.position_visits import visits_noticed
from web.requests.signature_words import signed_view
from web.requests.view import (
    asked_to_supplement,
    counts_of,
    decisions_shown,
    file_view,
    history_lines,
    one_row,
    seen_appraisal,
)
from web.requests.words import KINDS, NOTES, OUTCOMES, STATES, answer_word, decide_words

__all__ = ["blueprint"]

READ = tuple(role for role in READERS if role != "consulted")


@blueprint.get("/<address>")
@guarded(*READ)
def show(address: str) -> str:
    """Show a request: its clock, its rows and what was decided."""
    return request_page(file_of(address))


@blueprint.get("/<address>/view.json")
@guarded(*READ)
def rows(address: str) -> Response:
    """Send all rows of a request with their decisions."""
    file, person = file_of(address), current_person()
    appraisal = seen_appraisal(file, person)
    if appraisal is None:
        raise RefusalError("REQUEST-NO-LIST", number=file.request.number)
    return send(json_payload(file_view(file, appraisal, person, language())))


@blueprint.get("/<address>/around.json")
@guarded(*READ)
def around(address: str) -> Response:
    """Send the masts, zones and borders around the rows."""
    file, person = file_of(address), current_person()
    appraisal = seen_appraisal(file, person)
    if appraisal is None:
        raise RefusalError("REQUEST-NO-LIST", number=file.request.number)
    return send(json_payload(surroundings(appraisal, person)))


@blueprint.get("/<address>/rows/<int:row>.json")
@guarded(*READ)
def findings(address: str, row: int) -> Response:
    """Send one row (its index, from 0) with findings, decision and notes."""
    file = file_of(address)
    if row >= len(file.rows):
        raise RefusalError("REQUEST-ROW", number=file.request.number, rows=len(file.rows), row=row + 1)
    return send(json_payload(one_row(file, row, current_person(), language())))


def request_page(file: RequestFile, refusal: RefusalError | None = None) -> str:
    """Return the page of a request for the person who asks, with what was refused a moment ago."""
    person, lang, found = current_person(), language(), file.request
    appraisal = seen_appraisal(file, person)
    judges = may_judge() and found.state in OPEN_TO_OFFICER
    values: dict[str, Any] = {}
    if appraisal is not None:
        config = desk_config(appraisal, _addresses(found.id, appraisal.as_of))
        config |= _desk(file, judges=judges)
        config["texts"] |= decide_words(_)
        if found.state is RequestState.SUPPLEMENT:
            config["texts"]["correctWhy"] = _("Theo yêu cầu bổ sung của cơ quan")
        values = {**desk_values(appraisal, config), "counts": counts_of(file, appraisal)}
    names = organisation_names()
    others = behalves(file)
    dossier = dossier_of(
        found.kind, file.attachments, behalf=bool(others), elsewhere=file.elsewhere, own=file.own_papers,
        rows=[row.proposal for row in file.rows],
    )  # fmt: skip
    said_in = 0 if lang == "vi" else 1
    return render_template(
        "requests/show.html",
        file=file,
        request_=found,
        appraisal=appraisal,
        not_compared=not_compared(appraisal.rows) if appraisal is not None else 0,
        refusal=refusals.said(refusal),
        conflict=versions(refusal) if refusal is not None and refusal.code == "CHANGED-MEANWHILE" else None,
        organisation=names.get(found.organisation, found.organisation),
        kinds=KINDS,
        states=STATES,
        decisions=DECISIONS,
        answer_word=answer_word,
        following=[state for state in RequestState if state in NEXT_STATES[found.state]],
        limit=limit_words(file.clock.limit_days, found.limit_date, file.clock.source, lang),
        **_rights(file, person, judges=judges),
        **_next(file),
        decisions_shown=decisions_shown(file, person),
        history=history_lines(file, person),
        asked=asked_to_supplement(file, person, lang),
        unsupplied=_unsupplied(file) if judges else 0,
        visited=visits_noticed(file) if person.sees_all else None,
        may_visit=may_judge() and bool(file.rows) and (found.open or found.state is RequestState.ISSUED),
        **_to_be_done(file, person, judges=judges),
        matters=matters_shown(file) if person.sees_all else None,
        handed_back=handed_back(found, file.states) if person.sees_all else None,
        revised=revised(registry(), found) if found.open else None,
        agreed_made=agreed_rows(registry(), file),
        since=altered_since(file, person, lang),
        today=today(),
        verdict_words=VERDICT_WORDS,
        officers=officers() if may_judge() else [],
        gone=gone_officers() if may_judge() else {},
        filing=FILING,
        signed=signed_view(file),
        amended=number_of(found.amends) if found.amends else "",
        dossier=dossier,
        missing=[line.item.name[said_in] for line in dossier if not line.there],
        **_behalf(file, others, names, judges=judges),
        said_in=said_in,
        others=[item for item in file.attachments if ":" not in item.kind],
        **values,
    )


def _unsupplied(file: RequestFile) -> int:
    """Return how many things were asked for last that nothing answers."""
    return sum(not one.answered for one in latest_round(file)) if file.supplements else 0


def _rights(file: RequestFile, person: Person, *, judges: bool) -> dict[str, Any]:
    """Return what of the page's deeds the person may do with the request as it is."""
    found, sender = file.request, person.is_one_of(*SENDERS)
    return {
        "judges": judges,
        "may_correct": may_correct(file),
        "may_move": may_judge() and found.open,
        "may_issue": may_issue() and found.state is RequestState.SUBMITTED,
        "leads_only": may_issue() and not person.is_one_of(Role.APPRAISER),
        "may_supplement": found.state is RequestState.SUPPLEMENT and sender,
        "may_attach": found.open and sender,
        "may_refile": found.open and found.state is not RequestState.SUBMITTED and sender,
        "letters": may_judge() and bool(file.rows),
        "office": person.sees_all,
        "lacking": _lacking(file) if sender and not person.sees_all else [],
    }


def _lacking(file: RequestFile) -> list[FileRow]:
    """Return the rows of an issued request for which the letter asks for more: their carrier begins anew."""
    if file.request.state is not RequestState.ISSUED:
        return []
    return [row for row in file.rows if row.decision and row.decision.decision is RowDecision.SUPPLEMENT]


def _next(file: RequestFile) -> dict[str, Any]:
    """Return which request waits for the leader after this one, which waits no more, and how many do."""
    if not may_issue() or file.request.state is RequestState.SUBMITTED:
        return {"next_item": None, "next_count": 0}
    item, count = next_for_leader(registry(), file.request.id)
    return {"next_item": item, "next_count": count}


def _to_be_done(file: RequestFile, person: Person, *, judges: bool) -> dict[str, Any]:
    """Return what waits: bodies to ask and to hear, rows that are objected to, differ by day, or clash."""
    office = person.sees_all
    letters = [item for item in file.consultations if item.kind == "letter" and not item.outcome]
    heard = office and file.request.open
    return {
        "to_consult": [body for body in bodies_named(file) if body.drafted is None] if judges else [],
        "awaited": [item for item in letters if item.sent_on is not None] if heard else [],
        "unsent": [item for item in letters if item.unsent] if office and not withdrawal_of(file) else [],
        "objected": [row for row in file.rows if row.objecting] if may_judge() or may_issue() else [],
        "differing": [row.index for row in file.rows if row.differs] if office else [],
        "clashes": _clashes(file) if office else [],
        "refused_before": refused_before(registry(), file) if office else {},
        "revoked_before": revoked_before(registry(), file) if office else {},
    }


def _behalf(
    file: RequestFile, others: Sequence[Behalf], names: Mapping[str, str], *, judges: bool
) -> dict[str, Any]:
    """Return what the page shows of rows that are filed for other operators."""
    person, found = current_person(), file.request
    sends = person.is_one_of(*SENDERS) and not person.sees_all
    return {
        "behalves": [
            {
                "code": one.operator,
                "name": names.get(one.operator, one.operator),
                "rows": one.rows,
                "stated": one.stated,
            }
            for one in others
        ],
        "unstated": any(one.stated is None for one in others),
        "authorised": authorised(file),
        "may_state": found.open and found.state is not RequestState.SUBMITTED and (judges or sends),
    }


def _addresses(key: str, day: dt.date) -> dict[str, str]:
    def of_row(endpoint: str) -> str:
        return url_for(endpoint, address=key, row=0).replace("/0/", "/ROW/").replace("/0.json", "/ROW.json")

    return {
        "view": url_for("requests.rows", address=key),
        "around": url_for("requests.around", address=key),
        "row": of_row("requests.findings"),
        "decide": of_row("requests.decide"),
        "decideRows": url_for("requests.decide_chosen", address=key),
        "usedConditions": url_for("requests.used_conditions"),
        "note": of_row("requests.add_note"),
        "withdraw": url_for("requests.withdraw", address=key, note="NOTE"),
        "noteText": url_for("requests.rewrite_note", address=key, note="NOTE"),
        "correct": of_row("requests.correct"),
        "urban": of_row("requests.urban"),
        "instead": of_row("requests.instead"),
        "share": url_for("sharing.new", request=key, row="ROW", mast="MAST", host="HOST")
        if may_ask_to_share()
        else "",
        "move": of_row("requests.try_at"),
        "search": url_for("search.search"),
        "file": url_for("requests.attachment", address=key, sha256="SHA"),
        "photo": url_for("requests.photo", address=key, size="SIZE", sha256="SHA"),
        "mast": url_for("map.desk") + "#mast=",
        "law": url_for("regulations.here", day=day.isoformat()),
        "visits": url_for("requests.position_visits", address=key) + "?rows=",
    }


def _desk(file: RequestFile, *, judges: bool) -> dict[str, Any]:
    person = current_person()
    return {
        "decisions": {code: str(word) for code, word in DECISIONS.items()},
        "noteKinds": {code: str(word) for code, word in NOTES.items()},
        "addable": [
            kind.value for kind in (NoteKind.VISIT, NoteKind.NOTE, NoteKind.CONSULTED, NoteKind.PHOTO)
        ],
        "fields": field_list(language()),
        "mayJudge": judges,
        "mayCorrect": may_correct(file),
        "office": person.sees_all,
        "winds": WINDS[language()],
        "sender": file.request.organisation,
        "decisionsShown": decisions_shown(file, person),
        "state": file.request.state.value,
        "key": f"{file.request.id}/{file.request.list_version}",
        "own": list(OUTCOMES),
        "behalf": {
            choice_shown("operator", one.operator): one.stated.text
            for one in behalves(file)
            if judges and one.stated is not None and one.stated.text
        },
    }


def _clashes(file: RequestFile) -> list[dict[str, Any]]:
    """Return the other open requests near this one's rows, with how many rows and their addresses."""
    return [
        {"number": number, "rows": count, "url": url_for("requests.numbered", number=number)}
        for number, count in sorted(clashes_in(file).items())
    ]
