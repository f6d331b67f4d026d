"""A person says which field a column is, or none: kept with the list, and known in the sender's next one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from registry.errors import RefusalError
from registry.intake.meanings import NOT_USED, Meaning
from registry.services.appraise.appraise_list import gap_json
from registry.services.appraise.stated_columns import ColumnPlace
from registry.services.appraise.unread_columns import columns_that_may_say
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import operator_named
from registry.services.requests.drafting.drafts import Drafts
from registry.services.requests.drafting.kept_drafts import Draft
from registry.services.requests.opened import load_request
from registry.services.requests.requests import replace_list
from registry.settings import read_settings
from tests.services.requests import desk

HEADER = ("Mã trạm", "Kinh độ", "Vĩ độ", "Loại cột", "H thân", "Giá thuê")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Registry]:
    registry = desk.make(read_settings({"BTS_HOME": str(tmp_path / "sổ")}))
    yield registry
    registry.close()


def listed(folder: Path, header: tuple[str, ...] = HEADER) -> Path:
    """A list of two rows whose heights stand in centimetres under a header that is nobody's word."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(header)
    for at, centimetres in enumerate((4200, "30 m")):
        lon, lat = desk.north(2000.0 + 1000 * at)
        sheet.append((f"V{at + 1}", round(lon, 6), round(lat, 6), "A2b", centimetres, 5_000_000))
    path = folder / "ds.xlsx"
    book.save(path)
    return path


def drafted(office: Registry, path: Path, organisation: str = "VTL") -> Draft:
    facts = {"kind": "position", "organisation": organisation, "received_on": today().isoformat()}
    return Drafts(office).make(facts, who="lan", own=None, source=(path, path.name))


def explain(
    office: Registry,
    draft: Draft,
    header: str,
    name: str,
    unit: str = "",
    *,
    who: str = "lan",
    letter: str = "",
) -> Draft:
    """Say it of the column with this header, else of the one with this letter."""
    [sheet] = Drafts(office).as_read(draft).sheets
    at = letter or next((c.letter for c in sheet.columns if header and c.header == header), "Z")
    return Drafts(office).explain(draft, ColumnPlace(sheet.name, at, header), name, unit, who=who)


def heights(office: Registry, draft: Draft) -> list[float | None]:
    return [row.proposal.mast_height_m for row in Drafts(office).as_read(draft).rows]


def letters(office: Registry, draft: Draft) -> set[tuple[str, str]]:
    return {(issue.code, issue.letter) for issue in Drafts(office).as_read(draft).issues if issue.letter}


def codes(office: Registry, draft: Draft) -> set[tuple[str, str]]:
    return {(issue.code, issue.column) for issue in Drafts(office).as_read(draft).issues if issue.column}


def test_what_is_said_of_a_column_is_read_converted_kept_and_known_in_the_next_list(
    office: Registry, tmp_path: Path
) -> None:
    drafts = Drafts(office)
    draft = drafted(office, listed(tmp_path))
    assert heights(office, draft) == [None, None]
    assert {("HEADER-UNKNOWN", "H thân"), ("HEADER-UNKNOWN", "Giá thuê")} <= codes(office, draft)
    draft = explain(office, draft, "H thân", "mast_height_m", "cm")
    assert heights(office, draft) == [42.0, 30.0]  # a cell that states its own unit keeps it
    said = codes(office, draft)
    assert {("COLUMN-STATED", "H thân"), ("COLUMN-UNIT", "H thân"), ("HEADER-UNKNOWN", "Giá thuê")} <= said
    assert ("HEADER-UNKNOWN", "H thân") not in said
    assert drafts.of(draft.id, None) == draft

    request = drafts.register(draft, officer="lan", who="lan")
    file = load_request(office, request.id)
    assert [row.proposal.mast_height_m for row in file.rows] == [42.0, 30.0]
    assert file.appraisal is not None
    stated = {item.header: item.stated for item in file.appraisal.sheets[0].columns if item.stated}
    assert stated == {"H thân": Meaning("mast_height_m", "cm", "lan")}
    replace_list(office, request.id, listed(tmp_path), name="ds2.xlsx", who="lan", version=request.version)
    assert load_request(office, request.id).rows[0].proposal.mast_height_m == 42.0

    following = drafted(office, listed(tmp_path))
    assert heights(office, following) == [42.0, 30.0]
    assert ("COLUMN-STATED-BEFORE", "H thân") in codes(office, following)
    assert following.columns["hthan"].source == request.number
    assert heights(office, drafted(office, listed(tmp_path), "VNPT")) == [None, None]
    following = explain(office, following, "H thân", "", who="minh")  # said by mistake
    assert heights(office, following) == [None, None]
    drafts.register(following, officer="lan", who="lan", again="Nộp lại để thử")
    assert heights(office, drafted(office, listed(tmp_path))) == [None, None]
    assert desk.sound(office)


