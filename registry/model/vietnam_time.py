"""The time of Vietnam (UTC+7 all the year), in which days are counted and moments written for people."""

import datetime as dt

VIETNAM = dt.timezone(dt.timedelta(hours=7))


def written(at: dt.datetime) -> str:
    """Write an aware moment as people read it in Vietnam: "13:00 07/09/2024"."""
    return f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
