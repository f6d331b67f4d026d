"""What the pages of outside cable share: who sees and writes what, words of codes, how lines are drawn."""

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import shapely
from flask import Blueprint, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.checks.context import Context
from registry.errors import RefusalError
from registry.intake.choices import choice_table
from registry.model.people import INSIDE, Role
from registry.model.vietnam_time import VIETNAM
from registry.services.cables.tiles import node_kinds
from registry.services.register.place_names import opening_box
from web.frame.guard import current_person
from web.frame.languages import language
from web.frame.office import settings
from web.frame.people import organisation_names, organisations
from web.map.desk_map import Box, desk_map
from web.map.layers import borders_address

if TYPE_CHECKING:
    import folium

blueprint = Blueprint("cables", __name__, url_prefix="/cables")

READ = (*sorted(INSIDE), Role.CARRIER)
"""Who sees outside cable: the office all of it, a carrier its own. The consulted and the public see none."""

WRITE = (Role.ADMINISTRATOR, Role.APPRAISER, Role.CARRIER)
"""Who enters and edits it; a carrier its own only."""

OFFICE = (Role.ADMINISTRATOR, Role.APPRAISER, Role.LEADER, Role.INSPECTOR, Role.DUTY_OFFICER)

MOUNTS: dict[str, Any] = {
    "aerial": _l("Cáp treo"),
    "duct": _l("Trong cống bể"),
    "buried": _l("Chôn trực tiếp"),
}
STATES: dict[str, Any] = {
    "in_service": _l("Đang sử dụng"),
    "planned": _l("Dự kiến"),
    "suspended": _l("Không sử dụng"),
    "retired": _l("Đã thu hồi khỏi mạng"),
}
UNITS: dict[str, Any] = {
    "fibres": _l("sợi"),
    "pairs": _l("đôi dây"),
    "bores": _l("lỗ ống"),
    "places": _l("vị trí treo"),
}


def own() -> str | None:
    """Return the organisation that the person's view is limited to; None for the office, which sees all."""
    person = current_person()
    return None if person.sees_all else person.organisation or "\0"  # without one, nothing is its own


def may_see_cables() -> bool:
    """Whether the person sees any outside cable."""
    return current_person().is_one_of(*READ)


def may_write() -> bool:
    """Whether the person enters and edits outside cable."""
    return current_person().is_one_of(*WRITE)


def check_own(item: Any) -> None:
    """Refuse a record that is not the person's as one that is not there."""
    mine = own()
    if item is None or (mine is not None and mine != item.owner and mine not in item.operators):
        raise RefusalError("CABLE-UNKNOWN")


def check_owner(owner: str) -> None:
    """Refuse to write what another organisation owns."""
    mine = own()
    if mine is not None and owner != mine:
        raise RefusalError("CABLE-NOT-OWN", owner=owner)


def kind_word(kind: str) -> str:
    """Return the word of a node's kind."""
    if language() == "en":
        return node_kinds().get(kind, {}).get("en", kind)
    return choice_table("cable_nodes").labels.get(kind, kind)


def names() -> dict[str, str]:
    """Return the organisations' names by code."""
    return organisation_names()


def owners_offered() -> list[tuple[str, str]]:
    """Return (owner, name) as a form offers them: everybody to the office, oneself to a carrier."""
    known = choice_table("operators").labels
    found = [(item.code if item.code in known else item.name, item.name) for item in organisations()]
    mine = own()
    return found if mine is None else [pair for pair in found if pair[0] == mine] or [(mine, mine)]


def capacity_text(item: Any) -> str:
    """Return what is left of a capacity in words; not known is said."""
    unit = str(UNITS.get(item.unit, ""))
    if item.capacity is None and item.spare is None:
        return str(_("chưa biết"))
    spare = _("còn %(n)s", n=item.spare) if item.spare is not None else _("còn dư chưa biết")
    return (
        f"{spare}/{item.capacity} {unit}".strip() if item.capacity is not None else f"{spare} {unit}".strip()
    )


