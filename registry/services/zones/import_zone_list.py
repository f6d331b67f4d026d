"""Import a workbook of zones as one batch, with a preview first; the same list again changes nothing."""

from pathlib import Path

from registry.errors import RefusalError
from registry.model.areas import LayerCoverage
from registry.services.office.preview import ImportOutcome
from registry.services.office.registry import Registry
from registry.services.zones.features import coverage_of, layer_of
from registry.services.zones.import_zones import COVERAGE, import_zones, write_zones
from registry.services.zones.listed_zones import RowDefaults, ZoneList, read_zone_rows

SPREADSHEETS = frozenset({".xlsx", ".xls", ".ods", ".csv"})


def import_zone_rows(
    registry: Registry,
    path: Path,
    *,
    defaults: RowDefaults | None = None,
    covers: str | None = None,
    yes: bool = False,
    who: str,
    name: str | None = None,
) -> ImportOutcome:
    """Import the rows of a list of zones; ``defaults`` hold for rows that do not state it themselves.

    ``covers`` as for ``import_zones``, for the layer of ``defaults``. Without ``yes`` nothing is written.
    Raises RefusalError for a file that cannot be read as such a list.
    """
    given = defaults or RowDefaults()
    if given.layer:
        layer_of(given.layer)
    if given.valid_from and given.valid_to and given.valid_to < given.valid_from:
        raise RefusalError("VALIDITY-TURNED", first=given.valid_from, last=given.valid_to)
    found = read_zone_rows(registry, path, defaults=given, name=name)
    places: list[LayerCoverage] = []
    if covers and given.valid_from is not None:
        places = [
            coverage_of(layer_of(given.layer), given.decision, given.valid_from, given.valid_to, covers)
        ]
    return write_zone_rows(registry, found, places, yes=yes, who=who)


def write_zone_rows(
    registry: Registry, found: ZoneList, places: list[LayerCoverage], *, yes: bool, who: str
) -> ImportOutcome:
    """Write the zones of a list that was read as one batch, or say what that would do."""
    options = {"made_by": "rows", "layers": ", ".join(sorted({zone.layer for zone in found.zones}))}
    return write_zones(registry, found, places, options=options, yes=yes, who=who)


def enter_zones(
    registry: Registry,
    path: Path,
    defaults: RowDefaults,
    *,
    crs: str | None = None,
    covers: str | None = None,
    yes: bool = False,
    who: str,
) -> ImportOutcome:
    """Import a workbook by its sentences, any other file by its shapes (a CSV without sentences too)."""
    listed = path.suffix.lower() in SPREADSHEETS and not defaults.layer.startswith(COVERAGE)
    if listed:
        try:
            return import_zone_rows(registry, path, defaults=defaults, covers=covers, yes=yes, who=who)
        except RefusalError as refusal:
            if path.suffix.lower() != ".csv" or refusal.code not in _NO_LIST:
                raise
    assert defaults.valid_from is not None
    return import_zones(
        registry, path, layer=defaults.layer, decision=defaults.decision, valid_from=defaults.valid_from,
        valid_to=defaults.valid_to, crs=crs, covers=covers, article=defaults.article, yes=yes, who=who,
    )  # fmt: skip


_NO_LIST = frozenset({"ZONE-LIST-NO-EXTENT", "FILE-NO-HEADER"})
