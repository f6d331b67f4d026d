"""Open data: what the office has decided to open, for everybody, with a catalogue for programs."""

import gzip
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Flask, Response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from registry.frames.columns import frame_kinds
from registry.messages import Language, say
from registry.model.areas import LAYERS
from registry.model.people import VISITOR
from registry.services.office.calendar import now
from registry.services.office.letters.letterhead import letterhead, office_settings
from registry.services.office.registry import is_illustrative
from registry.services.open_data.decisions import changed_at, open_on, opened
from registry.services.open_data.disclosed import open_table
from registry.services.open_data.files import OpenFile, cell, forms_of, open_file
from registry.services.open_data.licences import listed
from registry.services.open_data.published import box_of, has_tiles, published
from registry.services.open_data.sets import dataset
from registry.services.public.plate_settings import board
from registry.services.register.disclosure import hidden_layers, restricted_layers
from web.frame import parameters
from web.frame.data_answer import Payload, json_payload, payload, send
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import context, registry
from web.frame.security.cross_origin import readable_elsewhere
from web.frame.security.security_events import note_open_data
from web.frame.wording import words
from web.open_data import dcat
from web.open_data.turtle import turtle

blueprint = Blueprint("open_data", __name__, url_prefix="/open-data")
readable_elsewhere(blueprint, ("catalogue", "file"))

A_SENDING = "60 per minute; 2000 per day"
"""Files that one address may take without an account."""

A_PART = "1200 per minute; 50000 per day"
"""Parts of files and tiles: a map that is moved asks for dozens of them."""

DOUBTS: dict[str, Callable[[int], str]] = {
    "commune": lambda n: _("%(count)s dòng chưa rõ xã, phường", count=n),
    "class": lambda n: _("%(count)s dòng chưa rõ loại cột", count=n),
    "outline": lambda n: _("%(count)s vùng có ranh giới gần đúng", count=n),
    "waiting": lambda n: _("%(count)s dòng còn chờ báo cáo, con số có thể tăng", count=n),
}
JSON_LD, TURTLE = "application/ld+json", "text/turtle"
CATALOGUES = {"json": "application/json", "jsonld": JSON_LD, "ttl": TURTLE}
ZIPPED = ("text/csv", "application/geo+json")
"""Kinds of files that are sent compressed; all others are so in themselves."""
_IN_WORDS: dict[str, dict[str, Any]] = {
    "mast_class": words.CLASSES,
    "support": words.SUPPORTS,
    "state": words.STATES,
    "layer": words.LAYERS,
    "line": {
        "commune": _l("Xã, phường"),
        "pooled": _l("Các xã, phường có ít doanh nghiệp (gộp)"),
        "quiet": _l("Các xã, phường đã đủ báo cáo, không có trạm mất liên lạc"),
        "waited": _l("Các xã, phường chưa rõ: chưa thấy trạm mất liên lạc, báo cáo chưa đủ hoặc đang làm rõ"),
        "total": _l("Tổng cộng"),
    },
    "reports": {"complete": _l("đủ"), "waiting": _l("còn chờ doanh nghiệp")},
}
"""The reader's words for what tables write in words of their own."""


@blueprint.get("")
@guarded(public=True)
def show() -> str:
    """Show the sets that are open, with what each is, what is not in it and by which decision it is open."""
    parameters.known_only(request.args, ())
    moment = now()
    return render_template(
        "open_data/show.html",
        sets=[
            (one := dataset(name), found, open_table(registry(), one, moment))
            for name, found in open_on(registry(), moment.date()).items()
        ],
        office=_office("vi"),
        staff=current_person().is_staff,
        **tellers(),
    )


@blueprint.get("/dictionary")
@guarded(public=True)
def dictionary() -> str:
    """Show the data dictionary: every column of every frame that a notebook or a lake gets."""
    from registry.frames import dictionary as found

    parameters.known_only(request.args, ())
    return render_template(
        "open_data/dictionary.html",
        kinds=list(frame_kinds().values()),
        found=found,
        vocabularies=found.vocabularies(),
        layers=LAYERS,
        restricted=restricted_layers(),
        say=lambda text: say(text, language()),
    )


@blueprint.get("/<name>.<form>")
@guarded(public=True)
def file(name: str, form: str) -> Response:
    """Send a set that is open; any other one is not there."""
    parameters.known_only(request.args, ())
    moment = now()
    found, _opening = opened(registry(), name, moment.date())
    answer = sent(open_file(registry(), found, form, moment))
    if request.method == "GET" and (answer.status_code == HTTPStatus.OK or _from_the_start(answer)):
        note_open_data(name, form, answer.content_length or 0)
    return answer


