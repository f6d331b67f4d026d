"""Who answers for masts, as forms offer them: operators by code, other owners by the name that masts bear."""

from registry.model.people import Person
from registry.services.office import organisations
from registry.services.office.organisations import Organisation
from web.frame.office import registry


def responsible() -> list[Organisation]:
    """Return the operators, then the owners that are no operator; ``code`` is what masts and defects name."""
    return organisations.responsible(registry())


def own_organisation(person: Person) -> str | None:
    """Return what a carrier's masts name; None for the office, which sees all."""
    return None if person.sees_all else person.organisation
