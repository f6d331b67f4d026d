"""What ducts are like: spare ways (DSG-07), for how many carriers (DSG-08), how deep (DSG-10)."""

from typing import NamedTuple

import shapely

from registry.checks.designs.asked import Asked, Number
from registry.checks.designs.routes import DUCTS
from registry.model.designs.design_findings import DesignFinding
from registry.model.findings import Outcome

_BETWEEN_PIPES = "PLN-01/area-ducts"
"""The part of the law of positions that has the distances between pipes."""


class _Matter(NamedTuple):
    code: str
    number: str  # of the rule
    field: str  # of a duct
    few: str
    unstated: str
    fine: str
    per: float = 1.0  # so many of the number's unit are one of the field's


_SPARE = _Matter(
    "DSG-07", "spare_ways", "spare_ways", "DSG-SPARE-FEW", "DSG-SPARE-UNSTATED", "DSG-SPARE-FINE",
)  # fmt: skip
_SHARED = _Matter(
    "DSG-08", "carriers", "shared_by", "DSG-SHARED-FEW", "DSG-SHARED-UNSTATED", "DSG-SHARED-FINE",
)  # fmt: skip
_DEPTH = _Matter(
    "DSG-10", "depth_mm", "depth_m", "DSG-DEPTH-LITTLE", "DSG-DEPTH-UNSTATED", "DSG-DEPTH-FINE", 1000.0,
)  # fmt: skip


def spare(asked: Asked) -> list[DesignFinding]:
    """DSG-07: pipes left free in each duct."""
    return _measured(asked, _SPARE)


def shared(asked: Asked) -> list[DesignFinding]:
    """DSG-08: the carriers that each duct is designed for."""
    return _measured(asked, _SHARED)


def depth(asked: Asked) -> list[DesignFinding]:
    """DSG-10: the depth of each duct, against what the office states that it goes by.

    Distances between pipes are in no plan: what the technical regulation says of them is told beside it, for
    whoever looks at the cross-sections.
    """
    found = _measured(asked, _DEPTH)
    part = asked.around.law.get(_BETWEEN_PIPES)
    if part is not None and not part.gap:
        said = {name: item.value for name, item in part.thresholds.items()}
        for one in found:
            one.finding.notes = (
                *one.finding.notes,
                ("DSG-PIPES-APART", {"below": said["below_pipe_mm"], "between": said["between_pipes_mm"]}),
            )
    return found


def _measured(asked: Asked, matter: _Matter) -> list[DesignFinding]:
    """Hold what ducts state against a number: those below it, and those that state nothing, are named."""
    code = matter.code
    if code not in asked.rules:
        return []
    ducts = asked.content.ducts
    if not ducts:
        return [asked.not_shown(code, DUCTS)]
    number = asked.number(code, matter.number)
    if number.value is None:
        return [asked.unset(code, matter.number)]
    asked_for = number.value / matter.per
    limit = Number(asked_for, number.verified, "m" if matter.per != 1.0 else number.unit)
    stated = [getattr(duct, matter.field) for duct in ducts]
    below = [at for at, value in enumerate(stated) if value is not None and value < asked_for]
    silent = [at for at, value in enumerate(stated) if value is None]
    found = []
    if below:
        least = min(float(stated[at]) for at in below)
        found.append(
            asked.say(
                code, Outcome.FAIL, matter.few,
                {"count": len(below), "least": least, "limit": asked_for}, measured=least, limit=limit,
                place=shapely.union_all(asked.ducts[below]), objects=[ducts[at].name for at in below],
            )
        )  # fmt: skip
    if silent:
        found.append(
            asked.say(
                code, Outcome.UNKNOWN, matter.unstated, {"count": len(silent), "of": len(ducts)}, limit=limit,
                place=shapely.union_all(asked.ducts[silent]), objects=[ducts[at].name for at in silent],
                missing=f"value:{matter.field}",
            )
        )  # fmt: skip
    if found:
        return found
    least = min(float(value) for value in stated)
    return [
        asked.say(
            code,
            Outcome.PASS,
            matter.fine,
            {"least": least, "limit": asked_for},
            measured=least,
            limit=limit,
        )
    ]
