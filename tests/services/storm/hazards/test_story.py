"""What happened to a warning, drawn ones too, with what it said before a correction."""

import datetime as dt

import shapely

from registry.model.storm.hazards import HazardDraft, HazardKind
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.services.storm.hazards import deeds
from registry.services.storm.hazards.exposure import get_hazard
from registry.services.storm.hazards.story import story_of
from tests.services.storm.hazards.test_letters import masts

__all__ = ["masts"]


def test_each_deed_of_a_drawn_warning_is_told_with_what_it_said_before(masts: Registry) -> None:
    at, drawn = now(), shapely.box(106.1, 21.2, 106.2, 21.3)
    said = HazardDraft(
        HazardKind.LANDSLIDE, from_at=at, to_at=at + dt.timedelta(hours=6), source="Đài", geometry=drawn
    )
    (hazard,) = deeds.record_hazards(masts, [said], who="lan")
    later = HazardDraft(
        HazardKind.LANDSLIDE, from_at=at, to_at=at + dt.timedelta(hours=9), source="Đài", geometry=drawn
    )
    deeds.correct_hazard(masts, hazard, later, seen=1, reason="gia hạn", who="hoa")
    deeds.withdraw_hazard(masts, hazard, seen=2, reason="nhầm", who="lan")
    deeds.restore_hazard(masts, hazard, seen=3, who="hoa")
    steps = story_of(masts, hazard)
    assert [(one.deed, one.reason, one.who) for one in steps] == [
        ("restored", "", "hoa"), ("withdrawn", "nhầm", "lan"), ("corrected", "gia hạn", "hoa"),
        ("recorded", "", "lan"),
    ]  # fmt: skip
    before = steps[2].before
    assert before is not None
    assert get_hazard(masts, hazard).to_at - before.to_at == dt.timedelta(hours=3)
    assert before.geometry is not None
