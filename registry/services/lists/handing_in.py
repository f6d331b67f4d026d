"""What a carrier does with its list: begins, repairs, explains, sends, answers, takes back.

Each is a deed of its own in the ledger; whoever saw another version is told who was first.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from registry.columns import CellType
from registry.columns import column as known_column
from registry.errors import RefusalError
from registry.intake.cells import CellProblem
from registry.intake.column_values import read_column
from registry.intake.limits import check_file
from registry.intake.meanings import Meaning, is_placed
from registry.messages import Words, render
from registry.model.mast_lists import WITH_THE_CARRIER, WITH_THE_OFFICE, MastList, MastListKind, MastListState
from registry.model.vietnam_time import one_moment
from registry.services.appraise.stated_columns import (
    ColumnPlace,
    explained,
    meanings_from_json,
    meanings_to_json,
)
from registry.services.lists import comparing, looking_through
from registry.services.lists.told import tell_office
from registry.services.office.attachments import keep_file
from registry.services.office.calendar import today
from registry.services.office.deeds import KIND, Actor, Deed, deed, name_of
from registry.services.office.organisations import operator_names
from registry.services.office.registry import Registry
from registry.store.changes import new_id
from registry.store.lists import mast_lists as store
from registry.store.lists.tables import mast_list_rows, mast_lists
from registry.typed_text import within

ENDINGS = (".xlsx", ".xls", ".ods", ".csv")
EARLIEST = dt.date(2000, 1, 1)
LONGEST = 1000
_CELL = 500
_BY_PLACE = frozenset(
    {CellType.LON, CellType.LAT, CellType.POSITION, CellType.NORTHING, CellType.EASTING, CellType.DATE}
)
"""Types of cells that are read with the cells around them."""


@one_moment()
def begin(
    registry: Registry,
    source: Path,
    *,
    name: str,
    operator: str,
    kind: MastListKind,
    list_date: dt.date | None = None,
    note: str = "",
    by_office: bool = False,
    who: Actor,
) -> MastList:
    """Keep a file as the draft of a list, and have it compared with the register.

    ``by_office``: the office enters what came on paper or by post; it sees the draft then. What was said of
    columns of the operator's lists before holds for this one too. Refused for an operator
    that is none (``MAST-LIST-OPERATOR``), a day to come (``LIST-DATE-AHEAD``) or long past, and what is no
    file of a list by its ending or content.
    """
    if operator not in operator_names(registry):
        raise RefusalError("MAST-LIST-OPERATOR", operator=operator[:40])
    day = _checked(list_date or today())
    kept = _kept(registry, source, name)
    identity = new_id()
    with deed(registry, f"{KIND}mast-list-begin", who, options={"list": identity, "file": name}) as made:
        made.create(
            mast_lists,
            {
                "id": identity, "operator": operator, "kind": kind.value, "list_date": day,
                "state": MastListState.DRAFT.value, **kept, "note": within(note, LONGEST),
                "columns": _remembered(made, operator), "by_office": by_office, "counts": {},
                "who": made.who, "at": made.at,
            },
        )  # fmt: skip
        made.write()
        found = store.get_mast_list(made.connection, identity)
    comparing.under_way(registry, found, who=name_of(who))
    return found


def replace_file(
    registry: Registry, item: MastList, source: Path, *, name: str, seen: int, who: Actor
) -> MastList:
    """Put a corrected file in the place of a list's; repairs hold where their cells still say the same."""
    kept = _kept(registry, source, name)
    return _amend(registry, item, "file", seen, who, **kept)


def change_facts(
    registry: Registry,
    item: MastList,
    *,
    kind: MastListKind,
    list_date: dt.date,
    note: str,
    seen: int,
    who: Actor,
) -> MastList:
    """Change as what a list counts, the day that it describes, and the sender's note."""
    columns = {"kind": kind.value, "list_date": _checked(list_date), "note": within(note, LONGEST)}
    return _amend(registry, item, "facts", seen, who, **columns)


