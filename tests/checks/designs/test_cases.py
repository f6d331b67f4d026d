"""Every legal case of ``tests/cases/designs`` gives the finding that it states.

A file is one question, ``DSG-03.toml``; each ``[[case]]`` has a ``title`` a lawyer can read, the ``kind`` of
case it is, the day ``as_of``, the ``design`` in metres from the origin (boxes are west, south, east, north),
the ``dossier``, the office's ``numbers`` (none unless stated), ``plant`` outside, the ``world`` around (see
``tests/world.py``) and what is ``expect``-ed of the finding with its ``code``. ``cannot`` names the kinds
that a question cannot have; a comment there says why.
"""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
import shapely

from registry.checks.designs import TITLES
from registry.law import catalogue
from registry.messages import render
from registry.model.cables import CableSegment, Mount, UndergroundArea
from registry.model.designs.contents import (
    AerialLine,
    BtsKind,
    BtsPlace,
    DesignContent,
    Duct,
    Plot,
    PlotKind,
    Spot,
    Street,
    ThingKind,
)
from registry.model.designs.design_findings import DesignFinding
from registry.model.designs.design_papers import PaperState
from registry.model.designs.dossiers import AreaKind, DesignStage
from registry.settings import DATA
from tests.checks.designs.asking import ask, drawn

FOLDER = Path(__file__).parents[2] / "cases" / "designs"
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case['title']}")
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]
LINES: dict[str, Any] = {"streets": Street, "ducts": Duct, "aerial_lines": AerialLine}


def design(spec: dict[str, Any]) -> DesignContent:
    found: dict[str, Any] = {"shown": frozenset(ThingKind(kind) for kind in spec.get("shown", []))}
    if "outline" in spec:
        found["outline"] = drawn(shapely.box(*spec["outline"]))
    for name, kind in LINES.items():
        found[name] = tuple(
            kind(geometry=drawn(shapely.LineString(item["line"])), **without(item, "line"))
            for item in spec.get(name, [])
        )
    for name in ("chambers", "poles", "cabinets", "rooms"):
        found[name] = tuple(
            Spot(f"{name} {n}", drawn(shapely.Point(at))) for n, at in enumerate(spec.get(name, []), 1)
        )
    found["plots"] = tuple(
        Plot(
            geometry=drawn(shapely.box(*item["box"])), kind=PlotKind(item.get("kind", "house")),
            **without(item, "box", "kind"),
        )
        for item in spec.get("plots", [])
    )  # fmt: skip
    found["bts_places"] = tuple(
        BtsPlace(
            geometry=drawn(shapely.Point(item["at"])), kind=BtsKind(item.get("kind", "mast")),
            operators=tuple(item.get("operators", ())), **without(item, "at", "kind", "operators"),
        )
        for item in spec.get("bts_places", [])
    )  # fmt: skip
    return DesignContent(accuracy_m=spec.get("accuracy_m", 1.0), **found)


def without(item: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key not in names}


def dossier(spec: dict[str, Any]) -> dict[str, Any]:
    found = dict(spec)
    if found.pop("unapproved", False):
        found["approved_on"] = None
    found["kinds"] = frozenset(AreaKind(kind) for kind in found.get("kinds", ["residential"]))
    found["stage"] = DesignStage(found.get("stage", "construction"))
    found["papers"] = {code: PaperState(state) for code, state in found.get("papers", {}).items()}
    return found


def plant(specs: list[dict[str, Any]]) -> list[CableSegment]:
    return [
        CableSegment(
            id=str(n), route=str(n), code=f"NGOAI-{n}", owner="VNPT", mount=Mount(item.get("mount", "duct")),
            geometry=drawn(shapely.LineString(item["line"])), accuracy_m=item.get("accuracy_m", 0.0),
        )
        for n, item in enumerate(specs, 1)
    ]  # fmt: skip


def areas(specs: list[dict[str, Any]]) -> list[UndergroundArea]:
    return [
        UndergroundArea(str(n), item["name"], "QĐ thử", None, drawn(shapely.box(*item["box"])))
        for n, item in enumerate(specs, 1)
    ]


def judged(case: dict[str, Any]) -> tuple[DesignFinding, ...]:
    return ask(
        design(case.get("design", {})),
        around=case.get("world"),
        numbers=case.get("numbers", {}),
        province=case.get("province", "24"),
        day=case.get("as_of", dt.date(2026, 11, 24)),
        segments=plant(case.get("plant", [])),
        undergrounding=areas(case.get("undergrounding", [])),
        **dossier(case.get("dossier", {})),
    )


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_case(rule: str, case: dict[str, Any]) -> None:
    expected = case["expect"]
    own = [one for one in judged(case) if one.rule == rule]
    if expected.get("nothing"):
        assert own == []
        return
    told = [(one.finding.code, one.outcome.value) for one in own]
    matching = [one for one in own if one.finding.code == expected["code"]]
    assert len(matching) == 1, told
    (only,) = matching
    finding = only.finding
    assert finding.outcome.value == expected["outcome"], told
    for key in ("limit", "unit", "article", "source", "verified", "missing"):
        if key in expected:
            assert getattr(finding, key) == expected[key], key
    if "measured" in expected:
        assert finding.measured == pytest.approx(expected["measured"], abs=0.05)
    if "objects" in expected:
        assert list(only.objects) == expected["objects"]
    if "notes" in expected:
        assert [code for code, _ in finding.notes] == expected["notes"]
    if "others" in expected:
        assert sorted(one.finding.code for one in own if one is not only) == sorted(expected["others"])
    for lang in ("vi", "en"):
        assert render(finding.code, finding.params, lang)
        assert all(render(code, params, lang) for code, params in finding.notes)


def test_every_question_has_its_rule_and_its_cases() -> None:
    rules = {rule.code for rule in catalogue(DATA / "limits") if rule.code.startswith("DSG-")}
    assert set(TITLES) == rules == {path.stem for path in FOLDER.glob("*.toml")}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_a_case_file_covers_what_must_be_known(path: Path) -> None:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    kinds = [case["kind"] for case in content["case"]]
    cannot = set(content.get("cannot", []))
    assert "pass" in kinds
    for kind in {"fail", "limit", "accuracy", "unknown", "before"} - cannot:
        assert kind in kinds, f"{path.stem} has no case of kind {kind}"
    assert not cannot & set(kinds)
