"""What an officer adds to a request: notes, visits, photos, his own findings, what bodies were asked."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from registry.checks.registered import CHECKS
from registry.errors import RefusalError
from registry.model.findings import Outcome
from registry.model.requests.desk import NoteKind, RowNote
from registry.model.requests.desk_records import Consultation
from registry.model.vietnam_time import one_moment
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.actions import Action, action
from registry.services.requests.consulted.consulted_body import accounts_asked
from registry.services.requests.kept_notes import WHOLE_LIST, write_note
from registry.services.requests.state_history import appraising_again, consulting
from registry.services.requests.told import tell_answered, tell_consulted
from registry.store.changes import new_id
from registry.store.requests.consultations import find_consultation
from registry.store.requests.notes import find_note
from registry.store.requests.tables import attachments, consultations, request_rows, row_notes
from registry.typed_text import within

OUTCOMES = frozenset({"agree", "conditions", "object", "no_answer"})
"""How a consulted body's answer ends."""
WITH_WORDS = frozenset({"conditions", "object"})
"""What is no answer without its condition or its reason."""
EARLIEST = dt.date(2000, 1, 1)
LONGEST_ANSWER, LONGEST_NUMBER = 4000, 80
"""Characters of an answer, as a whole or of one row, and of its letter's number."""


@one_moment()
def add_note(
    registry: Registry,
    request: str,
    row: int,
    kind: NoteKind,
    text: str,
    *,
    who: str,
    files: Sequence[str] = (),
) -> RowNote:
    """Add a note, a visit's result, a photo or a body's opinion to a row (``WHOLE_LIST``: to the list).

    ``files`` are SHA-256 of the request's attachments (``requests.attach``). The kinds that change what is
    found have functions of their own below.
    """
    if kind not in (NoteKind.NOTE, NoteKind.VISIT, NoteKind.PHOTO, NoteKind.CONSULTED):
        raise RefusalError("REQUEST-VALUE", value=kind)
    if not text.strip() and not files:
        raise RefusalError("REQUEST-REASON")
    return _add(registry, request, row, kind, who=who, text=text, files=files)


@one_moment()
def check_by_hand(
    registry: Registry,
    request: str,
    row: int,
    rule: str,
    outcome: Outcome,
    *,
    text: str,
    evidence: str,
    who: str,
    files: Sequence[str] = (),
) -> RowNote:
    """Record "đã kiểm tra thủ công" for a rule of a row or of the whole list: the finding becomes his.

    For the whole list it answers what the office lacked and values that rows do not state, never what was
    measured nor what a carrier or a body has to settle. Needs its evidence (``REQUEST-EVIDENCE``).
    """
    if not evidence.strip() and not files:
        raise RefusalError("REQUEST-EVIDENCE")
    return _add(
        registry, request, row, NoteKind.MANUAL_CHECK, who=who, text=text, rule=rule, outcome=outcome,
        evidence=evidence, files=files,
    )  # fmt: skip


@one_moment()
def take_over(
    registry: Registry, request: str, row: int, rule: str, outcome: Outcome, *, reason: str, who: str,
    files: Sequence[str] = (),
) -> RowNote:  # fmt: skip
    """Put the officer's own outcome in the place of a row's finding, with the reason (``REQUEST-REASON``)."""
    if not reason.strip():
        raise RefusalError("REQUEST-REASON")
    if row == WHOLE_LIST:
        raise RefusalError("REQUEST-VALUE", value=str(row))
    return _add(
        registry, request, row, NoteKind.TAKEOVER, who=who, text=reason, rule=rule, outcome=outcome,
        files=files,
    )  # fmt: skip


@one_moment()
def state_urban(registry: Registry, request: str, row: int, urban: bool, *, reason: str, who: str) -> RowNote:
    """State whether a row lies in an urban area; the spacing rules then judge by it."""
    if not reason.strip():
        raise RefusalError("REQUEST-REASON")
    return _add(registry, request, row, NoteKind.URBAN, who=who, text=reason, details={"urban": urban})


@one_moment()
def edit_note(registry: Registry, request: str, note: str, text: str, *, who: str, seen: int) -> RowNote:
    """Change the text of a note; what it said before stays in the ledger."""
    with action(registry, request, "note", who=who) as made:
        _standing_note(made, note, seen, {"text": text.strip()})
        made.amend(row_notes, note, text=text.strip())
    return _note(registry, note)


@one_moment()
def withdraw_note(registry: Registry, request: str, note: str, *, who: str, seen: int) -> RowNote:
    """Take a note back: it stays to be read, and no longer counts."""
    with action(registry, request, "note", who=who) as made:
        _standing_note(made, note, seen, {"withdrawn": True})
        made.amend(row_notes, note, withdrawn=True)
    return _note(registry, note)


