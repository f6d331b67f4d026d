"""A long list: searched, sorted by its columns, a page at a time, and sent whole as a workbook.

All of it stands in the list's address (``q``, ``sort``, ``page``, ``file``), so that back, a bookmark and a
link sent to a colleague show the same. A view says what its rows are and what stands in each column; the
macros of ``listing.html`` write the search box, the headings, the pages and the link to the workbook.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request, url_for

from registry.columns import fold
from registry.errors import RefusalError
from registry.services.office.calendar import today
from registry.services.office.table_book import table_book
from web.frame import parameters
from web.frame.downloads import download
from web.frame.office import registry

NAMES = ("q", "sort", "page", "file")
"""What a list's address may say, beside the names of the page's own filters."""
A_PAGE = 50
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in an address, its heading, and what a row holds in it.

    ``value`` gives a text, a number, a day or a moment; None or "" where nothing is known, which stands last
    in either direction. ``heading``: the page's table has it as a column; ``sorts``: the list can be sorted
    by it, where that is not the same. What is neither stands in the workbook only, and is searched.
    """

    name: str
    label: Any
    value: Callable[[Any], Any]
    number: bool = False
    heading: bool = True
    sorts: bool | None = None

    @property
    def is_order(self) -> bool:
        """Whether the list can be sorted by the column."""
        return self.heading if self.sorts is None else self.sorts


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column on the page; ``direction`` as ``aria-sort`` says it, "" where not sorted by.

    ``url`` is "" where the list cannot be sorted by the column.
    """

    label: Any
    url: str
    direction: str
    number: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows that were asked for, all of them in order, and the addresses around them."""

    endpoint: str
    columns: tuple[Column, ...]
    rows: Sequence[Any]
    kept: dict[str, Any]
    chosen: dict[str, Any]
    asked: str
    sort: str
    page: int
    per_page: int

    @property
    def found(self) -> int:
        """How many rows there are on all pages."""
        return len(self.rows)

    @property
    def pages(self) -> int:
        """How many pages the rows take; at least one."""
        return _pages(self.rows, self.per_page)

    @property
    def items(self) -> Sequence[Any]:
        """The rows of the page."""
        return self.rows[(self.page - 1) * self.per_page : self.page * self.per_page]

    @property
    def action(self) -> str:
        """Where the search is sent; a form's fields add the rest."""
        return self._url({})

    @property
    def everything(self) -> str:
        """The list without a search and without the page's filters."""
        return self._url(self.kept)

    @property
    def workbook(self) -> str:
        """Where the rows are sent as a workbook."""
        return self.address(page=None, file="xlsx")

    @property
    def sorts(self) -> list[tuple[str, Any, bool]]:
        """What the list can be sorted by: (``sort`` in an address, heading, whether downwards)."""
        return [
            (f"{sign}{column.name}", column.label, bool(sign))
            for column in self.columns
            if column.is_order
            for sign in ("", "-")
        ]

    @property
    def headings(self) -> list[Heading]:
        """The headings; each that can leads to the list sorted by it, a second time the other way round."""
        found = []
        for column in self.columns:
            if not column.heading:
                continue
            up, down = self.sort == column.name, self.sort == f"-{column.name}"
            wanted = f"-{column.name}" if up else column.name
            url = self.address(page=None, sort=wanted) if column.is_order else ""
            found.append(
                Heading(column.label, url, "ascending" if up else "descending" if down else "", column.number)
            )
        return found

    def address(self, **own: Any) -> str:
        """Return the list's address with something put in its place; what is empty is left out."""
        values = {
            **self.kept, **self.chosen, "q": self.asked, "sort": self.sort,
            "page": self.page if self.page > 1 else None, **own,
        }  # fmt: skip
        return self._url(values)

    def of_group(self, name: str) -> str:
        """Return the address of another group (``show``), searched and sorted alike, its first page."""
        return self.address(show=name, page=None)

    def _url(self, values: dict[str, Any]) -> str:
        held = {name: value for name, value in values.items() if value not in (None, "")}
        return url_for(self.endpoint, **(request.view_args or {}), **held)

    def book(self, title: str) -> Response:
        """Send all rows with all columns as a workbook called by ``title`` and the day."""
        header = [str(column.label) for column in self.columns]
        rows = [[_cell(column.value(row)) for column in self.columns] for row in self.rows]
        words = "-".join(filter(None, map(fold, title.split())))  # folding takes what divides words, too
        name = f"{words}-{today():%Y%m%d}.xlsx"
        return download(table_book(registry(), title, header, rows), name, rows=len(rows))


