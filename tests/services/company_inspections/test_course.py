"""An inspection from its proposal to the sealed file, and what nobody can change afterwards."""

import datetime as dt
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from registry.documents.package import read_manifest
from registry.errors import RefusalError
from registry.model.company_inspections.inspection import PaperKind
from registry.model.company_inspections.on_the_spot import ReportState
from registry.model.company_inspections.steps import ORDER, Stage
from registry.model.people import Person
from registry.services.company_inspections import concluding, sealing, steps
from registry.services.company_inspections.company_side import own_inspection, own_inspections, own_paper
from registry.services.company_inspections.conclusions import add_item, remove_item, save_item
from registry.services.company_inspections.drafting import draw_up, save
from registry.services.company_inspections.explanations import explain, explain_unasked
from registry.services.company_inspections.held import list_inspections
from registry.services.company_inspections.letters.issuing import issue_paper, keep_signed
from registry.services.company_inspections.penalties import propose_penalty
from registry.services.company_inspections.recommendations import answer_recommendation, recommend
from registry.services.company_inspections.reports import add_report, hand_in_report, settle_report
from registry.services.company_inspections.samples import add_to_sample, by_risk, take_out
from registry.services.company_inspections.team import replace_member, state_conflict
from registry.services.company_inspections.visits import add_place, make_visits
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from registry.store import ledger
from tests.documents.letters import lines_of
from tests.services.company_inspections.world import (
    AN,
    DUTY,
    MINH,
    NGA,
    PLAN,
    VIETTEL,
    VNPT,
    decided,
    masts,
    one,
    parts,
    seen,
    some_file,
    step,
    taken_to,
    violation,
)
from tests.services.field.world import JPEG, item, new_id, photo, send


def test_an_inspection_goes_from_its_proposal_to_the_sealed_file(office: Registry, tmp_path: Path) -> None:
    masts(office)
    identity = taken_to(office, Stage.SEALED, tmp_path)
    found = parts(office, identity)
    assert found.inspection.code == f"KT-{today().year}-01"
    assert [step.stage for step in found.steps] == list(ORDER)
    assert [step.who for step in found.steps[1:3]] == ["an", "minh"]
    assert [paper.kind for paper in found.papers] == [
        PaperKind.DECISION, PaperKind.PLAN, PaperKind.NOTICE, PaperKind.REPORTS, PaperKind.ANNOUNCING,
        PaperKind.EXPLANATION, PaperKind.CONCLUSION,
    ]  # fmt: skip
    proof = sealing.prove(office, identity, person=AN)
    assert proof.whole, proof.problems
    assert proof.seal == found.inspection.seal
    assert proof.about["decision"] == "12/QĐ-SKHCN"
    package = sealing.package_path(office, identity, person=AN)
    manifest = read_manifest(package)
    assert manifest is not None
    names = set(manifest["members"])
    assert {"ho-so.json", "ho-so-doanh-nghiep.json", "bien-ban/01-01.pdf", "bao-cao/01.xlsx"} <= names
    assert len([name for name in names if name.startswith("van-ban/")]) == 7
    with zipfile.ZipFile(package) as opened:
        assert opened.read("bao-cao/02.xlsx") == b"bao-cao-1.xlsx"
        assert "Cột V01 không thiết kế".encode() in opened.read("ho-so.json")
    assert verify(office).sound


def test_minutes_and_photos_of_the_visits_are_sealed_with_it(office: Registry, tmp_path: Path) -> None:
    masts(office, 3)
    identity = taken_to(office, Stage.UNDER_WAY, tmp_path)
    campaign = make_visits(office, identity, person=AN)
    mast = parts(office, identity).sample[0]
    of_visit = {"visit": new_id(), "campaign": campaign, "structure": mast.record}
    picture = photo(office, b"chan cot")
    send(
        office,
        item("start", seq=1, **of_visit),
        item("note", seq=2, note="rỉ", photos=[picture], **of_visit),
        item("finish", seq=3, **of_visit),
    )
    for stage in ORDER[ORDER.index(Stage.EXPLAINED) :]:
        step(office, identity, stage, tmp_path)
    package = sealing.package_path(office, identity, person=AN)
    with zipfile.ZipFile(package) as opened:
        names = opened.namelist()
        (shot,) = [name for name in names if name.startswith("anh/")]
        assert shot.startswith(f"anh/{mast.code}/{picture}")
        assert opened.read(shot) == JPEG + b"chan cot"
        minutes = "\n".join(lines_of(opened.read("bien-ban/kiem-tra-01.docx")))
    assert mast.code in minutes
    assert "12/QĐ-SKHCN" in minutes
    assert sealing.prove(office, identity, person=MINH).whole


