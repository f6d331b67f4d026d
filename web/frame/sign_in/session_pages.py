"""The sessions that stand (phiên đang mở): one's own, and everybody's to the administrator, seen and ended.
The sessions that stand (phiên đang mở): one's own, and everybody's to the administrator, seen and ended."""

import datetime as dt
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.people import Role
from registry.model.vietnam_time import VIETNAM
from registry.services.office.sign_in.accounts import list_accounts
from web.frame import refusals
from web.frame.guard import EVERYONE, current_person, guarded
from web.frame.office import registry
from web.frame.security.security_events import note
from web.frame.sign_in import oidc, sessions
from web.frame.wording.filters import moment

blueprint = Blueprint("open_sessions", __name__)


@blueprint.post("/account/sessions/<session>")
@guarded(*EVERYONE)
def end_own(session: str) -> Any:
    """End another session of one's own, at once."""
    _end(session, current_person().id or "-")
    return redirect(url_for("accounts.mine") + "#sessions", 303)


@blueprint.get("/accounts/sessions")
@guarded(Role.ADMINISTRATOR)
def listed() -> str:
    """Show every session that stands."""
    return _page()


@blueprint.post("/accounts/sessions/<session>")
@guarded(Role.ADMINISTRATOR)
def end_any(session: str) -> Any:
    """End anybody's session, at once."""
    _end(session)
    return redirect(url_for("open_sessions.listed"), 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | None:
    """Say on the list why a session is not ended; to whom the list is not shown, plainly."""
    return _page(error) if current_person().is_one_of(Role.ADMINISTRATOR) else None


def install(app: Flask) -> None:
    """Give templates what they need to show sessions."""
    app.jinja_env.globals.update(own_session=sessions.own_name, session_way=way_words)
    app.jinja_env.filters["epoch"] = _moment


def way_words(way: str) -> str:
    """Return how a session was begun, in words."""
    if way.startswith("oidc:"):
        provider = oidc.ways().providers.get(way.removeprefix("oidc:"))
        return str(_("qua %(name)s", name=way.removeprefix("oidc:") if provider is None else provider.name))
    return str(_("bằng PIN của máy") if way == "phone" else _("bằng mật khẩu"))


def _moment(seconds: float) -> str:
    return moment(dt.datetime.fromtimestamp(seconds, VIETNAM))


def _end(session: str, account: str = "") -> None:
    owner = sessions.sign_ins().end_open(session, account)
    if not owner:
        raise RefusalError("SESSION-GONE")
    note("session-ended", subject=owner, what="session", record=session)
    flash(_("Đã chấm dứt phiên."))


def _page(refusal: RefusalError | None = None) -> str:
    return render_template(
        "frame/accounts/sessions.html",
        sessions=sessions.open_sessions(),
        names={one.id: one.name for one in list_accounts(registry())},
        refusal=refusals.said(refusal),
    )
