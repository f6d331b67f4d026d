"""A chosen area over the map: places to choose from, its shape, the masts inside it and their files.

The area is a text in every address (``registry.geo.area_texts``), so that whoever gets the link sees the
same.
"""

from collections import Counter
from typing import Any

import orjson
import shapely
from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.geo.area_texts import area_text
from registry.messages import number
from registry.model.areas import AdminLevel, full_name
from registry.model.chosen_areas import ChosenArea, PartKind
from registry.services.office.calendar import today
from registry.services.register.chosen_areas import (
    AreaThere,
    PartThere,
    Place,
    Shown,
    area_there,
    masts_inside,
    place_at,
    places,
)
from registry.services.register.exports.export import export_masts
from registry.services.register.map_masts import CLASSES, STATES
from web.frame import parameters
from web.frame.data_answer import Payload, json_payload, send
from web.frame.downloads import made_file
from web.frame.guard import READERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import context, registry
from web.frame.wording import words

blueprint = Blueprint("chosen", __name__, url_prefix="/map/area")

FORMS = ("xlsx", "gpkg", "kml")
LISTED = 200
_SHOWN = ("operators", "classes", "states")
_DRAWN_M = 3.0  # how far a border may be drawn from where it is
_WORTH_SAYING_M = 500.0  # from here on a border is not that of the decision
_METRES = 111_320.0  # in a degree


def area_config() -> dict[str, Any]:
    """Return what ``static/js/map/tools/area_chooser.js`` needs on any page: addresses and words."""
    return {
        "urls": {
            "places": url_for("chosen.places_listed"),
            "at": url_for("chosen.at"),
            "shape": url_for("chosen.shape"),
            "show": url_for("chosen.show"),
        },
        "texts": {
            "corner": _("Góc"),
            "failed": _("Không tải được dữ liệu. Kiểm tra kết nối tới máy chủ rồi thử lại."),
            "added": _("Đã thêm"),
            "remove": _("Bỏ phần này"),
            "taken": _("bớt"),
            "noPlace": _("Không có tên này. Thử tên xã, phường hay huyện cũ; không cần dấu."),
            "places": _("nơi"),
            "was": _("có"),
            "outside": _("Chỗ vừa chạm nằm ngoài tỉnh."),
            "small": _("Vòng vừa vẽ quá nhỏ. Giữ và kéo quanh các cột cần chọn."),
            "hints": {
                "lasso": _("Giữ và kéo một vòng quanh các cột; thả tay là xong."),
                "polygon": _("Chạm từng góc, rồi chạm lại góc đầu hoặc bấm Khép vùng."),
                "circle": _("Chạm tâm để lấy bán kính đã ghi, hoặc giữ tâm rồi kéo ra."),
                "place": _("Chạm vào bản đồ để chọn cả đơn vị ở đó; chạm lần nữa để bỏ."),
            },
        },
    }


@blueprint.get("/places.json")
@guarded(*READERS)
def places_listed() -> Response:
    """Send every unit that can be chosen: id, name, what it is and was; the script searches in them."""
    known, lang = context(), language()
    cache = registry().cache
    held = cache.get(("chosen-places-sent", lang))
    if held is None or held[0] is not known:
        made: Payload = json_payload([_listed(place) for place in places(registry(), known).values()])
        held = cache["chosen-places-sent", lang] = (known, made)
    return send(held[1])


@blueprint.get("/at.json")
@guarded(*READERS)
def at() -> Response:
    """Answer which unit holds a spot: the commune of today, or the former ``district``; null outside."""
    parameters.known_only(request.args, ("lon", "lat", "level"))
    level = AdminLevel.DISTRICT if request.args.get("level") == "district" else AdminLevel.COMMUNE
    lon, lat = parameters.degrees(request.args, "lon"), parameters.degrees(request.args, "lat")
    found = place_at(registry(), context(), lon, lat, level)
    return _json({"unit": found.unit.id if found else None})


@blueprint.get("/shape.json")
@guarded(*READERS)
def shape() -> Response:
    """Answer an area's shape to draw, its parts in words, and how many of the masts shown are inside."""
    there, shown = _asked()
    if there is None:
        return _json({"text": "", "shape": None, "parts": [], "box": None, "error_m": 0, "count": 0})
    _masts, rows = masts_inside(registry(), there, current_person(), shown)
    west, south, east, north = map(float, there.shape.bounds)
    return _json(
        {
            "text": there.text,
            "shape": shapely.geometry.mapping(_drawn(there.shape)),
            "parts": [_part_json(part) for part in there.parts],
            "box": [[south, west], [north, east]],
            "error_m": there.error_m,
            "count": len(rows),
        }
    )


