"""The pages of storms and of the duty shift, where a duty officer's day begins; their places in the bar."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.model.people import Role
from registry.services.storm import briefing
from registry.services.storm.orders import STORM_LETTER
from web.frame.packages import BarPage, MapLayer, PagePackage
from web.storm import (
    finds,
    handover,
    hazard_entry,
    hazard_grounds,
    hazard_letters,
    hazard_sent,
    hazards,
    now,
    now_links,
    shift,
    storms,
    today,
)

WITH_PAGES = (handover, hazard_entry, hazard_grounds, hazard_letters, hazard_sent, now_links)
"""Modules whose pages stand on the blueprints of the shift, of hazards and of the province now."""

PACKAGE = PagePackage(
    blueprints=(storms.blueprint, shift.blueprint, now.blueprint, hazards.blueprint),
    bar=(
        BarPage("storm", 5, "now.show", _l("Tình hình lúc này"), first=now.is_on),
        BarPage("storm", 10, "shift.show", _l("Ca trực")),
        BarPage("storm", 20, "storms.listed", _l("Bão và ứng phó"), storms.waiting, kept=True),
        BarPage("storm", 25, "hazards.listed", _l("Mưa, lũ, sạt lở"), hazards.in_force),
    ),
    layers=(MapLayer(lambda: {"hazards": url_for("hazards.drawn")}, hazards.shown_on_desk),),
    day=today.DAY,
    starts_now=now.starts,
    starts={Role.DUTY_OFFICER: "shift.show"},
    documents={
        STORM_LETTER: lambda one: url_for("storms.letter", order=one),
        briefing.WARNED: lambda one: url_for("hazards.letter", letter=one),
        briefing.STORM: lambda one: url_for("storms.show", storm=one),
    },
    lists={
        briefing.STORM: lambda: url_for("storms.listed"),
        STORM_LETTER: lambda: url_for("storms.listed"),
        briefing.WARNED: lambda: url_for("hazards.listed"),
    },
    briefs=(briefing.PART,),
    finds=finds.FINDS,
    opens=finds.OPENS,
)
