"""Printing the map: the form that asks for paper and scale, and the sheet as a PDF."""

from flask import Blueprint, Response, render_template, request

from registry.documents.sheet.sheet_layout import PAPERS, SCALES, fitting_scales, layout
from registry.geo.planes import CENTRAL_MERIDIANS
from web.frame.guard import READERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import context, registry
from web.map.printed_sheet import printed_sheet, scale_of
from web.map.sheet_asked import FIT, LONGEST_TITLE, sheet_asked

blueprint = Blueprint("map_sheet", __name__)


@blueprint.get("/map/print")
@guarded(*READERS)
def form() -> str:
    """Show the form of a sheet, as a page of its own or as the tool's part of the desk."""
    known = context()
    asked = sheet_asked(known)
    template = "map/sheet_form.html" if request.headers.get("X-Part") else "map/print.html"
    frames = {
        f"{paper}-{int(landscape)}": (of.ground.width, of.ground.height)
        for paper in PAPERS
        for landscape in (True, False)
        for of in (layout(paper, landscape=landscape),)
    }
    return render_template(
        template,
        asked=asked,
        hidden=",".join(sorted(asked.hidden)),
        papers=list(PAPERS),
        scales=SCALES,
        fit=FIT,
        fits=scale_of(known, asked),
        longest=LONGEST_TITLE,
        frames=frames,
        meridian=CENTRAL_MERIDIANS[known.metric_epsg],
        fitting=fitting_scales(),
    )


@blueprint.get("/map/print.pdf")
@guarded(*READERS)
def pdf() -> Response:
    """Send the sheet."""
    known = context()
    asked = sheet_asked(known)
    made = printed_sheet(registry(), known, current_person(), asked, language())
    answer = Response(made.pdf, mimetype="application/pdf")
    name = f"ban-do-1-{made.scale}-{asked.paper.lower()}.pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