@blueprint.get("/catalogue", defaults={"form": ""})
@blueprint.get("/catalogue.json", defaults={"form": "json"})
@blueprint.get("/catalogue.jsonld", defaults={"form": "jsonld"})
@blueprint.get("/catalogue.ttl", defaults={"form": "ttl"})
@guarded(public=True)
def catalogue(form: str) -> Response:
    """Send what is open as a catalogue in the words of DCAT-AP, for programs: JSON-LD, or Turtle."""
    parameters.known_only(request.args, ())
    wanted = CATALOGUES.get(form) or request.accept_mimetypes.best_match([JSON_LD, TURTLE], JSON_LD)
    decided = changed_at(registry(), now().date())
    tree = dcat.catalogue(_whose(), _open_sets(), url_for_open, decided)
    if wanted == TURTLE:
        answer = send(payload(turtle(tree).encode(), TURTLE))
    else:
        answer = send(json_payload(tree, str(wanted)))
    if not form:
        answer.headers["Vary"] = "Accept, Accept-Encoding"
    return answer


def url_for_open(view: str, **values: Any) -> str:
    """Return the path of a view of open data."""
    if view == "catalogue":
        values["form"] = ""
    return url_for(f"open_data.{view}", **values)


def _whose() -> dcat.Office:
    box = box_of(context().units.territory, registry().settings.metric_epsg)
    base = board(registry()).address or request.host_url.rstrip("/")
    names = {"vi": _office("vi"), "en": _office("en")}
    return dcat.Office(base, names, box, is_illustrative(registry()), base + url_for("ogc.landing"))


def _open_sets() -> list[dcat.OpenSet]:
    moment = now()
    found = []
    for one in published(registry(), moment):
        files = {form: open_file(registry(), one.dataset, form, moment) for form in one.forms}
        tiles = url_for("open_tiles.about", name=one.dataset.name) if one.tiled else ""
        found.append(dcat.OpenSet(one.dataset, one.opening, one.table, files, tiles))
    return found


def sent(found: OpenFile) -> Response:
    """Answer with a file to keep, or with "not changed" where whoever asks has it already."""
    key = ("open-data-sent", found.name)
    held: tuple[OpenFile, Payload] | None = registry().cache.get(key)
    if held is None or held[0] is not found:
        zipped = gzip.compress(found.content, 6, mtime=0) if found.kind in ZIPPED else None
        held = found, Payload(found.content, zipped, found.kind, found.digest[:32])
        with registry().lock:
            registry().cache[key] = held
    answer = send(held[1], parts=True)
    answer.headers.set("Content-Disposition", "attachment", filename=found.name)
    return answer


def _from_the_start(answer: Response) -> bool:
    """Whether it is the first part of a file: the parts of one file are one taking of it."""
    return answer.content_range.start == 0


def tellers() -> dict[str, Any]:
    """Return what templates need to describe a set."""
    lang = language()
    return {
        "say": lambda text: say(text, lang),
        "values_of": _values,
        "doubts_of": lambda table: [DOUBTS[name](count) for name, count in table.doubts.items()],
        "forms": dcat.FORMS,
        "forms_of": forms_of,
        "has_tiles": has_tiles,
        "licence_in_words": lambda address: say(one.words, lang) if (one := listed(address)) else address,
        "cell": cell,
    }


def limit(app: Flask) -> None:
    """Limit how often whoever has no account may take files."""
    limiter: Limiter = app.extensions["bts-limiter"]

    def limited(endpoint: str, amount: str, name: str, exempt: Callable[[], bool]) -> None:
        view: Callable[..., Any] = app.view_functions[endpoint]
        put = limiter.shared_limit(amount, name, key_func=get_remote_address, exempt_when=exempt)
        app.view_functions[endpoint] = put(view)

    for endpoint in ("open_data.file", "open_data.catalogue"):
        limited(endpoint, A_SENDING, "open-data", lambda: _of_the_office() or "Range" in request.headers)
    for endpoint in ("open_data.file", "open_tiles.about", "open_tiles.tile"):
        limited(endpoint, A_PART, "open-data-parts", _of_the_office)


def _of_the_office() -> bool:
    return current_person().sees_all


def _values(name: str) -> list[tuple[str, str, Any]]:
    """Return what may stand in a column that is written in code: the code, the tables' word, the reader's."""
    hidden = {layer.value for layer in hidden_layers(VISITOR)} | {"approved", ""}
    return [
        (code, cell(name, code), word) for code, word in _IN_WORDS.get(name, {}).items() if code not in hidden
    ]


def _office(lang: Language) -> str:
    return letterhead(office_settings(registry()), lang, registry().settings.province)["office_name"]
