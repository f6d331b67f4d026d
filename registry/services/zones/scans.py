"""Scans of plans: kept by their SHA-256, shown as a picture made anew, pinned to the map by pairs."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from registry.errors import RefusalError
from registry.geo.affine import Affine, fit_affine
from registry.geo.crs import to_metric, to_wgs84
from registry.limited import run_child
from registry.model.drafts import DraftState, ZoneScan
from registry.model.vietnam_time import one_moment
from registry.services.office.attachments import file_path, is_pdf, keep_file
from registry.services.office.registry import Registry
from registry.services.zones.plan_drafts import draft_deed
from registry.store.changes import new_id
from registry.store.zones import drafts
from registry.store.zones.tables import zone_scans

MOST_PINS = 50
Pin = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Pinned:
    """How a scan lies on the map: residuals of its pins in metres, the error, and where three corners lie.

    ``corners`` are (longitude, latitude) of the top left, top right and bottom left corner. ``error_m`` is
    None where three pins leave no check.
    """

    residuals_m: tuple[float, ...]
    error_m: float | None
    metres_per_pixel: float
    corners: tuple[tuple[float, float], tuple[float, float], tuple[float, float]]


@one_moment()
def add_scan(registry: Registry, draft: str, path: Path, name: str, *, who: str) -> ZoneScan:
    """Keep a scan (PNG, JPEG) of a draft; a PDF is refused (``SCAN-PDF``), as is what is no picture."""
    if is_pdf(path):
        raise RefusalError("SCAN-PDF", name=name)
    with registry.database.read() as connection:
        _check_open(connection, draft)
    with tempfile.TemporaryDirectory(prefix="bts-scan-") as folder:
        target = Path(folder) / "scan.jpg"
        size = run_child(
            "registry.intake.pictures:remake", {"path": str(path.resolve()), "target": str(target)}, name=name
        )
        sent, shown = keep_file(registry, path, name), keep_file(registry, target, "scan.jpg")
    made = ZoneScan(
        new_id(), draft, Path(name).name[:200], sent.sha256, shown.sha256, size["width"], size["height"]
    )
    row = {
        "id": made.id, "draft": draft, "name": made.name, "sha256": made.sha256,
        "image_sha256": made.image_sha256, "width": made.width, "height": made.height, "pins": [],
    }  # fmt: skip
    with draft_deed(registry, draft, "scan", who, file_name=made.name, file_sha256=made.sha256) as (own, _):
        own.create(zone_scans, {**row, "who": own.who, "at": own.at})
    return made


def get_scan(registry: Registry, scan: str) -> ZoneScan:
    """Return a scan; ``SCAN-UNKNOWN`` where there is none."""
    with registry.database.read() as connection:
        found = drafts.get_scan(connection, scan)
    if found is None:
        raise RefusalError("SCAN-UNKNOWN")
    return found


def picture_of(registry: Registry, scan: ZoneScan) -> Path:
    """Return where the picture of a scan lies (JPEG)."""
    return file_path(registry, scan.image_sha256, "scan.jpg")


@one_moment()
def pin(registry: Registry, scan: str, pins: Sequence[Pin], *, seen: int, who: str) -> ZoneScan:
    """Keep the pins of a scan (pixels and EPSG:4326 degrees each); they must fix a transform.

    Refused where somebody pinned it since version ``seen`` (``CHANGED-MEANWHILE``), and as by ``fit_affine``.
    """
    if len(pins) > MOST_PINS:
        raise RefusalError("PINS-NOT-FINITE")
    found = get_scan(registry, scan)
    offered = {"pins": [list(item) for item in pins]}
    file = {"file_name": found.name, "file_sha256": found.sha256}
    with draft_deed(registry, found.draft, "pins", who, **file) as (own, _):
        own.standing(zone_scans, scan, unknown="SCAN-UNKNOWN", seen=seen, offered=offered)
        made = replace(found, pins=tuple(pins))
        fitted(made, registry.settings.metric_epsg)
        own.amend(zone_scans, scan, **offered)
    return replace(made, version=seen + 1)


def fitted(scan: ZoneScan, epsg: int) -> tuple[Affine, Pinned]:
    """Fit the transform of a scan's pins to the metric CRS ``epsg``, and say how it lies."""
    pins = np.asarray(scan.pins, dtype=float).reshape(-1, 4)
    inside = np.isfinite(pins).all() and (np.abs(pins[:, 2]) <= 180).all() and (np.abs(pins[:, 3]) < 90).all()
    if not inside:
        raise RefusalError("PINS-NOT-FINITE")
    x, y = to_metric(pins[:, 2], pins[:, 3], epsg)
    affine = fit_affine(pins[:, :2], np.column_stack([x, y]))
    ends = affine([[0, 0], [scan.width, 0], [0, scan.height]])
    lon, lat = to_wgs84(ends[:, 0], ends[:, 1], epsg)
    one, two, three = ((float(a), float(b)) for a, b in zip(lon, lat, strict=True))
    return affine, Pinned(
        tuple(float(value) for value in affine.residuals_m),
        affine.error_m,
        affine.metres_per_pixel,
        (one, two, three),
    )


def _check_open(connection: Any, draft: str) -> None:
    found = drafts.get_draft(connection, draft)
    if found is None:
        raise RefusalError("DRAFT-UNKNOWN")
    if found.state is not DraftState.DRAFT:
        raise RefusalError("DRAFT-CLOSED", name=found.name)
