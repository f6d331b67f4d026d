"""Frames as proposals and as zones: read and judged as files are; a doubt is an issue of its row."""

import dataclasses
import datetime as dt
import re
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from shapely import LineString, MultiPoint, Point, Polygon, box

import registry
from registry.demo.samples import write_samples
from registry.errors import RefusalError
from registry.frames.explore import COLOURS
from registry.messages import Words, say
from registry.model.people import Person, Role
from registry.services.appraise.appraise_list import appraise_list, to_json
from registry.services.office.calendar import today
from registry.services.office.registry import Registry

VTL = Person("viettel", frozenset({Role.CARRIER}), "VTL")
DAY = dt.date(2026, 11, 24)


@pytest.fixture(scope="module")
def demo(demo_registry: Registry) -> Registry:
    return demo_registry


def proposals(**changed: Any) -> gpd.GeoDataFrame:
    values: dict[str, Any] = {
        "site_code": ["MOI-1", "MOI-2", "MOI-3"],
        "operator": ["VTL", "Viettel", "VNPT"],
        "mast_class": ["A2b", "A2b", "A1a"],
        "mast_height_m": [42.0, 36.0, 3.0],
        "kind": ["cột mới", "new", None],
    } | changed
    points = [Point(106.19461, 21.27341), Point(106.25123, 21.31234), Point(106.09876, 21.25432)]
    return gpd.GeoDataFrame(values, geometry=points, crs="EPSG:4326", index=["a", "b", "c"])


def codes(found: Any) -> list[tuple[Any, str]]:
    issues = found.to_frame("issues")
    return sorted((label, code) for label, code in zip(issues.index, issues["message_code"], strict=True))


def test_a_frame_is_judged_as_the_same_list_in_a_file(demo: Registry, tmp_path: Path) -> None:
    frame = proposals()
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Kinh độ", "Vĩ độ", *frame.columns.drop("geometry")])
    for row in frame.itertuples(index=False):
        book.active.append([row.geometry.x, row.geometry.y, *row[:-1]])
    book.save(tmp_path / "list.xlsx")
    from_file = to_json(appraise_list(demo, tmp_path / "list.xlsx", as_of=DAY))
    found = registry.appraise(frame, DAY, register=demo)
    from_frame = to_json(found.appraisal)
    for one in (*from_file["proposals"], *from_frame["proposals"]):
        del one["sheet"], one["row"]
        for finding in one["findings"]:
            if finding["rule"] == "SPC-03":  # names the other row of the list, which a header shifts by one
                del finding["message"], finding["related"]
    assert from_frame["proposals"] == from_file["proposals"]
    assert from_frame["summary"] == from_file["summary"]
    assert codes(found) == []


def test_what_a_rule_s_sentences_are_filled_with_is_a_column_each(demo: Registry) -> None:
    found = registry.appraise(proposals(), DAY, register=demo)
    for viewer in (found, dataclasses.replace(found, person=VTL)):
        said = viewer.parameters("SPC-01", lang="en")
        assert [*said.index] == ["a", "b", "c"]
        assert said.attrs["day"] == DAY.isoformat()
        findings = [next(item for item in row if item.rule == "SPC-01") for row in viewer.table]
        for line, finding in zip(said.to_dict("records"), findings, strict=True):
            stated = {name: value for name, value in line.items() if not pd.isna(value)}
            own = {
                name: say(value, "en") if isinstance(value, Words) else value
                for name, value in finding.params.items()
            }
            assert stated == {"message_code": finding.code} | own
    assert not {"related", "measured"} & {*dataclasses.replace(found, person=VTL).parameters("SPC-01")}
    with pytest.raises(RefusalError, match="FRAME-RULE"):
        found.parameters("SPC-99")


def test_the_frames_of_an_appraisal_say_what_its_json_says(demo: Registry) -> None:
    found = registry.appraise(proposals(), DAY, register=demo)
    said = to_json(found.appraisal)["proposals"]
    rows, findings = found.to_frame("rows"), found.to_frame("findings")
    assert [*rows.index] == ["a", "b", "c"]
    assert [*rows["verdict"]] == [one["verdict"] for one in said]
    assert rows.attrs["day"] == DAY.isoformat()
    assert rows.attrs["law"] == findings.attrs["law"] == found.appraisal.law.digest
    checks = [(label, finding) for label, one in zip("abc", said, strict=True) for finding in one["findings"]]
    assert len(findings) == len(checks) == 3 * len(said[0]["findings"])
    for line, (label, finding) in zip(findings.itertuples(), checks, strict=True):
        assert (line.Index, line.rule, line.outcome) == (label, finding["rule"], finding["outcome"])
        assert rows.loc[label, line.rule] == line.outcome
        for name in ("reservation", "article", "related", "message"):
            value = getattr(line, name)
            assert (None if pd.isna(value) else value) == (finding[name] or None), name
        assert line.message_code == finding["code"]
        for name in ("measured", "limit"):
            value = getattr(line, name)
            assert (None if pd.isna(value) else round(value, 2)) == finding[name]
        assert (line.geometry is None) == (finding["evidence"] is None)
        assert line.verified == finding["verified"]
    assert findings["measured"].dtype == "Float64"
    assert found.summary["rows"] == 3
    assert found.summary["law"] == rows.attrs["law"]


