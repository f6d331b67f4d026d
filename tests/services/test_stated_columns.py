"""A column that is not understood is explained by a person, kept with the list, and known in the next one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from registry.errors import RefusalError
from registry.intake.meanings import Meaning
from registry.services.calendar import today
from registry.services.draft_records import Draft
from registry.services.registry import Registry
from registry.services.request_drafts import Drafts
from registry.services.request_file import load_request
from registry.services.requests import replace_list
from registry.settings import read_settings
from tests.services import desk

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


def heights(office: Registry, draft: Draft) -> list[float | None]:
    return [row.proposal.mast_height_m for row in Drafts(office).as_read(draft).rows]


def codes(office: Registry, draft: Draft) -> set[tuple[str, str]]:
    return {(issue.code, issue.column) for issue in Drafts(office).as_read(draft).issues if issue.column}


def test_what_is_said_of_a_column_is_read_converted_kept_and_known_in_the_next_list(
    office: Registry, tmp_path: Path
) -> None:
    drafts = Drafts(office)
    draft = drafted(office, listed(tmp_path))
    assert heights(office, draft) == [None, None]
    assert ("HEADER-UNKNOWN", "H thân") in codes(office, draft)
    draft = drafts.explain(draft, "H thân", "mast_height_m", "cm", who="lan")
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
    following = drafts.explain(following, "h thân", "", "", who="minh")  # said by mistake
    assert heights(office, following) == [None, None]
    drafts.register(following, officer="lan", who="lan")
    assert heights(office, drafted(office, listed(tmp_path))) == [None, None]
    assert desk.sound(office)


def test_a_header_that_tells_goes_before_what_was_said_and_no_field_is_two_columns(
    office: Registry, tmp_path: Path
) -> None:
    drafts = Drafts(office)
    draft = drafted(office, listed(tmp_path))
    draft = drafts.explain(draft, "H thân", "mast_height_m", "cm", who="lan")
    own = (*HEADER[:5], "Độ cao cột (m)")
    draft = drafts.with_list(draft, listed(tmp_path, own), "ds.xlsx")
    assert heights(office, draft)[0] != 42.0
    assert ("HEADER-UNKNOWN", "H thân") in codes(office, draft)
    for header, name, unit, code in (
        ("H thân", "mast_height_m", "", "COLUMN-TAKEN"),
        ("H thân", "lon", "", "COLUMN-TAKEN"),
        ("H thân", "price", "", "COLUMN-FIELD"),
        ("H thân", "rod_m", "league", "COLUMN-FIELD"),
        ("H thân", "address", "cm", "COLUMN-FIELD"),
        ("Kinh độ", "lat", "", "COLUMN-NOT-OPEN"),
        ("", "note", "", "COLUMN-NOT-OPEN"),
        ("Không có", "note", "", "COLUMN-NOT-OPEN"),
    ):
        with pytest.raises(RefusalError, match=code):
            drafts.explain(draft, header, name, unit, who="lan")
    assert drafts.of(draft.id, None) == draft
