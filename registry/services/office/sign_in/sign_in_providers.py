"""Providers by which people sign in (OpenID Connect): what the file of ``BTS_SIGN_IN`` says of them.

The file is of whoever keeps the server, not of an administrator of the pages: it says who may vouch for
people, and which claims of theirs are which roles. docs/operate/sign-in.md has every key of it.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from registry.errors import RefusalError
from registry.model.people import INSIDE, Role

ALGORITHMS = ("RS256", "ES256", "PS256", "EdDSA")
"""Signatures that may be allowed: of keys that the provider alone has. None, or a shared secret, is no proof.
Signatures that may be allowed: of keys that the provider alone has. None, or a shared secret, is no proof."""
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_AUTH_METHODS = ("client_secret_basic", "client_secret_post", "none")
_STEPS = ("own", "provider")


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider. ``hosts`` are those its addresses may lie on, beside the issuer's own.

    ``roles`` are roles by values of ``roles_claim`` ("" where roles are the register's own); ``acr`` and
    ``amr`` are what a sign-in there must say of itself; ``provider_steps``: its second step counts as ours.
    """

    key: str
    name: str
    issuer: str
    client_id: str
    secret: str = field(repr=False)
    scopes: str
    algorithms: tuple[str, ...]
    auth_method: str
    hosts: frozenset[str]
    ca: Path | None
    roles_claim: str
    roles: Mapping[str, Role]
    gives_administrator: bool
    acr: frozenset[str]
    amr: frozenset[str]
    provider_steps: bool
    logout: bool


@dataclass(frozen=True, slots=True)
class SignIn:
    """The ways of signing in: providers by key, and whether a name with a password lies behind a link."""

    providers: Mapping[str, Provider]
    local_behind: bool = False


NO_PROVIDERS = SignIn({})


def read_sign_in(path: Path | None, environ: Mapping[str, str] | None = None) -> SignIn:
    """Return what the file says; nobody's but our own door where there is none.

    Refused (``SIGN-IN-FILE``) with what is wrong in it: a door that cannot be what its file says opens to
    nobody.
    """
    if path is None:
        return NO_PROVIDERS
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _wrong(error.strerror or str(error)) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise _wrong(str(error)[:200]) from error
    unknown = sorted(set(content) - {"local", "provider"})
    if unknown:
        raise _wrong(f"{', '.join(unknown)}?")
    local = content.get("local", "shown")
    if local not in {"shown", "behind"}:
        raise _wrong('local = "shown" | "behind"')
    tables = content.get("provider", [])
    if not isinstance(tables, list):
        raise _wrong("[[provider]]")
    env = os.environ if environ is None else environ
    found = [_provider(one, path.parent, env) for one in tables]
    if len({one.key for one in found}) < len(found):
        raise _wrong("key")
    return SignIn({one.key: one for one in found}, local_behind=local == "behind" and bool(found))


def _provider(table: Any, folder: Path, env: Mapping[str, str]) -> Provider:
    if not isinstance(table, dict):
        raise _wrong("[[provider]]")
    taken = _Taken(dict(table), str(table.get("key", "")))
    key = taken.text("key")
    if not _KEY.fullmatch(key):
        raise _wrong(f"key = {key!r}")
    issuer = taken.text("issuer").rstrip("/")
    _check_address(issuer, f"{key}: issuer")
    roles = taken.table("roles")
    claim, gives = taken.text("roles_claim", ""), taken.flag("gives_administrator")
    made = Provider(
        key=key,
        name=taken.text("name"),
        issuer=issuer,
        client_id=taken.text("client_id"),
        secret=_secret(taken, folder, env),
        scopes=taken.text("scopes", "openid profile"),
        algorithms=tuple(taken.words("algorithms", ("RS256", "ES256"))),
        auth_method=taken.text("auth_method", _AUTH_METHODS[0]),
        hosts=frozenset(
            {urlsplit(issuer).hostname or "", *(one.lower() for one in taken.words("hosts", ()))}
        ),
        ca=_path(folder, taken.text("ca", "")),
        roles_claim=claim,
        roles={value: _role(word, key, gives=gives) for value, word in roles.items()},
        gives_administrator=gives,
        acr=frozenset(taken.words("acr", ())),
        amr=frozenset(taken.words("amr", ())),
        provider_steps=taken.text("second_step", _STEPS[0]) == "provider",
        logout=taken.flag("logout"),
    )
    taken.check_rest()
    _check(made, str(table.get("second_step", "own")))
    return made


def _check(made: Provider, step: str) -> None:
    if "openid" not in made.scopes.split():
        raise _wrong(f"{made.key}: scopes")
    if not made.algorithms or not set(made.algorithms) <= set(ALGORITHMS):
        raise _wrong(f"{made.key}: algorithms ⊄ {', '.join(ALGORITHMS)}")
    if made.auth_method not in _AUTH_METHODS or (made.auth_method != "none" and not made.secret):
        raise _wrong(f"{made.key}: auth_method, secret_file, secret_env")
    if step not in _STEPS or (made.provider_steps and not (made.acr or made.amr)):
        raise _wrong(f"{made.key}: second_step = provider → acr, amr")
    if bool(made.roles_claim) != bool(made.roles):
        raise _wrong(f"{made.key}: roles_claim, [provider.roles]")


class _Taken:
    """The keys of a table, each taken once; what is left at the end is misspelt."""

    def __init__(self, table: dict[str, Any], key: str) -> None:
        self.table_of, self.key = table, key

    def text(self, name: str, default: str | None = None) -> str:
        value = self.table_of.pop(name, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise _wrong(f"{self.key}: {name}")
        return value.strip()

    def flag(self, name: str) -> bool:
        value = self.table_of.pop(name, False)
        if not isinstance(value, bool):
            raise _wrong(f"{self.key}: {name} = true | false")
        return value

    def words(self, name: str, default: tuple[str, ...]) -> list[str]:
        value = self.table_of.pop(name, list(default))
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            raise _wrong(f'{self.key}: {name} = ["…"]')
        return value

    def table(self, name: str) -> dict[str, str]:
        value = self.table_of.pop(name, {})
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            raise _wrong(f"{self.key}: [provider.{name}]")
        return value

    def check_rest(self) -> None:
        if self.table_of:
            raise _wrong(f"{self.key}: {', '.join(sorted(self.table_of))}?")


def _secret(taken: _Taken, folder: Path, env: Mapping[str, str]) -> str:
    file, name = taken.text("secret_file", ""), taken.text("secret_env", "")
    if name:
        return env.get(name, "").strip()
    path = _path(folder, file)
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(f"{taken.key}: secret_file") from error


def _path(folder: Path, text: str) -> Path | None:
    return folder / Path(text).expanduser() if text else None


def _role(word: str, key: str, *, gives: bool) -> Role:
    """Return a role that a claim may give: of the office's own people, an administrator's only where said so.
    Return a role that a claim may give: of the office's own people, an administrator's only where said so."""
    known = sorted(INSIDE if gives else INSIDE - {Role.ADMINISTRATOR})
    if word not in known:
        raise _wrong(f"{key}: [provider.roles] {word} ∉ {', '.join(known)}")
    return Role(word)


def _check_address(address: str, what: str) -> None:
    parts = urlsplit(address)
    plain_here = parts.scheme == "http" and parts.hostname in _LOOPBACK
    if (
        not parts.hostname
        or parts.query
        or parts.fragment
        or parts.username
        or not (parts.scheme == "https" or plain_here)
    ):
        raise _wrong(f"{what} = https://…")


def _wrong(what: str) -> RefusalError:
    return RefusalError("SIGN-IN-FILE", what=what)
