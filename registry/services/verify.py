"""Whether the register can still be trusted."""

import re

from registry.errors import RefusalError
from registry.services.registry import Registry
from registry.store import verification
from registry.store.verification import Verification

_HEAD = re.compile(r"[0-9a-fA-F]{64}")


def verify(registry: Registry, *, expect: str | None = None) -> Verification:
    """Check the ledger, replay it against every table, and find the head ``expect`` noted at an earlier time.

    The problems are codes of the family LEDGER- with parameters; ``head`` is what to note now.
    """
    if expect is not None and not _HEAD.fullmatch(expect.strip()):
        raise RefusalError("LEDGER-NO-HEAD", given=expect)
    with registry.database.read() as connection:
        return verification.verify(connection, expect)
