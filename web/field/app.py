"""The field app: one page, its service worker and its manifest, so that it works without a network.

``/field`` is for the office's staff; ``/field/shell`` is the same page for the worker to keep. It holds
nothing of the register: what a phone takes along comes as a pack (``web.field.api``) and the browser keeps
it.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import orjson
from flask import Blueprint, Response, current_app, make_response, render_template, url_for
from flask_babel import gettext as _

from web.field.app_words import texts
from web.frame.guard import WORKERS, guarded
from web.frame.scripts import STATIC, loaded_with
from web.frame.security import csp

blueprint = Blueprint("field_app", __name__)

_SHELL = STATIC.parent / "templates" / "field" / "app" / "shell.html"
_SCRIPT = "js/field/app.js"  # the one script that the shell loads
_WORKER = STATIC / "js" / "field" / "worker.js"
_STYLES = (
    "vendor/bootstrap/bootstrap.min.css",
    "vendor/leaflet/leaflet.css",
    "css/tokens.css",
    "css/night.css",
    "css/base.css",
    "css/field.css",
    "css/frame/forced_colours.css",
)
_OTHERS = ("vendor/leaflet/leaflet.js", "vendor/protomaps/protomaps-leaflet.js", "icon.svg")
_FONT = re.compile(r"url\(\.\./(vendor/fonts/[\w.-]+\.woff2)\)")


@dataclass(frozen=True, slots=True)
class Release:
    """One version of the app: ``files`` are names below ``/static`` with their SHA-256."""

    version: str
    files: tuple[tuple[str, str], ...]


def release() -> Release:
    """Return the version that this server has, made once a process."""
    held = current_app.extensions.get("bts-field-release")
    if isinstance(held, Release):
        return held
    fonts = dict.fromkeys(_FONT.findall((STATIC / "css" / "tokens.css").read_text(encoding="utf-8")))
    files = tuple(
        (name, _hash(STATIC / name)) for name in (*_STYLES, *_OTHERS, *loaded_with(_SCRIPT), *fonts)
    )
    spoken = hashlib.sha256(orjson.dumps(texts())).hexdigest()
    whole = orjson.dumps([files, _hash(_SHELL), _hash(_WORKER), spoken])
    made = Release(hashlib.sha256(whole).hexdigest()[:16], files)
    current_app.extensions["bts-field-release"] = made
    return made


@blueprint.get("/field")
@guarded(*WORKERS)
def page() -> Response:
    """Show the app."""
    return _shell()


@blueprint.get("/field/shell")
@guarded(public=True)
def shell() -> Response:
    """Send the app's page for the worker to keep; there is nothing of the register in it."""
    return _shell()


@blueprint.get("/field/worker.js")
@guarded(public=True)
def worker() -> Response:
    """Send the service worker with the version and the files that it keeps."""
    now = release()
    kept = [[url_for("field_app.shell"), ""]]
    kept += [[url_for("static", filename=name), digest] for name, digest in now.files]
    version, files = (orjson.dumps(value).decode() for value in (now.version, kept))
    head = f"const VERSION = {version};\nconst ASSETS = {files};\n"
    answer = Response(head + _WORKER.read_text(encoding="utf-8"), mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = url_for("field_app.page")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@blueprint.get("/field/manifest.webmanifest")
@guarded(public=True)
def manifest() -> Response:
    """Send what a phone needs to put the app on its first screen."""
    name = _("Kiểm tra cột BTS")
    said = {
        "name": name,
        "short_name": name,
        "lang": "vi",
        "start_url": url_for("field_app.page"),
        "scope": url_for("field_app.page"),
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0d3b4f",
        "icons": [{"src": url_for("static", filename="icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    answer = Response(orjson.dumps(said), mimetype="application/manifest+json")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _shell() -> Response:
    answer = make_response(render_template("field/app/shell.html", version=release().version, words=texts()))
    answer.headers["Content-Security-Policy"] = f"{csp.policy(csp.nonce(), None)}; worker-src 'self'"
    return answer


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
