"""What the office does with a list: leaves rows, marks them, asks, returns, accepts."""

from collections.abc import Collection

from registry.errors import RefusalError
from registry.model.jobs import Job
from registry.model.mast_lists import WITH_THE_OFFICE, MastList, MastListState
from registry.services.lists import comparing
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
            looked_by=made.who, looked_at=made.at,
        )  # fmt: skip
        tell_carrier(made, item, state)
        made.write()
        return store.get_mast_list(made.connection, item.id)


def _with_the_office(made: Deed, item: MastList) -> None:
    """Refuse where the office has not got the list, or has taken it (``MAST-LIST-STATE``)."""
    if store.get_mast_list(made.connection, item.id).state not in WITH_THE_OFFICE:
        raise RefusalError("MAST-LIST-STATE")
