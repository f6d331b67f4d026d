"""The weights of a storm's two lists: those in force when it began, and an officer's decisions."""

import datetime as dt

from registry.errors import RefusalError
from registry.model.numbers import plain_number
from registry.model.storm.factor_weights import DecidedWeight, RiskList
from registry.model.storm.storms import StormTrack
from registry.model.vietnam_time import one_moment
from registry.services.office import deeds
from registry.services.office.calendar import today
from registry.services.office.deeds import deed
from registry.services.office.registry import Registry
from registry.store.changes import new_id
from registry.store.storm import factor_weights as store
from registry.store.storm.tables import factor_weights
from registry.storm.weights import Weights, day_of, shipped_weights, weights_on
from registry.typed_text import line_within

KIND = f"{deeds.KIND}storm.weight"
LEAST_REASON = 10
MOST_REASON = 500
TIMES = 3.0
"""A decided weight lies within a third and three times what the house shipped: beyond it is a slip."""


def decided_weights(registry: Registry) -> tuple[DecidedWeight, ...]:
    """Return every weight that an officer decided, the first decision first."""
    with registry.database.read() as connection:
        return store.decided_weights(connection)


def weights_of(registry: Registry, track: StormTrack) -> Weights:
    """Return the weights by which a storm is judged: those in force on the day it began."""
    return weights_on(day_of(track), decided_weights(registry))


@one_moment()
def decide_weight(
    registry: Registry,
    which: RiskList,
    name: str,
    *,
    value: str,
    from_day: dt.date | None,
    reason: str,
    who: str,
    since: int,
    proposed: float | None = None,
) -> DecidedWeight:
    """Let an officer decide a weight for storms that begin on a day or later.

    ``since`` is the ledger's number when the weights were looked at. Refused: an unknown weight
    (``WEIGHT-UNKNOWN``), a value that is none or beyond reason (``WEIGHT-VALUE``), no day or one that is
    past (``WEIGHT-DAY``), too short a reason (``WEIGHT-REASON``), ``CHANGED-MEANWHILE``.
    """
    house = next((item for item in shipped_weights() if (item.list, item.name) == (which, name)), None)
    if house is None:
        raise RefusalError("WEIGHT-UNKNOWN", name=name[:40])
    read = plain_number(value.strip())
    if read is None or not house.value / TIMES <= read <= house.value * TIMES:
        least, most = house.value / TIMES, house.value * TIMES
        raise RefusalError("WEIGHT-VALUE", value=value[:20], least=least, most=most)
    if from_day is None or from_day < today():
        raise RefusalError("WEIGHT-DAY")
    said = line_within(reason, MOST_REASON)
    if len(said) < LEAST_REASON:
        raise RefusalError("WEIGHT-REASON", most=MOST_REASON)
    key = new_id()
    with deed(registry, KIND, who, options={"list": which.value, "name": name}) as made:
        standing = [
            one.id for one in store.decided_weights(made.connection) if (one.list, one.name) == (which, name)
        ]
        deeds.check_since(made.connection, factor_weights, {one: {"value": read} for one in standing}, since)
        row = {
            "id": key, "list": which.value, "name": name, "value": round(read, 4), "from_day": from_day,
            "proposed": proposed, "reason": said, "who": made.who, "at": made.at,
        }  # fmt: skip
        made.create(factor_weights, row)
    return next(one for one in decided_weights(registry) if one.id == key)
