"""Links by which somebody without an account reads the province now: their page, and what they open."""

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.services.storm.now_links import HOURS, end_link, links, make_link, opened, present
from registry.services.storm.now_sentences import sentences
from registry.services.storm.vocabulary import moment, storm_name
from web.frame import parameters, refusals
from web.frame.forms import int_of, version_of
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import who
from web.frame.wording import outage_words
from web.storm.frame import WRITE
from web.storm.now import blueprint
from web.storm.now_tiles import tiles

__all__ = ["blueprint"]

_MADE = "now-link-made"


@blueprint.get("/now/links")
@guarded(*WRITE)
def listed() -> str:
    """Show the links, and the form of a new one."""
    parameters.known_only(request.args, ())
    return _page()


@blueprint.post("/now/links")
@guarded(*WRITE)
def make() -> Any:
    """Make a link; its address is shown once."""
    form = request.form
    _link, code = make_link(
        registry(), given_to=form.get("given_to", ""), hours=int_of(form.get("hours", "")), who=who()
    )
    session[_MADE] = url_for("now.opened_link", code=code, _external=True)
    return redirect(url_for("now.listed"), 303)


@blueprint.post("/now/links/<link>/end")
@guarded(*WRITE)
def end(link: str) -> Any:
    """End a link at once."""
    end_link(registry(), link, seen=version_of(), who=who())
    flash(_("Đã thu lại đường dẫn."))
    return redirect(url_for("now.listed"), 303)


@blueprint.get("/now/link/<code>")
@guarded(public=True)
def opened_link(code: str) -> str:
    """Show the figures to whoever holds a link."""
    found, lang = opened(registry(), code), language()
    return render_template(
        "storm/now/open.html",
        now=found,
        said=sentences(found, lang),
        tiles=tiles(found),
        corrected=[],
        storm_name=lambda storm: storm_name(storm, lang),
        moment=outage_words.moment,
        span=outage_words.span,
    )


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | None:
    """Say a refusal on the page of the links; a link that does not open says so on a page of its own."""
    return _page(error) if request.endpoint in {"now.make", "now.end"} else None


def _page(refusal: RefusalError | None = None) -> str:
    return render_template(
        "storm/now/links.html",
        every=links(registry()),
        made=session.pop(_MADE, ""),
        hours=HOURS,
        given_to=request.form.get("given_to", ""),
        present=present(),
        moment=moment,
        refusal=refusals.said(refusal),
    )
