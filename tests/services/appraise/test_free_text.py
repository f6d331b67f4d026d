"""What officers write freely reaches a carrier without other carriers' codes and positions."""

import io
from pathlib import Path

import pytest
from docx import Document

from registry.messages import remedy
from registry.model.findings import Outcome
from registry.model.positions import Position
from registry.model.requests.desk import Request, RequestState, RowDecision
from registry.services.appraise.free_text import confidential, hidden_related, shareable, shared_findings
from registry.services.office.registry import Registry
from registry.services.requests.decisions import decide_row
from registry.services.requests.letters.note import appraisal_note
from registry.services.requests.letters.reply import reply_letter
from registry.services.requests.notes import take_over
from registry.services.requests.opened import load_request
from tests.services.requests import desk


@pytest.fixture
def five(office: Registry, tmp_path: Path) -> Request:
    return desk.to(office, desk.received(office, tmp_path), RequestState.APPRAISING)


def said(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_codes_of_masts_of_other_networks_are_found_in_any_writing(office: Registry, five: Request) -> None:
    appraisal = load_request(office, five.id).appraisal
    assert appraisal is not None
    context = appraisal.context
    for text in ("sát cột BGG00045.", "(bgg00045)", "BGG00045/VNPT, BGG00045"):
        assert confidential(text, context, "VTL"), text
    assert confidential("sát cột BGG00045", context, "VNPT") == []
    assert confidential("QĐ 72/2025, cao 42 m, ngày 25/11/2026", context, "VTL") == []
    assert confidential("theo K12 cũ", context, "VTL", ["K12"]) == ["K12"]


def test_how_a_place_is_written_is_shown_by_an_example_that_is_nobodys(
    office: Registry, five: Request
) -> None:
    """A carrier that is asked for a position which cannot be read is told how to write it."""
    appraisal = load_request(office, five.id).appraisal
    assert appraisal is not None
    for lang in ("vi", "en"):
        form = remedy("COORD-NOT-NUMBER", {}, lang)
        asked = f"“21.2x51”; {form[0].lower()}{form[1:]}"
        assert shareable(asked, appraisal.context, "VTL", lang=lang) == asked
        beside = shareable(f"{asked}; như 21,27340", appraisal.context, "VTL", lang=lang)
        assert beside.startswith(asked), beside
        assert "21,27340" not in beside.removeprefix(asked)
        typed = "21.3578xx, 106.05 (GPS lỗi)"  # what it wrote in the cell is said back whole
        asked = f"“{typed}”; {form[0].lower()}{form[1:]}"
        assert shareable(asked, appraisal.context, "VTL", stated=typed, lang=lang) == asked
        assert typed not in shareable(asked, appraisal.context, "VTL", lang=lang)  # nor known to be its own


def test_positions_are_taken_out_unless_they_are_the_rows_own(office: Registry, five: Request) -> None:
    appraisal = load_request(office, five.id).appraisal
    assert appraisal is not None
    context, own = appraisal.context, Position(106.2, 21.3)
    for text in (
        "tại 21,27341 106,19462",
        "ở 21°16'26,19\"B 106°11'40,56\"Đ",
        "X 2.353.495,57; Y 416.227,25",
    ):
        left = shareable(text, context, "VTL", own=own)
        assert "(tọa độ không công bố)" in left
        assert not any(part in left for part in ("27341", "26,19", "353.495", "227,25")), left
    assert shareable("tại 21,30000 106,20000", context, "VTL", own=own) == "tại 21,30000 106,20000"
    # another position on the row's own meridian is another position
    assert "106,2000" not in shareable("21,99999 106,20000", context, "VTL", own=own)
    was = "vĩ độ 20,80000, kinh độ 106,75000"  # where the row stood before it was mended
    assert shareable(was, context, "VTL", own=own, stated="20.8, 106.75") == was
    assert "106,75" not in shareable(was, context, "VTL", own=own)
    assert "106,2000" not in shareable("20,80000 106,20009", context, "VTL", own=own, stated="20.8, 106.75")
    assert shareable("hạn 10.2026, 1.234,5 m", context, "VTL", own=own) == "hạn 10.2026, 1.234,5 m"


def test_a_meridian_and_the_rows_own_metres_are_told_and_no_place_is(office: Registry, five: Request) -> None:
    """Asked to confirm its meridian, a carrier has to read which."""
    appraisal = load_request(office, five.id).appraisal
    assert appraisal is not None
    own = Position(106.2, 21.3, raw=("2363596.78", "491443.76"))
    asked = "“2363596.78”: VN-2000, kinh tuyến trục 106°15', múi 3°, không phải 107°00', múi 3°"
    assert shareable(asked, appraisal.context, "VTL", own=own) == asked
    for hidden in ("106°15'26,2\"Đ", "106°15'Đ", "106°16'", "21°15'B", "2363596.79", "106°15''"):
        left = shareable(f"cột ở {hidden}", appraisal.context, "VTL", own=own)
        assert "(tọa độ không công bố)" in left, hidden


def test_the_place_to_which_a_row_is_asked_to_move_is_told_unless_another_has_a_mast_there(
    office: Registry, five: Request
) -> None:
    """What "use it in the letter" writes: the letter is no help without the place."""
    appraisal = load_request(office, five.id).appraisal
    assert appraisal is not None
    (lon, lat), (east, north) = desk.north(300), desk.north(60)
    own = Position(lon, lat)

    def asked(x: float, y: float) -> str:
        text = f"Đề nghị xem xét chuyển đến vị trí {y:.6f}; {x:.6f}, cách vị trí đề nghị 96 m".replace(
            ".", ","
        )
        return shareable(text, appraisal.context, "VTL", own=own)

    (far_lon, far_lat), (gone, away) = desk.north(330, 90), desk.north(9_000)
    assert f"{far_lat:.6f}; {far_lon:.6f}".replace(".", ",") in asked(far_lon, far_lat)
    for x, y in ((east, north), (gone, away)):
        assert asked(x, y).count("(tọa độ không công bố)") == 2


def test_a_takeover_that_names_a_mast_is_masked_for_the_carrier_and_not_for_the_office(
    office: Registry, five: Request
) -> None:
    take_over(office, five.id, 4, "SPC-01", Outcome.FAIL, reason="Chỉ cách BGG00045 60 m", who="lan")
    row = load_request(office, five.id).rows[4]
    appraisal = load_request(office, five.id).appraisal
    assert appraisal is not None
    shown = shared_findings(row.findings, appraisal.context, "VTL", row.proposal.position)
    texts = [str(item.params.get("text")) for item in shown if item.code == "DESK-TAKEOVER"]
    assert texts == ["Chỉ cách (mã không công bố) 60 m"]
    assert hidden_related(row.computed, "VTL") == {"BGG00045"}
    assert "BGG00045" not in hidden_related(row.computed, "VNPT")
    assert "BGG00045" not in said(reply_letter(office, five.id, maps=False))
    assert "Chỉ cách BGG00045" in said(appraisal_note(office, five.id, maps=False))


def test_a_reason_and_conditions_of_a_decision_are_masked_in_the_letter(
    office: Registry, five: Request
) -> None:
    decide_row(
        office, five.id, 4, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=0,
        reason="Thay cho BGG00045", conditions=["Đặt chung cột BGG00045"],
    )  # fmt: skip
    letter = said(reply_letter(office, five.id, maps=False))
    assert "BGG00045" not in letter
    assert "Đặt chung cột (mã không công bố)" in letter
