"""Zones from an uploaded file: a list of sentences or a file of shapes, looked at before it is written."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from registry.errors import RefusalError
from registry.intake.maps.map_file import read_map_file
from registry.model.areas import Zone
from registry.model.drafts import DraftZone, PlanDraft
from registry.provinces import planes_of
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.position_hints import box_here
from registry.services.zones.elsewhere import outside
from registry.services.zones.features import LINES, layer_of, zones_of
from registry.services.zones.import_zone_list import SPREADSHEETS
from registry.services.zones.listed_zones import MADE_BY, RowDefaults, ZoneList, read_zone_rows

VECTORS = (".geojson", ".json", ".gpkg", ".kml", ".gml", ".zip")
NOT_STATED = "–"
"""Stands for the decision of a draft that has none yet."""
EXTENSIONS = (*sorted(SPREADSHEETS), *VECTORS)


def read_zone_file(
    registry: Registry, path: Path, name: str, *, defaults: RowDefaults, crs: str | None = None
) -> ZoneList:
    """Read the zones of a file by what its name says it is; ``defaults`` as for rows, needed for shapes.

    Raises RefusalError for a file that cannot be read, an unknown layer, days in the wrong order, and for
    shapes without a layer, a decision or a first day (``ZONE-FILE-TERMS``).
    """
    if defaults.layer:
        layer_of(defaults.layer)
    if defaults.valid_from and defaults.valid_to and defaults.valid_to < defaults.valid_from:
        raise RefusalError("VALIDITY-TURNED", first=defaults.valid_from, last=defaults.valid_to)
    suffix = Path(name).suffix.lower()
    if suffix not in EXTENSIONS:
        raise RefusalError("ZONE-FILE-KIND", name=name, known=", ".join(EXTENSIONS))
    if suffix in SPREADSHEETS:
        return read_zone_rows(registry, path, defaults=defaults, name=name)
    if not (defaults.layer and defaults.decision and defaults.valid_from):
        raise RefusalError("ZONE-FILE-TERMS", name=name)
    layer = layer_of(defaults.layer)
    found = read_map_file(
        path, crs=crs or None, lines=layer in LINES, planes=planes_of(registry.settings.province),
        box=box_here(registry),
    )  # fmt: skip
    made = zones_of(
        found, layer, defaults.decision, valid_from=defaults.valid_from, valid_to=defaults.valid_to,
        article=defaults.article,
    )  # fmt: skip
    marked = [replace(zone, attributes={**(zone.attributes or {}), MADE_BY: "file"}) for zone in made]
    numbers = [("", index + 1) for index in range(len(marked))]
    issues = [*outside(registry, found), *found.issues]
    undated = {zone.id for zone in marked} if defaults.day_stands_in else set()
    return ZoneList(name, found.sha256, marked, numbers, issues, found.left_out, undated=undated)


def drafts_terms(own: RowDefaults, draft: PlanDraft) -> RowDefaults:
    """Return the terms of a file for a draft: its own, else the draft's, else what stands for none yet."""
    return RowDefaults(
        own.layer,
        own.decision or draft.decision or NOT_STATED,
        own.article or draft.article,
        own.valid_from or draft.valid_from or today(),
        own.valid_to or draft.valid_to,
        day_stands_in=not (own.valid_from or draft.valid_from),
    )


def as_draft(zone: Zone, draft: PlanDraft, *, undated: Collection[str] = ()) -> DraftZone:
    """Return a zone as one of a draft; what the draft says itself is left to the draft.

    So is the first day of those that are ``undated``. A day that a row states is kept, today's too.
    """
    left = zone.id in undated or zone.valid_from == draft.valid_from
    return DraftZone(
        id=zone.id,
        draft=draft.id,
        layer=zone.layer,
        name=zone.name,
        geometry=zone.geometry,
        decision="" if zone.decision in (draft.decision, NOT_STATED) else zone.decision,
        article="" if zone.article == draft.article else zone.article,
        valid_from=None if left else zone.valid_from,
        valid_to=None if zone.valid_to == draft.valid_to else zone.valid_to,
        allowed_classes=zone.allowed_classes,
        max_height_m=zone.max_height_m,
        error_m=zone.error_m,
        attributes=zone.attributes or {},
    )
