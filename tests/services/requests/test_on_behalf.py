"""Rows that name another operator than the one whose request it is, and rows that stand in a list twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from registry.errors import RefusalError
from registry.model.requests.desk import RequestState, RowDecision
from registry.services.office.registry import Registry
from registry.services.requests.decisions import FOLLOWS, decide_as_recommended, decide_row
from registry.services.requests.dossiers import dossier_of
from registry.services.requests.drafting.drafts import Drafts
from registry.services.requests.letters.reply import reply_letter
from registry.services.requests.on_behalf import authorised, behalves, state_behalf
from registry.services.requests.opened import load_request
from registry.services.requests.requests import attach
from registry.settings import read_settings
from registry.store import ledger
from registry.store.tables import owners
from tests.owners import owner_row
from tests.services.requests import desk
from tests.services.requests.letters.replied import text
from tests.store.rows import created

ROWS = [("V1", 2000.0, "VTL"), ("N1", 3000.0, "VNPT"), ("N2", 4000.0, "VNPT"), ("V2", 5000.0, "VTL")]
FACTS = {
    "kind": "position", "organisation": "VTL", "letter_number": "1/VT", "letter_date": "",
    "received_on": "", "amends": "", "note": "",
}  # fmt: skip


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """An office with one mast, and a tower company among its owners."""
    registry = desk.make(read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("sổ"))}))
    tower = owner_row("Công ty Hạ tầng", kind="tower_company")
    with registry.database.write() as connection:
        ledger.record(connection, created(owners.name, tower), who="lan", batch="t")
    yield registry
    registry.close()


def written(path: Path, rows: list[tuple[str, float, str]] = ROWS) -> Path:
    """A list whose rows name their own operator: code, metres north of the mast, operator."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(desk.HEADER)
    for code, metres, operator in rows:
        lon, lat = desk.north(metres)
        sheet.append((code, operator, round(lon, 6), round(lat, 6), "A2b", "dưới đất", 42, 2))
    book.save(path)
    return path


def drafted(office: Registry, path: Path, *, own: str | None = "VTL", **facts: str):  # type: ignore[no-untyped-def]
    """The drafts, and one of the list at ``path``."""
    drafts = Drafts(office)
    return drafts, drafts.make({**FACTS, **facts}, who="viettel", own=own, source=(path, path.name))


def coded(office: Registry, draft: object, drafts: Drafts) -> list[tuple[str, int]]:
    """What is said of the rows of a preview: code and row."""
    found = drafts.appraisal(draft)  # type: ignore[arg-type]
    assert found is not None
    return [(item.code, item.row) for item in found.issues if item.code.startswith("ROW-")]


def test_a_carrier_says_that_it_files_for_another_or_mends_the_cell(office: Registry, tmp_path: Path) -> None:
    drafts, draft = drafted(office, written(tmp_path / "a.xlsx"))
    assert coded(office, draft, drafts) == [("ROW-OTHER-OPERATOR", 3), ("ROW-OTHER-OPERATOR", 4)]
    found = drafts.appraisal(draft)
    assert found is not None
    assert {(item.letter, item.value) for item in found.issues} == {("B", "VNPT")}
    with pytest.raises(RefusalError) as refused:
        drafts.register(draft, officer="", who="viettel")
    assert (refused.value.code, refused.value.params["count"]) == ("REQUEST-BEHALF", 2)
    draft = drafts.answer(draft, 1, {"operator": "Viettel"})  # one was a slip
    assert coded(office, draft, drafts) == [("ROW-OTHER-OPERATOR", 4)]
    stated = {"VNPT": "Giấy ủy quyền 12/UQ", "VMS": "of no row"}
    made = drafts.register(draft, officer="", who="viettel", behalf=stated)
    (one,) = behalves(load_request(office, made.id))
    assert one.stated is not None
    assert (one.operator, [row.index for row in one.rows]) == ("VNPT", [2])
    assert (one.stated.text, one.stated.who) == ("Giấy ủy quyền 12/UQ", "viettel")


