"""The papers of an inspection as they are read, and the forms of the reports that it asks for."""

import datetime as dt
import io
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from registry.errors import RefusalError
from registry.messages import Language
from registry.model.company_inspections.inspection import PaperKind
from registry.model.company_inspections.on_the_spot import ReportForm
from registry.model.company_inspections.steps import Clock, Stage
from registry.model.requests.matters import Weight
from registry.services.company_inspections import steps
from registry.services.company_inspections.clocks import set_days
from registry.services.company_inspections.concluding import ask_explanation
from registry.services.company_inspections.conclusions import add_item
from registry.services.company_inspections.letters.issuing import draft_document, issue_paper, keep_signed
from registry.services.company_inspections.letters.report_forms import report_form
from registry.services.company_inspections.letters.vocabulary import awaited
from registry.services.company_inspections.penalties import propose_penalty, withdraw_penalty
from registry.services.company_inspections.recommendations import recommend
from registry.services.company_inspections.reports import add_report
from registry.services.office.attachments import file_path
from registry.services.office.calendar import today
from registry.services.office.letters.letterhead import state as state_letterhead
from registry.services.office.registry import Registry
from registry.services.requests.issued_numbers import taken_by
from registry.services.requests.taken import taken_now
from registry.store.company_inspections.inspections import penalties_of
from registry.store.requests.letter_numbers import sent_letters
from tests.documents.letters import compared, faults_of, lines_of
from tests.services.company_inspections.world import (
    AN,
    MINH,
    PLAN,
    VIETTEL,
    VIEWER,
    VNPT,
    decided,
    masts,
    parts,
    seen,
    some_file,
    taken_to,
    violation,
)


@pytest.fixture
def concluded(office: Registry, tmp_path: Path) -> str:
    masts(office, 4)
    identity = taken_to(office, Stage.CONCLUDED, tmp_path)
    item = parts(office, identity).items[0].id
    propose_penalty(
        office, identity, item, "not_shareable", ended=False, acted_on=today(), found_on=today(),
        note="cột V01", person=AN,
    )  # fmt: skip
    return identity


def test_every_paper_says_what_its_golden_text_says(office: Registry, concluded: str) -> None:
    """``BTS_WRITE_GOLDEN=1`` writes them anew: look at what changed before it is committed."""
    for kind in PaperKind:
        content = draft_document(office, concluded, kind, person=AN)
        text, golden = compared(f"real-company_{kind.value}", content)
        assert undated(text) == undated(golden), kind
        assert faults_of(content) == [], kind


def test_the_request_for_an_explanation_names_the_facts_before_it_is_recorded_and_then_those_asked(
    office: Registry, tmp_path: Path
) -> None:
    masts(office, 4)
    identity = taken_to(office, Stage.UNDER_WAY, tmp_path)
    first, second = (
        add_item(office, identity, violation(fact=fact), person=AN) for fact in ("A hở", "B võng")
    )

    def said() -> list[str]:
        return lines_of(draft_document(office, identity, PaperKind.EXPLANATION, person=AN))

    assert [line for line in said() if line in ("- A hở", "- B võng", "- …")] == ["- A hở", "- B võng"]
    before = parts(office, identity)
    assert before.due is not None
    clock = before.due.clock
    assert awaited(before.inspection, clock).vi == "Kiểm tra xong tại chỗ"
    ask_explanation(
        office,
        identity,
        [second],
        number="9/SKHCN-VT",
        on=today(),
        explain_by=today(),
        seen=seen(office, identity),
        person=AN,
    )
    assert [line for line in said() if line in ("- A hở", "- B võng")] == ["- B võng"]
    assert awaited(parts(office, identity).inspection, clock).vi == "Nhận giải trình"
    assert first != second


def undated(text: str) -> str:
    """A text without the days and the scores that move with the clock."""
    return re.sub(r"\d{2}/\d{2}/\d{4}|KT-\d{4}-\d{2}|\d+,\d(?= điểm)", "…", text)


def test_what_was_issued_stays_as_it_was_and_is_no_draft(
    office: Registry, concluded: str, tmp_path: Path
) -> None:
    papers = {paper.kind: paper for paper in parts(office, concluded).papers}
    decision = papers[PaperKind.DECISION]
    assert decision.file is not None
    text = "\n".join(lines_of(file_path(office, decision.file.sha256, decision.file.name).read_bytes()))
    for said in (
        "12/QĐ-SKHCN", "QUYẾT ĐỊNH:", "GIÁM ĐỐC SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "Theo ủy quyền của Chủ tịch UBND tỉnh Bắc Ninh tại văn bản số 35/QĐ-UBND",
        "Nguyễn An | Phó Trưởng phòng | Trưởng đoàn",
    ):  # fmt: skip
        assert said in text, said
    assert "DỰ THẢO" not in text
    assert "DỰ THẢO" in "\n".join(lines_of(draft_document(office, concluded, PaperKind.DECISION, person=AN)))
    signed = some_file(tmp_path, "ky.pdf", b"%PDF-1.7")
    keep_signed(office, concluded, decision.id, signed, name="QĐ.pdf", seen=decision.version, person=AN)
    kept = {paper.kind: paper for paper in parts(office, concluded).papers}[PaperKind.DECISION]
    assert kept.signed is not None
    assert kept.signed.name == "QĐ.pdf"
    assert kept.file == decision.file


