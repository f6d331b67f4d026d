"""What the pages of design dossiers share: who does what, the dossier of an address, its tabs and its map."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import shapely
from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.model.designs.desk import DossierState
from registry.model.people import INSIDE, Role
from registry.services.cables.tiles import node_kinds
from registry.services.designs.around import masts_around
from registry.services.designs.communes import commune_names
from registry.services.designs.opened import OpenedDossier, open_dossier
from registry.services.office.time_limits import limit_words
from registry.services.register.place_names import opening_box
from web.designs import words
from web.frame import refusals
from web.frame.guard import current_person
from web.frame.languages import language
from web.frame.office import context, registry, settings
from web.frame.wording.filters import falls_due
from web.map.desk_map import desk_map
from web.map.layers import borders_address

if TYPE_CHECKING:
    import folium

blueprint = Blueprint("designs", __name__, url_prefix="/designs")

READ = tuple(sorted(INSIDE))
"""Who reads dossiers: the office. Developers get their answer as a letter."""
WORK = (Role.APPRAISER, Role.LEADER, Role.ADMINISTRATOR)
"""Who works on dossiers."""
LEAD = (Role.LEADER,)
"""Who issues an answer."""

TABS: tuple[tuple[str, Any], ...] = (
    ("designs.show", _l("Kết quả xem xét")),
    ("designs.drawings", _l("Bản vẽ")),
    ("designs.answer", _l("Trả lời")),
    ("designs.following", _l("Điều kiện, bàn giao")),
)


def opened(dossier: str) -> OpenedDossier:
    """Return the dossier of an address."""
    return open_dossier(registry(), dossier, person=current_person())


def may_work() -> bool:
    """Whether the person works on dossiers."""
    return current_person().is_one_of(*WORK)


def dossier_page(
    template: str, found: OpenedDossier, here: str, refusal: RefusalError | None = None, **more: Any
) -> str:
    """Render a page of a dossier under its head and tabs."""
    item = found.dossier
    clock = found.clock
    return render_template(
        template,
        found=found,
        item=item,
        here=here,
        tabs=TABS,
        words=words,
        refusal=refusals.said(refusal),
        form=request.form,
        clock_words=clock_text(found) if clock.running else "",
        clock_basis=limit_words(clock.days, None, clock.source, language()),
        communes=", ".join(commune_names(registry(), item.communes)),
        may_work=may_work(),
        at_desk=may_work() and item.state is DossierState.RECEIVED,
        may_lead=current_person().is_one_of(*LEAD),
        **more,
    )


def clock_text(line: Any) -> str:
    """Say how long an answer may still take; ``line`` has a clock."""
    clock = line.clock
    left = clock.left
    if left is None or clock.due_on is None:
        if not clock.used:
            return str(_("chưa qua một ngày làm việc"))
        return str(_("đã %(days)s ngày làm việc", days=clock.used))
    if left < 0:
        return str(_("quá hạn %(days)s ngày làm việc", days=-left))
    if left == 0:
        return falls_due(clock.due_on)
    return str(_("còn %(days)s ngày làm việc", days=left))


def box_of(shapes: Sequence[Any]) -> tuple[float, float, float, float]:
    """Return west, south, east, north of shapes, the office's where there is none."""
    if not len(shapes):
        return opening_box(context())
    west, south, east, north = (float(value) for value in shapely.total_bounds(list(shapes)))
    pad = 0.0004
    return west - pad, south - pad, east + pad, north + pad


def design_map(shapes: Sequence[Any], *, around: bool = True, **more: Any) -> "folium.Map":
    """Return a map over shapes for the script of dossiers; ``more`` joins what it is told.

    ``around``: with the masts and the outside plant that the register knows there, for the office only.
    """
    west, south, east, north = box = box_of(shapes)
    if around:
        tiles = url_for("cables.tile", z=0, x=0, y=0).replace("/0/0/0", "/{z}/{x}/{y}")
        more = {
            **more,
            "cableKinds": list(node_kinds()),
            "masts": [one._asdict() for one in masts_around(registry(), box)] if len(shapes) else [],
            "urls": {**more.get("urls", {}), "cables": tiles},
        }
    config = {
        "lang": language(),
        "box": [[south, west], [north, east]],
        **more,
        "urls": {
            "borders": borders_address(),
            "zones": url_for("map.zones", layer="LAYER"),
            **more.get("urls", {}),
        },
        "texts": {
            "zoomIn": _("Phóng to"),
            "zoomOut": _("Thu nhỏ"),
            "failed": _("Không tải được bản vẽ. Kiểm tra kết nối tới máy chủ rồi tải lại trang."),
        },
    }
    return desk_map(settings(), box, config)
