"""A measured position: gated, averaged, compared with the register, and decided by an officer."""

import math
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.geo.distances import geodesic_m
from registry.model.field.inspections import FieldPosition
from registry.services.field.position_arrivals import measure
from registry.services.field.position_corrections import accept_proposal, list_proposals, refuse_proposal
from registry.services.field.sends import take_items
from registry.services.office.batches import undo_batch
from registry.services.office.registry import Registry
from registry.services.register.import_sites import import_sites
from registry.services.register.verify import verify
from registry.store.register import site_views
from tests.services.field.world import HOA, LAN, OFFICER, VNPT, add_masts, item, new_id, place
from tests.services.requests.desk import LAT, LON, north


def fix(lon: float, lat: float, accuracy_m: float) -> FieldPosition:
    return FieldPosition(lon, lat, accuracy_m, usable=True)


def position(
    registry: Registry, visit: str, metres: float, accuracy_m: float = 5.0, who: object = LAN
) -> dict[str, object]:
    made = item("position", visit=visit, entry="position", position=place(*north(metres), accuracy_m))
    person = LAN if who is LAN else HOA
    assert take_items(registry, [made], person=person, device="d", by=person.name)[0].state == "verified"
    return made


def test_one_bad_fix_never_spoils_a_point() -> None:
    """opengisch/QField #1164, #4350: a bad fix is skipped, it does not fail the point."""
    good = [fix(*north(at), 5.0) for at in (1.0, -1.0, 0.5, -0.5)]
    found = measure([*good, fix(*north(900.0), 5.0), fix(0.0, 0.0, 3.0)], gate_m=20.0)
    assert found is not None
    assert (found.fixes, found.left_out) == (4, 2)
    assert float(geodesic_m(found.lon, found.lat, LON, LAT)) < 1.0


def test_a_fix_beyond_the_gate_does_not_count() -> None:
    """opengisch/QField #1804: which accuracy is used?"""
    assert measure([fix(LON, LAT, 25.0)], gate_m=20.0) is None
    found = measure([fix(LON, LAT, 25.0), fix(*north(3.0), 20.0)], gate_m=20.0)
    assert found is not None
    assert (found.accuracy_m, found.fixes, found.left_out) == (20.0, 1, 1)


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(0.5, 20)), min_size=1, max_size=12))
def test_an_average_lies_among_its_fixes_and_claims_no_more_than_the_best(
    fixes: list[tuple[float, float]],
) -> None:
    found = measure([fix(*north(metres), accuracy) for metres, accuracy in fixes], gate_m=20.0)
    assert found is not None
    along = (found.lat - LAT) * 111_000
    assert min(m for m, _ in fixes) - 0.01 <= along <= max(m for m, _ in fixes) + 0.01
    assert found.accuracy_m >= min(accuracy for _, accuracy in fixes) - 0.01
    assert found.fixes + found.left_out == len(fixes)


def test_a_difference_within_the_combined_accuracy_proposes_nothing(office: Registry) -> None:
    position(office, new_id(), math.hypot(10.0, 5.0) - 0.5)  # the register's 10 m and the phone's 5 m
    assert list_proposals(office, person=OFFICER) == []


def test_a_difference_beyond_it_proposes_a_correction_that_later_fixes_take_back(office: Registry) -> None:
    visit = new_id()
    position(office, visit, 40.0)
    proposed = list_proposals(office, person=OFFICER)
    assert len(proposed) == 1
    assert proposed[0].distance_m == pytest.approx(40.0, abs=0.5)
    assert proposed[0].limit_m == pytest.approx(math.hypot(10.0, 5.0), abs=0.01)
    for _ in range(4):
        position(office, visit, 1.0)  # the first one was the bad one
    assert list_proposals(office, person=OFFICER) == []
    assert verify(office).sound


def test_an_item_with_a_position_that_is_none_is_taken_all_the_same(office: Registry) -> None:
    for bad in (
        {"lon": "east"},
        {"lon": "200", "lat": "95", "accuracy_m": "1"},
        [],
        "here",
        {"lon": "0", "lat": "0"},
    ):
        made = item("position", visit=new_id(), entry="position", position=bad)
        assert take_items(office, [made], person=LAN, device="d", by="lan")[0].state == "verified"
    assert list_proposals(office, person=OFFICER) == []


