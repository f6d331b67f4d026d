"""Asking about a design in tests: a small world around ``tests.world.ORIGIN``, drawn in metres."""

import datetime as dt
from typing import Any

import numpy as np
import shapely

from registry.checks.designs import Surroundings, judge
from registry.geo.crs import to_metric
from registry.geo.lines import degrees_of
from registry.law import catalogue, law_in_force
from registry.model.designs.contents import DesignContent
from registry.model.designs.design_findings import DesignFinding
from registry.model.designs.dossiers import DesignDossier, DesignStage
from registry.model.findings import Outcome
from registry.settings import DATA
from tests.world import EPSG, ORIGIN, world

DAY = dt.date(2026, 11, 24)
NUMBERS = {
    "DSG-01.radius_m": 300.0, "DSG-04.join_m": 5.0, "DSG-05.beside_m": 12.0, "DSG-06.plot_m": 15.0,
    "DSG-07.spare_ways": 1.0, "DSG-10.depth_mm": 700.0, "DSG-16.radius_m": 50.0,
}  # fmt: skip


def drawn(shape: Any) -> Any:
    """Return a shape in metres from the origin as degrees."""
    x, y = to_metric(np.array([ORIGIN[0]]), np.array([ORIGIN[1]]), EPSG)
    moved = shapely.transform(shape, lambda xy: xy + np.array([x[0], y[0]]))
    return degrees_of(moved, EPSG)


def ask(
    content: DesignContent | None = None,
    *,
    around: dict[str, Any] | None = None,
    numbers: dict[str, float] | None = None,
    province: str = "24",
    day: dt.date = DAY,
    segments: Any = (),
    nodes: Any = (),
    undergrounding: Any = (),
    **dossier: Any,
) -> tuple[DesignFinding, ...]:
    """Judge a design in a world as ``tests.world.world`` builds it."""
    context = world(around, day)
    fields: dict[str, Any] = {
        "code": "HS-1", "area_name": "Khu dân cư thử", "stage": DesignStage.PLAN_500,
        "approved_on": dt.date(2026, 6, 1),
    } | dossier  # fmt: skip
    stated = NUMBERS if numbers is None else numbers
    rules = law_in_force(province, day, rules=catalogue(DATA / "limits"), office=stated).rules
    return judge(
        DesignContent() if content is None else content,
        DesignDossier(**fields),
        Surroundings(context, law_in_force(province, day), segments, nodes, undergrounding),
        rules,
        stated,
    )


def outcomes(found: tuple[DesignFinding, ...], rule: str) -> list[Outcome]:
    """Return the outcomes of one question."""
    return [one.outcome for one in found if one.rule == rule]


def one(found: tuple[DesignFinding, ...], rule: str) -> DesignFinding:
    """Return the single finding of a question."""
    (only,) = [finding for finding in found if finding.rule == rule]
    return only