def wants_book() -> bool:
    """Return whether the address asks for the workbook; refuses another kind of file."""
    asked = request.args.get("file", "")
    if asked not in {"", "xlsx"}:
        raise RefusalError("WEB-PARAMETER", name="file", value=asked[:80], wanted_vi="xlsx", wanted_en="xlsx")
    return bool(asked)


def listing(
    rows: Iterable[Any],
    columns: Sequence[Column],
    *,
    kept: Iterable[str] = (),
    filters: Iterable[str] = (),
    searched: bool = False,
    per_page: int = A_PAGE,
    endpoint: str = "",
) -> Listing:
    """Return the rows that the address asks for.

    ``kept`` are parameters that stay when one searches (the group that one is in), ``filters`` those that the
    search form itself holds. Without ``sort`` the rows stay as they come. ``searched``: they hold only what
    matches ``q`` already, by the page's own rule. ``endpoint`` is the list's where a deed shows it again.
    """
    asked = request.args.get("q", "").strip()[:_LONGEST]
    found = list(rows)
    if not searched:
        found = matching(found, columns)
    sort = request.args.get("sort", "")
    if sort:
        column = next((one for one in columns if one.is_order and one.name == sort.removeprefix("-")), None)
        if column is None:
            known = ", ".join(one.name for one in columns if one.is_order)
            raise RefusalError(
                "WEB-PARAMETER", name="sort", value=sort[:80],
                wanted_vi=f"một trong: {known}", wanted_en=f"one of: {known}",
            )  # fmt: skip
        found = _sorted(found, column, down=sort.startswith("-"))
    return Listing(
        endpoint or str(request.endpoint),
        tuple(columns),
        found,
        _asked(kept),
        _asked(filters),
        asked,
        sort,
        min(max(parameters.whole(request.args, "page") or 1, 1), _pages(found, per_page)),
        per_page,
    )


def matching(rows: Iterable[Any], columns: Sequence[Column]) -> list[Any]:
    """Return the rows that hold every word that the address asks for in any of their columns."""
    words = [fold(word) for word in request.args.get("q", "").strip()[:_LONGEST].split()]
    return [row for row in rows if not words or _holds(row, columns, words)]


def _asked(names: Iterable[str]) -> dict[str, Any]:
    return {name: request.args[name] for name in names if request.args.get(name)}


def _pages(rows: Sequence[Any], per_page: int) -> int:
    return max(1, -(-len(rows) // per_page))


def _holds(row: Any, columns: Sequence[Column], words: Sequence[str]) -> bool:
    text = fold(" ".join(_text(column.value(row)) for column in columns))
    return all(word in text for word in words)


def _text(value: Any) -> str:
    if isinstance(value, dt.date):  # as the page writes it
        return value.strftime("%d/%m/%Y")
    return "" if value is None else str(value)


def _sorted(rows: list[Any], column: Column, *, down: bool) -> list[Any]:
    held = [(column.value(row), row) for row in rows]
    known = [(_order(value), row) for value, row in held if value not in (None, "")]
    unknown = [row for value, row in held if value in (None, "")]
    known.sort(key=lambda pair: pair[0], reverse=down)
    return [row for _, row in known] + unknown


def _order(value: Any) -> Any:
    return value if isinstance(value, int | float | dt.date) else fold(str(value))


def _cell(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    return value if value is None or isinstance(value, int | float | dt.date) else str(value)
