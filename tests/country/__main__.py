"""``python -m tests.country DIR``: writes a country; how much of each may be said."""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.country.making import WHOLE, Size, make_country


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="A country that does not exist, as a lake.")
    parser.add_argument("lake", type=Path)
    for name, held in _sizes():
        parser.add_argument(f"--{name}", type=int, default=held)
    parser.add_argument("--provinces", default="", help="codes with commas; none: all 34")
    return parser.parse_args(given)


def _sizes() -> Iterator[tuple[str, int]]:
    for name in Size.__dataclass_fields__:
        yield name, getattr(WHOLE, name)


def main(given: Sequence[str]) -> None:
    """Write a country as the arguments say."""
    asked = _arguments(given)
    size = Size(**{name: getattr(asked, name) for name, _ in _sizes()})
    started = time.perf_counter()
    codes = tuple(filter(None, asked.provinces.split(",")))
    make_country(asked.lake, size, codes, progress=_say)
    _say(f"{size}: {time.perf_counter() - started:.0f} s")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
