"""Lines and streets with aerial cable, and the areas that are to be laid underground."""

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from registry.model.numbers import whole
from registry.services.cables.undergrounding import aerial_in, all_areas
from registry.services.overview.cable_lines import Street
from web.frame import parameters
from web.frame.guard import guarded
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import registry
from web.overview.frame import READ, blueprint, found, shared


@blueprint.get("/streets")
@guarded(*READ)
def streets() -> str | Response:
    """List the lines with aerial cable, those with most to be tidied first; or as a workbook."""
    parameters.known_only(request.args, ("owner", *NAMES))
    shown, owner = found(), request.args.get("owner", "")
    every = shown.cables.streets if shown.cables is not None else ()
    lines = [one for one in every if not owner or one.owner == owner]

    def communes(one: Street) -> str:
        held = sorted(one.communes, key=lambda row: -one.communes[row])
        return ", ".join(shown.names[row] for row in held if row < len(shown.units))

    list_of = listing(
        lines,
        [
            Column("name", _("Tuyến, đường phố"), lambda one: one.name or _("(không tên)")),
            Column("owner", _("Chủ cáp"), lambda one: shown.operators.get(one.owner, one.owner)),
            Column("communes", _("Xã, phường"), communes),
            Column("aerial", _("Cáp treo (m)"), lambda one: whole(one.aerial_m), number=True),
            Column("tidy", _("Cần chỉnh trang (m)"), lambda one: whole(one.tidy_m), number=True),
            Column("metres", _("Cả tuyến (m)"), lambda one: whole(one.metres_m), number=True),
        ],
        filters=("owner",),
    )
    if wants_book():
        return list_of.book(_("Tuyến, đường phố có cáp treo"))
    areas = [
        (
            one,
            sum(left.inside_m for left in aerial_in(registry(), one)),
            url_for("cables.underground_area", area=one.id),
        )
        for one in all_areas(registry())
        if one.state.value == "planned"
    ]
    return render_template(
        "overview/streets.html",
        listed=list_of,
        lines=[(one, communes(one)) for one in list_of.items],
        there=bool(every),
        owner=owner,
        owners=sorted((shown.operators.get(code, code), code) for code in {one.owner for one in every}),
        areas=areas,
        **shared(shown),
    )
