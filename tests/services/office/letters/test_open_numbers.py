"""The number of a draft: a paper that is called by its kind bears the sign of its kind, a letter none."""

import pytest

from registry.documents.kinds import NAMES, Kind
from registry.services.office.letters.letterhead import letterhead, open_number

OF_NAMES = {
    "bien-ban": "BB", "bao-cao": "BC", "chuong-trinh": "CTr", "to-trinh": "TTr", "quyet-dinh": "QĐ",
    "ke-hoach": "KH", "thong-bao": "TB", "ket-luan": "KL",
}  # fmt: skip
LETTERS = frozenset({"situation", "withdrawal"})
"""Called a report, a notice; sent as a letter to somebody (*Kính gửi*, *V/v*)."""
HEAD = letterhead({"letter.short": "SKHCN", "letter.unit": "BCVT"}, "vi", "24")


@pytest.mark.parametrize("kind", sorted(NAMES))
def test_a_paper_of_a_name_bears_its_sign(kind: Kind) -> None:
    named = [sign for start, sign in OF_NAMES.items() if NAMES[kind].startswith(start)]
    sign = "" if kind in LETTERS or not named else named[0]
    assert open_number(HEAD, kind).strip() == (f"/{sign}-SKHCN" if sign else "/SKHCN-BCVT")


def test_an_office_that_has_not_stated_its_sign_leaves_it_open() -> None:
    assert open_number(letterhead({}, "vi", "24"), "company_decision").strip() == "/QĐ-…"