def test_a_header_that_tells_goes_before_what_was_said_and_no_field_is_two_columns(
    office: Registry, tmp_path: Path
) -> None:
    drafts = Drafts(office)
    draft = drafted(office, listed(tmp_path))
    draft = explain(office, draft, "H thân", "mast_height_m", "cm")
    own = (*HEADER[:5], "Độ cao cột (m)")
    draft = drafts.with_list(draft, listed(tmp_path, own), "ds.xlsx", who="lan")
    assert heights(office, draft)[0] != 42.0
    assert ("COLUMN-STATED-TAKEN", "H thân") in codes(office, draft)
    for header, name, unit, code in (
        ("H thân", "mast_height_m", "", "COLUMN-TAKEN"),
        ("H thân", "lon", "", "COLUMN-TAKEN"),
        ("H thân", "price", "", "COLUMN-FIELD"),
        ("H thân", "rod_m", "league", "COLUMN-FIELD"),
        ("H thân", "address", "cm", "COLUMN-FIELD"),
        ("H thân", NOT_USED, "cm", "COLUMN-FIELD"),
        ("Kinh độ", "lat", "", "COLUMN-TAKEN"),
        ("", "note", "", "COLUMN-UNKNOWN"),
        ("Không có", "note", "", "COLUMN-UNKNOWN"),
    ):
        with pytest.raises(RefusalError, match=code):
            explain(office, draft, header, name, unit)
    assert drafts.of(draft.id, None) == draft


