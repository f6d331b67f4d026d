"""What the register is, for whom, and three things to try: the page for whoever knows nothing of it."""

from flask import Blueprint, current_app, render_template, request
from markupsafe import Markup

from web.frame import parameters
from web.frame.guard import current_person, guarded
from web.frame.guides import GUIDES

blueprint = Blueprint("about", __name__, url_prefix="/about")


def says_what_it_is() -> bool:
    """Whether whoever looks at the map may never have seen it: an illustrative desk, nobody signed in."""
    return bool(current_app.config["OPEN_DEMO"]) and not current_person().name


def strip() -> Markup:
    """Say above the map what it is and what to try, where whoever looks may never have seen it."""
    if request.endpoint != "map.desk" or not says_what_it_is():
        return Markup("")
    return Markup(render_template("frame/first_look.html"))  # noqa: S704 - the template escapes


@blueprint.get("")
@guarded(public=True)
def show() -> str:
    """Say what the register is to anybody."""
    parameters.known_only(request.args, ())
    return render_template("frame/about.html", guides=GUIDES, tries_office=says_what_it_is())
