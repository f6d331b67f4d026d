"""What happened in a storm, by carriers' reports: of whom nothing was understood nothing is known."""

from registry.model.outages.outages import ReportKind
from registry.services.office.registry import Registry
from registry.services.outages.board import board_of
from registry.services.outages.carrier_reports import send_report
from registry.services.outages.statements import Statement
from registry.services.storm.outcomes import outcomes_of
from tests.services.outages.world import built, heading, opened

STORM = "a storm"


def test_a_carrier_is_heard_as_on_the_board_of_its_event(office: Registry) -> None:
    registry = built(office)
    event = opened(registry, storm=STORM)
    send_report(registry, heading(event, "VNPT"), [Statement("1", code="BGG99999", state="down")])
    assert outcomes_of(registry, STORM) is None, "a report of which no row is understood says nothing"
    send_report(registry, heading(event, "VTL"), [Statement("1", code="BGG00100", state="down")])
    found = outcomes_of(registry, STORM)
    assert found is not None
    assert found.heard == {row.operator for row in board_of(registry, event.id).carriers if row.heard}
    assert found.heard == {"VTL"}
    assert len(found.dark) == 1


def test_a_station_first_heard_of_when_it_was_back_went_dark_as_the_board_counts_it(office: Registry) -> None:
    registry = built(office)
    event = opened(registry, storm=STORM)
    said = [
        Statement("1", code="BGG00100", state="down"),
        Statement("2", code="BGG00101", state="restored"),
        Statement("3", code="BGG00102", state="power"),
    ]
    send_report(registry, heading(event, "VTL"), said)
    found = outcomes_of(registry, STORM)
    assert found is not None
    assert len(found.dark) == board_of(registry, event.id).affected == 2


def test_how_stations_have_their_power_says_nothing_of_the_others(office: Registry) -> None:
    registry = built(office)
    event = opened(registry, storm=STORM)
    said = [Statement("1", code="BGG00100", state="power")]
    send_report(registry, heading(event), said, kind=ReportKind.POWER)
    assert outcomes_of(registry, STORM) is None
