"""Where obligations come from: the rules' calendar, certificates, requests, positions, letters, defects.

Each source yields what is owed as the register stands; nothing is stored. Marks of officers are laid over it
by ``registry.services.obligations.obligations``.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from registry.law import Law, Rule
from registry.messages import LANGUAGES, render
from registry.model.duties import Duty, DutyState, LetterState
from registry.model.mast_lists import TAKEN, WITH_THE_OFFICE, MastList
from registry.model.requests.desk_records import ApprovalState
from registry.model.standing import Question, as_day
from registry.services.obligations.compliance import ComplianceRun
from registry.services.obligations.followed_letters import letters_of
from registry.services.obligations.works import AHEAD_DAYS, expiring, unseen
from registry.services.office.calendar import quarter_of
from registry.services.office.registry import Registry
from registry.services.office.time_limits import OFFICE, UNSET, cited
from registry.services.requests.agreed.approvals import approvals_of
from registry.services.requests.conditions.owed import FollowedCondition, followed
from registry.services.requests.sharing import sharing_of
from registry.store.database import Connection
from registry.store.lists.mast_lists import load_mast_lists
from registry.store.obligations.owed import defects_owed, plans_received
from registry.store.register.lists import load_lists
from registry.store.register.plans import load_versions

NAMED = 5
"""How many positions an obligation of several names."""
SEASON_BACK_DAYS = 200
"""How long after its day a check before the storm season still counts as owed: to the end of the season."""


@dataclass(frozen=True)
class Sources:
    """What the sources read: the register, the day, the rules of ``data/duties`` in force, and the run."""

    registry: Registry
    connection: Connection
    day: dt.date
    law: Law
    run: ComplianceRun
    since: dt.date  # the register's first day: what was due before it was not the register's to follow

    @property
    def operators(self) -> list[str]:
        """Return the codes of the operators whose lists are awaited."""
        return [item.code for item in self.run.context.operators if item.awaited]

    def in_sight(self, due: dt.date) -> bool:
        """Whether something due on a day is followed on this one."""
        return self.since <= due <= self.day + dt.timedelta(days=AHEAD_DAYS)

    def duty(self, rule: Rule, organisation: str, period: str, due: dt.date, **own: object) -> Duty:
        """Return an obligation by a rule of the calendar."""
        found = Duty(
            key=f"{rule.code}:{organisation or 'OFFICE'}:{period}",
            code=rule.code,
            organisation=organisation,
            due_on=due,
            state=DutyState.LATER,
            source=cited(rule),
            verified=rule.verified,
            day_stated=bool(rule.options.get("day_stated", True)),
        )
        return _with(found, **own)


def _with(duty: Duty, **own: object) -> Duty:
    return replace(duty, **own)  # type: ignore[arg-type]  # the caller names fields of Duty


def met(duty: Duty, on: dt.date, code: str, **params: object) -> Duty:
    """Return an obligation that was met on a day, by what a message says in both languages."""
    vi, en = (render(code, params, lang) for lang in LANGUAGES)
    return replace(duty, state=DutyState.DONE, done_on=on, done_by=vi, done_by_en=en)


def every_duty(sources: Sources) -> Iterator[Duty]:
    """Yield every obligation in sight, done or not."""
    yield from _plans(sources)
    yield from _lists(sources)
    yield from _reports(sources)
    yield from _certificates(sources)
    yield from _season(sources)
    yield from _sharing(sources)
    yield from _positions(sources)
    yield from _letters(sources)
    yield from _defects(sources)
    yield from _conditions(sources)


def last_day(rule: Rule, year: int) -> dt.date:
    """Return the last day in time that a rule of the calendar names in a year."""
    if "before" in rule.options:
        month, day = map(int, rule.options["before"].split("-"))
        return dt.date(year, month, day) - dt.timedelta(days=1)
    month, day = map(int, rule.options["by"].split("-"))
    return dt.date(year, month, day)


def _plans(sources: Sources) -> Iterator[Duty]:
    """The annual plan of the coming year, and the office's own part."""
    received = plans_received(sources.connection)
    entered = {(item.operator, item.valid_from.year): item for item in load_versions(sources.connection)}
    for code in ("DUT-PLAN", "DUT-SUBMIT"):
        rule = sources.law.get(code)
        if rule is None:
            continue
        for year in (sources.day.year - 1, sources.day.year):
            due = last_day(rule, year)
            if not sources.in_sight(due):
                continue
            coming = year + 1
            if rule.options.get("owed_by") == "office":
                yield sources.duty(rule, "", str(coming), due, params={"year": coming})
                continue
            for operator in sources.operators:
                own = sources.duty(rule, operator, str(coming), due, params={"year": coming})
                if (operator, year) in received:
                    number, on = received[operator, year]
                    own = met(own, on, "DUT-DONE-REQUEST", number=number, day=on)
                elif (operator, coming) in entered:
                    version = entered[operator, coming]
                    own = _with(
                        own, state=DutyState.DONE, done_on=version.valid_from, done_by=version.decision
                    )
                yield own


