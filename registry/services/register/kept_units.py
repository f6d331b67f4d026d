"""The administrative units as contexts are made from them, made once for the same rows whoever holds them.

To read four hundred borders and to lay them in metres takes most of what it takes to load a register; units
change once in years. What stands is told by the rows themselves, to the byte: no time and no number of the
ledger, which another register may have as well.
"""

import threading
from collections import OrderedDict

from registry.checks.on_day.units import UnitsOfAllDays
from registry.store.database import Connection
from registry.store.register import units

_KEPT = 3
_lock = threading.Lock()
_made: OrderedDict[tuple[bytes, int], UnitsOfAllDays] = OrderedDict()


def units_of_all_days(connection: Connection, epsg: int) -> UnitsOfAllDays:
    """Return all units with their boundaries in the plane ``epsg``, as the register has them now."""
    key = (units.digest(connection), epsg)
    with _lock:
        if key in _made:
            _made.move_to_end(key)
            return _made[key]
    found = UnitsOfAllDays(units.load_units(connection), epsg)
    with _lock:
        _made[key] = found
        while len(_made) > _KEPT:
            _made.popitem(last=False)
    return found
