"""Whether the register can still be trusted."""

import re
from dataclasses import replace

from registry.errors import RefusalError
from registry.model import vietnam_time
from registry.services.registry import Registry
from registry.store import ledger, ledger_clock, verification
from registry.store.verification import Problem, Verification

_HEAD = re.compile(r"[0-9a-fA-F]{64}")


def verify(registry: Registry, *, expect: str | None = None) -> Verification:
    """Check the ledger, replay it against every table, and find the head ``expect`` noted at an earlier time.

    The problems are codes of the family LEDGER- with parameters; ``head`` is what to note now.
    """
    if expect is not None and not _HEAD.fullmatch(expect.strip()):
        raise RefusalError("LEDGER-NO-HEAD", given=expect)
    with registry.database.read() as connection:
        found = verification.verify(connection, expect)
        doubt = ledger_clock.doubt(ledger.head(connection).at, vietnam_time.read_clock())
    if doubt is None or doubt.code != "STORE-CLOCK-BEHIND":  # a register that rested is sound
        return found
    ahead = Problem("LEDGER-AHEAD", {"newest": doubt.params["newest"], "clock": doubt.params["clock"]})
    return replace(found, problems=(*found.problems, ahead), count=found.count + 1)
