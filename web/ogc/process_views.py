"""The addresses of OGC API Processes: what can be done, and having it done at once.

Whoever may have a list appraised by ``/api/v1`` may have it done here, and gets the same answer.
"""

from typing import Any

import orjson
from flask import abort, request

from registry.errors import RefusalError
from registry.model.sign_in.tokens import Scope
from web.frame.guard import SENDERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.ogc import processes
from web.ogc.views import JSON, blueprint, data_form, sent


@blueprint.get("/processes")
@guarded(public=True, exact=True)
def listed() -> Any:
    """List what can be done."""
    from web.ogc import queries

    data_form(("limit",))
    queries.whole(request.args, "limit", 1, queries.MOST)  # there is one process: any limit gives it
    base = _base()
    found = {
        "processes": [processes.summary(language(), f"{base}/{processes.NAME}")],
        "links": [{"rel": "self", "type": JSON, "href": base}],
    }
    return sent(orjson.dumps(found), JSON)


@blueprint.get("/processes/<name>")
@guarded(public=True, exact=True)
def process(name: str) -> Any:
    """Say what a process takes and gives."""
    data_form()
    _known(name)
    return sent(orjson.dumps(processes.description(language(), f"{_base()}/{name}")), JSON)


@blueprint.post("/processes/<name>/execution")
@guarded(*SENDERS, scope=Scope.APPRAISE)
def execution(name: str) -> Any:
    """Do it and answer with what was found; a wish to be answered later (``Prefer``) is left unheard."""
    data_form()
    _known(name)
    if request.mimetype != JSON:
        abort(415)
    asked = processes.read(request.get_data())
    return sent(orjson.dumps(processes.appraised(registry(), asked, current_person(), language())), JSON)


@blueprint.get("/jobs/<job>")
@blueprint.get("/jobs/<job>/results", endpoint="job_results")
@guarded(public=True, exact=True)
def job(job: str) -> Any:
    """Say that there is no such job: what is done here is done at once."""
    data_form()
    raise RefusalError("OGC-JOB", name=job[:40])


def _base() -> str:
    from web.ogc import service

    return f"{service.base_url()}/processes"


def _known(name: str) -> None:
    if name != processes.NAME:
        raise RefusalError("OGC-PROCESS", name=name[:40], known=processes.NAME)
