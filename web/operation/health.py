"""Is the server alive, is it ready, what does it count: ``/healthz``, ``/readyz``, ``/metrics`` for monitors.

They are answered before everything else: without a session, a limit, an administrator, or a name by which
the office is known. Whoever asks from another network than ``BTS_MONITORS`` gets what an address gets that
is not there.
"""

import ipaddress
import json
import threading
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flask import Flask

from registry.errors import RefusalError
from registry.services.office.operation.readiness import Probe, probes, refused
from registry.services.office.registry import Registry
from web.frame.office import registry
from web.frame.server import machine
from web.operation import metrics

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

KEPT_S = 2.0
"""How long an answer of the probes stands: several monitors ask at the same time."""
_TEXT, _JSON = "text/plain; charset=utf-8", "application/json"
_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
_WORDS = {200: "200 OK", 405: "405 METHOD NOT ALLOWED", 503: "503 SERVICE UNAVAILABLE"}
_Page = Callable[[], tuple[int, str, bytes]]


class Health:
    """Answers monitors; everything else goes on to the application."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._answer: WSGIApplication = app.wsgi_app
        self._networks = app.extensions["bts-settings"].monitors
        self._pages: dict[str, _Page] = {
            "/healthz": lambda: (200, _TEXT, b"ok\n"), "/readyz": self._ready, "/metrics": self._figures,
        }  # fmt: skip
        self._lock = threading.Lock()
        self._found: list[Probe] = []
        self._until = 0.0

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        page = self._pages.get(environ.get("PATH_INFO", ""))
        if page is None or not self._may(environ):
            return self._counted(environ, start_response)
        asked = environ["REQUEST_METHOD"]
        status, kind, content = page() if asked in {"GET", "HEAD"} else (405, _TEXT, b"")
        start_response(
            _WORDS[status],
            [
                ("Content-Type", kind), ("Content-Length", str(len(content))), ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )  # fmt: skip
        return [b"" if asked == "HEAD" else content]

    def _counted(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        metrics.IN_FLIGHT.inc()
        try:
            return self._answer(environ, start_response)
        finally:
            metrics.IN_FLIGHT.dec()

    def _may(self, environ: "WSGIEnvironment") -> bool:
        try:
            address = ipaddress.ip_address(environ.get("REMOTE_ADDR") or "")
        except ValueError:  # a socket of the system: whoever reaches it is told by its file's mode
            return False
        address = getattr(address, "ipv4_mapped", None) or address
        if not any(address in network for network in self._networks):
            return False
        # a page of elsewhere that a browser of this machine shows asks by a name (DNS rebinding)
        return not address.is_loopback or machine.asked_directly(self._app, environ)

    def _ready(self) -> tuple[int, str, bytes]:
        _register, found = self._probed()
        ready = not any(one.stops for one in found)
        told = {"ready": ready, "probes": {one.name: one.state.value for one in found}}
        return 200 if ready else 503, _JSON, json.dumps(told).encode()

    def _figures(self) -> tuple[int, str, bytes]:
        return 200, _PROMETHEUS, metrics.written(*self._probed())

    def _probed(self) -> tuple[Registry | None, list[Probe]]:
        with self._app.app_context():
            try:
                opened = registry()
            except RefusalError as refusal:
                return None, [refused(refusal)]
        with self._lock:
            if time.monotonic() >= self._until:
                self._found = probes(opened)
                self._until = time.monotonic() + KEPT_S
            return opened, self._found


def install(app: Flask) -> None:
    """Answer the monitors of ``app``, and count its requests."""
    metrics.install(app)
    app.wsgi_app = Health(app)  # type: ignore[method-assign]  # Flask's documented way
