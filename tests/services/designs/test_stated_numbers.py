"""Numbers of days and others that the office states where no text gives them, and that a text lays down."""

import pytest

from registry.errors import RefusalError
from registry.services.designs import (
    numbers,
)
from registry.services.office.registry import Registry
from registry.services.office.time_limits import set_office_number
from tests.services.designs.dossiers import (
    APPRAISER,
    LEADER,
    VIEWER,
    seen,
    taken_in,
)


def test_no_days_are_counted_before_the_office_states_them(office: Registry) -> None:
    dossier = taken_in(office)
    assert seen(office, dossier).clock.left is None
    set_office_number(office, "LIM-DESIGN.days", 10, who="an")
    clock = seen(office, dossier).clock
    assert (clock.left, clock.source, clock.late) == (10, "office", False)


def test_the_office_states_numbers_that_no_text_gives_and_nobody_else_does(office: Registry) -> None:
    with pytest.raises(RefusalError, match="DESIGN-NOT-ALLOWED"):
        numbers.state_number(office, "DSG-07.spare_ways", 1, person=APPRAISER)
    with pytest.raises(RefusalError, match="REQUEST-VALUE"):
        numbers.state_number(office, "LIM-POSITION.days", 1, person=LEADER)
    numbers.state_number(office, "DSG-07.spare_ways", 2, person=LEADER)
    stated = {one.key: one.value for one in numbers.stated_numbers(office, person=VIEWER)}
    assert stated["DSG-07.spare_ways"] == 2
    assert stated["LIM-DESIGN.days"] is None
    assert next(iter(stated)) == "LIM-DESIGN.days"


def test_what_the_province_s_text_lays_down_is_not_the_office_s_to_state(office: Registry) -> None:
    """QĐ 72/2025 Điều 5(2): two carriers at least."""
    keys = {one.key for one in numbers.stated_numbers(office, person=VIEWER)}
    assert "DSG-08.carriers" not in keys
    assert {"DSG-01.radius_m", "DSG-06.plot_m", "LIM-DESIGN.days"} <= keys
