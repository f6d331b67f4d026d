"""An illustrative area with faults seeded: each is found, and nothing is invented where there is none."""

import datetime as dt
import time
from functools import cache
from itertools import pairwise
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
import shapely

from registry.demo.design_drawing import OUTSIDE, PLANE, DesignFault, corner, design_drawing
from registry.geo.lines import degrees_of
from registry.intake.drawings import child, read
from registry.messages import render
from registry.model.cables import CableSegment, Mount
from registry.model.designs.contents import DesignContent, Duct, Plot, PlotKind, Street
from registry.model.designs.design_findings import DesignFinding
from registry.model.designs.design_papers import PaperState, design_papers
from registry.model.designs.dossiers import AreaKind, DesignStage
from registry.model.findings import Outcome
from tests.checks.designs.asking import ask, drawn, one
from tests.world import ORIGIN

WRONG = {Outcome.FAIL, Outcome.REVIEW, Outcome.CONSENT, Outcome.UNKNOWN}
COVERED = [
    "planning", "urban_area", "power_line", "dyke", "heritage_1", "heritage_2", "military", "forest", "road",
    "railway", "air_defence", "aerodrome_vicinity", "navigation_aid",
]  # fmt: skip
AROUND = {
    "coverage": dict.fromkeys(COVERED, "everywhere"),
    "zones": [{"layer": "urban_area", "half_m": 2000.0}],
}
FOUND = {
    DesignFault.STATION_MISSING: {"DSG-01"},
    DesignFault.STATIONS_NEAR: {"DSG-02"},
    DesignFault.ONE_ROUTE: {"DSG-03"},
    DesignFault.NOT_JOINED: {"DSG-04"},
    DesignFault.STREET_BARE: {"DSG-05", "DSG-06"},
    DesignFault.PLOT_UNREACHED: {"DSG-06"},
    DesignFault.NO_SPARE: {"DSG-07"},
    DesignFault.ONE_CARRIER: {"DSG-08"},
    DesignFault.SHALLOW: {"DSG-10"},
    DesignFault.AERIAL: {"DSG-09"},
    DesignFault.NO_CABINETS: {"DSG-12"},
    DesignFault.NO_WIRING: {"DSG-13"},
    DesignFault.BARE_MAST: {"DSG-17"},
    DesignFault.BESIDE_HOMES: {"DSG-02", "DSG-16", "DSG-17"},  # on the street, 166 m from another
}
FAILS = {"DSG-03", "DSG-08", "DSG-09", "DSG-12", "DSG-13"}
"""What is laid down by a text that was read, and measured beyond the drawing's error."""


def here(_task: str, request: dict[str, Any], *, name: str, wall_s: float) -> Any:
    """Read in this process what is read in a child: it is our own drawing."""
    return child.read(request | {"name": name})


@cache
def area(*faults: DesignFault) -> DesignContent:
    with patch("registry.intake.drawings.reading.run_child", here):
        content = read(design_drawing(*ORIGIN, faults=faults), "khu.dxf", PLANE).content
    assert content is not None
    return content


def plant() -> list[CableSegment]:
    x, y = corner(*ORIGIN)
    found = []
    for name, (east, north) in OUTSIDE.items():
        line = shapely.LineString([(x + east, y + north - 40), (x + east, y + north + 40)])
        found.append(
            CableSegment(
                id=name, route=name, code=f"NGOAI/{name}", owner="VNPT", mount=Mount.DUCT,
                geometry=degrees_of(line, PLANE), accuracy_m=1.0,
            )
        )  # fmt: skip
    return found


def judged(*faults: DesignFault, **changed: Any) -> tuple[DesignFinding, ...]:
    fields: dict[str, Any] = {
        "around": AROUND, "segments": plant(), "kinds": frozenset({AreaKind.URBAN}),
        "stage": DesignStage.CONSTRUCTION, "fibres_per_home": 1.0, "underground": True,
        "papers": dict.fromkeys(design_papers(), PaperState.IN),
    } | changed  # fmt: skip
    return ask(area(*faults), **fields)


def told(found: tuple[DesignFinding, ...]) -> str:
    return "\n".join(
        f"{item.rule} {item.outcome}: {render(item.finding.code, item.finding.params)} {item.finding.notes}"
        for item in found
        if item.outcome in WRONG
    )


def wrong(found: tuple[DesignFinding, ...]) -> set[str]:
    return {item.rule for item in found if item.outcome in WRONG}


def test_an_area_without_faults_has_nothing_against_it() -> None:
    found = judged()
    assert wrong(found) == set(), told(found)
    assert {item.rule for item in found} == {f"DSG-{number:02d}" for number in range(1, 20)}


@pytest.mark.parametrize("fault", DesignFault)
def test_each_fault_is_found_and_no_other_is_invented(fault: DesignFault) -> None:
    found = judged(fault)
    assert wrong(found) == FOUND[fault], told(found)
    failed = {item.rule for item in found if item.outcome is Outcome.FAIL}
    assert FOUND[fault] & FAILS <= failed, told(found)
    for item in found:
        if item.outcome is Outcome.FAIL:
            assert item.finding.verified, item.finding
        if item.outcome in WRONG:
            assert item.place is not None
            assert all(render(item.finding.code, item.finding.params, lang) for lang in ("vi", "en"))


