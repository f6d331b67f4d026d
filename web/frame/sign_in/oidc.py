"""Signing in at a provider (OpenID Connect): there by a link, back with a code, in as the account that is
matched.

The provider says who it is and, where its setting says so, with which roles; whether he is let in is said
here: an account matched by an administrator, that is not disabled. A name with a password stays a door of its
own.
"""

from collections.abc import Callable
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client import MismatchingStateError
from flask import Blueprint, Flask, current_app, redirect, render_template, request, session, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_security.proxies import _security
from flask_security.utils import login_user
from joserfc.errors import JoseError
from werkzeug.wrappers import Response as BaseResponse

from registry.errors import RefusalError
from registry.model.people import Role
from registry.services.office.sign_in import identities
from registry.services.office.sign_in.sign_in_providers import Provider, SignIn, read_sign_in
from registry.services.office.sign_in.signing_in import Account
from web.frame.guard import guarded
from web.frame.languages import own_path
from web.frame.office import registry
from web.frame.security.security_events import follow_ledger, note
from web.frame.sign_in import sessions
from web.frame.sign_in.datastore import User
from web.frame.sign_in.provider_client import NotAllowedError, ProviderClient

blueprint = Blueprint("oidc", __name__, url_prefix="/sign-in/with")

ATTEMPTS = "60 per 15 minutes"
"""How often an address may come back from a provider without being let in."""
_SIGN_IN = "bts-sign-in"
_CLIENTS = "bts-sign-in-clients"
_NEXT = "after_provider"


@blueprint.get("/<provider>")
@guarded(public=True)
def begin(provider: str) -> BaseResponse:
    """Lead to the provider, with a state, a nonce and a challenge that this browser alone can answer."""
    client = _client(provider)
    session[_NEXT] = own_path(request.args.get("next", ""))
    back = url_for("oidc.back", provider=provider, _external=True)
    try:
        answer: BaseResponse = client.authorize_redirect(back, **_asked(client.provider))
    except (requests.RequestException, AuthlibBaseError, ValueError, KeyError, RuntimeError) as error:
        raise _away(client.provider, error) from error
    return answer


@blueprint.get("/<provider>/back")
@guarded(public=True)
def back(provider: str) -> BaseResponse:
    """Let in whom the provider vouches for, where an account is his."""
    client = _client(provider)
    try:
        account = _account(client.provider, _claims(client))
    except RefusalError as refusal:
        known = {"SIGN-IN-STRANGER": "sign-in-unknown"}
        subject = str(refusal.params.get("account", ""))
        kind, way = known.get(refusal.code, "sign-in-failed"), _way(client.provider)
        note(kind, actor="", subject=subject, way=way, code=refusal.code)
        raise
    return _let_in(client.provider, account)


@blueprint.get("/<provider>/ended")
@guarded(public=True)
def ended(provider: str) -> str:
    """Say that the session here has ended, and offer to end the one at the provider."""
    client, address = _client(provider), ""
    try:
        home = url_for("security.login", _external=True)
        address = str(client.create_logout_url(home, client_id=client.client_id)["url"])
    except (requests.RequestException, AuthlibBaseError, ValueError, KeyError, RuntimeError):
        address = ""  # it is away, or has no such address: whoever wants to signs out there himself
    return render_template("frame/accounts/ended.html", provider=client.provider, address=address)


def install(app: Flask) -> None:
    """Read the file of providers now: a server with a wrong one does not start."""
    app.extensions[_SIGN_IN] = read_sign_in(app.extensions["bts-settings"].sign_in)
    app.extensions[_CLIENTS] = {}
    app.jinja_env.globals.update(sign_in_ways=ways)

    @app.before_request
    def only_one_way() -> None:
        if request.endpoint == "security.login" and request.method == "POST":
            sessions.by_provider("", "")  # a sign-in elsewhere that was left half done is not this one

    @app.after_request
    def ended_there_too(response: BaseResponse) -> BaseResponse:
        if request.endpoint == "security.logout" and response.status_code == 302:
            way = str(sessions.ended_way())
            found = way.removeprefix("oidc:")
            if way.startswith("oidc:") and found in ways().providers and ways().providers[found].logout:
                response.headers["Location"] = url_for("oidc.ended", provider=found)
        return response


def limit(app: Flask) -> None:
    """Count who comes back and is not let in."""
    limiter: Limiter = app.extensions["bts-limiter"]
    view: Callable[..., Any] = app.view_functions["oidc.back"]
    app.view_functions["oidc.back"] = limiter.limit(
        ATTEMPTS, key_func=get_remote_address, deduct_when=lambda response: response.status_code != 302
    )(view)


def ways() -> SignIn:
    """Return the ways of signing in that the server was started with."""
    found: SignIn = current_app.extensions[_SIGN_IN]
    return found