def test_a_sealed_or_stopped_file_is_changed_by_no_deed(office: Registry, tmp_path: Path) -> None:
    masts(office, 3)
    sealed = taken_to(office, Stage.SEALED, tmp_path)
    stopped = taken_to(office, Stage.UNDER_WAY, tmp_path)
    concluding.stop(office, stopped, reason="doanh nghiệp giải thể", seen=seen(office, stopped), person=MINH)
    for identity in (sealed, stopped):
        with office.database.read() as connection:
            before = ledger.head(connection)
        for name, deed in every_deed(office, identity, tmp_path).items():
            for person in (AN, MINH, NGA):
                with pytest.raises(RefusalError) as refused:
                    deed(person)
                allowed = {"COMPANY-INSPECTION-STAGE", "COMPANY-INSPECTION-NOT-ALLOWED"}
                assert refused.value.code in allowed, (name, person, refused.value)
        with office.database.read() as connection:
            assert ledger.head(connection) == before
    assert one(office, stopped).note == "doanh nghiệp giải thể"


def test_what_is_new_after_the_seal_is_a_new_matter_that_names_the_old(
    office: Registry, tmp_path: Path
) -> None:
    masts(office, 3)
    under_way = taken_to(office, Stage.DECIDED, tmp_path)
    with pytest.raises(RefusalError, match="STILL-OPEN"):
        draw_up(office, PLAN, person=AN, follows=under_way)
    concluding.stop(office, under_way, reason="gộp với cuộc khác", seen=seen(office, under_way), person=MINH)
    again = draw_up(office, PLAN, person=AN, follows=under_way)
    assert one(office, again).follows == under_way
    assert one(office, again).code == f"KT-{today().year}-02"
    assert own_inspections(office, person=VIETTEL) == [], "stopped before anybody told the company"


def test_the_company_sees_its_own_from_the_notice_on_and_nothing_inside(
    office: Registry, tmp_path: Path
) -> None:
    masts(office, 3)
    identity = taken_to(office, Stage.DECIDED, tmp_path)
    for person in (VIETTEL, VNPT):
        assert own_inspections(office, person=person) == []
        with pytest.raises(RefusalError, match="UNKNOWN"):
            own_inspection(office, identity, person=person)
    identity = taken_to(office, Stage.SUBMITTED, tmp_path)
    item = parts(office, identity).items[0].id
    propose_penalty(
        office, identity, item, "not_shareable", ended=False, acted_on=today(), found_on=today(), person=AN
    )
    issue_paper(office, identity, PaperKind.PENALTY, number="7/BC", day=today(), person=AN)
    view = own_inspection(office, identity, person=VIETTEL)
    assert view.stage is Stage.EXPLAINED, "that a conclusion is being signed is the office's business"
    assert [one.asked for one in view.explanations] == ["Cột V01 không thiết kế cho hai doanh nghiệp"]
    assert view.recommendations == ()
    assert view.conclusion_number == ""
    kinds = {paper.kind for paper in view.papers}
    assert kinds == {
        PaperKind.DECISION, PaperKind.NOTICE, PaperKind.REPORTS, PaperKind.ANNOUNCING, PaperKind.EXPLANATION,
    }  # fmt: skip
    for paper in parts(office, identity).papers:
        if paper.kind not in kinds:
            with pytest.raises(RefusalError, match="PART"):
                own_paper(office, identity, paper.id, person=VIETTEL)
        else:
            assert own_paper(office, identity, paper.id, person=VIETTEL)[0].is_file()
        with pytest.raises(RefusalError, match="UNKNOWN"):
            own_paper(office, identity, paper.id, person=VNPT)
    for person in (VIETTEL, VNPT):
        with pytest.raises(RefusalError, match="NOT-ALLOWED"):
            sealing.package_path(office, identity, person=person)


