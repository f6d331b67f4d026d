"""A request as its page and its scripts read it, in the language and for the eyes of whoever asks.

A carrier reads the program's findings on its own list, masked, until the letter is issued; then also what
was decided. Notes, drafts and the names of officers stay in the office.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from flask import render_template
from flask_babel import gettext as _

from registry.messages import Language, say
from registry.model.people import Person
from registry.model.requests.conditions import ConditionState
from registry.model.requests.desk import DecidedRow, NoteKind, RequestState, RowNote
from registry.model.requests.desk_records import Consultation, HistoryEntry, SupplementItem
from registry.services.appraise import asked_spots
from registry.services.appraise.appraise_list import Appraisal, AppraisedRow
from registry.services.appraise.finding_texts import sentence
from registry.services.appraise.free_text import hidden_related, shareable, shared_findings
from registry.services.appraise.row_texts import label_of, shown, texts_of
from registry.services.office.calendar import in_vietnam
from registry.services.requests.conditions.following import NAMES
from registry.services.requests.consulted.set_conditions import condition_of
from registry.services.requests.decisions import FOLLOWS
from registry.services.requests.matter_answers import answered_text, corrected_since
from registry.services.requests.opened import FileRow, RequestFile
from registry.services.requests.supplements import words_by_row
from registry.services.requests.unread_cells import unread_texts
from registry.typed_text import beginning
from web.appraise.view import FindingsPack, row_view, view
from web.frame.languages import language
from web.frame.office import registry
from web.frame.wording.words import DECISIONS
from web.requests.conditions import offered_view
from web.requests.desk import with_fields
from web.requests.matters import agreed_view, anew, head_anew, of_row, to_ask_for
from web.requests.position_visits import visits_beside
from web.requests.sharing_beside import sharing_beside
from web.requests.words import DEEDS, STATES, answer_word

_FOLLOWED = frozenset({"answered", "returned", "met", "waived"})
"""The states of conditions that have a line of their own in what happened to a request."""


def seen_rows(file: RequestFile, person: Person) -> list[AppraisedRow]:
    """Return the rows with the findings that the person may see."""
    if file.appraisal is None:
        return []
    context = file.appraisal.context
    if person.sees_all or file.request.state is not RequestState.ISSUED:
        rows = [
            AppraisedRow(row.proposal, row.findings, row.verdict)
            if person.sees_all
            else AppraisedRow(row.proposal, row.computed, row.computed_verdict)
            for row in file.rows
        ]
        return asked_spots.seen_rows(registry(), person, rows, context, source=file.request.number)
    return [
        AppraisedRow(
            row.proposal,
            shared_findings(row.findings, context, person.organisation, row.proposal.position),
            row.verdict,
        )
        for row in file.rows
    ]


def seen_appraisal(file: RequestFile, person: Person) -> Appraisal | None:
    """Return the appraisal of the list as the person may see it; None for a request without a list."""
    return None if file.appraisal is None else replace(file.appraisal, rows=seen_rows(file, person))


def decisions_shown(file: RequestFile, person: Person) -> bool:
    """Whether the person may read what was decided: the office always, a carrier once it is issued."""
    return person.sees_all or file.request.state is RequestState.ISSUED


def file_view(file: RequestFile, appraisal: Appraisal, person: Person, lang: Language) -> dict[str, Any]:
    """Return all rows with their decisions, and the issues of the list."""
    found = with_fields(view(appraisal, lang), appraisal, [row.proposal for row in file.rows], _answers(file))
    for row, line in zip(file.rows, found["rows"], strict=True):
        line.update(_beside(row, file, person))
    return found


def one_row(file: RequestFile, index: int, person: Person, lang: Language) -> dict[str, Any]:
    """Return a row with its findings, its decision and what was noted about it."""
    row, seen = file.rows[index], seen_rows(file, person)[index]
    pack = FindingsPack(lang)
    pack.add(seen.findings)
    return {
        "row": {**row_view(seen), **_beside(row, file, person)},
        "findings": pack.data(),
        "notes": [*visits_beside(file, index), *_notes(row, file, lang)] if person.sees_all else [],
        "own": sorted(row.own) if person.sees_all else [],
        "conditions": offered_view(row) if person.sees_all and file.request.open else [],
        "sharing": sharing_beside(row, person),
        "texts": texts_of(row.proposal, lang),
        "version": row.version,
        "urban": row.proposal.urban,
        "days": _two_days(row, lang) if person.sees_all else [],
        "state": file.request.state.value,
        "undecided": len(file.undecided),
        "bulk": _bulk(file) if person.sees_all and file.request.open else None,
    }


def _bulk(file: RequestFile) -> dict[str, Any]:
    """Return how many rows the bulk button would decide by now, what its panel says, and the head's parts."""
    found = to_decide(file)
    said = render_template("requests/bulk.html", file=file, to_decide=found, decisions=DECISIONS)
    return {"rows": sum(found.values()), "said": said, "head": head_anew(file)}


