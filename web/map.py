"""The desk: the map of masts, zones and borders, and what lies on it."""

from flask import Blueprint, render_template

from web.csp import nonce
from web.folium_page import folium_page, new_map

blueprint = Blueprint("map", __name__)


@blueprint.get("/")
def desk() -> str:
    """Show the map."""
    return render_template("map/desk.html", map=folium_page(new_map(), nonce()))
