"""The state of a mast on a day, asked of the register: ``registry.model.standing_days`` in SQL."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.sites import SiteState
from registry.model.standing_days import NOT_STANDING, WORKS, state_on
from registry.model.vietnam_time import today
from registry.store.tables import structures

Day = dt.date | sa.ColumnElement[dt.date] | None


def state_now(day: Day = None) -> sa.Label[str]:
    """Return in which state a structure is on a day (default today), as ``state_on`` of the model has it."""
    moment = day if isinstance(day, sa.ColumnElement) else sa.literal(day or today(), sa.Date)
    state, built, gone = structures.c.state, structures.c.built_on, structures.c.dismantled_on
    standing = sa.or_(state.in_(sorted(WORKS)), sa.and_(state == SiteState.DISMANTLED.value, gone > moment))
    return sa.case(
        (gone <= moment, SiteState.DISMANTLED.value),
        (sa.and_(standing, built > moment), SiteState.APPROVED.value),
        (sa.and_(state == SiteState.DISMANTLED.value, gone > moment), SiteState.IN_SERVICE.value),
        else_=state,
    ).label("state")


def next_turn(connection: Connection, day: dt.date) -> dt.date:
    """Return the first day after one on which a mast's state may be another; the last of all for none."""
    days = [
        connection.execute(sa.select(sa.func.min(column)).where(column > day)).scalar()
        for column in (structures.c.built_on, structures.c.dismantled_on)
    ]
    return min((one for one in days if one is not None), default=dt.date.max)


def stands_now(day: dt.date | None = None) -> sa.ColumnElement[bool]:
    """Return the condition that a structure stands on a day (default today): built or being built."""
    return state_now(day).not_in(sorted(NOT_STANDING))


def not_gone(day: dt.date | None = None) -> sa.ColumnElement[bool]:
    """Return the condition that a structure stands, or is agreed to, on a day (default today)."""
    return state_now(day) != SiteState.DISMANTLED.value


def state_of(row: Mapping[str, Any], day: dt.date | None = None) -> str:
    """Return in which state a row of a structure, or its image in the ledger, is on a day (default today)."""
    built, gone = (_day(row.get(name)) for name in ("built_on", "dismantled_on"))
    return state_on(row["state"], built, gone, day or today())


def _day(value: Any) -> dt.date | None:
    """Return the day of a column: an image leaves out what is not known and writes days as text."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