def explain(
    registry: Registry,
    item: MastList,
    said: Sequence[tuple[ColumnPlace, str, str]],
    *,
    seen: int | None = None,
    who: Actor,
) -> MastList:
    """Say which field columns are, that they are not used, or ("") nothing more; and a length's unit.

    All of it is kept, or nothing where one is refused.
    """
    sheets = comparing.latest(registry, item).whole.sheets
    meanings = meanings_from_json(dict(item.columns))
    for place, name, unit in said:
        meaning = Meaning(name, unit, by=name_of(who)) if name else None
        meanings = explained(meanings, sheets, place, meaning, comparing.LIST_KIND)
    return _amend(registry, item, "column", seen, who, columns=meanings_to_json(meanings))


@one_moment()
def repair(
    registry: Registry, item: MastList, sheet: str, row: int, texts: dict[str, str], *, who: Actor
) -> None:
    """Repair cells of a row: what is to be read in them, by the column's letter.

    Refused for a cell that the list does not have (``MAST-LIST-CELL``), and for a text that does not read
    as what its column is (``REQUEST-CELL``); nothing of the row is kept then. The text that the file has
    takes the repair back.
    """
    preview = comparing.latest(registry, item)
    found = preview.at(sheet, row)
    if found is None:
        raise RefusalError("MAST-LIST-CELL", cell=f"{sheet[:40]}!{row}")
    reading = next(one for one in preview.whole.sheets if one.name == sheet)
    columns = {one.letter: one for one in reading.columns}
    held = dict(found.cells)
    identity = store.row_id(item.id, sheet, row)
    with deed(registry, f"{KIND}mast-list-repair", who, options={"list": item.id}) as made:
        _own(made, item)
        standing = made.check(mast_list_rows, identity, None)
        repairs = dict((standing or {}).get("repairs") or {})
        for letter, typed in texts.items():
            if letter not in columns:
                raise RefusalError("MAST-LIST-CELL", cell=f"{letter[:6]}{row}")
            text = within(typed, _CELL)
            _check(columns[letter].name, text)
            was = repairs[letter]["was"] if letter in repairs else held.get(letter, "")
            header = columns[letter].header
            repairs[letter] = {"header": header, "was": was, "text": text, "by": made.who}
        code = repairs_code(reading.letter_of("site_code"), repairs, found.code, held)
        own = {"id": identity, "list": item.id, "sheet": sheet, "row": row, "code": code}
        made.put(mast_list_rows, identity, own, repairs=repairs, who=made.who, at=made.at)
    comparing.under_way(registry, item, who=name_of(who))


def repairs_code(letter: str, repairs: dict[str, Any], code: str, held: dict[str, str]) -> str:
    """Return the code of a row as its file has it: by it a repair is found again in a corrected file."""
    if letter and letter in repairs:
        return str(repairs[letter]["was"])
    return held.get(letter, "") if letter else code


@one_moment()
def send(registry: Registry, item: MastList, *, seen: int, who: Actor) -> MastList:
    """Hand a list in to the office.

    Refused while it cannot be read, or was not compared yet (``MAST-LIST-UNREAD``), and where no row of it
    can be taken (``MAST-LIST-NOTHING``). What the office said of rows before follows them.
    """
    preview = comparing.required(registry, item)
    counts = preview.whole.counts
    if not counts["new"] + counts["changed"] + counts["unchanged"]:
        raise RefusalError("MAST-LIST-NOTHING")
    with _deed(registry, "send", item, who) as made:
        _own(made, item)
        made.amend(
            mast_lists, item.id, seen, "MAST-LIST-UNKNOWN", state=MastListState.SENT.value, sent_by=made.who,
            sent_at=made.at, counts=dict(counts),
        )  # fmt: skip
        looking_through.follow(made, item, preview)
        tell_office(made, item)
        made.write()
        return store.get_mast_list(made.connection, item.id)


