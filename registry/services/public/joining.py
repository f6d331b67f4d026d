"""Reports of one trouble, joined by an officer: one leads, all get its state and answer, each with its own
number.

Nothing of a reporter's goes to another: what is joined are the reports, not who made them. One that was
joined by error is taken out again and stands as it stood before.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from registry.columns import fold
from registry.errors import RefusalError
from registry.geo.distances import geodesic_m
from registry.model.field.field_reports import FieldReport, ReportState
from registry.model.vietnam_time import in_vietnam, one_moment
from registry.services.office.deeds import Deed, changed
from registry.services.office.registry import Registry
from registry.services.public.citizen_reports import TOLD, found_in, report_deed, reports
from registry.store.histories import entries_of
from registry.store.public import citizen_reports as store
from registry.store.public.tables import citizen_reports

MOST = 200
"""Reports that are joined to one at once."""
WITHIN = dt.timedelta(days=7)
NEAR_M = 200.0
"""Within which days and metres reports of one kind are proposed as one trouble: choices of this project."""


def proposed(registry: Registry, found: FieldReport) -> list[FieldReport]:
    """Return the reports that may be of the same trouble: same matter, near, of the same days; the newest
    first.

    Reports that are joined already are told by the one that leads them; a closed one may lead.
    """
    return [] if found.joined_to else [one for one in reports(registry) if may_be_one(found, one)]


def offered(registry: Registry, found: FieldReport, others: Iterable[FieldReport]) -> list[FieldReport]:
    """Return the reports, besides those ``proposed``, that an officer may know to be of the same trouble: of
    ``others`` at its place that call it otherwise, or that name each other; of a joined one that which leads.
    """
    if found.joined_to:
        return []
    already = {found.id, *(one.id for one in proposed(registry, found))}
    with registry.database.read() as connection:
        leads = [found_in(connection, one.joined_to or one.id) for one in others]
    return [
        one for one in {lead.id: lead for lead in leads}.values()
        if one.id not in already and (found.open or one.open)
    ]  # fmt: skip


def may_be_one(found: FieldReport, other: FieldReport) -> bool:
    """Whether two reports may be of one trouble."""
    if other.id == found.id or other.joined_to or other.kind is not found.kind:
        return False
    if not (found.open or other.open) or abs(in_vietnam(found.at) - in_vietnam(other.at)) > WITHIN:
        return False
    if other.id == found.twin_of or other.twin_of == found.id:
        return True
    if found.structure and other.structure:
        return found.structure == other.structure
    if found.lon is not None and found.lat is not None and other.lon is not None and other.lat is not None:
        return float(geodesic_m(found.lon, found.lat, [other.lon], [other.lat])[0]) <= NEAR_M
    return bool(fold(found.place)) and fold(found.place) == fold(other.place)


def joined(registry: Registry, lead: str) -> list[FieldReport]:
    """Return the reports that were joined to one."""
    with registry.database.read() as connection:
        return store.joined_to(connection, lead)


@one_moment()
def join(registry: Registry, lead: str, seen: Mapping[str, int], *, who: str) -> FieldReport:
    """Join reports to the one that leads; ``seen`` are the versions of all of them, its own among them.

    What was joined to one of them comes along. Refused: none besides the lead (``REPORT-JOIN-ONE``), too many
    (``REPORT-MANY-CHOSEN``), a lead that is joined to another itself (``REPORT-JOINED``), a report that was
    answered by itself (``REPORT-JOIN-CLOSED``).
    """
    others = {identity: version for identity, version in seen.items() if identity != lead}
    if not others or lead not in seen:
        raise RefusalError("REPORT-JOIN-ONE")
    if len(others) > MOST:
        raise RefusalError("REPORT-MANY-CHOSEN", count=len(others), most=MOST)
    with report_deed(registry, lead, "joined", who, reports=dict(seen)) as made:
        head = made.standing(citizen_reports, lead, unknown="REPORT-UNKNOWN", seen=seen[lead])
        if head.get("joined_to"):
            raise RefusalError("REPORT-JOINED", number=found_in(made.connection, head["joined_to"]).number)
        said: dict[str, Any] = {name: head.get(name, _EMPTY[name]) for name in TOLD}
        columns = {**said, "joined_to": lead, "twin_of": ""}
        for identity, version in others.items():
            _join_one(made, lead, identity, version, columns)
        if head.get("twin_of") in others:  # it led them only because it came later
            made.amend(citizen_reports, lead, twin_of="")
        made.write()
        return found_in(made.connection, lead)


_EMPTY: dict[str, Any] = {"state": ReportState.NEW.value, "reason": "", "reply": "", "closed_on": None}


def _join_one(made: Deed, lead: str, identity: str, version: int, columns: dict[str, Any]) -> None:
    image = made.standing(citizen_reports, identity, unknown="REPORT-UNKNOWN", seen=version, offered=columns)
    if image.get("joined_to") == lead:
        return
    if image.get("joined_to"):  # somebody joined it meanwhile, or it was never shown as one to be chosen
        raise changed(made.connection, citizen_reports, identity, image, columns)
    if image["state"] == ReportState.CLOSED.value:
        raise RefusalError("REPORT-JOIN-CLOSED", number=found_in(made.connection, identity).number)
    for one in (identity, *(below.id for below in store.joined_to(made.connection, identity))):
        made.amend(citizen_reports, one, who=made.who, handled_at=made.at, **columns)


@one_moment()
def take_out(registry: Registry, identity: str, *, who: str, seen: int) -> FieldReport:
    """Take a report out of those that it was joined to; it stands as it stood before
    (``REPORT-NOT-JOINED``)."""
    columns = {"joined_to": ""}
    with report_deed(registry, identity, "taken-out", who) as made:
        image = made.standing(citizen_reports, identity, unknown="REPORT-UNKNOWN", seen=seen, offered=columns)
        if not image.get("joined_to"):
            raise RefusalError("REPORT-NOT-JOINED", number=found_in(made.connection, identity).number)
        before = _before(made, identity)
        made.amend(citizen_reports, identity, who=made.who, handled_at=made.at, **columns, **before)
        made.write()
        return found_in(made.connection, identity)


def _before(made: Deed, identity: str) -> dict[str, Any]:
    """Return what was said of a report before it was joined, by the ledger."""
    for entry in reversed(entries_of(made.connection, {citizen_reports.name: [identity]})):
        was = entry.change.before
        if was is not None and not was.get("joined_to"):
            return {name: was.get(name, _EMPTY[name]) for name in TOLD}
    return dict(_EMPTY)
