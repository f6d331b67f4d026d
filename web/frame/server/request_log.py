"""Every request has a number (mã lượt truy cập): sent back, said on error pages and in lines of the log.

Whoever counts requests is told of each when it is answered (``watch``): by the view's name, never by its
path, which may hold what is nobody's business.
"""

import logging
import re
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Flask, g, has_request_context, request

from registry.services.office.operation import log_lines

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

HEADER = "X-Request-ID"
_NUMBER, _SEEN = "bts.request", "bts.seen"
_FORM = re.compile(r"[A-Za-z0-9._-]{8,64}")
_WATCHERS = "bts-watchers"


@dataclass(frozen=True, slots=True)
class Answered:
    """A request that was answered: its view ("" for none), how long it took until the answer began.

    ``account`` is the id of the account that asked, ``code`` that of the refusal or fault that was said.
    """

    number: str
    method: str
    endpoint: str
    status: int
    seconds: float
    account: str
    code: str


Watcher = Callable[[Answered], None]


def number() -> str:
    """Return the number of the present request, "" outside of one."""
    return str(request.environ.get(_NUMBER, "")) if has_request_context() else ""


def said(code: str) -> None:
    """Note which refusal or fault the present request ends in."""
    g.said_code = code


def watch(app: Flask, watcher: Watcher) -> None:
    """Have a function told of every request."""
    app.extensions.setdefault(_WATCHERS, []).append(watcher)


def install(app: Flask) -> None:
    """Give every request of ``app`` a number, and log it where a server serves."""
    app.wsgi_app = Numbered(app, app.wsgi_app)  # type: ignore[method-assign]  # Flask's documented way
    watch(app, _log)

    @app.teardown_request
    def note(_error: BaseException | None) -> None:
        person = g.get("person")
        account = "" if person is None else person.id
        request.environ[_SEEN] = (request.endpoint or "", account, g.get("said_code", ""))

    @app.context_processor
    def number_value() -> dict[str, Any]:
        return {"request_number": number}


class Numbered:
    """Gives a request its number before anything else is done, and tells of it when it is answered."""

    def __init__(self, app: Flask, answer: "WSGIApplication") -> None:
        self._answer = answer
        self._watchers: list[Watcher] = app.extensions.setdefault(_WATCHERS, [])
        self._behind = app.extensions["bts-settings"].proxies > 0

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request as the application within does."""
        given = environ.get("HTTP_X_REQUEST_ID", "") if self._behind else ""
        own = given if _FORM.fullmatch(given) else secrets.token_hex(8)
        environ[_NUMBER] = own
        status = 500

        def begin(line: str, headers: list[tuple[str, str]], *failed: Any) -> Any:
            nonlocal status
            status = int(line[:3])
            return start_response(line, [*headers, (HEADER, own)], *failed)

        held, began = log_lines.REQUEST.set(own), time.perf_counter()
        try:
            return self._answer(environ, begin)
        finally:
            endpoint, account, code = environ.get(_SEEN, ("", "", ""))
            took = time.perf_counter() - began
            answered = Answered(own, environ["REQUEST_METHOD"], endpoint, status, took, account, code)
            for watcher in self._watchers:
                watcher(answered)
            log_lines.REQUEST.reset(held)


def _log(one: Answered) -> None:
    if log_lines.ACCESS.disabled or not log_lines.ACCESS.isEnabledFor(logging.INFO):
        return
    took = round(one.seconds * 1000, 1)
    facts = {
        "method": one.method, "endpoint": one.endpoint, "status": one.status, "ms": took,
        "account": one.account, "code": one.code,
    }  # fmt: skip
    words = (
        f"{one.method} {one.endpoint or '-'} {one.status} {took} ms {one.account or '-'} {one.code}".rstrip()
    )
    log_lines.ACCESS.info(words, extra={log_lines.FACTS: {k: v for k, v in facts.items() if v != ""}})