def _client(key: str) -> ProviderClient:
    found = ways().providers.get(key)
    if found is None:
        raise RefusalError("SIGN-IN-PROVIDER")
    clients: dict[str, ProviderClient] = current_app.extensions[_CLIENTS]
    return clients.setdefault(key, ProviderClient(found))


def _asked(provider: Provider) -> dict[str, str]:
    return {"acr_values": " ".join(sorted(provider.acr))} if provider.acr else {}


def _claims(client: ProviderClient) -> dict[str, Any]:
    """Return the proven claims of whoever comes back; refused where he is not proven to be whom it says."""
    name = client.provider.name
    if request.args.get("error"):
        client.framework.clear_state_data(session, request.args.get("state"))
        raise RefusalError("SIGN-IN-DENIED", name=name)
    try:
        return client.proven()
    except MismatchingStateError as error:
        raise RefusalError("SIGN-IN-STATE") from error
    except (requests.ConnectionError, requests.Timeout) as error:
        raise _away(client.provider, error) from error
    except (
        requests.RequestException, AuthlibBaseError, JoseError, ValueError, KeyError, TypeError, RuntimeError,
    ) as error:  # fmt: skip
        current_app.logger.warning("sign-in at %s is not proven: %s", client.provider.key, _short(error))
        raise RefusalError("SIGN-IN-NOT-PROVEN", name=name) from error


def _account(provider: Provider, claims: dict[str, Any]) -> Account:
    """Return the account of whoever was vouched for; refused as the messages of sign_in say."""
    if not _strong(provider, claims):
        raise RefusalError("SIGN-IN-WEAK", name=provider.name)
    subject = str(claims["sub"])
    account = identities.account_of(registry(), provider.issuer, subject)
    if account is None:
        called = str(claims.get("name") or claims.get("preferred_username") or claims.get("email") or "")
        identities.note_stranger(registry(), provider.key, provider.issuer, subject, called)
        raise RefusalError("SIGN-IN-STRANGER", name=provider.name)
    if not account.active or account.kind == "service":
        raise RefusalError("SIGN-IN-SHUT", account=account.id)
    if provider.roles_claim:
        _give_roles(provider, account, claims)
    return account


def _give_roles(provider: Provider, account: Account, claims: dict[str, Any]) -> None:
    said = claim_values(claims, provider.roles_claim)
    roles: set[Role] = {provider.roles[value] for value in said if value in provider.roles}
    if not roles and account.person.sees_all:
        raise RefusalError("SIGN-IN-NO-ROLE", name=provider.name, account=account.id)
    account.roles = identities.give_roles(
        registry(), account, roles, gives_administrator=provider.gives_administrator, who=_way(provider)
    )


def claim_values(claims: Any, path: str) -> list[str]:
    """Return the texts of a claim, which may lie inside others ("realm_access.roles")."""
    found = claims.get(path) if isinstance(claims, dict) else None
    if found is None:
        found = claims
        for part in path.split("."):
            found = found.get(part) if isinstance(found, dict) else None
    if isinstance(found, str):
        return [found]
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _strong(provider: Provider, claims: dict[str, Any]) -> bool:
    acr, amr = claim_values(claims, "acr"), claim_values(claims, "amr")
    return (not provider.acr or not provider.acr.isdisjoint(acr)) and provider.amr <= set(amr)


def _let_in(provider: Provider, account: Account) -> BaseResponse:
    """Begin the session, or ask for our own second step first where the provider's does not count."""
    user, asked_for = User(account), session.pop(_NEXT, "")
    onward = asked_for if asked_for not in {"", "/"} else current_app.config["SECURITY_POST_LOGIN_VIEW"]
    sessions.leave()  # whoever sat here before, and what he was about, is another's
    sessions.by_provider(provider.key, user.id, stepped=provider.provider_steps)
    if not provider.provider_steps:
        asked = _security.two_factor_plugins.tf_enter(user, False, provider.key, next_loc=onward)
        if asked:
            return current_app.make_response(asked)
    login_user(user, authn_via=[_way(provider)])
    follow_ledger()
    return redirect(onward)


def _way(provider: Provider) -> str:
    return f"oidc:{provider.key}"


def _away(provider: Provider, error: BaseException) -> RefusalError:
    current_app.logger.warning("the provider %s cannot be asked: %s", provider.key, _short(error))
    return RefusalError("SIGN-IN-AWAY", name=provider.name)


def _short(error: BaseException) -> str:
    """Return the kind of an error with what it says of itself; never what it was given (a code, a token)."""
    said = error.description if isinstance(error, NotAllowedError) else ""
    return f"{type(error).__name__} {said}".strip()
