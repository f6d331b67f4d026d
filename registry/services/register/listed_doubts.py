"""What of a list of masts is hard to believe beside the register, or in itself: said, never refused."""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import shapely

from registry.columns import COLUMNS, CellType, Column
from registry.geo.areas import near_m
from registry.intake.cells import read_number
from registry.intake.parsed import ParsedList, ParsedRow
from registry.messages import Words, issue_of
from registry.model.issues import Issue
from registry.model.ledger import Change
from registry.model.sites import SiteState
from registry.services.register.listed_against import Standing
from registry.services.register.listed_ends import built_ahead
from registry.services.register.listed_masts import Place, Rows

_NUMBERS = {
    (f"{item.level.value}s", item.stored): item
    for item in COLUMNS
    if item.level and item.type in {CellType.METRES, CellType.NUMBER, CellType.INTEGER}
}
_ASKED_BY_THE_READING = frozenset({"CELL-UNUSUAL", "CELL-UNUSUAL-LIKELY"})
_SLIPS = (10.0, 100.0, 1000.0)
_GONE = re.compile(
    r"\b(?:đã|da)\s{1,3}(?:được\s{1,3}|duoc\s{1,3})?(?:tháo|thao|dỡ bỏ|do bo|hạ cột|thanh lý|thanh ly)\b"
)
"""What a note says of a mast that is gone; "chưa tháo dỡ", "đề nghị tháo dỡ" are no such thing."""
_MOVED_M, _SAME_PLACE_M, _SAME_PLACE_DEG = 50.0, 20.0, 0.0004
_MEASURED_ANEW = 0.02
"""By what part a number may differ from the register's, its comma put back: 42,1 is 42,0 measured anew."""


def doubts_of(
    parsed: ParsedList, standing: Standing, rows: Rows, changes: Iterable[Change], list_date: dt.date
) -> Iterator[Issue]:
    """Yield a warning for each number whose comma seems to have slipped, and for each day that contradicts.

    ``changes`` are those that the list makes of masts that stand; a cell of which the reading asks already
    is not asked of twice.
    """
    asked = {
        (issue.sheet, issue.row, issue.letter)
        for issue in parsed.issues
        if issue.code in _ASKED_BY_THE_READING
    }
    letters = {
        (sheet.name, one.name): one.letter for sheet in parsed.sheets for one in sheet.columns if one.name
    }
    read = {(row.sheet, row.row): row for row in parsed.rows}
    for place, column, before, after in _numbers(changes):
        row, letter = read[place], letters.get((place[0], column.name), "")
        factor = _slip(before, after)
        if factor is None or (*place, letter) in asked:
            continue
        more = abs(after) > abs(before)
        yield issue_of(
            "SITE-NUMBER-SLIPPED", sheet=row.sheet, row=row.row, letter=letter, value=f"{after:g}",
            proposed=_put_back(row, column, after, after / factor if more else after * factor),
            params={
                "column": Words(column.label("vi").lower(), column.label("en").lower()),
                "before": before, "after": after, "factor": factor, "unit": column.unit,
                "how": Words("gấp", "times larger") if more else Words("kém", "times smaller"),
            },
        )  # fmt: skip
    for place, code, name in _days(rows, read, standing, list_date):
        letter = letters.get((place[0], name)) or letters.get((place[0], "state"), "")
        yield issue_of(code, sheet=place[0], row=place[1], letter=letter)
    for place, where, params in _at_one_place(rows, standing):
        letter = letters.get((place[0], "lat")) or letters.get((place[0], "lon"), "")
        name = str(where[1]) if where[0] == place[0] else f"{where[1]} ({where[0]})"
        yield issue_of(
            "SITE-SAME-COORDINATES", sheet=place[0], row=place[1], letter=letter,
            params={**params, "where": name},
        )  # fmt: skip
    for place, params in _exchanged(rows, standing):
        letter = letters.get((place[0], "site_code"), "")
        yield issue_of("SITE-AT-ANOTHERS-PLACE", sheet=place[0], row=place[1], letter=letter, params=params)


def _numbers(changes: Iterable[Change]) -> Iterator[tuple[Place, Column, float, float]]:
    """Yield each number that changes once, where its row stands, with what it was and what it becomes."""
    for change in changes:
        before, after, at = change.before or {}, change.after or {}, change.origin
        if at is None:
            continue
        place = (at.sheet, at.row)
        for (table, name), column in _NUMBERS.items():
            old, new = before.get(name), after.get(name)
            if table == change.table and old and new and old != new:
                yield place, column, float(old), float(new)


def _slip(before: float, after: float) -> float | None:
    """Return by which power of ten two numbers differ, within what a mast measured anew differs by."""
    if before * after <= 0.0:
        return None
    times = max(abs(before), abs(after)) / min(abs(before), abs(after))
    return next((slip for slip in _SLIPS if math.isclose(times, slip, rel_tol=_MEASURED_ANEW)), None)


