"""The law that the office published itself beside the catalogue, as it stands in the register."""

from registry.law import OwnLaw
from registry.services.office.registry import Registry
from registry.store.regulations.regulations import load_own_law


def own_law(registry: Registry) -> OwnLaw:
    """Return it; as fresh as the register itself."""
    return registry.kept("own-law", load_own_law)
