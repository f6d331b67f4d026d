"""DSG-09: no cable overhead in an area whose lines are laid underground."""

import numpy as np
import shapely

from registry.checks.designs.asked import Asked
from registry.geo.lines import metric_of
from registry.messages import Words
from registry.model.designs.contents import ThingKind
from registry.model.designs.design_findings import DesignFinding
from registry.model.findings import Outcome


def aerial(asked: Asked) -> list[DesignFinding]:
    """Measure the cable that is hung inside the outline, and name the poles that are to carry it.

    A decision that the area has no lines overhead, or a plan of undergrounding that the register holds, asks
    for it too where the project was approved before the technical regulation.
    """
    if "DSG-09" not in asked.rules:
        return []
    content = asked.content
    decided = _decided(asked)
    early = asked.before_duty("DSG-09")
    if early is not None and asked.dossier.underground is not True and not decided:
        return [early]
    if not content.shows(ThingKind.AERIAL) and not content.shows(ThingKind.DUCT):
        return [asked.not_shown("DSG-09", Words("cáp treo hay cáp ngầm", "cable overhead or underground"))]
    lines = asked.metric(content.aerial_lines)
    within = shapely.intersection(lines, asked.outline) if asked.outline is not None else lines
    lengths = shapely.length(within)
    inside = np.flatnonzero(lengths > asked.slack_m)
    found = []
    if len(inside):
        notes = tuple(("DSG-UNDERGROUND-PLAN", {"name": name}) for name in decided)
        found.append(
            asked.say(
                "DSG-09", Outcome.FAIL, "DSG-AERIAL", {"d": float(lengths[inside].sum())},
                measured=float(lengths[inside].sum()), unit="m",
                place=shapely.union_all(within[inside]),
                objects=[content.aerial_lines[at].name for at in inside.tolist()], notes=notes,
                verified=early is None,
            )
        )  # fmt: skip
    poles = asked.metric(content.poles)
    standing = poles if asked.outline is None else poles[shapely.dwithin(poles, asked.outline, 0.0)]
    if len(standing):
        names = [
            pole.name
            for pole, shape in zip(content.poles, poles, strict=True)
            if asked.outline is None or shapely.intersects(shape, asked.outline)
        ]
        found.append(
            asked.say(
                "DSG-09", Outcome.REVIEW, "DSG-POLES", {"count": len(names)}, measured=float(len(names)),
                place=shapely.MultiPoint(list(standing)), objects=names,
            )
        )  # fmt: skip
    return found or [asked.say("DSG-09", Outcome.PASS, "DSG-AERIAL-NONE")]


def _decided(asked: Asked) -> list[str]:
    """Return the names of the register's plans of undergrounding that meet the area."""
    if asked.outline is None:
        return []
    return [
        area.name
        for area in asked.around.underground
        if metric_of(area.geometry, asked.epsg).intersects(asked.outline)
    ]
