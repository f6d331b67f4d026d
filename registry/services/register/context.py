"""The context that checks look at: built from the register for a day, kept in step with it, and shared."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace

from registry.basemap.terrain import terrain_in
from registry.checks.context import Context
from registry.checks.on_day.contexts import DayContext, context_on
from registry.columns import fold
from registry.errors import RefusalError
from registry.model.areas import Zone
from registry.model.issues import Issue
from registry.model.mast_rows import MastRows
from registry.model.plans import PlanVersion
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.day_contexts import context_after
from registry.services.register.loaded_register import LoadedRegister
from registry.services.register.open_proposals import open_at
from registry.store import ledger
from registry.store.database import Connection
from registry.store.requests.requests import desk_version

KEPT_DAYS = 8
_Day = tuple[dt.date, str]


class _Held:
    """The loaded register and the contexts made of it, by day and province."""

    def __init__(self, loaded: LoadedRegister) -> None:
        self.loaded = loaded
        self.days: OrderedDict[_Day, DayContext] = OrderedDict()
        self.with_open: OrderedDict[tuple[_Day, str], Context] = OrderedDict()
        self.formerly_open: OrderedDict[tuple[_Day, str], Context] = OrderedDict()

    def follow(self, connection: Connection) -> bool:
        """Bring all up to the present version of the register; False where it is to be read anew."""
        news = self.loaded.follow(connection)
        if news is None:
            return False
        if news.tables:  # even where no column of theirs changed: who keeps something by a context asks anew
            self.days = OrderedDict(
                (key, context_after(self.loaded, day, news)) for key, day in self.days.items()
            )
            self.with_open.clear()
            self.formerly_open.clear()
        if self.loaded.open.version != desk_version(connection):
            self.loaded.open = open_at(connection)
            self.formerly_open, self.with_open = self.with_open, OrderedDict()
        return True


def context_for(
    registry: Registry, as_of: dt.date, province: str | None = None, *, leave_out: str = ""
) -> Context:
    """Return what is known on the day ``as_of``; the same object until the register changes.

    ``province`` (GSO code of today, by default the settings') decides the territory; before its first day
    that is what it came from. ``leave_out`` is the request (id) whose own rows are judged: the rows of every
    other open request count as open proposals. Safe to call from many threads: one builds, others wait.
    Refused for a province that the register has no unit of (``PROVINCE-NOT-HELD``).
    """
    version = registry.kept("ledger-head", ledger.head)
    code = province or registry.settings.province
    with registry.lock:
        held = _held(registry, version)
        held.loaded.check_province(code)
        key = (as_of, code)
        if key in held.days:
            held.days.move_to_end(key)
        else:
            held.days[key] = context_on(held.loaded, as_of, code, registry.settings.metric_epsg)
            while len(held.days) > KEPT_DAYS:
                held.days.popitem(last=False)
        return _with_open(held, key, leave_out)


def _held(registry: Registry, version: ledger.Head) -> _Held:
    """Return what is loaded, at least at a version of the register; hold the registry's lock."""
    held: _Held | None = registry.cache.get("context")
    if held is not None and held.loaded.version != version:
        with registry.database.read() as connection:
            held = held if held.follow(connection) else None
    if held is not None and held.loaded.terrain != terrain_in(registry.settings.background):
        held = None  # the office put another terrain in place, which no ledger tells
    if held is None:
        with registry.database.read() as connection:
            held = _Held(LoadedRegister(connection, registry.settings))
    registry.cache["context"] = held
    return held


def mast_rows(registry: Registry, as_of: dt.date) -> tuple[ledger.Head, MastRows]:
    """Return every structure of the register as contexts are built from it, and the head it was read at."""
    with registry.lock:
        context_for(registry, as_of)
        held: _Held = registry.cache["context"]
        return held.loaded.version, held.loaded.masts


def of_all_days(registry: Registry) -> tuple[list[Zone], list[PlanVersion]]:
    """Return the zones and the versions of plans of every day, as contexts are built from them."""
    with registry.lock:
        context_for(registry, today())
        held: _Held = registry.cache["context"]
        return held.loaded.zones, held.loaded.versions


def _with_open(held: _Held, key: _Day, leave_out: str) -> Context:
    """Return the day's context with the open proposals of all requests but one."""
    base, rows = held.days[key].context, held.loaded.open.rows
    if not len(rows):
        return base
    wanted = (key, leave_out if leave_out in rows.requests else "")
    if wanted not in held.with_open:
        found = rows.proposals(base, leave_out)
        former = held.formerly_open.get(wanted)
        if former is not None and former.open_proposals.same(found):
            held.with_open[wanted] = former  # what was judged in it stands: a request's own rows changed
        else:
            held.with_open[wanted] = replace(base, open_proposals=found) if len(found) else base
        while len(held.with_open) > KEPT_DAYS:
            held.with_open.popitem(last=False)
    held.with_open.move_to_end(wanted)
    return held.with_open[wanted]


def check_operator(operator: str, context: Context) -> None:
    """Refuse an operator's code that the register does not know; "" names none."""
    if operator and context.operator_index(operator) < 0:
        known = ", ".join(item.code for item in context.operators)
        raise RefusalError("OPERATOR-UNKNOWN", operator=operator, known=known)


def operator_named(registry: Registry, text: str) -> str:
    """Return the code of an operator by its code, name or old name; "" names none.

    Refused where the register knows none or several (``OPERATOR-UNKNOWN``).
    """
    if not text:
        return ""
    known = context_for(registry, today()).operators
    wanted = fold(text)
    found = {item.code for item in known if wanted in map(fold, (item.code, item.name, *item.old_names))}
    if len(found) != 1:
        named = ", ".join(f"{item.code} ({item.name})" for item in known)
        raise RefusalError("OPERATOR-UNKNOWN", operator=text[:60], known=named)
    return found.pop()


def with_names(issues: Iterable[Issue], context: Context) -> list[Issue]:
    """Return what has to be said of a list, operators by their names as people know them."""
    names = {item.code: item.name for item in context.operators}
    return [
        replace(
            issue,
            params={
                key: names.get(value, value) if key in ("operator", "expected") else value
                for key, value in issue.params.items()
            },
        )
        for issue in issues
    ]
