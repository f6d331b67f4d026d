"""Who may use which address: declared at the view, enforced before every request.

A view says ``@guarded(*roles)`` or ``@guarded(public=True)``; an application with a view that says neither
is not made at all. While the register has no account the desk is open to the machine itself. Any other is
refused everything but signing in until somebody answers for the accounts (an administrator).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, has_request_context, redirect, request, session, url_for
from flask_security import current_user
from werkzeug.exceptions import SecurityError

from registry.errors import RefusalError, WrongCallError
from registry.model.people import INSIDE, OPEN_DESK, STAFF, VISITOR, Person, Role
from registry.model.sign_in.tokens import Scope
from web.frame import errors
from web.frame.office import registry
from web.frame.server import machine
from web.frame.sign_in import sessions, tokens

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "bts_guard"

EVERYONE = frozenset(Role)
"""Whoever has signed in."""

READERS = (*sorted(INSIDE), Role.CARRIER, Role.CONSULTED)
"""Whoever has signed in, to pages that mask what a reader may not see."""

WORKERS = tuple(sorted(STAFF))
"""The office's staff."""

SENDERS = (*WORKERS, Role.CARRIER)
"""Who may hand in a list: the staff, and a carrier its own."""

_WITHOUT_AN_ADMINISTRATOR = {
    "static", "languages.switch", "security.login", "security.logout", "security.change_password",
    "security.two_factor_setup", "security.two_factor_setup_validate", "security.two_factor_token_validation",
}  # fmt: skip
"""What another machine may reach of a register for whose accounts nobody answers; it shows nothing of it."""

_BEFORE_THE_PASSWORD_IS_OWN = {"security.change_password", "security.logout", "static", "languages.switch"}

_BEFORE_THE_SECOND_STEP = {
    "security.two_factor_setup_validate",
    "security.verify",
    "security.change_password",
}
"""With what is public, all that is left to whoever has to set an authenticator app up first."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may use a view: everybody where ``public``, else whoever has one of ``roles``.

    ``exact``: a parameter that it does not know is refused although it is public, because a misspelt one
    would be answered by a number for something else than was asked. ``scope`` is what an access token has
    to be good for; without one no token opens the view, and a public one it opens as anybody does, or with
    ``Scope.REGISTER`` as its account.
    """

    roles: frozenset[Role] = frozenset()
    public: bool = False
    exact: bool = False
    scope: Scope | None = None

    def allows(self, person: Person) -> bool:
        """Whether the person may use the view."""
        return self.public or not self.roles.isdisjoint(person.roles)


def guarded(
    *roles: Role | str, public: bool = False, exact: bool = False, scope: Scope | None = None
) -> Callable[[View], View]:
    """Declare who may use a view; stands below the line that routes to it.

    Roles may be given as words ("appraiser"); a word that is no role is a ValueError at import. ``exact`` is
    for a public view that programs ask, ``scope`` for one that they ask by access tokens (see ``Guard``).
    """
    if public == bool(roles):
        raise WrongCallError("a guard names roles, or is public")
    guard = Guard(frozenset(Role(role) for role in roles), public, exact, scope)

    def mark(view: View) -> View:
        setattr(view, _MARK, guard)
        return view

    return mark


def guard_of(app: Flask, endpoint: str) -> Guard | None:
    """Return what was declared at the view of an endpoint; None where nothing was."""
    declared: dict[str, Guard] = app.extensions.setdefault("bts-guards", {})
    found: Guard | None = declared.get(endpoint) or getattr(app.view_functions[endpoint], _MARK, None)
    return found


def takes_any_parameter() -> bool:
    """Whether the present page is for everybody: what hangs on its address is not the reader's fault."""
    if not has_request_context() or request.endpoint is None:
        return False
    guard = guard_of(current_app, request.endpoint)
    return guard is not None and guard.public and not guard.exact


def declare(app: Flask, endpoint: str, guard: Guard) -> None:
    """Declare who may use a view that is not ours to mark."""
    app.extensions.setdefault("bts-guards", {})[endpoint] = guard


def check_declared(app: Flask) -> None:
    """Refuse to make an application with a view that does not say who may use it."""
    silent = sorted(name for name in app.view_functions if guard_of(app, name) is None)
    if silent:
        raise WrongCallError(f"views without a guard: {', '.join(silent)}")


def current_person() -> Person:
    """Return who asks: the account signed in, a visitor, or the open desk of a register without accounts."""
    found: Person = g.get("person", VISITOR)
    return found


def is_let_in() -> bool:
    """Whether the present request was let in to its view; not while that is being found out, nor refused."""
    return bool(g.get("let_in", False))


def is_stranger() -> bool:
    """Whether nobody has signed in and no desk is open: what is answered is for everybody."""
    return current_person() is VISITOR


def accounts_exist(app: Flask) -> bool:
    """Whether the register has accounts; once it has, it keeps them, and is not asked again."""
    if not app.extensions.get("bts-has-accounts"):
        from registry.services.office.sign_in.accounts import has_accounts

        try:
            app.extensions["bts-has-accounts"] = has_accounts(registry())
        except RefusalError:  # no register yet: the page itself says so
            return False
    return bool(app.extensions["bts-has-accounts"])


def administered(app: Flask) -> bool:
    """Whether an administrator can sign in; asked until one can, and then known."""
    if not app.extensions.get("bts-administered"):
        from registry.services.office.sign_in.accounts import has_administrator

        try:
            app.extensions["bts-administered"] = has_administrator(registry())
        except RefusalError:  # no register yet
            return False
    return bool(app.extensions["bts-administered"])


