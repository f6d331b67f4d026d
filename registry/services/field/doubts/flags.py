"""What is too good to be true: readings alike at every mast, photos used twice or taken elsewhere.

A flag is something to look at, never an accusation: there are instruments with one digit and masts side by
side.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from registry.geo.distances import geodesic_m
from registry.messages import Words
from registry.model.field.inspections import FieldPhoto, Flag, Item, ItemKind, MastLabel
from registry.model.people import Person
from registry.safety import checklists
from registry.safety.doubts import thresholds
from registry.safety.readings import number_of
from registry.safety.sheets.keys import split
from registry.safety.uniform import Alike, Told, alike, near_looks
from registry.services.field.checklists.held import held_sheets
from registry.services.field.deeds import check_reader
from registry.services.field.doubts.of_visits import visit_flags
from registry.services.field.items import items_of
from registry.services.field.photos import photos_of
from registry.services.field.responsible import labels_of
from registry.services.office.registry import Registry
from registry.store.database import Connection
from registry.store.field.views import Row, items_of_inspections
from registry.store.field.visits import list_stated, list_visits

_KINDS = {"same": "UNIFORM-SAME", "narrow": "UNIFORM-NARROW", "row": "UNIFORM-ROW", "usual": "UNIFORM-USUAL"}
_MOST = 20  # masts named by a flag


def flags_of(registry: Registry, *, person: Person, campaign: str = "") -> list[Flag]:
    """Return what stands out in a campaign's readings and photos (or in all); for the office only.

    Photos are compared as far as ``look_at_photos`` has come; copies by hash always.
    """
    check_reader(person)
    with registry.database.read() as connection:
        visits = {row["id"]: row for row in list_visits(connection, campaign=campaign)}
        lists = list_stated(connection, campaign=campaign)
        items = [
            item
            for item in items_of(items_of_inspections(connection, visits))
            if not item.replaced_by and item.kind is not ItemKind.DRAWING  # its photo is an item's of its own
        ]
        labels = labels_of(connection, [row["structure"] for row in (*visits.values(), *lists)])
        photos = photos_of(connection, [name for item in items for name in item.photos])
        sheets = list(held_sheets(connection).versions.values())
        found = [
            _readings_flag(one, labels, sheets)
            for one in alike(_told(visits, items, lists, sheets), _usual(sheets))
        ]
        found += visit_flags(visits, items, photos, labels)
        found += _photo_flags(connection, items, photos, labels)
    return found


def _usual(sheets: Sequence[checklists.Checklist]) -> dict[str, tuple[float, float]]:
    return {entry.code: entry.usual for sheet in sheets for entry in sheet.entries if entry.usual is not None}


def _told(
    visits: Mapping[str, Row],
    items: Sequence[Item],
    lists: Sequence[Row],
    sheets: Sequence[checklists.Checklist],
) -> list[Told]:
    measured = {
        entry.code
        for sheet in sheets
        for entry in sheet.entries
        if entry.answer == "number" and entry.instrument
    }
    values: dict[str, dict[str, float]] = defaultdict(dict)
    for item in items:
        number = number_of(item.value)
        if item.kind is ItemKind.READING and split(item.entry)[0] in measured and number is not None:
            values[item.inspection][item.entry] = number
    found = [
        Told(visits[visit]["person"], visits[visit]["structure"], visit, read)
        for visit, read in values.items()
    ]
    for row in lists:
        read = {
            entry: number
            for entry, text in (row["readings"] or {}).items()
            if (number := number_of(text)) is not None
        }
        if read:
            found.append(Told(row["organisation"], row["structure"], "", read))
    return found


def _readings_flag(
    one: Alike, labels: Mapping[str, MastLabel], sheets: Sequence[checklists.Checklist]
) -> Flag:
    named = [
        Words(*words)
        for entry in one.entries
        if (words := next((sheet.words(entry) for sheet in sheets if sheet.entry(entry)), None))
    ]
    masts = [labels[key] for key in one.structures if key in labels]
    params: dict[str, Any] = {
        "teller": one.teller or "–",
        "masts": len(one.structures),
        "entries": Words("; ".join(item.vi for item in named), "; ".join(item.en for item in named)),
        "values": " – ".join(f"{value:g}".replace(".", ",") for value in one.values),
    }
    sources = [source for source in one.sources if source]
    return Flag(_KINDS[one.kind], params, masts[:_MOST], sources[:_MOST], (), one.teller)


def _photo_flags(
    connection: Connection,  # noqa: ARG001 - photos and labels were read from it
    items: Sequence[Item],
    photos: Mapping[str, FieldPhoto | None],
    labels: Mapping[str, MastLabel],
) -> list[Flag]:
    used: dict[str, dict[str, Item]] = defaultdict(dict)
    for item in items:
        for name in item.photos:
            used[name].setdefault(item.structure, item)
    found = []
    for name, by_mast in used.items():
        if len(by_mast) > 1:
            found.append(_photo_flag("UNIFORM-PHOTO-SAME", [name], list(by_mast.values()), labels))
    looks = {name: photo.look for name, photo in photos.items() if photo is not None and photo.look}
    for one, other in near_looks(looks):
        masts = {**used[one], **used[other]}
        if len(masts) > 1 and set(used[one]) != set(used[other]):
            found.append(_photo_flag("UNIFORM-PHOTO-ALIKE", [one, other], list(masts.values()), labels))
    far: dict[tuple[str, str], Flag] = {}
    for item in items:
        for flag in _far(item, photos, labels):  # one photo may tell of several answers of a visit
            before = far.get((item.inspection, flag.photos[0]))
            if before is None or before.params["distance"] < flag.params["distance"]:
                far[item.inspection, flag.photos[0]] = flag
    return [*found, *far.values()]


def _photo_flag(
    code: str, names: Sequence[str], items: Sequence[Item], labels: Mapping[str, MastLabel], **params: Any
) -> Flag:
    masts = [labels[item.structure] for item in items if item.structure in labels]
    people = sorted({item.person for item in items})
    said = {"codes": ", ".join(mast.code for mast in masts[:_MOST]), "teller": ", ".join(people), **params}
    visits = list(dict.fromkeys(item.inspection for item in items))
    return Flag(code, said, masts[:_MOST], visits, list(names), ", ".join(people))


def _far(item: Item, photos: Mapping[str, FieldPhoto | None], labels: Mapping[str, MastLabel]) -> list[Flag]:
    """A photo whose camera, or the phone when it was recorded, was far from the mast."""
    mast = labels.get(item.structure)
    if mast is None or not item.photos:
        return []
    found = []
    for name in item.photos:
        photo = photos.get(name)
        places = []
        if photo is not None and photo.lon is not None and photo.lat is not None:
            places.append((photo.lon, photo.lat, 0.0))
        at = item.position
        if at is not None and at.usable and at.lon is not None and at.lat is not None:
            places.append((at.lon, at.lat, at.accuracy_m or 0.0))
        away = [
            float(geodesic_m(mast.lon, mast.lat, lon, lat)) - accuracy - mast.accuracy_m
            for lon, lat, accuracy in places
        ]
        if away and max(away) > thresholds().far_m:
            found.append(_photo_flag("UNIFORM-PHOTO-FAR", [name], [item], labels, distance=max(away) / 1000))
    return found
