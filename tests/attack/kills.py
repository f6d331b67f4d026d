"""``kill -9`` in the middle of every kind of deed: at each of its writes and flushes, and at random moments.

Afterwards the register verifies; what was acknowledged is there whole, what was not is there whole or not at
all, and can be done again. On SQLite the process that writes is killed; on PostgreSQL that process, or the
database's own that serves it.
"""

import contextlib
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Mapping

import psycopg

from registry.errors import RefusalError
from registry.services.office.registry import open_registry
from registry.settings import Settings
from tests.attack import traced
from tests.attack.makers import MAKERS
from tests.attack.outcome import Outcome
from tests.attack.worlds import Prepared, World, by_version, head, problems, worlds, written

Done = Counter[tuple[str, str, str]]
IN_A_ROW = 40


def deeds() -> dict[str, Prepared]:
    """Return every kind of deed that is known here."""
    return {**MAKERS, **by_version()}


def attack(seed: int, count: int) -> Outcome:
    """Kill at ``count`` points: of twelve seven on SQLite and five on PostgreSQL."""
    outcome = Outcome("kills", seed)
    rng = random.Random(seed)
    with worlds("sqlite", "postgresql") as known:
        if "postgresql" not in known:
            outcome.notes.append("no PostgreSQL here: all on SQLite")
        shots = (("sqlite", "call"),) * 5 + (("sqlite", "moment"),) * 2
        shots += (("postgresql", "call"),) * 2 + (("postgresql", "server"),) * 2 + (("postgresql", "moment"),)
        for number in range(count):
            backend, way = shots[number % len(shots)]
            world = known.get(backend) or known["sqlite"]
            way = way if backend in known else "call"
            if way == "moment":
                _in_a_row(outcome, world, rng, number)
            else:
                _at_a_call(outcome, world, rng, way, number)
            if number % 50 == 49:
                sys.stderr.write(
                    f"{time.strftime('%H:%M:%S')} {number + 1} of {count}, {len(outcome.faults)} faults\n"
                )
        kinds, calls = {name for _, name in _WHOLE}, sum(len(found.calls) for found, _ in _WHOLE.values())
        outcome.notes.append(f"{len(kinds)} kinds of deeds, of {calls:,} writes and flushes in all")
    return outcome


_WHOLE: dict[tuple[str, str], tuple[traced.Ended, Done]] = {}


def whole(world: World, name: str, prepared: Prepared) -> tuple[traced.Ended, Done]:
    """Do a deed that nobody kills: how it ends, and what it writes."""
    found = _WHOLE.get((world.backend, name))
    if found is None:
        with world.office() as settings:
            since = _head(settings)
            ended = traced.run(settings, prepared)
            found = ended, Counter(_written(settings, since))
        _WHOLE[world.backend, name] = found
    return found


def _at_a_call(outcome: Outcome, world: World, rng: random.Random, way: str, number: int) -> None:
    known = deeds()
    while True:
        name = rng.choice(sorted(MAKERS) if rng.random() < 0.4 else sorted(known))
        ended, does = whole(world, name, known[name])
        if ended.said == "done" and ended.calls and (does or name in MAKERS):
            break
    at = rng.randint(1, len(ended.calls))
    outcome.tried[
        f"{world.backend}, at a write or flush, {'of the server' if way == 'server' else 'of the writer'}"
    ] += 1
    with world.office() as settings:
        since = _head(settings)
        if way == "server":
            got = traced.run(
                settings, known[name], at_call=lambda n: _kill_server(settings) if n == at else None
            )
            _until_up(settings)
        else:
            got = traced.run(settings, known[name], kill_at=at)
        call = ended.calls[at - 1].partition(" ")[0]
        where = f"{number} {world.backend} {way} {name} at {at} of {len(ended.calls)} ({call})"
        _judge(outcome, world, settings, since, said=got.said, does=does, where=where)
        with _open(settings) as office:
            standing = Counter(written(office, since))
        if does and not standing:
            again = traced.run(settings, known[name])
            outcome.ended["done again" if again.said == "done" else "not done again"] += 1
            if again.said != "done":
                outcome.faults.append(f"{where}: done again it says {again.said}")


