"""The owners of masts who are no operators: entered and changed by the administrator."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import say
from registry.model.people import Role
from registry.services.office import owners as service
from registry.services.office.record_words import said
from web.frame import refusals
from web.frame.forms import int_of
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import who

blueprint = Blueprint("owners", __name__, url_prefix="/office/owners")


@blueprint.get("")
@guarded(Role.ADMINISTRATOR)
def listed() -> str:
    """Show the owners that are no operators, the names that nobody entered, and the form for another one."""
    return _page()


@blueprint.post("")
@guarded(Role.ADMINISTRATOR)
def enter() -> Any:
    """Enter an owner, and write its masts under its name."""
    form = request.form
    name = form.get("name", "")
    masts = service.enter_owner(registry(), name, form.get("kind", ""), _names(), who=who())
    flash(_("Đã thêm %(name)s; %(count)s cột trong sổ ghi tên này.", name=name.strip(), count=masts))
    return redirect(url_for("owners.listed"), 303)


@blueprint.post("/change")
@guarded(Role.ADMINISTRATOR)
def change() -> Any:
    """Change what an owner is, and its other names."""
    form = request.form
    owner = form.get("owner", "")
    name = form.get("name", owner)
    masts = service.change_owner(
        registry(), owner, form.get("kind", ""), _names(), name=name,
        seen=int_of(form.get("version", "")), who=who(),
    )  # fmt: skip
    flash(_("Đã lưu %(name)s; %(count)s cột trong sổ ghi tên này.", name=name.strip(), count=masts))
    return redirect(url_for("owners.listed"), 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say on the list why an owner is not entered or changed."""
    return _page(error)


def _names() -> list[str]:
    return request.form.get("aliases", "").splitlines()


def _page(refusal: RefusalError | None = None) -> str:
    form = request.form if refusal else request.args
    return render_template(
        "frame/accounts/owners.html",
        owners=service.owners_page(registry()),
        kinds={kind: say(said("owners", kind), language()) for kind in service.KINDS},
        form=form,
        changing=form.get("owner", ""),
        refusal=refusals.said(refusal),
        longest=service.LONGEST,
    )
