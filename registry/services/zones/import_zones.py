"""Import the zones of one layer with the decision that made them, and state where the layer is complete.

A newer decision is added beside an older one; the older ends only by its own ``valid_to``.
"""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from registry.errors import RefusalError
from registry.intake.frame_list import is_frame
from registry.intake.maps.map_file import none_usable, read_map_file
from registry.intake.maps.map_frame import read_map_frame
from registry.messages import issue_of
from registry.model.areas import Layer, LayerCoverage
from registry.model.issues import Issue
from registry.model.ledger import Origin
from registry.model.vietnam_time import one_moment
from registry.provinces import planes_of
from registry.services.office.deeds import write
from registry.services.office.import_batch import counts_of, preview_rows
from registry.services.office.preview import ImportOutcome
from registry.services.office.registry import Registry
from registry.services.register.position_hints import box_here
from registry.services.zones.elsewhere import outside
from registry.services.zones.features import LINES, coverage_in, coverage_of, layer_of, zones_of
from registry.services.zones.listed_zones import ZoneList
from registry.store.changes import difference
from registry.store.tables import layer_coverages, zones
from registry.store.zones.zones import coverage_row, load_zones, zone_row

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

COVERAGE = "coverage:"


@one_moment()
def import_zones(
    registry: Registry,
    path: "Path | GeoDataFrame",
    *,
    layer: str,
    decision: str,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    crs: str | None = None,
    covers: str | None = None,
    article: str = "",
    yes: bool = False,
    who: str,
    name: str | None = None,
) -> ImportOutcome:
    """Import a vector file as zones of ``layer`` (or ``coverage:<layer>``: where that layer is complete).

    A frame of GeoPandas in the place of ``path`` is read as the features of a file are.
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
    lines = chosen in LINES and not of_coverage
    read = (
        read_map_frame(path, crs=crs, lines=lines, name=name or "frame")
        if is_frame(path)
        else read_map_file(
            Path(path),
            crs=crs,
            lines=lines,
            planes=planes_of(registry.settings.province),
            box=box_here(registry),
        )
    )
    if not read.features and not covers:
        raise none_usable(read)
    places = []
    if of_coverage:
        places.append(coverage_in(chosen, decision, valid_from, valid_to, read))
    if covers:
        places.append(coverage_of(chosen, decision, valid_from, valid_to, covers, crs=crs))
    made = (
        []
        if of_coverage
        else zones_of(read, chosen, decision, valid_from=valid_from, valid_to=valid_to, article=article)
    )
    issues = [
        *outside(registry, read),  # before what is said feature by feature, which may be long
        *read.issues,
        *_others(registry, chosen, decision, valid_from),
    ]
    found = ZoneList(name or read.name, read.sha256, made, issues=issues, left_out=read.left_out)
    options = {
        "layer": layer, "decision": decision, "valid_from": valid_from.isoformat(),
        "valid_to": valid_to.isoformat() if valid_to else "", "covers": covers or "",
    }  # fmt: skip
    return write_zones(registry, found, places, options=options, yes=yes, who=who)


@one_moment()
def write_zones(
    registry: Registry,
    found: ZoneList,
    places: list[LayerCoverage],
    *,
    options: Mapping[str, Any],
    yes: bool,
    who: str,
) -> ImportOutcome:
    """Write zones and coverages as one batch, or say what that would do; ``options`` as ``open_batch``."""
    rows = [zone_row(zone) for zone in found.zones]
    covered = [coverage_row(place) for place in places]
    read_at = {zone.id: Origin(*at) for zone, at in zip(found.zones, found.rows, strict=False)}
    with registry.database.write() if yes else registry.database.read() as connection:
        parts = (
            difference(connection, zones, rows, read_at),
            difference(connection, layer_coverages, covered),
        )
        counts = counts_of(parts[:1], left_out=found.left_out)  # zones: where a layer is complete is no zone
        stated = len(parts[1].new) + len(parts[1].changed)
        if stated:
            counts["coverages"] = stated
        changes = [*parts[0].changes, *parts[1].changes] if yes else []
        batch = write(
            connection, changes, kind="zones", who=who, file_name=found.name, file_sha256=found.sha256,
            options=options, summary=counts,
        )  # fmt: skip
    return ImportOutcome(
        counts=counts,
        issues=tuple(found.issues),
        rows=preview_rows(parts[0], named="name"),
        batch=batch or None,
        file_name=found.name,
    )


def _others(registry: Registry, layer: Layer, decision: str, day: dt.date) -> list[Issue]:
    """Say which other decisions have zones of the layer on the day; they stay in force beside the new one."""
    with registry.database.read() as connection:
        standing = load_zones(connection, as_of=day, layer=layer)
    others = sorted({zone.decision for zone in standing} - {decision})
    params = {"layer": layer.value, "decisions": "; ".join(others), "day": day}
    return [issue_of("ZONES-OTHER-DECISION", params=params)] if others else []
