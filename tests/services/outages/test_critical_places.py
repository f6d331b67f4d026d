"""Critical places by what carriers have reported: none left, part, not known."""

import pytest

from registry.model.outages.outages import OutageEvent
from registry.services.critical.editing import PlaceTyped, add_place
from registry.services.critical.served import PlaceService
from registry.services.office.registry import Registry
from registry.services.outages.board import board_of
from registry.services.outages.carrier_reports import send_report
from registry.services.outages.critical_places import PlacesNow, places_now, places_of_event
from registry.services.outages.situation_report import situation_report
from registry.services.outages.statements import Statement
from tests.documents.letters import lines_of
from tests.services.outages import world
from tests.services.requests import desk


def report(registry: Registry, event: OutageEvent, said: Statement, operator: str, ago: float = 1.5) -> None:
    send_report(registry, world.heading(event, operator, ago), [said])


def now_of(registry: Registry, event: str) -> PlacesNow:
    return places_of_event(registry, board_of(registry, event))


def test_without_places_nothing_is_said(office: Registry) -> None:
    registry = world.built(office)
    assert places_now(registry) is None
    event = world.opened(registry)
    found = now_of(registry, event.id)
    assert not found.known
    assert found.without == []


@pytest.fixture
def place(office: Registry) -> str:
    world.built(office)
    lon, lat = desk.north(2_520.0)
    typed = PlaceTyped("UBND", "committee", lon, lat, masts="BGG00100, BGG00105")
    return add_place(office, typed, who="trực")


def test_a_place_is_without_a_network_only_when_all_say_so(office: Registry, place: str) -> None:
    event = world.opened(office)
    assert now_of(office, event.id).services[place] is PlaceService.UNKNOWN
    report(office, event, Statement("1", code="BGG00100", state="down"), "VTL")
    assert now_of(office, event.id).services[place] is PlaceService.NO_ANSWER
    assert now_of(office, event.id).without == []
    report(office, event, Statement("1", code="BGG00105", state="down"), "VNPT")
    found = now_of(office, event.id)
    assert [one.name for one in found.without] == ["UBND"]
    assert places_now(office) is not None


def test_a_place_of_a_silent_carrier_alone_is_among_those_that_may_be_cut_off(office: Registry) -> None:
    """Never a bare zero that reads as good; where no mast is known to serve it, no report would tell."""
    world.built(office)
    lon, lat = desk.north(5_400.0)  # beyond the reach of every mast of Viettel
    add_place(office, PlaceTyped("Trạm y tế", "hospital", lon, lat), who="trực")
    add_place(office, PlaceTyped("Chùa", "other", *desk.north(-9_000.0, 9_000.0)), who="trực")
    event = world.opened(office)
    report(office, event, Statement("1", code="BGG00100", state="down"), "VTL")
    assert [one.name for one in now_of(office, event.id).perhaps] == ["Trạm y tế"]


def test_a_number_without_names_leaves_it_unknown_until_it_is_all(office: Registry, place: str) -> None:
    event = world.opened(office)
    report(office, event, Statement("1", code="BGG00105", state="down"), "VNPT")
    report(office, event, Statement("1", commune=world.COMMUNE, down=2), "VTL")
    assert now_of(office, event.id).services[place] is PlaceService.NO_ANSWER
    report(office, event, Statement("1", commune=world.COMMUNE, down=3), "VTL", 0.5)
    assert now_of(office, event.id).services[place] is PlaceService.NONE


def test_of_two_open_events_the_newest_word_about_a_station_counts(office: Registry, place: str) -> None:
    """What came back by the report of a later event is not dark by an earlier one's, nor the reverse."""
    early, late = world.opened(office, 30.0, name="Bão số 3"), world.opened(office, name="Mưa lũ sau bão")
    for code, operator in (("BGG00100", "VTL"), ("BGG00105", "VNPT")):
        report(office, early, Statement("1", code=code, state="down"), operator, 20.0)
    assert [one.name for one in _now(office).without] == ["UBND"]
    report(office, late, Statement("1", code="BGG00100", state="restored"), "VTL")
    assert _now(office).services[place] is PlaceService.PART
    report(office, late, Statement("1", commune=world.COMMUNE, down=3), "VTL", 1.0)
    assert _now(office).services[place] is PlaceService.NONE, "all of its stations there, by number"
    report(office, early, Statement("1", code="BGG00100", state="restored"), "VTL", 0.5)
    assert _now(office).services[place] is PlaceService.PART


def test_what_a_carrier_said_before_an_event_began_does_not_tell_what_that_did(
    office: Registry, place: str
) -> None:
    early = world.opened(office, 30.0, name="Bão số 3")
    for code, operator in (("BGG00100", "VTL"), ("BGG00105", "VNPT")):
        report(office, early, Statement("1", code=code, state="restored"), operator, 20.0)
    assert _now(office).services[place] is PlaceService.ON
    late = world.opened(office, name="Mưa lũ sau bão")
    assert _now(office).services[place] is PlaceService.UNKNOWN
    report(office, late, Statement("1", code="BGG00100", state="down"), "VTL")
    assert _now(office).services[place] is PlaceService.NO_ANSWER
    report(office, early, Statement("1", code="BGG00105", state="restored"), "VNPT", 0.5)
    assert _now(office).services[place] is PlaceService.PART, "said since, in whichever event"


def _now(registry: Registry) -> PlacesNow:
    found = places_now(registry)
    assert found is not None
    return found


def test_the_quick_report_names_the_places_cut_off_as_the_board_does(office: Registry, place: str) -> None:
    """What nobody knows is said so, never a bare zero; a place without any network is in the table."""
    assert place
    event = world.opened(office)
    heading = "3. Nơi trọng yếu không còn mạng nào: "
    assert f"{heading}chưa rõ" in _quick(office, event.id)
    report(office, event, Statement("1", code="BGG00100", state="down"), "VTL")
    assert f"{heading}0; chưa rõ: 1" in _quick(office, event.id)
    report(office, event, Statement("1", code="BGG00105", state="down"), "VNPT")
    said = _quick(office, event.id)
    assert f"{heading}1" in said
    (row,) = [line for line in said.split(" / ") if line.startswith("UBND | ")]
    assert {one.split(": ")[1] for one in row.split(" | ")[-1].split("; ")} == {"BGG00100", "BGG00105"}
    assert "không phải đo kiểm" in said


def test_the_quick_report_of_an_office_without_places_says_so(office: Registry) -> None:
    event = world.opened(world.built(office))
    report(office, event, Statement("1", code="BGG00100", state="down"), "VTL")
    assert "không còn mạng nào: chưa rõ, sổ chưa nhập nơi trọng yếu nào" in _quick(office, event.id)


def _quick(registry: Registry, event: str) -> str:
    return " / ".join(lines_of(situation_report(registry, board_of(registry, event))))
