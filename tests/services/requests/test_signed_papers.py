"""What a letter's PDF says of its signatures is kept, sealed and asked about; an altered one stops."""

import json
import zipfile
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.requests.desk import Request, RequestState
from registry.model.requests.signed_papers import PaperState, one_person, paper_from
from registry.services.office.calendar import today
from registry.services.office.letters.letterhead import state
from registry.services.office.letters.trust_roots import state_roots, stated_roots, withdraw_root
from registry.services.office.registry import Registry
from registry.services.requests.decisions import decide_as_recommended
from registry.services.requests.opened import load_request
from registry.services.requests.requests import issue
from registry.services.requests.sealing import seal_request
from registry.services.requests.signed_papers import check_paper
from tests.documents import signing
from tests.services.requests import desk

NUMBER = "321/SKHCN-VT"


@pytest.fixture
def submitted(office: Registry, tmp_path: Path) -> Request:
    request = desk.received(office, tmp_path)
    request = desk.to(office, request, RequestState.APPRAISING, RequestState.DRAFT)
    decide_as_recommended(office, request.id, who="lan")
    return desk.to(office, request, RequestState.SUBMITTED)


def letter(*, number: str = NUMBER, codes: str = "V1 V2 V3 V4 V5") -> bytes:
    day = f"Bac Ninh, {today():%d/%m/%Y}"
    return signing.pdf_of(f"So: {number}", day, f"The positions {codes} are answered as follows")


def issued(office: Registry, request: Request, folder: Path, content: bytes, **own: object) -> Request:
    path = folder / "ký.pdf"
    path.write_bytes(content)
    return issue(
        office, request.id, number=NUMBER, date=today(), signed_pdf=path, signed_name="ký.pdf",
        who="giám đốc", version=request.version, **own,  # type: ignore[arg-type]  # reasons, where given
    )  # fmt: skip


def test_a_sound_letter_needs_no_word_and_what_was_found_is_kept_and_sealed(
    office: Registry, submitted: Request, tmp_path: Path
) -> None:
    state_roots(office, signing.authority().pem, "gốc.pem", who="quản trị")
    made = issued(office, submitted, tmp_path, signing.signed(letter()))
    (kept,) = [one.signature for one in load_request(office, made.id).attachments if one.kind == "signed"]
    assert kept is not None
    paper = paper_from(kept)
    assert paper.sound
    assert paper.signatures[0].signer == signing.SIGNER
    with zipfile.ZipFile(seal_request(office, made.id, who="lan").path) as package:
        assert json.loads(package.read("signature.json")) == kept
    assert desk.sound(office)


def test_what_is_open_of_the_signed_file_wants_a_reason_and_what_is_altered_stops(
    office: Registry, submitted: Request, tmp_path: Path
) -> None:
    good = signing.signed(letter())
    at = good.index(b"positions")
    altered = good[:at] + b"POSITIONS" + good[at + 9 :]
    for content, said in (
        (letter(), "không có chữ ký số nào"),
        (signing.signed(letter(codes="V1 V2")), "không có: V3, V4, V5"),
        (signing.signed(letter(number="9321/SKHCN-VT")), f"không có: số {NUMBER}"),
        (altered, "đã bị thay đổi sau khi ký"),
    ):
        with pytest.raises(RefusalError, match="REQUEST-MATTERS") as refused:
            issued(office, submitted, tmp_path, content)
        assert said in refused.value.params["matters"].vi
    with pytest.raises(RefusalError, match="REQUEST-MATTERS"):
        issued(office, submitted, tmp_path, altered, reasons={"signature": "vẫn ban hành"})
    made = issued(office, submitted, tmp_path, letter(), reasons={"signature": "ký giấy, bản quét gửi sau"})
    file = load_request(office, made.id)
    assert "ký giấy, bản quét gửi sau" in {note.text for note in file.notes}
    (kept,) = [one.signature for one in file.attachments if one.kind == "signed"]
    assert kept is not None
    assert paper_from(kept).state is PaperState.UNSIGNED


def test_a_letter_signed_by_another_than_it_names_wants_a_reason(
    office: Registry, submitted: Request, tmp_path: Path
) -> None:
    """The office concluded "còn nguyên vẹn, nối tới chứng thư gốc" of a letter that a clerk had signed."""
    state_roots(office, signing.authority().pem, "gốc.pem", who="quản trị")
    state(office, {"signer": f"ThS. {signing.SIGNER} (minh họa)"}, who="quản trị")
    clerk = signing.identity("Lê Thị Chuyên Viên", signing.authority(), organisation=signing.STAMP)
    with pytest.raises(RefusalError, match="REQUEST-MATTERS") as refused:
        issued(office, submitted, tmp_path, signing.signed(letter(), clerk))
    said = refused.value.params["matters"].vi
    assert signing.SIGNER in said
    assert "Lê Thị Chuyên Viên" in said
    made = issued(office, submitted, tmp_path, signing.signed(letter()))
    state(office, {"signer": "Người Ký Sau"}, who="quản trị")
    file = load_request(office, made.id)
    now = check_paper(
        office, tmp_path / "ký.pdf", "ký.pdf", file, number=NUMBER, day=today()
    )  # by whom the letter named when it was issued
    assert now.sound
    assert now.signer.startswith("ThS.")


@pytest.mark.parametrize(
    ("signer", "one"),
    [
        ("Trần Văn Giám Đốc", True), ("TRAN VAN GIAM DOC", True), ("TS. Trần Văn Giám Đốc - Giám đốc", True),
        ("Trần Văn Giám", False), ("Sở Khoa học và Công nghệ", False), ("", False),
    ],
)  # fmt: skip
def test_a_certificate_names_a_person_with_or_without_accents_and_degrees(signer: str, one: bool) -> None:
    assert one_person("ThS. Trần Văn Giám Đốc (minh họa)", signer) is one


def test_roots_are_stated_once_and_taken_away_in_the_ledger(office: Registry) -> None:
    (root,) = state_roots(office, signing.authority().pem, "gốc.pem", who="quản trị")
    assert stated_roots(office) == [root]
    with pytest.raises(RefusalError, match="TRUST-ROOT-TWICE"):
        state_roots(office, signing.authority().der, "gốc.cer", who="quản trị")
    withdraw_root(office, root.sha256, who="quản trị")
    assert stated_roots(office) == []
    with pytest.raises(RefusalError, match="TRUST-ROOT-UNKNOWN"):
        withdraw_root(office, root.sha256, who="quản trị")
    assert desk.sound(office)
