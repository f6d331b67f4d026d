"""Two people everywhere: every two deeds on one record, seen in one version, in both orders and at once.

The second is refused and nothing of it is written; at once, exactly one of the two is done. On SQLite and on
PostgreSQL.
"""

import contextlib
import itertools
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial

from registry.errors import RefusalError
from registry.services.office.registry import Registry, open_registry
from registry.store import ledger
from tests.attack.outcome import Outcome
from tests.attack.worlds import SINCE, World, head, problems, seen_of, stand_ins, worlds, written
from tests.services.office.second_persons.second import Second
from tests.services.office.test_deeds import DEEDS
from tests.services.requests.desk import at_once

OF_PARTS = frozenset({"settings"})
"""What is kept by parts: two who change different parts are in nobody's way."""


def attack(seed: int, count: int) -> Outcome:
    """Try ``count`` pairs (0: all)."""
    outcome = Outcome("two", seed)
    with worlds("sqlite", "postgresql") as known, stand_ins():
        for backend, world in known.items():
            alone = [name for name in DEEDS if _done(world, name)]
            outcome.notes.append(f"{backend}: {len(alone)} of {len(DEEDS)} deeds change what stands there")
            about: dict[tuple[str, str], list[str]] = defaultdict(list)
            for name in alone:
                about[DEEDS[name].table, DEEDS[name].key].append(name)
            pairs = [pair for names in about.values() for pair in itertools.product(names, repeat=2)]
            random.Random(seed).shuffle(pairs)
            for number, (first, second) in enumerate(pairs[: count or None]):
                _in_order(outcome, world, first, second)
                if first <= second:
                    _at_once(outcome, world, first, second)
                if number % 100 == 99:
                    sys.stderr.write(
                        f"{time.strftime('%H:%M:%S')} {backend} {number + 1} of {len(pairs)}, "
                        f"{len(outcome.faults)} faults\n"
                    )
    return outcome


def _done(world: World, name: str) -> bool:
    """Whether a deed is done on what stands there, and changes the very record that it saw."""
    deed = DEEDS[name]
    with world.office() as settings, contextlib.closing(open_registry(settings)) as office:
        before = head(office)
        try:
            deed.act(office, seen_of(office, name, deed))
        except (RefusalError, KeyError, AttributeError, TypeError, ValueError):
            return False  # the record of one_of_each is in another state, or lacks what the deed reads
        with office.database.read() as connection:
            changes = [one.change for one in ledger.entries(connection, since=before)]
    return any(one.table == deed.table and (one.record == deed.key or deed.table in SINCE) for one in changes)


def _in_order(outcome: Outcome, world: World, first: str, second: str) -> None:
    where = f"{world.backend}: {first}, then {second}"
    outcome.tried[f"{world.backend}, one after the other"] += 1
    with world.office() as settings, contextlib.closing(open_registry(settings)) as office:
        seen, later = (seen_of(office, name, DEEDS[name]) for name in (first, second))
        DEEDS[first].act(office, seen)
        before = head(office)
        end = _end(DEEDS[second], office, later)
        outcome.ended[f"second: {end or 'done'}"] += 1
        if head(office) != before and end:
            outcome.faults.append(f"{where}: refused ({end}), and {written(office, before)} is written")
        if not end and {one[0] for one in written(office, before)} == {"import_batches"}:
            outcome.faults.append(f"{where}: the second is done, and a batch of nothing is written")
        elif not end and (first == second or DEEDS[first].table not in OF_PARTS):
            outcome.faults.append(f"{where}: the second is done, unseen: {written(office, before)}")
        if end.startswith("odd"):
            outcome.faults.append(f"{where}: {end}")


def _end(deed: Second, office: Registry, seen: int) -> str:
    try:
        deed.act(office, seen)
    except RefusalError as refusal:
        return refusal.code
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        return f"odd {error!r}"
    return ""


def _at_once(outcome: Outcome, world: World, first: str, second: str) -> None:
    where = f"{world.backend}: {first} and {second} at once"
    outcome.tried[f"{world.backend}, at once"] += 1
    with world.office() as settings, contextlib.closing(open_registry(settings)) as office:
        seen = {name: seen_of(office, name, DEEDS[name]) for name in (first, second)}
        before = head(office)
        acts: list[Callable[[Registry], object]] = [
            partial(_act, DEEDS[name], seen[name]) for name in (first, second)
        ]
        ends = at_once(office, *acts)
        outcome.ended[f"at once: {' and '.join(sorted(end or 'done' for end in ends))}"] += 1
        if ends.count("") != 1 and (first == second or DEEDS[first].table not in OF_PARTS):
            outcome.faults.append(f"{where}: {ends}")
        if "no outcome" in ends:
            outcome.faults.append(f"{where}: {ends}")
        if ends.count("") == 1 and not written(office, before):
            outcome.faults.append(f"{where}: done, and nothing is written")
        if wrong := problems(office) - world.odd:
            outcome.faults.append(f"{where}: verify says {sorted(wrong)}")


def _act(deed: Second, seen: int, office: Registry) -> object:
    return deed.act(office, seen)
