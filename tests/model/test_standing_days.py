"""The state of a mast on a day is the same one by one and in arrays."""

import datetime as dt
import itertools

import numpy as np
import pytest

from registry.model.sites import SiteState
from registry.model.standing_days import NOT_STANDING, counted_on, stands_on, state_on, states_on

DAY = dt.date(2026, 3, 4)
DAYS = (None, *(DAY + dt.timedelta(days=n) for n in (-1, 0, 1)))
EVERY = list(itertools.product([one.value for one in SiteState], DAYS, DAYS))
STATES, BUILT, GONE = (np.array(column, dtype=object) for column in zip(*EVERY, strict=True))
DATES = (BUILT.astype("datetime64[D]"), GONE.astype("datetime64[D]"))


@pytest.mark.parametrize(
    ("state", "built", "gone", "then"),
    [
        ("in_service", None, None, "in_service"),
        ("in_service", None, DAY, "dismantled"),
        ("in_service", None, DAY + dt.timedelta(days=1), "in_service"),
        ("suspended", DAY, None, "suspended"),
        ("in_service", DAY + dt.timedelta(days=1), None, "approved"),
        ("under_construction", DAY + dt.timedelta(days=1), None, "under_construction"),
        ("approved", DAY - dt.timedelta(days=1), None, "approved"),
        ("dismantled", None, None, "dismantled"),
        ("dismantled", None, DAY + dt.timedelta(days=1), "in_service"),
    ],
)
def test_a_mast_is_on_a_day_what_its_days_make_of_its_state(
    state: str, built: dt.date | None, gone: dt.date | None, then: str
) -> None:
    assert state_on(state, built, gone, DAY) == then


def test_many_masts_are_as_each_of_them() -> None:
    each = [state_on(*one, DAY) for one in EVERY]
    assert states_on(STATES, *DATES, DAY).tolist() == each
    assert stands_on(STATES, *DATES, DAY).tolist() == [one not in NOT_STANDING for one in each]
    counted = counted_on(STATES, *DATES, DAY)
    later = [one[0] != "approved" and then == "approved" for one, then in zip(EVERY, each, strict=True)]
    assert counted.tolist() == [
        then != "dismantled" and not late for then, late in zip(each, later, strict=True)
    ]
