"""Letters and calls to carriers before rain, flood, landslide or thunderstorms, each with its own masts only.

A letter is made of the register as it stands when it is asked for; the office signs and sends it.
"""

import re

from flask import Response, render_template, request

from registry.services.office.calendar import now as present_moment
from registry.services.office.calendar import today
from registry.services.storm.hazards.calls import hazard_calls
from registry.services.storm.hazards.concerned import Concerned, check_asks, concerned_by, stand_said
from registry.services.storm.hazards.exposure import get_hazard
from registry.services.storm.hazards.words import warnings_said
from registry.services.storm.vocabulary import danger_words, moment
from web.frame import parameters
from web.frame.downloads import download
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import registry
from web.storm.frame import READ, may_write, now
from web.storm.hazards import blueprint

__all__ = ["blueprint"]


@blueprint.get("/<hazard>/letters")
@guarded(*READ)
def letters(hazard: str) -> str:
    """Show to whom there is something to write before a warning's time is over, with each one's papers."""
    found = concerned_by(registry(), get_hazard(registry(), hazard))
    return render_template(
        "storm/hazards/letters.html",
        found=found,
        hazard=found.hazard,
        map=None,
        title=warnings_said(found.warnings, language()),
        over=found.hazard.over(now()),
        unplaced=list(dict.fromkeys(name for one in found.warnings for name in one.unplaced)),
        may_write=may_write(),
        moment=moment,
    )


@blueprint.get("/<hazard>/letters/<to>/letter.docx")
@guarded(*READ)
def letter_file(hazard: str, to: str) -> Response:
    """Send the letter to one carrier as .docx: a draft to be signed."""
    from registry.services.storm.hazards.letters import hazard_letter  # fills a document: loaded when asked

    _asked_of(hazard)
    return download(hazard_letter(registry(), hazard, to, language()), f"{_file_name(to)}.docx")


@blueprint.get("/<hazard>/letters/<to>/list.xlsx")
@guarded(*READ)
def letter_list(hazard: str, to: str) -> Response:
    """Send the masts of that letter as a workbook."""
    from registry.services.storm.hazards.letters import hazard_book  # as above

    _asked_of(hazard)
    return download(hazard_book(registry(), hazard, to, language()), f"{_file_name(to)}.xlsx")


@blueprint.get("/<hazard>/calls")
@guarded(*READ)
def calls(hazard: str) -> str:
    """Show the calls to each carrier, or to one (``carrier``), to be printed and ticked by hand."""
    parameters.known_only(request.args, ("carrier",))
    found, lang = _asked_of(hazard), language()
    wanted = request.args.get("carrier", "")
    made = hazard_calls(registry(), found)
    return render_template(
        "storm/hazards/calls.html",
        hazard=found.hazard,
        title=warnings_said(found.warnings, lang),
        sides=[side for side in made if wanted in ("", side.code)],
        all=made,
        wanted=wanted,
        stand=lambda mast: stand_said(mast, lang),
        danger=lambda mast: danger_words(mast, lang),
        at=moment(present_moment(), lang),
    )


def _asked_of(hazard: str) -> Concerned:
    """Return whom a warning concerns; refused where it asks nothing of anybody any more."""
    found = get_hazard(registry(), hazard)
    check_asks(found)
    return concerned_by(registry(), found)


def _file_name(to: str) -> str:
    """Return what the files of a letter are called, without their endings."""
    who = re.sub(r"[^a-z0-9-]", "", to.lower())[:12]
    return f"ung-pho-mua-lu-{who}-{today():%Y-%m-%d}"
