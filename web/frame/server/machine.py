"""Whether a request comes from the machine that serves: an open desk answers that one, and no other.

A proxy on the same machine has a loopback address, too. Where the office says that it has proxies nothing
counts as this machine; where it does not say so, whatever a proxy leaves in a request gives it away.
"""

import ipaddress
from typing import TYPE_CHECKING

from flask import Flask, current_app, request

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

_LEFT_BY_PROXIES = (
    "Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port",
    "X-Forwarded-Prefix", "X-Forwarded-Server", "X-Forwarded-By", "X-Original-Host", "X-Real-IP",
    "X-Client-IP", "True-Client-IP", "CF-Connecting-IP",
)  # fmt: skip
"""Headers that no browser sends of itself."""


def is_loopback(name: str) -> bool:
    """Whether an address or a name of a host is this machine's own, whatever its resolver says of names."""
    if name == "localhost":
        return True
    try:
        address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:  # a name: where it leads is not this programme's to decide
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return address.is_loopback or (mapped is not None and mapped.is_loopback)


def from_this_machine() -> bool:
    """Whether the present request was made on this machine, to this machine, by way of nobody."""
    return (
        current_app.extensions["bts-settings"].proxies == 0
        and is_loopback(request.remote_addr or "")
        and is_loopback(_host())
        and not any(name in request.headers for name in _LEFT_BY_PROXIES)
    )


def asked_directly(app: Flask, environ: "WSGIEnvironment") -> bool:
    """Whether a request of this machine came by way of nobody that is not named, and by a name of our own.

    For what is answered before the application: the request as the server took it.
    """
    trusted = app.config["TRUSTED_HOSTS"]
    name = _bare(environ.get("HTTP_HOST", ""))
    if trusted is not None and name not in trusted and not is_loopback(name):
        return False
    left = (f"HTTP_{header.upper().replace('-', '_')}" in environ for header in _LEFT_BY_PROXIES)
    return app.extensions["bts-settings"].proxies > 0 or not any(left)


def encrypted_or_here() -> bool:
    """Whether what is typed crosses no network in clear."""
    return request.is_secure or is_loopback(request.remote_addr or "")


def _host() -> str:
    """Return the name by which the server is asked, without its port."""
    return _bare(request.host)


def _bare(name: str) -> str:
    if name.startswith("["):
        return name.partition("]")[0][1:]
    return name.partition(":")[0].lower()
