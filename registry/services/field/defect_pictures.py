"""The pictures in the annex of a letter about defects: few a mast and small, each with what it shows."""

from collections.abc import Sequence
from typing import Any

from registry.documents.filling import Picture
from registry.messages import Language
from registry.model.field.defects import Defect
from registry.safety.photo_marks import Mark, marks_by_photo
from registry.services.field.items import items_of
from registry.services.field.small_pictures import small_picture
from registry.services.field.vocabulary import defect_name
from registry.services.office.registry import Registry
from registry.store.field.views import items_of_inspections

MOST_A_MAST = 4
MOST_MASTS = 20
"""Of the masts with pictures; the others' lie in the system, where the organisation sees them."""
WIDTH_MM = 38


def pictures_of(registry: Registry, defects: Sequence[Defect], lang: Language) -> list[dict[str, Any]]:
    """Return the pictures of defects by mast, in the order of the list: the mast, images and captions.

    Of each defect its first picture before any second one.
    """
    masts: dict[str, list[tuple[int, int, Defect, str]]] = {}
    for place, one in enumerate(defects):
        for order, sha256 in enumerate(one.photos):
            masts.setdefault(one.mast.code, []).append((order, place, one, sha256))
    marks = marks_of(registry, defects)
    found: list[dict[str, Any]] = []
    for code, own in masts.items():
        if len(found) == MOST_MASTS:
            break
        drawn: list[tuple[Defect, bytes]] = []
        for _order, _place, one, sha256 in sorted(own, key=lambda item: item[:2]):
            picture = small_picture(registry, sha256, marks=marks.get(sha256, ()))
            if picture and len(drawn) < MOST_A_MAST:
                drawn.append((one, picture))
        if drawn:
            found.append(
                {
                    "code": code,
                    "images": [Picture(picture, WIDTH_MM) for _one, picture in drawn],
                    "captions": _captions([one for one, _picture in drawn], lang),
                }
            )
    return found


def marks_of(registry: Registry, defects: Sequence[Defect]) -> dict[str, tuple[Mark, ...]]:
    """Return what was drawn over photos (SHA-256) on the visits that found the defects."""
    with registry.database.read() as connection:
        visits = sorted({one.inspection for one in defects if one.inspection})
        return marks_by_photo(items_of(items_of_inspections(connection, visits)))


def _captions(shown: Sequence[Defect], lang: Language) -> str:
    word = "Ảnh" if lang == "vi" else "Picture"
    at: dict[str, list[int]] = {}
    for place, one in enumerate(shown, 1):
        said = f"{defect_name(one.defect, one.component, lang, one.entry)} ({one.found_on:%d/%m/%Y})"
        at.setdefault(said, []).append(place)
    return "; ".join(f"{word} {', '.join(map(str, places))}: {said}" for said, places in at.items())
