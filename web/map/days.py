"""The map on a day: when each mast stood, on which days zones and plans changed, and the zones of a day."""

import datetime as dt
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, url_for
from flask_babel import gettext as _

from registry.model.areas import REFORM, Layer
from registry.services.office.calendar import today
from registry.services.register.changing_days import changes_of, decisions_of, plans_for, zones_on
from registry.services.register.mast_days import days_for
from web.frame.data_answer import Payload, json_payload, payload, send
from web.frame.guard import READERS, current_person, guarded, may_use
from web.frame.office import context, registry
from web.frame.wording import words
from web.map.layers import zones_collection

blueprint = Blueprint("map_days", __name__)

KEPT = 48  # collections of zones that are held, compressed, at once


@blueprint.get("/map/mast_days.bin")
@guarded(*READERS)
def masts() -> Response:
    """Send when the masts of ``map.masts`` stood, row by row: ``registry.services.register.mast_days``."""
    found = days_for(registry(), current_person())
    return send(payload(found.binary, "application/octet-stream", zipped=found.zipped))


@blueprint.get("/map/days.json")
@guarded(*READERS)
def changes() -> Response:
    """Answer the span of the slider and what changed on it: layers with their days, decisions, plans."""
    person = current_person()
    now = today()
    layers = changes_of(registry(), person)
    plans = plans_for(registry(), person)
    names = {operator.code: operator.name for operator in context().operators}
    first = days_for(registry(), person).first or min(
        (days[0] for days in layers.values()), default=now - dt.timedelta(days=365)
    )
    made = [
        {"day": one.day.isoformat(), "text": _words(one.layer, one.decision, begins=one.begins)}
        for one in decisions_of(registry(), person)
        if one.day <= now
    ]
    made.append({"day": REFORM.isoformat(), "text": _("Đơn vị hành chính mới, không còn cấp huyện")})
    made += [
        {
            "day": version.valid_from.isoformat(),
            "text": _(
                "Kế hoạch của %(operator)s có hiệu lực: %(decision)s",
                operator=names.get(version.operator, version.operator),
                decision=version.decision,
            ),
        }
        for version in plans
        if version.valid_from <= now
    ]
    answer = jsonify(
        first=min(first, now).isoformat(),
        today=now.isoformat(),
        reform=REFORM.isoformat(),
        layers={
            layer.value: {
                "name": str(words.LAYERS[layer.value]),
                "days": [day.isoformat() for day in days if day <= now],
            }
            for layer, days in layers.items()
        },
        changes=sorted(made, key=lambda one: one["day"]),
        plans=[
            {
                "operator": names.get(version.operator, version.operator),
                "decision": version.decision,
                "from": version.valid_from.isoformat(),
                "to": None if version.valid_to is None else version.valid_to.isoformat(),
                "url": url_for("plans.show", version=version.id)
                if may_use(current_app, "plans.show")
                else "",
            }
            for version in plans
        ],
    )
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def zones_of_day(layer: Layer, day: dt.date) -> Payload:
    """Return the zones of a layer on a day; made once for every day between two changes of the register."""
    since, zones = zones_on(registry(), layer, day)
    known = context()  # another object once the register has changed
    held: tuple[Any, dict[Any, Payload]] | None = registry().cache.get("map-zones-on-days")
    if held is None or held[0] is not known:
        held = (known, {})
        registry().cache["map-zones-on-days"] = held
    kept = held[1]
    found = kept.get((layer, since))
    if found is None:
        found = json_payload(zones_collection(zones), "application/geo+json")
        with registry().lock:
            while len(kept) >= KEPT:
                kept.pop(next(iter(kept)))
            kept[layer, since] = found
    return found


def _words(layer: Layer, decision: str, *, begins: bool) -> str:
    name = words.LAYERS[layer.value]
    if begins:
        return str(_("%(layer)s: %(decision)s có hiệu lực", layer=name, decision=decision or "–"))
    return str(_("%(layer)s: %(decision)s hết hiệu lực", layer=name, decision=decision or "–"))
