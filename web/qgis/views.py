"""The page on which a project of QGIS is fetched, in two ways, with what to do then."""

from flask import Blueprint, Response, current_app, render_template, request

from web.frame import parameters
from web.frame.downloads import download
from web.frame.guard import READERS, current_person, guarded
from web.qgis import projects

blueprint = Blueprint("qgis", __name__, url_prefix="/qgis")

KIND = "application/x-qgis-project"


@blueprint.get("")
@guarded(*READERS)
def show() -> str:
    """Show the two projects, and the four steps of each."""
    parameters.known_only(request.args, ())
    return render_template("qgis/show.html", address=projects.api_address(), served=_is_served())


@blueprint.get("/so-bts.qgs")
@guarded(*READERS)
def by_api() -> Response:
    """Send the project whose layers QGIS fetches from the server."""
    parameters.known_only(request.args, ())
    return download(projects.by_api(current_person()), projects.PROJECT, KIND)


@blueprint.get("/so-bts.zip")
@guarded(*READERS)
def with_package() -> Response:
    """Send the project with a GeoPackage of what the reader may see now."""
    parameters.known_only(request.args, ())
    return download(projects.with_package(current_person()), "so-bts-qgis.zip")


def _is_served() -> bool:
    """Whether the register answers as OGC API, from which the first project lives."""
    return any(rule.rule.startswith("/ogc") for rule in current_app.url_map.iter_rules())
