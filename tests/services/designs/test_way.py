"""The way of a design dossier: judged, answered, completed, its conditions followed, handed over."""

import datetime as dt
import io
from pathlib import Path

import pytest
from docx import Document

from registry.errors import RefusalError
from registry.model.briefing.briefings import Span, SpanKind
from registry.model.designs.design_papers import design_papers
from registry.model.designs.desk import (
    Answer,
    ConditionState,
    DossierState,
    OpinionKind,
    Purpose,
)
from registry.model.findings import Outcome
from registry.model.people import Person, Role
from registry.services.designs import (
    answers,
    conditions,
    drawings,
    hand_over,
    intake,
    offers,
    opinions,
)
from registry.services.designs.briefing import PART
from registry.services.designs.contents import content_at, drawing_at
from registry.services.designs.letter import answer_letter
from registry.services.designs.opened import dossier_lines, open_dossier
from registry.services.office.calendar import today
from registry.services.office.notices import inbox
from registry.services.office.registry import Registry
from registry.services.office.taking_back import take_back
from registry.services.register.verify import verify
from registry.store.cables.cables import count_plant
from tests.services.designs.dossiers import (
    APPRAISER,
    CARRIER,
    LEADER,
    STATED,
    VIEWER,
    drawn_in,
    issued,
    seen,
    submitted,
    taken_in,
)
from tests.services.designs.drawn import PLANE, draw


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    return draw(tmp_path / "mat-bang.dxf", ducts=False, aerial=True)


@pytest.fixture
def mended(tmp_path: Path) -> Path:
    return draw(tmp_path / "mat-bang-2.dxf")


def rules_of(office: Registry, dossier: str, *outcomes: Outcome) -> set[str]:
    return {one.judged.finding.rule for one in seen(office, dossier).of(*outcomes)}


def letter_lines(content: bytes) -> list[str]:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def test_a_dossier_says_who_of_which_area_and_when(office: Registry) -> None:
    dossier = taken_in(office)
    found = seen(office, dossier)
    assert found.dossier.code == f"TK-{today().year}-001"
    assert (found.dossier.state, found.dossier.officer) == (DossierState.RECEIVED, "an")
    with pytest.raises(RefusalError, match="DESIGN-STATED-MISSING"):
        taken_in(office, area_name=" ")
    with pytest.raises(RefusalError, match="REQUEST-DAY"):
        taken_in(office, received_on=today() + dt.timedelta(days=1))
    with pytest.raises(RefusalError, match="DESIGN-NOT-ALLOWED"):
        intake.take_in(office, {}, person=VIEWER)


def test_layers_are_proposed_confirmed_and_known_for_the_senders_next_file(
    office: Registry, faulty: Path, mended: Path
) -> None:
    dossier = taken_in(office)
    file = drawings.add_file(office, dossier, faulty, "mat-bang.dxf", seen=1, person=APPRAISER)
    drawing = drawing_at(office, seen(office, dossier).file)  # type: ignore[arg-type]
    assert drawing is not None
    assert PLANE in drawing.likely
    assert content_at(office, seen(office, dossier).file) is None
    layers = dict(seen(office, dossier).file.layers)  # type: ignore[union-attr]
    assert layers["LO DAT"] == "plot"
    layers["CAP TREO"] = "ignored"
    drawings.confirm_layers(office, dossier, file, layers, plane=PLANE, seen=1, person=APPRAISER)
    content = content_at(office, seen(office, dossier).file)
    assert content is not None
    assert not content.aerial_lines
    assert len(content.plots) == 11
    assert len(content.high_rises) == 1
    other = taken_in(office, area_name="Khu dân cư Mẫu 2")
    drawings.add_file(office, other, faulty, "mat-bang.dxf", seen=1, person=APPRAISER)
    assert seen(office, other).file.layers["CAP TREO"] == "ignored"  # type: ignore[union-attr]


def test_an_answer_follows_from_what_was_found_and_said(office: Registry, faulty: Path) -> None:
    dossier = taken_in(office)
    drawn_in(office, dossier, faulty)
    assert "DSG-09" in rules_of(office, dossier, Outcome.FAIL)
    with pytest.raises(RefusalError, match="DESIGN-UNSAID"):
        answers.submit(
            office, dossier, Answer.COMPLETE, seen=seen(office, dossier).dossier.version, person=APPRAISER
        )
    opinions.confirm_all(office, dossier, seen=seen(office, dossier).dossier.version, person=APPRAISER)
    version = seen(office, dossier).dossier.version
    with pytest.raises(RefusalError, match="DESIGN-ANSWER-AGAINST"):
        answers.submit(office, dossier, Answer.AGREE, seen=version, person=APPRAISER)
    with pytest.raises(RefusalError, match="DESIGN-NO-CONDITION"):
        answers.submit(office, dossier, Answer.CONDITIONS, seen=version, person=APPRAISER)
    answers.submit(office, dossier, Answer.COMPLETE, seen=version, person=APPRAISER)
    told = inbox(office, LEADER, None)
    assert [one.kind.value for one in told] == ["NOTICE-DESIGN-SUBMITTED"]


