"""The leader's page: what came in and what became of it; every number opens the rows behind it."""

from typing import Any
from urllib.parse import quote

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.services.office.calendar import today
from registry.services.office.table_book import table_book
from registry.services.requests.figures import WORDS, Count, Figures, figures
from registry.services.requests.named_rows import rows_by_name
from registry.services.requests.queue import overview
from web.frame import parameters
from web.frame.downloads import download
from web.frame.guard import guarded
from web.frame.office import context, registry
from web.frame.people import organisation_names
from web.requests.deeds import blueprint  # requests, then deeds, then figures: one blueprint
from web.requests.words import FIGURES

__all__ = ["blueprint"]

_COLUMNS = (
    "received", "overdue", "rows", "decided_rows", "waiting", "agree", "agree_with_conditions", "refuse",
    "supplement",
)  # fmt: skip
_ASKED = ("first", "last", "group", "name", "word")
_MASTS = ("shared", "masts")
LISTED = 200


@blueprint.get("/figures")
@guarded("administrator", "appraiser", "leader", "inspector", "duty_officer", "viewer")
def figures_page() -> str:
    """Show the figures of a period, and behind one of them its requests, rows or masts."""
    parameters.known_only(request.args, _ASKED)
    found, counted, names = _found()
    return render_template(
        "requests/figures.html",
        first=found.first.isoformat(),
        last=found.last.isoformat(),
        total=counted,
        ratio=found.sharing_ratio,
        groups=_groups(found),
        columns=_COLUMNS,
        words=FIGURES,
        names=names,
        behind=_behind(found, counted, LISTED),
        asked={name: request.args[name] for name in _ASKED if request.args.get(name)},
    )


@blueprint.get("/figures.xlsx")
@guarded("administrator", "appraiser", "leader", "inspector", "duty_officer", "viewer")
def figures_book() -> Response:
    """Send the figures of a period as a workbook, or all that is behind the one that is chosen."""
    parameters.known_only(request.args, _ASKED)
    found, counted, names = _found()
    behind = _behind(found, counted, None)
    if behind is not None:
        title = f"{FIGURES[behind['word']]} {names.get(behind['name'], behind['name'])}".strip()
        rows: list[list[Any]] = [[line["number"], line["row"]] for line in behind["lines"]]
        header = [_("Cột") if behind["word"] in _MASTS else _("Hồ sơ"), _("Dòng")]
    else:
        title = _("Theo dõi hồ sơ")
        header = [_("Nhóm"), _("Tên"), *(str(FIGURES[word]) for word in _COLUMNS)]
        rows = [[_("Tổng"), "", *(len(counted[word]) for word in _COLUMNS)]]
        for _group, said, by_name in _groups(found):
            for name, counts in by_name.items():
                rows.append([said, names.get(name, name) or "–", *(len(counts[word]) for word in _COLUMNS)])
    book = table_book(registry(), title.replace("/", "-"), header, rows)
    return download(book, f"theo-doi-ho-so-{found.first:%Y%m%d}-{found.last:%Y%m%d}.xlsx")


def _found() -> tuple[Figures, dict[str, Count], dict[str, str]]:
    """Return the figures of the period, each by its word, and the names of what they are grouped by."""
    found = figures(registry(), parameters.day(request.args, "first"), parameters.day(request.args, "last"))
    decided = {choice.value: count for choice, count in found.decided.items()}
    counted: dict[str, Count] = {
        word: decided[word] if word in decided else getattr(found, word) for word in (*WORDS, *_MASTS)
    }
    names = organisation_names()
    names |= {unit.code: unit.name for unit in context().units.communes}
    names |= {month: f"{month[5:]}/{month[:4]}" for month in found.by_month}
    return found, counted, names


def _groups(found: Figures) -> list[tuple[str, str, dict[str, dict[str, Count]]]]:
    return [
        ("organisation", _("Theo doanh nghiệp"), found.by_organisation),
        ("month", _("Theo tháng"), found.by_month),
        ("commune", _("Theo xã, phường"), found.by_commune),
    ]


def _behind(found: Figures, total: dict[str, Count], most: int | None) -> dict[str, Any] | None:
    """Return what is behind the number that was chosen, at most so many lines; None where none was."""
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
        raise RefusalError("REQUEST-VALUE", value=f"{group} {name} {word}"[:80]) from error
    if word in _MASTS:
        lines = [
            {"url": f"{url_for('map.desk')}#mast={quote(code)}", "text": code, "number": code, "row": None}
            for code in count.ids[:most]
        ]
    else:
        numbers = {item.request.id: item.request.number for item in overview(registry(), today())}
        keys = count.ids[:most]
        in_list = {}  # the number under which a row stands in its list, as its request's page says it
        if any(":" in key for key in keys):
            in_list = {f"{row.request}:{row.row}": row.sheet_row for row in rows_by_name(registry())}
        lines = [_line(key, numbers, in_list) for key in keys]
    return {"word": word, "name": name, "count": len(count), "lines": lines}


def _line(key: str, numbers: dict[str, str], in_list: dict[str, int]) -> dict[str, Any]:
    identity, _colon, row = key.partition(":")
    url = url_for("requests.show", address=identity)
    number = numbers.get(identity, identity)
    if not row:
        return {"url": url, "text": number, "number": number, "row": None}
    at = int(row) + 1
    said = in_list.get(key, at)
    text = _("%(number)s, dòng %(row)s", number=number, row=said)
    return {"url": f"{url}#row={at}", "text": text, "number": number, "row": said}
