"""Open data: what the office has decided to open, for everybody, with a catalogue for programs."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from registry.frames.columns import frame_kinds
from registry.messages import InBothLanguages, Language, say
from registry.model.areas import LAYERS
from registry.model.people import VISITOR
from registry.services.office.calendar import now
from registry.services.office.letterhead import letterhead, office_settings
from registry.services.office.registry import is_illustrative
from registry.services.open_data.decisions import Opening, open_on, opened
from registry.services.open_data.disclosed import OpenTable, open_table
from registry.services.open_data.files import TYPES, OpenFile, cell, open_file
from registry.services.open_data.sets import Dataset, dataset
from registry.services.public.plate_settings import board
from registry.services.register.disclosure import hidden_layers, restricted_layers
from web.frame import parameters, words
from web.frame.data_answer import Payload, json_payload, payload, send
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry

blueprint = Blueprint("open_data", __name__, url_prefix="/open-data")

A_SENDING = "60 per minute; 2000 per day"
"""Files that one address may take without an account."""

DOUBTS: dict[str, Callable[[int], str]] = {
    "commune": lambda n: _("%(count)s dòng chưa rõ xã, phường", count=n),
    "class": lambda n: _("%(count)s dòng chưa rõ loại cột", count=n),
    "outline": lambda n: _("%(count)s vùng có ranh giới gần đúng", count=n),
    "waiting": lambda n: _("%(count)s dòng còn chờ báo cáo, con số có thể tăng", count=n),
}
FORMS: dict[str, str] = {"csv": "CSV", "xlsx": "Excel (.xlsx)", "geojson": "GeoJSON"}
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
    return sent(open_file(registry(), found, form, moment))


@blueprint.get("/catalogue.json")
@guarded(public=True)
def catalogue() -> Response:
    """Send what is open as a catalogue in the words of DCAT, for programs."""
    parameters.known_only(request.args, ())
    moment = now()
    base = board(registry()).address or request.host_url.rstrip("/")
    illustrative = is_illustrative(registry())
    sets = [
        _entry(dataset(name), found, base, moment)
        for name, found in open_on(registry(), moment.date()).items()
    ]
    return send(
        json_payload(
            {
                "@context": {
                    "dcat": "http://www.w3.org/ns/dcat#",
                    "dct": "http://purl.org/dc/terms/",
                    "csvw": "http://www.w3.org/ns/csvw#",
                },
                "@type": "dcat:Catalog",
                "@id": base + url_for("open_data.catalogue"),
                "dct:title": {"vi": "Dữ liệu mở", "en": "Open data"},
                "dct:publisher": {"vi": _office("vi"), "en": _office("en")},
                "dct:language": ["vi", "en"],
                "dcat:landingPage": base + url_for("open_data.show"),
                "illustrative": illustrative,
                "dcat:dataset": sets,
            }
        )
    )


def sent(found: OpenFile) -> Response:
    """Answer with a file to keep, or with "not changed" where whoever asks has it already."""
    key = ("open-data-sent", found.name)
    held: tuple[OpenFile, Payload] | None = registry().cache.get(key)
    if held is None or held[0] is not found:
        body = payload(found.content, found.kind)
        held = found, Payload(body.body, body.zipped, body.mimetype, found.digest)
        with registry().lock:
            registry().cache[key] = held
    answer = send(held[1])
    answer.headers.set("Content-Disposition", "attachment", filename=found.name)
    return answer


def tellers() -> dict[str, Any]:
    """Return what templates need to describe a set."""
    lang = language()
    return {
        "say": lambda text: say(text, lang),
        "values_of": _values,
        "doubts_of": lambda table: [DOUBTS[name](count) for name, count in table.doubts.items()],
        "forms": FORMS,
        "cell": cell,
    }


def limit(app: Flask) -> None:
    """Limit how often whoever has no account may take files."""
    limiter: Limiter = app.extensions["bts-limiter"]
    for endpoint in ("open_data.file", "open_data.catalogue"):
        view: Callable[..., Any] = app.view_functions[endpoint]
        limited = limiter.shared_limit(
            A_SENDING, "open-data", key_func=get_remote_address,
            exempt_when=lambda: current_person().sees_all,
        )  # fmt: skip
        app.view_functions[endpoint] = limited(view)


def _values(name: str) -> list[tuple[str, str, Any]]:
    """Return what may stand in a column that is written in code: the code, the tables' word, the reader's."""
    hidden = {layer.value for layer in hidden_layers(VISITOR)} | {"approved", ""}
    return [
        (code, cell(name, code), word) for code, word in _IN_WORDS.get(name, {}).items() if code not in hidden
    ]


def _office(lang: Language) -> str:
    return letterhead(office_settings(registry()), lang)["office_name"]


def _entry(one: Dataset, found: Opening, base: str, moment: dt.datetime) -> dict[str, Any]:
    """Return one set of the catalogue."""
    table: OpenTable = open_table(registry(), one, moment)
    page = f"{base}{url_for('open_data.show')}#{one.name}"
    return {
        "@type": "dcat:Dataset",
        "@id": page,
        "dct:identifier": one.name,
        "dct:title": _both(one.title),
        "dct:description": _both(one.about),
        "dct:provenance": {"decision": found.decision, "decided": found.decided_on.isoformat()},
        "dct:issued": found.opens.isoformat(),
        "dct:modified": table.changed.date().isoformat() if table.changed else None,
        "dct:valid": found.closes.isoformat() if found.closes else None,
        "dct:license": found.terms,
        "dcat:contactPoint": found.contact,
        "dcat:landingPage": page,
        "illustrative": table.illustrative,
        "rows": len(table.rows),
        "uncertain": table.doubts,
        "notIncluded": [_both(words) for words in one.left_out],
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:format": form,
                "dcat:mediaType": TYPES[form],
                "dcat:downloadURL": base + url_for("open_data.file", name=one.name, form=form),
            }
            for form in one.forms
        ],
        "csvw:column": [
            {"name": field.name, "titles": _both(field.label), "dct:description": _both(field.means)}
            for field in one.fields_of(illustrative=table.illustrative)
        ],
    }


def _both(text: InBothLanguages) -> dict[str, str]:
    return {"vi": text.vi, "en": text.en}
