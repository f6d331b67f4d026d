"""A clock set back and forward between deeds: a second, an hour, a year; no stamp goes backwards.

A clock that cannot be right is refused (``STORE-CLOCK-AHEAD``) and stamps nothing; when it is right again the
deed goes through, and the register verifies. A day ahead may be right and is stamped; ``verify`` says so
until the day has come (``LEDGER-AHEAD``).
"""

import contextlib
import datetime as dt
import random
from collections.abc import Iterator

import pytest

from registry.errors import RefusalError
from registry.model import vietnam_time
from registry.services.office.registry import Registry, open_registry
from registry.store import ledger
from tests.attack.kills import deeds
from tests.attack.outcome import Outcome
from tests.attack.worlds import World, head, problems, worlds

STEPS = {
    "a second back": dt.timedelta(seconds=-1), "a second forward": dt.timedelta(seconds=1),
    "an hour back": dt.timedelta(hours=-1), "a day back": dt.timedelta(days=-1),
    "a day forward": dt.timedelta(days=1), "a year back": dt.timedelta(days=-365),
    "a year forward": dt.timedelta(days=365),
}  # fmt: skip
IN_A_ROW = 12


def attack(seed: int, count: int) -> Outcome:
    """Do every kind of deed in rows of twelve, the clock set between them (``count``: rows; 0: all)."""
    outcome = Outcome("clocks", seed)
    rng = random.Random(seed)
    names = sorted(deeds()) * 2
    rng.shuffle(names)
    rows = [names[at : at + IN_A_ROW] for at in range(0, len(names), IN_A_ROW)]
    with worlds("sqlite") as known:
        for row in rows[: count or None]:
            _row(outcome, known["sqlite"], rng, row)
    return outcome


@contextlib.contextmanager
def _clock() -> Iterator[list[dt.timedelta]]:
    off = [dt.timedelta()]
    right = vietnam_time.read_clock
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vietnam_time, "read_clock", lambda: right() + off[0])
        yield off


def _row(outcome: Outcome, world: World, rng: random.Random, names: list[str]) -> None:
    with world.office() as settings, contextlib.closing(open_registry(settings)) as office, _clock() as off:
        before = _times(office)
        for name in names:
            step = rng.choice(sorted(STEPS))
            off[0] = STEPS[step]
            outcome.tried[step] += 1
            since = head(office)
            end = _end(office, name)
            outcome.ended[
                f"{step}: {end if end in ('done', 'STORE-CLOCK-AHEAD') else 'not allowed as things stand'}"
            ] += 1
            if end == "STORE-CLOCK-AHEAD":
                if head(office) != since:
                    outcome.faults.append(f"{name}, {step}: refused, and written")
                off[0] = dt.timedelta()
                again = _end(office, name)
                if again == "STORE-CLOCK-AHEAD":
                    outcome.faults.append(f"{name}, {step}: refused at the right time too")
            if "year forward" in step and end == "done" and head(office) != since:
                outcome.faults.append(f"{name}, {step}: a year ahead was stamped")
        after = _times(office)
        if after != sorted(after):
            outcome.faults.append(f"{names}: the ledger's times go backwards")
        if after[: len(before)] != before:
            outcome.faults.append(f"{names}: times of entries that stood are others")
        if wrong := {one for one in problems(office) - world.odd if not one.startswith("LEDGER-AHEAD")}:
            outcome.faults.append(f"{names}: verify says {sorted(wrong)}")


def _end(office: Registry, name: str) -> str:
    try:
        deeds()[name](office)()
    except RefusalError as refusal:
        return refusal.code
    except (KeyError, AttributeError, TypeError, ValueError, StopIteration) as error:
        return f"not here: {type(error).__name__}"
    return "done"


def _times(office: Registry) -> list[dt.datetime]:
    with office.database.read() as connection:
        return [dt.datetime.fromisoformat(entry.at) for entry in ledger.entries(connection)]