def test_an_understood_column_is_given_another_field_or_none_and_a_nameless_one_its_field(
    office: Registry, tmp_path: Path
) -> None:
    """Neither moves in silence: each is said, holds for the corrected list, and is undone in one step."""
    drafts = Drafts(office)
    header = (*HEADER[:4], "Chiều cao cột", "")
    draft = drafted(office, listed(tmp_path, header))
    [sheet] = drafts.as_read(draft).sheets
    assert {c.letter: c.samples for c in sheet.columns}["E"] == ("4200", "30 m")
    assert ("HEADER-EMPTY", "F") in letters(office, draft)
    draft = explain(office, draft, "Chiều cao cột", "top_agl_m", "cm")
    draft = explain(office, draft, "", "note", letter="F")
    draft = explain(office, draft, "Loại cột", NOT_USED)
    read = drafts.as_read(draft).rows[0].proposal
    assert (read.mast_height_m, read.top_agl_m, read.note, read.mast_class) == (None, 42.0, "5000000", None)
    said = {("COLUMN-INSTEAD", "E"), ("COLUMN-STATED", "F"), ("COLUMN-NOT-USED", "D"), ("COLUMN-UNIT", "E")}
    assert said <= letters(office, draft)
    assert not {"HEADER-EMPTY", "HEADER-UNKNOWN"} & {code for code, _letter in letters(office, draft)}
    with pytest.raises(RefusalError, match="COLUMN-TAKEN"):
        explain(office, draft, "Loại cột", "top_agl_m")
    draft = explain(office, draft, "Loại cột", "mast_height_m")
    with pytest.raises(RefusalError, match="COLUMN-TAKEN"):  # two columns would be the height again
        explain(office, draft, "Chiều cao cột", "")
    draft = explain(office, draft, "Loại cột", NOT_USED)

    request = drafts.register(draft, officer="lan", who="lan")
    kept = load_request(office, request.id)
    assert kept.appraisal is not None
    columns = {item.letter: item for item in kept.appraisal.sheets[0].columns}
    assert {at: item.stated for at, item in columns.items() if item.stated} == {
        "D": Meaning(NOT_USED, by="lan"),
        "E": Meaning("top_agl_m", "cm", "lan"),
        "F": Meaning("note", by="lan"),
    }
    assert not any(item.samples for item in columns.values())
    newer = drafted(office, listed(tmp_path, header))
    assert "F" not in newer.columns
    assert ("HEADER-EMPTY", "F") in letters(office, newer)  # a place alone tells nothing of another list
    assert {("COLUMN-INSTEAD-BEFORE", "E"), ("COLUMN-NOT-USED-BEFORE", "D")} <= letters(office, newer)
    newer = explain(office, newer, "Chiều cao cột", "")
    newer = explain(office, newer, "Loại cột", "")
    assert heights(office, newer) == [None, 30.0]  # 4200 m is no height
    drafts.register(newer, officer="lan", who="lan", again="Nộp lại để thử")
    # of this list it was not said; of the first one it holds
    replace_list(
        office, request.id, listed(tmp_path, header), name="ds2.xlsx", who="lan", version=request.version
    )
    read = load_request(office, request.id).rows[0].proposal
    assert (read.mast_height_m, read.top_agl_m, read.note, read.mast_class) == (None, 42.0, "5000000", None)
    assert desk.sound(office)


def test_one_word_takes_every_sure_proposal_and_each_can_be_taken_back(
    office: Registry, tmp_path: Path
) -> None:
    """A column that was not understood is no missing value: the list is never said not to state it."""
    drafts = Drafts(office)
    draft = drafted(office, listed(tmp_path, (*HEADER[:3], "Hạng", "Chiều cao cọtt (cm)", "Giá thuê")))
    before = drafts.as_read(draft)
    [unsure] = [item for item in before.sheets[0].columns if item.letter == "D"]
    assert unsure.proposed is not None
    assert (unsure.proposed.name, unsure.proposed.sure) == ("mast_class", False)  # two cells are too few
    said = [
        gap_json(gap, before.context, issues=before.issues)
        for gap in before.gaps
        if gap.missing == "value:mast_height_m"
    ]
    for gap in said:
        assert "không ghi" not in gap["message"]
        assert "E “Chiều cao cọtt (cm)”" in gap["message"]
    assert columns_that_may_say("mast_height_m", before.issues) == ["E “Chiều cao cọtt (cm)”"]
    counted = columns_that_may_say("designed_operators", before.issues)
    assert "E “Chiều cao cọtt (cm)”" not in counted  # metres count nobody

    draft, count = drafts.explain_sure(draft, who="lan")
    assert count == 1
    assert draft.columns == {"chieucaocottcm": Meaning("mast_height_m", by="lan")}
    assert drafts.explain_sure(draft, who="lan") == (draft, 0)
    draft = explain(office, draft, "Chiều cao cọtt (cm)", "")
    assert draft.columns == {}


def test_an_operator_is_known_by_code_name_and_old_name(office: Registry) -> None:
    for text in ("VTL", "vtl", "Viettel", "viettel bắc ninh"):
        assert operator_named(office, text) == "VTL"
    assert operator_named(office, "") == ""
    with pytest.raises(RefusalError) as refused:
        operator_named(office, "Bưu điện")
    assert refused.value.code == "OPERATOR-UNKNOWN"
    assert "VTL (Viettel)" in refused.value.params["known"]
