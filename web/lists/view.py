"""A list of masts as its page shows it: its rows a page at a time, with what people said of them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import say
from registry.model.issues import Issue
from registry.model.mast_lists import (
    KEPT,
    MOVED,
    TAKEN,
    WITH_THE_CARRIER,
    WITH_THE_OFFICE,
    Fate,
    ListedRow,
    MastList,
    MastListRow,
    RowChange,
)
from registry.services.appraise.stated_columns import UNITS, field_choices
from registry.services.lists import comparing, looking_through, marked_workbook, mast_lists
from registry.services.lists.preview_files import Preview
from registry.services.office.ledger_words import OF_THE_STORE, UNSAID_OF_NEW
from registry.services.office.operation import jobs
from registry.services.office.record_words import column_word, value_words
from web.frame import refusals
from web.frame.guard import current_person
from web.frame.jobs import shown
from web.frame.languages import language
from web.frame.listing import Column, Listing, listing
from web.frame.office import registry
from web.frame.people import OFFICERS, own_code, who
from web.frame.wording.issues import issue_view
from web.lists import words
from web.lists.doubts import doubt_view
from web.lists.gone import gone_values

A_PAGE = 25
FILTERS = ("what",)
_OF_COLUMNS = frozenset({"HEADER-UNKNOWN", "HEADER-PROPOSED", "HEADER-PROPOSED-SURE"})
_COMMENT = "CELL-COMMENT"  # its cell may well be right
_PAIRS = (("lat", "lon"), ("northing", "easting"))
_METRES = re.compile(r"X (\S+); Y (\S+)")
Said = Mapping[tuple[str, int], MastListRow]


def values_of(item: MastList) -> dict[str, Any]:
    """Return what the page of a list is made of."""
    found = registry()
    own = own_code(current_person())
    said = comparing.said_of(found, item)
    preview, job = _preview(item)
    acceptance = jobs.newest_job(found, looking_through.ACCEPT, item.id)
    taking = acceptance if item.state in WITH_THE_OFFICE else None
    rows = _rows(item, preview, said, own) if preview else None
    workbook = marked_workbook.newest(found, item) if preview else None
    mine = own is not None or item.by_office
    officer = own is None and not current_person().roles.isdisjoint(OFFICERS)
    return {
        "item": item,
        "rows": rows,
        "preview": preview,
        "fresh": preview is not None and job is None,
        "comparing": shown(job),
        "taking": shown(taking),
        "taking_now": taking is not None and taking.under_way,
        "making": shown(workbook),
        "workbook": bool(preview) and marked_workbook.workbook(found, item) is not None,
        "counts": _counts(preview, said) if preview else {},
        "elsewhere": _elsewhere(preview, said) if preview and rows and not rows.rows else [],
        "left": sum(1 for row in said.values() if row.reason),
        "to_mend": sum(1 for row in said.values() if row.mark and not row.reason),
        "written": preview.written(_places("left", said)) if preview and officer else {},
        "written_noted": len(preview.written_noted(_places("left", said))) if preview and officer else 0,
        "asks_gone": preview is not None and preview.whole_without(_places("left", said)),
        **gone_values(preview, own),
        "issues": _of_the_whole(preview) if preview else [],
        "columns": _columns(preview) if preview else [],
        "unused": [one for one in _columns(preview) if one["said"]] if preview else [],
        "fields": field_choices(language(), comparing.LIST_KIND),
        "units": UNITS,
        "edits": mine and item.state in WITH_THE_CARRIER,
        "may_send": mine and item.state in WITH_THE_CARRIER,
        "may_withdraw": mine and item.state in WITH_THE_CARRIER | WITH_THE_OFFICE,
        "may_answer": mine and item.state == "asked",
        "decides": officer and item.state in WITH_THE_OFFICE,
        "taken": item.state in TAKEN,
        "is_carrier": own is not None,
        "words": words,
    }  # fmt: skip


def _of_the_whole(preview: Preview) -> list[dict[str, Any]]:
    """Return the issues that are of no row compared, each with the sheet and the row that it speaks of."""
    return [
        {
            **issue_view(one),
            "where": ", ".join(filter(None, _place_of(one))),
        }
        for one in preview.whole.issues
        if not _of_column(one)
    ]


def _place_of(one: Issue) -> Iterator[str]:
    """Yield where in the file an issue lies: its sheet, its column under the header, its row."""
    yield one.sheet
    yield _("cột %(letter)s “%(header)s”", letter=one.letter, header=one.column) if one.letter else ""
    yield _("dòng %(row)s", row=one.row) if one.row else ""


def _preview(item: MastList) -> tuple[Preview | None, Any]:
    """Return the comparison to show, and the job that makes a newer one (None: this is as things stand)."""
    found = comparing.look(registry(), item)
    if found is not None:
        return found, None
    open_ = item.state in WITH_THE_CARRIER | WITH_THE_OFFICE
    job = comparing.under_way(registry(), item, who=who(), begin=open_)
    try:
        return comparing.latest(registry(), item), job
    except RefusalError:
        return None, job


def _counts(preview: Preview, said: Said) -> dict[str, int]:
    """Return how many rows each filter shows, in the order of the page."""
    fates = Counter(preview.told(_places("left", said)))
    own = {fate.value: fates[fate.value] for fate in Fate}
    flags = {name: int(preview.whole.counts.get(name, 0)) for name in ("doubtful", "shared")}
    noted = {"noted": len(preview.chosen("noted"))}
    of_people = {name: len(_places(name, said)) for name in ("marked", "repaired")}
    return {**own, **flags, **noted, **of_people}


def _elsewhere(preview: Preview, said: Said) -> list[tuple[str, Any, int]]:
    """Return the filters by which a search that found nothing here finds rows: name, word, how many."""
    asked = request.args.get("q", "")
    every = {**words.FATES, **words.FLAGS} if asked else {}
    return [(name, word, len(chosen(preview, said, name, asked))) for name, word in every.items()]


def _places(what: str, said: Said) -> set[tuple[str, int]]:
    tests = {
        "left": lambda row: bool(row.reason),
        "marked": lambda row: bool(row.mark),
        "repaired": lambda row: any(cell["text"] != cell["was"] for cell in row.repairs.values()),
    }
    return {place for place, row in said.items() if tests[what](row)} if what in tests else set()


def chosen(preview: Preview, said: Said, what: str, text: str) -> list[int]:
    """Return the indexes of the rows that a filter and a search show."""
    known = {*words.FATES, *words.FLAGS}
    if what and what not in known:
        listed = ", ".join(sorted(known))
        raise RefusalError("WEB-PARAMETER", name="what", value=what[:40], wanted_vi=listed, wanted_en=listed)
    of_people = what in ("marked", "repaired")
    return preview.chosen(
        "" if of_people else what, text, _places(what, said) if of_people else None, _places("left", said)
    )


def _rows(item: MastList, preview: Preview, said: Said, own: str | None) -> "Shown":
    found = chosen(preview, said, request.args.get("what", ""), request.args.get("q", ""))
    page = listing(
        found, _COLUMNS, filters=FILTERS, searched=True, per_page=A_PAGE, endpoint="mast_lists.show"
    )
    page_rows = preview.rows(page.items)
    communes = mast_lists.communes(registry())
    shown_rows = [
        _row(item, preview, row, said.get((row.sheet, row.row)), own, communes=communes) for row in page_rows
    ]
    return Shown(page, shown_rows)


class Shown:
    """The rows of a page and the addresses around them."""

    def __init__(self, page: Listing, rows: list[dict[str, Any]]) -> None:
        self.page, self.rows = page, rows


_COLUMNS = (Column("row", "", lambda at: at, heading=False, sorts=False),)


def _row(
    item: MastList,
    preview: Preview,
    row: ListedRow,
    said: MastListRow | None,
    own: str | None,
    *,
    communes: Mapping[str, str],
) -> dict[str, Any]:
    sheet = next(one for one in preview.whole.sheets if one.name == row.sheet)
    headers = {one.letter: one.header or one.letter for one in sheet.columns}
    repairs = said.repairs if said else {}
    cells = {**dict(row.cells), **{letter: cell["text"] for letter, cell in repairs.items()}}
    issues = [{**issue_view(issue), "letter": issue.letter} for issue in row.issues]
    pair = _pair({one.name: one.letter for one in sheet.columns if one.name}, row.issues)
    asking = [issue for issue in row.issues if issue.code != _COMMENT]
    named = [letter for issue in asking for letter in (pair if issue.letter in pair else (issue.letter,))]
    asked = [letter for letter in dict.fromkeys(named) if letter in headers]
    left = said is not None and bool(said.reason) and item.state not in TAKEN
    fate = "left" if left else row.fate.value
    proposed: dict[str, str | None] = {}
    for issue in row.issues:
        both = _halves(issue.proposed or "") if issue.letter in pair else []
        if issue.letter and issue.proposed:
            proposed |= (
                dict(zip(pair, both, strict=True)) if len(both) == 2 else {issue.letter: issue.proposed}
            )
    takes = [
        {
            "letters": " ".join(letters),
            "said": "; ".join(f"{headers[letter]}: {proposed[letter]}" for letter in letters),
            "cells": [(letter, proposed[letter]) for letter in letters],
        }
        for letters in _together(proposed, pair)
        if all(cells.get(letter, "") != proposed[letter] for letter in letters)
        and set(letters) <= set(headers)
    ]
    years = _only_years(row.changes)
    return {
        "takes": takes,
        "sheet": row.sheet,
        "row": row.row,
        "code": row.code or "–",
        "fate": fate,
        "fate_word": (words.TAKEN_FATES if item.state in TAKEN else words.FATES)[fate],
        "look": words.FATE_LOOKS[fate],
        "is_new": row.fate is Fate.NEW,
        "shared": row.shared,
        "changes": _once(
            {
                "label": _label(one, item),
                "added": one.table == "stations" and one.before is None,
                "before": _value(one, one.before, communes, year="before" in years),
                "after": _value(one, one.after, communes, year="after" in years),
                "own": _is_own(one),
            }
            for one in row.changes
            if not (one.table == "stations" and one.field == "operator" and one.after == item.operator)
            if one.field not in {*OF_THE_STORE, MOVED, KEPT}
            and not (one.field == "built_year_only" and _tells_built(row.changes))
            and not (row.fate is Fate.NEW and one.field in UNSAID_OF_NEW)
        ),
        "moved": next((one.after for one in row.changes if one.field == MOVED), None),
        "kept": next((one.after for one in row.changes if one.field == KEPT), ""),
        "issues": issues,
        "asked": [_cell(letter, headers, cells, repairs, proposed) for letter in asked],
        "others": [
            _cell(letter, headers, cells, repairs, proposed) for letter in headers if letter not in asked
        ],
        "repaired": [
            {"header": headers.get(letter, letter), **cell}
            for letter, cell in repairs.items()
            if cell["text"] != cell["was"]
        ],
        "doubts": [doubt_view(one, item, preview, own) for one in row.doubts],
        "reason": said.reason if said else "",
        "mark": said.mark if said else "",
        "left": left,
    }


def _once(changes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what changes, in order, once: a certificate of several technologies is one cell of the list."""
    said: list[dict[str, Any]] = []
    for one in changes:
        if one not in said:
            said.append(one)
    return said


