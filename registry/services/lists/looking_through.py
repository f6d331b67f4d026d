"""What the office does with a list: leaves rows, marks them, asks, returns, accepts."""

from collections.abc import Collection

from registry.errors import RefusalError
from registry.model.jobs import Job
from registry.model.mast_lists import WITH_THE_OFFICE, MastList, MastListRow, MastListState
from registry.services.lists import comparing
from registry.services.lists.preview_files import Preview
from registry.services.lists.told import tell_carrier
from registry.services.office.deeds import KIND, Actor, Deed, deed, name_of
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry
from registry.services.register.listed_masts import Place
from registry.store.lists import mast_lists as store
from registry.store.lists.tables import mast_list_rows, mast_lists
from registry.typed_text import within

ACCEPT = "mast-list-accept"
LONGEST = 1000


def leave(registry: Registry, item: MastList, places: Collection[Place], reason: str, *, who: Actor) -> int:
    """Leave rows out of what is taken, with the reason that their carrier reads; "": take them after all.

    Returns how many rows that changed.
    """
    reason = within(reason, LONGEST)
    return _say(registry, item, places, {"reason": reason}, who=who)


def mark(registry: Registry, item: MastList, places: Collection[Place], words: str, *, who: Actor) -> int:
    """Write beside rows what their carrier is to put right; "": nothing more."""
    return _say(registry, item, places, {"mark": within(words, LONGEST)}, who=who)


def follow(made: Deed, item: MastList, preview: Preview) -> None:
    """Put what the office said of rows beside those of the same codes, where a corrected file moved them.

    What was said of a row that is gone, or that several may be now, is of no row any more.
    """
    said = {(row.sheet, row.row): row for row in store.said_of_rows(made.connection, item.id)}
    words = {place: row for place, row in said.items() if row.reason or row.mark}
    placed = {place: row for place, row in words.items() if _stands(row, preview)}
    for place, row in words.items():
        same = [at for at, code in zip(preview.places, preview.codes, strict=True) if code == row.code != ""]
        if place not in placed and len(same) == 1:
            placed.setdefault(same[0], row)
    for place in {**words, **placed}:
        here, held = placed.get(place), said.get(place)
        columns = {"reason": here.reason, "mark": here.mark} if here else {"reason": "", "mark": ""}
        if held and (held.reason, held.mark) == (columns["reason"], columns["mark"]):
            continue
        if here and not (held and held.repairs):
            columns["code"] = here.code  # repairs are found again by theirs
        identity = store.row_id(item.id, *place)
        own = {"id": identity, "list": item.id, "sheet": place[0], "row": place[1], "repairs": {}}
        who = here.who if here else made.who
        made.put(mast_list_rows, identity, own, **columns, who=who, at=made.at)


def _stands(row: MastListRow, preview: Preview) -> bool:
    """Whether a row of the file is the one of which something was said: by its code as read or as written."""
    found = preview.at(row.sheet, row.row)
    if found is None:
        return False
    letter = next(one for one in preview.whole.sheets if one.name == row.sheet).letter_of("site_code")
    repaired = row.repairs.get(letter, {})
    return row.code in (
        found.code,
        dict(found.cells).get(letter, found.code),
        repaired.get("was", found.code),
    )


def ask(registry: Registry, item: MastList, question: str, *, seen: int, who: Actor) -> MastList:
    """Ask the carrier something; the list stays with the office, and waits (``MAST-LIST-WORDS``)."""
    return _decide(registry, item, MastListState.ASKED, question, seen=seen, who=who)


def return_list(registry: Registry, item: MastList, reason: str, *, seen: int, who: Actor) -> MastList:
    """Return a list with the reason and what was marked in its rows; what it was for is owed again."""
    return _decide(registry, item, MastListState.RETURNED, reason, seen=seen, who=who)


def accept(registry: Registry, item: MastList, *, seen: int, who: Actor) -> Job:
    """Have a list taken into the register as one batch, without the rows that are left.

    Refused where the masts changed since it was compared (``MAST-LIST-UNREAD``): nobody has seen then what
    would be taken. And where all its rows are left (``MAST-LIST-ALL-LEFT``).
    """
    preview = comparing.required(registry, item)
    left = {place for place, row in comparing.said_of(registry, item).items() if row.reason}
    wanted = {place for place, fate in zip(preview.places, preview.fates, strict=True) if fate in _TAKEN}
    if not wanted - left:
        raise RefusalError("MAST-LIST-ALL-LEFT")
    with registry.database.read() as connection:
        standing = store.get_mast_list(connection, item.id)
    if standing.state not in WITH_THE_OFFICE:
        raise RefusalError("MAST-LIST-STATE")
    options = {"version": seen, "key": preview.whole.key, "seq": preview.whole.seq}
    return jobs.start(registry, ACCEPT, item.id, who=name_of(who), options=options)


_TAKEN = frozenset({"new", "changed", "unchanged"})


def _say(
    registry: Registry,
    item: MastList,
    places: Collection[Place],
    columns: dict[str, str],
    *,
    who: Actor,
) -> int:
    preview = comparing.latest(registry, item)
    codes = dict(zip(preview.places, preview.codes, strict=True))
    changed = 0
    with deed(registry, f"{KIND}mast-list-row", who, options={"list": item.id}) as made:
        _with_the_office(made, item)
        said = {(row.sheet, row.row): row for row in store.said_of_rows(made.connection, item.id)}
        for place in dict.fromkeys(places):
            if place not in codes:
                raise RefusalError("MAST-LIST-CELL", cell=f"{place[0][:40]}!{place[1]}")
            (name, text), held = next(iter(columns.items())), said.get(place)
            if (getattr(held, name) if held else "") == text:
                continue
            identity = store.row_id(item.id, *place)
            own = {"id": identity, "list": item.id, "sheet": place[0], "row": place[1], "code": codes[place]}
            made.put(mast_list_rows, identity, {**own, "repairs": {}}, **columns, who=made.who, at=made.at)
            changed += 1
    return changed


def _decide(
    registry: Registry, item: MastList, state: MastListState, words: str, *, seen: int, who: Actor
) -> MastList:
    words = within(words, LONGEST)
    if not words:
        raise RefusalError("MAST-LIST-WORDS")
    with deed(registry, f"{KIND}mast-list-{state.value}", who, options={"list": item.id}) as made:
        _with_the_office(made, item)
        made.amend(
            mast_lists, item.id, seen, "MAST-LIST-UNKNOWN", state=state.value, message=words,
            reply="", looked_by=made.who, looked_at=made.at,
        )  # fmt: skip
        tell_carrier(made, item, state)
        made.write()
        return store.get_mast_list(made.connection, item.id)


def _with_the_office(made: Deed, item: MastList) -> None:
    """Refuse where the office has not got the list, or has taken it (``MAST-LIST-STATE``)."""
    if store.get_mast_list(made.connection, item.id).state not in WITH_THE_OFFICE:
        raise RefusalError("MAST-LIST-STATE")