@one_moment()
def consult(
    registry: Registry,
    request: str,
    *,
    body: str,
    question: str,
    who: str,
    rows: Sequence[int] = (),
    kind: str = "letter",
    letter_number: str = "",
    sent_on: dt.date | None = None,
    answer_by: dt.date | None = None,
    files: Sequence[str] = (),
) -> Consultation:
    """Record that a body was asked about some rows (none: about all), by letter or at a ``meeting``.

    ``REQUEST-DAY`` for a letter that was sent on a day to come.
    """
    if kind == "letter" and sent_on is not None:
        check_past(sent_on)
    if kind not in ("letter", "meeting") or not body.strip():
        raise RefusalError("REQUEST-VALUE", value=body if kind in ("letter", "meeting") else kind)
    identity = new_id()
    with action(registry, request, "consulted", who=who) as made:
        for row in rows:
            made.check_row(row)
        _check_files(made, files)
        _refuse_recorded(made, body.strip(), letter_number.strip())
        made.create(
            consultations,
            {
                "id": identity,
                "request": made.request.id,
                "kind": kind,
                "body": body.strip(),
                "question": question.strip(),
                "list_version": made.request.list_version,
                "rows": sorted(set(rows)),
                "letter_number": letter_number.strip(),
                "sent_on": sent_on,
                "answer_by": answer_by,
                "files": list(files),
                "who": who,
                "at": made.at,
            },
        )
        if kind == "letter" and sent_on is not None:
            asked = accounts_asked(registry, body.strip())
            tell_consulted(made, asked, identity, letter_number.strip(), answer_by)
            consulting(made, sent_on)
    return _consultation(registry, identity)


def check_past(day: dt.date, first: dt.date | str | None = None) -> None:
    """Refuse a day on which nothing can have been sent or answered yet (``REQUEST-DAY``)."""
    since = dt.date.fromisoformat(str(first)) if first else EARLIEST
    if not since <= day <= today():
        raise RefusalError("REQUEST-DAY", day=day, first=since, last=today())


def _refuse_recorded(made: Action, body: str, letter_number: str) -> None:
    """Refuse a letter to a body that somebody recorded already under its number."""
    for item in made.rows(consultations):
        same = (item["body"], item["letter_number"], item["list_version"])
        if letter_number and same == (body, letter_number, made.request.list_version):
            raise RefusalError("CONSULTATION-RECORDED", number=letter_number, body=body, by=item["who"])


@one_moment()
def record_answer(
    registry: Registry,
    request: str,
    consultation: str,
    *,
    outcome: str,
    answer: str,
    answered_on: dt.date,
    who: str,
    seen: int,
    answer_number: str = "",
    files: Sequence[str] = (),
    apart: Mapping[int, tuple[str, str]] | None = None,
) -> Consultation:
    """Record what a body answered: ``outcome`` agree, conditions, object or no_answer.

    ``apart``: rows (indices) of which the same letter says something else, as (outcome, words). They become
    consultations of their own beside this one, with its letter, day and files, so that each row carries what
    was said of it. Where that is every row, this one keeps what was said of the first.
    With the last answer that was out the request is appraised again. Refused for an answer on conditions or
    against that does not say which or why (``CONSULTATION-WORDS``, ``CONSULTATION-REASON`` of a single row),
    silence while the body still has time (``CONSULTATION-TIME``), a text that is too long (``TEXT-LONG``), a
    day to come or before it was asked (``REQUEST-DAY``).
    """
    aside = {row: (said, within(words, LONGEST_ANSWER)) for row, (said, words) in (apart or {}).items()}
    for value in (outcome, *(said for said, _words in aside.values())):
        if value not in OUTCOMES:
            raise RefusalError("REQUEST-VALUE", value=value)
    check_words(outcome, answer, aside)
    written: dict[str, Any] = {
        "outcome": outcome,
        "answer": within(answer, LONGEST_ANSWER),
        "answered_on": answered_on,
        "answer_number": within(answer_number, LONGEST_NUMBER),
    }
    with action(registry, request, "answered", who=who, submitted=True) as made:
        known = {item["id"]: item for item in made.rows(consultations)}
        if consultation not in known:
            raise RefusalError("REQUEST-CONSULTATION-UNKNOWN")
        made.check(consultations, consultation, seen, written)
        _check_files(made, files)
        standing = known[consultation]
        if not aside:
            check_silence(standing["answer_by"], outcome, answer, answer_number)
        check_past(answered_on, standing["sent_on"])
        kept = list(dict.fromkeys([*(standing["files"] or []), *files]))
        if aside:
            remain = _set_apart(made, standing, {**written, "files": kept}, aside)
            written["rows"] = remain
            if remain[0] in aside:  # nothing is left that the answer as a whole is about
                written["outcome"], written["answer"] = aside[remain[0]]
        made.amend(consultations, consultation, **written, files=kept)
        tell_answered(made, str(standing["body"]))
        out = [item["id"] for item in known.values() if _out(item)]
        if not standing["outcome"] and set(out) <= {consultation}:
            appraising_again(made)
    return _consultation(registry, consultation)


