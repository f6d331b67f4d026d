"""The addresses of OGC API Features: for map programs and, as pages, for people.

Everybody may ask; which collections there are, and what their rows say, follows from who asks
(``web.ogc.collections``). Errors are said in OGC's form with the codes of our messages.
"""

import gzip
import hashlib
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import orjson
from flask import Blueprint, Flask, Response, g, render_template, request, url_for
from flask_limiter import Limiter, RateLimitExceeded
from flask_limiter.util import get_remote_address

from registry.errors import RefusalError
from registry.messages import say, status
from registry.services.office.calendar import now
from web.frame import parameters, refusals
from web.frame.errors import answer as page_of
from web.frame.errors import in_words
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.ogc.conformance import CLASSES

blueprint = Blueprint("ogc", __name__, url_prefix="/ogc")

A_SENDING = "120 per minute; 10000 per day"
"""Questions that one address may ask without an account."""

GEOJSON, JSON, SCHEMA = "application/geo+json", "application/json", "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
_PROCESSES = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/"
_EXCEPTIONS = {"OGC-PROCESS": f"{_PROCESSES}no-such-process", "OGC-JOB": f"{_PROCESSES}no-such-job"}
_SMALL = 1400  # bytes that are one packet anyway
_TO_PROCESSES = "http://www.opengis.net/def/rel/ogc/1.0/processes"
_LANDING = ("self", "alternate", "service-desc", "conformance", "data")
_PAGED = ("self", "alternate", "next", "prev")


@blueprint.get("/", strict_slashes=False)
@guarded(public=True, exact=True)
def landing() -> Any:
    """Show what the service is and where it begins."""
    from pygeoapi import api

    from web.ogc import service

    form = _form()
    found = service.asked(api.landing_page, service.service([], _systems(), language()))
    found["links"] = [link for link in found["links"] if link["rel"] in _LANDING]
    to_processes = url_for("ogc.listed", _external=True)
    found["links"].append({"rel": _TO_PROCESSES, "type": JSON, "href": to_processes})
    service.own_links(found, form)
    return _answer(found, form, "ogc/landing.html")


@blueprint.get("/conformance")
@guarded(public=True, exact=True)
def conformance() -> Any:
    """Say what is conformed to."""
    return _answer({"conformsTo": list(CLASSES)}, _form(), "ogc/conformance.html")


@blueprint.get("/openapi")
@guarded(public=True, exact=True)
def openapi() -> Any:
    """Send the description of the service for programs."""
    from web.ogc import openapi as document
    from web.ogc import service

    if _form() != "json":
        raise RefusalError("OGC-FORM", value="html", known="json")
    questions, _damaged = _questions()
    return sent(orjson.dumps(document.document(service.base_url(), questions, _systems())), OPENAPI)


@blueprint.get("/collections")
@guarded(public=True, exact=True)
def collections() -> Any:
    """List the collections of whoever asks."""
    from pygeoapi import api

    from web.ogc import service

    form = _form()
    questions, damaged = _questions()
    found = service.asked(api.describe_collections, service.service(questions, _systems(), language()))
    service.own_links(found, form)
    for one in found["collections"]:
        _describe(one, form)
    if damaged:
        found["unavailable"] = damaged
    return _answer(found, form, "ogc/collections.html")


@blueprint.get("/collections/<name>")
@guarded(public=True, exact=True)
def collection(name: str) -> Any:
    """Describe a collection."""
    from pygeoapi import api

    from web.ogc import service

    form = _form()
    question = _question(name)
    found = service.asked(api.describe_collections, _one(question), name)
    _describe(found, form)
    return _answer(found, form, "ogc/collection.html", question=question)


@blueprint.get("/collections/<name>/queryables")
@guarded(public=True, exact=True)
def queryables(name: str) -> Any:
    """Say what of a collection may be asked about."""
    from pygeoapi.api import itemtypes

    from web.ogc import service

    form = _form()
    question = _question(name)
    found = service.asked(itemtypes.get_collection_queryables, _one(question), name)
    for item, said in service.schemas(question).items():
        found["properties"][item]["title"] = said["title"]
    found["additionalProperties"] = False
    return _answer(found, form, "ogc/queryables.html", SCHEMA, question=question)


