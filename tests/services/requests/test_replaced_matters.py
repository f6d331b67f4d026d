"""A row that takes down a mast which does not stand: the carrier is asked, nothing is refused for it."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.agreed.approvals import approvals_of, revoke
from registry.services.requests.decisions import decide_row
from registry.services.requests.drafting.drafts import Drafts
from registry.services.requests.opened import load_request
from tests.services.requests import desk
from tests.services.requests.desk import issued, received
from tests.services.requests.matters import AGREE, codes, filed, refused

STANDS = "BGG00045"  # VNPT's, in the register of these tests


def taking_down(path: Path, kind: str, replaces: str, operator: str = "VNPT") -> Path:
    lon, lat = desk.north(0.0)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append((*desk.HEADER, "Hình thức", "Mã trạm thay thế"))
    sheet.append(("N7", operator, round(lon, 6), round(lat, 6), "A2b", "dưới đất", 42, 2, kind, replaces))
    book.save(path)
    return path


@pytest.mark.parametrize("kind", ["Thay thế", "Di dời"])
@pytest.mark.parametrize(
    ("replaces", "expected"),
    [
        (STANDS, []),
        ("bgg 00045", []),
        ("", []),
        ("BGG99999", ["MATTER-REPLACES-NOT-STANDING"]),
        (f"{STANDS}, BGG99999", ["MATTER-REPLACES-NOT-STANDING"]),
    ],
)
def test_a_mast_named_as_taken_down_stands(
    office: Registry, tmp_path: Path, kind: str, replaces: str, expected: list[str]
) -> None:
    request = filed(office, taking_down(tmp_path / "a.xlsx", kind, replaces), organisation="VNPT")
    assert codes(office, request).get(0, []) == expected


def test_a_mast_that_was_only_agreed_to_cannot_be_taken_down(office: Registry, tmp_path: Path) -> None:
    issued(office, tmp_path, received(office, tmp_path, [("V1", 9000.0, 0.0)]))
    request = filed(office, taking_down(tmp_path / "a.xlsx", "Thay thế", "V1", "VTL"), again="đợt sau")
    assert codes(office, request).get(0, []) == ["MATTER-REPLACES-NOT-BUILT"]


def test_a_mast_whose_agreement_was_revoked_stands_no_more(office: Registry, tmp_path: Path) -> None:
    issued(office, tmp_path, received(office, tmp_path, [("V1", 9000.0, 0.0)]))
    (agreed,) = approvals_of(office)
    revoke(office, agreed.id, reason="thôi đầu tư", who="lan", seen=agreed.version)
    request = filed(office, taking_down(tmp_path / "a.xlsx", "Thay thế", "V1", "VTL"), again="đợt sau")
    assert codes(office, request).get(0, []) == ["MATTER-REPLACES-NOT-STANDING"]


def test_the_officer_answers_with_a_reason_and_may_agree(office: Registry, tmp_path: Path) -> None:
    request = filed(office, taking_down(tmp_path / "a.xlsx", "Thay thế", "BGG99999"), organisation="VNPT")
    with refused("REQUEST-MATTER-REASON"):
        decide_row(office, request.id, 0, AGREE, who="lan", seen=0)
    decide_row(office, request.id, 0, AGREE, who="lan", seen=0, reason="mã cũ là BGG00045, VNPT xác nhận")
    assert load_request(office, request.id).rows[0].unsettled == ()


def test_no_carrier_learns_from_it_which_codes_stand(office: Registry, tmp_path: Path) -> None:
    path = taking_down(tmp_path / "a.xlsx", "Thay thế", "BGG99999", "VTL")
    facts = {"kind": "position", "organisation": "VTL", "letter_number": "1/VT", "letter_date": "",
             "received_on": today().isoformat()}  # fmt: skip
    drafts = Drafts(office)
    theirs = drafts.make(facts, who="viettel", own="VTL", source=(path, "a.xlsx"))
    of_rows = drafts.matters(theirs)[1]
    assert "MATTER-REPLACES-NOT-STANDING" not in {one.code for found in of_rows.values() for one in found}
