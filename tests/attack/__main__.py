"""One command for an attack: ``python -m tests.attack KIND --seed N --count M`` (``make attack``)."""

import argparse
import importlib
import signal
import sys

from tests.attack.outcome import UNDER_WAY

KINDS = {
    "kills": 200, "files": 10_000, "routes": 0, "texts": 0, "tampers": 0, "full": 0, "clocks": 0, "two": 0,
}  # fmt: skip
"""The kinds, and how many are tried unless something else is asked for (0: everything there is)."""


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    asked.add_argument("kind", nargs="+", choices=(*KINDS, "all"))
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--count", type=int, help="how many are tried; by itself what the kind takes in full")
    chosen = asked.parse_args()
    signal.signal(signal.SIGTERM, _broken_off)
    gave_way = 0
    for kind in KINDS if "all" in chosen.kind else chosen.kind:
        count = KINDS[kind] if chosen.count is None else chosen.count
        outcome = importlib.import_module(f"tests.attack.{kind}").attack(chosen.seed, count)
        sys.stdout.write(outcome.words() + "\n")
        sys.stdout.flush()
        gave_way += len(outcome.faults)
    return 1 if gave_way else 0


def _broken_off(*_: object) -> None:
    sys.stdout.write("broken off:\n" + UNDER_WAY[-1].words() + "\n" if UNDER_WAY else "broken off\n")
    sys.exit(143)


if __name__ == "__main__":
    sys.exit(main())
