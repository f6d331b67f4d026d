"""The Flask application: one factory that puts the pages, their policy and their errors together."""

import atexit
import gc
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flask import Flask, g
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from registry.errors import RefusalError
from registry.model.vietnam_time import one_moment
from registry.services.office.operation import log_lines
from registry.services.office.security.installation_key import secret_of
from registry.settings import Settings, read_settings
from web.api.pages import PACKAGE as API
from web.appraise.pages import PACKAGE as APPRAISE
from web.briefing.pages import PACKAGE as BRIEFING
from web.cables.pages import PACKAGE as CABLES
from web.company_inspections.pages import PACKAGE as COMPANY_INSPECTIONS
from web.country.pages import PACKAGE as COUNTRY
from web.critical.pages import PACKAGE as CRITICAL
from web.designs.pages import PACKAGE as DESIGNS
from web.exchange.pages import PACKAGE as EXCHANGE
from web.field.pages import PACKAGE as FIELD
from web.frame import day_fields, errors, guard, languages, navigation, packages, refusals, undo
from web.frame.downloads import pdf_link
from web.frame.json_bodies import JsonBodies
from web.frame.office import context, end_work, registry, warm
from web.frame.pages import PACKAGE as FRAME
from web.frame.security import csp, security_events
from web.frame.server import heads, machine, request_log
from web.frame.sign_in import accounts, tokens
from web.frame.wording import comparisons, filters, held_law, list_columns
from web.imports.pages import PACKAGE as IMPORTS
from web.ledger.pages import PACKAGE as LEDGER
from web.lists.pages import PACKAGE as LISTS
from web.map.pages import PACKAGE as MAP
from web.obligations.pages import PACKAGE as OBLIGATIONS
from web.ogc.pages import PACKAGE as OGC
from web.open_data.pages import PACKAGE as OPEN_DATA
from web.operation import health
from web.operation.pages import PACKAGE as OPERATION
from web.outages.pages import PACKAGE as OUTAGES
from web.overview.pages import PACKAGE as OVERVIEW
from web.public.pages import PACKAGE as PUBLIC
from web.qgis.pages import PACKAGE as QGIS
from web.regulations.pages import PACKAGE as REGULATIONS
from web.reports.pages import PACKAGE as REPORTS
from web.requests.pages import PACKAGE as REQUESTS
from web.storm.pages import PACKAGE as STORM
from web.training.pages import PACKAGE as TRAINING
from web.zones.pages import PACKAGE as ZONES

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PACKAGES = (
    FRAME, MAP, BRIEFING, APPRAISE, REQUESTS, DESIGNS, LISTS, ZONES, REGULATIONS, CABLES, REPORTS, FIELD,
    PUBLIC, OBLIGATIONS, STORM, OUTAGES, CRITICAL, OPEN_DATA, QGIS, OGC, IMPORTS, OPERATION, LEDGER,
    EXCHANGE, COUNTRY, COMPANY_INSPECTIONS, OVERVIEW, TRAINING, API,
)  # fmt: skip
"""All pages there are; each package says in its module ``pages`` what it brings along."""

