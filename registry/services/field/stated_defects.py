"""Defects that carriers wrote into lists of self-inspections: words, until an officer makes them defects.

Or says, with a reason, that they are none.

Nothing is judged by itself: the words are looked up in the vocabulary of sheets, what fits best is proposed,
and the officer says which defect it is and how bad. What was accepted is found again by its id, which belongs
to the row and its words: another list that says the same makes no second one.
"""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from registry.columns import fold
from registry.errors import RefusalError
from registry.model.field.defects import Defect, DefectState
from registry.model.field.inspections import MastLabel
from registry.model.people import Person
from registry.safety.checklists import vocabulary
from registry.services.field.deeds import check_officer, needed
from registry.services.field.defect_arrivals import OTHER
from registry.services.field.defect_entry import NewDefect, enter_defect
from registry.services.field.responsible import is_cable, labels_of
from registry.services.field.self_inspection import self_inspections_of
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.store.changes import stable_id
from registry.store.field.tables import defects
from registry.store.field.views import Row, rows_by

NOTHING = frozenset({"", "khong", "khongco", "khongcotontai", "binhthuong", "tot", "dat", "ok", "none", "no"})
"""Folded words that say that there is no defect."""
ENOUGH = 0.6
"""Share of a defect's words that a text must have to be proposed as it; a choice, not a law."""
UNKNOWN = "DEFECT-UNKNOWN"


@dataclass(frozen=True, slots=True)
class StatedDefect:
    """What a carrier wrote of a mast. ``defect`` and ``severity`` are proposed, "" where nothing fits.

    ``taken`` is the id of the defect that an officer made of it, "" before; ``none_because`` his reason where
    he found that it is none (``taken`` then names the withdrawn record).
    """

    id: str
    mast: MastLabel
    words: str
    inspected_on: dt.date | None
    remedied_on: dt.date | None
    campaign: str
    defect: str
    severity: str
    taken: str
    none_because: str = ""


def list_stated(registry: Registry, *, person: Person, campaign: str = "") -> list[StatedDefect]:
    """Return what carriers stated, open ones first, then the latest inspection first; officers only."""
    check_officer(person)
    rows = [row for row in self_inspections_of(registry, person=person, campaign=campaign) if _says(row)]
    with registry.database.read() as connection:
        masts = labels_of(connection, [row["structure"] for row in rows])
        made = rows_by(connection, defects, [_id(row) for row in rows])
    found = []
    for row in rows:
        if row["structure"] not in masts:
            continue
        code, severity = proposed(row["defects"])
        taken = made.get(_id(row))
        none = taken is not None and taken["state"] == DefectState.WITHDRAWN
        found.append(
            StatedDefect(
                row["id"], masts[row["structure"]], row["defects"], row["inspected_on"], row["remedied_on"],
                row["campaign"], code, severity, taken["id"] if taken else "",
                taken["reason"] if taken and none else "",
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (bool(one.taken), -(one.inspected_on or dt.date.min).toordinal()))


def accept_stated(registry: Registry, stated: str, defect: str, severity: str, *, person: Person) -> Defect:
    """Make a defect of what was stated, found on the day that the carrier inspected.

    ``DEFECT-UNKNOWN`` where no row says such; ``DEFECT-STATED-TAKEN`` where it was made already.
    """
    row = _stated(registry, stated, person)
    return enter_defect(registry, _new(row, defect, severity), person=person, identity=_id(row))


def dismiss_stated(registry: Registry, stated: str, *, reason: str, person: Person) -> Defect:
    """Record that what was stated is no defect, with the reason that the officer has to give.

    It is kept as a withdrawn defect, which its organisation reads, which counts nowhere, and which can be
    opened again. Refused like ``accept_stated``.
    """
    row = _stated(registry, stated, person)
    new = _new(row, proposed(row["defects"])[0] or OTHER, "")
    return enter_defect(registry, new, person=person, identity=_id(row), none_because=needed(reason))


def _stated(registry: Registry, stated: str, person: Person) -> Row:
    check_officer(person)
    row = next((one for one in self_inspections_of(registry, person=person) if one["id"] == stated), None)
    if row is None or not _says(row):
        raise RefusalError(UNKNOWN, id=stated[:40])
    return row


def _new(row: Row, defect: str, severity: str) -> NewDefect:
    return NewDefect(
        row["structure"], defect, severity, min(row["inspected_on"] or today(), today()),
        note=row["defects"], campaign=row["campaign"] or "",
        organisation=row["organisation"] if is_cable(defect) else None,  # its own list of its own cable
    )  # fmt: skip


def proposed(text: str) -> tuple[str, str]:
    """Return the defect of the vocabulary that a text names best and its suggested severity, "" for none.

    A word that is written with its marks is only that word (dỡ is not đổ); one without may be any.
    """
    said = set(_words(text))
    best = ("", "")
    highest = 0.0
    for code, word in vocabulary().defects.items():
        named = _words(word.vi)
        share = sum(one in said or fold(one) in said for one in named) / len(named)
        if share >= ENOUGH and share > highest:
            best, highest = (code, word.severity), share
    return best


def _words(text: str) -> Sequence[str]:
    words = unicodedata.normalize("NFC", text).casefold().split()
    return [word for part in words if (word := "".join(filter(str.isalnum, part)))]


def _says(row: Row) -> bool:
    return fold(row["defects"] or "") not in NOTHING


def _id(row: Row) -> str:
    return stable_id("stated defect", row["id"], row["defects"])