def test_every_system_that_a_frame_names_is_the_same_place(demo: Registry) -> None:
    plain = registry.appraise(proposals(), DAY, register=demo).to_frame("rows")
    for epsg in (9214, 9209, 3405, 32648, 3857):
        found = registry.appraise(proposals().to_crs(epsg), DAY, register=demo)
        rows = found.to_frame("rows")
        assert [*rows["verdict"]] == [*plain["verdict"]]
        assert set(rows["position_crs"]) == {f"EPSG:{epsg}"}
        apart = rows.geometry.to_crs(9214).distance(plain.geometry.to_crs(9214))
        assert apart.max() < (0.01 if epsg in (9214, 9209, 3405) else 250), epsg
        assert set(rows["position_confidence"]) == {"stated"}


def test_what_a_row_says_wrongly_is_an_issue_of_that_row(demo: Registry) -> None:
    frame = proposals(mast_height_m=[42.0, "cao", {"m": 3}], kind=["cột mới", {"new": 1}, None])
    frame["geometry"] = [Point(21.27341, 106.19461), None, LineString([(106, 21), (106.1, 21.1)])]
    found = registry.appraise(frame, DAY, register=demo)
    assert codes(found) == [
        ("a", "COORD-SWAPPED"),
        ("b", "CELL-NOT-A-CHOICE"), ("b", "CELL-NOT-NUMBER"), ("b", "FRAME-NO-POINT"), ("b", "FRAME-VALUE"),
        ("c", "CELL-NOT-NUMBER"), ("c", "FRAME-NOT-A-POINT"), ("c", "FRAME-VALUE"),
    ]  # fmt: skip
    rows = found.to_frame("rows")
    assert rows.loc["a", "position_confidence"] == "proposed"
    assert rows.loc["a", "verdict"] != "refuse"
    assert [*rows.loc[["b", "c"], "verdict"]] == ["cannot_assess", "cannot_assess"]
    assert rows.loc[["b", "c"]].geometry.isna().all()
    assert rows.loc["b", "kind"] == "unknown"
    assert rows["mast_height_m"].isna().sum() == 2


def test_a_frame_without_a_system_is_no_place_and_is_not_guessed(demo: Registry) -> None:
    found = registry.appraise(proposals().set_crs(None, allow_override=True), DAY, register=demo)
    assert codes(found) == [("a", "FRAME-NO-CRS"), ("b", "FRAME-NO-CRS"), ("c", "FRAME-NO-CRS")]
    assert found.summary["cannot_assess"] == 3
    assert found.to_frame("rows").geometry.isna().all()


def test_a_frame_whose_datum_nobody_knows_is_no_place_either(demo: Registry) -> None:
    nobody = "+proj=utm +zone=48 +ellps=WGS84 +units=m +no_defs"  # VN-2000 and WGS 84 have this ellipsoid
    found = registry.appraise(
        proposals().to_crs(3405).set_crs(nobody, allow_override=True), DAY, register=demo
    )
    assert codes(found) == [("a", "FRAME-NO-CRS"), ("b", "FRAME-NO-CRS"), ("c", "FRAME-NO-CRS")]


def test_a_point_outside_its_system_and_points_of_several_are_said(demo: Registry) -> None:
    frame = proposals().to_crs(9214)
    frame["geometry"] = [
        Point(1e12, 1e12),
        MultiPoint([frame.geometry.iloc[1]]),
        MultiPoint([(0, 0), (1, 1)]),
    ]
    found = registry.appraise(frame, DAY, register=demo)
    assert codes(found) == [("a", "FRAME-NOT-IN-CRS"), ("c", "FRAME-NOT-A-POINT")]
    assert [*found.to_frame("rows").geometry.notna()] == [False, True, False]


def test_columns_of_places_are_compared_with_the_geometry(demo: Registry) -> None:
    frame = proposals(lon=[106.19461, 106.35123, 106.09876], lat=[21.27341, 21.31234, 21.25432])
    assert codes(registry.appraise(frame, DAY, register=demo)) == [("b", "COORD-FORMS-DIFFER")]


def test_a_plain_frame_with_columns_of_degrees_is_a_list_too(demo: Registry) -> None:
    frame = pd.DataFrame(
        {"Mã trạm": ["X1"], "Nhà mạng": ["VTL"], "Kinh độ": [106.19461], "Vĩ độ": ["21,27341"]}
    )
    found = registry.appraise(frame, DAY, register=demo)
    assert found.summary["rows"] == 1
    assert found.to_frame("rows").geometry.notna().all()
    with pytest.raises(RefusalError, match="FILE-NO-HEADER"):
        registry.appraise(pd.DataFrame(), register=demo)
    with pytest.raises(RefusalError, match="OPERATOR-UNKNOWN"):
        registry.appraise(frame, operator="NOBODY", register=demo)


