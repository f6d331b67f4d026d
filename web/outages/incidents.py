"""Incidents of an event: a broken mast, pole, cable or equipment, with its legal time and its history."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.alphabet import in_alphabet
from registry.model.outages.outages import Damage, Incident, IncidentKind
from registry.model.vietnam_time import now, written
from registry.services.office.calendar import in_vietnam, today
from registry.services.office.rules_here import incident_hours
from registry.services.outages.events import ordered_lines
from registry.services.outages.incident_joins import (
    complete_incident,
    doubles_of,
    join_incidents,
    joined_into,
    part_incident,
)
from registry.services.outages.incidents import (
    IncidentLine,
    add_incident,
    change_incident,
    incident_history,
    incident_of,
    incidents,
)
from registry.services.outages.stations import station_book
from registry.storm.outage_deadlines import UNFINISHED
from registry.storm.outage_fold import fold
from registry.typed_text import within
from web.frame import parameters, refusals
from web.frame.forms import one_of, version_of
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import operator_names, who
from web.frame.wording import outage_words as words
from web.outages.frame import (
    DUTY,
    READ,
    REPORTERS,
    blueprint,
    check_own,
    moment_of,
    operator_asked,
    own_operator,
    page,
    seen_event,
    whole,
)

MOMENTS = ("occurred_at", "detected_at", "notified_at", "resolved_at")


@blueprint.get("/<event>/incidents")
@guarded(*READ)
def incident_list(event: str) -> str:
    """Show the incidents, overdue ones first; a carrier its own."""
    parameters.known_only(request.args, ("show",))
    found, show = seen_event(event), request.args.get("show", "")
    if show not in ("", "open"):
        raise RefusalError("REQUEST-VALUE", value=show[:40])
    picture = fold(ordered_lines(registry(), found.id))
    every = incidents(registry(), found.id, operator=own_operator() or "", picture=picture)
    unfinished = [line for line in every if line.clock.standing in UNFINISHED]
    return page(
        "outages/incidents.html", event=found, incidents=unfinished if show else every, show=show,
        counts={"": len(every), "open": len(unfinished)}, names=operator_names(),
        book=station_book(registry()),
        may_add=_may_write(),
    )  # fmt: skip


@blueprint.get("/<event>/incidents/new")
@guarded(*REPORTERS)
def new_incident(event: str) -> str:
    """Show the form of an incident."""
    parameters.known_only(request.args, ("operator",))
    return _new_page(event)


@blueprint.post("/<event>/incidents/new")
@guarded(*REPORTERS)
def create_incident(event: str) -> Any:
    """Record an incident and go to its page."""
    found = seen_event(event)
    operator = operator_asked(found)
    values, known = _values(operator), request.form.get("update", "")
    if own_operator() is not None and values["notified_at"] is None and not known:
        values["notified_at"] = now()  # what a carrier files here is its notice to the office
    given = Incident(id="", event=found.id, operator=operator, **values)
    if known:
        standing = _seen_anywhere(known)
        made, differing = complete_incident(registry(), standing.id, given, who=who())
        flash(_("Đã bổ sung sự cố đã có của cột này."))
        if differing:
            kept = ", ".join(str(words.INCIDENT_FIELDS[name]) for name in differing)
            flash(_("Giữ giá trị đã ghi, khác báo cáo này: %(fields)s. Sửa ở đây nếu sai.", fields=kept))
    else:
        made = add_incident(registry(), given, who=who())
    return redirect(url_for("outages.incident", event=made.event, incident=made.id), 303)


@blueprint.post("/<event>/incidents/<incident>/join")
@guarded(*REPORTERS)
def incident_join(event: str, incident: str) -> Any:
    """Join another record of the same mast into this one."""
    found = _seen(event, incident).incident
    other = _seen(event, request.form.get("other", "")).incident
    join_incidents(registry(), found.id, other.id, seen=version_of(), who=who())
    flash(_("Đã gộp. Bản ghi kia vẫn giữ trong hồ sơ và tách ra được."))
    return redirect(url_for("outages.incident", event=event, incident=found.id), 303)


@blueprint.post("/<event>/incidents/<incident>/part")
@guarded(*REPORTERS)
def incident_part(event: str, incident: str) -> Any:
    """Take the joining of a record back."""
    found = _seen(event, incident).incident
    part_incident(registry(), found.id, seen=version_of(), who=who())
    flash(_("Đã tách ra: sự cố này lại được tính riêng."))
    return redirect(url_for("outages.incident", event=event, incident=found.id), 303)


@blueprint.get("/<event>/incidents/<incident>")
@guarded(*READ)
def incident(event: str, incident: str) -> str:
    """Show an incident: both moments, the clock, what was done, its history."""
    parameters.known_only(request.args, ())
    return _page(event, incident)


@blueprint.post("/<event>/incidents/<incident>")
@guarded(*REPORTERS)
def incident_change(event: str, incident: str) -> Any:
    """Change an incident; what stood before stays in its history."""
    found = _seen(event, incident).incident
    values = _values(found.operator, found)
    change_incident(
        registry(), found.id, values, seen=version_of(), reason=request.form.get("reason", ""), who=who()
    )
    return redirect(url_for("outages.incident", event=event, incident=incident), 303)


def refusal_pages() -> dict[str, Callable[[RefusalError], str]]:
    """Return the pages on which a refused deed of this file is said."""
    asked = request.view_args or {}
    event = asked.get("event", "")
    return {
        "outages.create_incident": lambda why: _new_page(event, why),
        "outages.incident_join": lambda why: _page(event, asked["incident"], why),
        "outages.incident_part": lambda why: _page(event, asked["incident"], why),
        "outages.incident_change": lambda why: _page(event, asked["incident"], why),
    }


def _values(operator: str, standing: Incident | None = None) -> dict[str, Any]:
    """Return the fields of an incident as the form gives them."""
    form, book = request.form, station_book(registry())
    code = form.get("code", "").strip()
    station = book.find(operator, code) if code else None
    if code and station is None:
        raise RefusalError("OUTAGE-INCIDENT-CODE", code=code[:40])
    commune = form.get("commune", "").strip()
    if commune and commune not in book.communes:
        raise RefusalError("REQUEST-VALUE", value=commune[:40])
    damage = form.get("damage", "")
    return {
        "kind": standing.kind if standing else one_of(IncidentKind, form.get("kind", "")),
        "site": station.site if station else "",
        "code": code,
        "commune": station.commune if station else commune,
        "place": within(form.get("place"), 200),
        **{name: _moment(name, standing) for name in MOMENTS},
        "resolution": within(form.get("resolution"), 300),
        "damage": one_of(Damage, damage) if damage else None,
        "quantity": whole(form.get("quantity")) or 1,
        "withdrawn": bool(form.get("withdrawn")),
        "description": within(form.get("description"), 1000),
    }


def _moment(name: str, standing: Incident | None) -> dt.datetime | None:
    """Return a moment of the form; one that was left as it is keeps its seconds, which a form cannot show."""
    read = moment_of(request.form.get(name))
    held: dt.datetime | None = getattr(standing, name) if standing else None
    if read is not None and held is not None and read == held.replace(second=0, microsecond=0):
        return held
    return read


def _seen(event: str, incident: str) -> IncidentLine:
    """Return an incident of an event that the person may see."""
    seen_event(event)
    found = incident_of(registry(), incident)
    if found.incident.event != event:
        raise RefusalError("OUTAGE-UNKNOWN")
    check_own(found.incident.operator)
    return found


def _seen_anywhere(incident: str) -> Incident:
    """Return an incident that the person may see, of whatever event."""
    found = incident_of(registry(), incident).incident
    return _seen(found.event, incident).incident


def _of_own(incident: Incident) -> bool:
    """Whether the person may see an incident's carrier."""
    return own_operator() in (None, incident.operator)


