"""DSG-15, -18, -19: what of a dossier's papers is lacking, and who has not looked."""

from registry.model.designs.design_papers import PaperState, design_papers
from registry.model.designs.dossiers import AreaKind, DesignStage
from registry.model.findings import Outcome
from tests.checks.designs.asking import ask, outcomes


def test_a_lacking_paper_is_named_and_an_unseen_one_is_unknown() -> None:
    papers = dict.fromkeys(design_papers(), PaperState.IN)
    whole = ask(papers=papers)
    assert outcomes(whole, "DSG-19") == [Outcome.PASS]
    lacking = ask(papers=papers | {"explanation": PaperState.LACKING})
    (found,) = [one for one in lacking if one.rule == "DSG-19"]
    assert found.outcome is Outcome.REVIEW
    assert found.objects == ("explanation",)
    unseen = ask(papers={})
    (found,) = [one for one in unseen if one.rule == "DSG-19"]
    assert found.outcome is Outcome.UNKNOWN
    assert set(found.objects) == {"explanation", "network_drawing", "project_approval"}


def test_the_general_staff_is_asked_before_a_plan_of_an_urban_area_and_not_of_its_construction() -> None:
    urban = frozenset({AreaKind.URBAN})
    lacking = {"airspace_letter": PaperState.LACKING}
    assert outcomes(ask(kinds=urban, papers=lacking), "DSG-15") == [Outcome.CONSENT]
    assert outcomes(ask(kinds=urban), "DSG-15") == [Outcome.UNKNOWN]
    later = ask(kinds=urban, papers=lacking, stage=DesignStage.CONSTRUCTION)
    assert outcomes(later, "DSG-15") == [Outcome.NA]


def test_a_province_without_a_text_of_its_own_is_cited_the_country_s() -> None:
    for finding in ask(province="20"):
        assert "QĐ 72" not in finding.finding.source
    here = {finding.finding.source for finding in ask()}
    assert any("QĐ 72" in source for source in here) or len(here) > 2