def test_a_paper_can_be_signed_as_it_stands(office: Registry, tmp_path: Path) -> None:
    """The company by its name in law, "kiểm tra" once, each ground opened, the minutes with their day."""
    masts(office, 4)
    legal = "Tập đoàn Công nghiệp - Viễn thông Quân đội"
    state_letterhead(office, {}, who="nga", legal={"VTL": legal})
    plan = replace(
        PLAN, name="Kiểm tra việc chấp hành pháp luật về xây dựng BTS",
        basis=("Luật Viễn thông số 24/2023/QH15", "Xét đề nghị của Phòng Bưu chính, Viễn thông"),
    )  # fmt: skip
    identity = taken_to(office, Stage.UNDER_WAY, tmp_path, plan)
    decision = lines_of(draft_document(office, identity, PaperKind.DECISION, person=AN))
    assert "Về việc kiểm tra việc chấp hành pháp luật về xây dựng BTS" in decision
    assert "Căn cứ Luật Viễn thông số 24/2023/QH15;" in decision
    assert "Xét đề nghị của Phòng Bưu chính, Viễn thông;" in decision
    assert any(line.startswith(f"Kiểm tra {legal} về: ") for line in decision)
    kept = {paper.kind: paper for paper in parts(office, identity).papers}[PaperKind.ANNOUNCING].file
    assert kept is not None
    minutes = lines_of(file_path(office, kept.sha256, kept.name).read_bytes())
    assert any(line.startswith(f"Hôm nay, {today():%d/%m/%Y}, tại ") for line in minutes)


def test_the_number_of_a_paper_is_not_given_out_again(office: Registry, concluded: str) -> None:
    with office.database.read() as connection:
        sent = {one.number: one for one in sent_letters(connection)}
        taken = taken_now(office)
        (found,) = taken_by(connection, "4/TB-SKHCN", today(), taken)
        other = taken_by(connection, "4/TB-SKHCN", today() - dt.timedelta(days=400), taken)
    assert {"12/QĐ-SKHCN", "3/KH-SKHCN", "4/TB-SKHCN", "5/SKHCN-VT", "9/KL-SKHCN"} <= set(sent)
    assert (found.code, found.weight) == ("MATTER-NUMBER-OTHER", Weight.BARS)
    assert found.about == sent["4/TB-SKHCN"].key
    assert other == [], "of another year"


def test_another_inspection_cannot_give_out_the_number_again(
    office: Registry, concluded: str, tmp_path: Path
) -> None:
    (first,) = [one for one in parts(office, concluded).papers if one.kind is PaperKind.DECISION]
    other = taken_to(office, Stage.PROPOSED, tmp_path, replace(PLAN, company="VNPT"))
    with pytest.raises(RefusalError, match="REQUEST-NUMBER-TAKEN"):
        steps.decide(office, other, decided(number=first.number), seen=seen(office, other), person=MINH)


def test_a_reminder_names_only_what_the_company_has_to_do(office: Registry, tmp_path: Path) -> None:
    masts(office, 4)
    identity = taken_to(office, Stage.EXPLAINED, tmp_path)
    recommend(office, identity, "Thiết kế lại cột để dùng chung", person=AN)
    recommend(office, identity, "Rà soát quy chế phối hợp", to="UBND xã Mẫu", person=AN)
    text = "\n".join(lines_of(draft_document(office, identity, PaperKind.FOLLOW_UP, person=AN)))
    assert "Thiết kế lại cột để dùng chung" in text
    assert "Rà soát quy chế phối hợp" not in text


def test_a_draft_conclusion_says_how_long_a_recommendation_without_a_day_has(
    office: Registry, tmp_path: Path
) -> None:
    """It is signed before its day is known: filled by hand, it would name another day than is counted to."""
    identity = taken_to(office, Stage.EXPLAINED, tmp_path)
    recommend(office, identity, "Kiểm định lại", person=AN)
    recommend(office, identity, "Tháo dỡ", due_on=today() + dt.timedelta(days=40), person=AN)

    def said() -> list[str]:
        lines = lines_of(draft_document(office, identity, PaperKind.CONCLUSION, person=AN))
        return [line for line in lines if "Kiểm định lại" in line or "Tháo dỡ" in line]

    set_days(office, Clock.FOLLOW, None, person=MINH)
    open_one, dated = said()
    assert "…/…/……" in open_one
    set_days(office, Clock.FOLLOW, 30, person=MINH)
    open_one, again = said()
    assert "30 ngày làm việc kể từ ngày ban hành kết luận" in open_one
    assert again == dated
    assert "ngày làm việc" not in dated


