"""Import the zones of one layer with the decision that made them, and state where the layer is complete.

A newer decision is added beside an older one; the older ends only by its own ``valid_to``.
"""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection

from registry.columns import fold
from registry.errors import RefusalError
from registry.geo.crs import to_metric
from registry.messages import issue_of
from registry.model.areas import Layer, LayerCoverage, Zone
from registry.model.issues import Issue
from registry.model.ledger import Change
from registry.model.sites import MastClass
from registry.services.batches import present_user
from registry.services.calendar import today
from registry.services.context import context_for
from registry.services.preview import ImportOutcome, Kind, PreviewRow, field_changes
from registry.services.registry import Registry
from registry.services.vector_files import Feature, VectorFile, read_vectors
from registry.store import batches, ledger
from registry.store.changes import Difference, difference
from registry.store.tables import layer_coverages, zones
from registry.store.zones import coverage_row, load_zones, zone_id, zone_row

COVERAGE = "coverage:"
TERRITORY = "territory"
LINES = frozenset({Layer.POWER_LINE, Layer.ROAD, Layer.RAILWAY, Layer.DYKE})
_NAME = ("name", "ten", "tenvung", "tenkhuvuc", "tenkhu", "khuvuc", "vung", "ten_vung", "zonename")
_CLASSES = ("allowedclasses", "allowedcl", "allowedcla", "loaicot", "loaicotchophep", "loaicotduocphep")
_HEIGHT = ("maxheightm", "maxheight", "maxheigh", "chieucaotoida", "docaotoida", "chieucaotoidam")
_ARTICLE = ("article", "dieu", "dieukhoan", "khoan")
_ERROR = ("errorm", "saiso", "saisom")
_NO_LIMIT = frozenset({"none", "khonggioihan", "khong", "khonghanche", "nolimit"})
_SHOWN = 10


def import_zones(
    registry: Registry,
    path: Path,
    *,
    layer: str,
    decision: str,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    crs: str | None = None,
    covers: str | None = None,
    article: str = "",
    yes: bool = False,
    who: str = "",
    name: str | None = None,
) -> ImportOutcome:
    """Import a vector file as zones of ``layer`` (or ``coverage:<layer>``: where that layer is complete).

    ``crs`` is the frame of a file that names none; ``covers`` ("territory" or a polygon file) states where
    the layer is complete. Without ``yes`` nothing is written. Raises RefusalError for a layer that does not
    exist, a file that cannot be read, an unknown frame, or days in the wrong order.
    """
    of_coverage = layer.startswith(COVERAGE)
    chosen = layer_of(layer.removeprefix(COVERAGE))
    if not decision.strip():
        raise RefusalError("ZONES-NO-DECISION")
    if valid_to is not None and valid_to < valid_from:
        raise RefusalError("VALIDITY-TURNED", first=valid_from, last=valid_to)
    found = read_vectors(path, crs=crs, lines=chosen in LINES and not of_coverage)
    if not found.features and not covers:
        raise RefusalError("ZONES-EMPTY", name=found.name)
    issues = found.issues
    places = []
    if of_coverage:
        places.append(_coverage(chosen, decision, valid_from, valid_to, found))
    if covers:
        places.append(coverage_of(chosen, decision, valid_from, valid_to, covers, crs=crs))
    made = (
        []
        if of_coverage
        else zones_of(found, chosen, decision, valid_from=valid_from, valid_to=valid_to, article=article)
    )
    _say_outside(registry, found, issues)
    options = {
        "layer": layer, "decision": decision, "valid_from": valid_from.isoformat(),
        "valid_to": valid_to.isoformat() if valid_to else "", "covers": covers or "",
    }  # fmt: skip

    def compare(connection: Connection) -> tuple[Difference, Difference]:
        return (
            difference(connection, zones, [zone_row(zone) for zone in made]),
            difference(connection, layer_coverages, [coverage_row(item) for item in places]),
        )

    def outcome(parts: tuple[Difference, Difference], batch: str | None = None) -> ImportOutcome:
        return ImportOutcome(
            counts=counts_of(parts, found.left_out),
            issues=tuple(issues),
            rows=tuple(preview_rows(parts[0])),
            batch=batch,
            file_name=name or found.name,
        )

    if not yes:
        with registry.database.read() as connection:
            _say_others(connection, chosen, decision, valid_from, issues)
            return outcome(compare(connection))
    with registry.database.write() as connection:
        _say_others(connection, chosen, decision, valid_from, issues)
        parts = compare(connection)
        changes = [*parts[0].changes, *parts[1].changes]
        if not changes:
            return outcome(parts)
        batch = batches.open_batch(
            connection, kind="zones", who=who or present_user(), file_name=name or found.name,
            file_sha256=found.sha256, options=options, summary=counts_of(parts, found.left_out),
        )  # fmt: skip
        ledger.record(connection, changes, who=who or present_user(), batch=batch.id)
        return outcome(parts, batch.id)


def layer_of(text: str) -> Layer:
    """Return the layer of a name; ``LAYER-UNKNOWN`` where there is none."""
    try:
        return Layer(text)
    except ValueError as error:
        raise RefusalError(
            "LAYER-UNKNOWN", layer=text, known=", ".join(item.value for item in Layer)
        ) from error


def counts_of(parts: tuple[Difference, Difference], left_out: int) -> dict[str, int]:
    """Return an import's counts, of zones and coverages together."""
    return {
        "new": sum(len(part.new) for part in parts),
        "changed": sum(len(part.changed) for part in parts),
        "unchanged": sum(part.unchanged for part in parts),
        "vanished": 0,
        "not_imported": left_out,
    }


