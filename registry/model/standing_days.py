"""The state of a mast on a day: what its list says of it, and the days of its building and dismantling.

The one place that says how the two go together: who counts masts asks here, or ``state_now`` of the store.
"""

import datetime as dt
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.model.sites import SiteState

NOT_STANDING = frozenset({SiteState.APPROVED.value, SiteState.DISMANTLED.value})
"""States on a day in which nothing stands."""
WORKS = frozenset({SiteState.IN_SERVICE.value, SiteState.SUSPENDED.value})
"""States that a mast can be in only from the day that it was built."""


def state_on(state: str, built_on: dt.date | None, dismantled_on: dt.date | None, day: dt.date) -> str:
    """Return in which state (``SiteState``) a mast is on a day, by the state and the days that are recorded.

    From its day of dismantling on it is dismantled, whatever was recorded before; one that is recorded as
    dismantled on a later day still stands, in service. One that works, but is built later, is not built yet:
    nothing stands there. What is being built is so whatever day it is planned for.
    """
    if dismantled_on is not None:
        if dismantled_on <= day:
            return SiteState.DISMANTLED.value
        state = SiteState.IN_SERVICE.value if state == SiteState.DISMANTLED else state
    if state in WORKS and built_on is not None and built_on > day:
        return SiteState.APPROVED.value
    return state


def states_on(
    states: npt.NDArray[Any], built_on: npt.NDArray[Any], dismantled_on: npt.NDArray[Any], day: dt.date
) -> npt.NDArray[np.object_]:
    """Return ``state_on`` of many masts; days are ``datetime64[D]``, NaT not known."""
    moment = np.datetime64(day, "D")
    found = states.astype(object)
    found[(found == SiteState.DISMANTLED.value) & (dismantled_on > moment)] = SiteState.IN_SERVICE.value
    works = np.logical_or.reduce([found == state for state in WORKS])
    found[works & (built_on > moment)] = SiteState.APPROVED.value
    found[dismantled_on <= moment] = SiteState.DISMANTLED.value
    return found


def stands_on(
    states: npt.NDArray[Any], built_on: npt.NDArray[Any], dismantled_on: npt.NDArray[Any], day: dt.date
) -> npt.NDArray[np.bool_]:
    """Return which masts stand on the day: built or being built by then, and not dismantled."""
    found = states_on(states, built_on, dismantled_on, day)
    stands: npt.NDArray[np.bool_] = np.ones(len(found), dtype=bool)
    for state in NOT_STANDING:
        stands &= np.asarray(found != state, dtype=bool)
    return stands


def counted_on(
    states: npt.NDArray[Any], built_on: npt.NDArray[Any], dismantled_on: npt.NDArray[Any], day: dt.date
) -> npt.NDArray[np.bool_]:
    """Return which masts stand, or are agreed to, on the day; days are ``datetime64[D]``, NaT not known.

    What is built later does not count, but what is approved or being built does, whatever day it is planned
    for; one that is recorded as dismantled without its day does not.
    """
    agreed = states == SiteState.APPROVED.value
    gone = dismantled_on <= np.datetime64(day, "D")
    counted: npt.NDArray[np.bool_] = stands_on(states, built_on, dismantled_on, day) | (agreed & ~gone)
    return counted.astype(bool)