def test_all_faults_together_are_found() -> None:
    # a mast that stands in the park for the missing one would hide that it is missing
    together = tuple(fault for fault in DesignFault if fault is not DesignFault.STATION_MISSING)
    expected = set().union(*(FOUND[fault] for fault in together))
    found = judged(*together)
    assert wrong(found) == expected, told(found)


def test_what_the_office_has_not_stated_is_unknown_and_says_so() -> None:
    found = judged(DesignFault.STREET_BARE, DesignFault.STATION_MISSING, numbers={})
    for rule in ("DSG-01", "DSG-04", "DSG-05", "DSG-06", "DSG-07", "DSG-10", "DSG-16"):
        item = one(found, rule)
        assert item.outcome is Outcome.UNKNOWN
        assert (item.finding.missing or "").startswith(f"number:{rule}.")
    assert one(judged(DesignFault.ONE_CARRIER, numbers={}), "DSG-08").outcome is Outcome.FAIL


def test_in_another_province_nothing_rests_on_this_one_s_regulation() -> None:
    found = judged(*DesignFault, province="20")
    for item in found:
        assert "QĐ 72" not in item.finding.source, item.finding
    assert one(found, "DSG-08").outcome is Outcome.UNKNOWN
    assert one(found, "DSG-12").outcome is Outcome.REVIEW


def test_a_project_approved_before_the_regulation_is_not_held_to_it() -> None:
    early = judged(DesignFault.ONE_ROUTE, DesignFault.NO_WIRING, approved_on=dt.date(2024, 6, 30))
    assert one(early, "DSG-03").outcome is Outcome.NA
    assert one(early, "DSG-13").outcome is Outcome.NA
    unsaid = judged(DesignFault.ONE_ROUTE, approved_on=None)
    item = one(unsaid, "DSG-03")
    assert item.outcome is Outcome.REVIEW
    assert [code for code, _ in item.finding.notes] == ["DSG-NO-APPROVAL-DAY"]


def test_where_the_register_knows_no_plant_outside_nothing_is_known_of_links() -> None:
    item = one(judged(DesignFault.NOT_JOINED, segments=[]), "DSG-04")
    assert item.outcome is Outcome.UNKNOWN


def test_what_is_measured_is_told_with_its_limit() -> None:
    found = judged(DesignFault.NOT_JOINED)
    assert one(found, "DSG-04").finding.measured == pytest.approx(20.0, abs=0.1)
    found = judged(DesignFault.AERIAL)
    cable = next(item for item in found if item.finding.code == "DSG-AERIAL")
    assert cable.finding.measured == pytest.approx(120.0, abs=0.1)
    found = judged(DesignFault.STREET_BARE)
    # two rows of 17 plots along the bare half of N2; the first of each has the duct of street D2 beside it
    assert one(found, "DSG-06").count == 32
    assert one(found, "DSG-05").objects == ("Đường N2",)
    found = judged(DesignFault.PLOT_UNREACHED)
    assert one(found, "DSG-06").objects == ("MN1",)


def test_five_thousand_plots_and_their_ducts_are_judged_in_seconds() -> None:
    """120 blocks of 42 plots, ducts in pieces of two metres along every street: 19,000 of them."""
    content = wide_area(10, 12, 21)
    assert len(content.plots) == 5_040
    assert len(content.ducts) > 19_000
    start = time.process_time()
    found = ask(content)
    assert time.process_time() - start < 5.0
    assert one(found, "DSG-06").outcome is Outcome.PASS
    assert one(found, "DSG-03").finding.measured == 1.0


def wide_area(across: int, along: int, row: int) -> DesignContent:
    width, depth = row * 10 + 28, 60
    east, north = across * width + 20, along * depth + 20
    plots, streets, ducts = [], [], []
    for block in range(across * along):
        west, south = 24 + block % across * width, 19 + block // across * depth
        plots += [
            shapely.box(west + 10 * at, low, west + 10 * at + 10, low + 21)
            for low in (south, south + 21)
            for at in range(row)
        ]
    for start, end in [
        *(((10, 10 + n * depth), (east - 10, 10 + n * depth)) for n in range(along + 1)),
        *(((10 + n * width, 10), (10 + n * width, north - 10)) for n in range(across + 1)),
    ]:
        streets.append(shapely.LineString([start, end]))
        beside = shapely.LineString([(x + 5, y + 5) for x, y in (start, end)])
        spots = shapely.get_coordinates(shapely.segmentize(beside, 2.0))
        ducts += [shapely.LineString(pair) for pair in pairwise(spots)]
    ducts.append(shapely.LineString([(15, 15), (-30, 15)]))
    outline, *shapes = drawn(np.array([shapely.box(0, 0, east + 20, north + 20), *plots, *streets, *ducts]))
    plots_at, streets_at = len(plots), len(plots) + len(streets)
    return DesignContent(
        outline=outline,
        plots=tuple(Plot(f"LK{n}", shape, PlotKind.HOUSE) for n, shape in enumerate(shapes[:plots_at])),
        streets=tuple(Street(f"D{n}", shape) for n, shape in enumerate(shapes[plots_at:streets_at])),
        ducts=tuple(Duct(f"T{n}", shape, 4, 1, 3, 110.0, 0.8) for n, shape in enumerate(shapes[streets_at:])),
    )