def line_features(segments: Sequence[Any]) -> dict[str, Any]:
    """Return segments as GeoJSON to draw, at most what a page can hold."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": shapely.geometry.mapping(item.geometry),
                "properties": {"id": item.id, "mount": item.mount.value, "state": item.state.value,
                               "label": item.code or str(MOUNTS[item.mount.value])},
            }
            for item in segments
        ],
    }  # fmt: skip


def box_of(context: Context, shapes: Sequence[Any]) -> Box:
    """Return west, south, east, north of shapes, the office's where there is none."""
    if not len(shapes):
        return opening_box(context)
    west, south, east, north = (float(value) for value in shapely.total_bounds(list(shapes)))
    pad = 0.0005
    return west - pad, south - pad, east + pad, north + pad


@cache
def _kinds() -> list[str]:
    return list(node_kinds())


def map_config(**more: Any) -> dict[str, Any]:
    """Return what the scripts of a map of cables need to know; ``more`` joins it."""
    return {
        "lang": language(),
        "cableKinds": _kinds(),
        **more,
        "urls": {
            "borders": borders_address(),
            "zones": url_for("map.zones", layer="LAYER"),
            "cables": tiles_url(),
            **more.get("urls", {}),
        },
        "texts": {
            "zoomIn": _("Phóng to"),
            "zoomOut": _("Thu nhỏ"),
            "failed": _("Không lưu được. Kiểm tra kết nối tới máy chủ rồi thử lại."),
            **more.get("texts", {}),
        },
    }


def tiles_url() -> str:
    """Return the address of tiles with Leaflet's marks in it."""
    return url_for("cables.tile", z=0, x=0, y=0).replace("/0/0/0", "/{z}/{x}/{y}")


def cable_map(context: Context, shapes: Sequence[Any], **more: Any) -> "folium.Map":
    """Return a map over shapes for the scripts."""
    west, south, east, north = box = box_of(context, shapes)
    return desk_map(settings(), box, map_config(box=[[south, west], [north, east]], **more))


def line_of(points: Any) -> Any:
    """Return a LineString of [longitude, latitude] pairs that a script sent (``CABLE-NO-LINE``)."""
    try:
        pairs = [(float(lon), float(lat)) for lon, lat in points]
    except (TypeError, ValueError) as error:
        raise RefusalError("CABLE-NO-LINE") from error
    if len(pairs) < 2 or any(not (-180 <= lon <= 180 and -89 <= lat <= 89) for lon, lat in pairs):
        raise RefusalError("CABLE-NO-LINE")
    return shapely.LineString(pairs)


def entry_view(entry: Any) -> dict[str, Any]:
    """Return an entry of the ledger as pages write it."""
    before, after = entry.change.before or {}, entry.change.after or {}
    kind = "new" if entry.change.before is None else "removed" if entry.change.after is None else "changed"
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {
        "at": dt.datetime.fromisoformat(entry.at).astimezone(VIETNAM),
        "who": entry.who,
        "batch": entry.batch,
        "kind": kind,
        "fields": [] if kind != "changed" else [FIELDS[name] for name in changed if name in FIELDS],
    }


FIELDS: dict[str, Any] = {
    "code": _l("mã"),
    "owner": _l("chủ sở hữu"),
    "operators": _l("doanh nghiệp sử dụng"),
    "mount": _l("hình thức lắp đặt"),
    "kind": _l("loại nút"),
    "state": _l("tình trạng"),
    "capacity": _l("dung lượng"),
    "spare": _l("dung lượng còn dư"),
    "unit": _l("đơn vị dung lượng"),
    "height_m": _l("độ cao"),
    "built_year": _l("năm xây dựng"),
    "decision": _l("văn bản chấp thuận"),
    "tagged": _l("nhãn quản lý"),
    "spare_loop_m": _l("vòng cáp dự trữ"),
    "geometry": _l("hình trên bản đồ"),
    "lon": _l("tọa độ"),
    "lat": _l("tọa độ"),
    "route": _l("tuyến"),
    "from_node": _l("nút đầu"),
    "to_node": _l("nút cuối"),
    "note": _l("ghi chú"),
    "retired_on": _l("ngày thu hồi"),
}
