"""The database tells the state of a mast on a day as the model does."""

import datetime as dt
import itertools

import sqlalchemy as sa

from registry.model.sites import SiteState
from registry.model.standing_days import NOT_STANDING, state_on
from registry.store import ledger
from registry.store.database import Database
from registry.store.register.states_now import next_turn, not_gone, stands_now, state_now, state_of
from registry.store.tables import structures
from tests.store.rows import created, mast, site

DAY = dt.date(2026, 3, 4)
DAYS = (None, *(DAY + dt.timedelta(days=n) for n in (-1, 0, 1)))
EVERY = {
    f"M{n}": one for n, one in enumerate(itertools.product([one.value for one in SiteState], DAYS, DAYS))
}


def _filled(database: Database) -> None:
    masts = [
        mast(code, state=state, built_on=built, dismantled_on=gone)
        for code, (state, built, gone) in EVERY.items()
    ]
    changes = [*created("sites", *map(site, EVERY)), *created("structures", *masts)]
    with database.write() as connection:
        ledger.record(connection, changes, who="lan", batch="B0")


def test_every_state_and_day_is_told_as_the_model_tells_it(database: Database) -> None:
    _filled(database)
    for day in DAYS[1:]:
        assert day is not None
        wanted = {f"mast-{code}": state_on(*one, day) for code, one in EVERY.items()}
        with database.read() as connection:
            query = sa.select(structures.c.id, state_now(day))
            assert dict(connection.execute(query).all()) == wanted
            stand = connection.execute(sa.select(structures.c.id).where(stands_now(day))).scalars()
            assert set(stand) == {key for key, state in wanted.items() if state not in NOT_STANDING}
            there = connection.execute(sa.select(structures.c.id).where(not_gone(day))).scalars()
            assert set(there) == {key for key, state in wanted.items() if state != "dismantled"}
            rows = connection.execute(sa.select(structures)).mappings().all()
            assert {row["id"]: state_of(row, day) for row in rows} == wanted


def test_the_next_day_on_which_a_mast_turns_is_known(database: Database) -> None:
    with database.read() as connection:
        assert next_turn(connection, DAY) == dt.date.max
    _filled(database)
    with database.read() as connection:
        assert next_turn(connection, DAY) == DAY + dt.timedelta(days=1)
        assert next_turn(connection, DAY - dt.timedelta(days=2)) == DAY - dt.timedelta(days=1)
        assert next_turn(connection, DAY + dt.timedelta(days=1)) == dt.date.max
