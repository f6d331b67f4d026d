"""Files of the mailbox taken in, each once, by the intake of the page's upload; its carrier is answered.

What is understood counts at once, rows that are not wait in the report as they do on the page. A file of
which the carrier or the event is not known, or which cannot be read, waits for an officer; sent again, it is
tried again. The same content of the same carrier becomes one report of an event, however often it is sent and
whatever process ends in between.
"""

import datetime as dt
import hashlib
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from registry.errors import RefusalError
from registry.messages import Words, render
from registry.model.notices import NoticeKind, Recipient, Subject
from registry.model.outages.outage_mail import SENT_AT, MailFile, MailState
from registry.model.outages.outages import OutageEvent, OutageReport, ReportSource, ReportState
from registry.model.people import Role
from registry.model.vietnam_time import one_moment, written
from registry.services.office.attachments import file_copy, keep_bytes
from registry.services.office.calendar import now as present_moment
from registry.services.office.notices import tell
from registry.services.office.organisations import operator_names
from registry.services.office.registry import Registry
from registry.services.outages.board import next_cycle
from registry.services.outages.carrier_reports import (
    Heading,
    discard_draft,
    draft_report,
    reports_of,
    send_draft,
)
from registry.services.outages.events import event_of, events, outage_deed
from registry.services.outages.mailbox.arrivals import (
    LARGEST_BYTES,
    MAIL_SUFFIX,
    MOST_ATTACHMENTS,
    Arrival,
    TakenUp,
    arrivals,
    end,
    take_up,
    told,
)
from registry.services.outages.mailbox.fates import WAITING, mail_file
from registry.services.outages.mailbox.senders import carrier_of
from registry.store import ledger
from registry.store.changes import amend, create, stable_id
from registry.store.outages.mail import mail_row
from registry.store.outages.tables import outage_mail

BOX = "hộp thư"
"""Who takes files in, where it is no person."""
REPORTS = (MailState.TAKEN, MailState.LOOK)
"""What became a report: the same content is not taken again in its event. What did not is tried anew."""
FAILED = "OUTAGE-MAIL-FAILED"
"""Why a file waits over which the program itself failed: nothing of it is kept but its name."""
MAIL = "outage_mail"
"""The kind of document that an office's notice of a file leads to; a carrier's leads to its report."""
REPORT = "outage_report"


def take_mail(registry: Registry, now: dt.datetime | None = None) -> list[MailFile]:
    """Take in what lies in the mailbox folder and is whole; return what became of each workbook.

    A file over which the program itself fails stops none of the others: it is tried again, and until then it
    waits in the list as one that was not read (``FAILED``).
    """
    moment = now or present_moment()
    found: list[MailFile] = []
    known = operator_names(registry)
    for taken in take_up(registry.settings, known, moment):
        try:
            for arrival in arrivals(taken):
                found.append(_take(registry, arrival, again=taken.again))
            end(taken, registry.settings, moment)
            _read_after_all(registry, taken)
        except RefusalError:  # the register or the disk: no other file goes in either
            raise
        except Exception:  # a fault over one file must not keep those after it out: it is tried again
            logging.getLogger(__name__).exception("the file %s of the mailbox is not taken in", taken.name)
            _not_read(registry, taken)
    return found


@one_moment()
def assign(registry: Registry, identity: str, *, operator: str, event: str, seen: int, who: str) -> MailFile:
    """Take in a file that waits as a report of a carrier in an event, as an officer says.

    Refused as the page's upload is; ``OUTAGE-SENT-ALREADY`` where it has become a report.
    """
    found = mail_file(registry, identity)
    if found.state not in WAITING:
        raise RefusalError("OUTAGE-SENT-ALREADY")
    asked = event_of(registry, event)
    if operator not in asked.operators:
        raise RefusalError("OUTAGE-NOT-ASKED")
    offered = {"operator": operator, "event": event}
    with outage_deed(registry, "mail", who, identity) as made:
        made.standing(outage_mail, identity, seen=seen, offered=offered)

    def claim() -> None:  # whoever has the same page comes second: a file is one report
        with outage_deed(registry, "mail", who, identity) as made:
            made.standing(outage_mail, identity, seen=seen, offered=offered)
            made.amend(outage_mail, identity, who=made.who, at=made.at)

    wanted = replace(found, operator=operator, event=event)
    return _note(registry, _reported(registry, wanted, asked, found.stated_at, who, claim=claim), who)


