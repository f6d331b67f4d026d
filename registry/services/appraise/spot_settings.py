"""What the office decided of spots that outsiders ask about: the day's budget, and whether all may ask."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from registry.errors import RefusalError
from registry.model.people import Person, Role
from registry.model.vietnam_time import one_moment
from registry.services.office.registry import Registry
from registry.services.office.settings import write_settings
from registry.store.office.operators import load_settings
from registry.typed_text import line_within

BUDGET, OPENED = "spots_budget", "spots_opened"
DEFAULT_BUDGET, MOST_BUDGET = 4, 100
DECIDERS = (Role.LEADER, Role.ADMINISTRATOR)
LONGEST = 200


@dataclass(frozen=True, slots=True)
class SpotSettings:
    """The day's budget of an asker (0: nothing is told of others' masts), and the decision to open, if any.

    ``decision`` and ``decided_on`` are of the paper by which the office lets everybody ask about a spot
    without signing in; "" and None: closed.
    """

    budget: int = DEFAULT_BUDGET
    decision: str = ""
    decided_on: dt.date | None = None

    @property
    def open(self) -> bool:
        """Whether a spot is answered without signing in."""
        return bool(self.decision)


def spot_settings(registry: Registry) -> SpotSettings:
    """Return what the office decided; nothing is open by itself."""
    settings = registry.kept("settings", load_settings)
    budget: Any = settings.get(BUDGET)
    opened: Any = settings.get(OPENED) or {}
    return SpotSettings(
        budget=DEFAULT_BUDGET if budget is None else int(budget),
        decision=str(opened.get("decision", "")),
        decided_on=dt.date.fromisoformat(opened["decided_on"]) if opened.get("decided_on") else None,
    )


@one_moment()
def set_spots(
    registry: Registry,
    budget: str,
    decision: str,
    decided_on: dt.date | None,
    *,
    person: Person,
    since: int | None = None,
) -> None:
    """Set the budget and open, or close with an empty ``decision``; for ``DECIDERS``.

    ``SPOTS-BUDGET`` for what is no whole number from 0 to MOST_BUDGET, ``SPOTS-DECISION`` for a decision
    without its day or the reverse, ``OPEN-DATA-NOT-ALLOWED`` for anybody else, ``CHANGED-MEANWHILE``.
    """
    if not person.is_one_of(*DECIDERS):
        raise RefusalError("OPEN-DATA-NOT-ALLOWED")
    text = budget.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= MOST_BUDGET):
        raise RefusalError("SPOTS-BUDGET", value=budget[:20], most=MOST_BUDGET)
    paper = line_within(decision, LONGEST)
    if bool(paper) != (decided_on is not None):
        raise RefusalError("SPOTS-DECISION")
    opened = {"decision": paper, "decided_on": decided_on.isoformat()} if paper and decided_on else None
    with registry.database.write() as connection:
        write_settings(
            connection,
            {BUDGET: int(text), OPENED: opened},
            about="spots",
            who=person,
            since=since,
        )
