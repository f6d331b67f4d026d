"""Every question of the compliance run, asked of the works of one province on a day."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from registry.checks.context import Context
from registry.checks.mast_lists import list_gaps
from registry.checks.robust_communes import robust_communes
from registry.checks.standing_papers import standing_emf, standing_structure
from registry.checks.standing_permits import standing_permits
from registry.checks.standing_works import (
    PlannedPlaces,
    standing_as_built,
    standing_plan,
    standing_sharing,
)
from registry.law import NO_OWN_LAW, OwnLaw, Rule, catalogue, law_in_force
from registry.model.standing import (
    CommuneRobust,
    Judged,
    KnownFacts,
    Question,
    StandingMasts,
    StandingStations,
)
from registry.settings import DATA

DUTIES = DATA / "duties"
LIST_MONTHS = 3  # a list counts as recent for a quarter (QĐ 72/2025 Điều 30)


class Works(NamedTuple):
    """The standing works of a province, what is known of them, and the places of every plan."""

    masts: StandingMasts
    stations: StandingStations
    known: KnownFacts
    planned: PlannedPlaces


def judge_works(
    works: Works, context: Context, *, territory: str, as_built: Rule
) -> tuple[Mapping[Question, Judged], tuple[CommuneRobust, ...]]:
    """Return the answers to every question on the context's day, and what is said of each commune.

    ``territory`` is the province whose law holds; ``as_built`` the office's limit of how far off a mast may
    stand, its own numbers filled in.
    """
    masts, stations, known, planned = works
    day = context.as_of
    own = context.own_law
    law = law_in_force(territory, day, own=own)
    duties = law_in_force(territory, day, rules=catalogue(DUTIES), own=own)
    sharing = rules_of("SHR-01", territory, own)
    since = min((rule.valid_from or dt.date.min for rule in sharing), default=dt.date.max)
    judged = (
        standing_permits(masts, known, today=day, territory=territory),
        standing_emf(masts, stations, law.get("EMF-01"), today=day),
        standing_structure(masts, known, duties.get("DUT-STRUCTURE"), today=day),
        standing_as_built(masts, known, as_built, agreed_since=since, ground=law.get("PRM-01/as-built")),
        standing_plan(masts, known, rules_of("PLN-01", territory, own), planned),
        standing_sharing(masts, sharing),
    )
    complete = not list_gaps(context, LIST_MONTHS)
    communes = robust_communes(masts, [unit.code for unit in context.units.communes], lists_complete=complete)
    return {item.question: item for item in judged}, tuple(communes)


def rules_of(code: str, territory: str, own: OwnLaw = NO_OWN_LAW) -> list[Rule]:
    """Return the rules of a code at the office's place, over all days, whose text was read.

    Those of the province come last: on a day that a rule of the whole country has too, they go before it.
    """
    found = [
        own.shortened(rule, territory)
        for rule in catalogue()
        if rule.code == code and not rule.gap and rule.at(territory)
    ]
    found += [rule for rule in own.rules if rule.code == code and not rule.gap and rule.at(territory)]
    return sorted(found, key=lambda rule: bool(rule.territory))
