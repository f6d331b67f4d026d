"""What an officer decides of a visit's answers that tell of a fault undecided: a defect, or none."""

import datetime as dt
import math
from collections.abc import Sequence
from typing import TypedDict

from registry.errors import RefusalError
from registry.messages import Language, Words, say, with_values
from registry.model.field.defects import Defect, DefectState, DefectStep
from registry.model.field.inspections import Item, ItemKind, Judged, Reading
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.safety.checklists import vocabulary
from registry.services.field.deeds import check_officer, field_deed, needed, words
from registry.services.field.defect_arrivals import OTHER
from registry.services.field.defect_entry import NewDefect, enter_defect
from registry.services.field.defect_steps import UNKNOWN, deed_of
from registry.services.field.inspections import SAME, InspectionView, get_inspection
from registry.services.field.restated import restated
from registry.services.field.vocabulary import value_words
from registry.services.office.calendar import in_vietnam, today
from registry.services.office.registry import Registry
from registry.store.changes import stable_id
from registry.store.field.tables import defect_steps, defects
from registry.store.field.views import rows_by, rows_where

NO_DEFECT = "no_defect"
"""The value of a note by which the inspector says that an answer is no defect, with his reason."""
_SAME_AS = Words("Là tồn tại đã ghi ngày {day}", "The defect recorded on {day}")
_NONE_BECAUSE = Words("Không ghi tồn tại: {reason}", "Not recorded as a defect: {reason}")


class _Place(TypedDict):
    identity: str
    instead: int


def said_of(view: InspectionView, reading: Reading) -> str:
    """Return an answer as an officer decides on it: "Han rỉ: Nhẹ"."""
    return words(f"{reading.words_vi}: {value_words(reading, view.sheet, 'vi')}")


def counting_defects(view: InspectionView) -> list[Defect]:
    """Return the defects of a visit, without what was decided of an answer that is another by now.

    Nor those that were withdrawn of such an answer: what it says now waits to be decided.
    """
    made = _own(view)
    beyond = {one.entry: said_of(view, one) for one in view.readings if _beyond(one)}
    gone = {one.defect.id for one in restated(view) if one.defect.state is DefectState.WITHDRAWN}
    return [
        one
        for one in view.defects
        if one.id not in gone
        and not (made.get(one.entry) is one and _none(one) and one.note != beyond.get(one.entry))
    ]


def decided_none(view: InspectionView) -> dict[str, Defect]:
    """Return entry -> what an officer decided of its answer that tells of a fault: that it is no defect."""
    own = _own(view)
    return {one.entry: one for one in counting_defects(view) if own.get(one.entry) is one and _none(one)}


def untold(view: InspectionView) -> dict[str, Reading]:
    """Return entry -> reading of what tells of a fault and has no defect of that visit yet."""
    told = {defect.entry for defect in counting_defects(view)}
    same = {step.words for _defect, step in view.same}
    return {
        reading.entry: reading
        for reading in view.readings
        if _beyond(reading) and reading.entry not in told and said_of(view, reading) not in same
    }


def open_already(view: InspectionView, reading: Reading) -> Defect | None:
    """Return the standing defect of another visit that an answer may tell of, too; None where none is known.

    One of the same entry; else one of no entry that is called as the sheet calls the entry's defects: where
    the answer names its kind, one that is akin ("slack" is no rust; heavy rust may have been light).
    """
    entry = None if view.sheet is None else view.sheet.entry(reading.entry)
    kinds = entry.defects if entry is not None else ()
    said = _called(kinds, reading)
    akin = {kind for kind in kinds if not said or _family(kind) == _family(said[0])}
    own = [one for one in view.elsewhere if one.entry == reading.entry]
    named = [one for one in view.elsewhere if not one.entry and one.defect in akin]
    return next(iter([*own, *named]), None)


def _called(kinds: Sequence[str], reading: Reading) -> list[str]:
    """Return the kinds of defects that are called as an answer ("loose": earthing_loose)."""
    return [kind for kind in kinds if kind.endswith(f"_{reading.item.value}")]


def _family(kind: str) -> str:
    return kind.split("_", maxsplit=1)[0]