@blueprint.get("/collections/<name>/schema")
@guarded(public=True, exact=True)
def schema(name: str) -> Any:
    """Say what the rows of a collection hold."""
    from web.ogc import service

    if _form() != "json":
        raise RefusalError("OGC-FORM", value="html", known="json")
    return sent(orjson.dumps(service.schema_of(_question(name))), SCHEMA)


@blueprint.get("/collections/<name>/items")
@guarded(public=True, exact=True)
def items(name: str) -> Any:
    """Send the rows of a collection that are asked for, a page of them."""
    from pygeoapi.api import itemtypes

    from web.ogc import queries, service

    question, moment = _question(name), now()
    one = question.collection
    query = queries.query_of(request.args, _systems(), one.table, one.queryables, moment.date())
    form = _asked_form()
    question.query = query
    mark = hashlib.sha256(
        repr((one.name, one.version, form, language(), str(moment.date()), request.url, _eyes())).encode()
    ).hexdigest()[:24]
    if form == "json" and request.if_none_match.contains_weak(mark):
        return _crs(_marked(Response(status=304), mark), query.system.uri)
    found = service.asked(
        itemtypes.get_collection_items, _one(question), name,
        limit=str(query.limit), offset=str(query.offset), crs=query.system.uri,
    )  # fmt: skip
    del found["timeStamp"]  # the same question has the same answer while the data is the same
    service.own_links(found, form)
    _page_links(found["links"])
    if form == "html":
        found["features"] = [orjson.loads(row) for row in question.rows]
        return _crs(
            _answer(found, form, "ogc/items.html", question=question, offset=query.offset), query.system.uri
        )
    answer = _marked(sent(service.with_rows(found, question.rows), GEOJSON), mark)
    return _crs(answer, query.system.uri)


@blueprint.get("/collections/<name>/items/<identity>")
@guarded(public=True, exact=True)
def item(name: str, identity: str) -> Any:
    """Send one row of a collection."""
    from pygeoapi.api import itemtypes

    from web.ogc import queries, service

    queries.known_only(request.args, queries.OF_ITEM)
    form = _asked_form()
    question = _question(name)
    question.system = queries.system_of(request.args, "crs", _systems())
    if identity not in question.collection.table.at:
        raise RefusalError("OGC-NO-ITEM")
    found = service.asked(
        itemtypes.get_collection_item, _one(question), name, identity, crs=question.system.uri
    )
    service.own_links(found, form)
    if "crs" in request.args:
        for link in found["links"]:
            if link["rel"] in ("self", "alternate"):
                link["href"] += "&" + urlencode({"crs": question.system.uri})
    return _crs(_answer(found, form, "ogc/item.html", GEOJSON, question=question), question.system.uri)


@refusals.in_form_of_a_standard(blueprint)
def refused(error: RefusalError) -> Any:
    """Say a refusal in OGC's form, or as a page to a browser."""
    code, number = error.code, status(error.code)
    message, advice = in_words(code, dict(error.params))
    if _browser() and request.args.get("f") != "json":
        return page_of(number, code, dict(error.params))
    told = {"code": code, "description": message, "title": message, "status": number}
    if code in _EXCEPTIONS:
        told["type"] = _EXCEPTIONS[code]
    answer = sent(orjson.dumps(told | ({"remedy": advice} if advice else {})), JSON)
    answer.status_code = number
    return answer


@blueprint.errorhandler(RateLimitExceeded)
def too_many(_error: RateLimitExceeded) -> Any:
    """Say that somebody asks too often."""
    return refused(RefusalError("WEB-TOO-MANY"))


def limit(app: Flask) -> None:
    """Limit how often whoever has no account may ask."""
    limiter: Limiter = app.extensions["bts-limiter"]
    for endpoint in [name for name in app.view_functions if name.startswith("ogc.")]:
        view: Callable[..., Any] = app.view_functions[endpoint]
        limited = limiter.shared_limit(
            A_SENDING, "ogc", key_func=get_remote_address, exempt_when=lambda: bool(current_person().roles)
        )
        app.view_functions[endpoint] = limited(view)


