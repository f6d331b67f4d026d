"""Figures of the desk (bảng theo dõi): every number with the ids of the rows behind it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from registry.model.requests.desk import Request, RequestState, RowDecision
from registry.services.office.calendar import today as present_day
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.requests.queue import QueueItem, overview
from registry.store.requests import requests as store
from registry.store.requests.tables import request_rows, row_decisions


@dataclass(frozen=True, slots=True)
class Count:
    """A number and what it counts: ids of requests, or "request id:row index", or codes of sites."""

    ids: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a leader looks at, for requests received from ``first`` to ``last``.

    ``received``, ``issued``, ``withdrawn``, ``open`` and ``overdue`` count requests, the last one those that
    are late now and those that were when they ended; ``rows`` rows of their lists in force, ``decided`` rows
    by decision, ``decided_rows`` all of those, ``waiting`` rows without one. Of a withdrawn request no row
    waits or was decided: nobody was told of it.
    ``by_organisation``, ``by_commune`` (code) and ``by_month`` ("2026-11", by the day of receipt) hold the
    same words for each; a commune counts the requests that have rows in it.
    ``shared`` are sites of the register with two or more networks on a mast that stands, ``masts`` all such.
    """

    first: dt.date
    last: dt.date
    received: Count
    issued: Count
    withdrawn: Count
    open: Count
    overdue: Count
    rows: Count
    waiting: Count
    decided_rows: Count
    decided: dict[RowDecision, Count]
    by_organisation: dict[str, dict[str, Count]]
    by_commune: dict[str, dict[str, Count]]
    by_month: dict[str, dict[str, Count]]
    shared: Count
    masts: Count

    @property
    def sharing_ratio(self) -> float | None:
        """Return the part of masts that carry two or more networks, None where there are no masts."""
        return len(self.shared) / len(self.masts) if len(self.masts) else None


def _a_year_before(day: dt.date) -> dt.date:
    """Return the first day of the twelfth month back, that of ``day`` counted."""
    year, month = divmod(day.year * 12 + day.month - 12, 12)
    return dt.date(year, month + 1, 1)


def figures(
    registry: Registry,
    first: dt.date | None = None,
    last: dt.date | None = None,
    *,
    today: dt.date | None = None,
    organisation: str | None = None,
) -> Figures:
    """Count the requests received in a period.

    Without one: the twelve months to today. Of "this year" January would show nothing.
    """
    day = today or present_day()
    begin, end = first or _a_year_before(day), last or day
    items = [
        item
        for item in overview(registry, day, organisation=organisation)
        if begin <= item.request.received_on <= end
    ]
    keys = [item.request.id for item in items]
    with registry.database.read() as connection:
        rows = store.of_requests(connection, request_rows, keys)
        decisions = store.of_requests(connection, row_decisions, keys)
    gathered = _Gathered()
    for item in items:
        request = item.request
        decided = {
            row["row"]: RowDecision(row["decision"])
            for row in decisions[request.id]
            if row["list_version"] == request.list_version
        }
        gathered.add(item)
        for row in rows[request.id]:
            if row["list_version"] == request.list_version:
                gathered.add_row(request, row, decided.get(row["row"]))
    masts = context_for(registry, day).masts
    standing = [at for at, approved in enumerate(masts.approved_only.tolist()) if not approved]
    shared = [at for at in standing if int(masts.networks[at]).bit_count() >= 2]
    total = gathered.of("")
    return Figures(
        first=begin,
        last=end,
        received=total["received"],
        issued=total["issued"],
        withdrawn=total["withdrawn"],
        open=total["open"],
        overdue=total["overdue"],
        rows=total["rows"],
        waiting=total["waiting"],
        decided_rows=total["decided_rows"],
        decided={choice: total[choice.value] for choice in RowDecision},
        by_organisation=gathered.group("organisation"),
        by_commune=gathered.group("commune"),
        by_month=gathered.group("month"),
        shared=Count(tuple(str(masts.codes[at]) for at in shared)),
        masts=Count(tuple(str(masts.codes[at]) for at in standing)),
    )


WORDS = ("received", "issued", "withdrawn", "open", "overdue", "rows", "waiting",
         "decided_rows",
         *(choice.value for choice in RowDecision))  # fmt: skip
"""What is counted, for all and for each organisation, commune and month."""


class _Gathered:
    """Ids by group ("organisation:VTL", "" for all) and word."""

    def __init__(self) -> None:
        self._said: dict[str, list[str]] = {}
        self._ids: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))

    def add(self, item: QueueItem) -> None:
        """Count a request."""
        request = item.request
        words = ["received"]
        if request.state is RequestState.ISSUED:
            words.append("issued")
        elif request.state is RequestState.WITHDRAWN:
            words.append("withdrawn")
        else:
            words.append("open")
        if item.late or (not request.open and item.clock.overdue):
            words.append("overdue")
        self._said[request.id] = words
        self._put(self._groups(request), words, request.id)

    def add_row(self, request: Request, row: Mapping[str, Any], decision: RowDecision | None) -> None:
        """Count a row; a commune counts the requests of its rows too."""
        commune = row["commune_code"]
        words = ["rows"]
        if request.state is not RequestState.WITHDRAWN:
            words += ["waiting"] if decision is None else ["decided_rows", decision.value]
        groups = [*self._groups(request), f"commune:{commune}"]
        self._put(groups, words, f"{request.id}:{row['row']}")
        if request.id not in self._ids[f"commune:{commune}"]["received"]:
            self._put([f"commune:{commune}"], self._said[request.id], request.id)

    def of(self, group: str) -> dict[str, Count]:
        """Return every word's count of a group."""
        return {word: Count(tuple(self._ids[group][word])) for word in WORDS}

    def group(self, kind: str) -> dict[str, dict[str, Count]]:
        """Return the counts of every group of a kind, by name."""
        names = sorted(name for name in self._ids if name.startswith(f"{kind}:"))
        return {name.partition(":")[2]: self.of(name) for name in names}

    def _groups(self, request: Request) -> list[str]:
        return ["", f"organisation:{request.organisation}", f"month:{request.received_on:%Y-%m}"]

    def _put(self, groups: Iterable[str], words: Iterable[str], identity: str) -> None:
        for group in groups:
            for word in words:
                self._ids[group][word].append(identity)