UPLOAD_LIMIT_MB = 32
FORM_LIMIT_BYTES = 2 * 1024 * 1024
OWN_NAMES = ("localhost", "127.0.0.1")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector out.

    Routes are compiled by way of syntax trees, and CPython 3.11 counts their depth wrongly where the
    collector lets another thread in meanwhile (python/cpython#106905): "recursion depth mismatch".
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


@_uncollected()
def create_app(settings: Settings | None = None, *, any_host: bool = False, open_demo: bool = False) -> Flask:
    """Make the application for a registry; reads the environment where no settings are given.

    ``any_host`` takes requests by whatever name the machine is known: only for a register with accounts.
    ``open_demo`` leaves an illustrative register open to whoever has not signed in, on this machine only.
    Behind a proxy the names under which the office is known have to be given (``SERVE-NO-PUBLIC-NAME``).
    """
    chosen = settings or read_settings()
    if chosen.proxies and not chosen.public_names:
        raise RefusalError("SERVE-NO-PUBLIC-NAME", proxies=chosen.proxies)
    app = Flask(__name__)
    app.json_provider_class = JsonBodies  # Flask-Security makes its own of it
    app.json = JsonBodies(app)
    app.extensions["bts-settings"] = chosen
    app.extensions["bts-registry"] = None
    app.config.update(
        SECRET_KEY=secret_of(chosen),
        MAX_CONTENT_LENGTH=UPLOAD_LIMIT_MB * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=FORM_LIMIT_BYTES,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=chosen.proxies > 0,
        WTF_CSRF_TIME_LIMIT=None,
        SEND_FILE_MAX_AGE_DEFAULT=0,  # browsers ask again and get "not changed" by ETag
        TEMPLATES_AUTO_RELOAD=False,
        OPEN_DEMO=open_demo and not any_host and not chosen.proxies,
        # A page elsewhere must not reach a server without accounts by naming it (DNS rebinding).
        TRUSTED_HOSTS=None if any_host and not chosen.public_names else [*chosen.public_names, *OWN_NAMES],
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    request_log.install(app)
    health.install(app)
    if chosen.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # Flask's documented way
            app.wsgi_app, x_for=chosen.proxies, x_proto=chosen.proxies, x_host=chosen.proxies
        )
    app.wsgi_app = OneMoment(app.wsgi_app)  # type: ignore[method-assign]  # as above
    tokens.install(app)
    csp.install(app, chosen.tile_url)
    languages.install(app)
    filters.install(app)
    held_law.install(app)
    comparisons.install(app)
    list_columns.install(app)
    day_fields.install(app)
    errors.install(app)
    refusals.install(app)
    accounts.install(app)
    security_events.install(app)
    heads.install(app)
    undo.install(app)
    packages.install(app, PACKAGES)
    refusals.of_endings(app)
    _add_page_values(app)
    if "gunicorn" in sys.modules:
        log_lines.install(chosen.log)
        app.wsgi_app = AtFirst(app)  # type: ignore[method-assign]  # as above
    guard.check_declared(app)
    return app


class AtFirst:
    """Makes ready at the first request of each process of gunicorn what ``bts serve`` makes at its start.

    Not before: what is begun ahead of the fork is not in the processes that serve.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._answer: WSGIApplication = app.wsgi_app
        self._lock = threading.Lock()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request as the application within does."""
        if self._lock.acquire(blocking=False):  # held ever after
            threading.Thread(target=warm, args=(self._app,), name="warm", daemon=True).start()
            atexit.register(end_work, self._app)
        return self._answer(environ, start_response)


class OneMoment:
    """Takes the moment once for each request: its checks, its writing and its page are of one day."""

    def __init__(self, answer: "WSGIApplication") -> None:
        self.answer = answer

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request as the application within does."""
        with one_moment():
            return self.answer(environ, start_response)


def _add_page_values(app: Flask) -> None:
    @app.context_processor
    def page_values() -> dict[str, object]:
        return {
            "nonce": csp.nonce(),
            "above": packages.above,
            "csrf_token": generate_csrf,
            "navigation": navigation.groups(app),
            "may_use": lambda endpoint: guard.may_use(app, endpoint),
            "illustrative": _illustrative,
            "own_plane": lambda: registry().settings.metric_epsg,
            "pdf_link": pdf_link,
            "loopback_only": guard.stands_open(app),
            "person": guard.current_person(),
            "may_sign_in": guard.accounts_exist(app) and not guard.current_person().name,
            "insecure": not machine.encrypted_or_here(),
        }


def _illustrative() -> bool:
    if g.get("faulty"):  # the page about a fault must not meet it again
        return False
    try:
        return context().illustrative
    except RefusalError:  # the error page must show even where there is no registry yet
        return False
