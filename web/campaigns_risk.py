"""The risk of masts: each part with its weight, what is missing beside it, one request to each carrier."""

import datetime as dt
from typing import Any

import numpy as np
from flask import redirect, render_template, request, url_for

from registry.errors import RefusalError
from registry.model.people import INSIDE
from registry.services.calendar import today
from registry.services.data_requests import missing_of, request_data
from registry.services.selection import Selection, chosen_rows
from web import errors, parameters
from web.accounts_guard import WORKERS, current_person, guarded
from web.campaigns_frame import STATUS, blueprint, names
from web.languages import language
from web.office import context, registry
from web.papers_view import download
from web.requests_frame import day_of
from web.responsible import responsible
from web.sharing import XLSX

A_PAGE = 25
ANSWER_DAYS = 15
_ASKED = ("code", "organisation", "commune", "page")


@blueprint.get("/risk")
@guarded(*sorted(INSIDE))
def risk() -> str:
    """Show the masts by risk: the parts of each score, and the points that are not known."""
    parameters.known_only(request.args, _ASKED)
    return _page()


@blueprint.post("/risk/request")
@guarded(*WORKERS)
def request_missing() -> Any:
    """Make the one request to an organisation for what is missing, as a workbook."""
    to = request.form.get("to", "")
    due = day_of("due_on") or today() + dt.timedelta(days=ANSWER_DAYS)
    if not to:
        return redirect(url_for("campaigns.risk"), 303)
    try:
        name, content = request_data(registry(), to, due_on=due, person=current_person())
    except RefusalError as error:
        return _page(error), STATUS.get(error.code, errors.REFUSAL_STATUS.get(error.code, 400))
    return download(content, name, XLSX)


def _page(refusal: RefusalError | None = None) -> str:
    values, person = request.args, current_person()
    code = values.get("code", "").strip()
    table, rows = chosen_rows(
        registry(),
        Selection(
            codes=(code,) if code else (),
            organisations=tuple(filter(None, [values.get("organisation", "")])),
            communes=tuple(filter(None, [values.get("commune", "")])),
        ),
    )
    pages = max(1, -(-len(rows) // A_PAGE))
    at = min(max(parameters.whole(values, "page") or 1, 1), pages)
    shown = rows[(at - 1) * A_PAGE : at * A_PAGE]
    lang = language()
    masts, unknown = table.base.masts, table.scores.unknown_points
    communes = {unit.code: f"{unit.kind} {unit.name}" for unit in context().units.communes}
    items: list[dict[str, Any]] = []
    for row in shown.tolist():
        here = table.base.rows[row]
        parts = table.parts(str(table.structures[row]))
        items.append(
            {
                "code": str(masts.codes[here]),
                "commune": communes.get(str(masts.commune_codes[here]), ""),
                "total": float(table.total[row]),
                "unknown": float(unknown[row]),
                "parts": [(points, weight) for _code, points, weight in parts],
            }
        )
    to = values.get("organisation", "")
    gaps = missing_of(registry(), person=person, organisation=to) if to and person.is_staff else []
    known_share = 1.0 - float(np.mean(unknown)) / float(table.scores.weights.sum()) if len(unknown) else 0.0
    return render_template(
        "campaigns/risk.html",
        refusal=errors.said(refusal),
        items=items,
        total=len(rows),
        page=at,
        pages=pages,
        parts=[
            {
                "code": part.code,
                "name": part.vi if lang == "vi" else part.en,
                "weight": part.weight,
                "basis": part.basis,
                "verified": part.verified,
            }
            for part in table.scores.parts
        ],
        asked={name: values.get(name, "") for name in _ASKED},
        kept={name: values[name] for name in _ASKED if values.get(name) and name != "page"},
        organisations=responsible(),
        communes=sorted(communes.items(), key=lambda pair: pair[1]),
        to=to,
        to_name=names().get(to, to),
        gaps=len(gaps),
        due=today() + dt.timedelta(days=ANSWER_DAYS),
        known_share=known_share,
        form=request.form,
        staff=person.is_staff,
    )