def test_an_officer_overrules_a_finding_only_with_a_reason(office: Registry, faulty: Path) -> None:
    dossier = taken_in(office)
    drawn_in(office, dossier, faulty)
    one = next(item for item in seen(office, dossier).said if item.judged.finding.rule == "DSG-09")
    given = {"seen": 0, "person": APPRAISER}
    with pytest.raises(RefusalError, match="REQUEST-REASON"):
        opinions.say(office, dossier, one.judged.key, outcome=Outcome.PASS, reason=" ", **given)  # type: ignore[arg-type]
    opinions.say(office, dossier, one.judged.key, outcome=Outcome.PASS, reason="Cáp tạm thi công", **given)  # type: ignore[arg-type]
    assert "DSG-09" not in rules_of(office, dossier, Outcome.FAIL)
    said = letter_lines(answer_letter(office, dossier, person=APPRAISER, with_map=False))
    assert any("Cáp tạm thi công" in text for text in said)


def test_the_letter_splits_agreed_to_change_and_not_known(office: Registry, faulty: Path) -> None:
    dossier = taken_in(office)
    drawn_in(office, dossier, faulty)
    opinions.remark(
        office, dossier, OpinionKind.CHANGE, "Bổ sung tủ cáp phía nam", source="Điều 13", person=APPRAISER
    )
    content = answer_letter(office, dossier, person=APPRAISER)
    said = letter_lines(content)
    at = next(index for index, text in enumerate(said) if "Nội dung đề nghị chỉnh sửa" in text)
    changes = "\n".join(said[at : at + 12])
    assert "200 m cáp treo" in changes
    assert "Bổ sung tủ cáp phía nam (Điều 13)" in changes
    assert any("Căn cứ Quy chuẩn kỹ thuật quốc gia QCVN 07-8:2023/BXD" in text for text in said)
    assert any(text.startswith("Đề nghị Công ty cổ phần Đầu tư Mẫu chỉnh sửa, bổ sung") for text in said)
    assert Document(io.BytesIO(content)).inline_shapes  # the marked map


def test_papers_nobody_looked_at_hold_the_answer_back(office: Registry, mended: Path) -> None:
    dossier = taken_in(office, papers={})
    drawn_in(office, dossier, mended)
    opinions.confirm_all(office, dossier, seen=seen(office, dossier).dossier.version, person=APPRAISER)
    with pytest.raises(RefusalError, match="DESIGN-PAPERS-UNSEEN"):
        answers.submit(
            office, dossier, Answer.COMPLETE, seen=seen(office, dossier).dossier.version, person=APPRAISER
        )


def test_a_completed_dossier_is_compared_with_the_version_before(
    office: Registry, faulty: Path, mended: Path, tmp_path: Path
) -> None:
    dossier = taken_in(office)
    drawn_in(office, dossier, faulty)
    submitted(office, dossier, Answer.COMPLETE)
    issued(office, dossier, tmp_path)
    assert seen(office, dossier).dossier.state is DossierState.RETURNED
    drawn_in(office, dossier, mended)
    found = seen(office, dossier)
    assert found.dossier.state is DossierState.RECEIVED
    assert found.dossier.answer is None
    assert found.since is not None
    assert "DSG-09" in {one.finding.rule for one in found.since.settled}
    assert found.file is not None
    assert found.file.number == 2


def test_a_completed_dossier_is_answered_by_a_letter_of_its_own(
    office: Registry, faulty: Path, mended: Path, tmp_path: Path
) -> None:
    dossier = taken_in(office)
    drawn_in(office, dossier, faulty)
    submitted(office, dossier, Answer.COMPLETE)
    issued(office, dossier, tmp_path)
    before = seen(office, dossier).dossier
    drawn_in(office, dossier, mended)
    assert not seen(office, dossier).dossier.issued_number
    draft = letter_lines(answer_letter(office, dossier, person=APPRAISER, with_map=False))
    assert "DỰ THẢO" in draft
    assert not any("15/SKHCN-VT" in line for line in draft)
    (earlier,) = seen(office, dossier).dossier.earlier
    assert (earlier.number, earlier.day, earlier.answer) == ("15/SKHCN-VT", today(), Answer.COMPLETE)
    assert earlier.signed_sha256 == before.signed_sha256 != ""
    for one in seen(office, dossier).of(Outcome.FAIL):
        opinions.say(
            office, dossier, one.judged.key, outcome=Outcome.PASS, reason="Đã làm rõ",
            seen=0, person=APPRAISER,
        )  # fmt: skip
    submitted(office, dossier, Answer.AGREE)
    with pytest.raises(RefusalError, match="REQUEST-NUMBER-TAKEN"):  # the first letter keeps its number
        issued(office, dossier, tmp_path)
    issued(office, dossier, tmp_path, "16/SKHCN-VT")
    after = seen(office, dossier).dossier
    assert (after.issued_number, after.earlier) == ("16/SKHCN-VT", (earlier,))
    span = Span(SpanKind.WEEK, today(), today(), today())
    (answered_now,) = (one for one in PART.numbers(office, span, "vi") if one.code == "designs.issued")
    assert len(answered_now) == 1


