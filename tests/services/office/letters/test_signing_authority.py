"""Who signs for whom stands above the signature as NĐ 30/2020/NĐ-CP Điều 13 orders it."""

import pytest

from registry.errors import RefusalError
from registry.services.office.letters.signing_authority import check_authority, signer_lines

SO, UB = "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "ỦY BAN NHÂN DÂN XÃ LỤC NGẠN"


@pytest.mark.parametrize(
    ("authority", "head", "signer", "office", "lines"),
    [
        ("", "GIÁM ĐỐC", "GIÁM ĐỐC", SO, ["GIÁM ĐỐC"]),
        ("", "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", SO, ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
        ("", "GIÁM ĐỐC", "Q. GIÁM ĐỐC", SO, ["Q. GIÁM ĐỐC"]),
        ("", "TRƯỞNG PHÒNG", "TRƯỞNG PHÒNG", "PHÒNG VĂN HÓA - XÃ HỘI", ["TRƯỞNG PHÒNG"]),
        ("KT", "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", SO, ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
        ("TL", "GIÁM ĐỐC", "CHÁNH VĂN PHÒNG", SO, ["TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"]),
        ("TL", "GIÁM ĐỐC", "PHÓ TRƯỞNG PHÒNG", SO, ["TL. GIÁM ĐỐC", "KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"]),
        ("TUQ", "GIÁM ĐỐC", "TRƯỞNG PHÒNG", SO, ["TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG"]),
        ("TM", "CHỦ TỊCH", "CHỦ TỊCH", UB, [f"TM. {UB}", "CHỦ TỊCH"]),
        ("TM", "CHỦ TỊCH", "PHÓ CHỦ TỊCH", UB, [f"TM. {UB}", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
    ],
)
def test_the_lines_above_a_signature(
    authority: str, head: str, signer: str, office: str, lines: list[str]
) -> None:
    check_authority(authority, head, signer, office)
    assert signer_lines(authority, head, signer, office) == lines


@pytest.mark.parametrize(
    ("authority", "signer", "code"),
    [
        ("KT", "GIÁM ĐỐC", "LETTER-AUTHORITY-KT"),
        ("TL", "PHÓ GIÁM ĐỐC", "LETTER-AUTHORITY-ORDER"),
        ("TUQ", "GIÁM ĐỐC", "LETTER-AUTHORITY-ORDER"),
        ("TM", "GIÁM ĐỐC", "LETTER-AUTHORITY-TM"),
        ("TQ", "GIÁM ĐỐC", "LETTER-AUTHORITY-UNKNOWN"),
        ("", "TRƯỞNG PHÒNG BƯU CHÍNH, VIỄN THÔNG", "LETTER-AUTHORITY-UNIT"),
        ("", "PHÓ TRƯỞNG PHÒNG", "LETTER-AUTHORITY-UNIT"),
        ("KT", "PHÓ CHÁNH VĂN PHÒNG", "LETTER-AUTHORITY-UNIT"),
    ],
)
def test_what_the_form_does_not_know_is_refused(authority: str, signer: str, code: str) -> None:
    with pytest.raises(RefusalError, match=code):
        check_authority(authority, "GIÁM ĐỐC", signer, SO)
