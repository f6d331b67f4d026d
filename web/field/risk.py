"""The risk of masts: each part with its weight, what is missing beside it, one request to each carrier."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import say
from registry.model.numbers import rounded, whole
from registry.model.people import INSIDE
from registry.services.field.data_requests import missing_of, request_data
from registry.services.field.risk_scores import RiskTable
from registry.services.field.selection import Selection, chosen_rows
from registry.services.office.calendar import today
from web.field.campaigns_frame import blueprint, names
from web.frame import parameters, refusals
from web.frame.communes import communes
from web.frame.downloads import download
from web.frame.forms import day_of
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.languages import language
from web.frame.listing import Column, listing, wants_book
from web.frame.office import present_number, registry, since_of
from web.frame.responsible import responsible

A_PAGE = 25
ANSWER_DAYS = 15
_ASKED = ("code", "organisation", "commune", "page")


@blueprint.get("/risk")
@guarded(*sorted(INSIDE))
def risk() -> str | Response:
    """Show the masts by risk: the parts of each score, and the points not known; or as a workbook."""
    parameters.known_only(request.args, (*_ASKED, "sort", "file"))
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
        since = since_of(request.form)
        name, content = request_data(registry(), to, due_on=due, person=current_person(), since=since)
    except RefusalError as error:
        return refusals.refused(error, lambda why: str(_page(why)))
    return download(content, name)


def _page(refusal: RefusalError | None = None) -> str | Response:
    since = present_number()  # before what it covers is read
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
    offered = communes()
    listed = listing(
        rows.tolist(), _columns(table, dict(offered)), filters=("code", "organisation", "commune"),
        searched=True, per_page=A_PAGE, endpoint="campaigns.risk",
    )  # fmt: skip
    if wants_book():
        return listed.book(_("Điểm rủi ro của cột"))
    to = values.get("organisation", "")
    gaps = missing_of(registry(), person=person, organisation=to) if to and person.is_staff else []
    unknown = table.scores.unknown_points
    known_share = 1.0 - float(np.mean(unknown)) / float(table.scores.weights.sum()) if len(unknown) else 0.0
    return render_template(
        "field/campaigns/risk.html",
        refusal=refusals.said(refusal),
        items=[_item(table, row, dict(offered)) for row in listed.items],
        total=len(rows),
        listed=listed,
        parts=_parts(table),
        asked={name: values.get(name, "") for name in _ASKED},
        organisations=responsible(),
        communes=offered,
        to=to,
        since=since,
        to_name=names().get(to, to),
        gaps=len(gaps),
        due=today() + dt.timedelta(days=ANSWER_DAYS),
        known_share=known_share,
        form=request.form,
        staff=person.is_staff,
    )


def _columns(table: RiskTable, named: Mapping[str, str]) -> list[Column]:
    """Return the columns of the list, one for each part of the score; ``named`` are communes by code."""
    masts, unknown, lang = table.base.masts, table.scores.unknown_points, language()
    return [
        Column("code", _("Cột"), lambda row: str(masts.codes[table.base.rows[row]])),
        Column("total", _("Điểm"), lambda row: rounded(float(table.total[row]), 1), number=True),
        Column("unknown", _("Chưa biết"), lambda row: whole(float(unknown[row])), number=True),
        *(
            Column(
                part.code, say(part, lang), _points(table, at), number=True,
                heading=False,
            )
            for at, part in enumerate(table.scores.parts)
        ),
        Column(
            "commune", _("Xã, phường"),
            lambda row: named.get(str(masts.commune_codes[table.base.rows[row]]), ""),
            heading=False, sorts=True,
        ),
    ]  # fmt: skip


def _points(table: RiskTable, at: int) -> Callable[[Any], float | None]:
    """Return what reads a mast's points of a part, None where they are not known."""

    def read(row: int) -> float | None:
        points = table.parts(str(table.structures[row]))[at][1]
        return None if points is None else rounded(float(points), 1)

    return read


def _item(table: RiskTable, row: int, named: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page shows of one mast (a row of the table)."""
    here = table.base.rows[row]
    return {
        "code": str(table.base.masts.codes[here]),
        "commune": named.get(str(table.base.masts.commune_codes[here]), ""),
        "total": float(table.total[row]),
        "unknown": float(table.scores.unknown_points[row]),
        "parts": [(points, weight) for _code, points, weight in table.parts(str(table.structures[row]))],
    }


def _parts(table: RiskTable) -> list[dict[str, Any]]:
    """Return the parts of the score with their weight and what it rests on."""
    vietnamese = language() == "vi"
    return [
        {
            "code": part.code,
            "name": part.vi if vietnamese else part.en,
            "weight": part.weight,
            "basis": part.basis if vietnamese else part.basis_en or part.basis,
            "verified": part.verified,
        }
        for part in table.scores.parts
    ]
