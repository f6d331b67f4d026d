"""The communes in force, as forms offer them."""

from registry.model.alphabet import in_alphabet
from registry.model.areas import full_name
from web.frame.office import context


def communes() -> list[tuple[str, str]]:
    """Return (code, name with its kind) of the communes in force today, in the order of the alphabet."""
    found = [(unit.code, full_name(unit)) for unit in context().units.communes]
    return sorted(found, key=lambda pair: in_alphabet(pair[1]))
