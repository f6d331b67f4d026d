"""Whether the register can still be trusted: its ledger, its tables, its files, and what was noted of it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from registry.errors import RefusalError
from registry.model import vietnam_time
from registry.services.office.heads import to_look_for
from registry.services.office.kept_files import file_problems
from registry.services.office.registry import Registry
from registry.services.office.secrets_seal import broken_seals
from registry.store import ledger, ledger_clock, structure, verification
from registry.store.ledger import GENESIS
from registry.store.verification import MAX_PROBLEMS, Problem, Verification

_HEAD = re.compile(r"[0-9a-f]{64}")


def verify(
    registry: Registry, *, expect: str | Sequence[str] | None = None, heads: Sequence[Path] = ()
) -> Verification:
    """Check the ledger, replay it against every table, and find the heads noted at an earlier time.

    Looked for are ``expect``, those of the files ``heads``, and those that the office notes daily. Checked
    besides: tables, triggers, views and spatial indexes; files by their SHA-256; the seal of what the ledger
    may not hold; the clock. The problems are codes with parameters; ``head`` is what to note now.
    """
    asked = [expect] if isinstance(expect, str) else list(expect or ())
    for head in asked:
        if not _HEAD.fullmatch(head.strip().lower()):
            raise RefusalError("LEDGER-NO-HEAD", given=head)
    files = to_look_for(registry, heads)
    with registry.database.read() as connection:
        if lacking := structure.missing(connection):
            return Verification(0, GENESIS, tuple(lacking), len(lacking))
        found = verification.verify(connection, [*asked, *(head for file in files for head in file)])
        more = structure.problems(connection)
        broken, unsealed = broken_seals(registry, connection)
        wrong, notes = file_problems(registry, connection, found.references)
        doubt = ledger_clock.doubt(ledger.head(connection).at, vietnam_time.read_clock())
    if doubt is not None and doubt.code == "STORE-CLOCK-BEHIND":  # a register that rested is sound
        more.append(Problem("LEDGER-AHEAD", {name: doubt.params[name] for name in ("newest", "clock")}))
    problems = [*found.problems, *more, *broken, *wrong]
    return replace(
        found,
        problems=tuple(problems[:MAX_PROBLEMS]),
        count=found.count + len(more) + len(broken) + len(wrong),
        notes=(*unsealed, *notes[:MAX_PROBLEMS]),
        expected=found.expected if asked else None,
    )
