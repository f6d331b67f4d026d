"""The overview as a reader may see it who is not of the office's staff: small counts are not told.

A count below three of things with a position may lead to one of them, so it is not told, nor what could be
worked out with it: ratios that rest on it, and, where one count of a measure alone is left out, the smallest
other one (else the total would tell it). Lists of single masts are left out.
"""

from dataclasses import replace

from registry.model.people import Person
from registry.services.overview.figures import Overview
from registry.services.overview.measures import measures

LEAST = 3


def for_person(overview: Overview, person: Person) -> Overview:
    """Return the overview as a person may see it: whole for the staff, without small counts for others."""
    return overview if person.is_staff else without_small(overview)


def without_small(overview: Overview) -> Overview:
    """Return the overview without counts below three and without single masts."""
    hidden: set[tuple[str, int]] = set()
    for one in measures():
        if not one.counts:
            continue
        values = overview.values[one.code]
        small = {row for row, value in enumerate(values) if value is not None and 0 < value < LEAST}
        if len(small) == 1:
            others = [
                (value, row) for row, value in enumerate(values) if value is not None and value >= LEAST
            ]
            small |= {min(others)[1]} if others else set()
        hidden |= {(one.code, row) for row in small}
    # what counts the same masts in another way tells them by a difference
    for row in range(len(overview.units) + 1):
        parts = [name for name in _PARTS if (name, row) in hidden]
        if len(parts) == 1:
            other = _smallest_part(overview, row, parts[0])
            hidden |= {(other, row)} if other else set()
    for one in measures():
        hidden |= {
            (one.code, row)
            for row in range(len(overview.units) + 1)
            if any((below, row) in hidden for below in one.rests_on)
        }
    few = [
        any((name, row) in hidden for name in ("masts", "in_service")) for row in range(len(overview.alone))
    ]
    return replace(
        overview,
        hidden=frozenset(hidden),
        alone=tuple(() for _ in overview.alone),
        matters=tuple(() for _ in overview.matters),
        present=tuple(() if few[row] else one for row, one in enumerate(overview.present)),
        by_operator={},
        technologies=tuple(() if few[row] else one for row, one in enumerate(overview.technologies)),
    )


_PARTS = ("in_service", "building", "suspended")
"""They add up to the masts that stand."""


def _smallest_part(overview: Overview, row: int, but: str) -> str:
    held = [
        (value, name)
        for name in ("masts", *_PARTS)
        if name != but and (value := overview.values[name][row]) is not None and value >= LEAST
    ]
    return min(held)[1] if held else ""
