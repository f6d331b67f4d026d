"""Zones and plans (vùng và quy hoạch): every zone with its decision, one zone with its history, exports."""

import datetime as dt
from collections import Counter
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.columns import ListKind, fold
from registry.errors import RefusalError
from registry.model.alphabet import in_alphabet
from registry.model.areas import Layer, Zone
from registry.model.drafts import DraftState
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import today
from registry.services.register.disclosure import hidden_layers
from registry.services.register.exports.export import export_layer
from registry.services.zones.plan_drafts import list_drafts
from registry.services.zones.zones import all_zones, entries_of_zone
from web.frame import parameters
from web.frame.downloads import list_template, made_file
from web.frame.guard import READERS, current_person, guarded
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import context, registry
from web.frame.security.csp import nonce
from web.frame.wording import words
from web.map.folium_page import folium_page
from web.zones.frame import (
    asked_layer,
    blueprint,
    classes_text,
    height_text,
    may_write,
    sentence_of,
    source_of,
    waiting_drafts,
    zones_map,
)

STATES: dict[str, Any] = {
    "": _l("Đang hiệu lực"),
    "ahead": _l("Chưa đến ngày hiệu lực"),
    "ended": _l("Đã hết hiệu lực"),
    "all": _l("Tất cả"),
}
_FORMATS = ("xlsx", "geojson", "gpkg")


@blueprint.get("")
@guarded(*READERS)
def listed() -> str | Response:
    """List the zones, by layer, state and what one searches for, a page at a time; or as a workbook."""
    parameters.known_only(request.args, ("layer", "state", *NAMES))
    layer = asked_layer()
    asked = request.args.get("q", "").strip()[:200]
    state = request.args.get("state", "")
    if state not in STATES:
        raise RefusalError("WEB-PARAMETER", name="state", value=state[:40], **_wanted())
    every = seen_zones()
    here = [zone for zone in every if state_of(zone) == state or state == "all"]
    found = [zone for zone in here if (layer is None or zone.layer is layer) and _matches(zone, asked)]
    shown = listing(found, _columns(), filters=("layer", "state"), searched=True)
    if wants_book():
        return shown.book(_("Vùng và quy hoạch"))
    waiting = [zone.valid_from for zone in every if state_of(zone) == "ahead"]
    drafts = [item for item in list_drafts(registry()) if item.state is DraftState.DRAFT]
    return render_template(
        "zones/list.html",
        items=shown.items,
        listed=shown,
        found=len(found),
        total=len(every),
        asked=asked,
        layer=layer,
        state=state,
        states=STATES,
        in_state={**dict.fromkeys(STATES, 0), **Counter(map(state_of, every)), "all": len(every)},
        ahead=min(waiting) if waiting and state == "" else None,
        layers=words.LAYERS,
        counts={item: sum(zone.layer is item for zone in here) for item in Layer},
        drafts=len(drafts),
        waits=waiting_drafts(),
        may_write=may_write(),
        sees_drafts=current_person().is_staff,
        state_of=state_of,
        **tellers(),
    )


@blueprint.get("/zone/<zone>")
@guarded(*READERS)
def show(zone: str) -> str:
    """Show one zone: on a map, what its decision says, where it comes from, its history."""
    found = next((item for item in seen_zones() if item.id == zone), None)
    if found is None:
        raise RefusalError("ZONE-UNKNOWN")
    known = context()
    made = zones_map(known, [found], pick=False)
    inside = found.geometry.representative_point()
    entries = entries_of_zone(registry(), found.id)
    return render_template(
        "zones/show.html",
        zone=found,
        map=folium_page(made, nonce()),
        state=state_of(found),
        states=STATES,
        layers=words.LAYERS,
        large=f"{url_for('map.desk')}#at={inside.y:.5f},{inside.x:.5f},14",
        history=[_entry(item) for item in entries] if current_person().sees_all else [],
        others=_others(found),
        **tellers(),
    )


