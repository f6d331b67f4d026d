"""A disk that is full from each single write of a deed on: the deed is refused with a code, nothing of it is
written, and with room again it goes through.

Each writing call of the process is answered ENOSPC from one on, as by a disk that filled at that moment
(``traced``), on SQLite and in the folder of files. PostgreSQL's disk is filled by ``make load`` (--faults), a
whole disk by tests/web/frame/test_full_disk.py.
"""

import contextlib
import random
import sys
import time
from collections import Counter

from registry.services.office.registry import open_registry
from tests.attack import traced
from tests.attack.kills import deeds, whole
from tests.attack.makers import MAKERS
from tests.attack.outcome import Outcome
from tests.attack.worlds import World, head, problems, worlds, written

MOST_OF_ONE = 12
FULL = ("STORE-DISK-FULL", "BACKUP-DISK-FULL")


def attack(seed: int, count: int) -> Outcome:
    """Try every kind of deed with a disk that is full from some of its writes on (``count``: at most)."""
    outcome = Outcome("full", seed)
    rng = random.Random(seed)
    with worlds("sqlite") as known:
        world, tried = known["sqlite"], 0
        names = sorted(deeds())
        rng.shuffle(names)
        for name in names:
            ended, does = whole(world, name, deeds()[name])
            if ended.said != "done" or not (does or name in MAKERS):
                outcome.ended["a deed that the records here do not allow"] += 1
                continue
            writes = [at for at, call in enumerate(ended.calls, 1) if " /" in call]
            for at in sorted(rng.sample(writes, min(len(writes), MOST_OF_ONE if name in MAKERS else 4))):
                if count and tried >= count:
                    return outcome
                tried += 1
                _at(outcome, world, name, at, does)
                if tried % 100 == 0:
                    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {tried}, {len(outcome.faults)} faults\n")
    return outcome


def _at(outcome: Outcome, world: World, name: str, at: int, does: Counter[tuple[str, str, str]]) -> None:
    where = f"{name}, full from call {at} on"
    outcome.tried["deeds of the desk" if name not in MAKERS else name] += 1
    with world.office() as settings:
        with contextlib.closing(open_registry(settings)) as office:
            since = head(office)
        got = traced.run(settings, deeds()[name], full_from=at)
        with contextlib.closing(open_registry(settings)) as office:
            there = Counter(written(office, since))
            wrong = problems(office) - world.odd
        said = got.said.split("\n")[0]
        outcome.ended[f"{'done' if said == 'done' else said[:60]}, {_state(there, does)}"] += 1
        if wrong:
            outcome.faults.append(f"{where}: verify says {sorted(wrong)}")
        if said.startswith("odd") or not said:
            outcome.faults.append(f"{where}: {got.said[-400:]}")
        elif said.startswith("refused") and said.split()[1] not in FULL:
            outcome.faults.append(f"{where}: {said}")
        if _state(there, does) == "half" or (said != "done" and there and does):
            outcome.faults.append(f"{where}: {said}, and {dict(there)} of {dict(does)} is written")
        if said == "done" and there != does:
            outcome.faults.append(f"{where}: done, and {dict(there)} of {dict(does)} is written")
        if said != "done":
            again = traced.run(settings, deeds()[name])
            if again.said != "done":
                outcome.faults.append(f"{where}: with room again it says {again.said[:300]}")


def _state(there: Counter[tuple[str, str, str]], does: Counter[tuple[str, str, str]]) -> str:
    return "whole" if there == does else "half" if there else "nothing"
