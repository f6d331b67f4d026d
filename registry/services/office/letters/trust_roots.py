"""Root certificates (chứng thư gốc) up to which the office follows the signatures of letters.

The office states them: that of Ban Cơ yếu Chính phủ, the national one, those of providers. Without any a
signature is never said to be valid. They hold public keys only.
"""

from registry.documents.signatures import read_roots
from registry.errors import RefusalError
from registry.model.requests.signed_papers import Root
from registry.model.vietnam_time import one_moment
from registry.services.office.deeds import KIND, Actor, deed
from registry.services.office.registry import Registry
from registry.store.office.tables import trust_roots
from registry.store.office.trust_roots import load_roots, root_row

LARGEST_BYTES = 256 * 1024


def stated_roots(registry: Registry) -> list[Root]:
    """Return the roots that the office has stated, by name."""
    with registry.database.read() as connection:
        return load_roots(connection)


@one_moment()
def state_roots(registry: Registry, content: bytes, name: str, *, who: Actor) -> list[Root]:
    """State the roots of a file (PEM or DER), and return those that are new.

    Refused as ``read_roots`` is, for a file over 256 KiB (``TRUST-ROOT-NOT-READ``), and where all of them are
    stated already (``TRUST-ROOT-TWICE``).
    """
    if len(content) > LARGEST_BYTES:
        raise RefusalError("TRUST-ROOT-NOT-READ", name=name)
    read = {root.sha256: root for root in read_roots(content, name)}
    with deed(registry, f"{KIND}trust-root", who, file_name=name) as made:
        known = {root.sha256 for root in load_roots(made.connection)}
        found = [root for key, root in read.items() if key not in known]
        if not found:
            raise RefusalError("TRUST-ROOT-TWICE", name=name)
        for root in found:
            made.create(trust_roots, root_row(root, made.who, made.at))
    return found


@one_moment()
def withdraw_root(registry: Registry, root: str, *, who: Actor) -> None:
    """Take a root away by its SHA-256; the ledger keeps that it was stated (``TRUST-ROOT-UNKNOWN``)."""
    with deed(registry, f"{KIND}trust-root", who) as made:
        standing = made.standing(trust_roots, root, unknown="TRUST-ROOT-UNKNOWN")
        made.remove(trust_roots, standing["id"])
