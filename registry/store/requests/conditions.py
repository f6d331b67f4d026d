"""Conditions of agreements across requests: the office's own words, and those of letters that are out."""

from collections import Counter

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.columns import fold
from registry.model.requests.conditions import ConditionState
from registry.model.requests.desk import RequestState
from registry.store.requests.tables import requests, row_conditions, row_decisions

_NEWEST = 5000
"""How many decisions, the newest, from before conditions were records are looked through."""


def own_texts(connection: Connection, wanted: str, most: int) -> list[tuple[str, int]]:
    """Return conditions in the office's own words (written or edited) with how often each stands, by that."""
    own = row_conditions.c
    query = (
        sa.select(own.text, sa.func.count())
        .where(own.text != own.proposed, own.state != ConditionState.STRUCK.value)
        .group_by(own.text)
    )
    found: Counter[str] = Counter()
    for text, count in connection.execute(query):
        found[text] = count
    known = set(connection.execute(sa.select(own.text).distinct()).scalars())
    before = (
        sa.select(row_decisions.c.conditions)
        .where(row_decisions.c.decision == "agree_with_conditions")
        .order_by(row_decisions.c.at.desc())
        .limit(_NEWEST)
    )
    for texts in connection.execute(before).scalars():
        found.update(text for text in texts or () if text not in known)
    asked = fold(wanted)
    kept = [(text, count) for text, count in found.items() if not asked or asked in fold(text)]
    return sorted(kept, key=lambda item: (-item[1], item[0]))[:most]


def answered_count(connection: Connection) -> int:
    """Return how many conditions carriers answered that the office has not looked at."""
    query = sa.select(sa.func.count()).where(row_conditions.c.state == ConditionState.ANSWERED.value)
    return int(connection.execute(query).scalar() or 0)


def conditional_requests(connection: Connection) -> list[str]:
    """Return the ids of issued requests of which a row was agreed to on conditions."""
    query = (
        sa.select(requests.c.id)
        .join(row_decisions, row_decisions.c.request == requests.c.id)
        .where(
            requests.c.state == RequestState.ISSUED.value,
            row_decisions.c.list_version == requests.c.list_version,
            row_decisions.c.decision == "agree_with_conditions",
        )
        .distinct()
    )
    return sorted(connection.execute(query).scalars())