def _out(item: Mapping[str, Any]) -> bool:
    """Whether a letter to a body was sent and is not answered."""
    return item["kind"] == "letter" and item["sent_on"] is not None and not item["outcome"]


def check_words(outcome: str, answer: str, apart: Mapping[int, tuple[str, str]]) -> None:
    """Refuse an answer on conditions or against that says not which or why, as a whole or of one row."""
    if outcome in WITH_WORDS and not answer.strip():
        raise RefusalError("CONSULTATION-WORDS")
    for row, (said, words) in sorted(apart.items()):
        if said in WITH_WORDS and not words.strip():
            raise RefusalError("CONSULTATION-REASON", place=row + 1)


def check_silence(answer_by: dt.date | None, outcome: str, answer: str, answer_number: str) -> None:
    """Refuse to record that a body said nothing before the day by which its answer was asked for is over.

    One that wrote that it has no opinion has answered: its words or its letter's number say so.
    """
    silent = outcome == "no_answer" and not answer.strip() and not answer_number.strip()
    if silent and answer_by is not None and today() <= answer_by:
        raise RefusalError("CONSULTATION-TIME", by=answer_by)


def _set_apart(
    made: Action, standing: dict[str, Any], written: dict[str, Any], aside: Mapping[int, tuple[str, str]]
) -> list[int]:
    """Give the rows of ``aside`` consultations of their own, one an answer; return the rows that remain."""
    rows = standing["rows"] or [
        row["row"] for row in made.rows(request_rows) if row["list_version"] == standing["list_version"]
    ]
    groups: dict[tuple[str, str], list[int]] = {}
    for row, said in sorted(aside.items()):
        if row not in rows:
            raise RefusalError(
                "REQUEST-ROW", number=made.request.number, rows=made.request.list_rows, row=row + 1
            )
        groups.setdefault(said, []).append(row)
    remain = [row for row in sorted(rows) if row not in aside]
    if not remain:
        remain = groups.pop(aside[min(aside)])
    for (outcome, words), own in groups.items():
        made.create(
            consultations,
            {
                **{name: value for name, value in standing.items() if name != "version"},
                **written,
                "id": new_id(),
                "rows": own,
                "outcome": outcome,
                "answer": words,
            },
        )
    return remain


def _add(
    registry: Registry,
    request: str,
    row: int,
    kind: NoteKind,
    *,
    who: str,
    text: str,
    rule: str = "",
    outcome: Outcome | None = None,
    evidence: str = "",
    files: Sequence[str] = (),
    details: dict[str, object] | None = None,
) -> RowNote:
    if rule and rule not in {check.code for check in CHECKS}:
        raise RefusalError("REQUEST-RULE", rule=rule)
    with action(registry, request, "note", who=who) as made:
        made.check_row(row, whole_list=True)
        _check_files(made, files)
        identity = write_note(
            made, kind, text, row=row, rule=rule, outcome=outcome or "", evidence=evidence, files=files,
            details=details,
        )  # fmt: skip
    return _note(registry, identity)


def _check_files(made: Action, files: Sequence[str]) -> None:
    """Refuse a file that was not attached to the request before."""
    known = {item["sha256"] for item in made.rows(attachments)} if files else set()
    for sha256 in files:
        if sha256 not in known:
            raise RefusalError("ATTACHMENT-UNKNOWN", name=sha256[:12])


def _standing_note(made: Action, note: str, seen: int, offered: dict[str, object]) -> None:
    known = {item["id"] for item in made.rows(row_notes) if item["kind"] != NoteKind.CORRECTION}
    if note not in known:  # what a row said before it was corrected is no note to take back
        raise RefusalError("REQUEST-NOTE-UNKNOWN")
    made.check(row_notes, note, seen, offered)


def _note(registry: Registry, note: str) -> RowNote:
    with registry.database.read() as connection:
        found = find_note(connection, note)
    assert found is not None
    return found


def _consultation(registry: Registry, consultation: str) -> Consultation:
    with registry.database.read() as connection:
        found = find_consultation(connection, consultation)
    assert found is not None
    return found
