"""What a draft would have said of past requests: judged by the present law, and by that with the draft.

Each row is judged on its request's own day, as if the draft had been in force then, or all on one day that is
asked for. Nothing is written. What officers found themselves, and decided, is left aside: compared is what
the program finds, by the same register, under one law and the other.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from registry.appraisal import verdict
from registry.checks.context import Context
from registry.checks.on_day.judging import judge
from registry.law import OwnLaw
from registry.model.findings import Finding
from registry.model.regulations import Regulation
from registry.model.requests.desk import Request, RequestKind
from registry.model.requests.kept_proposals import proposal_from_json
from registry.model.requests.proposals import Proposal
from registry.regulations.composing import law_with
from registry.regulations.written import digest
from registry.services.appraise.proposal_json import finding_from_json, finding_to_json
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.other_law import under
from registry.services.requests.judgement import stated
from registry.services.requests.opened import FILING
from registry.store.regulations.regulations import list_regulations
from registry.store.requests.requests import load_requests, note_of, of_requests
from registry.store.requests.tables import request_rows, row_notes

Told = Callable[[int, int], None]
_JUDGED = frozenset({RequestKind.POSITION, RequestKind.AMENDMENT, RequestKind.COMMENCEMENT})


@dataclass(frozen=True, slots=True)
class CodeChange:
    """What one rule said of a row before and with the draft."""

    code: str
    before: Finding
    after: Finding


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of a past request of which something would have been said otherwise. ``row`` counts from 0."""

    request: str
    number: str
    organisation: str
    day: dt.date
    row: int
    site_code: str
    before: str  # verdict
    after: str
    codes: tuple[CodeChange, ...]

    @property
    def verdict_changes(self) -> bool:
        """Whether the recommendation itself would have been another one."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Replay:
    """What a draft would have changed.

    ``by_code``: how many rows by (rule, outcome before, outcome with it), where it is another one;
    ``by_verdict`` by (verdict before, verdict with it), likewise. ``digest`` is that of the draft.
    """

    digest: str
    at_day: dt.date | None  # None: each request on its own day
    requests: int
    rows: int
    by_code: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    by_verdict: Mapping[tuple[str, str], int] = field(default_factory=dict)
    changes: tuple[RowChange, ...] = ()


class _Past(NamedTuple):
    request: Request
    day: dt.date
    proposals: list[Proposal]


def replay(
    registry: Registry, draft: Regulation, *, day: dt.date | None = None, told: Told = lambda _done, _of: None
) -> Replay:
    """Judge the rows of every request by the present law and by that with the draft.

    ``day``: all on that day; None: on its own (that of its letter, of its filing where it is judged by that,
    today where it is open). A draft whose first day is still ahead is tried as if it were in force: that
    nothing changes before it is no answer.
    """
    with registry.database.read() as connection:
        held = list_regulations(connection, published=True)
    first = draft.content.head.valid_from
    ahead = day is not None and first is not None and day < first
    own = law_with(held, draft, from_always=day is None or ahead)
    past = _past(registry, day)
    changes: list[RowChange] = []
    by_code: Counter[tuple[str, str, str]] = Counter()
    by_verdict: Counter[tuple[str, str]] = Counter()
    for done, one in enumerate(past):
        told(done, len(past))
        for change in _changes(registry, one, own):
            changes.append(change)
            for item in change.codes:
                if item.before.outcome is not item.after.outcome:
                    by_code[item.code, item.before.outcome.value, item.after.outcome.value] += 1
            if change.verdict_changes:
                by_verdict[change.before, change.after] += 1
    told(len(past), len(past))
    return Replay(
        digest=digest(draft.content),
        at_day=day,
        requests=len(past),
        rows=sum(len(one.proposals) for one in past),
        by_code=dict(sorted(by_code.items())),
        by_verdict=dict(sorted(by_verdict.items())),
        changes=tuple(changes),
    )


def _past(registry: Registry, day: dt.date | None) -> list[_Past]:
    """Return the requests with rows, in the order of the days on which they are judged."""
    with registry.database.read() as connection:
        found = [item for item in load_requests(connection) if item.kind in _JUDGED]
        ids = [item.id for item in found]
        rows = of_requests(connection, request_rows, ids)
        notes = of_requests(connection, row_notes, ids)
    past = []
    for item in found:
        kept = [row for row in rows[item.id] if row["list_version"] == item.list_version]
        proposals = [proposal_from_json(row["proposal"]) for row in sorted(kept, key=lambda row: row["row"])]
        if proposals:
            told = stated(proposals, [note_of(note) for note in notes[item.id]], item.kind)
            past.append(_Past(item, day or _day_of(item), told))
    return sorted(past, key=lambda one: (one.day, one.request.id))


def _day_of(request: Request) -> dt.date:
    if request.judged_on == FILING:
        return request.received_on
    return request.issued_on or today()


def _changes(registry: Registry, one: _Past, own: OwnLaw) -> list[RowChange]:
    """Return the rows of a request that are answered otherwise, also where a rule became a gap."""
    context = context_for(registry, one.day, leave_out=one.request.id)
    before = _judged(one.proposals, context)
    after = _judged(one.proposals, under(context, own))
    found = []
    for row, (was, would) in enumerate(zip(before, after, strict=True)):
        changed = tuple(
            CodeChange(old.rule, old, new)
            for old, new in zip(was, would, strict=True)
            if _told(old) != _told(new)
        )
        if changed:
            found.append(
                RowChange(
                    request=one.request.id,
                    number=one.request.number,
                    organisation=one.request.organisation,
                    day=one.day,
                    row=row,
                    site_code=one.proposals[row].site_code,
                    before=verdict(was).value,
                    after=verdict(would).value,
                    codes=changed,
                )
            )
    return found


def _judged(proposals: Sequence[Proposal], context: Context) -> list[list[Finding]]:
    found, _law = judge(proposals, context)
    return [list(row) for row in found]


def _told(finding: Finding) -> tuple[Any, ...]:
    """Return what of a finding makes another answer: neither the document nor the number alone."""
    return (finding.outcome, finding.code)


def replay_to_json(found: Replay) -> dict[str, Any]:
    """Return a replay as JSON."""
    return {
        "digest": found.digest,
        "at_day": None if found.at_day is None else found.at_day.isoformat(),
        "requests": found.requests,
        "rows": found.rows,
        "by_code": [[*key, count] for key, count in found.by_code.items()],
        "by_verdict": [[*key, count] for key, count in found.by_verdict.items()],
        "changes": [
            {
                "request": item.request,
                "number": item.number,
                "organisation": item.organisation,
                "day": item.day.isoformat(),
                "row": item.row,
                "site_code": item.site_code,
                "before": item.before,
                "after": item.after,
                "codes": [
                    [one.code, finding_to_json(one.before), finding_to_json(one.after)] for one in item.codes
                ],
            }
            for item in found.changes
        ],
    }


def replay_from_json(told: Mapping[str, Any]) -> Replay:
    """Return what ``replay_to_json`` wrote."""
    return Replay(
        digest=told["digest"],
        at_day=dt.date.fromisoformat(told["at_day"]) if told["at_day"] else None,
        requests=told["requests"],
        rows=told["rows"],
        by_code={(code, before, after): count for code, before, after, count in told["by_code"]},
        by_verdict={(before, after): count for before, after, count in told["by_verdict"]},
        changes=tuple(
            RowChange(
                **{
                    **item,
                    "day": dt.date.fromisoformat(item["day"]),
                    "codes": tuple(
                        CodeChange(code, finding_from_json(before), finding_from_json(after))
                        for code, before, after in item["codes"]
                    ),
                }
            )
            for item in told["changes"]
        ),
    )
