"""One place once, one code once; and nobody learns of another's."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from registry.model.requests.desk import RequestState
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.agreed.approvals import approvals_of
from registry.services.requests.decisions import (
    RowChoice,
    correct_row,
    decide_as_recommended,
    decide_row,
    decide_rows,
)
from registry.services.requests.drafting.drafts import Drafts
from registry.services.requests.letters.note import appraisal_note
from registry.services.requests.letters.reply import reply_letter
from registry.services.requests.opened import load_request
from registry.services.requests.sealing import seal_request
from registry.store import ledger
from tests.services.requests import desk
from tests.services.requests.desk import issued, received, to, write_list
from tests.services.requests.matters import (
    AGREE,
    REFUSE,
    THREE,
    codes,
    filed,
    issue_under,
    ready,
    refused,
    submitted,
    with_kinds,
)
from tests.store.rows import created, mast, site, station


# ---- one place, one code ---------------------------------------------------------------------------------
def test_places_that_were_agreed_to_are_not_agreed_to_again_in_passing(
    office: Registry, tmp_path: Path
) -> None:
    first = issued(office, tmp_path, received(office, tmp_path, THREE))
    path = write_list(tmp_path / "khác.xlsx", [*THREE, ("V9", 9000.0, 0.0)])
    with refused("REQUEST-FILED-REASON") as told:
        filed(office, path)
    assert "321/SKHCN-VT" in told.value.params["matters"].vi
    second = filed(office, path, again="gửi thêm V9")
    assert codes(office, second) == {row: ["MATTER-AGREED"] for row in range(3)}
    decide_as_recommended(office, second.id, who="lan")
    assert load_request(office, second.id).undecided == (0, 1, 2)
    with refused("REQUEST-MATTER-REASON"):
        decide_row(office, second.id, 0, AGREE, who="lan", seen=0)
    with refused("REQUEST-MATTER-REASON"):  # by a posted list of rows, too
        decide_rows(office, second.id, [RowChoice(0, AGREE, seen=0), RowChoice(1, AGREE, seen=0)], who="lan")
    with refused("REQUEST-UNDECIDED"):
        submitted(office, second)
    said = load_request(office, second.id).rows[0].unsettled[0]
    assert said.params["request"] == first.number
    for row in range(3):
        decide_row(office, second.id, row, REFUSE, who="lan", seen=0, reason="đã thống nhất tại 321")
    second = load_request(office, second.id).request
    assert to(office, second, RequestState.SUBMITTED).state is RequestState.SUBMITTED


@pytest.mark.parametrize(
    ("rows", "operator", "expected"),
    [
        ([("V1", 2000.0, 0.0)], "VTL", "MATTER-ASKED"),
        ([("KHÁC", 2001.0, 1.0)], "VTL", "MATTER-ASKED"),  # the same carrier, another code
        ([("M1", 2000.0, 0.0)], "VMS", "MATTER-ASKED"),  # another carrier
        ([("v1", 7000.0, 0.0)], "VTL", "MATTER-CODE-ELSEWHERE-ASKED"),
        ([("V1", 7000.0, 0.0)], "VMS", None),  # its own code
        ([("V8", 2300.0, 0.0)], "VTL", None),
    ],
)
def test_what_another_open_request_asks_for_is_said(
    office: Registry,
    tmp_path: Path,
    rows: list[tuple[str, float, float]],
    operator: str,
    expected: str | None,
) -> None:
    received(office, tmp_path, THREE)
    second = received(office, tmp_path, rows, organisation=operator, again="đề nghị lại")
    assert codes(office, second) == ({0: [expected]} if expected else {})


def test_a_place_that_another_letter_took_meanwhile_is_asked_about_at_the_issue(
    office: Registry, tmp_path: Path
) -> None:
    first = received(office, tmp_path, THREE)
    decide_as_recommended(office, first.id, who="lan")
    first = submitted(office, first)
    second = received(office, tmp_path, THREE[:1], organisation="VMS")
    assert codes(office, second) == {0: ["MATTER-ASKED"]}
    assert codes(office, first) == {0: ["MATTER-ASKED"]}
    with refused("REQUEST-MATTERS"):
        issue_under(office, tmp_path, first, "5/SKHCN")
    first = issue_under(office, tmp_path, first, "5/SKHCN", reason="VMS đã rút lời bằng văn bản")
    notes = [note for note in load_request(office, first.id).rows[0].notes if note.kind == "matter"]
    assert [(note.text, note.who) for note in notes] == [("VMS đã rút lời bằng văn bản", "giám đốc")]
    assert desk.sound(office)


def test_one_code_on_two_places_blocks_until_one_of_them_is_mended(office: Registry, tmp_path: Path) -> None:
    rows = [("V1", 2000.0, 0.0), ("V2", 3000.0, 0.0), ("v1 ", 9000.0, 0.0)]
    request = received(office, tmp_path, rows)
    assert codes(office, request) == {0: ["MATTER-CODE-TWICE"], 2: ["MATTER-CODE-TWICE"]}
    decide_as_recommended(office, request.id, who="lan")
    assert load_request(office, request.id).undecided == (0, 2)
    decide_row(office, request.id, 0, AGREE, who="lan", seen=0, reason="dòng này đúng mã")
    with refused("REQUEST-MATTER-BARS"):
        decide_row(office, request.id, 2, AGREE, who="lan", seen=0, reason="cũng đúng")
    with refused("REQUEST-MATTER-BARS"):  # both at once
        decide_rows(
            office,
            request.id,
            [RowChoice(0, AGREE, "đúng", seen=None), RowChoice(2, AGREE, "đúng")],
            who="lan",
        )
    seen = load_request(office, request.id).rows[2].version
    correct_row(office, request.id, 2, {"site_code": "V3"}, who="lan", seen=seen, reason="ghi nhầm mã")
    assert codes(office, request) == {}
    decide_row(office, request.id, 2, AGREE, who="lan", seen=0)
    request = issue_under(office, tmp_path, submitted(office, request), "5/SKHCN")
    assert sorted(one.code for one in approvals_of(office, request=request.id)) == ["V1", "V2", "V3"]


def test_an_answer_is_kept_sealed_and_noted_but_is_no_word_of_the_letter(
    office: Registry, tmp_path: Path
) -> None:
    received(office, tmp_path, [("M1", 2000.0, 0.0)], organisation="VMS")
    request = received(office, tmp_path, [("V1", 2000.0, 0.0)])
    said = "MobiFone đã rút, xem biên bản 7"
    decided = decide_row(office, request.id, 0, AGREE, who="lan", seen=0, reason=said)
    assert decided.reason == ""
    assert said in _text(appraisal_note(office, request.id))
    request = issue_under(office, tmp_path, submitted(office, request), "5/SKHCN")
    assert said not in _text(reply_letter(office, request.id))
    sealed = seal_request(office, request.id, who="lan")
    with zipfile.ZipFile(sealed.path) as package:
        answers = json.loads(package.read("answers.json"))
    kept = {answer["text"]: answer["details"]["keys"] for answer in answers}  # of the papers another one
    assert kept[said] == [f"MATTER-ASKED:{_id_of(office, 1)}:M1"]


def test_a_code_of_an_upgrade_and_of_a_new_mast_elsewhere_wants_a_word(
    office: Registry, tmp_path: Path
) -> None:
    rows = [("V1", 2000.0, 0.0, "Nâng cấp"), ("V1", 9000.0, 0.0, "Cột mới")]
    request = filed(office, with_kinds(tmp_path / "a.xlsx", rows))
    assert codes(office, request) == {0: ["MATTER-CODE-TWICE"], 1: ["MATTER-CODE-TWICE"]}
    for row in (0, 1):
        said = {"reason": "mã đúng, đã hỏi", "conditions": ["giữ mã"]}
        decide_row(office, request.id, row, AGREE, who="lan", seen=0, **said)
    assert codes(office, request) == {}


def test_one_place_under_two_codes_wants_a_word(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path, [("V1", 2000.0, 0.0), ("V2", 2001.0, 0.0)])
    assert codes(office, request) == {0: ["MATTER-PLACE-TWICE"], 1: ["MATTER-PLACE-TWICE"]}


@pytest.mark.parametrize(
    ("row", "operator", "expected"),
    [
        (("N1", 2.0, 0.0, "Cột mới"), "VNPT", "MATTER-STANDS"),
        (("N1", 0.0, 0.0, ""), "VNPT", "MATTER-STANDS"),
        (("bgg00045", 5000.0, 0.0, "Cột mới"), "VNPT", "MATTER-STANDS-CODE"),
        (("BGG00045", 0.0, 0.0, "Nâng cấp"), "VNPT", None),
        (("BGG00045", 5000.0, 0.0, "Nâng cấp"), "VNPT", "MATTER-STANDS-FAR"),
        (("BGG00045", 0.0, 0.0, "Thay thế"), "VNPT", None),
        (("BGG00045", 900.0, 0.0, "Di dời"), "VNPT", None),
        (
            ("BGG00045", 5000.0, 0.0, "Cột mới"),
            "VTL",
            None,
        ),  # Viettel's own code, whatever VNPT calls its mast
        (("N1", 600.0, 0.0, "Cột mới"), "VNPT", None),
    ],
)
def test_a_mast_where_one_of_the_same_owner_stands_is_not_new_without_a_word(
    office: Registry, tmp_path: Path, row: tuple[str, float, float, str], operator: str, expected: str | None
) -> None:
    path = with_kinds(tmp_path / "a.xlsx", [row], operator)
    request = filed(office, path, organisation=operator)
    assert codes(office, request) == ({0: [expected]} if expected else {})


def test_a_mast_registered_under_the_code_meanwhile_is_the_leaders_word_at_the_latest(
    office: Registry, tmp_path: Path
) -> None:
    request = ready(office, tmp_path, [("V1", 2000.0, 0.0)])
    lon, lat = desk.north(9000.0)
    rows = [
        *created("sites", site("V1", lon, lat)),
        *created("structures", mast("V1", mast_class="A2b", mast_height_m=42.0)),
        *created("stations", station("V1", "VTL")),
    ]
    with office.database.write() as connection:
        ledger.record(connection, rows, who="lan", batch="t")
    assert codes(office, request) == {0: ["MATTER-STANDS-CODE"]}
    with refused("REQUEST-MATTERS"):
        issue_under(office, tmp_path, request, "5/SKHCN")
    issued_ = issue_under(office, tmp_path, request, "5/SKHCN", reason="cột cũ mang mã khác, đã kiểm tra")
    assert [one.code for one in approvals_of(office, request=issued_.id)] == ["V1"]


def test_a_carrier_learns_nothing_of_anothers_letter_place_or_code(office: Registry, tmp_path: Path) -> None:
    path = write_list(tmp_path / "a.xlsx", THREE)
    received(office, tmp_path, THREE)
    filed(office, path, again="lại")
    facts = {"kind": "position", "organisation": "VMS", "letter_number": "412/VTBN-KTHT", "letter_date": "",
             "received_on": today().isoformat()}  # fmt: skip
    drafts = Drafts(office)
    theirs = drafts.make(facts, who="vms", own="VMS", source=(path, "a.xlsx"))
    assert drafts.matters(theirs) == ([], {}, {})
    made = drafts.register(theirs, officer="", who="vms", behalf={"VTL": "giấy ủy quyền"})
    assert all("MATTER-ASKED" in found for row, found in codes(office, made).items() if row >= 0)


def _text(document: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        return re.sub(r"<[^>]+>", "", parts.read("word/document.xml").decode())


def _id_of(registry: Registry, ordinal: int) -> str:
    return load_request(registry, f"{ordinal}/{today().year}/HS-VT").request.id