def test_accepting_moves_the_site_and_can_be_taken_back(either_office: Registry) -> None:
    office = either_office
    position(office, new_id(), 60.0)
    position(office, new_id(), 61.0, who=HOA)
    first, second = list_proposals(office, person=OFFICER)
    for person in (LAN, VNPT):
        with pytest.raises(RefusalError, match="FIELD-NOT-ALLOWED"):
            accept_proposal(office, first.id, reason="đo lại", person=person, seen=first.version)
    done = accept_proposal(office, first.id, reason="đo lại hai lần", person=OFFICER, seen=first.version)
    assert (done.state, done.decided_by) == ("accepted", "minh")
    assert [one.state for one in list_proposals(office, person=OFFICER, state="") if one.id == second.id] == [
        "overtaken"
    ]
    with office.database.read() as connection:
        moved = site_views.site_by_code(connection, "BGG00045")
    assert moved is not None
    assert float(geodesic_m(moved["lon"], moved["lat"], *north(61.0))) < 1.5
    assert (moved["accuracy_m"], moved["position_reading"]) == (first.accuracy_m, "measured")
    with office.database.read() as connection:
        batch = connection.exec_driver_sql(
            "SELECT id FROM import_batches WHERE kind = 'position'"
        ).scalar_one()
    undo_batch(office, batch, who="minh")
    with office.database.read() as connection:
        back = site_views.site_by_code(connection, "BGG00045")
    assert back is not None
    assert (back["lon"], back["lat"]) == (LON, LAT)
    assert {one.state for one in list_proposals(office, person=OFFICER, state="")} == {"open"}


def test_refusing_leaves_the_site_and_keeps_the_reason(office: Registry) -> None:
    position(office, new_id(), 60.0)
    one = list_proposals(office, person=OFFICER)[0]
    with pytest.raises(RefusalError, match="REQUEST-REASON"):
        refuse_proposal(office, one.id, reason="", person=OFFICER, seen=one.version)
    done = refuse_proposal(office, one.id, reason="đo ở cổng", person=OFFICER, seen=one.version)
    assert (done.state, done.reason) == ("refused", "đo ở cổng")
    with pytest.raises(RefusalError, match="POSITION-DECIDED"):
        accept_proposal(office, one.id, reason="đo lại", person=OFFICER, seen=done.version)


def test_the_next_list_of_the_carrier_does_not_move_a_measured_mast_back(
    office: Registry, tmp_path: Path
) -> None:
    position(office, new_id(), 60.0)
    one = list_proposals(office, person=OFFICER)[0]
    accept_proposal(office, one.id, reason="đo lại", person=OFFICER, seen=one.version)
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(("Mã trạm", "Doanh nghiệp", "Kinh độ", "Vĩ độ", "Chiều cao cột (m)"))
    sheet.append(("BGG00045", "VNPT", LON, LAT, 45))
    book.save(tmp_path / "vnpt.xlsx")
    done = import_sites(office, tmp_path / "vnpt.xlsx", operator="VNPT", yes=True, who="lan")
    assert "SITE-POSITION-MEASURED" in {issue.code for issue in done.issues}
    with office.database.read() as connection:
        site = site_views.site_by_code(connection, "BGG00045")
    assert site is not None
    assert float(geodesic_m(site["lon"], site["lat"], *north(60.0))) < 1.0
    assert site["accuracy_m"] == one.accuracy_m
    assert site["structures"][0]["mast_height_m"] == 45  # the rest of the row counts


def test_where_no_border_says_otherwise_a_mast_stays_in_the_commune_that_is_stated(office: Registry) -> None:
    lon, lat = north(-200_000.0)  # far from all that the borders of the office hold
    add_masts(office, {"BGG00046": {"lon": lon, "lat": lat, "commune_code": "07000"}})
    own = {"visit": new_id(), "structure": "mast-BGG00046"}
    sent = [item("start", **own), item("position", **own, seq=2, position=place(lon, lat + 0.001))]
    take_items(office, sent, person=LAN, device="d1", by="lan")
    (one,) = list_proposals(office, person=OFFICER)
    accept_proposal(office, one.id, reason="đo lại", person=OFFICER, seen=one.version)
    with office.database.read() as connection:
        moved = site_views.site_by_code(connection, "BGG00046")
    assert moved is not None
    assert (moved["position_reading"], moved["commune_code"]) == ("measured", "07000")
