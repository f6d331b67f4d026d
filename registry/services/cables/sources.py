"""What inspections and citizens told about outside cable and is not yet followed with its clock.

Citizens' reports of one trouble are one, the first of them; its words go to the owner of the cable, so that a
telephone number and the like in them are covered.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Container, Iterable
from typing import NamedTuple

from registry.errors import RefusalError
from registry.model.cables import TroubleKind
from registry.model.field.field_reports import CitizenReportKind, FieldReport
from registry.model.field.phone_clock import happened_at
from registry.model.vietnam_time import VIETNAM
from registry.services.cables.troubles import open_trouble
from registry.services.field.reported import covered
from registry.services.office.calendar import in_vietnam, now
from registry.services.office.registry import Registry
from registry.services.public.citizen_reports import below, reports, waits
from registry.store.cables.troubles import sources_of, trouble_from
from registry.store.field.defects import PlacedDefect, placed_defects

# the vocabulary of defects (data/checklists/defects.toml) and the kinds of reports, as troubles
OF_DEFECTS: dict[str, TroubleKind] = {
    "pole_leaning": TroubleKind.LEANING_POLE,
    "pole_broken": TroubleKind.BROKEN_POLE,
    "cable_low": TroubleKind.LOW_CABLE,
    "cable_tangled": TroubleKind.BUNDLE,
}
OF_REPORTS: dict[CitizenReportKind, TroubleKind] = {
    CitizenReportKind.LOW_CABLE: TroubleKind.LOW_CABLE,
    CitizenReportKind.POLE: TroubleKind.LEANING_POLE,
}


OF_CITIZENS = "field_report"
"""The source of a trouble that citizens told."""


class Told(NamedTuple):
    """One defect or report: where it comes from, its key, what it says, when it was seen and where."""

    source: str  # inspection, field_report
    ref: str
    kind: TroubleKind
    detected_at: dt.datetime
    lon: float | None
    lat: float | None
    owner: str
    note: str


def told(registry: Registry) -> list[Told]:
    """Return what waits to be followed, the oldest first; what is a trouble already is left out."""
    with registry.database.read() as connection:
        known = sources_of(connection)
    found = [item for item in _defects(registry) if (item.source, item.ref) not in known]
    found += _reports(registry, {ref for source, ref in known if source == OF_CITIZENS})
    return sorted(found, key=lambda item: item.detected_at)


def trouble_of_report(registry: Registry, found: FieldReport, joined: Iterable[FieldReport]) -> str:
    """Return the id of the trouble as which a report, or what was joined to it or leads it, is followed; ""
    for none."""
    with registry.database.read() as connection:
        known = {ref for source, ref in sources_of(connection) if source == OF_CITIZENS}
        refs = (ref for ref in (found.id, found.joined_to, *(one.id for one in joined)) if ref in known)
        first = next(refs, "")
        return (trouble_from(connection, OF_CITIZENS, first) or "") if first else ""


def follow(registry: Registry, source: str, ref: str, *, who: str) -> str:
    """Open the trouble of a defect or report and return its id; once only, however often it is asked."""
    item = next((one for one in told(registry) if (one.source, one.ref) == (source, ref)), None)
    if item is None:
        raise RefusalError("CABLE-TROUBLE-UNKNOWN")
    return open_trouble(
        registry, item.kind, detected_at=min(item.detected_at, now()), lon=item.lon, lat=item.lat,
        owner=item.owner, source=source, source_ref=ref, note=item.note, who=who,
    )  # fmt: skip


def _defects(registry: Registry) -> list[Told]:
    with registry.database.read() as connection:
        rows = placed_defects(connection, OF_DEFECTS)
    return [
        Told(
            "inspection", row.id, OF_DEFECTS[row.defect], _moment(row), row.lon, row.lat, row.organisation,
            row.note,
        )
        for row in rows
    ]  # fmt: skip


def _reports(registry: Registry, known: Container[str]) -> list[Told]:
    found = reports(registry)
    gathered = below(found)
    under = {one.id for ones in gathered.values() for one in ones}
    return [
        Told(
            OF_CITIZENS, item.id, _kind(item), in_vietnam(item.at), item.lon, item.lat, "",
            _said(item),
        )
        for item in found
        if item.kind in OF_REPORTS and waits(item) and item.id not in under
        and not any(one.id in known for one in (item, *gathered.get(item.id, ())))
    ]  # fmt: skip


_BROKEN = re.compile(
    r"\b(?:gãy|(?:bị|bi|đã) gay(?! (?:nguy|hai|can|kho|mat|on|ra))|đã đổ|bị đổ|da do|bi do|broken|fallen)\b",
    re.IGNORECASE,
)
_PLACES = ("gan", "canh", "truoc", "sau", "o", "tai", "tren", "ven", "chan", "doc")
_AT = "".join(rf"(?<!\b{word} )" for word in _PLACES)
_NOT_YET = re.compile(
    r"\b(?:sắp|sap|có thể|co the|nguy cơ|nguy co|sợ|so(?! ?\d)|dễ|chưa|suýt|suyt|may|might|not"
    rf"|{_AT}(?:de|chua))\b[^.;,\n]{{0,20}}$",
    re.IGNORECASE,
)
"""What stands before a word for broken where nobody says that the pole is: "sắp gãy", "có nguy cơ gãy đổ".

Without marks "so", "de", "chua" are a number, a dyke, a pagoda, too: "cot so 5 bi do", "gan chua bi do".
"""


def _kind(report: FieldReport) -> TroubleKind:
    """Return what a report is as a trouble; citizens have one word for a broken and a leaning pole."""
    kind = OF_REPORTS[report.kind]
    if kind is not TroubleKind.LEANING_POLE:
        return kind
    words = unicodedata.normalize("NFC", report.words)
    broken = any(not _NOT_YET.search(words[: found.start()]) for found in _BROKEN.finditer(words))
    return TroubleKind.BROKEN_POLE if broken else kind


def _said(report: FieldReport) -> str:
    """Return what a report says: its number, its place in words, what was seen."""
    where = ", ".join(filter(None, (report.number, covered(report.place))))
    return ": ".join(filter(None, (where, covered(report.words))))


def _moment(row: PlacedDefect) -> dt.datetime:
    """Return when a defect was seen: as the phone said, its clock put right; else the end of its day.

    Nobody is late early.
    """
    if row.recorded_at:
        return dt.datetime.fromisoformat(happened_at(row.recorded_at, row.clock_off_s, row.received_at))
    return dt.datetime.combine(row.found_on, dt.time(23, 59), VIETNAM)
