"""How a visit found its mast where the register has it otherwise: shown, nothing is changed by it."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.columns import fold
from registry.messages import Language, Words, number, say, with_values
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


def differences(view: InspectionView, lang: Language) -> list[Difference]:
    """Return what a visit found of its mast that the register has otherwise."""
    counting = [item for item in view.items if not item.replaced_by]
    notes, mast = found_notes(counting), view.mast
    height = None if view.sheet is None else answers_of(view.sheet, counting, mast).found_height
    held = {
        Found.HEIGHT: _metres(mast.mast_height_m, lang),
        Found.CLASS: mast.mast_class,
        Found.NETWORKS: ", ".join(mast.operators),
    }
    said = {kind: note.raw.strip() for kind, note in notes.items()}
    if height is not None:
        said[Found.HEIGHT] = _metres(height, lang)
    return [
        Difference(
            kind,
            say(_WHAT[kind], lang),
            said[kind],
            held[kind] or say(_NONE, lang),
            say(_SEGMENTS, lang) if kind is Found.HEIGHT and kind not in notes else "",
        )
        for kind in Found
        if kind in said and fold(said[kind]) != fold(held[kind])
    ]


def difference_words(views: Sequence[InspectionView], lang: Language) -> str:
    """Return a sentence of minutes that says them, of the last visit that found any; "" for none."""
    for view in reversed(views):
        if found := differences(view, lang):
            lines = "; ".join(_line(one, lang) for one in found)
            return with_values(_HEAD, lang, lines=lines)
    return ""


def _line(one: Difference, lang: Language) -> str:
    told = with_values(_LINE, lang, what=one.what, found=one.found, held=one.held)
    return f"{told} ({one.how})" if one.how else told


def _metres(height: float | None, lang: Language) -> str:
    return "" if height is None else f"{number(height, 1, lang)} m"
