"""What the deeds on a design dossier share: who may, and the record in the version seen."""

from contextlib import AbstractContextManager
from typing import Any

from registry.errors import RefusalError
from registry.model.designs.desk import DeskDossier, DossierFile, DossierState, Purpose
from registry.model.people import Person, Role
from registry.services.office.deeds import KIND, Deed, deed
from registry.services.office.registry import Registry
from registry.store.designs.dossiers import files_of, get_dossier
from registry.store.designs.tables import design_dossiers

UNKNOWN = "DESIGN-UNKNOWN"
WORKERS = (Role.APPRAISER, Role.LEADER, Role.ADMINISTRATOR)
DOSSIER = "design"
"""The kind of document that a notice of a dossier leads to."""
AREA = "design_area"
"""The kind of document that a carrier's notice of a new area leads to."""


def check_worker(person: Person) -> None:
    """Refuse whoever does not work on dossiers (``DESIGN-NOT-ALLOWED``)."""
    if not person.is_one_of(*WORKERS):
        raise RefusalError("DESIGN-NOT-ALLOWED")


def check_leader(person: Person) -> None:
    """Refuse whoever may not issue an answer (``DESIGN-NOT-ALLOWED``)."""
    if not person.is_one_of(Role.LEADER):
        raise RefusalError("DESIGN-NOT-ALLOWED")


def check_reader(person: Person) -> None:
    """Refuse whoever is not of the office (``DESIGN-NOT-ALLOWED``)."""
    if not person.sees_all:
        raise RefusalError("DESIGN-NOT-ALLOWED")


def dossier_deed(
    registry: Registry, what: str, person: Person, **options: Any
) -> AbstractContextManager[Deed]:
    """Open a deed on a dossier; ``options`` say what it is about."""
    return deed(registry, f"{KIND}design", person, options={"what": what, **options})


def standing_as(
    made: Deed, dossier: str, seen: int | None, *states: DossierState, **offered: Any
) -> DeskDossier:
    """Return a dossier in the version seen; ``DESIGN-STATE`` where it is in another state than ``states``."""
    made.standing(design_dossiers, dossier, unknown=UNKNOWN, seen=seen, offered=offered)
    found = get_dossier(made.connection, dossier)
    if found.state not in states:
        raise RefusalError("DESIGN-STATE", code=found.code)
    return found


def newest_file(made: Deed, dossier: DeskDossier) -> DossierFile:
    """Return the last version of a dossier's drawing (``DESIGN-NO-FILE``)."""
    found = [one for one in files_of(made.connection, dossier.id) if one.purpose is Purpose.DESIGN]
    if not found:
        raise RefusalError("DESIGN-NO-FILE", code=dossier.code)
    return found[-1]
