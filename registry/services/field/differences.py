"""How a visit found its mast where the register has it otherwise: shown, nothing is changed by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.columns import fold
from registry.messages import Language, Words, number, say, with_values
from registry.model.field.inspections import Item
from registry.safety.readings import number_of
from registry.safety.sheets.answers import SEGMENTS
from registry.services.field.checklists.answers import answers_of
from registry.services.field.checklists.found import Found, found_notes
from registry.services.field.inspections import InspectionView

_WHAT = {
    Found.HEIGHT: Words("chiều cao cột", "height of the mast"),
    Found.CLASS: Words("loại cột", "class of the mast"),
    Found.NETWORKS: Words("mạng trên cột", "networks on the mast"),
}
_SEGMENTS = Words("theo số đốt và chiều cao một đốt", "by the number and the height of its segments")
_NONE = Words("chưa ghi", "not stated")
_LINE = Words("{what} tại chỗ {found}, sổ ghi {held}", "{what} found {found}, registered {held}")
_HEAD = Words("Khác với sổ đăng ký: {lines}.", "Other than registered: {lines}.")


@dataclass(frozen=True, slots=True)
class Difference:
    """What a visit ``found``, what the register has ``held``, and how, where it was not said outright."""

    kind: Found
    what: str
    found: str
    held: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class FoundTogether:
    """What the visits of a mast found together: of each the word of the last visit that said it.

    ``height`` is None where the register's stands; ``segments``: it follows from them.
    """

    notes: Mapping[Found, Item]
    height: float | None
    segments: bool = False


def found_together(views: Sequence[InspectionView], counting: Sequence[Item]) -> FoundTogether:
    """Return what the visits of a mast (the earliest first) found; ``counting``: the items that count.

    Where one visit stated a height and a later one counted its segments, the later one counts.
    """
    at = {view.inspection.id: place for place, view in enumerate(views)}
    notes: dict[Found, Item] = {}
    for view in views:
        notes |= found_notes(view.items)
    stated = notes.get(Found.HEIGHT)
    height = None if stated is None else number_of(stated.raw)
    told = -1 if stated is None or not height else at[stated.inspection]
    for view in reversed(views):
        if view.sheet is None:
            continue
        own = [
            item
            for item in counting
            if item.inspection in at and _sheet(views[at[item.inspection]]) == _sheet(view)
        ]
        answers = answers_of(view.sheet, own, view.mast)
        last = max((at[item.inspection] for item in own if item.entry in SEGMENTS), default=-1)
        if answers.whole_height is not None and last > told:
            notes.pop(Found.HEIGHT, None)
            return FoundTogether(notes, answers.found_height, segments=answers.found_height is not None)
    return FoundTogether(notes, height or None)


def differences(view: InspectionView, lang: Language) -> list[Difference]:
    """Return what a visit found of its mast that the register has otherwise."""
    return _differences([view], [item for item in view.items if not item.replaced_by], lang)


def difference_words(views: Sequence[InspectionView], counting: Sequence[Item], lang: Language) -> str:
    """Return a sentence of minutes that says what the visits of a mast found together; "" for none."""
    lines = "; ".join(_line(one, lang) for one in _differences(views, counting, lang))
    return with_values(_HEAD, lang, lines=lines) if lines else ""


def _differences(
    views: Sequence[InspectionView], counting: Sequence[Item], lang: Language
) -> list[Difference]:
    found, mast = found_together(views, counting), views[-1].mast
    held = {
        Found.HEIGHT: _metres(mast.mast_height_m, lang),
        Found.CLASS: mast.mast_class,
        Found.NETWORKS: ", ".join(mast.operators),
    }
    said = {kind: note.raw.strip() for kind, note in found.notes.items()}
    if found.height is not None:
        said[Found.HEIGHT] = _metres(found.height, lang)
    return [
        Difference(
            kind,
            say(_WHAT[kind], lang),
            said[kind],
            held[kind] or say(_NONE, lang),
            say(_SEGMENTS, lang) if kind is Found.HEIGHT and found.segments else "",
        )
        for kind in Found
        if kind in said and fold(said[kind]) != fold(held[kind])
    ]


def _line(one: Difference, lang: Language) -> str:
    told = with_values(_LINE, lang, what=one.what, found=one.found, held=one.held)
    return f"{told} ({one.how})" if one.how else told


def _metres(height: float | None, lang: Language) -> str:
    return "" if height is None else f"{number(height, 1, lang)} m"


def _sheet(view: InspectionView) -> tuple[str, int]:
    return (view.sheet.code, view.sheet.version) if view.sheet else ("", 0)
