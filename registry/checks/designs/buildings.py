"""Cabinets and rooms (DSG-12), what is inside high-rises (DSG-13), fibre that waits in homes (DSG-14)."""

import numpy as np
import shapely

from registry.checks.designs.asked import Asked
from registry.checks.designs.routes import CABINET_M
from registry.messages import Words
from registry.model.designs.contents import Plot, PlotKind, ThingKind
from registry.model.designs.design_findings import DesignFinding
from registry.model.designs.design_papers import PaperState
from registry.model.designs.dossiers import DesignStage
from registry.model.findings import Outcome

IN_BUILDING = "in_building"


def rooms(asked: Asked) -> list[DesignFinding]:
    """DSG-12: at least one place for a cabinet, station house or technical room.

    A plan of 1/500 may leave the places to the design that follows: there their lack is for review.
    """
    code = "DSG-12"
    if code not in asked.rules:
        return []
    count = len(asked.content.cabinets) + len(asked.content.rooms)
    if count:
        return [asked.say(code, Outcome.PASS, "DSG-ROOMS-FINE", {"count": count}, measured=float(count))]
    shows = asked.content.shows
    if not any(map(shows, (ThingKind.DUCT, ThingKind.CABINET, ThingKind.ROOM))):
        return [asked.not_shown(code, Words("tủ cáp, phòng kỹ thuật", "cabinets and technical rooms"))]
    early = asked.dossier.stage is DesignStage.PLAN_500
    return [
        asked.say(
            code,
            Outcome.REVIEW if early else Outcome.FAIL,
            "DSG-ROOMS-NONE",
            measured=0.0,
            place=asked.outline,
        )
    ]


def high_rises(asked: Asked) -> list[DesignFinding]:
    """DSG-13: cabling, indoor cells and a technical room in each high-rise, by the drawing or the papers."""
    code = "DSG-13"
    if code not in asked.rules:
        return []
    if early := asked.before_duty(code):
        return [early]
    high = [at for at, plot in enumerate(asked.content.plots) if plot.kind is PlotKind.HIGH_RISE]
    if not high:
        return [asked.say(code, Outcome.NA, "DSG-NO-HIGH-RISES")]
    paper = asked.dossier.paper(IN_BUILDING) is PaperState.IN
    buildings = [asked.content.plots[at] for at in high]
    found = []
    for wanted, outcome, none, silent in (
        ("indoor_wiring", Outcome.FAIL, "DSG-NO-WIRING", "DSG-WIRING-UNSTATED"),
        ("indoor_cells", Outcome.REVIEW, "DSG-NO-INDOOR-CELLS", "DSG-INDOOR-CELLS-UNSTATED"),
    ):
        stated = [getattr(building, wanted) for building in buildings]
        lacking = [at for at, value in zip(high, stated, strict=True) if value is False]
        unsaid = [at for at, value in zip(high, stated, strict=True) if value is None and not paper]
        for chosen, judged, message in ((lacking, outcome, none), (unsaid, Outcome.UNKNOWN, silent)):
            if chosen:
                found.append(_of_buildings(asked, chosen, judged, message))
    without = _without_room(asked, high)
    if without:
        found.append(_of_buildings(asked, without, Outcome.REVIEW, "DSG-NO-ROOM-INSIDE"))
    return found or [asked.say(code, Outcome.PASS, "DSG-HIGH-RISES-FINE", {"count": len(high)})]


def _of_buildings(asked: Asked, chosen: list[int], outcome: Outcome, message: str) -> DesignFinding:
    plots: list[Plot] = [asked.content.plots[at] for at in chosen]
    names = [plot.name for plot in plots]
    return asked.say(
        "DSG-13", outcome, message, {"names": ", ".join(names[:8]), "count": len(names)},
        measured=float(len(names)), place=shapely.union_all(asked.plots[chosen]), objects=names,
        missing="value:in_building" if outcome is Outcome.UNKNOWN else None,
    )  # fmt: skip


def _without_room(asked: Asked, high: list[int]) -> list[int]:
    """Return the high-rises in or beside which neither a room nor a cabinet stands, where either is shown."""
    spots = asked.metric([*asked.content.rooms, *asked.content.cabinets])
    if not len(spots):
        return []
    tree = shapely.STRtree(spots)
    near, _ = tree.query(asked.plots[high], predicate="dwithin", distance=CABINET_M)
    held = set(np.unique(near).tolist())
    return [at for place, at in enumerate(high) if place not in held]


def fibres(asked: Asked) -> list[DesignFinding]:
    """DSG-14: fibre waiting in each home, as the explanation states."""
    code = "DSG-14"
    if code not in asked.rules:
        return []
    if early := asked.before_duty(code):
        return [early]
    least = asked.number(code, "fibres_per_home")
    stated = asked.dossier.fibres_per_home
    if stated is None:
        return [asked.say(code, Outcome.UNKNOWN, "DSG-FIBRES-UNSTATED", limit=least, missing="value:fibres")]
    enough = least.value is None or stated >= least.value
    return [
        asked.say(
            code, Outcome.PASS if enough else Outcome.FAIL, "DSG-FIBRES" if enough else "DSG-FIBRES-FEW",
            {"stated": stated, "limit": least.value or 0.0}, measured=float(stated), limit=least,
        )
    ]  # fmt: skip