def _beside(row: FileRow, file: RequestFile, person: Person) -> dict[str, Any]:
    """Return what stands beside a row of the table besides its findings."""
    return {
        "decision": decision_view(shared_decision(row, file, person))
        if decisions_shown(file, person)
        else None,
        "follows": FOLLOWS[row.verdict if person.sees_all else row.computed_verdict].value,
        "other": shown("operator", row.other),
        "objected": ", ".join(row.objecting) if person.sees_all else "",
        "choose": row.to_choose if person.sees_all else False,
        "matters": of_row(row, language()) if person.sees_all and file.request.open else [],
        "anew": anew(row) if person.sees_all and file.request.open else [],
        "agreed": agreed_view(row, person, language()),
        "asks": to_ask_for(row) if person.sees_all and file.request.open else "",
        "noted": sum(not note.withdrawn for note in row.notes) if person.sees_all else 0,
        "differs": list(row.differs) if person.sees_all else [],
    }


def shared_decision(row: FileRow, file: RequestFile, person: Person) -> DecidedRow | None:
    """Return a row's decision with the officer's words as the person may read them."""
    if row.decision is None or file.appraisal is None or person.sees_all:
        return row.decision
    said = said_to(row, file, person)
    return replace(
        row.decision,
        who="",  # whom the office gave it to is its own affair
        reason=said(row.decision.reason),
        conditions=tuple(said(text) for text in row.decision.conditions),
    )


def said_to(row: FileRow, file: RequestFile, person: Person) -> Callable[[str], str]:
    """Return how the officer's words on a row are said to a person: others' masts are taken out of them."""
    appraisal = file.appraisal
    if appraisal is None or person.sees_all:
        return str
    related = hidden_related(row.findings, person.organisation)
    own = row.proposal.position

    def said(text: str) -> str:
        return shareable(text, appraisal.context, person.organisation, related=related, own=own)

    return said


def decision_view(decided: DecidedRow | None) -> dict[str, Any] | None:
    """Return a decision as the scripts read it."""
    if decided is None:
        return None
    return {
        "code": decided.decision.value,
        "reason": decided.reason,
        "conditions": list(decided.conditions),
        "who": decided.who,
        "at": moment(decided.at),
        "version": decided.version,
    }


def _answers(file: RequestFile) -> dict[int, dict[str, str]]:
    """Return what rows were corrected to in the list in force, the latest text by row and field."""
    since = file.lists[-1].at if file.lists else ""
    return {row.index: corrected_since(row.notes, since) for row in file.rows}


def _two_days(row: FileRow, lang: Language) -> list[list[str]]:
    """Return each rule whose outcome differs: [rule, outcome and sentence at filing, and of the decision]."""
    later = {finding.rule: finding for finding in row.computed}
    return [
        [first.rule, first.outcome.value, sentence(first, lang),
         second.outcome.value if second else "", sentence(second, lang) if second else ""]
        for first in row.at_filing
        if first.rule in row.differs
        for second in [later.get(first.rule)]
    ]  # fmt: skip


def _notes(row: FileRow, file: RequestFile, lang: Language) -> list[dict[str, Any]]:
    """Return what was noted of a row, and the answers of bodies that no note of it has taken over yet."""
    taken = {note.details.get("consultation") for note in row.notes if not note.withdrawn}
    answered = [item for item in row.consultations if item.outcome and item.id not in taken]
    supplied = words_by_row(file).get(row.index, ())
    return [
        *(_note(note, file, lang) for note in row.notes),
        *(_answer(item, file) for item in answered),
        *(_supplied(item, lang) for item in supplied),
    ]


