"""The communes of a dossier by their codes: offered on its form, named in pages and the letter."""

from collections.abc import Iterable

from registry.model.areas import full_name
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for


def communes_offered(registry: Registry) -> dict[str, str]:
    """Return the communes in force by code, in the order of their names."""
    units = context_for(registry, today()).units.communes
    return dict(sorted(((one.code, full_name(one)) for one in units), key=lambda pair: pair[1]))


def commune_names(registry: Registry, codes: Iterable[str]) -> list[str]:
    """Return the names of communes; a code that is in force no more is named by itself."""
    known = communes_offered(registry)
    return [known.get(code, code) for code in codes]
