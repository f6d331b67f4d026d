"""Coverage (phạm vi dữ liệu): where each rule has data, on a map and in words, and what to bring in next."""

from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.messages import render
from registry.model.alphabet import in_alphabet
from registry.model.findings import Stage
from registry.model.people import INSIDE
from registry.services.office.calendar import today
from registry.services.register.disclosed_zones import context_for_eyes
from registry.services.register.disclosure import hidden_layers
from registry.services.register.place_names import opening_box
from registry.services.zones.coverage import coverage
from registry.services.zones.coverage_area import area_geojson
from registry.services.zones.coverage_places import without_masts
from registry.services.zones.coverage_reach import Coverage, CoverState, RuleCover
from registry.services.zones.layer_completeness import stated_complete
from web.frame import parameters, refusals
from web.frame.data_answer import Payload, json_payload, send
from web.frame.guard import current_person, guarded, may_use
from web.frame.languages import language
from web.frame.office import registry, settings
from web.frame.security.csp import nonce
from web.frame.wording import words
from web.frame.wording.words import LAYERS, label
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.layers import borders_address

blueprint = Blueprint("coverage", __name__, url_prefix="/coverage")

ASKED_FIRST = "SPC-01"  # the rule shown where none is chosen: most lists stand or fall by it

# (word, sign) of how far data reaches; a sign and a word beside every colour
STATES: dict[str, tuple[Any, str]] = {
    "complete": (_l("Đủ dữ liệu"), "✓"),
    "partial": (_l("Có, chưa đủ"), "!"),
    "stand_in": (_l("Gần đúng"), "≈"),
    "none": (_l("Chưa có"), "✕"),
    "row": (_l("Không cần lớp nào"), "–"),
}

# the parts of the territory as the map draws them, in the order of the legend
AREAS: dict[str, Any] = {
    "known": _l("đủ dữ liệu để kết luận"),
    "partial": _l("danh sách hoặc kế hoạch chưa đủ"),
    "stand_in": _l("chỉ có dữ liệu thay tạm"),
    "none": _l("chưa có dữ liệu: không thấy gì không có nghĩa là không có gì"),
}


@blueprint.get("")
@guarded(*INSIDE)
def show() -> str:
    """Show every rule's coverage on a day (``as_of``), one rule (``rule``) on the map."""
    return coverage_page()


def coverage_page(refusal: RefusalError | None = None) -> str:
    """Return the page, with what was refused a moment ago."""
    parameters.known_only(request.args, ("as_of", "rule"))
    as_of = parameters.day(request.args, "as_of") or today()
    found = coverage(registry(), as_of)
    chosen = _chosen(found, request.args.get("rule", ""))
    lang = language()
    made = desk_map(settings(), opening_box(found.context), _config(found, chosen))
    return render_template(
        "zones/coverage/show.html",
        cover=found,
        chosen=chosen,
        is_today=as_of == today(),
        groups=[
            (_("Hỏi khi xét vị trí"), [item for item in found.rules if item.check.stage is Stage.POSITION]),
            (_("Hỏi ở bước sau"), [item for item in found.rules if item.check.stage is not Stage.POSITION]),
        ],
        titles={
            item.code: item.check.title_en if lang == "en" else item.check.title_vi for item in found.rules
        },
        says={code: render(code, {}, lang) for item in found.rules for code in (item.effect, item.weight)},
        summary=_summary(found),
        states=STATES,
        areas=AREAS,
        layers={item.layer: item for item in found.layers},
        plans={item.operator: item for item in found.plans},
        words=words,
        hidden=hidden_layers(current_person()),
        zones_page=_zones_page(),
        refusal=refusals.said(refusal),
        may_state=may_use(current_app, "coverage.state"),
        stated=_stated(),
        layer_names=LAYERS,
        communes=sorted(
            ((unit.name, unit.code) for unit in found.context.units.communes if unit.boundary),
            key=lambda one: (in_alphabet(one[0]), one),
        ),
        today=today(),
        form=request.form,
        map=folium_page(made, nonce()),
    )


@blueprint.get("/area.json")
@guarded(*INSIDE)
def area() -> Response:
    """Send what the map draws for one rule on a day, as GeoJSON."""
    parameters.known_only(request.args, ("as_of", "rule"))
    as_of = parameters.day(request.args, "as_of") or today()
    found = coverage(registry(), as_of)
    return send(_area(found, _chosen(found, request.args.get("rule", ""))))


def _area(found: Coverage, rule: RuleCover) -> Payload:
    # One entry a rule, replaced when the data or the day changes: the cache cannot grow.
    key = ("coverage-area", rule.code, *sorted(hidden_layers(current_person())))
    held = registry().cache.get(key)
    if held is not None and held[0] is found.context:
        kept: Payload = held[1]
        return kept
    lacking = rule.state is CoverState.NONE
    seen = context_for_eyes(registry(), found.context, current_person())
    silent = without_masts(found.places)
    shown = area_geojson(seen, rule.check, enough=rule.met, lacking=lacking, silent=silent)
    made = json_payload(shown, "application/geo+json")
    registry().cache[key] = (found.context, made)
    return made


def _chosen(found: Coverage, code: str) -> RuleCover:
    by_code = {item.code: item for item in found.rules}
    if code and code not in by_code:
        known = ", ".join(by_code)
        raise RefusalError(
            "WEB-PARAMETER", name="rule", value=code[:40],
            wanted_vi=f"một trong các mã {known}", wanted_en=f"one of {known}",
        )  # fmt: skip
    return by_code[code or ASKED_FIRST]


def _stated() -> list[dict[str, Any]]:
    """Return where the office stated layers to be complete."""
    found = stated_complete(registry())
    return [{"key": key, "item": item, "layer": label(LAYERS, item.layer.value)} for key, item in found]


def _summary(found: Coverage) -> dict[str, int]:
    """Return how many rules of a position's appraisal there are of each state, worst first."""
    asked = [item.state.value for item in found.rules if item.check.stage is Stage.POSITION]
    return {state.value: asked.count(state.value) for state in CoverState}


def _config(found: Coverage, chosen: RuleCover) -> dict[str, Any]:
    day = found.as_of.isoformat()
    return {
        "lang": language(),
        "urls": {
            "borders": borders_address(),
            "area": url_for("coverage.area", as_of=day, rule="RULE"),
        },
        "rule": chosen.code,
        "texts": {
            "zoomIn": _("Phóng to"),
            "zoomOut": _("Thu nhỏ"),
            "failed": _("Không tải được dữ liệu. Kiểm tra kết nối tới máy chủ rồi thử lại."),
            "error": _("sai số"),
            "former": _("Phường, thị trấn cũ, thay tạm cho khu vực đô thị"),
        },
    }


def _zones_page() -> str:
    """Return the address of the page where zones are made, "" where there is none for this person."""
    for rule in current_app.url_map.iter_rules():
        if rule.rule.rstrip("/") == "/zones" and "GET" in (rule.methods or ()):
            return url_for(rule.endpoint) if may_use(current_app, rule.endpoint) else ""
    return ""
