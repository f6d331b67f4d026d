"""The request that a draft amends."""

from collections.abc import Mapping

from registry.errors import RefusalError
from registry.model.requests.desk import RequestKind
from registry.services.office.registry import Registry
from registry.store.requests.requests import get_request


def check_amends(registry: Registry, facts: Mapping[str, str], own: str | None) -> None:
    """Refuse an amendment that names no request, or one of another organisation (``REQUEST-AMENDS``)."""
    if facts.get("kind") != RequestKind.AMENDMENT:
        return
    if not facts.get("amends"):
        raise RefusalError("REQUEST-AMENDS")
    try:
        with registry.database.read() as connection:
            found = get_request(connection, facts["amends"])
    except RefusalError:  # one that is another carrier's is refused in the same words
        raise RefusalError("REQUEST-AMENDS") from None
    if found.organisation != facts["organisation"] or (own is not None and found.organisation != own):
        raise RefusalError("REQUEST-AMENDS")
