"""Time limits of requests: of the text in force on the day of receipt, else the office's own, named so."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.errors import RefusalError
from registry.law import Law, Rule, catalogue, law_in_force, read_office_numbers
from registry.messages import Language, render
from registry.model.requests.desk import RequestKind
from registry.model.vietnam_time import one_moment
from registry.services.office.own_law import own_law
from registry.services.office.registry import Registry
from registry.services.office.settings import write_settings
from registry.settings import DATA
from registry.store.office.operators import load_settings

OFFICE, UNSET = "office", "unset"
FROM_LETTER = "letter"
"""``counts_from`` of the limit "unbuilt": the time runs from the letter that agreed, not the annual plan."""
SHARING_REPLY = "SHR-02"  # the check that also asks for replies; its numbers are in data/law


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit: ``days`` working days after receipt, or ``on`` the last day of the calendar that is in time.

    ``source`` is the document and article; "office" for the office's setting, "unset" where it has set none.
    ``in_by`` is the last day on which the dossier is handed in in time, where a text names one.
    """

    days: int | None
    source: str
    on: dt.date | None = None
    in_by: dt.date | None = None


def limit_code(what: str) -> str:
    """Return the code of a limit in ``data/limits``, which is also the beginning of its setting's key."""
    return f"LIM-{what.upper().replace('_', '-')}"


def limits_on(registry: Registry, day: dt.date) -> Law:
    """Return the limits in force in the office's territory on a day, its own numbers filled in."""
    with registry.database.read() as connection:
        settings = load_settings(connection)
    return limits_with(registry, settings, day)


def limits_with(registry: Registry, settings: Mapping[str, Any], day: dt.date) -> Law:
    """Return the limits in force, given the register's settings (inside a transaction of the caller)."""
    own = {
        key: float(value)
        for key, value in settings.items()
        if "." in key and isinstance(value, int | float) and not isinstance(value, bool)
    }
    office = {**read_office_numbers(registry.settings.home / "office.toml"), **own}
    return law_in_force(
        registry.settings.province,
        day,
        rules=catalogue(DATA / "limits"),
        office=office,
        own=own_law(registry),
    )


def limit_for(law: Law, kind: RequestKind, received_on: dt.date) -> Limit:
    """Return the limit of a kind of request; ``REQUEST-KIND-NOT-IN-FORCE`` for one no text knows that day."""
    rule = law.get(limit_code(kind.value))
    if rule is None:
        if kind in (RequestKind.SHARING, RequestKind.ANNUAL_PLAN):
            return Limit(None, UNSET)  # asked for before the regulation too, but by texts that were not read
        raise RefusalError("REQUEST-KIND-NOT-IN-FORCE", kind=kind.value, day=received_on)
    if "up_before" in rule.options:
        # What comes in in December, after its last day, is still for the coming year: it is late.
        year = received_on.year
        before = _day(rule.options["up_before"], year)
        return Limit(
            None, cited(rule), on=before - dt.timedelta(days=1), in_by=_day(rule.options["in_by"], year)
        )
    return Limit(*_number(rule, "days"))


def _number(rule: Rule, name: str) -> tuple[int | None, str]:
    threshold = rule.threshold(name)
    if threshold.value is None:
        return None, UNSET
    return int(threshold.value), OFFICE if threshold.basis == "office" else cited(rule)


def office_numbers() -> dict[str, str]:
    """Return the settings that the office may fill, as key -> unit ("LIM-POSITION.days": "working days").

    They are the numbers that no text read so far states; one of the law is not among them.
    """
    return {
        f"{rule.code}.{name}": item.unit
        for rule in catalogue(DATA / "limits")
        for name, item in rule.thresholds.items()
        if item.value is None
    }


@one_moment()
def set_office_number(registry: Registry, key: str, value: int | None, *, who: str) -> None:
    """Set a limit of the office's own (a key of ``office_numbers``), or take it away with None.

    ``REQUEST-VALUE`` for another key or a number that is not between 1 and 3650.
    """
    if key not in office_numbers():
        raise RefusalError("REQUEST-VALUE", value=key)
    if value is not None and not 1 <= value <= 3650:
        raise RefusalError("REQUEST-VALUE", value=str(value))
    with registry.database.write() as connection:
        write_settings(connection, {key: value}, about=key, who=who)


def number_of_limit(law: Law, what: str, name: str) -> tuple[int | None, str]:
    """Return another number of the limits (``what`` "unbuilt", ``name`` "months") and its source."""
    rule = law.get(limit_code(what))
    return (None, UNSET) if rule is None else _number(rule, name)


def cited(rule: Rule) -> str:
    """Return a rule's document and article as a letter cites them."""
    return f"{rule.document}, {rule.article}" if rule.article else rule.document


def limit_words(days: int | None, on: dt.date | None, source: str, lang: Language = "vi") -> str:
    """Return a sentence that says the limit and where it comes from."""
    if source in (UNSET, ""):
        return render("LIMIT-UNSET", {}, lang)
    if on is not None:
        return render("LIMIT-DAY", {"day": on, "source": source}, lang)
    if source == OFFICE:
        return render("LIMIT-OFFICE", {"days": days}, lang)
    return render("LIMIT-LAW", {"days": days, "source": source}, lang)


def _day(text: str, year: int) -> dt.date:
    month, day = text.split("-")
    return dt.date(year, int(month), int(day))
