"""What was entered after a span's end and changes what was done in it: by number, what came and what went."""

from collections.abc import Iterable

from registry.model.briefing.briefings import Group, Later, Number, Part


def changed_later(then: Iterable[Part], now: Iterable[Part]) -> tuple[Later, ...]:
    """Return of each number of done things what the register says now and did not then, and what no more."""
    today = _done(now)
    found = []
    for code, number in _done(then).items():
        present = today.get(code, Number(code, Group.DONE, number.words))
        had, has = {line.key for line in number.lines}, {line.key for line in present.lines}
        added = tuple(line for line in present.lines if line.key not in had)
        gone = tuple(line for line in number.lines if line.key not in has)
        if added or gone:
            found.append(Later(code, added, gone))
    return tuple(found)


def _done(parts: Iterable[Part]) -> dict[str, Number]:
    return {one.code: one for part in parts for one in part.numbers if one.group is Group.DONE}
