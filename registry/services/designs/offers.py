"""New areas that need infrastructure (khu mới cần hạ tầng): what carriers are told of them, and when.

The telecom body tells carriers of a new area so that they take part from its design on (Luật Viễn thông
24/2023 Điều 65(2)). They learn the area, its stage, whom to speak to and the ducts on offer; never the
findings, the drawing, or what other carriers have around it.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from registry.errors import RefusalError
from registry.model.designs.desk import DeskDossier, DossierFile, DossierState
from registry.model.notices import NoticeKind, Subject
from registry.model.people import Person, Role
from registry.model.vietnam_time import one_moment
from registry.services.designs.contents import content_at
from registry.services.designs.deeds import AREA, check_worker, dossier_deed, standing_as
from registry.services.office.calendar import today
from registry.services.office.notices import organisation, tell
from registry.services.office.registry import Registry
from registry.store.designs.dossiers import list_dossiers, newest_files
from registry.store.designs.tables import design_dossiers
from registry.store.office.operators import load_operators

_TOLD_STATES = tuple(state for state in DossierState if state is not DossierState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class NewArea:
    """A new area as carriers see it; counts are None where no drawing was read."""

    id: str
    code: str
    name: str
    kinds: tuple[str, ...]
    stage: str
    communes: tuple[str, ...]
    developer: str
    contact: str
    ducts_offered: str
    told_on: dt.date | None
    dwellings: int | None
    high_rises: int | None
    bts_places: int | None
    outline: Any = None


@one_moment()
def tell_carriers(registry: Registry, dossier: str, *, seen: int, person: Person) -> int:
    """Show a dossier's area to the carriers and tell each of them; returns how many were told.

    Refused without somebody to speak to (``DESIGN-NO-CONTACT``). A second time nobody is told again.
    """
    check_worker(person)
    with dossier_deed(registry, "carriers-told", person, dossier=dossier) as made:
        found = standing_as(made, dossier, seen, *_TOLD_STATES, told_on=today())
        if not found.contact:
            raise RefusalError("DESIGN-NO-CONTACT", code=found.code)
        if found.told_on is not None:
            raise RefusalError("DESIGN-TOLD", code=found.code, day=found.told_on)
        to = [organisation(item.code) for item in load_operators(made.connection)]
        made.amend(design_dossiers, dossier, told_on=today())
        tell(made, NoticeKind.DESIGN_AREA, to, Subject(AREA, dossier), name=found.area_name)
    return len(to)


def new_areas(registry: Registry, *, person: Person) -> list[NewArea]:
    """Return the areas that carriers were told of, the newest first; whoever has signed in but the consulted.

    Refused for others (``DESIGN-NOT-ALLOWED``).
    """
    if not (person.sees_all or person.is_one_of(Role.CARRIER)):
        raise RefusalError("DESIGN-NOT-ALLOWED")
    with registry.database.read() as connection:
        dossiers = list_dossiers(connection, states=_TOLD_STATES)
        files = newest_files(connection)
    told = [one for one in dossiers if one.told_on is not None]
    found = [_area(registry, one, files.get(one.id)) for one in told]
    return sorted(found, key=lambda one: (one.told_on or dt.date.min, one.code), reverse=True)


def new_area(registry: Registry, dossier: str, *, person: Person) -> NewArea:
    """Return one area that carriers were told of (``DESIGN-UNKNOWN``)."""
    found = next((one for one in new_areas(registry, person=person) if one.id == dossier), None)
    if found is None:
        raise RefusalError("DESIGN-UNKNOWN", id=dossier[:40])
    return found


def _area(registry: Registry, one: DeskDossier, file: DossierFile | None) -> NewArea:
    content = content_at(registry, file)
    dwellings = [plot.dwellings for plot in content.plots if plot.dwellings] if content else []
    return NewArea(
        id=one.id,
        code=one.code,
        name=one.area_name,
        kinds=tuple(kind.value for kind in one.kinds),
        stage=one.stage.value,
        communes=one.communes,
        developer=one.applicant,
        contact=one.contact,
        ducts_offered=one.ducts_offered,
        told_on=one.told_on,
        dwellings=sum(dwellings) if dwellings else None,
        high_rises=len(content.high_rises) if content else None,
        bts_places=len(content.bts_places) if content else None,
        outline=content.outline if content else None,
    )
