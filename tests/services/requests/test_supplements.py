"""What is to be supplemented is asked by row and paper, and shown beside what answers it."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from registry.errors import RefusalError
from registry.model.requests.desk import Request, RequestKind, RequestState
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.decisions import correct_row
from registry.services.requests.gates.filed import filed_sheet
from registry.services.requests.gates.sheet import Door, Kind
from registry.services.requests.lists import revised
from registry.services.requests.opened import load_request
from registry.services.requests.requests import attach, change_state, receive_request, replace_list
from registry.services.requests.states import hand_in
from registry.services.requests.supplements import (
    Ask,
    Asked,
    answer_item,
    asked_of,
    drop_item,
    latest_round,
)
from registry.store import batches, ledger
from tests.services.requests import desk
from tests.store.rows import created, mast, site, station

HEIGHT = Ask("Nêu chiều cao kể cả kim thu sét", 1, "mast_height_m")
LAND = Ask("Gửi hợp đồng thuê đất", paper="land")
WHOLE = Ask("Giải trình phạm vi phủ sóng")


@pytest.fixture
def asked(office: Registry, tmp_path: Path) -> Request:
    made = desk.to(office, desk.received(office, tmp_path), RequestState.APPRAISING)
    return change_state(
        office, made.id, RequestState.SUPPLEMENT, who="lan", version=made.version, asks=[HEIGHT, LAND, WHOLE]
    )


def items(office: Registry, request: Request) -> dict[str, Asked]:
    return {one.item.reason: one for one in asked_of(load_request(office, request.id))}


def test_each_thing_is_asked_of_its_row_or_paper_and_the_clock_stands_still(
    office: Registry, asked: Request
) -> None:
    file = load_request(office, asked.id)
    found = items(office, asked)
    row = found[HEIGHT.reason].row
    assert row is not None
    assert (row.index, found[HEIGHT.reason].item.label) == (1, "3 · V2")
    assert [one.answered for one in found.values()] == [False, False, False]
    assert not file.clock.running
    assert file.states[-1].reason == "3 nội dung: 1 dòng, 1 giấy tờ"


def test_what_the_register_knows_answers_without_a_word(
    office: Registry, asked: Request, tmp_path: Path
) -> None:
    seen = load_request(office, asked.id).rows[1].version
    correct_row(office, asked.id, 1, {"mast_height_m": 45.0}, who="viettel", seen=seen, reason="bổ sung")
    attach(office, asked.id, desk.pdf(tmp_path), name="thuê.pdf", kind="dossier:land", who="viettel")
    found = items(office, asked)
    assert found[HEIGHT.reason].changed == (("mast_height_m", "42", "45"),)
    assert [one.name for one in found[LAND.reason].files] == ["thuê.pdf"]
    assert not found[WHOLE.reason].answered  # what other items asked for says nothing of it
    seen = load_request(office, asked.id).rows[2].version
    correct_row(office, asked.id, 2, {"mast_height_m": 40.0}, who="viettel", seen=seen, reason="bổ sung")
    assert items(office, asked)[WHOLE.reason].answered  # what no item asked for may be its answer


def test_a_cell_that_is_saved_again_as_it_stands_answers_what_was_asked_of_it(
    office: Registry, asked: Request
) -> None:
    seen = load_request(office, asked.id).rows[1].version
    same = {"mast_height_m": 42.0}
    said = {"mast_height_m"}
    correct_row(office, asked.id, 1, same, who="viettel", seen=seen, reason="xác nhận", stated=said)
    found = items(office, asked)[HEIGHT.reason]
    assert (found.answered, found.changed, found.confirmed) == (True, (), "42")


def test_words_about_a_row_are_not_answered_by_a_field_that_was_asked_for(
    office: Registry, tmp_path: Path
) -> None:
    made = desk.to(office, desk.received(office, tmp_path), RequestState.APPRAISING)
    measured = Ask("Gửi biên bản đo tọa độ", 1)
    asks = [HEIGHT, measured]
    change_state(office, made.id, RequestState.SUPPLEMENT, who="lan", version=made.version, asks=asks)
    seen = load_request(office, made.id).rows[1].version
    correct_row(office, made.id, 1, {"mast_height_m": 45.0}, who="lan", seen=seen, reason="bổ sung")
    found = items(office, made)
    assert (found[HEIGHT.reason].answered, found[measured.reason].answered) == (True, False)
    seen = load_request(office, made.id).rows[1].version
    correct_row(office, made.id, 1, {"building_height_m": 9.0}, who="lan", seen=seen, reason="bổ sung")
    assert [name for name, _, _ in items(office, made)[measured.reason].changed] == ["building_height_m"]


def test_a_corrected_list_takes_what_was_asked_along(
    office: Registry, asked: Request, tmp_path: Path
) -> None:
    """V1 is gone and V2 has moved up: what was asked of V2 is still asked of V2."""
    path = desk.write_list(tmp_path / "mới.xlsx", desk.FIVE[1:])
    replace_list(office, asked.id, path, name="mới.xlsx", who="viettel", version=asked.version)
    one = items(office, asked)[HEIGHT.reason]
    assert one.row is not None
    assert (one.row.proposal.site_code, one.gone, one.answered) == ("V2", False, False)
    path = desk.write_list(tmp_path / "ngắn.xlsx", desk.FIVE[2:])
    version = load_request(office, asked.id).request.version
    replace_list(office, asked.id, path, name="ngắn.xlsx", who="viettel", version=version)
    one = items(office, asked)[HEIGHT.reason]
    assert (one.row, one.gone, one.answered, one.item.label) == (None, True, True, "3 · V2")


def test_a_row_that_stood_twice_and_stands_once_is_still_there(office: Registry, tmp_path: Path) -> None:
    """Dropping the second of two rows alike, as the page advises, takes nothing from the first."""
    rows = [("V1", 2000.0, 0.0), ("V2", 3000.0, 0.0), ("V1", 2000.0, 0.0), ("V3", 4000.0, 0.0)]
    made = desk.to(office, desk.received(office, tmp_path, rows), RequestState.APPRAISING)
    asks = [
        Ask("Nêu chiều cao dòng đầu", 0, "mast_height_m"),
        Ask("Nêu chiều cao dòng sau", 2, "mast_height_m"),
    ]
    made = change_state(office, made.id, RequestState.SUPPLEMENT, who="lan", version=made.version, asks=asks)
    path = desk.write_list(tmp_path / "mới.xlsx", [*rows[:2], rows[3]], first_height_m=45)
    made = replace_list(office, made.id, path, name="mới.xlsx", who="viettel", version=made.version)
    first, second = (items(office, made)[ask.reason] for ask in asks)
    assert (first.gone, first.changed) == (False, (("mast_height_m", "42", "45"),))
    assert second.gone
    found = revised(office, made)
    assert found is not None
    assert (found.changed, found.added, found.gone) == ((0,), (), ("V1",))


def test_positions_without_a_code_are_found_again_where_they_stand(office: Registry, tmp_path: Path) -> None:
    """A column more, a row taken out: what was asked of the others is answered, nothing of them is gone."""
    rows = [("", 2000.0, 0.0), ("", 3000.0, 0.0), ("", 4000.0, 0.0), ("", 3000.0, 0.0)]
    made = desk.to(office, desk.received(office, tmp_path, rows), RequestState.APPRAISING)
    asks = [Ask(f"Nêu chiều cao dòng {row}", row, "mast_height_m") for row in range(3)]
    made = change_state(office, made.id, RequestState.SUPPLEMENT, who="lan", version=made.version, asks=asks)
    path = desk.write_list(tmp_path / "mới.xlsx", [rows[2], ("V2", 3000.0, 0.0)], first_height_m=45)
    made = replace_list(office, made.id, path, name="mới.xlsx", who="viettel", version=made.version)
    first, second, third = (items(office, made)[ask.reason] for ask in asks)
    assert first.gone
    assert second.row is not None
    assert (second.row.proposal.site_code, second.gone, second.answered) == ("V2", False, False)
    assert (third.gone, third.changed) == (False, (("mast_height_m", "42", "45"),))
    found = revised(office, made)
    assert found is not None
    assert (found.changed, found.added, found.gone) == ((0, 1), (), ("2", "5"))


def test_it_is_not_handed_in_again_before_each_thing_has_an_answer_or_a_word(
    office: Registry, asked: Request
) -> None:
    height, land, whole = (items(office, asked)[ask.reason].item for ask in (HEIGHT, LAND, WHOLE))
    answer_item(office, asked.id, height.id, "Cột không có kim thu sét", who="viettel", seen=height.version)
    left = filed_sheet(load_request(office, asked.id), Door.SEND).asks
    assert [(item.kind, len(item.points)) for item in left] == [(Kind.SUPPLEMENTS, 2)]
    with pytest.raises(RefusalError, match="REQUEST-MATTERS"):
        hand_in(office, asked.id, who="viettel", version=asked.version)
    back = hand_in(
        office, asked.id, who="viettel", version=asked.version, reasons={"supplements": "gửi sau khi ký"}
    )
    assert back.state is RequestState.APPRAISING
    answers = {one.item.id: one.item.answer for one in asked_of(load_request(office, asked.id))}
    assert answers == {
        height.id: "Cột không có kim thu sét", land.id: "gửi sau khi ký", whole.id: "gửi sau khi ký",
    }  # fmt: skip
    assert load_request(office, asked.id).clock.running
    with pytest.raises(RefusalError, match="SUPPLEMENT-OVER"):
        answer_item(office, asked.id, land.id, "quên", who="viettel", seen=land.version + 1)
    assert desk.sound(office)


def test_what_was_asked_and_not_answered_waits_on_the_appraisers_sheet(
    office: Registry, asked: Request
) -> None:
    """An officer may take the request on himself; what was asked does not disappear by that."""
    desk.to(office, asked, RequestState.APPRAISING)
    asks = filed_sheet(load_request(office, asked.id), Door.SUBMIT).asks
    assert len(next(item for item in asks if item.kind is Kind.SUPPLEMENTS).points) == 3


def test_one_text_is_asked_of_the_whole_request(office: Registry, tmp_path: Path) -> None:
    made = desk.received(office, tmp_path)
    made = desk.to(office, made, RequestState.SUPPLEMENT, reason="Bổ sung bản đồ")
    [one] = latest_round(load_request(office, made.id))
    assert (one.item.reason, one.item.row, one.item.paper) == ("Bổ sung bản đồ", -1, "")


def test_an_item_is_taken_back_until_it_was_answered(office: Registry, asked: Request) -> None:
    land = items(office, asked)[LAND.reason].item
    whole = items(office, asked)[WHOLE.reason].item
    drop_item(office, asked.id, land.id, who="lan", seen=land.version)
    assert LAND.reason not in items(office, asked)
    answer_item(office, asked.id, whole.id, "kèm theo", who="viettel", seen=whole.version)
    with pytest.raises(RefusalError, match="SUPPLEMENT-ANSWERED"):
        drop_item(office, asked.id, whole.id, who="lan", seen=whole.version + 1)
    with pytest.raises(RefusalError, match="SUPPLEMENT-UNKNOWN"):
        drop_item(office, asked.id, land.id, who="lan", seen=land.version)


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (Ask(" ", 1), "REQUEST-REASON"),
        (Ask("x", 99), "REQUEST-ROW"),
        (Ask("x", paper="giấy lạ"), "REQUEST-VALUE"),
        (Ask("x", 1, "ô lạ"), "REQUEST-VALUE"),
        (Ask("x", cell="mast_height_m"), "REQUEST-VALUE"),
        (Ask("x" * 2001, 1), "TEXT-LONG"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_is_written(
    office: Registry, tmp_path: Path, ask: Ask, code: str
) -> None:
    made = desk.received(office, tmp_path)
    with pytest.raises(RefusalError, match=code):
        change_state(
            office, made.id, RequestState.SUPPLEMENT, who="lan", version=made.version, asks=[LAND, ask]
        )
    file = load_request(office, made.id)
    assert (file.request.state, file.supplements) == (RequestState.RECEIVED, ())


@pytest.mark.parametrize(("whose", "told"), [("VTL", [0]), ("VMS", [])])
def test_the_sender_reads_before_it_hands_in_again_that_its_own_mast_stands_there(
    office: Registry, tmp_path: Path, whose: str, told: list[int]
) -> None:
    with office.database.write() as connection:
        rows = [
            *created("sites", site("BGG00100", *desk.north(2000.0))),
            *created("structures", mast("BGG00100", mast_class="A2b", mast_height_m=42.0)),
            *created("stations", station("BGG00100", whose)),
        ]
        batch = batches.open_batch(connection, kind="sites", who="lan")
        ledger.record(connection, rows, who="lan", batch=batch.id)
    made = desk.to(office, desk.received(office, tmp_path), RequestState.APPRAISING)
    change_state(office, made.id, RequestState.SUPPLEMENT, who="lan", version=made.version, asks=[WHOLE])
    sheet = filed_sheet(load_request(office, made.id), Door.SEND)
    found = [item for item in sheet.says if item.kind is Kind.PLACES]
    assert [point.row for item in found for point in item.points] == told
    assert [item.kind for item in sheet.asks] == [Kind.SUPPLEMENTS]  # it is told, and asks for nothing


def test_what_was_answered_in_words_stands_beside_what_is_missing_before_it_is_handed_in_again(
    office: Registry, tmp_path: Path
) -> None:
    """A doubt of the reading that has such an answer is not counted as one that nobody answered."""
    path = desk.write_list(tmp_path / "a.xlsx", desk.FIVE[:2])
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    sheet.cell(2, desk.HEADER.index("Chiều cao cột (m)") + 1).value = None
    lon, lat = (desk.HEADER.index(name) + 1 for name in ("Kinh độ", "Vĩ độ"))
    sheet.cell(3, lon).value, sheet.cell(3, lat).value = 107.5901, 21.0211  # outside the province
    book.save(path)
    made = receive_request(
        office, path, kind=RequestKind.POSITION, organisation="VTL", officer="lan", who="lan", name="a.xlsx",
        letter_number="414/VTBN", letter_date=today(),
    )  # fmt: skip
    made = desk.to(office, made, RequestState.APPRAISING)
    asks = [Ask("Nêu chiều cao", 0, "mast_height_m"), Ask("Xác nhận tọa độ", 1, "position"), LAND]
    change_state(office, made.id, RequestState.SUPPLEMENT, who="lan", version=made.version, asks=asks)

    def reasons(kind: Kind) -> list[str]:
        found = filed_sheet(load_request(office, made.id), Door.SEND)
        return [point.reason for point in found.points if point.kind is kind and point.reason]

    def notices(door: Door) -> int:
        return filed_sheet(load_request(office, made.id), door).count_unanswered(Kind.NOTICES)

    assert (notices(Door.SEND), reasons(Kind.MAST), reasons(Kind.PAPERS)) == (1, [], [])
    for item in asked_of(load_request(office, made.id)):
        text = f"trả lời: {item.item.reason}"
        answer_item(office, made.id, item.item.id, text, who="viettel", seen=item.item.version)
    assert notices(Door.SEND) == 0
    assert notices(Door.SUBMIT) == 1  # the office has not confirmed it
    assert reasons(Kind.MAST) == ["trả lời: Nêu chiều cao"]
    assert reasons(Kind.PAPERS) == ["trả lời: Gửi hợp đồng thuê đất"]
    again = load_request(office, made.id).request
    change_state(office, made.id, RequestState.APPRAISING, who="lan", version=again.version)
    again = load_request(office, made.id).request
    change_state(
        office, made.id, RequestState.SUPPLEMENT, who="lan", version=again.version,
        asks=[Ask("Nêu rõ chiều cao", 0, "mast_height_m")],
    )  # fmt: skip
    assert reasons(Kind.SUPPLEMENTS) == []  # what is asked anew, an older answer does not answer
