"""Who owes what by when."""

import datetime as dt

from registry.model.duties import Duty, DutyState
from registry.model.sign_in.tokens import Scope
from registry.services.obligations.obligations import duties_of, title
from registry.services.office.calendar import today
from web.api.operations import Asked, operation
from web.frame.guard import READERS
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import own_code
from web.frame.wording.appraised_rows import Model

READ = tuple(role for role in READERS if role != "consulted")
GROUP = "Obligations"


class Obligation(Model):
    """One obligation: what is owed, its ground, and by when; `organisation` "" is the office's own."""

    key: str
    code: str
    title: str
    organisation: str
    due_on: dt.date
    days_left: int
    state: DutyState
    source: str
    verified: bool
    items: int
    done_on: dt.date | None
    done_by: str


class Obligations(Model):
    """Obligations, the most urgent first."""

    obligations: list[Obligation]


class ObligationQuery(Model):
    """Which obligations."""

    state: DutyState | None = None


@operation(
    "GET", "/obligations", *READ, scope=Scope.OBLIGATIONS, answers={200: Obligations}, group=GROUP,
    query=ObligationQuery,
)  # fmt: skip
def list_obligations(asked: Asked) -> Obligations:
    """List obligations as the rules in force and the register say today, the most urgent first."""
    found = duties_of(registry(), organisation=own_code(asked.person))
    state = asked.query.state
    return Obligations(obligations=[_shown(one) for one in found if state is None or one.state is state])


def _shown(duty: Duty) -> Obligation:
    return Obligation(
        key=duty.key, code=duty.code, title=title(duty, language()), organisation=duty.organisation,
        due_on=duty.due_on, days_left=duty.days_left(today()), state=duty.state, source=duty.source,
        verified=duty.verified, items=duty.items, done_on=duty.done_on, done_by=duty.received(language()),
    )  # fmt: skip
