"""Deadlines that are near (sắp đến hạn), told once each: of requests, of bodies' answers, of obligations, of
reports of the province's system.

Worked out every day from what stands; a notice has the name of what is due and of its day, so that looking
twice, or from two processes, tells nobody twice, and a day that was moved is told anew.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from registry.messages import Language, render
from registry.model.duties import Duty
from registry.model.notices import NoticeKind, Recipient, Subject
from registry.model.people import Role
from registry.model.vietnam_time import one_moment
from registry.services.obligations.handed_reports import DUTY
from registry.services.obligations.obligations import duties_of, title
from registry.services.office.batches import present_user
from registry.services.office.deeds import KIND, deed
from registry.services.office.notices import officer, organisation, role, tell
from registry.services.office.registry import Registry
from registry.services.public.cases import due_cases
from registry.services.requests.consulted.consulted_body import accounts_asked
from registry.services.requests.queue import queue
from registry.services.requests.told import CONSULTATION, PAPERS, REQUEST
from registry.store.requests.consultations import sent_consultations
from registry.store.requests.requests import load_requests

DUTIES = "duties"
"""The kind of document that a notice of several obligations leads to: their list."""
ANSWER_DAYS = 2
"""How many days before its day a body is told again; a choice of this program."""
CASE_DAYS = 1
"""How many days before its day a citizen's report of the province's system is told; likewise."""
DUTY_DAYS = 7
_LONGER = {
    "DUT-BUILD": 60,
    "DUT-EMF": 30,
    "DUT-STRUCTURE": 30,
    "DUT-PLAN": 30,
    "DUT-LIST": 15,
    "DUT-CONDITION": 30,
}
"""How many days before its day an obligation is told, and those that take longer to meet."""
_SEVERAL = {
    "DUT-SHARE": "DUT-SHARE-SEVERAL",
    "DUT-BUILD": "DUT-BUILD-SEVERAL",
    "DUT-CONDITION": "DUT-CONDITION-SEVERAL",
    "DUT-ANSWER": "DUT-ANSWER-SEVERAL",
    "DUT-DEFECT": "DUT-DEFECT-SEVERAL",
}
"""Obligations of which many have one day; what is said of them names none: each is met by itself."""


@dataclass(frozen=True, slots=True)
class Near:
    """What is to be told of a deadline; ``once`` names what is due and its day."""

    kind: NoticeKind
    to: Recipient
    subject: Subject
    once: str
    params: dict[str, Any] = field(default_factory=dict)


@one_moment()
def tell_near(registry: Registry, day: dt.date) -> int:
    """Tell whoever has to act by a day that is near and was not told yet; return how many were told."""
    found = [
        *_requests(registry, day), *_answers(registry, day), *_duties(registry, day), *_cases(registry, day)
    ]  # fmt: skip
    with deed(registry, f"{KIND}near", present_user()) as made:
        for one in found:
            tell(made, one.kind, [one.to], one.subject, once=one.once, **one.params)
        return len(made.changes)


def _requests(registry: Registry, day: dt.date) -> Iterator[Near]:
    """Requests that the office has to answer within two working days."""
    due = queue(registry, today=day)
    items = {item.request.id: item for item in (*due.due_today, *due.soon)}
    with registry.database.read() as connection:
        handlers = {key: officer(connection, item.request.officer) for key, item in items.items()}
    for key, item in items.items():
        on = item.clock.due_on
        if on is not None:
            params = {"number": item.request.number, "day": on}
            once = f"request:{key}:{on}"
            yield Near(NoticeKind.NEAR_REQUEST, handlers[key], Subject(REQUEST, key), once, params)


def _answers(registry: Registry, day: dt.date) -> Iterator[Near]:
    """Answers of consulted bodies: the body is told before the day, the officer after it."""
    with registry.database.read() as connection:
        asked = sent_consultations(connection)
        requests = {item.id: item for item in load_requests(connection)}
        handlers = {key: officer(connection, item.officer) for key, item in requests.items()}
    for item in asked:
        found, by = requests[item.request], item.answer_by
        if by is None or item.outcome or item.kind != "letter" or not found.open:
            continue
        once = f"answer:{item.id}:{by}"
        if by < day:
            params = {"number": found.number, "body": item.body, "day": by}
            subject = Subject(PAPERS, found.id)
            yield Near(NoticeKind.LATE_ANSWER, handlers[found.id], subject, f"late-{once}", params)
        elif (by - day).days <= ANSWER_DAYS:
            for account in accounts_asked(registry, item.body):
                params = {"letter": item.letter_number, "day": by}
                yield Near(NoticeKind.NEAR_ANSWER, account, Subject(CONSULTATION, item.id), once, params)


def _cases(registry: Registry, day: dt.date) -> Iterator[Near]:
    """Citizens' reports that are due in the province's system: joined ones are told each by its number."""
    for one in due_cases(registry):
        if one.due_on is not None and (one.due_on - day).days <= CASE_DAYS:
            params = {"number": one.case_number, "day": one.due_on}
            subject, once = Subject("citizen_report", one.id), f"case:{one.id}:{one.due_on}"
            yield Near(NoticeKind.NEAR_CASE, role(Role.APPRAISER), subject, once, params)


def _duties(registry: Registry, day: dt.date) -> Iterator[Near]:
    """Obligations, those of one kind and day of an organisation together; the office's to its appraisers."""
    together: dict[tuple[str, str, dt.date], list[Duty]] = defaultdict(list)
    for duty in duties_of(registry, day):
        if duty.open and 0 <= duty.days_left(day) <= _LONGER.get(duty.code, DUTY_DAYS):
            together[duty.organisation, duty.code, duty.due_on].append(duty)
    for (owner, code, on), duties in together.items():
        params = {"day": on, "title_vi": _title(duties, "vi"), "title_en": _title(duties, "en")}
        to = organisation(owner) if owner else role(Role.APPRAISER)
        subject = Subject(DUTY, duties[0].key) if len(duties) == 1 else Subject(DUTIES, "")
        yield Near(NoticeKind.NEAR_DUTY, to, subject, once_of_duties(owner, code, on), params)


def _title(duties: list[Duty], lang: Language) -> str:
    first, more = duties[0], len(duties) - 1
    if more and first.code in _SEVERAL:
        return render(_SEVERAL[first.code], {"count": len(duties)}, lang)
    tail = f" (và {more} việc cùng hạn)" if lang == "vi" else f" (and {more} more)"
    return title(first, lang) + (tail if more else "")


def once_of_duties(owner: str, code: str, on: dt.date) -> str:
    """Return what a notice of obligations is told once of: those of one kind and day of an organisation."""
    return f"duty:{owner}:{code}:{on}"