def test_a_carrier_learns_nothing_of_anothers_masts(demo: Registry) -> None:
    masts = registry.structures(register=demo)
    others = masts[(masts["operator"] != "VTL") & masts["shared_with"].isna()].head(40)
    near = gpd.GeoDataFrame(
        {"site_code": [f"G{n}" for n in range(len(others))], "operator": "VTL", "mast_height_m": 30.0},
        geometry=others.geometry.to_crs(9214).translate(20, 20).to_crs(4326).array,
    )
    full = registry.appraise(near, register=demo).to_frame("findings")
    found = registry.appraise(near, viewer=VTL, register=demo).to_frame("findings")
    own = set(masts["site_code"]) - set(registry.structures(viewer=VTL, register=demo)["site_code"].dropna())
    assert own & set(full["related"].dropna())
    assert not own & set(found["related"].dropna())
    text = found.to_csv()
    assert [code for code in own if code in text] == []
    spacing = found["rule"].isin(["SPC-01"])
    assert found[spacing & (found["related_operator"] != "VTL")]["measured"].isna().all()
    assert found.attrs["disclosure"] == "organisation:VTL"


def test_a_file_goes_the_same_way(demo: Registry, tmp_path: Path) -> None:
    write_samples(tmp_path, today())
    found = registry.appraise(tmp_path / "danh-sach-mau-sach.xlsx", register=demo)
    rows = found.to_frame("rows")
    assert found.summary["rows"] == len(rows) == 5
    assert [*rows.index] == [*range(5)]
    assert rows["row"].min() > 1
    assert set(found.to_frame("findings").index) == {*range(5)}
    page = found.explore(lang="vi").get_root().render()
    assert {int(one) for one in re.findall(r"Dòng (\d+)", page)} == set(rows["row"])


def test_the_map_has_our_signs_and_asks_nobody_for_tiles(demo: Registry) -> None:
    frame = proposals(site_code=["`${alert(1)}`", "<img src=x>", "{{ 1 }}\\"])
    page = registry.appraise(frame, DAY, register=demo).explore(lang="en").get_root().render()
    assert "tileLayer" not in page
    assert "<img src=x>" not in page
    assert "alert" in page
    assert "${" not in page
    assert "jquery" not in page.casefold()
    assert page.count("L.marker(") == 3
    assert "Do not agree" in page or "Not enough basis" in page
    style = Path("web/static/css/tokens.css").read_text(encoding="utf-8")
    named = dict(re.findall(r"--(agree|conditions|refuse|cannot): (#\w+);", style))
    assert sorted(named.values()) == sorted(COLOURS.values())


def test_a_frame_comes_in_as_zones_with_the_doubts_of_a_file(demo: Registry) -> None:
    area = box(106.18, 21.26, 106.19, 21.27)
    bow = Polygon([(106.2, 21.2), (106.21, 21.21), (106.21, 21.2), (106.2, 21.21)])
    frame = gpd.GeoDataFrame(
        {"name": ["Khu A", "Khu B", "Khu C", "Khu D"], "max_height_m": [45.0, None, None, None]},
        geometry=[area, None, Point(106.2, 21.2), bow],
        crs="EPSG:4326",
        index=["a", "b", "c", "d"],
    )
    told = {"layer": "heritage_2", "decision": "QĐ thử", "valid_from": DAY, "who": "test"}
    for one in (frame, frame.to_crs(9214)):
        found = registry.import_zones(demo, one, **told)
        assert found.counts["new"] == 1
        by_row = {issue.params.get("number"): issue.code for issue in found.issues if issue.row}
        assert by_row == {"b": "FEATURE-NO-SHAPE", "c": "FEATURE-NOT-AN-AREA", "d": "FEATURE-INVALID"}
    with pytest.raises(RefusalError, match="VECTOR-NO-CRS"):
        registry.import_zones(demo, frame.set_crs(None, allow_override=True), **told)
    stated = registry.import_zones(demo, frame.set_crs(None, allow_override=True), crs="EPSG:4326", **told)
    assert stated.counts["new"] == 1
    registry.import_zones(demo, frame.head(1), yes=True, **told)
    held = registry.zones("heritage_2", register=demo)
    mine = held[held["decision"] == "QĐ thử"]
    assert [*mine["name"]] == ["Khu A"]
    assert [*mine["max_height_m"]] == [45.0]
    assert mine.geometry.iloc[0].equals(area)
    again = registry.import_zones(demo, frame.head(1), yes=True, **told)
    assert again.counts["new"] == 0
    with pytest.raises(RefusalError, match="VECTOR-NO-SHAPES"):
        registry.import_zones(demo, pd.DataFrame({"name": ["x"]}), **told)
