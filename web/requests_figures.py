"""The leader's page: what came in and what became of it; every number opens the rows behind it."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.services.calendar import today
from registry.services.desk_figures import WORDS, Count, Figures, figures
from registry.services.request_queue import overview
from web import parameters
from web.accounts_guard import guarded
from web.office import context, registry
from web.requests_deeds import blueprint  # requests, then deeds, then figures: one blueprint
from web.requests_frame import organisations
from web.requests_words import FIGURES

__all__ = ["blueprint"]

_COLUMNS = ("received", "rows", "waiting", "agree", "agree_with_conditions", "refuse", "supplement")


@blueprint.get("/figures")
@guarded("administrator", "appraiser", "leader", "inspector", "duty_officer", "viewer")
def figures_page() -> str:
    """Show the figures of a period, and behind one of them its requests and rows."""
    parameters.known_only(request.args, ("first", "last", "group", "name", "word"))
    found = figures(registry(), parameters.day(request.args, "first"), parameters.day(request.args, "last"))
    decided = {choice.value: count for choice, count in found.decided.items()}
    counted: dict[str, Count] = {
        word: decided[word] if word in decided else getattr(found, word) for word in WORDS
    }
    names = {item.code: item.name for item in organisations()}
    names |= {unit.code: unit.name for unit in context().units.communes}
    names |= {month: f"{month[5:]}/{month[:4]}" for month in found.by_month}
    return render_template(
        "requests/figures.html",
        first=found.first.isoformat(),
        last=found.last.isoformat(),
        total=counted,
        ratio=found.sharing_ratio,
        shared=len(found.shared),
        masts=len(found.masts),
        groups=[
            ("organisation", _("Theo doanh nghiệp"), found.by_organisation),
            ("month", _("Theo tháng"), found.by_month),
            ("commune", _("Theo xã, phường"), found.by_commune),
        ],
        columns=_COLUMNS,
        words=FIGURES,
        names=names,
        behind=_behind(found, counted),
    )


def _behind(found: Figures, total: dict[str, Count]) -> dict[str, Any] | None:
    """Return the requests and rows of the number that was chosen, None where none was."""
    word, group, name = (request.args.get(key, "") for key in ("word", "group", "name"))
    if not word:
        return None
    groups = {
        "": {"": total},
        "organisation": found.by_organisation,
        "month": found.by_month,
        "commune": found.by_commune,
    }
    try:
        count = groups[group][name][word]
    except KeyError as error:
        raise RefusalError("REQUEST-VALUE", value=f"{group} {name} {word}") from error
    numbers = {item.request.id: item.request.number for item in overview(registry(), today())}
    return {"word": word, "name": name, "lines": [_line(key, numbers) for key in count.ids]}


def _line(key: str, numbers: dict[str, str]) -> dict[str, str]:
    identity, _colon, row = key.partition(":")
    url = url_for("requests.show", address=identity)
    number = numbers.get(identity, identity)
    if not row:
        return {"url": url, "text": number}
    at = int(row) + 1
    return {"url": f"{url}#row={at}", "text": f"{number}, {_('dòng')} {at}"}
