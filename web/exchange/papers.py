"""Papers of the exchange folder: those that came in, filed with a request or left aside; those laid out."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.model.people import Role
from registry.model.requests.exchange_papers import ExchangePaper, PaperState
from registry.model.vietnam_time import in_vietnam, written
from registry.services.requests.exchange import papers
from registry.services.requests.exchange.folder import exchange_folder
from registry.services.requests.queue import queue
from web.frame import refusals
from web.frame.forms import int_of
from web.frame.guard import guarded
from web.frame.office import registry
from web.frame.people import who

blueprint = Blueprint("exchange", __name__, url_prefix="/exchange")

READ = (Role.APPRAISER, Role.LEADER, Role.ADMINISTRATOR)
STATES: dict[PaperState, Any] = {
    PaperState.LAID: _l("đã đặt ra"),
    PaperState.WAITS: _l("chờ xử lý"),
    PaperState.FILED: _l("đã đưa vào hồ sơ"),
    PaperState.ASIDE: _l("để riêng"),
}
_CAME = (PaperState.WAITS, PaperState.FILED, PaperState.ASIDE)


@blueprint.get("")
@guarded(*READ)
def listed() -> str:
    """Show what waits, what came and what was laid out."""
    return render_template(
        "exchange/papers.html", came=papers.papers(registry(), *_CAME),
        laid=papers.papers(registry(), PaperState.LAID), states=STATES, moment=_moment,
        waits=PaperState.WAITS, on=exchange_folder(registry().settings) is not None,
    )  # fmt: skip


@blueprint.get("/<identity>")
@guarded(*READ)
def show(identity: str) -> str:
    """Show a paper with what its envelope says, and what can be done with it."""
    return _page(papers.paper(registry(), identity))


@blueprint.get("/<identity>/file")
@guarded(*READ)
def content(identity: str) -> Any:
    """Send a paper as it came or went."""
    found = papers.paper(registry(), identity)
    name = f"{found.name}.pdf" if found.state is PaperState.LAID else found.name
    return send_file(papers.content_of(registry(), found), as_attachment=True, download_name=name)


@blueprint.post("/<identity>/file-with")
@guarded(*READ)
def file_with(identity: str) -> Any:
    """File a paper with a request."""
    form = request.form
    papers.file_paper(
        registry(), identity, form.get("request", ""), seen=int_of(form.get("version", "")), who=who()
    )
    flash(_("Đã đưa văn bản vào hồ sơ."))
    return redirect(url_for("exchange.listed"), 303)


@blueprint.post("/<identity>/aside")
@guarded(*READ)
def aside(identity: str) -> Any:
    """Leave a paper aside, with the reason."""
    form = request.form
    papers.put_aside(
        registry(), identity, form.get("reason", ""), seen=int_of(form.get("version", "")), who=who()
    )
    flash(_("Đã để riêng văn bản; tệp vẫn được giữ."))
    return redirect(url_for("exchange.listed"), 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | None:
    """Say a refusal on the page of the paper."""
    identity = (request.view_args or {}).get("identity", "")
    if error.code == "EXCHANGE-UNKNOWN" or not identity:
        return None
    return _page(papers.paper(registry(), identity), error)


def _page(found: ExchangePaper, refusal: RefusalError | None = None) -> str:
    return render_template(
        "exchange/paper.html", one=found, refusal=refusals.said(refusal), states=STATES, moment=_moment,
        waits=PaperState.WAITS, form=request.form if refusal else {},
        requests=[item.request.number for item in queue(registry()).all],
    )  # fmt: skip


def _moment(at: str) -> str:
    return written(in_vietnam(at)) if at else ""
