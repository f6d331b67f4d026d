"""The checks in force in this programme: an explicit tuple, in the order in which findings are shown.

A code is never used again for another question. A rule of ``data/law`` without a check here is never asked.
"""

from registry.checks.engine import Check
from registry.checks.location import LOCATION_CHECKS

CHECKS: tuple[Check, ...] = (*LOCATION_CHECKS,)
