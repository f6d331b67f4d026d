"""The sample list beside corridors: what each thing asks, by law that was read and by law that was not."""

from pathlib import Path

import openpyxl

from registry.demo.corridor_list import CORRIDOR_NAME, write_corridor_sample
from registry.model.findings import Finding, Outcome, Verdict
from registry.services.appraise.appraise_list import Appraisal, appraise_list
from registry.services.office.calendar import today
from registry.services.office.registry import Registry


def appraised(registry: Registry) -> Appraisal:
    return appraise_list(registry, registry.settings.home / "samples" / CORRIDOR_NAME)


def of(appraisal: Appraisal, row: int, rule: str) -> Finding:
    return next(item for item in appraisal.rows[row].findings if item.rule == rule)


def test_each_row_shows_the_answer_that_it_is_there_for(demo_registry: Registry) -> None:
    found = appraised(demo_registry)
    said = [
        (of(found, row, rule).outcome, of(found, row, rule).code)
        for row, rule in enumerate(("COR-07", "COR-01", "COR-02", "COR-03", "COR-05", "COR-04"))
    ]
    assert said == [
        (Outcome.REVIEW, "COR-INSIDE"),  # no text asks for a consent on forest land
        (Outcome.CONSENT, "COR-INSIDE"),
        (Outcome.REVIEW, "COR-FALL"),
        (Outcome.REVIEW, "COR-RAIL-NEAR"),  # NĐ 16/2026 has not been read
        (Outcome.REVIEW, "COR-INSIDE"),  # nor the Heritage Law of 2024
        (Outcome.REVIEW, "COR-EDGE"),
    ]
    assert of(found, 2, "COR-02").related == "QL.31"


def test_no_corridor_refuses_a_row_by_itself_and_the_list_has_no_faults(demo_registry: Registry) -> None:
    found = appraised(demo_registry)
    assert [row.verdict for row in found.rows if row.verdict is Verdict.REFUSE] == []
    assert found.issues == []
    assert [gap.missing for gap in found.gaps] == ["zone:height"]  # one lies in a zone that states no limit


def test_the_radius_of_the_guys_is_read_from_its_column(demo_registry: Registry, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(write_corridor_sample(tmp_path, today())).active
    assert sheet is not None
    assert "Bán kính móng co (m)" in {cell.value for row in sheet.iter_rows() for cell in row}
    assert {row.proposal.guy_radius_m for row in appraised(demo_registry).rows} == {18.0}
