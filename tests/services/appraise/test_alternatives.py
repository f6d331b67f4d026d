"""What a row of a list could do instead: searched by its own day and law, masked for carriers."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from registry.demo.samples import CLEAN_NAME
from registry.errors import RefusalError
from registry.model.findings import Outcome, Verdict
from registry.model.people import Person, Role
from registry.services.appraise import alternatives
from registry.services.appraise.alternatives import alternatives_for, alternatives_json, alternatives_seen
from registry.services.appraise.appraise_list import Appraisal, appraise_list
from registry.services.office.registry import Registry
from registry.siting.judging import judge
from registry.siting.nearest import Search


@pytest.fixture(scope="module")
def appraisal(demo_registry: Registry) -> Appraisal:
    """The clean sample list, appraised against the illustrative registry."""
    samples: Path = demo_registry.settings.home / "samples"
    return appraise_list(demo_registry, samples / CLEAN_NAME, operator="VTL")


@pytest.fixture(scope="module")
def refused(appraisal: Appraisal) -> int:
    """The row that stands too near another network's mast."""
    (index,) = [at for at, row in enumerate(appraisal.rows) if row.verdict is Verdict.REFUSE]
    return index


def test_the_refused_row_is_told_where_to_go_and_who_could_host_it(
    appraisal: Appraisal, refused: int
) -> None:
    found = alternatives_for(appraisal, refused)
    said = alternatives_json(found, "vi")
    assert found.search is Search.FOUND
    assert found.move is not None
    assert found.move.verdict is not Verdict.REFUSE
    assert said["needed"] is True
    assert said["move"]["text"].startswith("Dời ")
    assert said["move"]["text"].count("hướng") == 1
    nearest = min(host["distance"] for host in said["hosts"])
    assert nearest == pytest.approx(168.0, abs=2.0)


def test_the_distance_moved_is_what_the_nearest_mast_lacks(appraisal: Appraisal, refused: int) -> None:
    """168 m from one mast of another network; 250 m and both accuracies are asked."""
    found = alternatives_for(appraisal, refused)
    assert found.move is not None
    assert found.move.distance_m >= 250.0 + math.hypot(10.0, 10.0) - 168.0 - 15.0


def test_what_no_place_heals_is_no_reason_to_move(
    appraisal: Appraisal, refused: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed = next(row for row in appraisal.rows if row.verdict is Verdict.AGREE)
    proposal = replace(agreed.proposal, designed_operators=1)
    findings = judge(proposal, [], appraisal.context, appraisal.law)
    assert {one.rule for one in findings if one.outcome is Outcome.FAIL} == {"SHR-01"}
    row = replace(agreed, proposal=proposal, findings=findings, verdict=Verdict.REFUSE)
    whole = replace(appraisal, rows=[row])
    there = alternatives_for(appraisal, refused).move
    assert there is not None
    moved = replace(there, findings=findings, verdict=Verdict.REFUSE)
    monkeypatch.setattr(alternatives, "nearest_place", lambda *_, **__: (Search.FOUND, moved))
    found = alternatives_for(whole, 0)
    assert (found.search, found.move) == (Search.HERE, None)
    assert alternatives_json(found, "vi")["move"] is None


def test_a_small_radius_says_honestly_that_there_is_none(appraisal: Appraisal, refused: int) -> None:
    found = alternatives_for(appraisal, refused, radius_m=20.0)
    said = alternatives_json(found, "vi")
    assert found.search is Search.NONE
    assert said["move"] is None
    assert said["message"].startswith("Trong bán kính 20 m không có")


def test_a_carrier_whose_day_is_used_up_is_not_told_that_no_mast_is_near(
    demo_registry: Registry, appraisal: Appraisal, refused: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alternatives, "withheld", lambda *_: [True])
    carrier = Person("c", frozenset({Role.CARRIER}), "VTL")
    shown = alternatives_json(alternatives_seen(demo_registry, carrier, appraisal, refused), "vi", "VTL")
    assert (shown["withheld"], shown["hosts"]) == (True, [])  # the page says nothing of masts then
    assert shown["message"].startswith("Đã hết lượt đối chiếu")
    assert not alternatives_json(alternatives_for(appraisal, refused))["withheld"]


def test_a_carrier_learns_no_code_and_no_place_of_anothers_mast(
    demo_registry: Registry, appraisal: Appraisal, refused: int
) -> None:
    full = alternatives_json(alternatives_for(appraisal, refused), "vi")
    carrier = Person("c", frozenset({Role.CARRIER}), "VTL")
    shown = alternatives_json(alternatives_seen(demo_registry, carrier, appraisal, refused), "vi", "VTL")
    foreign = [host["code"] for host in full["hosts"] if "VTL" not in host["operators"]]
    assert foreign
    assert not any(code in str(shown) for code in foreign)
    assert shown["move"]["at"] is None
    assert shown["move"]["distance"] % 50 == 0
    assert shown["move"]["distance"] >= full["move"]["distance"] + 20
    assert full["message"].startswith("Vị trí gần nhất trong")  # what is told is never called that
    assert shown["message"].startswith("Một vị trí trong")
    hidden = [host for host in shown["hosts"] if "VTL" not in host["operators"]]
    assert [host["text"] for host in hidden] == ["cách khoảng 100 đến 200 m"]
    assert all(host["at"] is None and host["distance"] is None for host in hidden)


def test_a_place_that_is_told_with_a_reserve_is_not_called_the_nearest_either(
    appraisal: Appraisal, refused: int
) -> None:
    found = alternatives_for(appraisal, refused)
    assert found.move is not None
    loose = replace(found, move=replace(found.move, strict=False))
    assert "; vị trí gần nhất không còn" in alternatives_json(loose)["message"]
    said = alternatives_json(replace(loose, told=True), "vi", "VTL")["message"]
    assert "ở vị trí chỉ ra không còn quy định nào bị vi phạm" in said
    assert "ị trí gần nhất không còn" not in said


@pytest.mark.parametrize("radius", [0.0, 50_000.0, float("nan")])
def test_a_radius_without_sense_is_refused(appraisal: Appraisal, refused: int, radius: float) -> None:
    with pytest.raises(RefusalError) as refusal:
        alternatives_for(appraisal, refused, radius_m=radius)
    assert refusal.value.code == "ALT-RADIUS"


def test_a_row_that_is_not_there_is_refused(appraisal: Appraisal) -> None:
    with pytest.raises(RefusalError) as refusal:
        alternatives_for(appraisal, len(appraisal.rows))
    assert refusal.value.code == "APPRAISAL-ROW-NOT-FOUND"
