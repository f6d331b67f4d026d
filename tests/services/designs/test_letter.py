"""The answer to a design dossier: what it says, and what stays with the office."""

from pathlib import Path

import pytest

from registry.checks.registered import CHECKS
from registry.messages import Language, render
from registry.model.designs.desk import Answer
from registry.services.designs import numbers
from registry.services.designs.letter import answer_letter
from registry.services.office.letters.letterhead import state
from registry.services.office.registry import Registry
from tests.services.designs.dossiers import APPRAISER, LEADER, drawn_in, issued, seen, submitted, taken_in
from tests.services.designs.drawn import draw
from tests.services.designs.test_way import letter_lines


@pytest.mark.parametrize(("lang", "doubt"), [("vi", "chưa kiểm chứng"), ("en", "not verified")])
def test_the_office_s_own_remarks_and_codes_of_rules_are_no_words_of_the_letter(
    office: Registry, tmp_path: Path, lang: Language, doubt: str
) -> None:
    for key in ("DSG-05.beside_m", "DSG-06.reach_m", "DSG-07.spare_ways"):
        if key in {one.key for one in numbers.stated_numbers(office, person=LEADER)}:
            numbers.state_number(office, key, 3, person=LEADER)
    dossier = taken_in(office)
    drawn_in(office, dossier, draw(tmp_path / "mat-bang.dxf", ducts=False, aerial=True))
    noted = {code for one in seen(office, dossier).said for code, _ in one.judged.finding.notes}
    assert "DSG-NOT-VERIFIED" in noted  # the office reads it on its page
    content = answer_letter(office, dossier, lang, person=APPRAISER, with_map=False)
    said = "\n".join(letter_lines(content))
    assert render("DSG-NOT-VERIFIED", {}, lang).rstrip(".") not in said
    assert doubt not in said
    assert not [check.code for check in CHECKS if check.code in said]


def test_an_answer_that_was_issued_keeps_who_signed_it(office: Registry, tmp_path: Path) -> None:
    state(office, {"signer_title": "GIÁM ĐỐC", "signer": "Người Ký Trước"}, who="t")
    dossier = taken_in(office)
    drawn_in(office, dossier, draw(tmp_path / "mat-bang.dxf"))
    draft = letter_lines(answer_letter(office, dossier, person=APPRAISER, with_map=False))
    submitted(office, dossier, Answer.COMPLETE)
    issued(office, dossier, tmp_path)
    before = letter_lines(answer_letter(office, dossier, person=APPRAISER, with_map=False))
    later = {
        "authority": "TL",
        "signer_title": "TRƯỞNG PHÒNG",
        "signer": "Người Ký Sau",
        "copies": "UBND tỉnh",
    }
    state(office, later, who="t")
    state(office, {**later, "signer": "Người Ký Sau Nữa"}, who="t")
    assert letter_lines(answer_letter(office, dossier, person=APPRAISER, with_map=False)) == before
    assert any("Người Ký Trước" in line for line in before)
    assert any("DỰ THẢO" in line for line in draft)
