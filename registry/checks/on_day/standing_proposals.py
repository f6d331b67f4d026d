"""Standing masts as proposals: each as the register holds it, itself set aside."""

import math
from typing import Any

from registry.checks.context import Context
from registry.model.mast_rows import MastRows
from registry.model.positions import Position
from registry.model.requests.proposals import Proposal
from registry.model.sites import MastClass, MastForm, OldMastClass, Support


def standing_proposals(masts: MastRows, context: Context) -> list[Proposal]:
    """Return a proposal for every mast of the context, as the register holds it, itself set aside."""
    rows = {str(code): row for row, code in enumerate(masts.codes)}
    own: list[Proposal] = []
    of_day = context.masts
    for index, code in enumerate(of_day.codes):
        row = rows.get(str(code))
        if row is None:
            continue
        networks = [
            operator.code
            for bit, operator in enumerate(context.operators)
            if int(of_day.networks[index]) >> bit & 1
        ]
        own.append(
            Proposal(
                sheet="",
                row=index + 1,
                position=Position(
                    float(of_day.lon[index]),
                    float(of_day.lat[index]),
                    accuracy_m=float(of_day.accuracy_m[index]),
                ),
                site_code=str(code),
                operator=networks[0] if networks else "",
                shared_with=tuple(networks[1:]),
                replaces=str(code),
                mast_class=_choice(MastClass, masts.mast_classes[row]),
                old_class=_choice(OldMastClass, masts.old_classes[row]),
                form=_choice(MastForm, masts.forms[row]),
                support=_choice(Support, masts.supports[row]),
                mast_height_m=_number(masts.mast_height_m[row]),
                top_agl_m=_number(masts.top_agl_m[row]),
                address=str(masts.addresses[row]),
                owner=str(masts.owners[row]),
            )
        )
    return own


def _choice(kind: Any, value: Any) -> Any:
    return kind(value) if value and value in set(kind) else None


def _number(value: Any) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None
