"""A day of the register written into a lake."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from registry.extras import need_extra
from registry.frames.lake import areas, proposals
from registry.frames.lake.masking import Rows, shown_rows
from registry.frames.lake.masts import MastLayers
from registry.frames.lake.snapshot import OFFICE, Snapshot, snapshot
from registry.lake.columns import MARK_COLUMN, lake_layers
from registry.lake.geoparquet import Packed, packed
from registry.lake.layout import LakeLayer
from registry.lake.manifest import Manifest, OfficePart
from registry.lake.tables import lake_table
from registry.lake.writing import Written, write_day
from registry.law import law_in_force
from registry.model.areas import AdminLevel, full_name
from registry.regulations.written import published_to_json
from registry.services.office.registry import Registry
from registry.services.office.table_book import ILLUSTRATIVE
from registry.services.office.working_days import calendar_of
from registry.store.office.operators import load_settings
from registry.store.regulations.regulations import list_regulations

_AREAS: Mapping[LakeLayer, Callable[[Snapshot], Rows]] = {
    LakeLayer.PROPOSALS: proposals.proposals,
    LakeLayer.ZONES: areas.zones,
    LakeLayer.COVERAGES: areas.coverages,
    LakeLayer.PLANS: areas.plans,
    LakeLayer.UNITS: areas.units,
    LakeLayer.OPERATOR_LISTS: areas.operator_lists,
    LakeLayer.CABLES: areas.cables,
    LakeLayer.OUTAGES: proposals.outages,
}


def export_lake(
    registry: Registry,
    lake: Path,
    day: dt.date,
    *,
    role: str = OFFICE,
    progress: Callable[[str], None] | None = None,
) -> Written:
    """Write the register of a day, as ``role`` may see it, into a lake; the day again replaces it.

    ``role``: ``office``, ``viewer``, ``public`` or ``carrier:CODE`` (``LAKE-ROLE``). Refused without pyarrow
    (``EXTRA-MISSING``), and as ``write_day``. What is written is one state of the register.
    """
    need_extra("parquet")
    say = progress or (lambda _step: None)
    say("register")
    with snapshot(registry, day, role) as seen:
        return write_day(Path(lake), _about(seen), _layers(seen, say))


def _layers(seen: Snapshot, say: Callable[[str], None]) -> Iterator[tuple[LakeLayer, Packed]]:
    masts = MastLayers(seen)
    of_masts = {
        LakeLayer.SITES: masts.sites,
        LakeLayer.STRUCTURES: masts.structures,
        LakeLayer.STATIONS: masts.stations,
    }
    for layer, facts in lake_layers().items():
        say(layer.value)
        rows = of_masts[layer]() if layer in of_masts else _AREAS[layer](seen)
        shown = shown_rows(facts, rows, seen.person)
        columns, values = shown.columns, shown.values
        if seen.loaded.illustrative:
            count = len(next(iter(values.values()), ()))
            columns, values = (*columns, MARK_COLUMN), values | {MARK_COLUMN.name: [ILLUSTRATIVE] * count}
        yield layer, packed(lake_table(facts, columns, values, shown.shapes))


def _about(seen: Snapshot) -> Manifest:
    loaded, settings = seen.loaded, seen.registry.settings
    law = law_in_force(settings.province, seen.day, office=loaded.office_numbers, own=loaded.own_law)
    province = loaded.units.at(AdminLevel.PROVINCE, settings.province, seen.day)
    return Manifest(
        province=settings.province,
        province_name="" if province is None else full_name(province),
        day=seen.day,
        disclosure=seen.disclosure,
        ledger_entries=loaded.version.seq,
        ledger_head=loaded.version.hash,
        law=law.digest,
        metric_epsg=settings.metric_epsg,
        illustrative=loaded.illustrative,
        files=(),
        office=_office(seen) if seen.disclosure == OFFICE else None,
    )


def _office(seen: Snapshot) -> OfficePart:
    calendar = calendar_of(load_settings(seen.connection))
    return OfficePart(
        numbers=dict(seen.loaded.office_numbers),
        worked=tuple(sorted(day.isoformat() for day in calendar.work)),
        rest=tuple(sorted(day.isoformat() for day in calendar.rest)),
        regulations=tuple(published_to_json(list_regulations(seen.connection, published=True))),
    )
