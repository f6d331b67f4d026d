"""The report as it drafts itself: every section from the register as it stands."""

import datetime as dt

from registry.messages import Language
from registry.model.storm.after_action import Section
from registry.services.office.registry import Registry
from registry.services.outages.events import events
from registry.services.storm.after_action.checklists import checklists
from registry.services.storm.after_action.course import course, winds
from registry.services.storm.after_action.lists import lists
from registry.services.storm.after_action.responses import citizens, letters, networks
from registry.services.storm.after_action.telling import Telling
from registry.services.storm.exposure import exposure_of
from registry.services.storm.outcomes import outcomes_of
from registry.services.storm.storms import get_storm


def draft(registry: Registry, storm: str, lang: Language, at: dt.datetime) -> tuple[Section, ...]:
    """Return the sections as the register stands at ``at``; ``STORM-UNKNOWN`` for an unknown storm."""
    file, tell = get_storm(registry, storm), Telling(lang)
    exposure = exposure_of(registry, file.track)
    happened = outcomes_of(registry, storm)
    own = [event for event in events(registry) if event.storm == storm]
    onsets = exposure.winds.onset[exposure.reached]
    begun = exposure.vortices.time(int(onsets.min())) if len(onsets) else file.track.points[-1].at
    network, incidents = networks(registry, own, at, tell)
    return (
        course(file, exposure, at, tell),
        winds(registry, file, exposure, tell),
        lists(registry, file, own, happened, tell),
        letters(registry, file, tell),
        network,
        incidents,
        checklists(registry, exposure, happened, begun, tell),
        citizens(registry, file, at, tell),
        Section(
            "lessons", tell.say("Nhận xét, kiến nghị của cơ quan", "Remarks and proposals of the office")
        ),
    )