def _supplied(item: SupplementItem, lang: Language) -> dict[str, Any]:
    """Return the sender's words on what it was asked to supplement as a note that nobody changes here."""
    asked = ": ".join(filter(None, (label_of(item.cell, lang) if item.cell else "", item.reason)))
    at = moment(item.answered_at)
    return _unkept("supplied", item.answer, asked, who=item.answered_by, at=at, version=item.version)


def _unkept(kind: str, text: str, evidence: str, *, who: str, at: str, version: int) -> dict[str, Any]:
    """Return as a note what is kept elsewhere and changed there only (it has no id)."""
    return {
        "id": "", "kind": kind, "text": text, "rule": "", "outcome": "", "evidence": evidence, "who": who,
        "at": at, "version": version, "withdrawn": False, "whole": False, "files": [], "fields": [],
        "urban": None,
    }  # fmt: skip


def _answer(item: Consultation, file: RequestFile) -> dict[str, Any]:
    """Return a body's answer as a note that is changed on the page of the papers only."""
    names = {one.sha256: one.name for one in file.attachments}
    said = f"{item.said_by}: {answer_word(item)}"
    answered = f"{item.answered_on:%d/%m/%Y}" if item.answered_on else ""
    text = f"{said}. {item.answer}" if item.answer else said
    evidence = " · ".join(filter(None, (item.answer_number, answered)))
    # neither who wrote the letter to it nor when that was written
    kept = _unkept(
        NoteKind.CONSULTED.value, text, evidence, who=item.said_by, at=answered, version=item.version
    )
    return kept | {
        "whole": not item.rows,
        "condition": condition_of(item),
        "files": [{"sha256": sha, "name": names.get(sha, sha[:12])} for sha in item.files],
    }


def _note(note: RowNote, file: RequestFile, lang: Language) -> dict[str, Any]:
    written = cells_written(file)
    names = {item.sha256: item.name for item in file.attachments}
    return {
        "id": note.id,
        "kind": note.kind,
        "text": answered_text(note),
        "rule": note.rule,
        "outcome": note.outcome.value if note.outcome else "",
        "given": bool(note.details.get("condition")),
        "evidence": note.evidence,
        "who": note.who,
        "at": moment(note.at),
        "version": note.version,
        "withdrawn": note.withdrawn,
        "whole": note.row < 0,
        "files": [{"sha256": sha, "name": names.get(sha, sha[:12])} for sha in note.files],
        "fields": [
            [
                label_of(name, lang),
                shown(name, before, lang) or written.get((note.row, name), ""),
                shown(name, after, lang),
            ]
            for name, (before, after) in note.details.get("fields", {}).items()
        ],
        "urban": note.details.get("urban"),
    }


def cells_written(file: RequestFile) -> dict[tuple[int, str], str]:
    """Return what the file says in the cells that were not read, by row and field."""
    if file.appraisal is None:
        return {}
    return unread_texts(file.appraisal.issues, file.appraisal.sheets, [row.proposal for row in file.rows])


def moment(at: str) -> str:
    """Return a moment of the ledger as a clock in Vietnam shows it."""
    return f"{in_vietnam(at):%d/%m/%Y %H:%M}" if at else ""


def happened(at: str, on: object) -> dict[str, str]:
    """Return when something happened, for a line of a history: its own day, where that was not the ledger's.

    An office enters what came on paper days later: then ``recorded`` is the ledger's moment, else "".
    """
    day = dt.date.fromisoformat(str(on)) if on else None
    if day is None or not at or day == in_vietnam(at).date():
        return {"at": moment(at), "recorded": ""}
    return {"at": f"{day:%d/%m/%Y}", "recorded": moment(at)}


def counts_of(file: RequestFile, appraisal: Appraisal) -> dict[str, Any]:
    """Return how many rows are recommended and decided how."""
    decided = Counter(row.decision.decision.value for row in file.rows if row.decision is not None)
    return {
        "recommended": appraisal.counts,
        "decided": {code: decided[code] for code in DECISIONS},
        "undecided": len(file.undecided),
        "otherwise": sum(
            row.decision is not None and row.decision.decision is not FOLLOWS[row.verdict]
            for row in file.rows
        ),
        "to_decide": to_decide(file),
    }


