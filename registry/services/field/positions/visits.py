"""What came back from proposed positions: one visit by one person, measured and answered."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from registry.geo.distances import geodesic_m
from registry.messages import Language, say
from registry.model.field.inspections import Item, ItemKind, Judged, Judgement, Reading
from registry.model.field.phone_clock import happened_at
from registry.model.requests.position_visits import PositionVisit
from registry.safety import checklists
from registry.safety.readings import number_of
from registry.services.field.items import items_of
from registry.services.field.photos import present
from registry.services.field.position_arrivals import measure
from registry.services.field.settings import settings_of
from registry.services.field.vocabulary import value_words
from registry.services.office.registry import Registry
from registry.store.database import Connection
from registry.store.field.positions import items_at
from registry.store.office.operators import load_settings
from registry.store.reading import Row


def visits_at(
    registry: Registry, connection: Connection, targets: Sequence[Row]
) -> dict[str, list[PositionVisit]]:
    """Return target -> its visits, the earliest first; those that were dropped are none."""
    by_visit: dict[str, list[Item]] = defaultdict(list)
    for item in items_of(items_at(connection, [row["id"] for row in targets])):
        by_visit[item.inspection].append(item)
    gate = settings_of(load_settings(connection)).accuracy_gate_m
    named = {name for items in by_visit.values() for item in items for name in item.photos}
    there = present(registry, connection, sorted(named))
    places = {row["id"]: (row["lon"], row["lat"]) for row in targets}
    found: dict[str, list[PositionVisit]] = defaultdict(list)
    for items in by_visit.values():
        if not any(item.kind is ItemKind.DROP for item in items):
            made = _visit(items, places, gate, there)
            found[made.target].append(made)
    for visits in found.values():
        visits.sort(key=lambda visit: (visit.started_at, visit.id))
    return found


def _visit(
    items: Sequence[Item],
    places: Mapping[str, tuple[float, float]],
    gate_m: float,
    there: Collection[str],
) -> PositionVisit:
    first, standing = items[0], [item for item in items if not item.replaced_by]
    positions = [
        item.position for item in standing if item.kind == ItemKind.POSITION and item.position is not None
    ]
    measured, rough = measure(positions, gate_m), False
    if measured is None:
        measured, rough = measure(positions, float("inf")), True
    content = checklist_of(items)
    photos = list(dict.fromkeys(name for item in standing for name in item.photos))
    lon, lat = places[first.structure]
    return PositionVisit(
        id=first.inspection,
        target=first.structure,
        person=first.person,
        checklist=content[0],
        checklist_version=content[1],
        started_at=min(_moments(items, ItemKind.START), default=""),
        finished_at=max(_moments(items, ItemKind.FINISH), default=""),
        received_at=max(item.received_at for item in items),
        items=tuple(items),
        lon=measured.lon if measured else None,
        lat=measured.lat if measured else None,
        accuracy_m=measured.accuracy_m if measured else None,
        fixes=measured.fixes if measured else 0,
        rough=rough and measured is not None,
        away_m=float(geodesic_m(lon, lat, measured.lon, measured.lat)) if measured else None,
        photos=tuple(photos),
        missing=tuple(name for name in photos if name not in there),
    )


def checklist_of(items: Iterable[Item]) -> tuple[str, int | None]:
    """Return the sheet by which a visit was recorded, its code and version; ("", None) where none says."""
    for item in items:
        content = json.loads(item.content)
        version = number_of(content.get("checklist_version"))
        if content.get("checklist"):
            return str(content["checklist"]), None if version is None else int(version)
    return "", None


def answers_of(visit: PositionVisit, lang: Language) -> list[tuple[str, str, str]]:
    """Return (the sheet's words, the answer in words, what was noted beside it) in the sheet's order."""
    sheet = checklists.get(visit.checklist, visit.checklist_version)
    said = {
        item.entry: item for item in visit.items if item.kind is ItemKind.READING and not item.replaced_by
    }
    found = []
    for entry in sheet.entries if sheet else ():
        item = said.get(entry.code)
        if item is not None:
            reading = Reading(item, entry.code, entry.vi, entry.en, Judgement(Judged.NOT_JUDGED))
            found.append((say(entry, lang), value_words(reading, sheet, lang), item.note))
    return found


def _moments(items: Iterable[Item], kind: ItemKind) -> list[str]:
    found = [
        happened_at(item.recorded_at, item.clock_off_s, item.received_at)
        for item in items
        if item.kind is kind
    ]
    return [text for text in found if text]
