"""Which masts count on a day: those that stand then, and those that are agreed to."""

import datetime as dt
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.model.sites import SiteState


def counted_on(
    states: npt.NDArray[Any], built_on: npt.NDArray[Any], dismantled_on: npt.NDArray[Any], day: dt.date
) -> npt.NDArray[np.bool_]:
    """Return which masts stand, or are to stand, on the day; days are ``datetime64[D]``, NaT not known.

    A mast that is dismantled on a later day still stood; one without the day of its dismantling does not
    count. What is built later does not count, but what is approved does, whatever day it is planned for.
    """
    moment = np.datetime64(day, "D")
    gone = (dismantled_on <= moment) | ((states == SiteState.DISMANTLED.value) & np.isnat(dismantled_on))
    later = (built_on > moment) & (states != SiteState.APPROVED.value)
    counted: npt.NDArray[np.bool_] = np.logical_not(gone | later).astype(bool)
    return counted
