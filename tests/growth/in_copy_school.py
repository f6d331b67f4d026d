"""Run in a copy with the layer ``school`` and its rule SCH-01: a list, a letter, the map, a nearer place."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import registry
from registry.checks.registered import CHECKS
from registry.intake.choices import choice_table
from registry.law import law_in_force
from registry.messages import Language
from registry.model.areas import Layer
from registry.model.findings import Finding, Outcome, Reservation
from registry.services.appraise.appraise_list import Appraisal, appraise_list, gap_json
from registry.services.appraise.returned_workbook import marks
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.requests.letters.reply_rows import reasons
from registry.services.zones.absence import effect_of
from registry.services.zones.import_zones import import_zones
from registry.settings import read_settings
from registry.siting.judging import judge, placed
from registry.siting.nearest import Search, nearest_place
from tests.pages import Pages
from tests.services.offices import square, write_geojson, write_list
from tests.web.people import running
from tests.world import proposal, world
from web.map.rule_signs import families

SCHOOL = Layer("school")
LON, LAT = 106.301234, 21.351234
LISTED = ("STT", "Mã vị trí", "Doanh nghiệp", "Địa chỉ", "Kinh độ", "Vĩ độ", "Loại cột", "Chiều cao cột (m)")
COLOUR = "#5a2ca0"


def by_rule(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.rule: finding for finding in findings}


@pytest.fixture(scope="module")
def school_office() -> Iterator[Registry]:
    made = open_registry(read_settings({"BTS_HOME": os.environ["BTS_OLDER_HOME"]}))
    yield made
    made.close()


@pytest.fixture(scope="module")
def list_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One proposed mast in the yard of the school, one far from it."""
    rows = [
        (at, f"DX-{at}", "Viettel", "Thôn A", LON + east, LAT, "A2b", 42)
        for at, east in ((1, 0.0), (2, 0.03))
    ]
    return write_list(tmp_path_factory.mktemp("school") / "de-nghi.xlsx", rows, LISTED)


@pytest.fixture(scope="module")
def gap(school_office: Registry, list_path: Path) -> Appraisal:
    """The list where nobody has told the office of schools."""
    assert str(Path(registry.__file__)).startswith(str(Path.cwd())), "the copy, not the house"
    return appraise_list(school_office, list_path)


@pytest.fixture(scope="module")
def judged(school_office: Registry, gap: Appraisal, list_path: Path) -> Appraisal:
    """The same list after the layer is imported."""
    assert gap.rows
    yard = square(LON - 0.001, LAT - 0.001, 0.002)
    path = write_geojson(list_path.with_name("truong.geojson"), [(yard, {"name": "Trường số 1"})])
    said: dict[str, Any] = {
        "decision": "QĐ 1/2026",
        "valid_from": today(),
        "covers": "territory",
        "who": "lan",
    }
    import_zones(school_office, path, layer=SCHOOL.value, yes=True, **said)
    return appraise_list(school_office, list_path)


def test_a_school_that_is_not_known_is_a_gap_in_words(gap: Appraisal) -> None:
    [found] = [item for item in gap.gaps if item.missing == "layer:school"]
    assert "lớp khuôn viên trường học" in gap_json(found, gap.context)["message"]
    assert "SCH-01" in gap_json(found, gap.context, "en")["message"]
    unknown = by_rule(gap.rows[0].findings)["SCH-01"]
    assert unknown.outcome is Outcome.UNKNOWN
    assert unknown.reservation is Reservation.OFFICE  # till somebody says otherwise
    assert unknown.lowers
    [check] = [check for check in CHECKS if check.code == "SCH-01"]
    assert effect_of(check) == "COVERAGE-LAYER"


def test_a_proposal_in_a_school_yard_fails_and_the_letter_says_why(judged: Appraisal) -> None:
    inside, away = (by_rule(row.findings)["SCH-01"] for row in judged.rows)
    assert (inside.outcome, away.outcome) == (Outcome.FAIL, Outcome.PASS)
    assert reasons([inside], "vi") == [
        "Nằm trong khuôn viên trường học “Trường số 1” (Điều 1 Quyết định số 1/2025/QĐ-TN)"
    ]
    assert "school grounds" in reasons([inside], "en")[0]


def test_the_cell_that_a_school_rule_looks_at_is_marked(judged: Appraisal) -> None:
    sheet = judged.sheets[0]
    row = judged.rows[0].proposal
    assert "SCH-01" in marks(judged).cells[row.sheet, row.row, sheet.letter_of("address")].comment


def test_the_map_draws_a_school_and_names_it(school_office: Registry, judged: Appraisal) -> None:
    assert judged.rows
    with running(school_office.settings) as app:
        pages = Pages(app)
        page = pages.get("/").get_data(as_text=True)
        assert "Khuôn viên trường học" in page
        assert COLOUR in page
        [feature] = pages.get("/map/zones/school.json").get_json()["features"]
        assert feature["properties"]["grade"] == "forbids"
        assert "Khuôn viên trường học" in pages.get("/coverage").get_data(as_text=True)
    assert choice_table("zone_layers").code("Trường học") == "school"


def test_the_family_of_the_rule_has_a_name_in_both_languages() -> None:
    named: dict[Language, str] = {"vi": "Khuôn viên trường học", "en": "School grounds"}
    for lang, name in named.items():
        assert {"code": "SCH", "name": name, "rules": ["SCH-01"]} in families(str, lang)


def test_no_nearer_place_is_proposed_in_a_school_yard() -> None:
    """The shortest way from a mast that is too near leads into the yard: the place found lies beyond it."""
    spec: dict[str, Any] = {
        "masts": [{"distance_m": 150.0, "bearing_deg": 180.0, "operators": ["VNPT"]}],
        "coverage": {"urban_area": "everywhere", "school": "everywhere"},
    }
    yard = {"layer": "school", "north_m": 260.0, "half_m": 200.0, "name": "Trường số 1"}
    asked = proposal(accuracy_m=10.0, mast_class="A2b", mast_height_m=30.0)
    without, with_it = world(spec), world(spec | {"zones": [yard]})
    law = law_in_force(without.province, without.as_of)
    _, plain = nearest_place(asked, [], without, law)
    search, moved = nearest_place(asked, [], with_it, law)
    assert search is Search.FOUND
    assert plain is not None
    assert moved is not None
    there = judge(placed(asked, plain.lon, plain.lat), [], with_it, law)
    assert by_rule(there)["SCH-01"].outcome is Outcome.FAIL
    assert by_rule(moved.findings)["SCH-01"].outcome is Outcome.PASS
    assert moved.distance_m > plain.distance_m
