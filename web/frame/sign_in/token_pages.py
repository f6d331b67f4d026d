"""Access tokens on pages: one's own, made and ended; the administrator's list, and programs' accounts."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from registry.errors import RefusalError
from registry.model.people import Role
from registry.model.sign_in.tokens import Scope
from registry.services.office.sign_in import accounts, tokens
from web.frame import forms, refusals
from web.frame.guard import EVERYONE, current_person, guarded, scopes_for
from web.frame.office import registry
from web.frame.people import organisations, who
from web.frame.sign_in import sessions
from web.frame.wording.words import ROLES, SCOPES

blueprint = Blueprint("access_tokens", __name__)


@blueprint.get("/account/tokens")
@guarded(*EVERYONE)
def own() -> Any:
    """Show the tokens of one's own account, and make another."""
    if not current_user.is_authenticated:  # the open desk of a register without accounts has none
        abort(404)
    return _page(of_all=False)


@blueprint.post("/account/tokens")
@guarded(*EVERYONE)
def make_own() -> Any:
    """Make a token for one's own account and show its secret, once."""
    return _page(of_all=False, issued=_made(offered=scopes_for(current_app, current_person())))


@blueprint.post("/account/tokens/<token>")
@guarded(*EVERYONE)
def end_own(token: str) -> Any:
    """End a token of one's own account."""
    return _ended(token, "access_tokens.own")


@blueprint.get("/accounts/tokens")
@guarded(Role.ADMINISTRATOR)
def of_all() -> str:
    """Show everybody's tokens to the administrator, and make programs' accounts and tokens."""
    return _page(of_all=True)


@blueprint.post("/accounts/programs")
@guarded(Role.ADMINISTRATOR)
def add_program() -> Any:
    """Make an account of a program: it has no password, and asks by tokens alone."""
    accounts.add_account(
        registry(), request.form.get("program", ""), [request.form.get("role", "")],
        organisation=request.form.get("organisation", ""), service=True, who=who(),
    )  # fmt: skip
    flash(_("Đã thêm tài khoản của phần mềm; cấp mã truy cập cho nó ở dưới."))
    return redirect(url_for("access_tokens.of_all"), 303)


@blueprint.post("/accounts/tokens")
@guarded(Role.ADMINISTRATOR)
def make_for_program() -> Any:
    """Make a token for a program's account and show its secret, once."""
    account = request.form.get("account", "")
    if not account:
        raise RefusalError("ACCOUNT-UNKNOWN", name="–")
    return _page(of_all=True, issued=_made(account=account, offered=list(Scope)))


@blueprint.post("/accounts/tokens/<token>")
@guarded(Role.ADMINISTRATOR)
def end_any(token: str) -> Any:
    """End anybody's token, at once."""
    return _ended(token, "access_tokens.of_all")


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say above the list why a token or an account is not made."""
    return _page(of_all=request.path.startswith("/accounts/"), refusal=refusals.said(error))


def _made(*, offered: list[Scope], account: str = "") -> tuple[str, str]:
    made, secret = tokens.make_token(
        registry(), current_person(), name=request.form.get("name", ""),
        scopes=request.form.getlist("scopes"), days=forms.int_of(request.form.get("days", "")),
        account=account, offered=offered,
    )  # fmt: skip
    return made.name, secret


def _ended(token: str, endpoint: str) -> Any:
    ended = tokens.end_token(registry(), token, person=current_person())
    flash(_("Đã thu hồi mã %(name)s.", name=ended.name))
    return redirect(url_for(endpoint), 303)


def _page(*, of_all: bool, **values: Any) -> str:
    shown: dict[str, Any] = {"refusal": None, "issued": None, **values}
    person, everybody = current_person(), accounts.list_accounts(registry()) if of_all else []
    return render_template(
        "frame/accounts/tokens.html",
        of_all=of_all,
        tokens=tokens.seen_tokens(registry(), sessions.sign_ins(), None if of_all else person.id),
        offered=list(Scope) if of_all else scopes_for(current_app, person),
        scope_words=SCOPES,
        most_days=tokens.LONGEST_DAYS,
        programs=[one.name for one in everybody if one.is_service and one.active],
        roles=ROLES,
        organisations=[item.name for item in organisations()] if of_all else [],
        form=request.form if shown["refusal"] else {},
        chosen=request.form.getlist("scopes") if shown["refusal"] else [],
        **shown,
    )
