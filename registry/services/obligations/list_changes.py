"""This quarter's lists against the register before them: new, moved, changed, vanished, mast by mast.

Read from the ledger's batches, so that it says what the lists did and nothing else. A list never deletes:
what a complete list leaves out stays, and is asked about. Each row is explained by what the register knows,
by an officer, or asked in a letter.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from registry.errors import RefusalError
from registry.model.list_changes import Explained, ListChange, ListPeriod
from registry.model.vietnam_time import one_moment
from registry.services.obligations.list_differences import differences
from registry.services.office.calendar import quarter_of
from registry.services.office.deeds import KIND, deed
from registry.services.office.registry import Registry
from registry.store.changes import stable_id
from registry.store.obligations.marks import answers_by_change
from registry.store.obligations.tables import change_answers
from registry.store.register.lists import lists_that_stand
from registry.store.requests.agreements import list_approvals


def list_periods(registry: Registry, day: dt.date, *, operator: str = "") -> list[ListPeriod]:
    """Return what the lists of the quarter of ``day`` changed, by operator; of one where it is named."""
    first, last = quarter_of(day)
    with registry.database.read() as connection:
        lists = lists_that_stand(connection)
        answers = answers_by_change(connection)
        agreed = {item.site_id: item for item in list_approvals(connection)}  # the newest letter stays
        found = []
        for name, own in sorted(lists.items()):
            if operator and name != operator:
                continue
            now = [item for item in own if first <= item.list_date <= last]
            if not now:
                continue
            earlier = [item for item in own if item.list_date < first]
            compared = now if earlier else now[1:]  # the first list ever has nothing before it
            changes = differences(connection, name, compared, agreed) if compared else []
            found.append(
                ListPeriod(
                    operator=name,
                    lists=tuple(item.list_date for item in now),
                    complete=any(item.complete for item in now),
                    compared=bool(compared),
                    changes=tuple(_answered(change, answers.get(change.key)) for change in changes),
                )
            )
    return found


@one_moment()
def explain(registry: Registry, day: dt.date, key: str, *, answer: str, who: str, seen: int) -> None:
    """Record why a mast changed, from the carrier's answer; "" opens the question again."""
    change = _find(registry, day, key)
    state = "explained" if answer.strip() else "open"
    _explain(
        registry, [(change, {"state": state, "answer": answer.strip()})], who=who, seen={change.key: seen}
    )


@one_moment()
def mark_asked(registry: Registry, changes: Iterable[ListChange], letter: str, *, who: str) -> None:
    """Record that a letter asks about changes; one that somebody explained meanwhile stays explained."""
    _explain(
        registry, [(change, {"state": "asked", "letter": letter}) for change in changes], who=who, seen={}
    )


def _explain(
    registry: Registry,
    wanted: list[tuple[ListChange, dict[str, Any]]],
    *,
    who: str,
    seen: Mapping[str, int],
) -> None:
    with deed(registry, f"{KIND}list-changes", who) as made:
        for change, columns in wanted:
            identity = stable_id("list_change", change.key)
            before = made.check(change_answers, identity, seen.get(change.key), columns)
            if columns["state"] == "asked" and (before or {}).get("state") == "explained":
                continue
            own = {"id": identity, "change": change.key, "operator": change.operator}
            made.put(change_answers, identity, own, **columns, who=made.who, at=made.at)
        made.about["summary"] = {"changes": len(made.changes)}


def _find(registry: Registry, day: dt.date, key: str) -> ListChange:
    for period in list_periods(registry, day, operator=key.partition(":")[0]):
        for change in period.changes:
            if change.key == key:
                return change
    raise RefusalError("CHANGE-UNKNOWN")


def _answered(change: ListChange, row: Mapping[str, Any] | None) -> ListChange:
    if row is None:
        return change
    change = replace(change, version=int(row["version"]), answer=row["answer"], letter=row["letter"])
    if row["state"] == "explained":
        return replace(change, explained=Explained.ANSWERED)
    if row["state"] == "asked" and change.explained is Explained.OPEN:
        return replace(change, explained=Explained.ASKED)
    return change
