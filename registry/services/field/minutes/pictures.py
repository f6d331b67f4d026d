"""The small pictures of a mast in minutes, each with what it shows and its day."""

from collections.abc import Mapping, Sequence
from typing import Any

from registry.documents.filling import Picture
from registry.messages import Language, Words, say
from registry.model.field.inspections import ItemKind
from registry.safety.photo_marks import Mark, marks_by_photo
from registry.services.field.defect_pictures import MOST_A_MAST
from registry.services.field.inspections import InspectionView
from registry.services.field.small_pictures import small_picture
from registry.services.field.vocabulary import defect_name
from registry.services.office.calendar import in_vietnam
from registry.services.office.registry import Registry

WIDTH_MM = 36  # four of them in a line
_SAID = Words("Ảnh {at}: {what}", "Picture {at}: {what}")
_MORE = Words("còn {n} ảnh trong hồ sơ", "{n} more are kept")
_WHOLE = Words("toàn cảnh", "the mast")


def shown_of(views: Sequence[InspectionView], lang: Language) -> list[tuple[str, str]]:
    """Return the photos of a mast as (SHA-256, what it shows and its day), each once.

    Of each item its first picture before any second one, defects' first.
    """
    found: dict[str, tuple[int, str]] = {}
    for view in views:
        sheet = view.sheet
        items = [item for item in view.items if item.photos and not item.replaced_by]
        for item in sorted(items, key=lambda one: one.kind is not ItemKind.DEFECT):
            entry = sheet.entry(item.entry) if sheet else None
            if item.kind is ItemKind.DEFECT:
                what = defect_name(item.defect, item.component, lang, item.entry)
            elif entry is not None:
                what = entry.vi if lang == "vi" else entry.en
            else:
                what = say(_WHOLE, lang)
            day = _day(item.recorded_at) or _day(item.received_at)
            for order, sha256 in enumerate(item.photos):
                found.setdefault(sha256, (order, f"{what} ({day})"))
    return [(sha256, said) for sha256, (_order, said) in sorted(found.items(), key=lambda one: one[1][0])]


def marks_of(views: Sequence[InspectionView]) -> dict[str, tuple[Mark, ...]]:
    """Return what was drawn over the photos of a mast's visits."""
    return {sha256: marks for view in views for sha256, marks in marks_by_photo(view.items).items()}


def pictures_of(
    registry: Registry,
    shown: Sequence[tuple[str, str]],
    lang: Language,
    marks: Mapping[str, Sequence[Mark]],
) -> dict[str, Any]:
    """Return ``MOST_A_MAST`` small pictures at most with their captions, and how many more there are."""
    drawn: list[tuple[str, bytes]] = []
    for sha256, said in shown:
        if len(drawn) < MOST_A_MAST and (
            picture := small_picture(registry, sha256, marks=marks.get(sha256, ()))
        ):
            drawn.append((said, picture))
    captions = [say(_SAID, lang).format(at=at, what=said) for at, (said, _picture) in enumerate(drawn, 1)]
    left = len(shown) - len(drawn)
    more = [say(_MORE, lang).format(n=left)] if left else []
    return {
        "images": [Picture(picture, WIDTH_MM) for _said, picture in drawn],
        "captions": "; ".join([*captions, *more]),
    }


def _day(at: str) -> str:
    try:
        return f"{in_vietnam(at):%d/%m/%Y}"
    except ValueError:
        return ""