def to_decide(file: RequestFile) -> Counter[str]:
    """Return what the bulk button would decide, counted by decision."""
    left = set(file.undecided) - set(file.by_itself)
    return Counter(FOLLOWS[file.rows[row].verdict].value for row in left)


def asked_to_supplement(file: RequestFile, person: Person, lang: Language) -> str:
    """Return what the office asked the sender to supplement, "" unless it waits for that.

    The words are written for the sender; other carriers' codes and places are taken out all the same.
    """
    if file.request.state is not RequestState.SUPPLEMENT or not file.states:
        return ""
    text = file.states[-1].reason
    if person.sees_all:
        return text
    if file.appraisal is None:
        return ""
    related = hidden_related((item for row in file.rows for item in row.findings), person.organisation)
    return shareable(text, file.appraisal.context, person.organisation, related=related, lang=lang)


def history_lines(file: RequestFile, person: Person) -> list[dict[str, str]]:
    """Return what happened, newest first; what one deed did to many rows is one line."""
    if not person.sees_all:
        return [
            {"at": moment(item.at), "who": "", "text": f"{STATES[item.state.value]} ({item.on_day:%d/%m/%Y})"}
            for item in reversed(file.states)
        ]
    lines = []
    for (_batch, what), group in groupby(file.history, key=lambda entry: (entry.batch, entry.what)):
        entries = list(group)
        if what == "requests" and len(file.states) and entries[0].before is not None:
            continue  # the state it entered, or the list, is a line of its own
        if what == "request_rows" and (entries[0].after or {}).get("judged"):
            continue  # what a decision was made by, kept when it is issued
        if what == "row_conditions" and (entries[0].after or {}).get("state") not in _FOLLOWED:
            continue  # of the decision, whose line is there
        lines.append({"at": moment(entries[0].at), "who": entries[0].who, "text": _said(what, entries, file)})
    return lines[::-1]


def _row_number(after: Mapping[str, object], file: RequestFile) -> int:
    """Return the row of an entry as the page numbers it: as Excel does, where its list is in force."""
    row = int(str(after.get("row") or 0))
    own = after.get("list_version") == file.request.list_version and row < len(file.rows)
    return file.rows[row].proposal.row if own else row + 1


def _said(what: str, entries: list[HistoryEntry], file: RequestFile) -> str:
    after = entries[0].after or {}
    deed = str(DEEDS.get(what, what))
    if what == "request_states":
        reason = str(after.get("reason") or "")
        said = f"{deed}: {STATES.get(str(after.get('state')), '')}"
        return f"{said} – {reason}" if reason else said
    if what == "row_decisions":
        if len(entries) > 1:
            return str(_("Quyết định %(count)s dòng", count=len(entries)))
        decided = DECISIONS.get(str(after.get("decision")), "")
        row = _row_number(after, file)
        return str(_("%(deed)s, dòng %(row)s: %(decided)s", deed=deed, row=row, decided=decided))
    if what == "row_notes" and after.get("kind") == NoteKind.BEHALF:
        details = after.get("details")
        other = shown("operator", str(details.get("operator", "")) if isinstance(details, dict) else "")
        paper = str(after.get("text") or "")
        said = str(_("Khai nộp thay %(operator)s", operator=other))
        return f"{said} – {paper}" if paper else said
    if what == "row_notes" and after.get("kind") == NoteKind.SHEET:
        return str(_("Lưu bảng kiểm tra"))
    if what == "row_notes":
        return beginning(f"{deed}: {after.get('text') or ''}", 160)
    if what == "attachments":
        return f"{deed}: {after.get('name') or ''}"
    if what == "consultations":
        return f"{deed}: {after.get('body') or ''}"
    if what == "row_conditions":
        state = NAMES[ConditionState(str(after.get("state")))]
        return beginning(f"{deed}: {say(state, language())} – {after.get('text') or ''}", 160)
    if what == "request_lists":
        return f"{deed}: {after.get('file_name') or ''}"
    if what == "requests":
        return str(_("Lập hồ sơ %(number)s", number=after.get("number") or ""))
    return deed