def preview_rows(part: Difference) -> list[PreviewRow]:
    """Return the records of a difference by name, the new ones first."""

    def row(kind: Kind, change: Change) -> PreviewRow:
        return PreviewRow(kind, str((change.after or {}).get("name", "")), field_changes([change]))

    return [row(Kind.NEW, item) for item in part.new] + [row(Kind.CHANGED, item) for item in part.changed]


def coverage_of(
    layer: Layer,
    decision: str,
    valid_from: dt.date,
    valid_to: dt.date | None,
    covers: str,
    *,
    crs: str | None = None,
) -> LayerCoverage:
    """Return where a layer is complete: ``covers`` is "territory" or the path of a polygon file."""
    area = None if covers == TERRITORY else read_vectors(Path(covers), crs=crs)
    return _coverage(layer, decision, valid_from, valid_to, area)


def _coverage(
    layer: Layer, decision: str, valid_from: dt.date, valid_to: dt.date | None, found: VectorFile | None
) -> LayerCoverage:
    area = None
    if found is not None:
        if not found.features:
            raise RefusalError("ZONES-EMPTY", name=found.name)
        area = shapely.union_all([item.geometry for item in found.features])
    return LayerCoverage(layer, decision, valid_from, valid_to, area)


def zones_of(
    found: VectorFile,
    layer: Layer,
    decision: str,
    *,
    valid_from: dt.date,
    valid_to: dt.date | None,
    article: str,
) -> list[Zone]:
    """Return the zones of a file's features; one that is there twice is left out and said."""
    made: dict[str, Zone] = {}
    for item in found.features:
        named = str(item.get(_NAME) or "")
        identity = zone_id(layer, decision, item.geometry, named)
        if identity in made:
            found.left_out += 1
            found.issues.append(issue_of("FEATURE-TWICE", row=item.number, params={"number": item.number}))
            continue
        made[identity] = Zone(
            id=identity,
            layer=layer,
            name=named,
            decision=decision,
            article=str(item.get(_ARTICLE) or article),
            valid_from=valid_from,
            valid_to=valid_to,
            geometry=item.geometry,
            allowed_classes=_classes(item, found.issues),
            max_height_m=_height(item, found.issues),
            error_m=_error(item),
            attributes=_others(item),
        )
    return list(made.values())


def _classes(item: Feature, issues: list[Issue]) -> frozenset[str] | None:
    text = item.get(_CLASSES)
    if text is None:
        return None
    known = {value.value.lower(): value.value for value in MastClass}
    parts = [part for part in re.split(r"[,;/+\s]+", str(text)) if part]
    unknown = [part for part in parts if part.lower() not in known]
    if unknown:
        issues.append(
            issue_of(
                "ZONE-CLASS-UNKNOWN",
                row=item.number,
                value=str(text),
                params={"number": item.number, "value": ", ".join(unknown)},
            )
        )
    found = frozenset(known[part.lower()] for part in parts if part.lower() in known)
    return found or None


def _height(item: Feature, issues: list[Issue]) -> float | None:
    """A number is the limit, "none" is no limit, nothing is not stated."""
    value = item.get(_HEIGHT)
    if value is None:
        return None
    number = height_limit(value)
    if number is None:
        issues.append(
            issue_of(
                "ZONE-HEIGHT-NOT-READ",
                row=item.number,
                value=str(value),
                params={"number": item.number, "value": str(value)},
            )
        )
        return None
    return number


def height_limit(value: Any) -> float | None:
    """Return the metres that a cell or attribute states as the limit, ``inf`` for none, None where unread."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = float(value)
    else:
        text = str(value).strip()
        if fold(text) in _NO_LIMIT:
            return float("inf")
        match = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*m?", text)
        number = float(match.group(1).replace(",", ".")) if match else 0.0
    return number if 0 < number < 1000 else None


def _error(item: Feature) -> float:
    value = item.get(_ERROR)
    return float(value) if isinstance(value, int | float) and value > 0 else 0.0


def _others(item: Feature) -> dict[str, Any] | None:
    return dict(item.attributes) or None


def _say_outside(registry: Registry, found: VectorFile, issues: list[Issue]) -> None:
    """Say which features lie wholly outside the territory of today, its boundary's error allowed for."""

    context = context_for(registry, today())
    territory = context.units.territory
    if territory is None or not found.features:
        return
    shapes = shapely.transform(
        np.array([item.geometry for item in found.features], dtype=object),
        lambda p: np.column_stack(to_metric(p[:, 0], p[:, 1], context.metric_epsg)),
    )
    far = ~(shapely.distance(shapes, territory) <= context.units.error_m)
    numbers = [item.number for item, out in zip(found.features, far.tolist(), strict=True) if out]
    if numbers:
        shown = ", ".join(map(str, numbers[:_SHOWN])) + (" …" if len(numbers) > _SHOWN else "")
        issues.append(
            issue_of(
                "FEATURES-OUTSIDE",
                params={"count": len(numbers), "numbers": shown, "name": context.units.territory_name},
            )
        )


def _say_others(
    connection: Connection, layer: Layer, decision: str, day: dt.date, issues: list[Issue]
) -> None:
    others = sorted({zone.decision for zone in load_zones(connection, as_of=day, layer=layer)} - {decision})
    if others:
        issues.append(
            issue_of(
                "ZONES-OTHER-DECISION",
                params={"layer": layer.value, "decisions": "; ".join(others), "day": day},
            )
        )