def _judge(
    outcome: Outcome, world: World, settings: Settings, since: int, *, said: str, does: Done, where: str
) -> None:
    with _open(settings) as office:
        there = Counter(written(office, since))
        wrong = problems(office) - world.odd
    state = "whole" if there == does else "nothing" if not there else "half"
    told = "acknowledged" if said == "done" else "refused" if said.startswith("refused") else "no answer"
    outcome.ended[f"{told}, {state}"] += 1
    if wrong:
        outcome.faults.append(f"{where}: verify says {sorted(wrong)}")
    if said.startswith("odd"):
        outcome.faults.append(f"{where}: {said[-300:]}")
    if state == "half":
        outcome.faults.append(f"{where}: half-written {dict(there)} of {dict(does)}")
    if told == "acknowledged" and state != "whole":
        outcome.faults.append(f"{where}: acknowledged, and {state}")


def _in_a_row(outcome: Outcome, world: World, rng: random.Random, number: int) -> None:
    """Let a process do deed after deed, each acknowledged, and kill it at a random moment."""
    known = deeds()
    names = rng.sample(sorted(known), IN_A_ROW)
    outcome.tried[f"{world.backend}, at a random moment of many deeds"] += 1
    with world.office() as settings:
        since = _head(settings)
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            _do_all(settings, {name: known[name] for name in names}, writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            pipe.readline()  # the register is open
            time.sleep(rng.uniform(0.0, 2.5))
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            lines = [line.decode() for line in pipe.read().split(b"\n")[:-1]]
        for line in lines:
            if line.startswith("lacks"):
                outcome.ended["a deed whose record lacks what it reads"] += 1
            if line.startswith("odd"):
                outcome.faults.append(f"{number} {world.backend}: {line[-300:]}")
        acknowledged = [line.split("\t") for line in lines if line.startswith("done")]
        last = int(acknowledged[-1][2]) if acknowledged else since
        outcome.ended["acknowledged before a moment"] += len(acknowledged)
        where = f"{number} {world.backend} moment after {len(lines)} deeds"
        with _open(settings) as office:
            stands = head(office)
            wrong = problems(office) - world.odd
            later = Counter(written(office, last))
        if wrong:
            outcome.faults.append(f"{where}: verify says {sorted(wrong)}")
        if stands < last:
            outcome.faults.append(f"{where}: acknowledged up to {last}, and {stands} stand")
        if later and len(lines) < len(names):
            name = names[len(lines)]
            _, does = whole(world, name, known[name])
            outcome.ended["unacknowledged, whole"] += later == does
            if later != does:
                outcome.faults.append(f"{where}: {name} half-written: {dict(later)} of {dict(does)}")
        else:
            outcome.ended["unacknowledged, nothing"] += 1


def _do_all(settings: Settings, known: Mapping[str, Prepared], told: int) -> None:
    try:
        office = open_registry(settings)
        os.write(told, b"open\n")
        for name, prepared in known.items():
            try:
                prepared(office)()
                said = "done"
            except RefusalError as refusal:
                said = f"refused {refusal.code}"
            except (LookupError, AttributeError, TypeError, StopIteration) as error:
                # after other deeds the record that this one is prepared for may be gone (None) or another
                said = f"lacks {type(error).__name__}"
            os.write(told, f"{said}\t{name}\t{head(office)}\n".encode())
        time.sleep(5)
    except BaseException:  # noqa: BLE001 - a fork says it, which is told as a fault, and ends
        os.write(told, f"odd {traceback.format_exc()[-300:]!r}\t\t0\n".encode())
    finally:
        os._exit(0)


def _kill_server(settings: Settings) -> None:
    with psycopg.connect(settings.database_url, autocommit=True) as connection:
        pids = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchall()
    for (pid,) in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _until_up(settings: Settings) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.suppress(psycopg.Error), psycopg.connect(settings.database_url, connect_timeout=5):
            return
        time.sleep(0.1)


def _open(settings: Settings) -> "contextlib.closing[object]":
    return contextlib.closing(open_registry(settings))  # type: ignore[return-value] # a registry, which closes


def _head(settings: Settings) -> int:
    with contextlib.closing(open_registry(settings)) as office:
        return head(office)


def _written(settings: Settings, since: int) -> list[tuple[str, str, str]]:
    with contextlib.closing(open_registry(settings)) as office:
        return written(office, since)