def test_a_draft_that_asks_for_explanations_says_how_long_there_is(office: Registry, tmp_path: Path) -> None:
    identity = taken_to(office, Stage.UNDER_WAY, tmp_path)
    assert parts(office, identity).inspection.explain_by is None

    def said() -> str:
        return "\n".join(lines_of(draft_document(office, identity, PaperKind.EXPLANATION, person=AN)))

    set_days(office, Clock.EXPLAIN, None, person=MINH)
    assert "trước hết ngày …/…/……." in said()
    set_days(office, Clock.EXPLAIN, 7, person=MINH)
    assert "trong 7 ngày làm việc kể từ ngày ký công văn này. Hết hạn mà" in said()


def test_the_conclusion_names_article_evidence_and_explanation_and_no_penalty(
    office: Registry, concluded: str
) -> None:
    text = "\n".join(lines_of(draft_document(office, concluded, PaperKind.CONCLUSION, person=AN)))
    assert "Sẽ thiết kế lại" in text
    assert "Vi phạm" in text
    assert "Lượt kiểm tra | V01: kiểm tra" in text
    for inside in ("174/2026", "triệu", "phạt"):
        assert inside not in text, inside
    with pytest.raises(RefusalError, match="NOT-ALLOWED"):
        draft_document(office, concluded, PaperKind.PENALTY, person=VIEWER)
    for person in (VIETTEL, VNPT):
        for kind in PaperKind:
            with pytest.raises(RefusalError, match="NOT-ALLOWED"):
                draft_document(office, concluded, kind, person=person)


def test_a_conclusion_without_recommendations_asks_for_none_to_be_followed(
    office: Registry, concluded: str, tmp_path: Path
) -> None:
    asked = "thực hiện các kiến nghị"
    assert asked in "\n".join(lines_of(draft_document(office, concluded, PaperKind.CONCLUSION, person=AN)))
    identity = taken_to(office, Stage.UNDER_WAY, tmp_path)
    assert not parts(office, identity).recommendations
    assert asked not in "\n".join(lines_of(draft_document(office, identity, PaperKind.CONCLUSION, person=AN)))


@pytest.mark.parametrize("lang", ["en"])
def test_every_paper_can_be_read_in_english(office: Registry, concluded: str, lang: Language) -> None:
    for kind in PaperKind:
        text = "\n".join(lines_of(draft_document(office, concluded, kind, lang, person=AN)))
        assert "SOCIALIST REPUBLIC OF VIET NAM" in text
        assert not re.search(r"\{\w+\}|\bNone\b", text), kind


def test_a_paper_that_goes_with_a_step_is_not_issued_by_itself(office: Registry, concluded: str) -> None:
    with pytest.raises(RefusalError, match="COMPANY-INSPECTION-PAPER"):
        issue_paper(office, concluded, PaperKind.DECISION, number="1", day=today(), person=AN)
    before = parts(office, concluded).inspection.concluded_on
    assert before is not None
    early = before - dt.timedelta(days=1)
    with pytest.raises(RefusalError, match="COMPANY-INSPECTION-DAY-EARLY"):  # it cites the conclusion
        issue_paper(office, concluded, PaperKind.FOLLOW_UP, number="10/SKHCN", day=early, person=AN)
    with office.database.read() as connection:
        proposed = penalties_of(connection, concluded)
    for one in proposed:
        withdraw_penalty(office, concluded, one.id, reason="nhầm", seen=one.version, person=AN)
    with pytest.raises(RefusalError, match="COMPANY-INSPECTION-PAPER-EMPTY"):
        issue_paper(office, concluded, PaperKind.PENALTY, number="9/SKHCN", day=today(), person=AN)
    issue_paper(office, concluded, PaperKind.FOLLOW_UP, number="10/SKHCN", day=today(), person=AN)
    assert parts(office, concluded).papers[-1].number == "10/SKHCN"


def test_a_form_names_all_works_of_the_company_and_never_the_sample(office: Registry, tmp_path: Path) -> None:
    masts(office, 5)
    identity = taken_to(office, Stage.ANNOUNCED, tmp_path)
    for form in ReportForm:
        add_report(office, identity, form, title=f"Báo cáo {form.value}", person=AN)
    found = {report.form: report for report in parts(office, identity).reports}
    for form, report in found.items():
        content, name = report_form(office, identity, report.id, person=AN)
        assert name == f"{form.value}.xlsx"
        rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
        assert len(rows) > 1, form
    content, _name = report_form(office, identity, found[ReportForm.MASTS].id, person=AN)
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [f"V{at:02d}" for at in range(5)]
    assert len(parts(office, identity).sample) < 5
    with pytest.raises(RefusalError, match="PART"):
        report_form(office, identity, found[ReportForm.MASTS].id, person=VIETTEL)  # not asked for yet
    with pytest.raises(RefusalError, match="UNKNOWN"):
        report_form(office, identity, found[ReportForm.MASTS].id, person=VNPT)
