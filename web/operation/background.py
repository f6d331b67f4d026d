"""The background below the maps (bản đồ nền): what lies there, of when, how large.

Files of this size are brought in on the server (``bts basemap``); from here a picture can be taken away.
"""

import logging
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from registry.basemap.files import background_files
from registry.basemap.pictures import drop_picture
from registry.basemap.terrain import terrain_in
from registry.errors import RefusalError
from registry.model.people import Role
from web.frame import refusals
from web.frame.guard import guarded
from web.frame.office import settings
from web.frame.people import who

blueprint = Blueprint("background", __name__, url_prefix="/operation/background")


@blueprint.get("")
@guarded(Role.ADMINISTRATOR)
def show() -> str:
    """Show what lies below the maps."""
    return _page()


@blueprint.post("/pictures/<key>/drop")
@guarded(Role.ADMINISTRATOR)
def drop(key: str) -> Any:
    """Remove a picture."""
    if not drop_picture(settings().background, key):
        raise RefusalError("WEB-NOT-FOUND")
    logging.getLogger("bts").info("picture %s removed by %s", key, who())
    flash(_("Đã xóa ảnh."))
    return redirect(url_for("background.show"), 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say on the page why something is not done."""
    return _page(error)


def _page(refusal: RefusalError | None = None) -> str:
    terrain = terrain_in(settings().background)
    return render_template(
        "operation/background.html",
        files=background_files(settings()),
        terrain=None if terrain is None else terrain.about,
        refusal=refusals.said(refusal),
    )
