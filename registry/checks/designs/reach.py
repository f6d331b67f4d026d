"""Ducts along every street (DSG-05) and to every plot (DSG-06)."""

from typing import Any

import numpy as np
import shapely

from registry.checks.designs.asked import Asked
from registry.checks.designs.routes import DUCTS, entries
from registry.messages import Words
from registry.model.designs.contents import SERVED
from registry.model.designs.design_findings import DesignFinding
from registry.model.findings import Outcome


def streets(asked: Asked) -> list[DesignFinding]:
    """DSG-05: measure the streets along which no duct runs; pieces as short as a junction do not count."""
    code = "DSG-05"
    if code not in asked.rules:
        return []
    if not asked.content.streets:
        return [asked.not_shown(code, Words("tim đường", "the middle lines of streets"))]
    if not len(asked.ducts):
        return [asked.not_shown(code, DUCTS)]
    limit = asked.number(code, "beside_m")
    if limit.value is None:
        return [asked.unset(code, "beside_m")]
    reach = limit.value + asked.slack_m
    lines = asked.metric(asked.content.streets)
    if asked.outline is not None:
        lines = shapely.intersection(lines, asked.outline)
    tree = asked.network.tree
    at, duct = tree.query(lines, predicate="dwithin", distance=reach)
    bare, names = [], []
    total = 0.0
    for row, street in enumerate(asked.content.streets):
        beside = asked.ducts[duct[at == row]]
        left = lines[row]
        if len(beside):
            left = shapely.difference(left, shapely.union_all(shapely.buffer(beside, reach, quad_segs=4)))
        pieces = [piece for piece in shapely.get_parts(left).tolist() if piece.length > 2.0 * limit.value]
        if pieces:
            bare += pieces
            names.append(street.name)
            total += sum(piece.length for piece in pieces)
    if not bare:
        return [
            asked.say(code, Outcome.PASS, "DSG-STREETS-FINE", {"count": len(lines)}, measured=0.0, unit="m")
        ]
    return [
        asked.say(
            code, Outcome.FAIL, "DSG-STREETS-BARE",
            {"names": _listed(names), "d": total, "limit": limit.value},
            measured=total, limit=limit, place=shapely.union_all(bare), objects=names,
        )
    ]  # fmt: skip


def plots(asked: Asked) -> list[DesignFinding]:
    """DSG-06: measure how far each plot is from the nearest duct that hangs together with a way out."""
    code = "DSG-06"
    if code not in asked.rules:
        return []
    rows = np.array(
        [at for at, plot in enumerate(asked.content.plots) if plot.kind in SERVED], dtype=np.int64
    )
    if not len(rows):
        return [asked.not_shown(code, Words("lô đất", "plots"))]
    if not len(asked.ducts):
        return [asked.not_shown(code, DUCTS)]
    limit = asked.number(code, "plot_m")
    if limit.value is None:
        return [asked.unset(code, "plot_m")]
    shapes = asked.plots[rows]
    any_duct = _away(asked.ducts, shapes)
    main = np.isin(asked.network.part, list(_main(asked)))
    through = _away(asked.ducts[main], shapes)
    reach = limit.value + asked.slack_m
    far, cut = any_duct > reach, (any_duct <= reach) & (through > reach)
    found = []
    for chosen, away, message in ((far, any_duct, "DSG-PLOTS-FAR"), (cut, through, "DSG-PLOTS-CUT-OFF")):
        if not chosen.any():
            continue
        names = [asked.content.plots[at].name for at in rows[chosen].tolist()]
        worst = float(away[chosen].max())
        found.append(
            asked.say(
                code, Outcome.FAIL, message,
                {"count": len(names), "of": len(rows), "names": _listed(names), "d": worst,
                 "limit": limit.value},
                measured=worst, limit=limit, place=shapely.union_all(shapes[chosen]), objects=names,
            )
        )  # fmt: skip
    passed = asked.say(
        code, Outcome.PASS, "DSG-PLOTS-FINE", {"count": len(rows), "limit": limit.value},
        measured=float(through.max()), limit=limit,
    )  # fmt: skip
    return found or [passed]


def _away(lines: Any, shapes: Any) -> Any:
    """Return the distance of each shape to the nearest line, infinite where there is none."""
    away = np.full(len(shapes), np.inf)
    if len(lines):
        pairs, metres = shapely.STRtree(lines).query_nearest(shapes, return_distance=True, all_matches=False)
        away[pairs[0]] = metres
    return away


def _main(asked: Asked) -> set[int]:
    """Return the parts of the network that lead out; where none does, the longest."""
    out = {route.part for route in entries(asked)}
    return out or {int(np.argmax(asked.network.lengths))}


def _listed(names: list[str], most: int = 8) -> str:
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")
