"""The weights of a storm's two lists (hệ số): now, as storms propose them, as an officer decides."""

import datetime as dt
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import say
from registry.model.people import Role
from registry.model.storm.factor_weights import RiskList
from registry.services.office.calendar import today
from registry.services.storm.factor_weights import decide_weight, decided_weights
from registry.services.storm.relearned import relearned
from registry.services.storm.storms import list_storms
from registry.services.storm.vocabulary import storm_name
from registry.storm.relearned import LEAST_CASES
from registry.storm.weights import FactorWeight, shipped_weights, weights_on
from web.frame import refusals
from web.frame.forms import day_of
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import present_number, registry, since_of
from web.frame.people import who
from web.storm import words
from web.storm.frame import READ, blueprint

__all__ = ["blueprint"]

DECIDE = (Role.LEADER, Role.APPRAISER)
"""Who decides a weight: not in the night of a storm, and not alone for oneself."""


@blueprint.get("/weights")
@guarded(*READ)
def weights() -> str:
    """Show every weight: now, its reason, what storms propose with the interval, and what was decided."""
    return _page()


@blueprint.post("/weights")
@guarded(*DECIDE)
def decide() -> Any:
    """Decide a weight for storms that begin on a day or later."""
    form = request.form
    which = RiskList.HURTS_DARK if form.get("list") == RiskList.HURTS_DARK else RiskList.MAY_FALL
    house = next(
        (item for item in shipped_weights() if (item.list, item.name) == (which, form.get("name"))), None
    )
    proposal = relearned(registry()).of(house) if house else None
    made = decide_weight(
        registry(), which, form.get("name", ""), value=form.get("value", ""), from_day=day_of("from_day"),
        reason=form.get("reason", ""), who=who(), since=since_of(form) or 0,
        proposed=proposal.value if proposal else None,
    )  # fmt: skip
    flash(
        _(
            "Đã quyết định hệ số; áp dụng cho bão bắt đầu từ %(day)s. "
            "Bão đã qua giữ hệ số cũ; muốn lấy lại thì quyết định lần nữa.",
            day=f"{made.from_day:%d/%m/%Y}",
        )
    )
    return redirect(url_for("storms.weights"), 303)


def refused_weights(error: RefusalError) -> str:
    """Say a refusal on the page of weights."""
    return _page(error)


def _page(refusal: RefusalError | None = None) -> str:
    since = present_number()  # before what it covers is read
    lang, learned, decided = language(), relearned(registry()), decided_weights(registry())
    newest = weights_on(dt.date.max, decided)
    now = weights_on(today(), decided)
    names = {item.id: storm_name(item, lang) for item in list_storms(registry())}

    def line(item: FactorWeight) -> dict[str, Any]:
        present = now.items[item.list, item.name]
        later = newest.items[item.list, item.name]
        return {
            "weight": present,
            "words": say(item.words, lang),
            "basis": say(present.basis, lang),
            "house": item.value,
            "later": later if later != present else None,
            "proposal": learned.of(item),
            "learned": item.spread > 0,
            "history": [own for own in decided if (own.list, own.name) == (item.list, item.name)],
        }

    return render_template(
        "storm/weights.html",
        lists=[
            (which, [line(item) for item in shipped_weights() if item.list is which]) for which in RiskList
        ],
        storms=[names[one] for one in learned.storms],
        least_cases=LEAST_CASES,
        since=since,
        today=today(),
        words=words,
        form=request.form,
        may_decide=current_person().is_one_of(*DECIDE),
        refusal=refusals.said(refusal),
    )
