"""Penalties that a defect might come to: by the decree in force on the day on which it was last found."""

import datetime as dt

from registry.services.field.defect_penalties import Possible, possible_of
from registry.services.field.defects import reinspect_defect
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from tests.services.field.test_defects import found
from tests.services.field.world import OFFICER


def test_penalties_are_named_by_the_decree_in_force_with_their_limitation(office: Registry) -> None:
    now = found(office, recorded_at="2026-08-12T09:30:00+07:00")
    named = possible_of(office, now.id, person=OFFICER).penalties
    assert [(one.document, one.article, one.least_m, one.most_m, one.verified) for one in named] == [
        ("NĐ 174/2026/NĐ-CP", "Điều 41(1)(e)", 20, 30, True)
    ]
    assert named[0].limit_on == dt.date(2027, 8, 12)
    before = found(office, recorded_at="2026-05-12T09:30:00+07:00")
    assert possible_of(office, before.id, person=OFFICER) == Possible(  # the older decree was not read
        (), dt.date(2026, 5, 12), since=dt.date(2026, 7, 1)
    )


def test_a_defect_that_lasts_is_judged_by_the_decree_of_the_day_on_which_it_is_found_again(
    office: Registry,
) -> None:
    made = found(office, recorded_at="2026-05-12T09:30:00+07:00")
    day = today()
    again = reinspect_defect(
        office, made.id, remedied=False, on_day=day, words="còn nguyên", person=OFFICER, seen=made.version
    )
    possible = possible_of(office, made.id, person=OFFICER)
    assert [(one.document, one.article) for one in possible.penalties] == [
        ("NĐ 174/2026/NĐ-CP", "Điều 41(1)(e)")
    ]
    assert (possible.seen_on, possible.since) == (day, None)
    reinspect_defect(
        office, made.id, remedied=True, on_day=today(), words="đã thay", person=OFFICER, seen=again.version
    )
    assert possible_of(office, made.id, person=OFFICER).seen_on == day  # remedied: not found again


def test_what_no_decree_is_known_to_name_says_so(office: Registry) -> None:
    made = found(office, defect="sign_missing", severity="minor")
    possible = possible_of(office, made.id, person=OFFICER)
    assert (possible.penalties, possible.since) == ((), None)
