"""My duty now (ca trực): one page that says at three in the morning what is on, each thing one click away."""

import datetime as dt
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from registry.model.people import Role
from registry.services.field.defect_letters import names_of
from registry.services.obligations.compliance import compliance_run
from registry.services.office.calendar import today
from registry.services.storm.hazards.exposure import hazards_in_force, roads_cut
from registry.services.storm.hazards.newer import newer_warnings
from registry.services.storm.hazards.words import hazard_said, road_said, warnings_said
from registry.services.storm.land_gusts import land_gusts_words
from registry.services.storm.now import province_now
from registry.services.storm.orders import POWER
from registry.services.storm.shift import Preparation, preparation, shift_of
from registry.services.storm.storms import list_storms
from registry.services.storm.vocabulary import storm_name, unfinished_words
from web.frame import parameters
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import context, registry
from web.frame.people import operator_names
from web.frame.wording import outage_words as words
from web.frame.wording.board_words import REPORT_KINDS
from web.frame.wording.defect_lines import line_of
from web.frame.wording.report_places import where_said
from web.storm import words as storm_words
from web.storm.exposure import lists_in_use
from web.storm.orders import power_name

blueprint = Blueprint("shift", __name__)

ON_DUTY = (Role.DUTY_OFFICER, Role.APPRAISER, Role.LEADER, Role.ADMINISTRATOR)
SHOWN = 8
"""So many lines of a list stand on the page; its own page has all."""


@blueprint.get("/shift")
@guarded(*ON_DUTY)
def show() -> str:
    """Show what is on, or what to prepare when nothing is."""
    parameters.known_only(request.args, ())
    found = shift_of(registry(), lists_in_use, person=current_person())
    standing = hazards_in_force(registry())
    ended, lang, known = found.farewells or found.unheard, language(), names_of(registry())
    return render_template(
        "storm/shift/show.html",
        shift=found,
        prepare=_prepared() if found.quiet else None,
        storm_name=lambda storm: storm_name(storm, lang),
        unfinished=lambda found: unfinished_words(found, lang),
        gusts_said=lambda gusts: land_gusts_words(gusts, lang),
        storms={item.id: item for item in list_storms(registry())} if ended else {},
        line=lambda defect: line_of(defect, today(), known),
        power=POWER,
        power_name=power_name(),
        names=operator_names(),
        words=storm_words,
        outage_words=words,
        moment=words.moment,
        short=words.short,
        span=words.span,
        at_of=dt.datetime.fromisoformat,
        warned=[(one, hazard_said(one, lang)) for one in standing],
        newer=newer_warnings(standing),
        warned_of=lambda found: warnings_said(found.warnings, lang),
        cut=[road_said(one, lang) for one in roads_cut(registry())],
        shown=SHOWN,
        reports=province_now(registry(), current_person()).reports,
        report_kinds=REPORT_KINDS,
        where_said=where_said,
        sample=context().illustrative,
        title=_title(found.quiet),
    )


def _prepared() -> Preparation:
    return preparation(registry(), compliance_run(registry()).communes, person=current_person())


def _title(quiet: bool) -> Any:
    return _("Ca trực: không có việc đang diễn ra") if quiet else _("Ca trực")
