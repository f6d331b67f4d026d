"""Kiểm tra tuyến: a proposed line, drawn, pasted or from a file, is judged; so are standing ones."""

from typing import Any

import shapely
from flask import Response, jsonify, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.messages import remedy, render
from registry.model.cables import Mount
from registry.model.findings import Finding
from registry.safety.cable_plant import PLAN_ITEMS
from registry.safety.cable_rules import TITLES
from registry.services.appraise.finding_texts import finding_json
from registry.services.cables.checking import check_line, check_route
from registry.services.cables.forms import columns_of
from registry.services.cables.import_cables import OTHERS, read_plant
from registry.services.cables.listed_cables import NOT_OWN
from registry.services.cables.records import LONGEST_OWNER, owner_of
from registry.services.cables.routes import route_with_segments
from registry.typed_text import line_within
from web.cables.frame import (
    READ,
    blueprint,
    cable_map,
    line_features,
    line_of,
    names,
    own,
    owners_offered,
)
from web.cables.routes import tellers
from web.frame.guard import current_person, guarded
from web.frame.json_bodies import json_body
from web.frame.languages import language
from web.frame.office import context, registry
from web.frame.security.csp import nonce
from web.frame.uploads import uploaded
from web.frame.wording.words import OUTCOMES
from web.map.folium_page import folium_page

PLAN_WORDS: dict[str, Any] = {
    "position": _l("Vị trí từng cột"),
    "load": _l("Khả năng chịu tải của cột"),
    "hanging": _l("Cách treo an toàn"),
    "distance": _l("Khoảng cách kỹ thuật"),
}
_TOLD = (OTHERS, NOT_OWN)
_ANSWERS = {"": None, "yes": True, "no": False}
_FIELDS = {"accuracy_m": "accuracy_m", "cable_height": "height_m", "cable_loop": "spare_loop_m"}
_ORDER = ("fail", "consent", "review", "unknown", "pass", "na")


@blueprint.get("/check")
@guarded(*READ)
def check_page() -> str:
    """Show where a line is judged: a new one, or the standing route that ``route`` names."""
    wanted = request.args.get("route", "")
    route, segments = route_with_segments(registry(), wanted) if wanted else (None, [])
    groups = []
    if wanted:
        if route is None or own() not in (None, route.owner):
            raise RefusalError("CABLE-UNKNOWN")
        groups = [
            (mount.value, [finding_view(item) for item in _sorted(found)])
            for mount, found in check_route(registry(), route, viewer=current_person())
        ]
    made = cable_map(
        context(), [item.geometry for item in segments], features=line_features(segments[:1500]),
        urls={
            "check": url_for("cables.check_run"),
            "points": url_for("cables.check_points"),
            "file": url_for("cables.check_file"),
        },
        texts=_texts(),
    )  # fmt: skip
    return render_template(
        "cables/check.html",
        route=route,
        groups=groups,
        map=folium_page(made, nonce()),
        owners=owners_offered(),
        own_only=own() is not None,
        plan=PLAN_WORDS,
        names=names(),
        outcomes=OUTCOMES,
        **tellers(),
    )


@blueprint.post("/check")
@guarded(*READ)
def check_run() -> Response:
    """Judge a line (JSON ``points``, ``fields``); answers its findings as a part of a page."""
    asked = json_body()
    fields = asked.get("fields")
    if not isinstance(fields, dict):
        raise RefusalError("CABLE-NO-LINE")
    text = {name: str(value) for name, value in fields.items()}
    try:
        mount = Mount(text.get("cable_mount", ""))
    except ValueError as error:
        raise RefusalError("CABLE-NO-MOUNT") from error
    owner = own() or line_within(owner_of(text.get("cable_owner", "")), LONGEST_OWNER)
    if not owner:
        raise RefusalError("CABLE-NO-OWNER")
    facts = columns_of(text, _FIELDS)
    facts["accuracy_m"] = facts.get("accuracy_m") or 5.0
    facts |= {
        "tagged": _ANSWERS.get(text.get("tagged", "")),
        "height_signs": _ANSWERS.get(text.get("height_signs", "")),
        "plan": {item: _ANSWERS.get(text.get(f"plan_{item}", "")) for item in PLAN_ITEMS},
    }
    found = check_line(
        registry(), line_of(asked.get("points")), mount, owner, viewer=current_person(), facts=facts
    )
    shown = [finding_view(item) for item in _sorted(found)]
    part = render_template("cables/findings.html", findings=shown, outcomes=OUTCOMES)
    return jsonify(html=part, counts={key: sum(f["outcome"] == key for f in shown) for key in _ORDER})


@blueprint.post("/check/points")
@guarded(*READ)
def check_points() -> Response:
    """Read typed or pasted positions, one a line; answers [longitude, latitude] pairs."""
    from registry.services.cables.listed_cables import points_of
    from registry.services.zones.drawn_zones import read_points

    text = "\n".join(points_of(str(json_body().get("text", ""))))
    return jsonify(points=read_points(context(), text))


@blueprint.post("/check/file")
@guarded(*READ)
def check_file() -> Response:
    """Return the lines of a file as [longitude, latitude] pairs, to choose one from. Keeps nothing.

    The ``mount`` of a line is "" where the file does not state it: whoever checks the line says it.
    """
    with uploaded("list") as (path, name):
        found = read_plant(
            registry(), path, owner=own() or "VNPT", crs=request.form.get("crs") or None, name=name,
            reader=own(), otherwise={"cable_mount": Mount.AERIAL.value},
        )  # fmt: skip  # where a line runs is asked; how it is laid, where the file says it
    silent = found.silent.get("cable_mount", set())
    items = list(found.segments.values())[:200]
    unknown = next((one for one in found.issues if one.code == NOT_OWN), None)
    if not items and unknown:
        raise RefusalError(NOT_OWN, **unknown.params)
    if not items:
        raise RefusalError("CABLE-LIST-NO-SHAPE", name=name)
    return jsonify(
        lines=[
            {
                "label": item.code or _("Dòng %(row)s", row=found.places[item.id][1]),
                "mount": "" if found.places[item.id] in silent else item.mount.value,
                "points": shapely.get_coordinates(item.geometry).tolist(),
            }
            for item in items
        ],
        left_out=found.left_out,
        others=[render(one.code, one.params, language()) for one in found.issues if one.code in _TOLD],
    )


def finding_view(finding: Finding) -> dict[str, Any]:
    """Return a finding as these pages write it."""
    lang = language()
    title = TITLES[finding.rule]
    return {
        **finding_json(finding, lang),
        "title": title.en if lang == "en" else title.vi,
        "remedy": remedy(finding.code, finding.params, lang),
        "verified": finding.verified,
        "flips": finding.flips,
    }


def _sorted(found: list[Finding]) -> list[Finding]:
    return sorted(found, key=lambda item: (_ORDER.index(item.outcome.value), item.rule))


def _texts() -> dict[str, str]:
    return {
        "corner": _("Đỉnh"),
        "points": _("đỉnh"),
        "length": _("chiều dài"),
        "need": _("Hãy vẽ tuyến trên bản đồ, dán tọa độ hoặc chọn từ tệp trước khi kiểm tra."),
        "failed": _("Không kiểm tra được. Kiểm tra kết nối tới máy chủ rồi thử lại."),
        "working": _("Đang kiểm tra…"),
        "choose": _("Chọn một đoạn trong tệp"),
        "mount": _("Tệp không ghi hình thức lắp đặt của đoạn này: hãy chọn ở dưới trước khi kiểm tra."),
    }
