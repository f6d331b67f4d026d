"""The law that the office published itself beside the catalogue, as it stands in the register."""

from collections.abc import Mapping

from registry.law import LawDocument, OwnLaw, documents_with
from registry.services.office.registry import Registry
from registry.store.regulations.regulations import load_own_law


def own_law(registry: Registry) -> OwnLaw:
    """Return it; as fresh as the register itself."""
    return registry.kept("own-law", load_own_law)


def citable_documents(registry: Registry) -> Mapping[str, LawDocument]:
    """Return the documents that a letter may cite in full: the catalogue's and the office's own."""
    return documents_with(own_law(registry))
