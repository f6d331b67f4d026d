"""Who of a provider is which account: matched, made, parted and sent away by the administrator."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.people import Role
from registry.model.sign_in.identities import Stranger
from registry.model.vietnam_time import in_vietnam, written
from registry.services.office.sign_in import identities as service
from registry.services.office.sign_in.accounts import list_accounts
from web.frame import refusals
from web.frame.guard import guarded
from web.frame.office import registry
from web.frame.packages import Item
from web.frame.people import who
from web.frame.sign_in import oidc
from web.frame.wording.words import ROLES

blueprint = Blueprint("identities", __name__, url_prefix="/accounts/identities")


@blueprint.get("")
@guarded(Role.ADMINISTRATOR)
def listed() -> str:
    """Show the providers, who waits to be matched, and who is."""
    return _page()


@blueprint.post("/<key>/match")
@guarded(Role.ADMINISTRATOR)
def match(key: str) -> Any:
    """Say which account somebody is who waits, or make one for him."""
    form = request.form
    waiting = {one.id: one.provider for one in service.strangers(registry())}
    provider = oidc.ways().providers.get(waiting.get(key, ""))
    if form.get("name", "").strip():
        service.match_anew(registry(), key, name=form["name"], role=form.get("role", ""), who=who())
    else:
        service.match(registry(), key, account=form.get("account", ""), who=who())
    flash(_("Đã ghép; người này đăng nhập lại là vào được."))
    if provider is not None and provider.roles_claim:
        flash(_("Nếu là cán bộ thì nhà cung cấp phải nêu vai trò, và vai trò ở đây theo đó."))
    return redirect(url_for("identities.listed"), 303)


@blueprint.post("/<key>/away")
@guarded(Role.ADMINISTRATOR)
def send_away(key: str) -> Any:
    """Take somebody off the list of those who wait."""
    service.send_away(registry(), key)
    return redirect(url_for("identities.listed"), 303)


@blueprint.post("/<key>/part")
@guarded(Role.ADMINISTRATOR)
def part(key: str) -> Any:
    """Take an identity from its account."""
    service.part(registry(), key, who=who())
    flash(_("Đã gỡ ghép: không vào qua nhà cung cấp được nữa, phiên đang mở của tài khoản đã chấm dứt."))
    flash(_("Người nghỉ việc thì khóa cả tài khoản: mật khẩu tại chỗ, nếu có, vẫn mở được."))
    return redirect(url_for("identities.listed"), 303)


def waiting() -> list[Stranger]:
    """Return who of a provider that the office uses waits to be matched, the last who came first."""
    return [one for one in service.strangers(registry()) if one.provider in oidc.ways().providers]


def day_items() -> list[Item]:
    """Return who waits to be matched, as work of the administrator's day."""
    return [
        Item(
            one.name or one.subject,
            url_for("identities.listed"),
            _("đến gần nhất %(at)s", at=written(in_vietnam(one.last_at))),
        )
        for one in waiting()
    ]


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say on the list why somebody is not matched or parted."""
    return _page(error)


def _page(refusal: RefusalError | None = None) -> str:
    providers = oidc.ways().providers
    return render_template(
        "frame/accounts/identities.html",
        refusal=refusals.said(refusal),
        providers=providers,
        names={key: one.name for key, one in providers.items()},
        strangers=service.strangers(registry()),
        matched=service.matched(registry()),
        accounts=[one.name for one in list_accounts(registry()) if one.active and one.kind != "service"],
        roles={code: word for code, word in ROLES.items() if code not in {Role.CARRIER, Role.CONSULTED}},
        moment=lambda at: written(in_vietnam(at)) if at else "",
    )
