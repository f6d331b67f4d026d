"""The position that a visit measured at the foot of its mast, and how far the register's lies from it."""

from dataclasses import dataclass

from registry.geo.distances import geodesic_m
from registry.geo.formats import format_dms_pair
from registry.messages import Language, Words, number, say
from registry.model.field.inspections import ItemKind
from registry.services.field.inspections import InspectionView

_SAID = Words("{at}{accuracy}, cách vị trí trong sổ {away} m", "{at}{accuracy}, {away} m from the register's")


@dataclass(frozen=True, slots=True)
class MeasuredPlace:
    """A measured position (EPSG:4326) with its accuracy, and its distance to the register's, in metres."""

    lon: float
    lat: float
    accuracy_m: float | None
    away_m: float


def measured_place(view: InspectionView) -> MeasuredPlace | None:
    """Return the measured position that counts, the last one that was not replaced; None for none."""
    for item in reversed(view.items):
        place = item.position
        if item.kind is not ItemKind.POSITION or item.replaced_by or place is None or not place.usable:
            continue
        if place.lon is None or place.lat is None:
            continue
        away = geodesic_m(view.mast.lon, view.mast.lat, [place.lon], [place.lat])
        return MeasuredPlace(place.lon, place.lat, place.accuracy_m, float(away[0]))
    return None


def measured_words(view: InspectionView, lang: Language) -> str:
    """Return the measured position as minutes state it, "" where nobody measured."""
    place = measured_place(view)
    if place is None:
        return ""
    accuracy = "" if place.accuracy_m is None else f" (± {number(place.accuracy_m, 0, lang)} m)"
    return say(_SAID, lang).format(
        at=format_dms_pair(place.lon, place.lat, lang),
        accuracy=accuracy,
        away=number(place.away_m, 0 if place.away_m >= 10 else 1, lang),
    )