def _take(registry: Registry, arrival: Arrival, *, again: bool) -> MailFile:
    operator = arrival.operator or carrier_of(registry, arrival.sender)
    identity = _identity(registry, arrival, operator)
    known = _known(registry, identity)
    if known is not None and (again or known.state in REPORTS):
        if not again:
            _answer_twice(registry, known)
        return known
    moment = present_moment()
    found = MailFile(
        id=identity, name=arrival.name, sha256=arrival.sha256, received_at=moment, state=MailState.WAITS,
        operator=operator, sender=arrival.sender, subject=arrival.subject,
        version=1 if known is None else known.version,
    )  # fmt: skip
    dated = arrival.sent_at if arrival.sent_at and arrival.sent_at <= moment else None
    try:
        found = _kept(registry, found, arrival)
        event = _event(registry, operator, arrival.sender)
        found = replace(found, event=event.id)
        made = _reported(registry, found, event, dated or moment, BOX)
    except RefusalError as error:
        if error.code.startswith("STORE-"):  # the register or the disk, not the file: it is tried again
            raise
        waits = error.code in ("OUTAGE-MAIL-SENDER", "OUTAGE-MAIL-EVENT")
        state = MailState.WAITS if waits else MailState.REFUSED
        params = _plain(error.params) | ({SENT_AT: dated.isoformat()} if dated else {})
        made = replace(found, state=state, code=error.code, params=params)
    return _note(registry, made, BOX)


def _not_read(registry: Registry, taken: TakenUp) -> None:
    """Have a file over which the program failed wait in the list; told once, however often it is tried."""
    identity = stable_id("outage-mail-failed", taken.path.name)
    if _known(registry, identity) is not None:
        return
    name = told(taken.name)
    failed = MailFile(
        id=identity, name=name, sha256=hashlib.sha256(identity.encode()).hexdigest(),
        received_at=present_moment(), state=MailState.REFUSED, operator=taken.operator, code=FAILED,
    )  # fmt: skip
    _note(registry, failed, BOX)


def _read_after_all(registry: Registry, taken: TakenUp) -> None:
    """Let a file that was not read before wait no more: it now stands in the list by what became of it."""
    if not taken.again:
        return
    identity = stable_id("outage-mail-failed", taken.path.name)
    known = _known(registry, identity)
    if known is not None and known.state in WAITING:
        with outage_deed(registry, "mail", BOX, identity) as made:
            aside = {"state": MailState.ASIDE.value, "code": "OUTAGE-MAIL-LATER"}
            made.amend(outage_mail, identity, **aside, who=made.who)


def _identity(registry: Registry, arrival: Arrival, operator: str) -> str:
    """Return the id of a file: of its carrier and content, and of its event where one of another had it.

    A list that says the same in another storm is another report.
    """
    first = stable_id("outage-mail", operator or arrival.sender, arrival.sha256)
    known = _known(registry, first)
    if known is None or known.state not in REPORTS:
        return first
    awaiting = sorted(event.id for event in events(registry, operator=operator) if event.open)
    if not awaiting or known.event in awaiting:
        return first
    return stable_id("outage-mail", operator, arrival.sha256, *awaiting)


def _kept(registry: Registry, mail: MailFile, arrival: Arrival) -> MailFile:
    """Keep the content of a file (``FILE-TOO-BIG``; ``OUTAGE-MAIL-MANY`` for what a mail brings beyond)."""
    if arrival.left_out:
        raise RefusalError("OUTAGE-MAIL-MANY", count=arrival.left_out, most=MOST_ATTACHMENTS)
    if arrival.content is None:
        raise RefusalError("FILE-TOO-BIG", name=mail.name, mib=arrival.size >> 20, limit=LARGEST_BYTES >> 20)
    return replace(mail, sha256=keep_bytes(registry, arrival.content, arrival.name).sha256)


def _event(registry: Registry, operator: str, sender: str) -> OutageEvent:
    """Return the one open event that awaits a carrier's reports.

    Refused where the carrier is not known (``OUTAGE-MAIL-SENDER``), and where none or several events await
    it (``OUTAGE-MAIL-EVENT``).
    """
    if not operator:
        raise RefusalError("OUTAGE-MAIL-SENDER", sender=sender or "–")
    found = [event for event in events(registry, operator=operator) if event.open]
    if len(found) != 1:
        raise RefusalError("OUTAGE-MAIL-EVENT", count=len(found))
    return found[0]


