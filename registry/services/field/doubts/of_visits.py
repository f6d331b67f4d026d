"""What stands out in a single visit: an old photo, haste, no position, far away, a picture seen before."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from registry.geo.distances import geodesic_m
from registry.model.field.inspections import FieldPhoto, Flag, Item, ItemKind, MastLabel
from registry.safety.doubts import days_before, hurried, thresholds
from registry.services.field.items import moment_of
from registry.store.field.views import Row

ANSWERS = frozenset({ItemKind.READING, ItemKind.DEFECT})


def visit_flags(
    visits: Mapping[str, Row],
    items: Sequence[Item],
    photos: Mapping[str, FieldPhoto | None],
    labels: Mapping[str, MastLabel],
) -> list[Flag]:
    """Return what stands out in each visit; ``items`` are those that count, of all visits."""
    by_visit: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_visit[item.inspection].append(item)
    found = [
        flag
        for visit, own in by_visit.items()
        if (mast := labels.get(visits[visit]["structure"])) is not None
        for flag in (
            *_old_photos(visits[visit], own, photos, mast),
            *_haste(visits[visit], own, mast),
            *_places(visits[visit], own, mast),
        )
    ]
    return found + list(_seen_before(visits, items, labels))


def _flag(code: str, row: Row, mast: MastLabel, photos: Sequence[str] = (), **params: Any) -> Flag:
    said = {"code": mast.code, "teller": row["person"] or "–", **params}
    return Flag(code, said, [mast], [row["id"]], list(photos), row["person"])


def _old_photos(
    row: Row, items: Sequence[Item], photos: Mapping[str, FieldPhoto | None], mast: MastLabel
) -> Iterator[Flag]:
    visited = moment_of(row["finished_at"] or row["started_at"]) or moment_of(row["received_at"])
    if visited is None:
        return
    ages = {
        name: age
        for name in dict.fromkeys(name for item in items for name in item.photos)
        if (photo := photos.get(name)) is not None
        and (age := days_before(photo.taken_at, visited.date())) is not None
        and age > thresholds().photo_days
    }
    if ages:
        oldest = max(ages.values())
        day = visited.date() - dt.timedelta(days=oldest)
        yield _flag("DOUBT-PHOTO-OLD", row, mast, list(ages), count=len(ages), day=day)


def _haste(row: Row, items: Sequence[Item], mast: MastLabel) -> Iterator[Flag]:
    moments = [
        moment
        for item in items
        if item.kind in ANSWERS and (moment := moment_of(item.recorded_at)) is not None
    ]
    run = hurried(moments)
    if run is not None:
        yield _flag("DOUBT-HASTE", row, mast, count=run[0], seconds=round(run[1]))


def _places(row: Row, items: Sequence[Item], mast: MastLabel) -> Iterator[Flag]:
    places = [item.position for item in items if item.position is not None and item.position.usable]
    answers = sum(item.kind in ANSWERS for item in items)
    if not places:
        if answers >= thresholds().placed_items:
            yield _flag("DOUBT-NO-PLACE", row, mast, count=answers)
        return
    off = [
        float(geodesic_m(mast.lon, mast.lat, place.lon, place.lat))
        - (place.accuracy_m or 0)
        - mast.accuracy_m
        for place in places
        if place.lon is not None and place.lat is not None
    ]
    if off and min(off) > thresholds().far_m:  # nothing at all was recorded near the mast
        yield _flag("DOUBT-FAR", row, mast, distance=min(off) / 1000)


def _seen_before(
    visits: Mapping[str, Row], items: Sequence[Item], labels: Mapping[str, MastLabel]
) -> Iterator[Flag]:
    """Pictures that more than one visit of one mast shows; of several masts: ``flags``."""
    used: dict[str, dict[str, str]] = defaultdict(dict)
    for item in items:
        for name in item.photos:
            used[name][item.inspection] = item.structure
    for name, by_visit in used.items():
        masts = set(by_visit.values())
        mast = labels.get(next(iter(masts)))
        if len(by_visit) > 1 and len(masts) == 1 and mast is not None:
            people = ", ".join(sorted({visits[visit]["person"] or "–" for visit in by_visit}))
            said = {"code": mast.code, "teller": people, "count": len(by_visit)}
            yield Flag("DOUBT-PHOTO-AGAIN", said, [mast], list(by_visit), [name], people)
