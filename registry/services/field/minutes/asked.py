"""What minutes say of the defects that were found, and what they ask the unit to do about them."""

from collections.abc import Sequence
from typing import Any

from registry.messages import Language, Words, say, with_values
from registry.model.field.defects import Defect
from registry.services.field.minutes.units import Unit
from registry.services.field.responsible import is_cable
from registry.services.field.visit_defects import same_defects
from registry.services.field.vocabulary import defect_row
from registry.services.office.registry import Registry
from registry.store.office.operators import organisation_names

_REMEDY = Words(
    "Đơn vị khắc phục các tồn tại nêu tại mục III trong thời hạn ghi ở từng mục và báo cáo kết quả kèm ảnh.",
    "The defects of part III are to be remedied in the time stated for each, and reported with photos.",
)
_THE_REST = Words(
    "Đơn vị khắc phục các tồn tại nêu tại mục III chưa ghi là đã khắc phục, trong thời hạn ghi ở từng mục, "
    "và báo cáo kết quả kèm ảnh.",
    "The defects of part III that are not said to be remedied are to be remedied in the time stated for "
    "each, and reported with photos.",
)
_BUT_OTHERS = Words(
    "Đơn vị khắc phục các tồn tại nêu tại mục III, trừ mục ghi là đã khắc phục, của đơn vị khác hoặc chưa rõ "
    "của ai, trong thời hạn ghi ở từng mục, và báo cáo kết quả kèm ảnh.",
    "The defects of part III are to be remedied in the time stated for each, and reported with photos, but "
    "for those said to be remedied, another organisation's, or nobody's that is known.",
)
_OTHERS_ONLY = Words(
    "Không có yêu cầu khắc phục đối với đơn vị; tồn tại còn lại nêu tại mục III của đơn vị khác hoặc chưa rõ "
    "của ai.",
    "Nothing has to be remedied by the unit; what is left of part III is another organisation's, or nobody's "
    "that is known.",
)
_ALL_REMEDIED = Words(
    "Các tồn tại nêu tại mục III đều đã được khắc phục.", "All defects of part III have been remedied."
)
_REMEDIED = Words("đã khắc phục {day}", "remedied {day}")
_NONE = Words("Không có yêu cầu khắc phục.", "Nothing has to be remedied.")
_BEFORE = Words(
    "Không có tồn tại mới; đơn vị khắc phục tồn tại đã ghi từ trước theo thời hạn đã báo.",
    "No new defects; those recorded before are to be remedied in the time that was stated.",
)
_WHOSE = Words("{what} (của {name})", "{what} ({name}'s)")
_NOT_KNOWN = Words("{what} (chưa rõ của ai)", "{what} (not known whose)")


def defect_cells(
    registry: Registry,
    unit: Unit,
    found: Sequence[Defect],
    lang: Language,
    *,
    own: bool,
    remedied: bool,
    every: bool,
) -> list[dict[str, Any]]:
    """Return the cells of defects; of one that is remedied the day of it stands for the day until which.

    Of what is not the unit's it is said whose it is: of outside cable, of ``every`` defect. ``own``: as
    ``defect_row`` has it.
    """
    with registry.database.read() as connection:
        names = organisation_names(connection)
    rows = []
    for at, one in enumerate(found, 1):
        cells = defect_row(at, one, lang, own=own)
        if _others(one, unit, every=every):
            words = _WHOSE if one.organisation else _NOT_KNOWN
            name = names.get(one.organisation, one.organisation)
            cells["what"] = say(words, lang).format(what=cells["what"], name=name)
        if remedied and one.closed_on is not None and not one.standing:
            cells["deadline"] = with_values(_REMEDIED, lang, day=f"{one.closed_on:%d/%m/%Y}")
        rows.append(cells)
    return rows


def conclusion(unit: Unit, found: Sequence[Defect], *, remedied: bool, every: bool) -> Words:
    """Return what the unit is asked to do about the defects of the minutes.

    ``remedied``: it is said which are; ``every``: whose each is counts, not of outside cable alone.
    """
    left = [one for one in found if one.standing or not remedied]
    if not found:
        before = (one for view in unit.views for one, _step in same_defects(view).values())
        return _BEFORE if any(not (every and _others(one, unit, every=True)) for one in before) else _NONE
    if not left:
        return _ALL_REMEDIED
    others = sum(_others(one, unit, every=every) for one in left)
    if others:
        return _OTHERS_ONLY if others == len(left) else _BUT_OTHERS
    return _REMEDY if len(left) == len(found) else _THE_REST


def _others(one: Defect, unit: Unit, *, every: bool) -> bool:
    return one.organisation != unit.organisation and (every or is_cable(one.defect))
