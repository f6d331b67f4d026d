"""The replay as a job, and its result as it is kept: a file that the draft names, with the digest of both."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import orjson

from registry.errors import RefusalError
from registry.model.jobs import Job
from registry.model.people import Person
from registry.model.regulations import Regulation, RegulationState
from registry.model.vietnam_time import one_moment
from registry.regulations.faults import faults_of
from registry.regulations.written import digest
from registry.services.office.attachments import file_path, keep_bytes
from registry.services.office.deeds import KIND, deed
from registry.services.office.operation.jobs import Told, newest_job, start
from registry.services.office.registry import Registry
from registry.services.regulations.deeds import UNKNOWN, check_drafter
from registry.services.regulations.replay import Replay, replay, replay_from_json, replay_to_json
from registry.store.regulations.regulations import get_regulation
from registry.store.regulations.tables import regulations

JOB = "regulation-replay"
NAME = "replay.json"


def start_replay(registry: Registry, identity: str, *, person: Person, day: dt.date | None = None) -> Job:
    """Have a draft replayed soon; refused for one that does not keep its form (``REGULATION-HAS-FAULTS``)."""
    check_drafter(person)
    with registry.database.read() as connection:
        found = get_regulation(connection, identity)
    _check(found)
    options = {} if day is None else {"day": day.isoformat()}
    return start(registry, JOB, identity, who=person.name or "?", options=options)


def replay_under_way(registry: Registry, identity: str) -> Job | None:
    """Return the replay of a draft that was asked for last; None where none was."""
    return newest_job(registry, JOB, identity)


def kept_replay(registry: Registry, found: Regulation) -> Replay | None:
    """Return what the last replay of a regulation came to; None where there was none.

    It is of another content than what is typed now where its digest is another one.
    """
    if not found.replay_sha256:
        return None
    return replay_from_json(orjson.loads(file_path(registry, found.replay_sha256, NAME).read_bytes()))


def replay_job(registry: Registry, job: Job, told: Told) -> Mapping[str, Any]:
    """Replay a draft and keep the result with the digest of what was replayed."""
    with registry.database.read() as connection:
        found = get_regulation(connection, job.subject)
    _check(found)
    day = job.options.get("day")
    made = replay(registry, found, day=dt.date.fromisoformat(day) if day else None, told=told)
    keep_replay(registry, job.subject, made, who=job.who)
    return {"rows": made.rows, "changes": len(made.changes)}


@one_moment()
def keep_replay(registry: Registry, identity: str, made: Replay, *, who: str) -> None:
    """Keep the result of a replay with its draft; refused where it was changed meanwhile."""
    kept = keep_bytes(registry, orjson.dumps(replay_to_json(made), option=orjson.OPT_SORT_KEYS), NAME)
    with deed(registry, f"{KIND}regulation", who, options={"what": "replay", "of": identity}) as written:
        now = get_regulation(written.connection, identity)
        _check(now)
        if digest(now.content) != made.digest:
            raise RefusalError("REGULATION-CHANGED", name=now.content.head.name)
        written.amend(
            regulations, identity, None, UNKNOWN, replay_digest=made.digest, replay_sha256=kept.sha256,
            replay_at=written.at,
        )  # fmt: skip


def _check(found: Regulation) -> None:
    name = found.content.head.name or found.id[:8]
    if found.state is not RegulationState.DRAFT:
        raise RefusalError("REGULATION-STATE", name=name)
    faults = faults_of(found.content)
    if faults:
        raise RefusalError("REGULATION-HAS-FAULTS", count=len(faults))
