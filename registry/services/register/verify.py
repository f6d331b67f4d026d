"""Whether the register can still be trusted: its ledger, its tables, its files, and what was noted of it."""

import datetime as dt
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.messages import remedy, render
from registry.model import vietnam_time
from registry.model.jobs import Job
from registry.model.ledger import Checkpoint, Verified
from registry.services.office.heads import Noted, note_head, to_look_for
from registry.services.office.kept_files import file_problems
from registry.services.office.operation.jobs import Told
from registry.services.office.registry import Registry
from registry.services.office.security.secrets_seal import broken_seals
from registry.services.office.security.security_events import Event
from registry.services.office.security.security_ledger import key_of
from registry.services.office.security.security_sinks import note_event
from registry.store import ledger, ledger_clock, structure, verification
from registry.store.changes import new_id
from registry.store.ledger import GENESIS
from registry.store.office import verifications
from registry.store.verification import MAX_PROBLEMS, Problem, Verification

_HEAD = re.compile(r"[0-9a-f]{64}")
_SHOWN = 50  # problems that a page shows
_log = logging.getLogger(__name__)
NOTHING_NOTED = Noted()
JOB = "verify"
"""The kind of the job that a page starts."""


def verify(
    registry: Registry,
    *,
    expect: str | Sequence[str] | None = None,
    heads: Sequence[Path] = (),
    noted: Noted = NOTHING_NOTED,
    told: Told | None = None,
) -> Verification:
    """Check the ledger, replay it against every table, and find the heads noted at an earlier time.

    Looked for are ``expect``, those of the files ``heads`` and of ``noted``, and those that the office notes
    daily; where a day and a number stand beside a head, the entry of that number has to have it. Checked
    besides: tables, triggers, views and spatial indexes; files by their SHA-256; the seal of what the ledger
    may not hold; the clock. The problems are codes with parameters; ``head`` is what to note now.
    """
    asked = [expect] if isinstance(expect, str) else list(expect or ())
    for head in asked:
        if not _HEAD.fullmatch(head.strip().lower()):
            raise RefusalError("LEDGER-NO-HEAD", given=head)
    files = to_look_for(registry, heads)
    looked_for = [*asked, *files.heads, *noted.heads]
    checkpoints = list(dict.fromkeys([*files.checkpoints, *noted.checkpoints]))
    with registry.database.read() as connection:
        if lacking := structure.missing(connection):
            return Verification(0, GENESIS, tuple(lacking), len(lacking))
        found = verification.verify(connection, looked_for, checkpoints, told)
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


def verify_as(
    registry: Registry,
    who: str,
    *,
    expect: str | Sequence[str] | None = None,
    heads: Sequence[Path] = (),
    noted: Noted = NOTHING_NOTED,
    told: Told | None = None,
) -> Verification:
    """Verify, and keep who did so, when, and what came out; a sound register's head is noted for the day.

    A record that cannot be written (a full disk, somebody who writes) is said in the log: what was found is
    worth more.
    """
    found = verify(registry, expect=expect, heads=heads, noted=noted, told=told)
    made = Verified(
        id=new_id(),
        at=vietnam_time.now(),
        who=who,
        entries=found.entries,
        head=found.head,
        problems=found.count,
        first_problem=found.problems[0].code if found.problems else "",
        checkpoints=found.checkpoints,
        differs_from=f"{found.differs_from:%Y-%m-%d}" if found.differs_from else "",
    )
    try:
        with registry.database.write() as connection:
            verifications.add(connection, made)
    except RefusalError as error:
        _log.warning("the verification is not kept: %s", error)
    kind = "verified" if found.sound else "verification-failed"
    held: dict[str, str | int] = {"entries": found.entries, "head": found.head, "problems": found.count}
    if made.first_problem:
        held["first"] = made.first_problem
    note_event(registry, Event(kind, made.at, actor=key_of(registry, who), what="ledger", more=held))
    if found.sound:
        note_head(registry)
    return found


def verified(registry: Registry, most: int = 20) -> list[Verified]:
    """Return the newest verifications, the last one first."""
    with registry.database.read() as connection:
        return verifications.newest(connection, most)


def as_options(noted: Noted) -> dict[str, Any]:
    """Return what somebody noted, as the options of the job."""
    return {
        "checkpoints": [[f"{one.day:%Y-%m-%d}", one.count, one.head] for one in noted.checkpoints],
        "heads": list(noted.heads),
    }


def do_verify(registry: Registry, job: Job, told: Told) -> Mapping[str, Any]:
    """Verify as the job of a page; the result holds what was found in words of both languages."""
    noted = Noted(
        tuple(
            Checkpoint(dt.date.fromisoformat(day), int(count), str(head))
            for day, count, head in job.options.get("checkpoints", ())
        ),
        tuple(job.options.get("heads", ())),
    )
    found = verify_as(registry, job.who, noted=noted, told=told)
    return {
        "entries": found.entries,
        "head": found.head,
        "count": found.count,
        "checkpoints": found.checkpoints,
        "differs_from": f"{found.differs_from:%Y-%m-%d}" if found.differs_from else "",
        "problems": [_in_words(problem) for problem in found.problems[:_SHOWN]],
        "notes": [_in_words(note) for note in found.notes[:_SHOWN]],
    }


def _in_words(problem: Problem) -> dict[str, str]:
    return {
        "code": problem.code,
        "vi": render(problem.code, problem.params, "vi"),
        "en": render(problem.code, problem.params, "en"),
        "todo_vi": remedy(problem.code, problem.params, "vi") or "",
        "todo_en": remedy(problem.code, problem.params, "en") or "",
    }