def same_defects(view: InspectionView) -> dict[str, tuple[Defect, DefectStep]]:
    """Return entry -> the other visit's defect that its answer was found to tell of, and the step."""
    by_words = {step.words: (defect, step) for defect, step in view.same}
    return {
        reading.entry: by_words[said]
        for reading in view.readings
        if _beyond(reading) and (said := said_of(view, reading)) in by_words
    }


def declined(view: InspectionView, lang: Language = "vi") -> dict[str, str]:
    """Return entry -> why its answer that tells of a fault is none, as inspector or officer said."""
    waiting = untold(view)
    said = {
        item.entry: item.note
        for item in view.items
        if item.kind is ItemKind.NOTE
        and not item.replaced_by
        and item.value == NO_DEFECT
        and item.entry in waiting
        and _said_of(item, waiting[item.entry])
    }
    same = {
        entry: with_values(_SAME_AS, lang, day=f"{one.found_on:%d/%m/%Y}")
        for entry, (one, _step) in same_defects(view).items()
    }
    return said | same | {entry: none_words(one, lang) for entry, one in decided_none(view).items()}


def none_words(decided: Defect, lang: Language) -> str:
    """Return what minutes say of an answer that an officer decided to be no defect."""
    return say(_NONE_BECAUSE, lang).format(reason=decided.reason)


def _beyond(reading: Reading) -> bool:
    return reading.judgement.judged is Judged.BEYOND


def _own(view: InspectionView) -> dict[str, Defect]:
    """Return entry -> the defect that an officer made of its answer, or decided to be none."""
    return {one.entry: one for one in view.defects if one.id == identity_of(view.inspection.id, one.entry)}


def _none(one: Defect) -> bool:
    """Whether it was decided of an answer (which its note is); one made and withdrawn later has no note."""
    return one.state is DefectState.WITHDRAWN and bool(one.note)


def identity_of(inspection: str, entry: str) -> str:
    """Return the id of the defect that an officer makes of a visit's answer, or decides to be none."""
    return stable_id("visit defect", inspection, entry)


def _said_of(note: Item, reading: Reading) -> bool:
    """Whether a note was taken of the value that counts: its ``raw`` is the value as the phone wrote it."""
    value = str(reading.item.value)
    if note.raw.casefold() == value.casefold():
        return True
    try:
        return math.isclose(float(note.raw), float(value), rel_tol=1e-3)  # 12 and 12.0; a computed value
    except ValueError:
        return False


def make_defect(
    registry: Registry, inspection: str, entry: str, defect: str, severity: str, *, person: Person
) -> Defect:
    """Make a defect of an answer, found on the day of the visit, with the photos of that entry.

    ``DEFECT-STATED-TAKEN`` where the answer tells of none, or somebody has made it meanwhile.
    """
    view = get_inspection(registry, inspection, person=person)
    if entry not in untold(view):
        raise RefusalError("DEFECT-STATED-TAKEN")
    counting = [item for item in view.items if item.entry == entry and not item.replaced_by]
    there = [sha for item in counting for sha in item.photos if view.photos.get(sha) is not None]
    new = _new(view, entry, defect, severity, photos=tuple(dict.fromkeys(there)))
    return enter_defect(registry, new, person=person, **_place_of(view, entry))


def decide_none(
    registry: Registry, inspection: str, entry: str, *, answer: str, reason: str, person: Person
) -> Defect:
    """Decide that an answer which tells of a fault is no defect, for a reason that minutes then say.

    ``answer`` is what the page showed (``said_of``): ``DEFECT-ANSWER-OTHER`` where it is another by now.
    Kept as a withdrawn defect, as ``dismiss_stated`` does; ``DEFECT-STATED-TAKEN`` as ``make_defect``.
    """
    check_officer(person)
    view = get_inspection(registry, inspection, person=person)
    reading = untold(view).get(entry)
    if reading is None:
        raise RefusalError("DEFECT-STATED-TAKEN")
    said = said_of(view, reading)
    if words(answer) != said:
        raise RefusalError("DEFECT-ANSWER-OTHER", answer=said)
    new = _new(view, entry, likely(view, reading)[0] or OTHER, "", note=said)
    because = needed(reason)
    return enter_defect(registry, new, person=person, none_because=because, **_place_of(view, entry))


