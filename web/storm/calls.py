"""The first masts of each carrier as telephone calls to make, a sheet of A4 each, to be ticked by hand."""

from flask import render_template, request

from registry.model.storm.factor_weights import RiskList
from registry.services.office.calendar import now as present_moment
from registry.services.storm.calls import calls_of
from registry.services.storm.rank_words import briefly
from registry.services.storm.vocabulary import moment, storm_name, unfinished_words
from web.frame import parameters
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.wording.outage_words import short
from web.storm import words
from web.storm.exposure import exposure_in_use, lists_for_letters
from web.storm.frame import READ, blueprint, storm_of
from web.storm.ranks import asked_list
from web.storm.view import land_gusts_said

__all__ = ["blueprint"]


@blueprint.get("/<storm>/calls")
@guarded(*READ)
def calls(storm: str) -> str:
    """Show the calls of one of the two lists (``list``), or of one carrier (``carrier``), to be printed.

    They are about what to prepare for: masts at which the strong gusts are over are called about no more.
    """
    parameters.known_only(request.args, ("list", "carrier"))
    file, lang, which = storm_of(storm), language(), asked_list()
    wanted = request.args.get("carrier", "")
    exposure = exposure_in_use(file)
    made = calls_of(registry(), storm, lists_for_letters(file).of(which))
    return render_template(
        "storm/calls.html",
        file=file,
        name=storm_name(file.storm, lang),
        which=which.value,
        lists=[one.value for one in RiskList],
        sides=[side for side in made if wanted in ("", side.code)],
        all=made,
        wanted=wanted,
        unfinished=unfinished_words(exposure, lang),
        land_gusts=land_gusts_said(file, exposure),
        why=lambda mast: briefly(mast, lang),
        at=moment(present_moment(), lang),
        short=short,
        words=words,
    )