def _reported(
    registry: Registry,
    mail: MailFile,
    event: OutageEvent,
    as_of: dt.datetime,
    who: str,
    *,
    claim: Callable[[], None] = lambda: None,
) -> MailFile:
    """Make a file a report and return its fate; what a process before made of it is gone on with.

    ``OUTAGE-MAIL-NO-WORKBOOK`` for a mail of words alone.
    ``claim`` is asked once the file was read and before it counts; where it refuses, nothing of it does.
    """
    if mail.name.lower().endswith(MAIL_SUFFIX):  # a mail stands for itself only where it brings no workbook
        raise RefusalError("OUTAGE-MAIL-NO-WORKBOOK")
    report = _begun(registry, mail, event)
    if report is None:
        heading = Heading(
            event=event.id, operator=mail.operator, due=next_cycle(registry, event, mail.operator),
            as_of=as_of, source=ReportSource.WORKBOOK, who=who,
            source_note=f"{BOX}: {mail.sender or mail.operator}",
        )  # fmt: skip
        with file_copy(registry, mail.sha256, mail.name) as path:
            report = draft_report(registry, heading, path, name=mail.name)
    if report.state is ReportState.DRAFT:
        report = _sent(registry, report, who, claim)
    state = MailState.LOOK if report.rest else MailState.TAKEN
    return replace(mail, state=state, event=event.id, report=report.id, code="", params={})


def _sent(registry: Registry, report: OutageReport, who: str, claim: Callable[[], None]) -> OutageReport:
    """Send a draft; one that is refused is put aside, so that nobody takes it for a person's."""
    try:
        claim()
        return send_draft(registry, report.id, seen=report.version, who=who)
    except RefusalError as error:
        if not error.code.startswith("STORE-"):
            discard_draft(registry, report.id, seen=report.version, who=who)
        raise


def _begun(registry: Registry, mail: MailFile, event: OutageEvent) -> OutageReport | None:
    """Return the report that a file is already: sent by whoever, or begun here by an ended process."""
    same = [
        item for item in reports_of(registry, event.id, operator=mail.operator)
        if item.file_sha256 == mail.sha256
    ]  # fmt: skip
    sent = [item for item in same if item.state is ReportState.SENT]
    return next(iter([*sent, *(item for item in same if item.who == BOX)]), None)


def _known(registry: Registry, identity: str) -> MailFile | None:
    with registry.database.read() as connection:
        there = ledger.rows_by_key(connection, outage_mail, [identity])
    return mail_file(registry, identity) if there else None


def _note(registry: Registry, mail: MailFile, who: str) -> MailFile:
    """Write down what became of a file, and tell its carrier and, where it waits, the duty officers."""
    with outage_deed(registry, "mail", who, mail.id) as made:
        row = mail_row(mail) | {"who": made.who, "at": made.at}
        standing = ledger.rows_by_key(made.connection, outage_mail, [mail.id]).get(mail.id)
        made.add([create(outage_mail, row) if standing is None else amend(outage_mail, standing, **row)])
        answer = Words(*(_answer(mail, lang) for lang in ("vi", "en")))
        said = {"name": mail.name, "answer_vi": answer.vi, "answer_en": answer.en}
        if mail.operator:
            subject = Subject(REPORT, mail.report) if mail.report else Subject("outage_event", mail.event)
            tell(made, NoticeKind.OUTAGE_FILE, [Recipient(organisation=mail.operator)], subject, **said)
        if mail.state in WAITING:
            to = [Recipient(role=Role.DUTY_OFFICER.value)]
            tell(made, NoticeKind.OUTAGE_FILE, to, Subject(MAIL, mail.id), **said)
    return mail_file(registry, mail.id)


def _answer_twice(registry: Registry, mail: MailFile) -> None:
    """Tell a carrier that a file came before: it changes nothing."""
    if not mail.operator:
        return
    with outage_deed(registry, "mail", BOX, mail.id) as made:
        answer = {
            f"answer_{lang}": render("OUTAGE-MAIL-TWICE", {"at": written(mail.received_at)}, lang)
            for lang in ("vi", "en")
        }  # fmt: skip
        subject = Subject(REPORT, mail.report) if mail.report else Subject("outage_event", mail.event)
        tell(
            made, NoticeKind.OUTAGE_FILE, [Recipient(organisation=mail.operator)], subject, name=mail.name,
            **answer,
        )  # fmt: skip


def _answer(mail: MailFile, lang: Any) -> str:
    if mail.state is MailState.TAKEN:
        return render("OUTAGE-MAIL-TAKEN", {}, lang)
    if mail.state is MailState.LOOK:
        return render("OUTAGE-MAIL-LOOK", {}, lang)
    return render(mail.code, mail.params, lang)


def _plain(params: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters of a refusal as JSON holds them."""
    return {
        name: value if isinstance(value, str | int | float | bool) else getattr(value, "vi", str(value))
        for name, value in params.items()
    }
