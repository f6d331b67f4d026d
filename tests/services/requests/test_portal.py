"""Where requests stand, as the one-stop portal is told: state, clock, what changed since."""

from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.requests.desk import RequestState
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.portal import changed_dossiers, dossier, portal_states
from registry.services.requests.queue import overview
from tests.services.requests import desk


def test_every_state_has_the_portals_word_and_work_inside_the_office_is_one() -> None:
    words = portal_states()
    assert set(words) == set(RequestState)
    inside = {RequestState.APPRAISING, RequestState.CONSULTING, RequestState.DRAFT, RequestState.SUBMITTED}
    assert {words[state].code for state in inside} == {"dang-xu-ly"}
    assert len({item.code for item in words.values()}) == len(words) - len(inside) + 1


def test_a_dossier_says_its_state_day_and_clock(office: Registry, tmp_path: Path) -> None:
    request = desk.received(office, tmp_path)
    found = dossier(office, request.number)
    assert (found.state.words.vi, found.clock.running) == ("Tiếp nhận", True)
    (queued,) = overview(office, today())
    assert found.clock == queued.clock  # the very clock of the office's own page
    desk.to(office, request, RequestState.SUPPLEMENT, reason="thiếu")
    found = dossier(office, request.id)
    assert (found.state.words.vi, found.clock.running) == ("Yêu cầu bổ sung", False)
    assert dossier(office, request.number, organisation="VTL").request.id == request.id
    for wanted, organisation in ((request.number, "VNPT"), ("9/2099/HS-VT", None)):
        with pytest.raises(RefusalError, match="REQUEST-UNKNOWN"):
            dossier(office, wanted, organisation=organisation)


def test_what_changed_since_an_entry_comes_in_portions_and_nothing_twice(
    office: Registry, tmp_path: Path
) -> None:
    made = [
        desk.received(office, tmp_path, [(f"V{place}", 2000.0 + 1000 * place, 0.0)]) for place in range(3)
    ]
    first = changed_dossiers(office, 0, most=2)
    assert [item.request.id for item in first.dossiers] == [item.id for item in made[:2]]
    assert first.more
    rest = changed_dossiers(office, first.until, most=2)
    assert ([item.request.id for item in rest.dossiers], rest.more) == ([made[2].id], False)
    nothing = changed_dossiers(office, rest.until)
    assert (nothing.dossiers, nothing.until, nothing.more) == ([], rest.until, False)
    desk.to(office, made[0], RequestState.SUPPLEMENT, reason="thiếu")
    again = changed_dossiers(office, rest.until)
    assert [item.state.code for item in again.dossiers] == ["yeu-cau-bo-sung"]
    assert again.dossiers[0].entry == again.until > rest.until
    others = changed_dossiers(office, 0, organisation="VNPT")
    assert (others.dossiers, others.until) == ([], again.until)  # asked on from there, nothing is missed
