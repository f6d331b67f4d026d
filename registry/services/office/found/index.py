"""Things by their names and words, laid out to be searched at every key.

All lines stand in one text, so that looking through 200,000 of them is one search of the interpreter's own:
a line is the name as one word, then the words of the name, then the words by which it is found besides. The
names stand in a text of their own as well, so that no number of things that only hold the words hides one
that is called so.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from registry.services.office.found.typed import Typed, inside, plain

ENOUGH = 20  # times as many lines as are wanted are ranked by further words before the rest is left alone


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that can be found: its name, where it leads, and a line of what it is and how it stands.

    ``words`` are those by which it is found besides its name; they are not shown.
    """

    name: str
    address: str
    note: str = ""
    words: str = ""


class Hit(NamedTuple):
    """A thing, and how well it fits: the smaller the better (see ``Index.find``)."""

    rank: int
    thing: Thing


class Index:
    """Things of one kind as one person may see them."""

    def __init__(
        self,
        names: Sequence[str],
        words: Sequence[str],
        thing: Callable[[int], Thing],
        row_at: Callable[[str], int | None],
    ) -> None:
        """Lay out lines by their names and further words.

        ``thing`` makes that of a line when it is shown, ``row_at`` says which line leads to an address.
        """
        self._thing = thing
        self._row_at = row_at
        self.size = len(names)
        self._said = list(zip(names, words, strict=True))
        self._laid: tuple[_Lines, _Lines] | None = None

    def lay_out(self, before: "Index | None" = None) -> "Index":
        """Lay the lines out to be searched, those that stood in an index ``before`` as they stood there.

        Putting a name in plain words is dear: after a change of one mast 200,000 others are called the same.
        """
        if self._laid is not None:
            return self
        if before is not None and before._laid is not None and before._said == self._said:
            self._laid = before._laid
            return self
        known: dict[tuple[str, str], tuple[str, str]] = {}
        if before is not None and before._laid is not None:
            of_names, whole = (one.all() for one in before._laid)
            known = dict(zip(before._said, zip(of_names, whole, strict=True), strict=True))
        fresh = list(dict.fromkeys(one for one in self._said if one not in known))
        if fresh:
            names, words = (_plain(texts) for texts in zip(*fresh, strict=True))
            known |= {
                said: _line(*plain_words) for said, *plain_words in zip(fresh, names, words, strict=True)
            }
        lines = [known[said] for said in self._said]
        self._laid = _Lines([one for one, _ in lines]), _Lines([one for _, one in lines])
        return self

    @property
    def _names(self) -> "_Lines":
        return self.lay_out()._laid[0]  # type: ignore[index]

    @property
    def _lines(self) -> "_Lines":
        return self.lay_out()._laid[1]  # type: ignore[index]

    @classmethod
    def of(cls, things: Sequence[Thing]) -> "Index":
        """Lay out things that are at hand."""
        at = {one.address: row for row, one in reversed(list(enumerate(things)))}  # the first one stands
        return cls([one.name for one in things], [one.words for one in things], things.__getitem__, at.get)

    def at(self, addresses: Iterable[str]) -> list[Thing]:
        """Return the things at some addresses; what is none of these is left out."""
        rows = [self._row_at(address) for address in addresses]
        return [self._thing(row) for row in rows if row is not None]

    def things(self) -> Iterator[Thing]:
        """Return everything that can be found here, in its order."""
        return map(self._thing, range(self.size))

    def find(self, asked: Typed, most: int) -> tuple[list[Hit], bool]:
        """Return at most so many things, the best first, and whether there are more.

        Ranks: 0 the name itself, 1 it begins so, 2 each word begins one of the name, 3 one of the further
        words, 4 each stands somewhere. Words may come in any order; one of less than three letters has to
        begin a word.
        """
        if not asked.words or not self.size:
            return [], False
        ranked: dict[int, int] = {}
        for rank, pattern in enumerate((f"\n{asked.whole}\t", f"\n{asked.whole}")):
            for row, _line in self._names.holding(pattern):
                ranked.setdefault(row, rank)
                if len(ranked) > most:
                    break
        if len(ranked) <= most:
            self._rank_words(asked, most, ranked)
        order = sorted(ranked, key=lambda row: (ranked[row], row))
        return [Hit(ranked[row], self._thing(row)) for row in order[:most]], len(order) > most

    def _rank_words(self, asked: Typed, most: int, ranked: dict[int, int]) -> None:
        begin = [f" {word}" for word in asked.words]
        for row, line in self._names.holding(self._names.rarest(begin)):
            if all(one in line for one in begin):
                ranked.setdefault(row, 2)
                if len(ranked) > most:
                    return
        patterns = [word if inside(word) else f" {word}" for word in asked.words]
        for row, line in self._lines.holding(self._lines.rarest(patterns)):
            if row in ranked or not all(one in line for one in patterns):
                continue
            ranked[row] = 3 if all(one in line for one in begin) else 4
            if len(ranked) > most * ENOUGH:
                return
        if not ranked and len(asked.whole) >= 4:  # a code typed with blanks, not from its beginning
            for row, _line in self._lines.holding(asked.whole):
                ranked[row] = 4
                if len(ranked) > most:
                    return


def _line(name: str, words: str) -> tuple[str, str]:
    """Return the line of a name, and the whole line with the words by which it is found besides."""
    parts = name.split()
    of_name = f"\n{''.join(parts)}\t {' '.join(parts)} "
    return of_name, f"{of_name}\v {' '.join(words.split())} "


class _Lines:
    """Lines as one text, so that looking through all of them is one search."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._starts = [0, *accumulate(map(len, lines))]
        self._text = "".join(lines)

    def all(self) -> list[str]:
        """Return every line."""
        return [self._text[one:end] for one, end in pairwise(self._starts)]

    def rarest(self, patterns: Sequence[str]) -> str:
        """Return the pattern that the fewest lines hold, as far as counting says it."""
        return min(patterns, key=self._text.count) if len(patterns) > 1 else patterns[0]

    def holding(self, pattern: str) -> Iterator[tuple[int, str]]:
        """Yield the lines that hold a pattern, in their order."""
        text, starts = self._text, self._starts
        at = text.find(pattern)
        while at >= 0:
            row = bisect_right(starts, at) - 1
            yield row, text[starts[row] : starts[row + 1]]
            at = text.find(pattern, starts[row + 1])


def _plain(texts: Iterable[str]) -> list[str]:
    """Return the plain form of each text, of all in one pass."""
    return plain("\n".join(text.replace("\n", " ") for text in texts)).split("\n")
