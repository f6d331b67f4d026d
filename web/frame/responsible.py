"""Who answers for masts, as forms offer them: operators by code, other owners by the name that masts bear."""

from registry.model.people import Person
from registry.store.office.operators import load_operators, load_owners
from web.frame.office import registry
from web.frame.people import Organisation


def responsible() -> list[Organisation]:
    """Return the operators, then the owners that are no operator; ``code`` is what masts and defects name."""
    with registry().database.read() as connection:
        operators = [Organisation(item.code, item.name) for item in load_operators(connection)]
        owners = [
            Organisation(name, name) for name, row in load_owners(connection).items() if not row["operator"]
        ]
    return operators + owners


def own_organisation(person: Person) -> str | None:
    """Return what a carrier's masts name; None for the office, which sees all."""
    return None if person.sees_all else person.organisation