def test_a_dossier_stated_otherwise_is_judged_anew(office: Registry, mended: Path) -> None:
    dossier = taken_in(office)
    drawn_in(office, dossier, mended)
    assert "DSG-PAPERS-WHOLE" in {one.judged.finding.code for one in seen(office, dossier).said}
    found = seen(office, dossier).dossier
    lacking = {**STATED, "received_on": today(), "papers": dict.fromkeys(design_papers(), "lacking")}
    intake.restate(office, dossier, lacking, seen=found.version, person=APPRAISER)
    opened = seen(office, dossier)
    assert opened.file is not None
    said = {one.judged.finding.code for one in opened.said}
    assert "DSG-PAPER-LACKING" in said
    judged_at = opened.file.judged_at
    same = opened.dossier
    intake.restate(office, dossier, lacking, seen=same.version, person=APPRAISER)
    again = seen(office, dossier).file
    assert again is not None
    assert again.judged_at == judged_at


def test_the_leader_gives_back_or_issues_under_a_number_used_once(
    office: Registry, faulty: Path, tmp_path: Path
) -> None:
    dossier, other = taken_in(office), taken_in(office)
    for one in (dossier, other):
        drawn_in(office, one, faulty)
        submitted(office, one, Answer.COMPLETE)
    with pytest.raises(RefusalError, match="DESIGN-NOT-ALLOWED"):
        answers.hand_back(office, dossier, "x", seen=1, person=APPRAISER)
    answers.hand_back(
        office, dossier, "Nêu rõ hướng cáp", seen=seen(office, dossier).dossier.version, person=LEADER
    )
    assert seen(office, dossier).dossier.returned == "Nêu rõ hướng cáp"
    submitted(office, dossier, Answer.COMPLETE)
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(b"%PDF-1.4\n%scan\n")
    with pytest.raises(RefusalError, match="DESIGN-SIGNED"):  # not signed, and nobody says why
        answers.issue(
            office, dossier, number="15/SKHCN-VT", on=today(), signed=pdf, signed_name="a.pdf",
            seen=seen(office, dossier).dossier.version, person=LEADER,
        )  # fmt: skip
    issued(office, dossier, tmp_path)
    with pytest.raises(RefusalError, match="REQUEST-NUMBER-TAKEN"):
        issued(office, other, tmp_path)


def answered(office: Registry, mended: Path, folder: Path, number: str = "15/SKHCN-VT") -> str:
    """A dossier answered on one condition, overruled where it still fails."""
    dossier = taken_in(office)
    drawn_in(office, dossier, mended)
    for one in seen(office, dossier).of(Outcome.FAIL):
        opinions.say(
            office, dossier, one.judged.key, outcome=Outcome.PASS, reason="Đã làm rõ với chủ đầu tư",
            seen=0, person=APPRAISER,
        )  # fmt: skip
    answers.propose_condition(office, dossier, "Bàn giao hồ sơ hoàn công", due_on=today(), person=APPRAISER)
    submitted(office, dossier, Answer.CONDITIONS)
    issued(office, dossier, folder, number)
    return dossier


def test_conditions_are_followed_until_they_are_settled(
    office: Registry, mended: Path, tmp_path: Path
) -> None:
    dossier = answered(office, mended, tmp_path)
    [one] = seen(office, dossier).set_conditions
    assert one.state is ConditionState.OPEN
    assert one.late(today() + dt.timedelta(days=1))
    assert not one.late(today())
    assert [item.condition.id for item in conditions.followed(office)] == [one.id]
    version = seen(office, dossier).dossier.version
    with pytest.raises(RefusalError, match="DESIGN-CONDITIONS-OPEN"):
        conditions.accept(office, dossier, seen=version, person=APPRAISER)
    given = {"on": today(), "seen": one.version, "person": APPRAISER}
    with pytest.raises(RefusalError, match="DESIGN-NO-EVIDENCE"):
        conditions.settle(office, dossier, one.id, ConditionState.MET, evidence="", **given)  # type: ignore[arg-type]
    conditions.settle(office, dossier, one.id, ConditionState.MET, evidence="Biên bản số 3", **given)  # type: ignore[arg-type]
    [one] = seen(office, dossier).set_conditions
    assert (one.settled_by, one.settled_on, one.evidence) == ("an", today(), "Biên bản số 3")
    assert conditions.followed(office) == []
    conditions.accept(office, dossier, seen=version, person=APPRAISER)
    assert seen(office, dossier).dossier.state is DossierState.ACCEPTED


