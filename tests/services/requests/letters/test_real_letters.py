"""The letters to others of a small real office: their golden texts, and no riddles for their readers."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.model.duties import DutyLetter, LetterKind, LetterState
from registry.model.requests.desk import RequestState
from registry.services.field.defect_entry import NewDefect, enter_defect
from registry.services.field.defect_letters import defect_letter
from registry.services.obligations.compliance_letters import draft_compliance_letters
from registry.services.obligations.letter_documents import letter_document
from registry.services.office.calendar import today
from registry.services.office.letters.letterhead import state
from registry.services.office.registry import Registry
from registry.services.requests.agreed.approvals import approvals_of, extend, revoke
from registry.services.requests.consulted.consultations import draft_consultations
from registry.services.requests.letters.consultation import consultation_letter
from registry.services.requests.letters.revocation import (
    extension_letter,
    revocation_letter,
    withdrawal_letter,
)
from registry.services.requests.letters.sharing import sharing_letter, sharing_note
from registry.services.requests.letters.supplement import supplement_letter
from registry.services.requests.opened import load_request
from registry.services.requests.requests import change_state
from registry.services.requests.sharing import ask_to_share
from registry.services.requests.supplements import Ask
from registry.settings import read_settings
from tests.documents.letters import compared, faults_of, lines_of
from tests.services.field.world import OFFICER
from tests.services.requests import desk
from tests.services.requests.letters.replied import term_over

DAY = dt.date(2026, 11, 2)
NAMES = (
    "consultation", "supplement", "revocation", "extension", "extension-refused", "withdrawal", "sharing",
    "sharing-carrier", "sharing_note", "defects", "reminder", "changes", "compliance",
)  # fmt: skip


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, bytes]]:
    home = tmp_path_factory.mktemp("letters")
    with contextlib.closing(desk.make(read_settings({"BTS_HOME": str(home / "sổ")}))) as office:
        state(office, {"signer_title": "PHÓ GIÁM ĐỐC", "signer": "Nguyễn Văn A"}, who="quản trị")
        yield made(office, home)


def made(office: Registry, home: Path) -> dict[str, bytes]:
    """Every letter to others that a small office has to write, in Vietnamese."""
    asked = desk.to(office, desk.received(office, home), RequestState.APPRAISING)
    draft_consultations(office, asked.id, who="lan", answer_by=today() + dt.timedelta(days=10))
    (item,) = load_request(office, asked.id).consultations
    found = {"consultation": consultation_letter(office, asked.id, item.id)}

    other = desk.received(office, home, [("W1", -8_000.0, 0.0), ("W2", -9_500.0, 0.0)])
    asks = (Ask("nêu loại cột", 1, "mast_class"), Ask("gửi hợp đồng thuê", paper="land"))
    change_state(office, other.id, RequestState.SUPPLEMENT, who="lan", version=other.version, asks=asks)
    found["supplement"] = supplement_letter(office, other.id)

    share = ask_to_share(
        office, asker="VTL", owner="VNPT", mast="BGG00045", sent_on=DAY, who="lan", request=asked.number,
        row=4, letter_number="12/VT", wanted="03 ăng ten ở độ cao 30 m",
    )  # fmt: skip
    found["sharing"] = sharing_letter(office, share.id)
    found["sharing-carrier"] = sharing_letter(office, share.id, viewer="VTL")
    found["sharing_note"] = sharing_note(office, share.id)

    rows = [(f"X{at}", -12_000.0 - 900.0 * at, 0.0) for at in range(3)]
    desk.issued(office, home, desk.received(office, home, rows))
    first, second, third, *_more = approvals_of(office)
    with pytest.MonkeyPatch.context() as patch:
        term_over(patch)
        found["revocation"] = revocation_letter(office, [first.id, second.id])
    extend(office, second.id, 3, ground="mưa lũ", who="lan", seen=second.version)
    found["extension"] = extension_letter(office, [second.id])
    found["extension-refused"] = extension_letter(office, [first.id], granted=False, reason="hết hạn")
    revoke(office, third.id, reason="Quyết định số 5/QĐ-SKHCN", who="lan", seen=third.version)
    found["withdrawal"] = withdrawal_letter(office, [third.id])

    for defect, severity, note in (("leaning", "urgent", "cột nghiêng về phía nhà dân"),
                                   ("rust_light", "minor", "")):  # fmt: skip
        enter_defect(office, NewDefect("mast-BGG00045", defect, severity, today(), note=note), person=OFFICER)
    found["defects"] = defect_letter(office, "VNPT", person=OFFICER)

    line = {
        "what_vi": "Báo cáo năm", "what_en": "Yearly report", "basis": "QĐ 72/2025/QĐ-UBND, Điều 30",
        "verified": False, "due": "2026-12-15", "items": 2, "key": "DUT-REPORT:VTL", "part": "",
    }  # fmt: skip
    for kind in (LetterKind.REMINDER, LetterKind.CHANGES):
        letter = DutyLetter(
            "x", 1, kind, "VTL", dt.date(2026, 12, 1), LetterState.DRAFT, lines=(line,),
            facts={"period": "quý III/2026"},
        )  # fmt: skip
        found[kind.value] = letter_document(office, letter)
    (run,) = [one for one in draft_compliance_letters(office, who="lan") if one.organisation == "VNPT"]
    found["compliance"] = letter_document(office, run)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_text_of_a_letter_is_its_golden_text(letters: dict[str, bytes], name: str) -> None:
    text, golden = compared(f"real-{name}", letters[name])
    assert text == golden


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_asks_its_reader_no_riddle(letters: dict[str, bytes], name: str) -> None:
    text = "\n".join(lines_of(letters[name]))
    assert faults_of(letters[name]) == []
    for part in ("Số:", "V/v ", "Kính gửi: ", "Nơi nhận:", "./."):
        assert part in text, part
    if not name.startswith("sharing") or name == "sharing_note":
        assert "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC" in text


def test_a_carriers_own_letter_bears_its_name_and_no_code_of_anothers_mast(
    letters: dict[str, bytes],
) -> None:
    """Neither does the office's letter to both, which the asker reads before the owner has agreed."""
    own, office = ("\n".join(lines_of(letters[name])) for name in ("sharing-carrier", "sharing"))
    assert "VIETTEL" in own
    assert "ĐẠI DIỆN THEO PHÁP LUẬT" in own
    assert "BGG00045" in office
    assert "BGG00045" not in own + "\n".join(lines_of(letters["sharing_note"]))
    assert "khoản 4 Điều 7" in own
    assert "07 ngày làm việc" in own
