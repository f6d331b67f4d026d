"""Letters that the illustrative office follows: reminders, what a compliance run asks, a newer list.

They are of the day of the making, because a letter is sent at the earliest on the day on which it is drafted.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from registry.demo.lists import write_site_list
from registry.demo.masts import DemoMast, demo_masts
from registry.demo.places import parameters
from registry.demo.south import southern_masts
from registry.demo.work_requests import SIGN
from registry.model.duties import DutyLetter
from registry.model.list_changes import ChangeKind, Explained
from registry.services.obligations.compliance_letters import draft_compliance_letters
from registry.services.obligations.followed_letters import get_letter, record_answer, record_sent
from registry.services.obligations.list_changes import explain, list_periods
from registry.services.obligations.obligations import DECIDED_ELSEWHERE, duties_of, mark_done
from registry.services.obligations.reminders import draft_reminders
from registry.services.office.registry import Registry
from registry.services.register.import_sites import import_sites

_DEGREE_M = 111_200.0  # a degree of latitude


def add_letters(registry: Registry, day: dt.date) -> None:
    """Mark what carriers have done, then draft reminders and a compliance run's letters and send some."""
    work = parameters("work")
    for rules in work["done"]:
        owed = [
            duty
            for duty in duties_of(registry, day, organisation=rules["organisation"])
            if duty.open and duty.code not in DECIDED_ELSEWHERE
        ]
        for duty in owed[: rules["most"]]:
            mark_done(registry, duty.key, note=rules["note"], who=work["officer"], seen=duty.version)
    rules = work["reminders"]
    drafted = draft_reminders(registry, who=work["officer"], only=rules["only"])
    sent = _send(registry, drafted, rules["sent"], rules["first_number"], day)
    for letter in sent:
        if letter.organisation == rules["answered"]:
            record_answer(
                registry, letter.id, answered_on=day, number=rules["answer_number"],
                answer=rules["answer"], who=work["officer"], seen=letter.version,
            )  # fmt: skip
    rules = work["compliance"]
    drafted = draft_compliance_letters(registry, who=work["officer"], only=rules["only"])
    _send(registry, drafted, rules["sent"], rules["first_number"], day)


def add_newer_list(registry: Registry, folder: Path, day: dt.date) -> None:
    """Import a carrier's list of ``day``, in which some masts are gone, moved, raised or taken down."""
    rules, who = parameters("work")["newer_list"], parameters("work")["officer"]
    operator = rules["operator"]
    path = folder / f"ds-tram-{operator.lower()}-{day:%Y%m%d}.xlsx"
    every = (*demo_masts(day), *southern_masts(day))
    own = [mast for mast in every if mast.operator == operator]
    write_site_list(path, _changed(own, rules, day))
    import_sites(registry, path, operator=operator, complete=True, list_date=day, yes=True, who=who)
    (period,) = list_periods(registry, day, operator=operator)
    gone = next(
        (
            item
            for item in period.changes
            if item.kind is ChangeKind.VANISHED and item.explained is Explained.OPEN
        ),
        None,
    )
    if gone is not None:
        explain(registry, day, gone.key, answer=rules["explained"], who=who, seen=gone.version)


def _changed(own: Sequence[DemoMast], rules: dict[str, Any], day: dt.date) -> list[DemoMast]:
    standing = [at for at, mast in enumerate(own) if mast.state == "in_service" and not mast.shared_with]
    told = iter(standing[5::7])
    made = list(own)
    for _ in range(rules["moved"]):
        at = next(told)
        made[at] = replace(own[at], lat=round(own[at].lat + rules["moved_m"] / _DEGREE_M, 6))
    for _ in range(rules["raised"]):
        at = next(told)
        made[at] = replace(own[at], mast_height_m=own[at].mast_height_m + rules["raised_m"])
    for _ in range(rules["dismantled"]):
        at = next(told)
        made[at] = replace(own[at], state="dismantled", dismantled_on=day - dt.timedelta(days=20))
    gone = {next(told) for _ in range(rules["gone"])}
    return [mast for at, mast in enumerate(made) if at not in gone]


def _send(
    registry: Registry, drafted: Sequence[DutyLetter], wanted: Collection[str], first: int, day: dt.date
) -> list[DutyLetter]:
    """Record some of the drafts as sent under numbers from ``first`` on, and return them."""
    who = parameters("work")["officer"]
    chosen = [letter for letter in drafted if letter.organisation in wanted]
    for number, letter in enumerate(chosen, first):
        record_sent(
            registry, letter.id, number=f"{number}/{SIGN}", sent_on=day, answer_by=letter.answer_by, who=who,
            seen=letter.version,
        )  # fmt: skip
    return [get_letter(registry, letter.id) for letter in chosen]