def test_a_company_hands_nothing_in_for_another(office: Registry, tmp_path: Path) -> None:
    masts(office, 3)
    identity = taken_to(office, Stage.UNDER_WAY, tmp_path)
    report = parts(office, identity).reports[0]
    path = some_file(tmp_path)
    with pytest.raises(RefusalError, match="COMPANY-INSPECTION-UNKNOWN"):
        hand_in_report(office, identity, report.id, path, name="a.xlsx", seen=report.version, person=VNPT)
    with pytest.raises(RefusalError, match="COMPANY-INSPECTION-UNKNOWN"):
        explain_unasked(office, identity, text="của tôi", person=VNPT)
    hand_in_report(office, identity, report.id, path, name="a.xlsx", seen=report.version, person=VIETTEL)
    assert parts(office, identity).reports[0].state is ReportState.HANDED_IN
    explain_unasked(office, identity, text="của tôi", person=VIETTEL)


def test_a_returned_report_is_owed_again(office: Registry, tmp_path: Path) -> None:
    masts(office, 3)
    identity = taken_to(office, Stage.UNDER_WAY, tmp_path)
    tomorrow = today() + dt.timedelta(days=1)
    for report in parts(office, identity).reports:
        hand_in_report(
            office, identity, report.id, some_file(tmp_path), name="a.xlsx", seen=report.version,
            person=VIETTEL,
        )  # fmt: skip
    (line,) = list_inspections(office, person=AN, day=tomorrow)
    assert line.reports_late == 0
    report = parts(office, identity).reports[0]
    settle_report(
        office, identity, report.id, taken=False, reason="thiếu trang 2", seen=report.version, person=AN
    )
    (line,) = list_inspections(office, person=AN, day=tomorrow)
    assert line.reports_late == 1, "its day is over, and the office has nothing"
    add_item(office, identity, violation(), person=AN)
    concluding.close_explanation(office, identity, reason="đã rõ", seen=seen(office, identity), person=AN)
    (line,) = list_inspections(office, person=AN, day=tomorrow)
    assert line.reports_late == 1, "it may come until the conclusion is submitted"
    concluding.submit_conclusion(office, identity, summary="", seen=seen(office, identity), person=AN)
    (line,) = list_inspections(office, person=AN, day=tomorrow)
    assert line.reports_late == 0, "none can come any more: nobody is called to it"


