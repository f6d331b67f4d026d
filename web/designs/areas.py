"""New areas that need infrastructure (khu mới cần hạ tầng), as carriers see them."""

from typing import Any

import shapely
from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from registry.model.people import INSIDE, Role
from registry.services.designs.communes import commune_names
from registry.services.designs.offers import NewArea, new_area, new_areas
from web.designs import words
from web.designs.frame import design_map
from web.frame import parameters
from web.frame.guard import current_person, guarded
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import registry
from web.frame.security.csp import nonce
from web.map.folium_page import folium_page

blueprint = Blueprint("new_areas", __name__, url_prefix="/new-areas")

READ = (*sorted(INSIDE), Role.CARRIER)
"""Who sees new areas: the office and every carrier."""


@blueprint.get("")
@guarded(*READ)
def listed() -> Any:
    """Show the new areas that carriers were told of, or send them as a workbook."""
    parameters.known_only(request.args, ("commune", *NAMES))
    every = new_areas(registry(), person=current_person())
    codes = sorted({code for one in every for code in one.communes})
    communes = sorted(zip(commune_names(registry(), codes), codes, strict=True))
    commune = request.args.get("commune", "")
    commune = commune if commune in codes else ""
    chosen = [one for one in every if commune in ("", *one.communes)]
    found = listing(chosen, _columns(), filters=("commune",))
    if wants_book():
        return found.book(_("Khu mới cần hạ tầng"))
    return render_template(
        "designs/areas.html", listed=found, words=words, places=_places(found.items), communes=communes,
        commune=commune,
    )  # fmt: skip


@blueprint.get("/<dossier>")
@guarded(*READ)
def show(dossier: str) -> str:
    """Show one new area with its outline."""
    area = new_area(registry(), dossier, person=current_person())
    made = None
    if area.outline is not None:
        feature = {
            "type": "Feature",
            "geometry": shapely.geometry.mapping(area.outline),
            "properties": {"kind": "outline", "label": area.name, "more": ""},
        }
        made = design_map([area.outline], around=False, drawn=[feature])
    return render_template(
        "designs/area.html", area=area, words=words, places=_places([area]),
        map=None if made is None else folium_page(made, nonce()),
    )  # fmt: skip


def _places(areas: Any) -> dict[str, str]:
    return {one.id: ", ".join(commune_names(registry(), one.communes)) for one in areas}


def _columns() -> list[Column]:
    return [
        Column("area", _("Khu"), lambda one: one.name),
        Column("commune", _("Xã, phường"), _commune),
        Column("stage", _("Bước thiết kế"), lambda one: str(words.STAGES[one.stage])),
        Column("dwellings", _("Số căn hộ, nhà ở"), lambda one: one.dwellings, number=True),
        Column("developer", _("Chủ đầu tư, đầu mối"), lambda one: f"{one.developer}; {one.contact}"),
        Column("ducts", _("Hạ tầng cho dùng chung"), lambda one: one.ducts_offered),
        Column("told", _("Ngày báo"), lambda one: one.told_on),
    ]


def _commune(one: NewArea) -> str:
    return ", ".join(commune_names(registry(), one.communes))
