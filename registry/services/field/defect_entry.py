"""A defect that an officer enters at the desk; those of phones are made when their items come in."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from registry.errors import RefusalError
from registry.model.field.defects import Defect, DefectState, Severity
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.field.deeds import check_officer, field_deed, words
from registry.services.field.defect_steps import (
    check_words,
    deadline_columns,
    step_row,
)
from registry.services.field.defects import get_defect
from registry.services.field.responsible import labels_of, remedier_of, remediers
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.store.changes import amend, create, new_id
from registry.store.field.tables import defect_steps, defects
from registry.store.field.views import known_structures


@dataclass(frozen=True, slots=True)
class NewDefect:
    """A defect that an officer enters; one that a phone recorded is made when its item comes in.

    ``photos`` are SHA-256 of photos that the register has; ``organisation`` is whose it is, None: as
    ``remedier_of`` finds.
    """

    structure: str
    defect: str
    severity: str
    found_on: dt.date
    component: str = ""
    entry: str = ""
    note: str = ""
    photos: Sequence[str] = ()
    campaign: str = ""
    inspection: str = ""
    organisation: str | None = None


@one_moment()
def enter_defect(
    registry: Registry,
    new: NewDefect,
    *,
    person: Person,
    identity: str = "",
    none_because: str = "",
    instead: int = 0,
) -> Defect:
    """Enter a defect at the desk; ``identity`` where its id follows from what it was made of.

    ``none_because``: an officer found that it is none, for that reason; it is kept as withdrawn, without a
    deadline. Refused where somebody has entered the same meanwhile (``DEFECT-STATED-TAKEN``): it takes the
    place of no record but that of the version ``instead``.
    """
    check_officer(person)
    check_words(new.defect, new.severity or (Severity.MINOR if none_because else ""), new.component)
    if new.found_on > today():
        raise RefusalError("REQUEST-DAY", day=new.found_on, first=dt.date(2000, 1, 1), last=today())
    identity = identity or new_id()
    with field_deed(registry, "defect", person, defect=identity) as made:
        connection = made.connection
        before = made.check(defects, identity, None)
        if before is not None and int(before["version"]) != instead:
            raise RefusalError("DEFECT-STATED-TAKEN")
        if not known_structures(connection, [new.structure]):
            raise RefusalError("FIELD-STRUCTURE-UNKNOWN", structure=new.structure[:40])
        label = labels_of(connection, [new.structure])[new.structure]
        row = {
            "id": identity,
            "structure": new.structure,
            "inspection": new.inspection,
            "campaign": new.campaign,
            "organisation": remedier_of(label, new.defect, new.organisation, remediers(connection)),
            "entry": words(new.entry, 60),
            "component": new.component,
            "defect": new.defect,
            "severity": new.severity,
            "note": words(new.note),
            "photos": list(new.photos),
            "found_on": new.found_on,
            **deadline_columns(registry, connection, new.defect, new.severity, new.found_on),
            "state": DefectState.OPEN,
            "closed_on": None,
            "reason": "",
            "who": made.who,
            "at": made.at,
        }
        if none_because:
            row |= {"state": DefectState.WITHDRAWN, "closed_on": today(), "reason": none_because}
            row |= {"deadline": None, "deadline_at": "", "deadline_basis": ""}
            step = step_row(row, "withdrawn", person, words=none_because, on_day=today())
            made.create(defect_steps, step)
        # a step is of a defect that stands
        own = {name: value for name, value in row.items() if name != "id"}
        made.changes.insert(0, create(defects, row) if before is None else amend(defects, before, **own))
    return get_defect(registry, identity, person=person)[0]