def every_deed(office: Registry, identity: str, folder: Path) -> dict[str, Callable[[Person], object]]:
    """Every deed that changes something of an inspection, as somebody would do it now."""
    was, day, path = seen(office, identity), today(), some_file(folder)
    found = parts(office, identity)
    has = {"seen": was}
    report, paper = found.reports[0], found.papers[0]
    deeds: dict[str, Callable[[Person], object]] = {
        "save": lambda by: save(office, identity, PLAN, **has, person=by),
        "conflict": lambda by: state_conflict(office, identity, "Nguyễn An", conflict="", **has, person=by),
        "member": lambda by: replace_member(
            office, identity, "Trần Bình", by=None, reason="nghỉ", **has, person=by
        ),
        "propose": lambda by: steps.propose(office, identity, **has, person=by),
        "return": lambda by: steps.return_proposal(office, identity, reason="x", **has, person=by),
        "decide": lambda by: steps.decide(office, identity, decided(), **has, person=by),
        "announce": lambda by: steps.announce(
            office, identity, plan_number="1", notice_number="2", on=day, **has, person=by
        ),
        "ask": lambda by: steps.request_reports(office, identity, number="3", on=day, **has, person=by),
        "begin": lambda by: steps.begin(office, identity, on=day, **has, person=by),
        "sample": lambda by: add_to_sample(
            office, identity, by_risk(office, identity, 9, person=by), person=by
        ),
        "out": lambda by: take_out(office, identity, found.sample[0].id, reason="x", person=by),
        "report": lambda by: add_report(office, identity, found.reports[0].form, title="x", person=by),
        "hand in": lambda by: hand_in_report(
            office, identity, report.id, path, name="a.xlsx", seen=report.version, person=by
        ),
        "place": lambda by: add_place(
            office, identity, found.sample[0].kind, name="x", held_on=day, found="x", present="", person=by
        ),
        "unasked": lambda by: explain_unasked(office, identity, text="x", person=by),
        "item": lambda by: add_item(office, identity, violation(), person=by),
        "explanation": lambda by: concluding.ask_explanation(
            office, identity, ["x"], number="1", on=day, explain_by=day, **has, person=by
        ),
        "close": lambda by: concluding.close_explanation(office, identity, reason="x", **has, person=by),
        "submit": lambda by: concluding.submit_conclusion(office, identity, summary="", **has, person=by),
        "back": lambda by: concluding.return_conclusion(office, identity, reason="x", **has, person=by),
        "conclude": lambda by: concluding.conclude(office, identity, number="1", on=day, **has, person=by),
        "recommend": lambda by: recommend(office, identity, "x", person=by),
        "followed": lambda by: concluding.close_follow_up(office, identity, **has, person=by),
        "seal": lambda by: sealing.seal(office, identity, **has, person=by),
        "stop": lambda by: concluding.stop(office, identity, reason="x", **has, person=by),
        "paper": lambda by: issue_paper(
            office, identity, PaperKind.FOLLOW_UP, number="1", day=day, person=by
        ),
        "signed": lambda by: keep_signed(
            office, identity, paper.id, path, name="a.pdf", seen=paper.version, person=by
        ),
    }
    if not found.inspection.campaign:
        deeds["visits"] = lambda by: make_visits(office, identity, person=by)
    if found.items:
        item = found.items[0]
        deeds |= {
            "item again": lambda by: save_item(
                office, identity, item.id, violation(), seen=item.version, person=by
            ),
            "item out": lambda by: remove_item(office, identity, item.id, person=by),
            "penalty": lambda by: propose_penalty(
                office, identity, item.id, "not_shareable", ended=False, acted_on=day, found_on=day, person=by
            ),
        }
    return deeds


def test_no_carrier_viewer_or_duty_officer_takes_a_step(office: Registry, tmp_path: Path) -> None:
    masts(office, 3)
    identity = taken_to(office, Stage.UNDER_WAY, tmp_path)
    own = {"hand in", "unasked"}
    for name, deed in every_deed(office, identity, tmp_path).items():
        for person in (VIETTEL, DUTY):
            if name in own:
                continue
            with pytest.raises(RefusalError) as refused:
                deed(person)
            assert refused.value.code == "COMPANY-INSPECTION-NOT-ALLOWED", (name, person)


def test_a_conflict_tells_a_company_nothing_of_another_s_inspection(office: Registry, tmp_path: Path) -> None:
    """With an old version of what is another's it learns that there is none, and not what stands there."""
    masts(office, 4)
    theirs = taken_to(office, Stage.CONCLUDED, tmp_path)
    report, wanted = parts(office, theirs).reports[0], parts(office, theirs).recommendations[0]
    asked = next(one for one in parts(office, theirs).explanations if one.asked)
    path = some_file(tmp_path)
    own = draw_up(office, replace(PLAN, company="VNPT"), person=AN)
    steps.propose(office, own, seen=seen(office, own), person=AN)
    steps.decide(office, own, decided(number="112/QĐ-SKHCN"), seen=seen(office, own), person=MINH)
    steps.announce(
        office, own, plan_number="13/KH", notice_number="14/TB", on=today(), seen=seen(office, own), person=AN
    )
    for identity, code in ((theirs, "COMPANY-INSPECTION-UNKNOWN"), (own, "COMPANY-INSPECTION-PART")):
        with pytest.raises(RefusalError, match=code):
            hand_in_report(office, identity, report.id, path, name="a.xlsx", seen=77, person=VNPT)
        with pytest.raises(RefusalError, match=code):
            explain(office, identity, asked.id, text="x", seen=77, person=VNPT)
        with pytest.raises(RefusalError, match=code):
            answer_recommendation(office, identity, wanted.id, answer="x", seen=77, person=VNPT)
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):  # its own company is told what stands
        answer_recommendation(office, theirs, wanted.id, answer="x", seen=77, person=VIETTEL)
