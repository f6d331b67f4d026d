"""The file of a company: every source counted and listed once, of its own works and its own span only."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.company_inspections.conclusions import EvidenceKind
from registry.model.company_inspections.gathered import GatheredFile, Source
from registry.model.company_inspections.inspection import Matter
from registry.model.field.field_reports import CitizenReportKind, CloseReason
from registry.services.company_inspections.drafting import draw_up
from registry.services.company_inspections.file.gathering import file_of, gathered
from registry.services.company_inspections.file.on_paper import term_basis
from registry.services.obligations.obligations import duties_of, mark_done
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.public import closing
from registry.services.public.citizen_reports import take_report
from registry.store import batches, ledger
from registry.store.changes import amend
from registry.store.field.tables import defects
from tests.services.company_inspections.world import AN, PLAN, VIETTEL, VIEWER, YEAR, facts, masts


@pytest.fixture
def file(office: Registry) -> GatheredFile:
    masts(office, 3)
    facts(office)
    return file_of(office, draw_up(office, PLAN, person=AN), person=AN)


def test_every_source_is_counted_and_what_it_says_can_be_opened(file: GatheredFile) -> None:
    counts = {one.source: one for one in file.counts}
    assert list(counts) == list(Source)
    assert {source: counts[source].lines for source in (Source.VISITS, Source.DEFECTS, Source.CITIZENS)} == {
        Source.VISITS: 1, Source.DEFECTS: 1, Source.CITIZENS: 1,
    }  # fmt: skip
    assert counts[Source.CABLE].lines == 1
    assert sum(one.lines for one in file.counts) == len(file.lines)
    assert len({line.key for line in file.lines}) == len(file.lines)
    for line in file.lines:
        assert all(line.link), line.key
        assert line.text_vi != line.text_en


def test_a_line_says_of_which_mast_when_and_with_which_evidence(file: GatheredFile) -> None:
    (defect,) = file.of(Source.DEFECTS)
    assert (defect.code, defect.on, defect.drafts) == ("V01", today() - dt.timedelta(days=40), True)
    assert "quá hạn" in defect.text_vi
    assert defect.evidence is not None
    assert (defect.evidence.kind, defect.evidence.sha256) == (EvidenceKind.DEFECT, "ab" * 32)
    (report,) = file.of(Source.CITIZENS)
    assert (report.code, report.link) == ("V02", ("report", "told")), (
        "joined, void and older ones are no line"
    )
    (visit,) = file.of(Source.VISITS)
    assert (visit.code, visit.drafts) == ("V00", False)
    (trouble,) = file.of(Source.CABLE)
    assert (trouble.matter, trouble.drafts) == (Matter.CABLE, True)


def test_only_a_fail_by_law_that_was_read_is_called_a_violation(file: GatheredFile) -> None:
    lines = file.of(Source.COMPLIANCE)
    assert lines
    for line in lines:
        assert line.violation <= (line.verified and bool(line.document)), line.key
        assert line.drafts == line.violation
    assert all("cần hỏi" in line.text_vi for line in lines if not line.violation)


@pytest.mark.parametrize(
    ("source", "basis"),
    [
        ("office", ("", "")),  # what the office states itself is no text of law, nor a word of a page
        ("unset", ("", "")),
        ("", ("", "")),
        ("QĐ 72/2025/QĐ-UBND, Điều 4(4)", ("QĐ 72/2025/QĐ-UBND", "Điều 4(4)")),
    ],
)
def test_a_late_position_names_the_law_of_its_time_to_build_or_nothing(
    source: str, basis: tuple[str, str]
) -> None:
    assert term_basis(source) == basis


def test_another_company_s_file_holds_nothing_of_this_one(office: Registry) -> None:
    masts(office, 3)
    facts(office)
    other = gathered(office, "VNPT", dt.date(YEAR, 1, 1), today(), person=AN)
    told = "\n".join(line.text_vi for line in other.lines)
    assert not any(code in told for code in ("V00", "V01", "V02"))
    assert other.of(Source.DEFECTS) == other.of(Source.VISITS) == other.of(Source.CITIZENS) == ()


def test_a_question_about_a_permit_is_nothing_found_against_the_company(office: Registry) -> None:
    masts(office, 3)
    facts(office)
    asked = CitizenReportKind.PERMIT
    made = take_report(office, kind=asked, words="Có giấy phép chưa?", structure="mast-V01")
    file = file_of(office, draw_up(office, PLAN, person=AN), person=AN)
    (line,) = [line for line in file.of(Source.CITIZENS) if line.link == ("report", made.id)]
    assert (line.matter, line.drafts) == (Matter.PERMIT, False)
    closing.close(office, made.id, reason=CloseReason.LOOKED_UP, reply="Có.", who="an", seen=made.version)
    file = file_of(office, draw_up(office, PLAN, person=AN), person=AN)
    assert ("report", made.id) not in [line.link for line in file.of(Source.CITIZENS)]


def test_the_span_is_the_period_of_the_facts_inspected(office: Registry, tmp_path: Path) -> None:
    masts(office, 3)
    facts(office)
    before = replace(PLAN, facts_from=dt.date(2015, 1, 1), facts_to=dt.date(2020, 1, 1))
    file = file_of(office, draw_up(office, before, person=AN), person=AN)
    assert [line.link for line in file.of(Source.CITIZENS)] == [("report", "old")]
    assert tmp_path.is_dir()


def test_nobody_outside_the_office_reads_a_file(office: Registry) -> None:
    identity = draw_up(office, PLAN, person=AN)
    assert file_of(office, identity, person=VIEWER).company == "VTL"
    with pytest.raises(RefusalError, match="NOT-ALLOWED"):
        file_of(office, identity, person=VIETTEL)


def test_nothing_that_is_still_to_come_is_late_while_the_period_goes_on(office: Registry) -> None:
    """A period that ends with the year is looked at in November: what is due in December is not overdue."""
    masts(office, 3)
    facts(office)
    ends, due = today() + dt.timedelta(days=60), today() + dt.timedelta(days=10)
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="desk-world", who="lan")
        stood = ledger.rows_by_key(connection, defects, ["defect"])["defect"]
        ledger.record(connection, [amend(defects, stood, deadline=due)], who="lan", batch=batch.id)
    found = gathered(office, "VTL", dt.date(YEAR, 1, 1), ends, person=AN)
    (defect,) = found.of(Source.DEFECTS)
    assert "quá hạn" not in defect.text_vi
    assert all(line.on is None or line.on <= today() for line in found.lines)
    assert found.last == ends


def test_an_obligation_met_late_is_of_the_period_in_which_it_was_due(office: Registry) -> None:
    masts(office, 3)
    facts(office)
    late = next(one for one in duties_of(office, organisation="VTL") if one.code == "DUT-EMF")
    mark_done(office, late.key, note="CV 1", who="lan", seen=late.version)
    keys = [
        {line.link for line in gathered(office, "VTL", first, today(), person=AN).of(Source.DUTIES)}
        for first in (late.due_on, late.due_on + dt.timedelta(days=1))
    ]
    lines = gathered(office, "VTL", late.due_on, today(), person=AN).of(Source.DUTIES)
    line = next(one for one in lines if one.link == ("duty", late.key))
    days = [re.findall(r"\d[\d/-]{7,}", text) for text in (line.text_vi, line.text_en)]
    assert days[0] == days[1] == [f"{day:%d/%m/%Y}" for day in (late.due_on, today())]
    assert ("duty", late.key) in keys[0]
    assert ("duty", late.key) not in keys[1]
