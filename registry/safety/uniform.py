"""Readings that are too much alike, and photos that are too near to one another: arithmetic, no accusation.

Inspection files are known that fill missing readings with values from a standard frame and use placeholder
photos. Measured earthing, tension and verticality differ from mast to mast; the thresholds here are working
numbers of the office's own.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from registry.safety.sheets.keys import split

LEAST_MASTS = 5
SAME_SHARE = 0.6
NARROW_MASTS = 8
NARROW = 0.03
ROW_ENTRIES = 3
USUAL_MASTS = 8
USUAL_ENTRIES = 3
ALIKE_BITS = 6
_PLAIN_BITS = 8  # a look with fewer bits set or unset is a plain wall or a dark picture


@dataclass(frozen=True, slots=True)
class Told:
    """Numeric readings of one mast by one teller (a person or a carrier), by key of the answer."""

    teller: str
    structure: str
    source: str
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Alike:
    """What stands out: ``kind`` same, narrow, row or usual; the entries, values and sources concerned."""

    kind: str
    teller: str
    entries: tuple[str, ...]
    values: tuple[float, ...]
    structures: tuple[str, ...]
    sources: tuple[str, ...]


def alike(told: Sequence[Told], usual: Mapping[str, tuple[float, float]]) -> list[Alike]:
    """Return what stands out among the readings, teller by teller; ``usual`` are frames known to be filled
    in.
    """
    by_teller: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        by_teller[one.teller].append(one)
    found: list[Alike] = []
    for teller in sorted(by_teller):
        own = by_teller[teller]
        found += _rows(teller, own)
        entries = sorted({entry for one in own for entry in one.values})
        for entry in entries:
            found += _entry(teller, entry, [one for one in own if entry in one.values])
        found += _usual(teller, own, usual)
    return found


def near_looks(looks: Mapping[str, str], most_bits: int = ALIKE_BITS) -> list[tuple[str, str]]:
    """Return pairs of keys whose looks (16 hex digits) differ in at most ``most_bits`` (at most 7) bits.

    Looks that differ in at most 7 of 64 bits share at least one of their 8 bytes, so only those are compared.
    """
    numbers = {
        key: int(look, 16)
        for key, look in looks.items()
        if look and _PLAIN_BITS <= int(look, 16).bit_count() <= 64 - _PLAIN_BITS
    }
    buckets: dict[tuple[int, int], list[str]] = defaultdict(list)
    for key in sorted(numbers):
        for byte in range(8):
            buckets[byte, numbers[key] >> (8 * byte) & 0xFF].append(key)
    pairs = {
        pair
        for keys in buckets.values()
        for pair in combinations(keys, 2)
        if (numbers[pair[0]] ^ numbers[pair[1]]).bit_count() <= most_bits
    }
    return sorted(pairs)


def _made(
    kind: str, teller: str, entries: Iterable[str], values: Iterable[float], own: Sequence[Told]
) -> Alike:
    return Alike(
        kind,
        teller,
        tuple(entries),
        tuple(values),
        tuple(dict.fromkeys(one.structure for one in own)),
        tuple(dict.fromkeys(one.source for one in own)),
    )


def _rows(teller: str, own: Sequence[Told]) -> list[Alike]:
    """Masts with the very same readings in every one of three or more entries."""
    rows: dict[tuple[tuple[str, float], ...], list[Told]] = defaultdict(list)
    for one in own:
        if len(one.values) >= ROW_ENTRIES:
            rows[tuple(sorted(one.values.items()))].append(one)
    return [
        _made("row", teller, (entry for entry, _ in row), (value for _, value in row), same)
        for row, same in sorted(rows.items())
        if len({one.structure for one in same}) > 1
    ]


def _entry(teller: str, entry: str, own: Sequence[Told]) -> list[Alike]:
    masts = {one.structure for one in own}
    if len(masts) < LEAST_MASTS:
        return []
    values = [one.values[entry] for one in own]
    value, times = Counter(values).most_common(1)[0]
    if times >= LEAST_MASTS and times >= SAME_SHARE * len(values) and value != 0:
        same = [one for one in own if one.values[entry] == value]
        return [_made("same", teller, [entry], [value], same)]
    if len(masts) < NARROW_MASTS:
        return []
    mean = sum(values) / len(values)
    spread = (sum((item - mean) ** 2 for item in values) / len(values)) ** 0.5
    if mean and spread / abs(mean) < NARROW:
        return [_made("narrow", teller, [entry], [min(values), max(values)], own)]
    return []


def _usual(teller: str, own: Sequence[Told], usual: Mapping[str, tuple[float, float]]) -> list[Alike]:
    """Readings of many masts that never leave the standard frame, in three or more entries at once."""
    inside = []
    for entry, (low, high) in sorted(usual.items()):
        values = [value for one in own for key, value in one.values.items() if split(key)[0] == entry]
        if len(values) >= USUAL_MASTS and all(low <= value <= high for value in values):
            inside.append(entry)
    if len(inside) < USUAL_ENTRIES:
        return []
    concerned = [one for one in own if any(split(key)[0] in inside for key in one.values)]
    return [_made("usual", teller, inside, [], concerned)]
