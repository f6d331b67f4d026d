"""The pages of accounts: one's own, and the administrator's list."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from registry.errors import RefusalError
from registry.model.people import INSIDE, Role
from registry.services.office.sign_in import accounts, identities, phones
from web.frame import parameters, refusals
from web.frame.communes import communes
from web.frame.guard import EVERYONE, current_person, guarded
from web.frame.listing import NAMES, Column, Listing, listing, wants_book
from web.frame.office import present_number, registry, since_of
from web.frame.people import organisations, who
from web.frame.sign_in import identity_pages, oidc, sessions
from web.frame.wording.words import LAYERS, ROLES

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/account")
@guarded(*EVERYONE)
def mine() -> Any:
    """Show one's own account, its password and its authenticator app."""
    if not current_user.is_authenticated:  # the open desk of a register without accounts has none
        abort(404)
    return render_template(
        "frame/accounts/mine.html",
        account=current_user.account,
        roles=ROLES,
        names={item.code: item.name for item in organisations()},
        may_manage=current_person().is_one_of(Role.ADMINISTRATOR),
        phones=phones.seen_phones(registry(), sessions.sign_ins(), current_user.id),
        days=phones.DAYS,
        sessions=sessions.open_sessions(current_user.id),
    )


@blueprint.get("/account/second-step")
@guarded(*EVERYONE)
def second_step() -> Any:
    """Say to whoever has just set the app up, or given it up, what signing in asks for from now on."""
    if not current_user.is_authenticated:
        abort(404)
    return render_template(
        "frame/accounts/second_step.html",
        on=current_user.account.two_factor,
        keeps_accounts=current_user.account.name if current_person().is_one_of(Role.ADMINISTRATOR) else "",
    )


@blueprint.post("/account/phones/<phone>")
@guarded(*EVERYONE)
def end_own_phone(phone: str) -> Any:
    """End the staying signed in of a phone of one's own."""
    phones.end_phone(registry(), sessions.sign_ins(), phone, person=current_person())
    flash(_("Đã dừng giữ đăng nhập của máy. Dữ liệu trên máy giữ nguyên."))
    return redirect(url_for("accounts.mine"), 303)


@blueprint.get("/accounts")
@guarded(Role.ADMINISTRATOR)
def all_accounts() -> str | Response:
    """Show every account to the administrator; or send the list as a workbook, without secrets."""
    parameters.known_only(request.args, NAMES)
    if wants_book():
        return _listed().book(_("Tài khoản"))
    return _page()


@blueprint.post("/accounts")
@guarded(Role.ADMINISTRATOR)
def add() -> Any:
    """Make an account and show its first password, once."""
    name = request.form.get("name", "")
    first = accounts.add_account(
        registry(),
        name,
        [request.form.get("role", "")],
        organisation=request.form.get("organisation", ""),
        territory=request.form.get("territory", ""),
        who=who(),
    )
    return _page(issued=(name.strip().lower(), first))


@blueprint.post("/accounts/<name>")
@guarded(Role.ADMINISTRATOR)
def change(name: str) -> Any:
    """Disable or enable an account, change its roles, or give it a new first password, shown once."""
    deed, since = request.form.get("deed"), since_of(request.form)
    if deed == "reset":
        return _page(issued=(name, accounts.reset_password(registry(), name, who=who(), since=since)))
    if deed == "roles":
        accounts.change_roles(registry(), name, request.form.getlist("roles"), who=who(), since=since)
        flash(_("Đã ghi vai trò của %(name)s, dùng ngay từ trang sau người đó mở.", name=name))
        return redirect(url_for("accounts.all_accounts"), 303)
    if deed not in {"disable", "enable"}:
        abort(400)
    accounts.set_active(registry(), name, active=deed == "enable", who=who(), since=since)
    if deed == "enable":
        flash(_("Đã mở khóa tài khoản %(name)s.", name=name))
    else:
        flash(
            _(
                "Đã khóa tài khoản %(name)s. Việc còn giao cho tài khoản này thì giao lại cho người khác, "
                "ở Hồ sơ, Đợt kiểm tra, Giao ban, Chương trình công tác: dòng nào ghi tài khoản đã khóa.",
                name=name,
            )
        )
    return redirect(url_for("accounts.all_accounts"), 303)


@blueprint.post("/accounts/phones/<phone>")
@guarded(Role.ADMINISTRATOR)
def end_phone(phone: str) -> Any:
    """End the staying signed in of anybody's phone, at once: lost, or no longer the person's."""
    phones.end_phone(registry(), sessions.sign_ins(), phone, person=current_person())
    flash(_("Đã dừng giữ đăng nhập của máy. Dữ liệu trên máy giữ nguyên."))
    return redirect(url_for("accounts.all_accounts"), 303)


@blueprint.post("/accounts/two-factor")
@guarded(Role.ADMINISTRATOR)
def two_factor() -> Any:
    """Make the authenticator app compulsory for the office's staff, or leave it to them."""
    compulsory = request.form.get("compulsory") == "yes"
    accounts.set_two_factor_compulsory(registry(), compulsory=compulsory, who=who())
    return redirect(url_for("accounts.all_accounts"), 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say on the list why an account is not made or changed."""
    return _page(refusal=refusals.said(error))


def _listed() -> Listing:
    columns = [
        Column("name", _("Tên đăng nhập"), lambda one: one.name),
        Column("roles", _("Vai trò"), lambda one: ", ".join(str(ROLES[role]) for role in sorted(one.roles))),
        Column("organisation", _("Đơn vị"), lambda one: one.organisation),
        Column("territory", _("Phạm vi"), lambda one: one.territory),
        Column("state", _("Trạng thái"), lambda one: _("đang dùng") if one.active else _("đã khóa")),
        Column("app", _("Ứng dụng xác thực"), lambda one: _("có") if one.two_factor else ""),
    ]
    return listing(accounts.list_accounts(registry()), columns, endpoint="accounts.all_accounts")


def _led_by_providers() -> set[str]:
    """Return the accounts whose roles follow a provider at the next sign-in."""
    leading = {key for key, one in oidc.ways().providers.items() if one.roles_claim}
    return {one.account for one, _name in identities.matched(registry()) if one.provider in leading}


def _page(**values: Any) -> str:
    shown: dict[str, Any] = {"refusal": None, "issued": None, "since": present_number(), **values}
    known, territories = organisations(), [*((code, LAYERS[code]) for code in LAYERS), *communes()]
    return render_template(
        "frame/accounts/list.html",
        accounts=(listed := _listed()).items,
        listed=listed,
        roles=ROLES,
        form=request.form if shown["refusal"] else {},
        organisations=[item.name for item in known],
        names={item.code: item.name for item in known},
        territories=territories,
        places=dict(territories),
        inside=[role for role in ROLES if role in INSIDE],
        office_roles=INSIDE,
        led=_led_by_providers(),
        waiting=len(identity_pages.waiting()),
        compulsory=accounts.two_factor_compulsory(registry()),
        phones=[one for one in phones.seen_phones(registry(), sessions.sign_ins()) if one.stands],
        days=phones.DAYS,
        **shown,
    )
