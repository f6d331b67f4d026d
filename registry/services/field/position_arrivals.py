"""Positions measured under a mast: good fixes averaged, and said where they contradict the register."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from registry.geo.distances import geodesic_m
from registry.model.field.inspections import FieldPosition, ItemKind, MastLabel
from registry.model.ledger import Change
from registry.services.field.items import position_of
from registry.services.field.responsible import labels_of
from registry.services.field.settings import settings_of
from registry.services.office.registry import Registry
from registry.store import images, ledger
from registry.store.changes import amend, create, remove, stable_id
from registry.store.database import Connection
from registry.store.field.tables import position_proposals
from registry.store.field.views import Row, items_of_inspections, rows_by
from registry.store.office.operators import load_settings

AWAY = 3.0  # a fix this many times its accuracy from the middle of the others is a bad one
LEAST_AWAY_M = 15.0


@dataclass(frozen=True, slots=True)
class Measured:
    """The average of the good fixes: EPSG:4326, accuracy in metres, how many, and how many were left out."""

    lon: float
    lat: float
    accuracy_m: float
    fixes: int
    left_out: int


def measure(positions: Iterable[FieldPosition], gate_m: float) -> Measured | None:
    """Average the positions whose accuracy is within ``gate_m``, weighted by it; None where none is.

    With three or more, one that lies away from the middle of the others is left out, so that a bad fix never
    spoils a point. Errors of one receiver at one place go together: the mean is not said to be better than
    the best fix, nor than the fixes scatter (root mean square).
    """
    given = list(positions)
    good = [item for item in given if item.usable and (item.accuracy_m or 0.0) <= gate_m]
    if not good:
        return None
    lon = np.array([item.lon for item in good], dtype=float)
    lat = np.array([item.lat for item in good], dtype=float)
    accuracy = np.maximum(np.array([item.accuracy_m for item in good], dtype=float), 0.5)
    count = np.array([item.fixes for item in good], dtype=float)
    kept = np.ones(len(good), dtype=bool)
    if len(good) >= 3:
        away = geodesic_m(lon, lat, float(np.median(lon)), float(np.median(lat)))
        kept = away <= np.maximum(AWAY * accuracy, LEAST_AWAY_M)
        if not kept.any():
            kept[np.argmin(accuracy)] = True
    weight = count[kept] / accuracy[kept] ** 2
    mean_lon = float(np.average(lon[kept], weights=weight))
    mean_lat = float(np.average(lat[kept], weights=weight))
    scatter = geodesic_m(lon[kept], lat[kept], mean_lon, mean_lat)
    spread = float(np.sqrt(np.average(scatter**2, weights=weight)))
    return Measured(
        lon=mean_lon,
        lat=mean_lat,
        accuracy_m=round(max(float(accuracy[kept].min()), spread), 2),
        fixes=int(count[kept].sum()),
        left_out=len(given) - int(kept.sum()),
    )


def proposal_id(inspection: str) -> str:
    """Return the id of the correction that a visit may propose."""
    return stable_id("position", inspection)


def proposal_changes(
    registry: Registry,  # noqa: ARG001 - services take the register first
    connection: Connection,
    new: Sequence[Row],
    visits: Mapping[str, Row],
    *,
    at: dt.datetime,
) -> list[Change]:
    """Return what new positions change of the proposed corrections; what an officer decided stays decided."""
    touched = {row["inspection"] for row in new if row["kind"] == ItemKind.POSITION}
    touched |= {row["inspection"] for row in new if row["replaces"] or row["kind"] == ItemKind.DROP}
    if not touched:
        return []
    rows = items_of_inspections(connection, touched)
    rows += [row for row in new if row["inspection"] in touched]
    replaced = {row["replaces"] for row in rows if row["replaces"]}
    by_visit: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: str(row["id"])):
        if row["kind"] == ItemKind.POSITION and row["id"] not in replaced:
            by_visit.setdefault(row["inspection"], []).append(row)
    gate = settings_of(load_settings(connection)).accuracy_gate_m
    labels = labels_of(connection, [visits[key]["structure"] for key in touched])
    standing = rows_by(connection, position_proposals, [proposal_id(key) for key in touched])
    changes: list[Change] = []
    for key in sorted(touched):
        before = standing.get(proposal_id(key))
        if before is not None and before["state"] != "open":
            continue
        label = labels.get(visits[key]["structure"])
        stands = not visits[key]["dropped_at"]  # what was begun by mistake measured nothing
        made = _row(visits[key], label, by_visit.get(key, []), gate, at) if label and stands else None
        if made is not None and before is None:
            changes.append(create(position_proposals, made))
        elif made is not None and before is not None:
            kept = {name: value for name, value in made.items() if name not in ("at", "id")}
            changes.append(amend(position_proposals, images.encode(position_proposals, before), **kept))
        elif before is not None:  # a later fix took the difference away: it never was one
            changes.append(remove(position_proposals, images.encode(position_proposals, before)))
    return changes


def _row(
    visit: Row, label: MastLabel, items: Sequence[Row], gate_m: float, at: dt.datetime
) -> dict[str, Any] | None:
    positions = []
    for item in items:
        found = position_of(json.loads(item["content"]).get("position"))
        if found is not None:
            positions.append(found)
    measured = measure(positions, gate_m)
    if measured is None:
        return None
    distance = float(geodesic_m(label.lon, label.lat, measured.lon, measured.lat))
    limit = float(np.hypot(measured.accuracy_m, label.accuracy_m))
    if distance <= limit:
        return None
    return {
        "id": proposal_id(visit["id"]),
        "structure": visit["structure"],
        "site": label.site,
        "inspection": visit["id"],
        "lon": measured.lon,
        "lat": measured.lat,
        "accuracy_m": measured.accuracy_m,
        "fixes": measured.fixes,
        "left_out": measured.left_out,
        "registered_lon": label.lon,
        "registered_lat": label.lat,
        "registered_accuracy_m": label.accuracy_m,
        "distance_m": round(distance, 2),
        "limit_m": round(limit, 2),
        "items": [item["id"] for item in items],
        "state": "open",
        "person": visit["person"],
        "at": ledger.stamp(at),
    }
