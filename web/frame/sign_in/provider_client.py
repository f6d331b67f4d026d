"""Asking a provider of sign-in: Authlib's client, held to what is allowed of it.

Whatever is asked is asked within seconds, of hosts that the setting names, without following a redirection
and without reading more than ``MOST_BYTES``. What the provider says of itself is believed for an hour, its
keys as long, or until a token is signed by one that is not among them. Which signatures count says the
setting, not the provider.
"""

import time
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App
from authlib.integrations.requests_client import OAuth2Session

from registry.services.office.sign_in.sign_in_providers import Provider

CONNECT_S, READ_S, LONGEST_S = 3.0, 5.0, 10.0
"""How long a provider is waited for: until it takes the call, for a part of its answer, for all of it."""
MOST_BYTES = 512 * 1024
BELIEVED_S = 3600.0
CLOCKS_S = 60
"""How far the clocks of the provider and of this server may be apart."""
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class NotAllowedError(OAuthError):  # type: ignore[misc]  # Authlib has no types
    """An address or an answer of the provider that the setting does not allow."""

    def __init__(self, what: str) -> None:
        super().__init__(error="not_allowed", description=what)


class BoundedSession(OAuth2Session):  # type: ignore[misc]  # Authlib has no types
    """A session that asks only where and as long as it may; ``provider`` says where."""

    def __init__(self, *args: Any, provider: Provider, **own: Any) -> None:
        super().__init__(*args, **own)
        self._provider = provider
        self.trust_env = False
        self.verify = True if provider.ca is None else str(provider.ca)

    def request(self, method: str, url: str, **own: Any) -> requests.Response:
        """Ask, and read the answer whole within its limits."""
        check_address(self._provider, url)
        own |= {"timeout": (CONNECT_S, READ_S), "allow_redirects": False, "stream": True}
        began = time.monotonic()
        answer: requests.Response = super().request(method, url, **own)
        if answer.is_redirect:
            raise NotAllowedError("redirection")
        content = b""
        for block in answer.iter_content(16 * 1024):
            content += block
            if len(content) > MOST_BYTES or time.monotonic() - began > LONGEST_S:
                answer.close()
                raise NotAllowedError("length")
        answer._content = content  # as requests itself does when it has read all
        return answer


class ProviderClient(FlaskOAuth2App):  # type: ignore[misc]  # Authlib has no types
    """A provider as the pages ask it: code with PKCE, state and nonce; its token checked claim by claim."""

    client_cls = BoundedSession

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        super().__init__(
            FlaskIntegration(provider.key),
            name=provider.key,
            client_id=provider.client_id,
            client_secret=provider.secret or None,
            server_metadata_url=f"{provider.issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": provider.scopes,
                "code_challenge_method": "S256",
                "token_endpoint_auth_method": provider.auth_method,
                "provider": provider,
            },
        )

    def load_server_metadata(self) -> dict[str, Any]:
        """Return what the provider says of itself, believed only where it agrees with the setting."""
        held: dict[str, Any] = vars(self)["server_metadata"]
        if time.time() - float(held.get("_loaded_at", 0)) < BELIEVED_S:
            return held
        with self._get_session() as session:
            answer = session.request("GET", self._server_metadata_url, withhold_token=True)
            answer.raise_for_status()
            said = answer.json()
        if not isinstance(said, dict) or str(said.get("issuer", "")).rstrip("/") != self.provider.issuer:
            raise NotAllowedError("issuer")
        for name in _ENDPOINTS:
            check_address(self.provider, str(said.get(name, "")))
        kept = {name: said[name] for name in ("issuer", *_ENDPOINTS)}
        if (ending := said.get("end_session_endpoint")) and self.provider.logout:
            check_address(self.provider, str(ending))
            kept["end_session_endpoint"] = ending
        kept["id_token_signing_alg_values_supported"] = list(self.provider.algorithms)
        held = kept | {"_loaded_at": time.time()}
        self.server_metadata = held
        return held

    def proven(self) -> dict[str, Any]:
        """Return the claims of whoever comes back from the provider; OAuthError and others where not proven.
        Return the claims of whoever comes back from the provider; OAuthError and others where not proven."""
        issuer = str(self.load_server_metadata()["issuer"])
        token = self.authorize_access_token(
            claims_options={
                "iss": {"essential": True, "value": issuer},
                "aud": {"essential": True, "value": self.provider.client_id},
                "sub": {"essential": True},
                "exp": {"essential": True},
                "iat": {"essential": True},
                "nonce": {"essential": True},
            },
            leeway=CLOCKS_S,
        )
        claims = token.get("userinfo")
        if not claims or not str(claims.get("sub", "")).strip():
            raise NotAllowedError("id_token")
        return dict(claims)


def check_address(provider: Provider, address: str) -> None:
    """Refuse an address that is not of the provider's own hosts, or is not encrypted as its issuer is."""
    asked, own = urlsplit(address), urlsplit(provider.issuer)
    if (
        (asked.hostname or "").lower() not in provider.hosts
        or asked.username
        or not (asked.scheme == "https" or (asked.scheme == own.scheme and asked.hostname == own.hostname))
    ):
        raise NotAllowedError("address")