def test_the_office_asks_for_the_paper_and_agrees_with_a_reason_only(
    office: Registry, tmp_path: Path
) -> None:
    drafts, draft = drafted(office, written(tmp_path / "b.xlsx"), own=None)
    made = drafts.register(draft, officer="lan", who="lan")  # what came on paper is entered as it came
    file = load_request(office, made.id)
    assert [one.stated for one in behalves(file)] == [None]
    assert not authorised(file)
    assert "authorisation" in {line.item.code for line in dossier_of(made.kind, [], behalf=True)}
    assert "authorisation" not in {line.item.code for line in dossier_of(made.kind, [])}
    desk.to(office, made, RequestState.APPRAISING)
    agreeing = [row.index for row in file.rows if FOLLOWS[row.verdict] is not RowDecision.REFUSE]
    assert set(file.by_itself) == {1, 2} & set(agreeing) == {1, 2}
    decide_as_recommended(office, made.id, who="lan")
    assert load_request(office, made.id).undecided == (1, 2)
    with pytest.raises(RefusalError) as refused:
        decide_row(office, made.id, 1, FOLLOWS[file.rows[1].verdict], who="lan", seen=0)
    assert refused.value.code == "REQUEST-OTHER-REASON"
    assert refused.value.params == {"row": 3, "operator": "VNPT"}
    said = "Theo giấy ủy quyền 12/UQ"
    decided = decide_row(office, made.id, 1, FOLLOWS[file.rows[1].verdict], who="lan", seen=0, reason=said)
    assert decided.reason == said
    decide_row(office, made.id, 2, RowDecision.REFUSE, who="lan", seen=0, reason="Không có ủy quyền")
    paper = desk.pdf(tmp_path)
    attach(office, made.id, paper, name="ủy quyền.pdf", kind="dossier:authorisation", who="lan")
    state_behalf(office, made.id, "VNPT", "12/UQ", who="lan")
    file = load_request(office, made.id)
    assert authorised(file)
    assert [one.stated.text for one in behalves(file) if one.stated] == ["12/UQ"]
    assert desk.sound(office)
    letter = text(reply_letter(office, made.id, maps=False))
    assert "Trong đó 1 vị trí (N1) là của VNPT, do Viettel nộp thay." in letter
    assert letter.count("vị trí của VNPT") == 2  # in the annexes: the one agreed to and the one refused
    assert "- VNPT;" in letter  # who is to get the letter, too


def test_a_tower_company_lists_its_tenants_without_a_word(office: Registry, tmp_path: Path) -> None:
    drafts, draft = drafted(office, written(tmp_path / "c.xlsx"), own=None, organisation="Công ty Hạ tầng")
    assert coded(office, draft, drafts) == []
    made = drafts.register(draft, officer="lan", who="lan")
    file = load_request(office, made.id)
    assert [row.other for row in file.rows] == [""] * 4
    assert behalves(file) == []


def test_a_code_or_a_place_in_two_rows_is_said_at_both_until_one_is_mended(
    office: Registry, tmp_path: Path
) -> None:
    rows = [
        ("V1", 2000.0, "VTL"), ("v1", 3000.0, "VTL"), ("V2", 4000.0, "VTL"), ("V3", 4008.0, "VTL"),
        ("V4", 4300.0, "VTL"),
    ]  # fmt: skip
    drafts, draft = drafted(office, written(tmp_path / "d.xlsx", rows))
    twice = [("ROW-CODE-TWICE", 2), ("ROW-CODE-TWICE", 3), ("ROW-PLACE-TWICE", 4), ("ROW-PLACE-TWICE", 5)]
    assert coded(office, draft, drafts) == twice
    found = drafts.appraisal(draft)
    assert found is not None
    assert [item.params["rows"] for item in found.issues] == ["2, 3", "2, 3", "4, 5", "4, 5"]
    assert [item.letter for item in found.issues[:2]] == ["A", "A"]
    draft = drafts.answer(draft, 1, {"site_code": "V9"})
    assert coded(office, draft, drafts) == twice[2:]
    made = drafts.register(draft, officer="", who="viettel")
    kept = load_request(office, made.id).appraisal
    assert kept is not None
    assert [(item.code, item.row) for item in kept.issues] == twice[2:]