@one_moment()
def answer(registry: Registry, item: MastList, text: str, *, seen: int, who: Actor) -> MastList:
    """Answer what the office asks; it goes on with the list then (``MAST-LIST-WORDS`` for nothing)."""
    text = within(text, LONGEST)
    if not text:
        raise RefusalError("MAST-LIST-WORDS")
    with _deed(registry, "answer", item, who) as made:
        _in(made, item, frozenset({MastListState.ASKED}))
        made.amend(mast_lists, item.id, seen, "MAST-LIST-UNKNOWN", state=MastListState.SENT.value, reply=text)
        tell_office(made, item)
        made.write()
        return store.get_mast_list(made.connection, item.id)


@one_moment()
def withdraw(registry: Registry, item: MastList, *, seen: int, who: Actor) -> MastList:
    """Take a list back that the office has not taken in; another one may be handed in."""
    with _deed(registry, "withdraw", item, who) as made:
        _in(made, item, WITH_THE_CARRIER | WITH_THE_OFFICE)
        made.amend(mast_lists, item.id, seen, "MAST-LIST-UNKNOWN", state=MastListState.WITHDRAWN.value)
        made.write()
        return store.get_mast_list(made.connection, item.id)


def _amend(
    registry: Registry, item: MastList, what: str, seen: int | None, who: Actor, **columns: Any
) -> MastList:
    """Change a list that is with its carrier, and have it compared anew."""
    with _deed(registry, what, item, who) as made:
        _own(made, item)
        made.amend(mast_lists, item.id, seen, "MAST-LIST-UNKNOWN", **columns)
        made.write()
        found = store.get_mast_list(made.connection, item.id)
    comparing.under_way(registry, found, who=name_of(who))
    return found


def _deed(registry: Registry, what: str, item: MastList, who: Actor) -> Any:
    return deed(registry, f"{KIND}mast-list-{what}", who, options={"list": item.id})


def _own(made: Deed, item: MastList) -> None:
    _in(made, item, WITH_THE_CARRIER)


def _in(made: Deed, item: MastList, states: frozenset[MastListState]) -> None:
    """Refuse where the list is in no state in which this may be done (``MAST-LIST-STATE``)."""
    if store.get_mast_list(made.connection, item.id).state not in states:
        raise RefusalError("MAST-LIST-STATE")


def _checked(day: dt.date) -> dt.date:
    if day > today():
        raise RefusalError("LIST-DATE-AHEAD", day=day)
    if day < EARLIEST:
        raise RefusalError("REQUEST-DAY", day=day, first=EARLIEST, last=today())
    return day


def _kept(registry: Registry, source: Path, name: str) -> dict[str, Any]:
    """Keep a file that is a list by its ending and its first bytes (FILE-*)."""
    name = Path(name).name[:200] or "list"
    if Path(name).suffix.lower() not in ENDINGS:
        raise RefusalError("FILE-EXTENSION", name=name, extension=Path(name).suffix.lower() or "–")
    check_file(source)
    kept = keep_file(registry, source, name)
    return {"name": name, "sha256": kept.sha256, "size_bytes": kept.size_bytes}


def _remembered(made: Deed, operator: str) -> dict[str, dict[str, str]]:
    """Return what was said of columns of an operator's lists; the newest that has one tells."""
    found: dict[str, Meaning] = {}
    for before in store.load_mast_lists(made.connection, operator):
        for key, said in meanings_from_json(dict(before.columns)).items():
            if not is_placed(key):
                source = said.source or f"{before.list_date:%d/%m/%Y}"
                found.setdefault(key, Meaning(said.name, said.unit, said.by, source))
    return meanings_to_json(found)


def _check(name: str, text: str) -> None:
    """Refuse a text that its column does not read; what needs the cells around it is said by the reading."""
    if not name or ":" in name:
        return
    known = known_column(name)
    if known.type in _BY_PLACE:
        return
    [value], problems = read_column(known, [text])
    problem: CellProblem | None = problems.get(0)
    if problem is None or value is not None:
        return
    params = {"value": text[:80], **problem.params}
    raise RefusalError(
        "REQUEST-CELL",
        column=Words(known.label_vi, known.label_en),
        value=text[:80],
        reason=Words(render(problem.code, params, "vi"), render(problem.code, params, "en")),
    )