@one_moment()
def take_back_none(registry: Registry, defect: str, *, person: Person, seen: int) -> None:
    """Take back that an answer is no defect: it waits to be decided again; the ledger keeps what was said.

    ``DEFECT-STATE`` where the record is another: a defect that was opened, or that never was such.
    """
    check_officer(person)
    with field_deed(registry, "defect-undecided", person, defect=defect) as made:
        row = made.standing(defects, defect, unknown=UNKNOWN, seen=seen, offered={"reason": ""})
        decided = row["state"] == DefectState.WITHDRAWN and bool(row["note"])
        if not decided or row["id"] != identity_of(row["inspection"], row["entry"]):
            raise RefusalError("DEFECT-STATE", state=row["state"])
        for step in rows_where(made.connection, defect_steps, "defect", [row["id"]]):
            made.remove(defect_steps, step["id"])
        made.remove(defects, row["id"])


@one_moment()
def state_same(
    registry: Registry, inspection: str, entry: str, defect: str, *, answer: str, person: Person, seen: int
) -> Defect:
    """State that an answer tells of a defect that stands already: no second one is made, the first says so.

    Its state stays: whether what was said to be remedied is, a re-inspection says. ``answer`` as for
    ``decide_none``; ``DEFECT-STATED-TAKEN`` where the answer waits no more or the defect is not that one.
    """
    check_officer(person)
    view = get_inspection(registry, inspection, person=person)
    reading = untold(view).get(entry)
    known = None if reading is None else open_already(view, reading)
    if reading is None or known is None or known.id != defect:
        raise RefusalError("DEFECT-STATED-TAKEN")
    said = said_of(view, reading)
    if words(answer) != said:
        raise RefusalError("DEFECT-ANSWER-OTHER", answer=said)
    day = _day_of(view.inspection.finished_at or view.inspection.started_at)
    with deed_of(registry, defect, SAME, person, seen, offered={}) as deed:
        deed.step(words=said, on_day=day, inspection=inspection)
    return known


@one_moment()
def take_back_same(registry: Registry, inspection: str, step: str, *, person: Person) -> None:
    """Take back that an answer tells of another visit's defect: it waits to be decided again."""
    check_officer(person)
    with field_deed(registry, "defect-same-undone", person, step=step) as made:
        row = rows_by(made.connection, defect_steps, [step]).get(step)
        if row is None or row["kind"] != SAME or row["inspection"] != inspection:
            raise RefusalError("DEFECT-STATED-TAKEN")
        made.remove(defect_steps, step)


def likely(view: InspectionView, reading: Reading) -> tuple[str, str]:
    """Return the defect that an answer likely is, with the vocabulary's severity; "" where nothing says so.

    The one that the sheet names for the entry and that is called as the answer ("loose": earthing_loose),
    else the sheet's first.
    """
    known = vocabulary().defects
    entry = None if view.sheet is None else view.sheet.entry(reading.entry)
    offered = entry.defects if entry is not None else ()
    kind = next(iter([*_called(offered, reading), *offered]), "")
    return kind, known[kind].severity if kind in known else ""


def _new(
    view: InspectionView,
    entry: str,
    defect: str,
    severity: str,
    *,
    note: str = "",
    photos: tuple[str, ...] = (),
) -> NewDefect:
    one = view.inspection
    found_on = _day_of(one.finished_at or one.started_at)
    return NewDefect(
        one.structure, defect, severity, found_on, entry=entry, note=note, photos=photos,
        campaign=one.campaign, inspection=one.id,
    )  # fmt: skip


def _place_of(view: InspectionView, entry: str) -> _Place:
    """Return an answer's id among defects, and the version of what was decided of an earlier answer."""
    stale = _own(view).get(entry)
    identity = identity_of(view.inspection.id, entry)
    return {"identity": identity, "instead": stale.version if stale else 0}


def _day_of(moment: str) -> dt.date:
    """Return the day of a visit; a phone's clock that names none, or one to come, says today."""
    try:
        return min(in_vietnam(moment).date(), today())
    except ValueError:
        return today()
