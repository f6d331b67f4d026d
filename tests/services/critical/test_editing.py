"""Critical places entered by hand and from a list: changed, closed, nothing lost, nothing twice."""

from dataclasses import replace
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.critical_places import CriticalPlace
from registry.services.critical.editing import (
    PlaceTyped,
    add_place,
    change_place,
    close_place,
    mast_text,
    open_again,
)
from registry.services.critical.import_places import import_places
from registry.services.critical.places import critical_places, get_place, history
from registry.services.critical.served import served
from registry.services.office.batches import undo_batch
from registry.services.office.registry import Registry
from tests.services.offices import write_list
from tests.services.outages.world import built
from tests.services.requests import desk

HEADER = ("STT", "Tên cơ quan", "Loại", "Vĩ độ", "Kinh độ", "Điện thoại", "Người liên hệ", "Mã trạm phục vụ")


@pytest.fixture
def world(office: Registry) -> Registry:
    return built(office)


def typed(name: str = "UBND xã", metres: float = 520.0) -> PlaceTyped:
    lon, lat = desk.north(metres)
    return PlaceTyped(name, "committee", lon, lat, telephone="0204 300 001", source="Công văn 12")


def refused(code: str) -> pytest.RaisesExc[RefusalError]:
    return pytest.raises(RefusalError, match=code)


def test_a_place_is_entered_changed_closed_and_opened_with_its_history(world: Registry) -> None:
    place = add_place(world, typed(), who="trực")
    found = get_place(world, place)
    assert (found.name, found.telephone, found.commune_code != "") == ("UBND xã", "0204 300 001", True)
    change_place(world, place, replace(typed(), masts="bgg00103"), seen=found.version, who="lan")
    changed = get_place(world, place)
    assert mast_text(world, changed) == "BGG00103"
    assert [mast.code for mast in served(world).masts_of(place)["VTL"]] == ["BGG00103"]
    with refused("CHANGED-MEANWHILE"):
        close_place(world, place, "chuyển trụ sở", seen=found.version, who="trực")
    with refused("CRITICAL-CLOSE-REASON"):
        close_place(world, place, " ", seen=changed.version, who="trực")
    close_place(world, place, "chuyển trụ sở", seen=changed.version, who="trực")
    assert critical_places(world) == ()
    open_again(world, place, seen=get_place(world, place).version, who="trực")
    assert [one.id for one in critical_places(world)] == [place]
    assert len(history(world, place)) == 4


def test_what_cannot_be_a_place_is_refused(world: Registry) -> None:
    add_place(world, typed(), who="trực")
    for wrong, code in (
        (replace(typed(), name=" "), "CRITICAL-NO-NAME"),
        (replace(typed("khác"), kind="castle"), "REQUEST-VALUE"),
        (replace(typed("khác"), lon=100.0), "CRITICAL-OUTSIDE"),
        (replace(typed("khác"), masts="BGG00103, X9"), "CRITICAL-MAST-UNKNOWN"),
        (typed("ubnd  XÃ"), "CRITICAL-THERE"),
    ):
        with refused(code):
            add_place(world, wrong, who="trực")
    assert len(critical_places(world)) == 1


def listed(path: Path, name: str = "UBND xã Một") -> Path:
    lon, lat = desk.north(520.0)
    return write_list(
        path,
        [
            (1, name, "UBND xã", lat, lon, "0204300001", "Ông A", ""),
            (2, "Bệnh viện Hai", "BV", "hỏi lại", "", "", "Bà B", "BGG00103; X9"),
            (3, "Kho lương thực", "kho", lat, lon, "", "", ""),
            (4, name, "UBND xã", lat, lon, "", "", ""),
        ],
        HEADER,
    )


def by_name(registry: Registry) -> dict[str, CriticalPlace]:
    return {place.name: place for place in critical_places(registry)}


def test_a_list_is_looked_at_then_brought_in_with_its_dirty_rows_marked(
    world: Registry, tmp_path: Path
) -> None:
    path = listed(tmp_path / "noi.xlsx")
    looked = import_places(world, path, who="lan")
    assert looked.counts | {"batch": looked.batch} == {
        "new": 3, "changed": 0, "unchanged": 0, "vanished": 0, "not_imported": 1, "batch": None,
    }  # fmt: skip
    assert critical_places(world) == ()
    told = {(issue.code, issue.row) for issue in looked.issues}
    assert told >= {
        ("CRITICAL-NO-POSITION", 3), ("CRITICAL-MAST-UNKNOWN", 3),
        ("CRITICAL-NO-KIND", 4), ("CRITICAL-TWICE", 5),
    }  # fmt: skip
    done = import_places(world, path, yes=True, who="lan")
    found = by_name(world)
    assert found["UBND xã Một"].unread == {}
    assert found["UBND xã Một"].telephone == "0204300001"
    assert not found["Bệnh viện Hai"].placed
    assert found["Bệnh viện Hai"].unread["critical_masts"] == "X9"
    assert found["Kho lương thực"].unread["critical_kind"] == "kho"
    again = import_places(world, path, yes=True, who="lan")
    assert (again.counts["unchanged"], again.counts["changed"], again.batch) == (3, 0, None)
    assert done.batch is not None
    undo_batch(world, done.batch, who="lan", reason="nhầm tệp")
    assert critical_places(world) == ()


def test_a_newer_list_leaves_what_it_is_silent_about(world: Registry, tmp_path: Path) -> None:
    place = add_place(world, replace(typed(), speaker="Ông A", masts="BGG00103"), who="trực")
    lon, lat = desk.north(530.0)
    path = write_list(tmp_path / "moi.xlsx", [(1, "UBND xã", "UBND", lat, lon, "0204 999", "", "")], HEADER)
    outcome = import_places(world, path, yes=True, who="lan")
    assert (outcome.counts["changed"], outcome.counts["new"]) == (1, 0)
    found = get_place(world, place)
    assert (found.telephone, found.speaker, mast_text(world, found)) == ("0204 999", "Ông A", "BGG00103")