@blueprint.get("/export/<layer>.<form>")
@guarded(*READERS)
def export(layer: str, form: str) -> Response:
    """Send the zones of a layer as a workbook or a map file."""
    try:
        chosen = Layer(layer)
    except ValueError as error:
        raise RefusalError("LAYER-UNKNOWN", layer=layer[:40], known=", ".join(Layer)) from error
    if form not in _FORMATS:
        raise RefusalError("EXPORT-FORMAT", extension=form[:20], known=" ".join(_FORMATS))
    return made_file(
        lambda path: export_layer(registry(), chosen.value, path, viewer=current_person()),
        f"vung-{chosen.value}.{form}",
    )


@blueprint.get("/template.xlsx")
@guarded(*READERS)
def template() -> Response:
    """Send the template workbook of a decision's list of areas and streets."""
    return list_template(ListKind.ZONES, "mau-danh-muc-vung.xlsx")


def tellers() -> dict[str, Any]:
    """Return what templates need to tell a zone in words."""
    return {
        "classes_text": classes_text,
        "height_text": height_text,
        "source_of": source_of,
        "sentence_of": sentence_of,
    }


def seen_zones() -> list[Zone]:
    """Return the zones that the person may see, by layer, then by name; kept until the register changes."""
    known = context()
    cache = registry().cache
    held = cache.get("zones-listed")
    if held is None or held[0] is not known:
        zones = all_zones(registry())
        order = list(words.LAYERS)
        zones.sort(key=lambda zone: (order.index(zone.layer.value), in_alphabet(zone.name), zone.id))
        held = cache["zones-listed"] = (known, zones)
    found: list[Zone] = held[1]
    hidden = hidden_layers(current_person())
    return [zone for zone in found if zone.layer not in hidden] if hidden else found


def _columns() -> list[Column]:
    return [
        Column("name", _("Vùng"), lambda zone: zone.name),
        Column("decision", _("Quyết định"), lambda zone: zone.decision),
        Column("from", _("Hiệu lực"), lambda zone: zone.valid_from),
        Column("classes", _("Loại cột cho phép"), lambda zone: classes_text(zone.allowed_classes)),
        Column("height", _("Chiều cao tối đa"), lambda zone: zone.max_height_m),
        Column("source", _("Nguồn"), lambda zone: source_of(zone.attributes)),
        Column("layer", _("Lớp"), lambda zone: words.LAYERS[zone.layer.value], heading=False, sorts=True),
        Column("article", _("Điều, mục"), lambda zone: zone.article, heading=False),
        Column("to", _("Hết hiệu lực"), lambda zone: zone.valid_to, heading=False),
    ]


def state_of(zone: Zone) -> str:
    """Return how a zone stands today: "" in force, ahead or ended."""
    day = today()
    if zone.valid_from > day:
        return "ahead"
    return "ended" if zone.valid_to is not None and zone.valid_to < day else ""


def _matches(zone: Zone, asked: str) -> bool:
    if not asked:
        return True
    text = fold(f"{zone.name} {zone.decision} {zone.article} {sentence_of(zone.attributes)}")
    return all(part in text for part in map(fold, asked.split()))


def _entry(entry: Any) -> dict[str, Any]:
    change = entry.change
    kind = "new" if change.before is None else "removed" if change.after is None else "changed"
    before, after = change.before or {}, change.after or {}
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {
        "at": dt.datetime.fromisoformat(entry.at).astimezone(VIETNAM),
        "who": entry.who,
        "batch": entry.batch,
        "kind": kind,
        "fields": [] if kind != "changed" else [name for name in names if name != "version"],
    }


_OWN = frozenset({"source_sentence", "made_by", "made_of", "list", "row"})


def _others(zone: Zone) -> list[tuple[str, str]]:
    """Return the attributes of the file that the register has no column for."""
    return [(key, str(value)) for key, value in (zone.attributes or {}).items() if key not in _OWN]


def _wanted() -> dict[str, str]:
    return {"wanted_vi": "một trong các trạng thái của danh sách", "wanted_en": "one of the list's states"}
