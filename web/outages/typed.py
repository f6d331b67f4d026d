"""What a person typed into the form of an outage report, as the services take it."""

import datetime as dt

from flask import request

from registry.errors import RefusalError
from registry.model.outages.outages import BY_OFFICER, Cause, OutageEvent, ReportSource
from registry.services.office.calendar import now
from registry.services.outages.carrier_reports import Heading
from registry.services.outages.moments import read_moment
from registry.services.outages.statements import Statement
from registry.services.outages.stations import station_book
from web.frame.office import registry
from web.frame.people import who
from web.outages.frame import cycle_of, moment_of, operator_asked, own_operator, whole

_JUST_NOW = dt.timedelta(minutes=2)


def heading(event: OutageEvent, *, workbook: bool = False) -> Heading:
    """Return who reports, for which cycle and moment, and how it came; an officer says from whom it is."""
    form, own = request.form, own_operator()
    source = ReportSource.WORKBOOK if workbook else ReportSource.FORM
    note = ""
    if own is None:
        note = form.get("source_note", "")
        given = form.get("source", "")
        if given not in set(BY_OFFICER):
            raise RefusalError("OUTAGE-SOURCE")
        source = ReportSource(given)
        if not note.strip():
            raise RefusalError("OUTAGE-SOURCE")
    return Heading(
        event=event.id,
        operator=operator_asked(event),
        due=cycle_of(form.get("due", "")),
        as_of=_as_of(form.get("as_of"), event.started_at),
        source=source,
        source_note=note,
        note=form.get("note", ""),
        who=who(),
    )


def _as_of(text: str | None, began: dt.datetime) -> dt.datetime:
    """Return the moment of the figures; the present minute means now: what follows in it is later.

    So does the moment at which the form was opened, where nobody touched it and something stated is later:
    a station went off while the others were typed.
    """
    present, given = now(), moment_of(text)
    if given is None or dt.timedelta(0) <= present - given < _JUST_NOW:
        return present
    untouched = given == moment_of(request.form.get("as_of_shown"))
    return present if untouched and any(given < at <= present for at in _stated(present, began)) else given


def _stated(present: dt.datetime, began: dt.datetime) -> list[dt.datetime]:
    """Return the moments that the form states of stations."""
    form = request.form
    texts = [form[name] for name in form if name.startswith(("from-", "lost-"))]
    texts += [form.get("back_at", "")] if form.getlist("back") else []
    found = [read_moment(text, present, began).at for text in texts]
    return [at for at in found if at is not None]


def statements(operator: str) -> list[Statement]:
    """Return what the form says: stations that are back, stations, and counts of communes."""
    form = request.form
    book = station_book(registry())
    back_at = form.get("back_at", "")
    found = []
    for site in form.getlist("back"):
        station = book.sites.get((operator, site))
        if station is None:
            raise RefusalError("OUTAGE-UNKNOWN")
        found.append(Statement(f"back-{site}", code=station.code, state="restored", back=back_at))
    for number in numbers("code-"):
        code = form.get(f"code-{number}", "").strip()
        if code:
            found.append(
                Statement(
                    f"form-{number}", row=number + 1, code=code, state=form.get(f"state-{number}", ""),
                    cause=_cause(form.get(f"cause-{number}", "")),
                    generator=True if form.get(f"generator-{number}") else None,
                    occurred=form.get(f"from-{number}", ""),
                    power_lost=form.get(f"lost-{number}", ""),
                    battery_left=hours(f"left-{number}"),
                    battery_hours=hours(f"full-{number}"),
                )
            )  # fmt: skip
    for number in numbers("commune-"):
        commune = form.get(f"commune-{number}", "").strip()
        down, restored = whole(form.get(f"down-{number}")), whole(form.get(f"restored-{number}"))
        if not commune and (down or restored):
            raise RefusalError("OUTAGE-COUNT-COMMUNE", row=number + 1)
        if commune and (down is not None or restored is not None):
            found.append(
                Statement(
                    f"count-{number}", row=number + 1, commune=commune, down=down, restored=restored,
                    generators=whole(form.get(f"generators-{number}")),
                )
            )  # fmt: skip
    return found


def hours(name: str) -> float | None:
    """Return hours of a field, with a comma or a point; None where it is empty (``OUTAGE-HOURS-UNREAD``)."""
    typed = request.form.get(name, "").strip()
    text = typed.replace(",", ".")
    if not text:
        return None
    if not text.replace(".", "", 1).isdecimal() or len(text) > 6:
        raise RefusalError("OUTAGE-HOURS-UNREAD", value=typed[:40])
    return float(text)


def is_typed() -> bool:
    """Return whether the form names stations or counts: "nothing changed" beside them would drop them."""
    form = request.form
    names = [f"code-{number}" for number in numbers("code-")]
    names += [
        f"{each}-{number}" for number in numbers("commune-") for each in ("down", "restored", "generators")
    ]
    return bool(form.getlist("back")) or any(form.get(name, "").strip() for name in names)


def _cause(text: str) -> str:
    return text if text in set(Cause) else ""


def numbers(prefix: str) -> list[int]:
    """Return the numbers of the rows of which the form says anything under ``prefix``."""
    found = [name.removeprefix(prefix) for name in request.form if name.startswith(prefix)]
    return sorted({int(text) for text in found if text.isdecimal() and len(text) < 5})


def answers() -> dict[str, str]:
    """Return what was said of waiting rows: the typed answer, else the proposal that was taken."""
    found = {}
    for name, value in request.form.items():
        if name.startswith("answer-") and value.strip():
            found[name.removeprefix("answer-")] = value.strip()
    return found
