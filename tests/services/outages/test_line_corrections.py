"""A corrected line never stands against another of its report without a word."""

import pytest

from registry.errors import RefusalError
from registry.model.outages.outages import LineState
from registry.services.office.registry import Registry
from registry.services.outages.carrier_reports import Correction, correct_line, send_report
from registry.services.outages.events import lines_of
from registry.services.outages.statements import Statement
from tests.services.outages.world import built, heading, opened


def test_a_line_is_not_corrected_to_a_station_of_which_the_report_has_another(
    either_office: Registry,
) -> None:
    registry = built(either_office)
    event = opened(registry)
    off = [Statement(str(n), code=f"BGG0010{n}", state="down") for n in range(2)]
    send_report(registry, heading(event), off)
    first, second = sorted(lines_of(registry, event.id), key=lambda line: line.code)
    back = Correction(state=LineState.RESTORED)
    made = correct_line(registry, event.id, first.id, back, reason="đã phát sóng", who="vtl")

    taken = Correction(code=first.code, state=LineState.DOWN)
    with pytest.raises(RefusalError) as refusal:  # else the station would be off the air again
        correct_line(registry, event.id, second.id, taken, reason="nhầm mã", who="vtl")
    assert refusal.value.code == "OUTAGE-LINE-TAKEN"

    own = Correction(code=second.code, state=LineState.DOWN)
    second = correct_line(registry, event.id, second.id, own, reason="ghi lại mã của nó", who="vtl")
    void = Correction(state=LineState.VOID)
    correct_line(registry, event.id, made.id, void, reason="báo nhầm", who="vtl")
    moved = correct_line(registry, event.id, second.id, taken, reason="nhầm mã", who="vtl")
    assert moved.site == first.site