def test_what_was_built_enters_the_register_beside_the_design_and_is_taken_back(
    office: Registry, mended: Path, tmp_path: Path
) -> None:
    dossier = answered(office, mended, tmp_path)
    version = seen(office, dossier).dossier.version
    with pytest.raises(RefusalError, match="DESIGN-NOT-BUILT"):
        hand_over.hand_over(office, dossier, seen=version, person=APPRAISER)
    built = draw(tmp_path / "hoan-cong.dxf", ducts=False)  # the south side was not built
    drawn_in(office, dossier, built, Purpose.BUILT)
    beside = hand_over.beside_design(office, seen(office, dossier))
    assert beside is not None
    by_name = {one.name: one for one in beside.kinds}
    assert (by_name["ducts"].designed, by_name["ducts"].built) == pytest.approx((440, 220), abs=1)
    assert len(by_name["ducts"].lacking) == 1
    assert not by_name["ducts"].other
    assert (by_name["chambers"].matched, len(by_name["chambers"].lacking)) == (5, 5)
    assert by_name["bts_places"].matched == 1
    batch = hand_over.hand_over(office, dossier, seen=version, person=APPRAISER)
    with office.database.read() as connection:
        assert count_plant(connection) == {"segments": 1, "nodes": 5}
    assert seen(office, dossier).handed
    with pytest.raises(RefusalError, match="DESIGN-HANDED"):
        hand_over.hand_over(office, dossier, seen=seen(office, dossier).dossier.version, person=APPRAISER)
    take_back(office, batch, person=Person("hoa", frozenset({Role.ADMINISTRATOR})), reason="nhầm tệp")
    with office.database.read() as connection:
        assert count_plant(connection) == {"segments": 0, "nodes": 0}
    assert not seen(office, dossier).handed
    assert not verify(office).problems


def test_two_areas_of_one_developer_stand_beside_each_other_with_their_unnamed_things(
    office: Registry, mended: Path, tmp_path: Path
) -> None:
    for at in range(2):
        dossier = answered(office, mended, tmp_path, number=f"{15 + at}/SKHCN-VT")
        drawn_in(office, dossier, draw(tmp_path / f"hoan-cong-{at}.dxf", shift=500.0 * at), Purpose.BUILT)
        hand_over.hand_over(office, dossier, seen=seen(office, dossier).dossier.version, person=APPRAISER)
        with office.database.read() as connection:
            assert count_plant(connection) == {"segments": 2 * (at + 1), "nodes": 10 * (at + 1)}


def test_carriers_hear_of_an_area_once_and_see_no_finding_of_it(office: Registry, faulty: Path) -> None:
    dossier = taken_in(office)
    assert offers.new_areas(office, person=CARRIER) == []
    drawn_in(office, dossier, faulty)
    version = seen(office, dossier).dossier.version
    assert offers.tell_carriers(office, dossier, seen=version, person=APPRAISER) > 1
    [area] = offers.new_areas(office, person=CARRIER)
    assert (area.developer, area.ducts_offered, area.high_rises) == (
        "Công ty cổ phần Đầu tư Mẫu", "2 ống D110 trên mọi tuyến đường", 1,
    )  # fmt: skip
    assert [one.kind.value for one in inbox(office, CARRIER, "VTL")] == ["NOTICE-DESIGN-AREA"]
    with pytest.raises(RefusalError, match="DESIGN-TOLD"):
        offers.tell_carriers(office, dossier, seen=seen(office, dossier).dossier.version, person=APPRAISER)
    with pytest.raises(RefusalError, match="DESIGN-NOT-ALLOWED"):
        open_dossier(office, dossier, person=CARRIER)
    with pytest.raises(RefusalError, match="DESIGN-NOT-ALLOWED"):
        dossier_lines(office, person=CARRIER)


def test_a_withdrawn_dossier_is_done_with(office: Registry) -> None:
    dossier = taken_in(office)
    with pytest.raises(RefusalError, match="REQUEST-REASON"):
        intake.withdraw(office, dossier, reason="", seen=1, person=APPRAISER)
    intake.withdraw(office, dossier, reason="Chủ đầu tư rút", seen=1, person=APPRAISER)
    [line] = dossier_lines(office, person=APPRAISER)
    assert (line.group, line.clock.running) == ("done", False)
    with pytest.raises(RefusalError, match="DESIGN-STATE"):
        intake.take_over(office, dossier, seen=2, person=APPRAISER)
