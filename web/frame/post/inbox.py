"""The inbox: what somebody is told, marked until the document is opened, by its link or otherwise."""

from typing import Any, NamedTuple

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.notices import Notice
from registry.model.people import Role
from registry.model.vietnam_time import in_vietnam, written
from registry.services.office.calendar import today
from registry.services.office.notices import inbox, open_notices, sentence
from web.frame import packages, parameters
from web.frame.guard import EVERYONE, WORKERS, current_person, guarded
from web.frame.languages import language
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import registry
from web.frame.people import own_code, who

blueprint = Blueprint("notices", __name__, url_prefix="/notices")

TOLD = (*WORKERS, Role.CARRIER, Role.CONSULTED)
"""Who is told anything."""
_SHOWN = ("unopened", "all")


class Line(NamedTuple):
    """A notice as the inbox shows it: its sentence, when, and where its document is ("" nowhere any more).

    ``settled``: nobody opened it, and what it asks for was done meanwhile.
    """

    notice: Notice
    text: str
    address: str
    at: str
    opened: str
    settled: bool = False

    @property
    def waits(self) -> bool:
        """Whether nobody opened it and what it asks for is still to be done."""
        return not (self.opened or self.settled)


@blueprint.get("")
@guarded(*TOLD)
def listed() -> str | Response:
    """Show what the person is told, what nobody has opened or all of it; or send it as a workbook."""
    parameters.known_only(request.args, (*NAMES, "show"))
    chosen = request.args.get("show", "") if request.args.get("show") in _SHOWN else "unopened"
    told = _told()
    done = packages.settled_notices(registry(), told)
    every = [_line(item, settled=item.id in done) for item in told]
    unopened = [line for line in every if line.waits]
    found = listing(unopened if chosen == "unopened" else every, _columns(), kept=("show",), searched=True)
    if wants_book():
        return found.book(_("Thông báo"))
    return render_template(
        "frame/inbox.html",
        listed=found,
        items=found.items,
        chosen=chosen,
        lists=[("unopened", _("Chưa mở"), len(unopened)), ("all", _("Tất cả"), len(every))],
        asked=found.asked,
    )


@blueprint.get("/<notice>")
@guarded(*EVERYONE)
def follow(notice: str) -> Any:
    """Lead to the document of a notice, which is opened by that: the one link that leaves the house."""
    found = next((item for item in _told() if item.id == notice), None)
    if found is None:
        raise RefusalError("NOTICE-UNKNOWN")
    open_notices(registry(), [found], who=who())
    return redirect(_address(found) or url_for("notices.listed", show="all"), 303)


@blueprint.post("/opened")
@guarded(*TOLD)
def opened() -> Any:
    """Mark notices as opened without looking at their documents: those that were chosen, or all shown."""
    chosen = set(request.form.getlist("notice"))
    count = open_notices(registry(), [item for item in _told() if item.id in chosen], who=who())
    flash(_("Đã đánh dấu %(count)s thông báo là đã mở.", count=count))
    return redirect(url_for("notices.listed"), 303)


@blueprint.after_app_request
def open_what_was_shown(response: Response) -> Response:
    """Mark the notices whose document was shown a moment ago, however its reader came to it."""
    shown = request.method == "GET" and response.status_code == 200 and response.mimetype == "text/html"
    if shown and not request.headers.get("X-Part") and not g.get("faulty"):
        found = [item for item in g.get("unopened", ()) if _address(item).partition("?")[0] == request.path]
        if found:
            _mark(found)
    return response


def waiting() -> int:
    """Return how many notices the present person has not opened, but for the page that is shown now."""
    return sum(_address(item).partition("?")[0] != request.path for item in waiting_notices())


def day_items() -> list[packages.Item]:
    """Return what the present person is told and has not opened, for the page where its day begins."""
    lines = [_line(item) for item in waiting_notices()]
    return [
        packages.Item(line.text, url_for("notices.follow", notice=line.notice.id), line.at) for line in lines
    ]


def _mark(found: list[Notice]) -> None:
    try:
        open_notices(registry(), found, who=who())
    except RefusalError:  # another writer holds the register: the page is shown, the mark stays
        return


def _unopened() -> list[Notice]:
    """Return what the present person has not opened; asked once a page."""
    if "unopened" not in g:
        person = current_person()
        g.unopened = registry().until_written(
            ("unopened", person), lambda: inbox(registry(), person, own_code(person), unopened=True)
        )
    found: list[Notice] = g.unopened
    return found


def waiting_notices() -> list[Notice]:
    """Return what the present person has not opened and what is still to be done; asked once a page."""
    if "waiting_notices" not in g:
        person = current_person()

        def found() -> frozenset[str]:
            return packages.settled_notices(registry(), _unopened())

        done = registry().until_written(("settled", person, today()), found)
        g.waiting_notices = [item for item in _unopened() if item.id not in done]
    waits: list[Notice] = g.waiting_notices
    return waits


def _told() -> list[Notice]:
    return inbox(registry(), current_person(), own_code(current_person()))


def _address(notice: Notice) -> str:
    return packages.document_address(notice.subject, notice.record)


def _line(notice: Notice, *, settled: bool = False) -> Line:
    opened_at = written(in_vietnam(notice.opened_at)) if notice.opened_at else ""
    return Line(
        notice,
        sentence(notice, language()),
        _address(notice),
        written(in_vietnam(notice.at)),
        opened_at,
        settled,
    )


def _columns() -> list[Column]:
    return [
        Column("text", _("Thông báo"), lambda line: line.text),
        Column("at", _("Lúc"), lambda line: in_vietnam(line.notice.at)),
        Column(
            "opened", _("Đã mở"), lambda line: in_vietnam(line.notice.opened_at)
            if line.notice.opened_at else None,
        ),
        Column("by", _("Người mở"), lambda line: line.notice.opened_by, heading=False),
    ]  # fmt: skip