def data_form(known: Iterable[str] = ()) -> None:
    """Refuse a parameter that is not known, and any form but data."""
    from web.ogc import queries

    queries.known_only(request.args, (*queries.GENERAL, *known))
    if (form := request.args.get("f", "json")) != "json":
        raise RefusalError("OGC-FORM", value=form[:40], known="json")


def _browser() -> bool:
    """Whether a page is wanted rather than data: a browser says so, a program mostly says nothing."""
    return request.accept_mimetypes.best_match([JSON, "text/html"]) == "text/html"


def _asked_form() -> str:
    from web.ogc import queries

    return queries.form_of(request.args, html=_browser())


def _form() -> str:
    from web.ogc import queries

    queries.known_only(request.args, queries.GENERAL)
    return _asked_form()


def _systems() -> Any:
    from web.ogc.systems import systems

    return systems(registry().settings.province)


def _questions() -> tuple[list[Any], list[str]]:
    from web.ogc.collections import collections as found
    from web.ogc.provider import Question

    every, damaged = found(registry(), current_person(), now())
    return [Question(one, language()) for one in every], damaged


def _question(name: str) -> Any:
    from web.ogc.collections import collection as found
    from web.ogc.provider import Question

    return Question(found(registry(), name, current_person(), now()), language())


def _one(question: Any) -> Any:
    from web.ogc import service

    return service.service([question], _systems(), language())


def _describe(found: dict[str, Any], form: str) -> None:
    from web.ogc import records, service

    service.own_links(found, form)
    if found["id"] == records.NAME:
        found |= {"type": "Collection", "itemType": "record", "conformsTo": [records.RECORD_COLLECTION]}
    found["links"] = [
        link for link in found["links"]
        if link["rel"] != "root" and not (link["rel"].endswith("/schema") and link["href"].endswith("f=html"))
    ]  # fmt: skip


def _page_links(links: list[dict[str, str]]) -> None:
    """Give the links of a page all that was asked; pygeoapi was told of the page alone."""
    asked = [
        (name, value)
        for name, value in request.args.items()
        if name not in ("f", "offset") and not parameters.is_mark(name)
    ]
    for link in links:
        if link["rel"] in _PAGED:
            address = urlsplit(link["href"])
            own = [pair for pair in parse_qsl(address.query) if pair[0] in ("f", "offset")]
            if link["rel"] in ("self", "alternate") and "offset" in request.args:
                own.append(("offset", request.args["offset"]))
            link["href"] = address._replace(query=urlencode([*own, *asked])).geturl()


def _answer(found: dict[str, Any], form: str, page: str, kind: str = JSON, **more: Any) -> Response:
    if form == "html":
        asked = {**(request.view_args or {}), **request.args.to_dict(), "f": "json"}
        told = render_template(
            page, found=found, say=lambda text: say(text, language()),
            other=url_for(request.endpoint or "", **asked), **more,
        )  # fmt: skip
        return Response(told, mimetype="text/html")
    return sent(orjson.dumps(found), kind)


def sent(body: bytes, kind: str) -> Response:
    """Answer with data, compressed lightly where the reader takes it: whoever draws a map waits for it."""
    zips = len(body) > _SMALL and request.accept_encodings.quality("gzip") > 0
    answer = Response(gzip.compress(body, 1, mtime=0) if zips else body, content_type=kind)
    if zips:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept, Accept-Encoding, Authorization, Cookie"
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Language"] = language()
    return answer


def _marked(answer: Response, mark: str) -> Response:
    answer.headers.setdefault("Cache-Control", "private, no-cache")
    answer.set_etag(mark, weak=True)
    return answer


def _crs(answer: Response, uri: str) -> Response:
    answer.headers["Content-Crs"] = f"<{uri}>"
    return answer


def _eyes() -> tuple[Any, ...]:
    person = current_person()
    return (person.organisation, person.territory, sorted(person.roles), bool(g.get("person")))
