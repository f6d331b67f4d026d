"""Areas without grid power and the stations in them, on both databases: who is at risk until when."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from registry.errors import RefusalError
from registry.geo.area_texts import area_text
from registry.model.chosen_areas import AreaPart, ChosenArea, PartKind
from registry.model.outages.power_areas import PowerArea, PowerSource
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.services.outages.board import board_of
from registry.services.outages.carrier_reports import draft_content, draft_report, send_draft, send_report
from registry.services.outages.power import AtRisk, areas_without_power, stations_at_risk
from registry.services.outages.power_areas import add_area, area_history, change_area
from registry.services.outages.statements import Statement
from registry.services.outages.stations import station_book
from registry.services.register.verify import verify
from registry.store import batches, ledger
from registry.storm.outage_power import Countdown
from tests.services.outages.world import COMMUNE, built, heading, opened, workbook
from tests.store.rows import created, mast, station


def drawn(registry: Registry, *codes: str, margin: float = 0.001) -> str:
    """Return the text of a box around station sites of Viettel."""
    places = [found for code in codes if (found := station_book(registry).find("VTL", code))]
    west, east = min(p.lon for p in places) - margin, max(p.lon for p in places) + margin
    south, north = min(p.lat for p in places) - margin, max(p.lat for p in places) + margin
    ring = ((west, south), (east, south), (east, north), (west, north))
    return area_text(ChosenArea((AreaPart(PartKind.POLYGON, ring),)))


def cut(registry: Registry, *codes: str, hours_ago: float = 3, **own: Any) -> PowerArea:
    values: dict[str, Any] = {
        "id": "", "name": "Lộ 471", "area": drawn(registry, *codes), "source": PowerSource.NOTICE,
        "source_note": "TB 12/ĐL", "since": now() - dt.timedelta(hours=hours_ago),
    }  # fmt: skip
    return add_area(registry, PowerArea(**{**values, **own}), who="trực")


def standing(found: tuple[AtRisk, ...]) -> dict[str, Countdown]:
    return {one.station.code: one.standing for one in found}


def test_an_area_makes_its_stations_at_risk_until_it_ends_or_the_carrier_says_otherwise(
    either_office: Registry,
) -> None:
    registry = built(either_office)
    event = opened(registry)
    assert stations_at_risk(registry, now()) == ()
    area = cut(registry, "BGG00100", "BGG00102")
    found = stations_at_risk(registry, now())
    assert standing(found) == dict.fromkeys(("BGG00100", "BGG00101", "BGG00102"), Countdown.NO_HOURS)
    assert found[0].why() == "không rõ ắc quy chạy được mấy giờ"
    assert areas_without_power(registry, now()) == (area,)
    assert areas_without_power(registry, area.since - dt.timedelta(minutes=1)) == ()

    lost = f"{(now() - dt.timedelta(hours=2)).astimezone(VIETNAM):%H:%M %d/%m/%Y}"
    send_report(registry, heading(event, hours_ago=1), [
        Statement("1", code="BGG00100", state="restored"),  # later than the area: goes first
        Statement("2", code="BGG00101", power_lost=lost, battery_hours=6.5),
        Statement("3", code="BGG00102", state="power", generator=True),
        Statement("4", code="BGG00103", power_lost=lost, battery_left=0.5),  # outside every area
    ])  # fmt: skip
    found = stations_at_risk(registry, now())
    assert [(one.station.code, one.standing) for one in found] == [
        ("BGG00103", Countdown.OVER), ("BGG00101", Countdown.RUNNING), ("BGG00102", Countdown.GENERATOR),
    ]  # fmt: skip
    running = found[1]
    assert running.dark_at is not None
    assert abs(running.dark_at - (now() + dt.timedelta(hours=4.5))) < dt.timedelta(minutes=1)
    clock = f"{running.dark_at.astimezone(VIETNAM):%H:%M}"
    assert f"tắt lúc {clock}" in running.why()
    assert "nếu chưa có máy phát" in running.why()
    assert (running.hours_by, found[0].hours_by, running.by_report) == ("report", "report", True)
    board = board_of(registry, event.id)
    assert (board.down, board.affected, board.generators.value) == (0, 1, 1)

    send_report(registry, heading(event, hours_ago=0.5), [Statement("1", code="BGG00101", state="down")])
    assert "BGG00101" not in standing(stations_at_risk(registry, now()))  # it is dark now
    ended = change_area(registry, area.id, {"ended_at": now()}, seen=area.version, reason="", who="trực")
    assert areas_without_power(registry, now() + dt.timedelta(seconds=1)) == ()
    later = stations_at_risk(registry, now() + dt.timedelta(seconds=1))
    assert standing(later) == {
        "BGG00103": Countdown.OVER,
        "BGG00102": Countdown.GENERATOR,
    }  # by their own word
    assert later[1].back_at == ended.ended_at
    assert len(area_history(registry, area.id)) == 2
    verify(registry)


def test_a_carrier_that_says_it_is_on_the_air_after_its_battery_has_reported(
    either_office: Registry,
) -> None:
    registry = built(either_office)
    event = opened(registry)
    lost = f"{(now() - dt.timedelta(hours=4)).astimezone(VIETNAM):%H:%M %d/%m/%Y}"
    send_report(registry, heading(event, hours_ago=0.2), [
        Statement("1", code="BGG00100", state="power", power_lost=lost, battery_hours=3.0),
    ])  # fmt: skip
    (one,) = stations_at_risk(registry, now())
    assert (one.standing, one.dark_at, one.hours) == (Countdown.NO_HOURS, None, 3.0)
    assert "báo còn liên lạc lúc" in one.why()
    assert "dù ắc quy 3,0 giờ đã hết lúc" in one.why()
    assert "chưa báo" not in one.why()


def test_an_area_needs_a_place_and_a_source_and_a_reason_to_be_changed(either_office: Registry) -> None:
    registry = built(either_office)
    for wrong, code in (
        ({"name": " "}, "POWER-AREA-NAME"), ({"area": "", "feeder": " ; "}, "POWER-AREA-PLACE"),
        ({"source_note": ""}, "POWER-AREA-SOURCE"), ({"area": "u.nowhere"}, "AREA-UNIT-UNKNOWN"),
        ({"since": now() + dt.timedelta(hours=1)}, "OUTAGE-MOMENT"),
        ({"ended_at": now() - dt.timedelta(hours=9)}, "OUTAGE-ORDER"),
    ):  # fmt: skip
        with pytest.raises(RefusalError) as refused:
            cut(registry, "BGG00100", **wrong)
        assert refused.value.code == code
    area = cut(registry, "BGG00100")
    with pytest.raises(RefusalError) as refused:
        change_area(registry, area.id, {"withdrawn": True}, seen=area.version, reason=" ", who="trực")
    assert refused.value.code == "OUTAGE-REASON"
    change_area(registry, area.id, {"withdrawn": True}, seen=area.version, reason="nhầm lộ", who="trực")
    assert stations_at_risk(registry, now()) == ()


def test_a_workbook_states_batteries_and_generators(either_office: Registry, tmp_path: Path) -> None:
    registry = built(either_office)
    event = opened(registry)
    header = ("Mã trạm", "Tình trạng", "Mất điện lưới lúc", "Ắc quy chạy được (giờ)", "Ắc quy còn (giờ)",
              "Đang chạy máy nổ")  # fmt: skip
    since = now() - dt.timedelta(hours=2)
    path = workbook(tmp_path / "nguồn.xlsx", [
        ("BGG00100", "chạy ắc quy", f"{since:%H:%M %d/%m/%Y}", 5, "", ""),
        ("BGG00101", "", "", "", "2,5", ""),
        ("BGG00102", "", "", 900, "", "có"),
        ("BGG00103", "mất điện lưới, chạy máy nổ", "", "", "", ""),  # the words of its state tell it too
    ], header=header)  # fmt: skip
    draft = draft_report(registry, heading(event), path, name="nguồn.xlsx")
    content = draft_content(registry, draft)
    assert {issue.code for issue in content.issues} >= {"OUTAGE-BATTERY", "OUTAGE-STATE-INFERRED"}
    assert content.waiting == []
    send_draft(registry, draft.id, seen=draft.version, who="vtl")
    assert standing(stations_at_risk(registry, now())) == {  # the figures are of an hour and a half ago
        "BGG00100": Countdown.RUNNING, "BGG00101": Countdown.RUNNING, "BGG00102": Countdown.GENERATOR,
        "BGG00103": Countdown.GENERATOR,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("note", "waits"),
    [
        ("chạy máy nổ, còn dịch vụ", True),
        ("vẫn hoạt động", True),
        ("không còn dịch vụ", False),
        ("còn 2 giờ ắc quy", False),
    ],
)
def test_a_row_whose_note_says_that_it_is_on_the_air_is_asked_about(
    office: Registry, tmp_path: Path, note: str, *, waits: bool
) -> None:
    registry = built(office)
    event = opened(registry)
    header = ("Mã trạm", "Thời điểm mất LL", "Nguyên nhân", "Đang chạy MPĐ", "Ghi chú")
    since = f"{now() - dt.timedelta(hours=2):%H:%M %d/%m/%Y}"
    path = workbook(tmp_path / "mpđ.xlsx", [("BGG00100", since, "mất điện", "có", note)], header=header)
    content = draft_content(registry, draft_report(registry, heading(event), path, name="mpđ.xlsx"))
    assert [one.problem.code for one in content.waiting] == ["OUTAGE-ROW-NO-STATE"] * waits
    assert [(line.state.value, line.generator) for line in content.lines] == [("down", True)] * (not waits)


def test_the_register_says_how_long_a_battery_lasts_and_on_which_feeder_a_mast_hangs(
    office: Registry,
) -> None:
    registry = built(office, battery_hours=4.0, power_feeder="371 E7.1")
    event = opened(registry)
    cut(registry, "BGG00100", area="", feeder="371 E7.1; 472", hours_ago=1)
    found = stations_at_risk(registry, now(), operator="VTL")
    assert standing(found) == dict.fromkeys((f"BGG0010{n}" for n in range(4)), Countdown.RUNNING)
    assert {(one.hours, one.hours_by) for one in found} == {(4.0, "register")}
    send_report(registry, heading(event, hours_ago=0.2), [
        Statement("1", code="BGG00101", battery_hours=9.0),  # the carrier's word goes first
    ])  # fmt: skip
    assert [one.station.code for one in stations_at_risk(registry, now(), operator="VTL")][-1] == "BGG00101"
    assert standing(stations_at_risk(registry, now() + dt.timedelta(hours=4), operator="VTL")) == {
        "BGG00100": Countdown.OVER, "BGG00101": Countdown.RUNNING, "BGG00102": Countdown.OVER,
        "BGG00103": Countdown.OVER,
    }  # fmt: skip


def test_the_battery_of_a_mast_that_was_taken_down_carries_nobody(office: Registry) -> None:
    registry = built(office, battery_hours=8.0)
    with registry.database.write() as connection:
        gone = {"id": "mast-old", "state": "dismantled", "battery_hours": 1.0}
        rows = [
            *created("structures", {**mast("BGG00100", mast_class="A2b"), **gone, "generator": True}),
            *created("stations", {**station("BGG00100", "VTL"), "id": "old", "structure_id": "mast-old"}),
        ]
        batch = batches.open_batch(connection, kind="sites", who="lan")
        ledger.record(connection, rows, who="lan", batch=batch.id)
    opened(registry)
    cut(registry, "BGG00100")
    assert {one.hours for one in stations_at_risk(registry, now(), operator="VTL")} == {8.0}
    assert standing(stations_at_risk(registry, now()))["BGG00100"] is Countdown.RUNNING


def test_a_generator_of_the_register_is_said_and_not_taken_to_run(office: Registry) -> None:
    registry = built(office, generator=True)
    opened(registry)
    cut(registry, "BGG00100")
    (found,) = stations_at_risk(registry, now())
    assert (found.standing, found.own_generator, found.dark_at) == (Countdown.GENERATOR, True, None)
    assert "chưa báo là đang chạy" in found.why()


def test_where_a_count_says_that_all_are_lost_none_is_told_as_running(either_office: Registry) -> None:
    registry = built(either_office, battery_hours=9.0)
    event = opened(registry)
    cut(registry, "BGG00100", "BGG00102", hours_ago=2)
    three = ("BGG00100", "BGG00101", "BGG00102")
    assert standing(stations_at_risk(registry, now())) == dict.fromkeys(three, Countdown.RUNNING)

    send_report(registry, heading(event, hours_ago=1), [Statement("1", commune=COMMUNE, down=3)])
    assert stations_at_risk(registry, now()) == ()

    send_report(registry, heading(event, hours_ago=0.8), [  # one of them is back, by its code
        Statement("1", code="BGG00101", state="power", battery_hours=9.0),
    ])  # fmt: skip
    assert standing(stations_at_risk(registry, now())) == {"BGG00101": Countdown.RUNNING}
    verify(registry)


def test_where_a_count_leaves_open_which_are_lost_none_is_told_as_running(office: Registry) -> None:
    registry = built(office, battery_hours=9.0)
    event = opened(registry)
    cut(registry, "BGG00100", "BGG00102", hours_ago=2)
    send_report(registry, heading(event, hours_ago=1), [
        Statement("1", commune=COMMUNE, down=2), Statement("2", code="BGG00100", state="down"),
    ])  # fmt: skip
    found = stations_at_risk(registry, now())
    assert standing(found) == dict.fromkeys(("BGG00101", "BGG00102"), Countdown.COUNTED)
    assert "2/3 vị trí trạm ở xã này mất liên lạc, không nêu mã: chưa rõ có trạm này không" in found[0].why()
    assert "nếu còn chạy: tắt lúc" in found[0].why()

    send_report(registry, heading(event, hours_ago=0.5), [Statement("1", code="BGG00101", state="down")])
    later = standing(stations_at_risk(registry, now()))
    assert later == {"BGG00102": Countdown.RUNNING}  # both that the count means are named by now