@blueprint.get("")
@guarded(*READERS)
def show() -> str:
    """Show the masts inside an area (a part of a page): counts, files, and what can be done with them."""
    there, shown = _needed()
    masts, rows = masts_inside(registry(), there, current_person(), shown)
    known = context()
    operators = {operator.code: operator for operator in known.operators}
    units = {unit.code: unit.name for unit in known.units.communes}
    networks = {
        code: int((masts.networks[rows] >> bit & 1).sum()) for bit, code in enumerate(masts.operators)
    }
    order = sorted(rows.tolist(), key=lambda row: masts.codes[row])
    items = [
        {
            "code": masts.codes[row],
            "operators": ", ".join(
                operators[code].name
                for bit, code in enumerate(masts.operators)
                if int(masts.networks[row]) >> bit & 1 and code in operators
            ),
            "mast_class": CLASSES[int(masts.mast_class[row])],
            "state": STATES[int(masts.state[row])],
            "height_m": None if masts.height_m[row] != masts.height_m[row] else float(masts.height_m[row]),
            "commune": units.get(masts.commune_codes[row], ""),
        }
        for row in order[:LISTED]
    ]
    asked: dict[str, Any] = {name: request.args[name] for name in ("area", *_SHOWN) if request.args.get(name)}
    values = {
        "there": there,
        "parts": [_part_json(part) for part in there.parts],
        "total": len(rows),
        "items": items,
        "networks": [(operators[code].name, networks[code]) for code in masts.operators if networks[code]],
        "classes": _counted(masts.mast_class[rows], CLASSES, words.CLASSES),
        "states": _counted(masts.state[rows], STATES, words.STATES),
        "filtered": any(name in asked for name in _SHOWN),
        "own_only": not current_person().sees_all,
        "files": [(form, url_for("chosen.export", form=form, **asked)) for form in FORMS],
        "onward": _onward(there, shown, masts.operators),
        "words": words,
    }
    if request.headers.get("X-Part"):
        return render_template("map/chosen.html", **values)
    return render_template("map/part.html", part="map/chosen.html", title=_("Cột trong vùng chọn"), **values)


@blueprint.get("/cot.<form>")
@guarded(*READERS)
def export(form: str) -> Response:
    """Send the masts inside an area as a file, of columns that the person may see."""
    if form not in FORMS:
        raise RefusalError("EXPORT-FORMAT", extension=form[:20], known=" ".join(FORMS))
    there, shown = _needed()
    person = current_person()
    masts, rows = masts_inside(registry(), there, person, shown)
    chosen = [masts.structures[row] for row in sorted(rows.tolist(), key=lambda row: masts.codes[row])]
    return made_file(
        lambda path: export_masts(registry(), chosen, path, viewer=person, area=there.shape),
        f"cot-vung-chon-{today():%Y%m%d}.{form}",
        rows=len(chosen),
    )


def part_words(part: PartThere) -> tuple[str, str]:
    """Return what a part is called, and what else has to be said of it."""
    if part.place is not None:
        return _called(part.place), _said(part.place)
    if part.part.kind is PartKind.CIRCLE:
        return _("Vòng tròn %(radius)s m", radius=number(part.part.radius_m, 0, language())), ""
    return _("Vùng vẽ"), ""


def area_words(text: str) -> str:
    """Return a kept area in one line; "" where its units are no longer known."""
    try:
        there = area_there(registry(), context(), text)
    except RefusalError:
        return ""
    parts = there.parts if there else ()
    return "; ".join(
        _("trừ %(part)s", part=part_words(part)[0]) if part.part.taken else part_words(part)[0]
        for part in parts
    )


def _asked() -> tuple[AreaThere | None, Shown]:
    parameters.known_only(request.args, ("area", *_SHOWN))
    there = area_there(registry(), context(), request.args.get("area", ""))
    return there, Shown(*(parameters.whole(request.args, name) for name in _SHOWN))


def _needed() -> tuple[AreaThere, Shown]:
    there, shown = _asked()
    if there is None:
        raise RefusalError("AREA-NONE")
    return there, shown


def _onward(there: AreaThere, shown: Shown, operators: tuple[str, ...]) -> dict[str, Any]:
    """Return what the forms of campaigns and zones are handed."""
    onward: dict[str, Any] = {"area": there.text}
    if shown.operators is not None:
        onward["operators"] = [code for bit, code in enumerate(operators) if shown.operators >> bit & 1]
    if shown.classes is not None and not all(shown.classes >> bit & 1 for bit in range(len(CLASSES))):
        onward["classes"] = [code for bit, code in enumerate(CLASSES) if shown.classes >> bit & 1]
    return onward


def _counted(of_masts: Any, codes: tuple[str, ...], called: dict[str, Any]) -> list[tuple[str, int]]:
    counts = Counter(of_masts.tolist())
    return [(str(called[code]), counts[index]) for index, code in enumerate(codes) if counts[index]]


def _part_json(part: PartThere) -> dict[str, Any]:
    label, note = part_words(part)
    return {
        "text": area_text(ChosenArea((part.part,))),
        "kind": part.part.kind.value,
        "taken": part.part.taken,
        "label": label,
        "note": note,
    }


def _listed(place: Place) -> dict[str, Any]:
    unit = place.unit
    return {
        "id": unit.id,
        "name": unit.name,
        "label": _called(place),
        "level": unit.level.value,
        "former": place.former,
        "detail": _said(place),
        "was": [] if place.former else list(place.was),
    }


def _called(place: Place) -> str:
    name = full_name(place.unit)
    return _("%(name)s (cũ)", name=name) if place.former else name


def _said(place: Place) -> str:
    """Return where a former unit is today, and how far its border may be off."""
    unit, said = place.unit, []
    if place.above:
        said.append(place.above)
    if unit.level is AdminLevel.DISTRICT:
        said.append(_("nay là %(count)s xã, phường", count=len(place.now)))
    elif place.former and place.now:
        said.append(_("nay thuộc %(names)s", names=", ".join(place.now)))
    if unit.boundary_error_m >= _WORTH_SAYING_M:
        said.append(
            _("ranh giới có thể lệch %(metres)s m", metres=number(unit.boundary_error_m, 0, language()))
        )
    return " · ".join(said)


def _drawn(area: Any) -> Any:
    return shapely.set_precision(shapely.simplify(area, _DRAWN_M / _METRES), 1e-6, mode="pointwise")


def _json(value: Any) -> Response:
    answer = Response(orjson.dumps(value), mimetype="application/json")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