def stands_open(app: Flask) -> bool:
    """Whether the desk is open without signing in: no account yet, and asked on this machine itself."""
    return not accounts_exist(app) and machine.from_this_machine()


def may_use(app: Flask, endpoint: str) -> bool:
    """Whether the present person may use a view; for links that would lead to a refusal."""
    guard = guard_of(app, endpoint)
    return stands_open(app) or (guard is not None and guard.allows(current_person()))


def scopes_for(app: Flask, person: Person) -> list[Scope]:
    """Return what a token of a person can be good for: the scopes of the views that the person may use."""
    guards = [guard_of(app, endpoint) for endpoint in app.view_functions]
    found = {guard.scope for guard in guards if guard is not None and guard.allows(person)}
    return [scope for scope in Scope if scope in found]


def is_for(app: Flask, endpoint: str) -> bool:
    """Whether a view is meant for the present person, also where nobody has to sign in; for the bar."""
    guard = guard_of(app, endpoint)
    return guard is not None and guard.allows(current_person())


def install(app: Flask) -> None:
    """Enforce the guards of ``app`` before every request, and before anything else is said of it."""

    def enforce() -> Any:
        found = keep_out()
        g.let_in = found is None
        return found

    def keep_out() -> Any:
        if isinstance(request.routing_exception, SecurityError):
            raise request.routing_exception  # asked by a name that is not ours: no page can be made for it
        here = machine.from_this_machine()
        if not here and not administered(app) and request.endpoint not in _WITHOUT_AN_ADMINISTRATOR:
            return errors.answer(403, "ACCOUNT-NO-ADMINISTRATOR", {})
        if here and not accounts_exist(app):
            g.person = OPEN_DESK
            return None
        # Nothing in an illustrative register is real: on this machine it stays open without signing in.
        unknown = OPEN_DESK if here and app.config["OPEN_DEMO"] else VISITOR
        g.person = unknown
        if request.endpoint == "static":
            return None
        asked = guard_of(app, request.endpoint) if request.endpoint else None
        if asked is not None and (secret := tokens.offered(request, asked.scope)) is not None:
            g.person = _by_token(asked, secret)
            return None
        if current_user.is_authenticated:
            if sessions.is_over(current_user.id):
                session.clear()
                return _ask_to_sign_in()
            g.person = current_user.person
        if request.endpoint is None:  # no such page, or a wrong method: said by the error page
            return None
        guard = asked
        if guard is None:
            return abort(403)
        if g.person is not unknown and sessions.is_local() and current_user.account.must_change:
            if request.endpoint not in _BEFORE_THE_PASSWORD_IS_OWN:
                return redirect(url_for("security.change_password"))
            return None
        if g.person is not unknown and not guard.public and not _reached():
            session.clear()
            return _ask_to_sign_in()
        if g.person is OPEN_DESK and request.endpoint.startswith(("accounts.", "access_tokens.")):
            return _ask_to_sign_in()  # whoever keeps the accounts has one, at an open desk too
        unstepped = not sessions.stepped_elsewhere()
        if g.person is not unknown and not guard.public and unstepped and current_user.second_step_missing():
            if request.endpoint not in _BEFORE_THE_SECOND_STEP:
                return _ask_for_the_app()
            return None
        if guard.allows(g.person):
            return None
        if g.person is VISITOR and guard.scope is not None and not _is_a_page():
            return errors.answer(401, "TOKEN-NEEDED", {})
        return _ask_to_sign_in() if g.person is VISITOR else abort(403)

    def scope_asked() -> Scope | None:
        guard = guard_of(app, request.endpoint) if request.endpoint else None
        return None if guard is None else guard.scope

    tokens.challenge(app, scope_asked)
    # Before the tokens of forms, too: whoever may not see a form is told that, and no page with his desk.
    app.before_request_funcs.setdefault(None, []).insert(0, enforce)


def _by_token(guard: Guard, secret: str) -> Person:
    """Return who asks by an access token; refused where it opens nothing, or not this."""
    person = tokens.open_with(secret).person
    token = tokens.present()
    scopes = token.scopes if token else frozenset()
    if guard.scope is None and not guard.public:
        raise RefusalError("TOKEN-PAGE")
    if guard.scope is None:
        return person if Scope.REGISTER in scopes else VISITOR
    if guard.scope not in scopes:
        raise RefusalError("TOKEN-SCOPE", scope=guard.scope.value)
    if not guard.allows(person):
        abort(403)
    return person


def _reached() -> bool:
    return sessions.reaches(request.path, reads=request.method in {"GET", "HEAD"})


def _is_a_page() -> bool:
    """Whether a page is asked for, which can lead elsewhere: no part of one, no deed, not by a program."""
    return request.method in {"GET", "HEAD"} and not errors.wants_json() and not request.headers.get("X-Part")


def _ask_for_the_app() -> Any:
    if not _is_a_page():
        return errors.answer(401, "ACCOUNT-SECOND-STEP", {})
    return redirect(url_for("security.two_factor_setup"))


def _ask_to_sign_in() -> Any:
    g.sent_to_sign_in = True
    if not _is_a_page():
        return errors.answer(401, "ACCOUNT-SIGN-IN", {})
    asked = request.full_path.rstrip("?")
    # the bare address is nobody's wish for the map: who signs in there starts where the own day begins
    return redirect(url_for("security.login", next=asked) if asked != "/" else url_for("security.login"))