def _shown(incident: str) -> bool:
    """Whether there is an incident of that id, and the person may see it."""
    return bool(incident) and _of_own(incident_of(registry(), incident).incident)


def _may_write() -> bool:
    return own_operator() is not None or current_person().is_one_of(*DUTY)


def _new_page(event: str, refusal: RefusalError | None = None) -> str:
    found = seen_event(event)
    book = station_book(registry())
    own = own_operator()
    chosen = own or request.values.get("operator", "")
    return page(
        "outages/new_incident.html", **incident_hours(registry(), today(), language()),
        event=found, names=operator_names(), refusal=refusals.said(refusal),
        filled=request.form if request.method == "POST" else {}, operator=chosen,
        communes=sorted(book.communes.items(), key=lambda item: in_alphabet(item[1])),
        stations=book.of_operator.get(chosen, []), by_carrier=own is not None,
        known=refusal.params if refusal is not None and refusal.code == "OUTAGE-INCIDENT-KNOWN" else None,
    )  # fmt: skip


def _page(event: str, incident: str, refusal: RefusalError | None = None) -> str:
    found = _seen(event, incident)
    book, joined = station_book(registry()), joined_into(registry(), found.incident)
    return page(
        "outages/incident.html", event=seen_event(event), line=found, item=found.incident, clock=found.clock,
        names=operator_names(), book=book, refusal=refusals.said(refusal),
        filled=request.form if request.method == "POST" else None, may_write=_may_write(),
        communes=sorted(book.communes.items(), key=lambda item: in_alphabet(item[1])),
        history=_history(found.incident), joined=joined, joined_seen=_shown(joined),
        doubles=[one for one in doubles_of(registry(), found.incident) if _of_own(one)],
        stations=book.of_operator.get(found.incident.operator, []),
    )  # fmt: skip


def _history(item: Incident) -> list[dict[str, Any]]:
    """Return what happened to an incident, newest first: each change with both values."""
    communes, lines = station_book(registry()).communes, []
    for entry in incident_history(registry(), item.id):
        before: dict[str, Any] = entry.change.before or {}
        after: dict[str, Any] = entry.change.after or {}
        moved = [
            (str(word), _said(name, before.get(name), communes), _said(name, after.get(name), communes))
            for name, word in words.INCIDENT_FIELDS.items()
            if entry.change.before is not None and (before.get(name) or "") != (after.get(name) or "")
        ]
        lines.append(
            {
                "at": in_vietnam(entry.at), "who": entry.who, "new": entry.change.before is None,
                "moved": moved, "reason": after.get("reason", ""),
            }
        )  # fmt: skip
    return lines[::-1]


def _said(name: str, value: Any, communes: Mapping[str, str]) -> str:
    """Return a value of an incident's row in the words of its page."""
    if name == "withdrawn":
        return str(_("có") if value else _("không"))
    if value in (None, ""):
        return "–"
    if name in MOMENTS:
        return written(dt.datetime.fromisoformat(str(value)))
    if name == "damage":
        return str(words.DAMAGE[value])
    return communes.get(value, value) if name == "commune" else str(value)
