"""Views of the map kept under names: saved, opened, renamed, shared with the office, deleted, begun with."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from registry.services.office import saved_views
from web.frame import parameters
from web.frame.guard import READERS, current_person, guarded
from web.frame.office import registry

blueprint = Blueprint("views", __name__, url_prefix="/map/views")


@blueprint.get("")
@guarded(*READERS)
def listed() -> str:
    """Show one's own views and those shared with the office (a part of a page, or a page)."""
    parameters.known_only(request.args, ())
    return _shown()


@blueprint.post("")
@guarded(*READERS)
def save() -> str | Response:
    """Keep what the map shows under a name."""
    form = request.form
    view = saved_views.save_view(
        registry(), current_person(), form.get("name", ""), form.get("address", ""),
        night=form.get("night") == "1", shared=form.get("shared") == "1",
    )  # fmt: skip
    return _done(_("Đã lưu khung nhìn “%(name)s”.", name=view.name))


@blueprint.post("/<view>/name")
@guarded(*READERS)
def rename(view: str) -> str | Response:
    """Give a view another name."""
    saved_views.rename_view(registry(), current_person(), view, request.form.get("name", ""))
    return _done(_("Đã đổi tên khung nhìn."))


@blueprint.post("/<view>/share")
@guarded(*READERS)
def share(view: str) -> str | Response:
    """Share a view with the office, or keep it to oneself again."""
    shared = request.form.get("shared") == "1"
    saved_views.share_view(registry(), current_person(), view, shared=shared)
    return _done(_("Cả cơ quan thấy khung nhìn này.") if shared else _("Chỉ bạn còn thấy khung nhìn này."))


@blueprint.post("/<view>/remove")
@guarded(*READERS)
def remove(view: str) -> str | Response:
    """Delete a view."""
    gone = saved_views.remove_view(registry(), current_person(), view)
    return _done(_("Đã xóa khung nhìn “%(name)s”.", name=gone.name))


@blueprint.post("/first")
@guarded(*READERS)
def first() -> str | Response:
    """Choose the view that the map begins with; none: the whole province."""
    view = request.form.get("view", "")
    saved_views.begin_with(registry(), current_person(), view)
    return _done(_("Bản đồ sẽ mở bằng khung nhìn này.") if view else _("Bản đồ sẽ mở cả tỉnh."))


def _done(said: str) -> str | Response:
    if request.headers.get("X-Part"):
        return _shown(said)
    flash(said)
    return redirect(url_for("views.listed"), 303)


def _shown(said: str = "") -> str:
    person = current_person()
    found = saved_views.views_for(registry(), person)
    begins = saved_views.first_view(registry(), person)
    part = "map/saved_views.html"
    return render_template(
        part if request.headers.get("X-Part") else "map/part.html",
        part=part,
        title=_("Khung nhìn đã lưu"),
        said=said,
        own=[view for view in found if view.account == person.id],
        shared=[view for view in found if view.account != person.id],
        begins=begins.id if begins else "",
        may_share=person.is_staff,
        most=saved_views.MOST,
        longest=saved_views.LONGEST_NAME,
    )
