"""The desk's requests (hồ sơ): received with their list, numbered, moved from state to state, issued.

Every action is one transaction and one batch of the ledger. What an editor saw is named by its ``version``;
where somebody else has changed it meanwhile the call is refused with ``CHANGED-MEANWHILE``, which carries
both versions (``standing``, ``offered``, ``by``, ``at``), and nothing is written.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from registry.appraisal import common_gaps
from registry.errors import RefusalError
from registry.intake.meanings import Meanings
from registry.model.requests.desk import Request, RequestKind, RequestState
from registry.model.requests.proposals import Proposal
from registry.model.vietnam_time import one_moment
from registry.services.appraise.appraise_list import Appraisal, appraise_again, appraise_list
from registry.services.appraise.list_doubts import with_doubts
from registry.services.appraise.stated_columns import remembered
from registry.services.office.attachments import attachment_row, keep_file
from registry.services.office.calendar import today
from registry.services.office.deeds import KIND
from registry.services.office.registry import Registry
from registry.services.office.time_limits import Limit, limit_for, limits_with
from registry.services.register.context import context_for
from registry.services.requests.actions import Action, action, begun
from registry.services.requests.decisions import corrected, write_correction
from registry.services.requests.gates.doors import keep_sheet
from registry.services.requests.gates.sheet import Kind, Sheet
from registry.services.requests.issuing import issue
from registry.services.requests.kept_corrections import with_corrections
from registry.services.requests.lists import ReadList, list_changes, read_request_list, replaced
from registry.services.requests.matter_answers import note_answer
from registry.services.requests.matters import Facts
from registry.services.requests.on_behalf import note_behalf
from registry.services.requests.opened import FILING, load_request
from registry.services.requests.place_matters import filing_matters
from registry.services.requests.settling import LONGEST, check_filing
from registry.services.requests.state_history import check_day, enter
from registry.services.requests.states import again, assign, change_state, state_words
from registry.services.requests.taken import taken_now
from registry.services.requests.told import tell_received
from registry.store import ledger
from registry.store.changes import new_id
from registry.store.database import Connection
from registry.store.office.operators import load_settings, operator_of
from registry.store.requests.requests import get_request, next_ordinal, number_of, request_of
from registry.store.requests.tables import attachments, requests
from registry.typed_text import within

__all__ = [
    "assign",
    "attach",
    "change_facts",
    "change_state",
    "check_organisation",
    "choose_day",
    "issue",
    "load_request",
    "preview_request",
    "receive_request",
    "replace_list",
    "state_words",
    "with_answers",
]

ANSWERED = "Trả lời lưu ý khi đọc tệp, trước khi tiếp nhận"
"""The reason written beside a row that was corrected before the request had its number."""


Answers = Mapping[int, Mapping[str, Any]]
"""By row (its index): the corrections that answer what was said when the list was read."""


def preview_request(
    registry: Registry,
    path: Path,
    *,
    organisation: str,
    name: str,
    received_on: dt.date | None = None,
    columns: Meanings | None = None,
) -> Appraisal:
    """Return what a list would look like as a request; writes nothing. RefusalError for a bad file.

    ``columns`` is what a person says of columns.
    """
    with registry.database.read() as connection:
        operator = check_organisation(connection, organisation)
    found = appraise_list(
        registry, path, operator=operator, as_of=received_on or today(), name=name, columns=columns
    )
    return with_answers(replace(found, filer=operator), {})


def with_answers(appraisal: Appraisal, answers: Answers, since: Appraisal | None = None) -> Appraisal:
    """Return a preview judged anew with some rows corrected, and what is doubtful of its rows now.

    ``since`` is the same list with other answers, judged in the same context: only what differs from it is
    judged. The result is the same without it.
    """
    proposals = _answered([row.proposal for row in appraisal.rows], answers)
    context, sheets = appraisal.context, appraisal.sheets
    issues = with_doubts(appraisal.issues, proposals, sheets, context, appraisal.filer)
    if not answers:
        return replace(appraisal, issues=issues)
    rows = appraise_again(proposals, (since or appraisal).rows, context)
    gaps = common_gaps([row.findings for row in rows])
    return replace(appraisal, rows=rows, gaps=gaps, issues=issues)


def _answered(proposals: Sequence[Proposal], answers: Answers) -> list[Proposal]:
    return [
        corrected(row, answers[index]) if index in answers else row for index, row in enumerate(proposals)
    ]


@one_moment()
def receive_request(
    registry: Registry,
    path: Path | None,
    *,
    kind: RequestKind,
    organisation: str,
    officer: str,
    who: str,
    name: str = "",
    letter_number: str = "",
    letter_date: dt.date | None = None,
    received_on: dt.date | None = None,
    note: str = "",
    amends: str = "",
    identity: str = "",
    answers: Answers | None = None,
    stated: Mapping[int, Collection[str]] | None = None,
    files: Sequence[tuple[Path, str, str]] = (),
    behalf: Mapping[str, str] | None = None,
    columns: Meanings | None = None,
    again: str = "",
    own: str | None = None,
    sent: Sheet | None = None,
) -> Request:
    """Register a request with its list (None: a paper file without one) and return it with its number.

    ``answers`` correct rows of the list; ``stated`` are the fields that were answered in each, so that one
    which confirms what was read is kept as answered too. ``files`` are attached as (path, name, kind),
    ``behalf`` are the operators that rows are filed for, each with the paper that empowers to, ``columns``
    what was said of columns; all of it is written together or not at all. Under an
    ``identity`` that was registered before nothing is written: two clicks make one request.

    What was filed before is refused (``REQUEST-FILED-BEFORE``); where it may be meant, ``again`` says why it
    is filed again (``REQUEST-FILED-REASON``). ``own`` is the carrier that files (None: the office), which is
    asked about nothing of others; ``sent`` the sheet that its sender saw, kept with the request.

    ``organisation`` is an operator's code or the id of an owner (tower company); ``amends`` the request (id
    or number) that an amendment changes. Refused for a file that cannot be read as a list, a day to come,
    and a kind that no text knew on the day of receipt (commencement notices before 01/01/2026).
    """
    day = received_on or today()
    operator, limit, amended = _checked(registry, kind, organisation, day, amends)
    kept = [(keep_file(registry, source, title), title, what) for source, title, what in files]
    read = None if path is None else read_request_list(
        registry, path, name=name or path.name, operator=operator, day=day, columns=columns
    )  # fmt: skip
    identity = identity or new_id()
    with registry.database.write() as connection:
        if ledger.rows_by_key(connection, requests, [identity]):
            return get_request(connection, identity)
        row = _new_row(
            connection, identity, day, read, limit, kind=kind.value, organisation=organisation,
            letter_number=letter_number.strip(), letter_date=letter_date, officer=officer,
            note=note.strip(), amends=amended,
        )  # fmt: skip
        facts = replace(Facts.of(request_of(row)), id="")
        proposals = _answered(read.proposals, answers or {}) if read else []
        found = filing_matters(facts, proposals, taken_now(registry), context_for(registry, day))
        asked = check_filing(found, again, own)
        made = begun(connection, request_of(row), "received", who)
        made.create(requests, row)
        enter(made, RequestState.RECEIVED, day, "", first=True)
        if read is not None:
            list_changes(made, read, version=1, day=day)
        for held, title, what in kept:
            made.create(attachments, attachment_row(identity, held, kind=what, name=title, who=made.who))
        note_behalf(made, behalf or {})
        note_answer(made, asked, within(again, LONGEST), sender=own is not None)
        if sent is not None:
            papers = (f"{one}: {paper or 'nộp thay'}" for one, paper in (behalf or {}).items())
            keep_sheet(made, sent, {"": again, Kind.BEHALF: "; ".join(papers)})
        tell_received(made)
        made.write()
        made.kind = f"{KIND}corrected"
        _correct(made, registry, answers or {}, stated or {})
        return get_request(connection, identity)


def _checked(
    registry: Registry, kind: RequestKind, organisation: str, day: dt.date, amends: str
) -> tuple[str, Limit, str]:
    """Return the operator of a new request, its limit and the id of what it amends, or refuse it."""
    check_day(day, dt.date(2000, 1, 1), today())
    with registry.database.read() as connection:
        operator = check_organisation(connection, organisation)
        limit = limit_for(limits_with(registry, load_settings(connection), day), kind, day)
        return operator, limit, get_request(connection, amends).id if amends else ""


def _new_row(
    connection: Connection, identity: str, day: dt.date, read: ReadList | None, limit: Limit, **own: Any
) -> dict[str, Any]:
    """Return the row of a request under the next number of its year; ``own`` are the columns it is told."""
    ordinal = next_ordinal(connection, day.year)
    return {
        "id": identity,
        "number": number_of(ordinal, day.year),
        "year": day.year,
        "ordinal": ordinal,
        "received_on": day,
        "state": RequestState.RECEIVED.value,
        "file_name": read.name if read else "",
        "file_sha256": read.sha256 if read else "",
        "list_version": 1 if read else 0,
        "list_rows": len(read.proposals) if read else 0,
        "limit_days": limit.days,
        "limit_date": limit.on,
        "limit_source": limit.source,
        **own,
    }


def _correct(
    made: Action, registry: Registry, answers: Answers, stated: Mapping[int, Collection[str]]
) -> None:
    """Correct rows as they were answered before the request had its number, each beside its reason."""
    for index, changes in sorted(answers.items()):
        said = stated.get(index, ())
        write_correction(made, registry, index, changes, reason=ANSWERED, stated=said)
    made.write()


@one_moment()
def replace_list(
    registry: Registry, request: str, path: Path, *, name: str, who: str, version: int, reason: str = ""
) -> Request:
    """Put a corrected workbook in the place of the list; the older versions are kept.

    What was noted, asked, shared and corrected about a row follows it, found again by operator and code, else
    by its place. A decision follows where the row is as it was; a row that changed has to be decided again.
    """
    with registry.database.read() as connection:
        found = get_request(connection, request)
        operator = check_organisation(connection, found.organisation)
        columns = remembered(connection, found.organisation, found.id)
    read = read_request_list(
        registry, path, name=name, operator=operator, day=found.received_on, columns=columns
    )
    offered = {"file_name": name, "file_sha256": read.sha256}
    with action(registry, found.id, "list", who=who, version=version, offered=offered) as made:
        read = with_corrections(made, registry, read, day=found.received_on)
        replaced(made, read, reason=reason.strip(), day=max(today(), found.received_on))
    return again(registry, found.id)


@one_moment()
def choose_day(
    registry: Registry, request: str, judged_on: str, *, transition: str, who: str, version: int
) -> Request:
    """Judge by the law of the day of decision ("") or of filing ("filing"), citing the provision for it."""
    if judged_on not in ("", FILING):
        raise RefusalError("REQUEST-VALUE", value=judged_on)
    if judged_on == FILING and not transition.strip():
        raise RefusalError("REQUEST-TRANSITION")
    offered = {"judged_on": judged_on, "transition": transition.strip()}
    with action(registry, request, "day", who=who, version=version, offered=offered) as made:
        made.amend(requests, made.request.id, **offered)
    return again(registry, request)


@one_moment()
def change_facts(
    registry: Registry,
    request: str,
    *,
    letter_number: str,
    letter_date: dt.date | None,
    note: str,
    who: str,
    version: int,
) -> Request:
    """Correct what a request says of itself: the number and day of the carrier's letter, a note."""
    offered = {"letter_number": letter_number.strip(), "letter_date": letter_date, "note": note.strip()}
    if letter_date is not None:
        check_day(letter_date, dt.date(2000, 1, 1), today())
    with action(registry, request, "facts", who=who, version=version, offered=offered) as made:
        made.amend(requests, made.request.id, **offered)
    return again(registry, request)


@one_moment()
def attach(registry: Registry, request: str, path: Path, *, name: str, kind: str, who: str) -> str:
    """Keep a file with a request and return its SHA-256; the same file under the same name is kept once."""
    kept = keep_file(registry, path, name)
    with action(registry, request, "attached", who=who, closed=True, submitted=True) as made:
        row = attachment_row(made.request.id, kept, kind=kind, name=name, who=who)
        held = made.rows(attachments)
        if not any(all(item[name] == row[name] for name in ("kind", "sha256", "name")) for item in held):
            if row["id"] in {item["id"] for item in held}:  # it was filed as another paper since
                row["id"] = new_id()
            made.create(attachments, row)
    return kept.sha256


def check_organisation(connection: Connection, organisation: str) -> str:
    """Return the operator whose rows an organisation's list holds, "" for an owner that is no operator.

    Refused where it is neither (``REQUEST-ORGANISATION``).
    """
    found = operator_of(connection, organisation)
    if found is None:
        raise RefusalError("REQUEST-ORGANISATION", organisation=organisation)
    return found