def _put_back(row: ParsedRow, column: Column, after: float, likely: float) -> str | None:
    """Return what the cell would hold; None where it is in another unit, or would hold no whole number."""
    cell = next((cell for key, cell in zip(row.keys, row.cells, strict=False) if key == column.name), "")
    with_a_unit = isinstance(cell, str) and any(map(str.isalpha, cell))
    if with_a_unit or read_number(cell, 1.0, lengths=column.type is CellType.METRES)[0] != after:
        return None
    likely = round(likely, 6)
    return None if column.type is CellType.INTEGER and likely != int(likely) else f"{likely:g}"


def _days(
    rows: Rows, read: Mapping[Place, ParsedRow], standing: Standing, list_date: dt.date
) -> Iterator[tuple[Place, str, str]]:
    """Yield where a day of a mast contradicts its state, its other day or the day of the list."""
    for key, mast in rows.structures.items():
        at = rows.origins[key]
        row = read[at.sheet, at.row]
        code = _end(mast, row, list_date, known=key in standing.ended)
        if code:
            yield (at.sheet, at.row), code, "dismantled_on"
        state = _state(mast, standing)
        if built_ahead(row, state, list_date):
            yield (at.sheet, at.row), "SITE-BUILT-AHEAD", "built_on"
        if state != SiteState.DISMANTLED and _noted_gone(row):
            yield (at.sheet, at.row), "SITE-NOTED-DISMANTLED", "note"


def _at_one_place(rows: Rows, standing: Standing) -> Iterator[tuple[Place, Place, dict[str, str]]]:
    """Yield each mast at the very coordinates of one before it in its operator's list, with where that is.

    A mast whose place the register has already, beside another that it has there too, was asked about when
    it came. One that is dismantled may have another where it stood.
    """
    gone = {
        mast["site_id"] for mast in rows.structures.values() if _state(mast, standing) == SiteState.DISMANTLED
    }
    for listed in rows.listed.values():
        first: dict[tuple[float, float], tuple[str, bool]] = {}
        for site in (site for site in rows.sites if site in listed and site not in gone):
            known, place = standing.sites.get(site), rows.sites[site]
            was = (known.lon, known.lat) if known is not None else None
            now = (place["lon"], place["lat"]) if place.get("lon") is not None else was
            if now is None or site not in rows.origins:
                continue
            other, told = first.setdefault(now, (site, now == was))
            if other != site and not (told and now == was):
                one, two = rows.origins[site], rows.origins[other]
                codes = {"code": rows.code_of.get(site, site), "other": rows.code_of.get(other, other)}
                yield (one.sheet, one.row), (two.sheet, two.row), codes


def _state(mast: Mapping[str, Any], standing: Standing) -> str:
    return str(mast.get("state") or standing.structures.get(mast["site_id"], ("", ""))[1])


def _noted_gone(row: ParsedRow) -> bool:
    """Whether only the note of a row says that its mast is gone: a program must not take it for the state."""
    note = unicodedata.normalize("NFC", str(row.values.get("note") or "")).casefold()
    return row.values.get("dismantled_on") is None and _GONE.search(note) is not None


def _end(mast: Mapping[str, Any], row: ParsedRow, list_date: dt.date, *, known: bool) -> str:
    gone = row.values.get("dismantled_on", mast.get("dismantled_on"))  # what contradicts is not taken
    built = mast.get("built_on")
    years = row.values.get("dismantled_year_only") or mast.get("built_year_only")
    if mast.get("state") == SiteState.DISMANTLED and gone is None:
        return "" if known or "dismantled_on" in row.unread else "SITE-DISMANTLED-NO-DAY"
    if gone is None:
        return ""
    if gone > list_date and mast.get("state") == SiteState.DISMANTLED:
        return "SITE-DISMANTLED-AHEAD"
    if built is not None and (gone.year < built.year if years else gone < built):
        return "SITE-DISMANTLED-BEFORE-BUILT"
    if gone <= list_date and row.values.get("state", SiteState.DISMANTLED) != SiteState.DISMANTLED:
        return "SITE-DISMANTLED-STANDS"
    return ""


def _exchanged(rows: Rows, standing: Standing) -> Iterator[tuple[Place, dict[str, str]]]:
    """Yield each mast that a list puts where the register has another one that the same list moves away.

    Two codes were exchanged, or several went round: each would get the other's inspections and papers.
    """
    for listed in rows.listed.values():
        moved: list[tuple[str, tuple[float, float], tuple[float, float]]] = []
        for site in (site for site in rows.sites if site in listed and site in rows.origins):
            known, place = standing.sites.get(site), rows.sites[site]
            if known is None or known.lon is None or known.lat is None or place.get("lon") is None:
                continue
            was, now = (known.lon, known.lat), (place["lon"], place["lat"])
            if near_m(*was, *now) > _MOVED_M:
                moved.append((site, was, now))
        if len(moved) < 2:
            continue
        tree = shapely.STRtree(shapely.points([was for _, was, _ in moved]))
        for site, _, now in moved:
            for other in tree.query(shapely.Point(now), predicate="dwithin", distance=_SAME_PLACE_DEG):
                another, there, _ = moved[other]
                if another != site and near_m(*now, *there) <= _SAME_PLACE_M:
                    at = rows.origins[site]
                    codes = {
                        "code": rows.code_of.get(site, site),
                        "other": rows.code_of.get(another, another),
                    }
                    yield (at.sheet, at.row), codes
                    break