def _pair(letters: Mapping[str, str], issues: Sequence[Issue]) -> tuple[str, ...]:
    """Return the two columns of the position, which are put right together; none where there are not both.

    Those of latitude and longitude, or of northing and easting where a row's issue lies in one of them.
    """
    pairs = [tuple(letters.get(name, "") for name in names) for names in _PAIRS]
    whole = [pair for pair in pairs if all(pair)]
    named = {issue.letter for issue in issues}
    return next((pair for pair in whole if named & set(pair)), whole[0] if whole else ())


def _halves(proposed: str) -> list[str]:
    """Return what a proposal puts into each of the two cells: degrees, or the metres of X and Y."""
    metres = _METRES.fullmatch(proposed)
    return list(metres.groups()) if metres else proposed.split(", ")


def _together(proposed: Mapping[str, str | None], pair: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the columns whose proposals are taken by one press: latitude and longitude together."""
    both = [pair] if pair and all(proposed.get(letter) for letter in pair) else []
    return both + [(letter,) for letter in proposed if not both or letter not in pair]


def _tells_built(changes: Sequence[RowChange]) -> bool:
    """Whether the day or year of building is told: that only the year is known shows in it."""
    return any(one.field == "built_on" for one in changes)


def _only_years(changes: Sequence[RowChange]) -> set[str]:
    """Return on which sides of a change only the year of building is stated; kept is its first day."""
    flag = next((one for one in changes if one.field == "built_year_only"), None)
    if flag is not None:
        return {side for side in ("before", "after") if getattr(flag, side)}
    days = [day for one in changes if one.field == "built_on" for day in (one.before, one.after) if day]
    return {"before", "after"} if days and all(str(day)[4:] == "-01-01" for day in days) else set()


def _value(change: RowChange, value: Any, communes: Mapping[str, str], *, year: bool = False) -> str | None:
    """Return a value of a change in words, a commune by its name; None where it is not stated."""
    if year and change.field == "built_on" and value is not None:
        return str(value)[:4]
    if change.field == "commune_code" and value in communes:
        return communes[value]
    return None if value is None else say(value_words(change.table, change.field, value), language())


def _is_own(change: RowChange) -> bool:
    """Whether a change is told in the list's own words, which are the same in either language."""
    told = [one for one in (change.before, change.after) if one is not None]
    words = [value_words(change.table, change.field, one) for one in told]
    return all(say(one, "vi") == say(one, "en") for one in words)


def _label(change: RowChange, item: MastList) -> str:
    """Return what changes; another operator on the mast is what a list says as "shared with"."""
    if (change.table, change.field) == ("stations", "operator") and change.after != item.operator:
        return str(_("Dùng chung với"))
    word = say(column_word(change.table, change.field), language())
    return f"{word} ({change.of})" if change.of and change.field != "technology" else word


def _cell(
    letter: str,
    headers: Mapping[str, str],
    cells: Mapping[str, str],
    repairs: Mapping[str, Any],
    proposed: Mapping[str, str | None],
) -> dict[str, Any]:
    return {
        "letter": letter,
        "header": headers[letter],
        "text": cells.get(letter, ""),
        "was": repairs[letter]["was"] if letter in repairs else None,
        "proposed": proposed.get(letter),
    }


def _columns(preview: Preview) -> list[dict[str, Any]]:
    """Return the columns of the sheets that were read, and what each is taken for."""
    choices = field_choices(language(), comparing.LIST_KIND)
    labels = {one["name"]: one["label"] for one in choices} | {"ordinal": _("số thứ tự")}
    names = {one["vi"]: one["name"] for one in choices}
    several = sum(sheet.read for sheet in preview.whole.sheets) > 1
    said = {(one.sheet, one.letter): issue_view(one) for one in preview.whole.issues if _of_column(one)}
    return [
        {
            "known": (sheet.name, one.letter) not in said or one.stated is not None,
            "sheet": sheet.name,
            "of_sheet": sheet.name if several else "",
            "letter": one.letter,
            "header": one.header,
            "name": one.name.partition(":")[0],
            "label": labels.get(one.name.partition(":")[0], one.name),
            "stated": one.stated,
            "said": (note := None if one.stated else said.get((sheet.name, one.letter))),
            "proposed": names.get(note["proposed"] or "", "") if note else "",
        }
        for sheet in preview.whole.sheets
        if sheet.read
        for one in sheet.columns
    ]


def _of_column(issue: Issue) -> bool:
    """Whether an issue is said of a header that was not understood: it stands beside that column."""
    return issue.code in _OF_COLUMNS


def page_values(refusal: RefusalError | None, item: MastList) -> dict[str, Any]:
    """Return the values of the page with what was refused a moment ago."""
    return {**values_of(item), "refusal": refusals.said(refusal), "form": request.form}
