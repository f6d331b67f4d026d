"""The checks in force in this programme: an explicit tuple, in the order in which findings are shown.

A code is never used again for another question. A rule of ``data/law`` without a check here is never asked.
"""

from registry.checks.airspace.aerodromes import AERODROME_CHECKS
from registry.checks.airspace.air_defence import AIR_DEFENCE_CHECKS
from registry.checks.airspace.heights import AIRSPACE_CHECKS
from registry.checks.certificates import CERTIFICATE_CHECKS
from registry.checks.corridors.protected import CORRIDOR_CHECKS
from registry.checks.engine import Check
from registry.checks.location import LOCATION_CHECKS
from registry.checks.mast_class import CLASS_CHECKS
from registry.checks.permits import PERMIT_CHECKS
from registry.checks.planning.checks import PLANNING_CHECKS
from registry.checks.shared_masts import SHARED_MAST_CHECKS
from registry.checks.sharing import SHARING_CHECKS
from registry.checks.spacing import SPACING_CHECKS
from registry.checks.spacing_proposals import OPEN_PROPOSAL_CHECKS
from registry.checks.wind import WIND_CHECKS

CHECKS: tuple[Check, ...] = (
    *LOCATION_CHECKS,
    *PLANNING_CHECKS,
    *CLASS_CHECKS,
    *SPACING_CHECKS,
    *OPEN_PROPOSAL_CHECKS,
    *SHARING_CHECKS,
    *SHARED_MAST_CHECKS,
    *AIRSPACE_CHECKS,
    *AERODROME_CHECKS,
    *AIR_DEFENCE_CHECKS,
    *CORRIDOR_CHECKS,
    *PERMIT_CHECKS,
    *WIND_CHECKS,
    *CERTIFICATE_CHECKS,
)
