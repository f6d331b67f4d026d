"""What the table of permits is asked of one standing mast; for its page, where later law is shown too."""

import numpy as np

from registry.checks.permit_table import MastFacts
from registry.checks.standing_permits import facts_of_row
from registry.errors import RefusalError
from registry.services.obligations.compliance import ComplianceRun


def mast_facts_of(run: ComplianceRun, structure: str) -> MastFacts:
    """Return the facts of a mast as the run knows them; ``STRUCTURE-UNKNOWN`` for none."""
    found = np.flatnonzero(run.masts.structure_ids == structure)
    if not len(found):
        raise RefusalError("STRUCTURE-UNKNOWN")
    return facts_of_row(run.masts, run.known, int(found[0]))
