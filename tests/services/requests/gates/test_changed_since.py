"""A recommendation that changed after the decision was made: the sheet says so, and what changed it."""

import json
from pathlib import Path

from registry.model.requests.desk import Request, RequestState, RowDecision
from registry.services.office.registry import Registry
from registry.services.requests.decisions import FOLLOWS, decide_row
from registry.services.requests.gates.filed import filed_sheet
from registry.services.requests.gates.sheet import Door, Kind, Point
from registry.services.requests.opened import load_request
from registry.services.zones.import_zones import import_zones
from registry.store import batches, ledger
from tests.services.requests import desk
from tests.store.rows import created, mast, site, station
from web.requests.conditions import offered_view


def differing(office: Registry, request: Request) -> list[Point]:
    points = filed_sheet(load_request(office, request.id), Door.SUBMIT).points
    return [one for one in points if one.kind is Kind.DIFFERS]


def build_beside(office: Registry, metres: float, **own: str) -> None:
    with office.database.write() as connection:
        rows = [
            *created("sites", site("BGG00100", *desk.north(metres))),
            *created("structures", mast("BGG00100", mast_class="A2b", mast_height_m=42.0, **own)),
            *created("stations", station("BGG00100", "VTL")),
        ]
        batch = batches.open_batch(connection, kind="sites", who="lan")
        ledger.record(connection, rows, who="lan", batch=batch.id)


def test_a_decision_that_followed_says_that_and_why_the_recommendation_changed(
    office: Registry, tmp_path: Path
) -> None:
    request = desk.to(office, desk.received(office, tmp_path), RequestState.APPRAISING)
    row = load_request(office, request.id).rows[0]
    followed = FOLLOWS[row.verdict]
    decide_row(office, request.id, 0, followed, who="lan", seen=0)
    assert differing(office, request) == []
    build_beside(office, 2040.0)  # a mast of the same network, 40 m from V1
    now = load_request(office, request.id).rows[0]
    assert now.verdict is not row.verdict
    [point] = differing(office, request)
    assert (point.matter.code, point.open) == ("MATTER-CHANGED-SINCE", True)
    assert "BGG00100" in point.matter.params["why"].vi


def test_a_decision_other_than_recommended_says_only_that(office: Registry, tmp_path: Path) -> None:
    request = desk.to(office, desk.received(office, tmp_path), RequestState.APPRAISING)
    refuse = RowDecision.REFUSE
    assert FOLLOWS[load_request(office, request.id).rows[0].verdict] is not refuse
    decide_row(office, request.id, 0, refuse, who="lan", seen=0, reason="Đất tranh chấp")
    assert [one.matter.code for one in differing(office, request)] == ["MATTER-DIFFERS"]


def test_a_mast_agreed_to_nearby_since_is_said_where_no_condition_is_about_it(
    office: Registry, tmp_path: Path
) -> None:
    """It changes no recommendation on conditions: two letters agreed to masts 41 m apart, and nobody knew."""
    request = desk.to(office, desk.received(office, tmp_path), RequestState.APPRAISING)
    decide_row(
        office, request.id, 0, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=0, reason="Đã xem",
        conditions=["Báo cáo hoàn công"],
    )  # fmt: skip

    def unbound() -> list[Point]:
        points = filed_sheet(load_request(office, request.id), Door.ISSUE).points
        return [one for one in points if one.matter.code == "MATTER-NEAR-UNBOUND"]

    assert unbound() == []
    build_beside(office, 2040.0, state="approved")
    [point] = unbound()
    assert (point.row, point.kind, point.open) == (0, Kind.CONDITIONS, False)
    assert "BGG00100" in point.matter.params["why"].vi


def shrine_at(office: Registry, folder: Path, metres: float) -> None:
    lon, lat = desk.north(metres)
    ring = [[lon + x, lat + y] for x, y in ((-5e-4, -5e-4), (5e-4, -5e-4), (5e-4, 5e-4), (-5e-4, -5e-4))]
    shape = {"type": "Polygon", "coordinates": [ring]}
    features = [{"type": "Feature", "properties": {"name": "Đình Thượng"}, "geometry": shape}]
    path = folder / "dinh.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    import_zones(
        office, path, layer="heritage_1", decision="QĐ 99", valid_from=desk.today(), yes=True, who="lan"
    )


def test_a_condition_that_a_zone_brought_after_the_decision_is_asked_about(
    office: Registry, tmp_path: Path
) -> None:
    """The recommendation stays "on conditions", so that the letter went out without the newer one."""
    request = desk.to(office, desk.received(office, tmp_path), RequestState.APPRAISING)
    decide_row(
        office, request.id, 0, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=0, reason="Đã xem",
        conditions=["Báo cáo hoàn công"],
    )  # fmt: skip

    def since(door: Door) -> list[Point]:
        points = filed_sheet(load_request(office, request.id), door).points
        return [one for one in points if one.matter.code == "MATTER-CONDITION-SINCE"]

    assert since(Door.SUBMIT) == []
    shrine_at(office, tmp_path, 2000.0)
    [point] = since(Door.SUBMIT)
    assert (point.row, point.kind, point.open) == (0, Kind.CONDITIONS, True)
    assert "Đình Thượng" in point.matter.params["conditions"].vi
    assert len(since(Door.ISSUE)) == 1
    assert since(Door.SEND) == []  # what the office thinks is none of the sender's
    offered = offered_view(load_request(office, request.id).rows[0])
    [new] = [one for one in offered if one["since"]]  # those that were struck stay as they were saved
    assert "Đình Thượng" in new["text"]
    decide_row(
        office, request.id, 0, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=1, reason="Đã xem",
        conditions=["Báo cáo hoàn công", new["text"]],
    )  # fmt: skip
    assert since(Door.SUBMIT) == []