def _lists(sources: Sources) -> Iterator[Duty]:
    """A complete list at least once a quarter; a later one closes what an earlier quarter lacked.

    One that its carrier sent counts from that day on, until the office returns it.
    """
    rule = sources.law.get("DUT-LIST")
    if rule is None:
        return
    newest: dict[str, dt.date] = {}
    for item in load_lists(sources.connection):
        if item.complete:
            newest[item.operator] = max(item.list_date, newest.get(item.operator, item.list_date))
    handed = _handed_lists(sources)
    for back in (1, 0):
        first, last = quarter_of(sources.day, back)
        if not sources.since <= last:
            continue
        period = f"{first.year}Q{(first.month + 2) // 3}"
        for operator in sources.operators:
            params = {"quarter": (first.month + 2) // 3, "year": first.year}
            own = sources.duty(rule, operator, period, last, params=params)
            on = newest.get(operator)
            if on is not None and on >= first:
                own = met(own, on, "DUT-DONE-LIST", day=on)
            sent = handed.get(operator)
            if sent is not None and sent.list_date >= first:
                own = _with(own, link=("mast_list", sent.id))
                if own.state is not DutyState.DONE and sent.sent_at is not None:
                    handed_on = sent.sent_at.date()
                    code = "DUT-DONE-LIST-TAKEN" if sent.state in TAKEN else "DUT-DONE-LIST-SENT"
                    own = met(own, handed_on, code, day=handed_on)
            yield own


def _handed_lists(sources: Sources) -> dict[str, MastList]:
    """Return of each operator the complete list of the newest day that the office has, or has taken."""
    found: dict[str, MastList] = {}
    for item in load_mast_lists(sources.connection):
        there = item.state in WITH_THE_OFFICE | TAKEN and item.kind.complete
        if there and item.sent_at is not None and item.sent_at.date() <= sources.day:
            before = found.get(item.operator)
            if before is None or item.list_date > before.list_date:
                found[item.operator] = item
    return found


def _reports(sources: Sources) -> Iterator[Duty]:
    """Reports of the year before, which are owed over New Year too, of this one and of the next."""
    for code in ("DUT-YEAR", "DUT-HALF"):
        rule = sources.law.get(code)
        if rule is None:
            continue
        for year in (sources.day.year - 1, sources.day.year, sources.day.year + 1):
            due = last_day(rule, year)
            if sources.in_sight(due) and (rule.valid_from is None or due >= rule.valid_from):
                for operator in sources.operators:
                    yield sources.duty(rule, operator, str(year), due, params={"year": year})


def _certificates(sources: Sources) -> Iterator[Duty]:
    """EMF certificates and structural inspections by the month in which they run out."""
    for code, question in (("DUT-EMF", Question.EMF), ("DUT-STRUCTURE", Question.STRUCTURE)):
        rule = sources.law.get(code)
        if rule is None:
            continue
        items, ends = expiring(sources.run, rule, question, sources.day)
        months = ends.astype("datetime64[M]")
        operators = sources.run.operators_of(question)[items].astype(str)
        found: dict[tuple[str, str], list[np.datetime64]] = {}
        for operator, month, end in zip(operators.tolist(), months.astype(str).tolist(), ends, strict=True):
            found.setdefault((operator, month), []).append(end)
        for (operator, month), days in sorted(found.items()):
            year, number = map(int, month.split("-"))
            due = as_day(min(days)) or sources.day
            params = {"month": number, "year": year}
            yield sources.duty(rule, operator, month, due, params=params, items=len(days), link=("works", ""))


def _season(sources: Sources) -> Iterator[Duty]:
    """Masts that nobody looked at in the months before the storm season begins."""
    rule = sources.law.get("DUT-SEASON")
    if rule is None:
        return
    for year in (sources.day.year, sources.day.year + 1):
        due = last_day(rule, year)
        over = sources.day - due > dt.timedelta(days=SEASON_BACK_DAYS)
        if over or not sources.in_sight(due):
            continue
        rows = unseen(sources.run, rule, due)
        owners = sources.run.masts.operators[rows].astype(str).tolist()
        for operator in sources.operators:
            own = sources.duty(
                rule, operator, str(year), due, params={"year": year}, items=owners.count(operator),
                link=("works", ""),
            )  # fmt: skip
            yield own if own.items else _with(own, state=DutyState.DONE, done_on=sources.day)


def _sharing(sources: Sources) -> Iterator[Duty]:
    """Requests to share that wait for a reply (QĐ 72/2025 Điều 7(4), 28(2))."""
    names = {item.code: item.name for item in sources.run.context.operators}
    for asked in sharing_of(sources.registry, today=sources.day):
        if asked.replied_on is None and asked.due_on is not None:
            source = "" if asked.limit_source == UNSET else asked.limit_source
            yield Duty(
                f"DUT-SHARE:{asked.owner}:{asked.id}", "DUT-SHARE", asked.owner, asked.due_on,
                DutyState.LATER, source=source, verified=bool(source),
                params={"mast": asked.mast, "asker": names.get(asked.asker, asked.asker)},
                link=("sharing", asked.id),
            )  # fmt: skip


def _positions(sources: Sources) -> Iterator[Duty]:
    """Agreed positions that are not built (QĐ 72/2025 Điều 4(4))."""
    ahead = sources.day + dt.timedelta(days=AHEAD_DAYS)
    for item in approvals_of(sources.registry, state=ApprovalState.APPROVED):
        if item.build_by is not None and item.build_by <= ahead:
            yield Duty(
                f"DUT-BUILD:{item.operator}:{item.id}", "DUT-BUILD", item.operator, item.build_by,
                DutyState.LATER, source="" if item.limit_source == OFFICE else item.limit_source,
                verified=item.limit_source != OFFICE, day_stated=item.limit_source != OFFICE,
                params={"code": item.code}, link=("approval", item.id),
            )  # fmt: skip


def _letters(sources: Sources) -> Iterator[Duty]:
    """Letters of the office that wait for an answer."""
    for letter in letters_of(sources.registry, day=sources.day):
        waits = letter.state in (LetterState.SENT, LetterState.LATE)
        if waits and letter.answer_by is not None:
            yield Duty(
                f"DUT-ANSWER:{letter.organisation}:{letter.id}", "DUT-ANSWER", letter.organisation,
                letter.answer_by, DutyState.LATER, params={"number": letter.number},
                link=("letter", letter.id),
            )  # fmt: skip


def _defects(sources: Sources) -> Iterator[Duty]:
    """Defects that inspections found and that the organisation has not answered."""
    ahead = sources.day + dt.timedelta(days=AHEAD_DAYS)
    for owed in defects_owed(sources.connection, ahead):
        yield Duty(
            f"DUT-DEFECT:{owed.id}", "DUT-DEFECT", owed.organisation, owed.deadline,
            DutyState.LATER, day_stated=False, verified=False, params={"code": owed.code},
            link=("defect", owed.id),
        )  # fmt: skip


def _conditions(sources: Sources) -> Iterator[Duty]:
    """Conditions of issued letters that are not met, those of one letter and day together.

    What a carrier handed in is the office's turn. A condition without a day of its own or of its position is
    shown with its letter only.
    """
    ahead = sources.day + dt.timedelta(days=AHEAD_DAYS)
    found: dict[tuple[str, dt.date], list[FollowedCondition]] = {}
    for one in followed(sources.registry):
        if one.condition.state.owed and one.due_on is not None and one.due_on <= ahead:
            found.setdefault((one.request.id, one.due_on), []).append(one)
    for (identity, due), owed in found.items():
        request = owed[0].request
        codes = dict.fromkeys(one.code for one in owed)
        named = ", ".join(list(codes)[:NAMED]) + (" …" if len(codes) > NAMED else "")
        yield Duty(
            f"DUT-CONDITION:{request.organisation}:{identity}:{due}", "DUT-CONDITION", request.organisation,
            due, DutyState.LATER, day_stated=False,
            params={"number": request.issued_number, "count": len(owed), "codes": named},
            items=len(codes), link=("conditions", identity),
        )  # fmt: skip
