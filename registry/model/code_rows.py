"""Codes that lead to rows of columns: rows may move and codes change without the whole being written anew.

A dictionary of 200,000 codes takes longer to write than everything else that a changed mast asks for. So the
dictionary stays as it is; beside it stand what changed since, and where its rows went.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from registry.model.row_steps import GONE, Ints
from registry.model.site_codes import plain_code

Key = TypeVar("Key")


class CodeRows(Mapping[Key, int]):
    """Key -> row, in no order. ``book`` leads to rows of long ago, ``row_now`` from them to those of now
    (None: as they were), GONE where there is none; ``changed`` goes before it and has rows of now."""

    __slots__ = ("_beside", "_book", "_changed", "_row_now")

    def __init__(
        self,
        book: "dict[Key, int] | _Book[Key]",
        row_now: Ints | None = None,
        changed: Mapping[Key, int] | None = None,
    ) -> None:
        self._book: _Book[Key] = book if isinstance(book, _Book) else _Book(book)
        self._row_now = row_now
        self._changed = changed or {}
        self._beside: dict[str, tuple[Key, ...]] | None = None

    def __getitem__(self, key: Key) -> int:
        row = self._changed.get(key)
        if row is None:
            row = self._book.rows[key]
            if self._row_now is not None:
                row = int(self._row_now[row])
        if row == GONE:
            raise KeyError(key)
        return row

    def __iter__(self) -> Iterator[Key]:
        for key in self._book.rows:
            if key in self:
                yield key
        yield from (key for key, row in self._changed.items() if row != GONE and key not in self._book.rows)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @property
    def changes(self) -> int:
        """How many keys stand beside the book."""
        return len(self._changed)

    def moved(self, row_now: Ints | None, changed: Mapping[Key, int] | None = None) -> "CodeRows[Key]":
        """Return the same keys where each row has gone to ``row_now`` of it, but for those ``changed``.

        GONE in either takes the key away. None: every row stays.
        """
        if row_now is None:
            return CodeRows(self._book, self._row_now, {**self._changed, **(changed or {})})
        through = row_now if self._row_now is None else _through(row_now, self._row_now)
        beside = {key: int(row_now[row]) if row >= 0 else GONE for key, row in self._changed.items()}
        return CodeRows(self._book, through, {**beside, **(changed or {})})

    def alike(self, plain: str) -> set[Key]:
        """Return the keys that are ``plain`` as codes are compared (``registry.model.site_codes``), those
        that lead nowhere now among them."""
        if self._beside is None:
            self._beside = by_plain_code(self._changed)
        return {*self._book.plain.get(plain, ()), *self._beside.get(plain, ())}


class PlainCodes(Mapping[str, int]):
    """Rows by codes as they are compared (``registry.model.site_codes``).

    Where several are the same so, the code that its row bears at present (``codes``) goes before those that
    it bore or that an operator calls it by, then the first row.
    """

    def __init__(self, rows: Mapping[str, int], codes: npt.NDArray[np.object_]) -> None:
        self._rows = rows if isinstance(rows, CodeRows) else CodeRows(dict(rows))
        self._codes = codes

    def __getitem__(self, plain: str) -> int:
        found = [
            (self._codes[row] != code, row)
            for code in self._rows.alike(plain)
            if (row := self._rows.get(code, GONE)) != GONE
        ]
        if not found:
            raise KeyError(plain)
        return min(found)[1]

    def __iter__(self) -> Iterator[str]:
        return iter({plain_code(code) for code in self._rows})

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Book(Generic[Key]):
    """A dictionary that is never changed, and its codes as they are compared, found when first asked for."""

    def __init__(self, rows: dict[Key, int]) -> None:
        self.rows = rows

    @cached_property
    def plain(self) -> dict[str, tuple[Key, ...]]:
        return by_plain_code(self.rows)


def by_plain_code(codes: Iterable[Key]) -> dict[str, tuple[Key, ...]]:
    """Return codes (texts) by how they are compared."""
    found: dict[str, tuple[Key, ...]] = {}
    for code in codes:
        plain = plain_code(str(code))
        found[plain] = (*found[plain], code) if plain in found else (code,)
    return found


def _through(then_now: Ints, then: Ints) -> Ints:
    """Return ``then_now`` of each row of ``then``, GONE of what is gone."""
    return (
        np.where(then >= 0, then_now[np.maximum(then, 0)], GONE)
        if len(then_now)
        else np.full_like(then, GONE)
    )
