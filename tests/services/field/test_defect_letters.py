"""Letters about defects: one an organisation, the gravest first, the basis said, never a penalty."""

import contextlib
import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image

from registry.errors import RefusalError
from registry.model.field.defects import DefectState
from registry.services.field import defects as service
from registry.services.field.defect_entry import NewDefect, enter_defect
from registry.services.field.defect_letters import (
    LONGEST_LIST,
    addressees_of,
    basis_words,
    defect_annex,
    defect_letter,
)
from registry.services.field.defect_pictures import MOST_A_MAST, pictures_of
from registry.services.field.photos import take_photo
from registry.services.field.small_pictures import LONGEST_PX
from registry.services.field.vocabulary import noted
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.settings import read_settings
from tests.services.field import world as field_world
from tests.services.field.world import LAN, OFFICER, VIETTEL
from tests.services.requests import desk

MASTS = 43


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """Viettel with a defect at each of 43 masts, one of them urgent; VNPT with one."""
    home: Path = tmp_path_factory.mktemp("letters")
    with contextlib.closing(desk.make(read_settings({"BTS_HOME": str(home)}))) as made:
        masts = {
            f"BGG01{n:03d}": {"operators": ("VTL",), "lon": 106.1 + n / 500, "lat": 21.3}
            for n in range(MASTS)
        }
        field_world.add_masts(made, masts)
        for n, code in enumerate(masts):
            severity = "urgent" if n == MASTS - 1 else "minor"
            enter_defect(
                made,
                NewDefect(f"mast-{code}", "rust_light", severity, today(), component="guy",
                                  note=f"=1+{n}"),
                person=OFFICER,
            )  # fmt: skip
        enter_defect(made, NewDefect("mast-BGG00045", "rust_heavy", "serious", today()), person=OFFICER)
        yield made


def text_of(content: bytes) -> str:
    made = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in made.paragraphs] + cells)


def test_one_letter_an_organisation_with_the_gravest_first(registry: Registry) -> None:
    found = {one.code: one for one in addressees_of(registry, person=OFFICER)}
    assert {code: one.defects for code, one in found.items()} == {"VTL": MASTS, "VNPT": 1}
    assert (found["VTL"].urgent, found["VTL"].untold) == (1, MASTS)
    one = service.list_defects(registry, person=OFFICER)[0]
    said_mended, told = replace(one, state=DefectState.ANSWERED), replace(one, letter_number="1/SKHCN")
    assert [one.untold, said_mended.untold, told.untold] == [True, False, False]
    content = defect_letter(registry, "VTL", person=OFFICER)
    rows = [
        [cell.text for cell in row.cells]
        for table in docx.Document(io.BytesIO(content)).tables
        for row in table.rows
        if len(row.cells) == 6
    ]
    assert len(rows) == LONGEST_LIST + 1
    assert rows[1][1] == f"BGG01{MASTS - 1:03d}"
    assert rows[1][4] == "nguy hiểm"
    text = text_of(content)
    assert "BGG00045" not in text
    assert f"{MASTS} tồn tại" in text
    assert "bảng tính gửi kèm" in text
    assert "DỰ THẢO" in text
    assert text.count("do Sở Khoa học và Công nghệ xác định theo mức độ") == 1  # the deadlines are its own
    assert "Quy định nội bộ" not in text  # which is no document to cite
    assert "Căn cứ Điều 65 Luật Xây dựng số 135/2025/QH15" in text
    assert text.count(f"{today():%d/%m/%Y}") == 1  # one day, once
    assert "từ ngày" not in text
    assert not re.search(r"NĐ 174|xử phạt|triệu đồng", text)


def test_the_letter_is_english_for_who_reads_so(registry: Registry) -> None:
    text = text_of(defect_letter(registry, "VNPT", "en", person=OFFICER))
    assert "Heavy rust" in text
    assert "is asked to remedy" in text


def test_the_annex_has_every_defect_and_no_formula(registry: Registry) -> None:
    book = openpyxl.load_workbook(io.BytesIO(defect_annex(registry, "VTL", person=OFFICER)))
    sheet = book.worksheets[0]
    assert sheet.max_row == MASTS + 1
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert sum("=1+" in str(cell.value) for cell in cells) == MASTS
    assert "f" not in {cell.data_type for cell in cells}


def test_what_there_is_nothing_to_write_about_is_refused(registry: Registry) -> None:
    with pytest.raises(RefusalError, match="DEFECT-NONE-CHOSEN"):
        defect_letter(registry, "VMS", person=OFFICER)
    with pytest.raises(RefusalError, match="DEFECT-NO-ORGANISATION"):
        defect_letter(registry, "", person=OFFICER)
    with pytest.raises(RefusalError, match="DEFECT-NONE-CHOSEN"):
        defect_letter(registry, "VNPT", person=VIETTEL)  # another's are not there


def test_a_note_that_begins_as_its_defect_says_it_once() -> None:
    assert noted("Cột nghiêng", "cột nghiêng về phía nhà dân") == "Cột nghiêng về phía nhà dân"
    assert noted("Cột nghiêng", "về phía nhà dân") == "Cột nghiêng: về phía nhà dân"
    assert noted("Cột nghiêng", " ") == "Cột nghiêng"


def kept_photo(registry: Registry, colour: str) -> str:
    drawn = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(drawn, "JPEG")
    name = hashlib.sha256(drawn.getvalue()).hexdigest()
    take_photo(registry, name, io.BytesIO(drawn.getvalue()), person=LAN, device="d1", media_type="image/jpeg")
    return name


def test_four_small_pictures_a_mast_stand_in_the_annex_of_the_letter(registry: Registry) -> None:
    """Each defect's first picture before any second; a file that is no picture is in nobody's way."""
    names = [kept_photo(registry, colour) for colour in ("red", "green", "blue", "white", "black")]
    (one,) = service.list_defects(registry, person=OFFICER, organisation="VNPT")
    other = replace(one, id="other", defect="leaning", photos=(names[4], "0" * 64))
    (mast,) = pictures_of(registry, [replace(one, photos=tuple(names[:4])), other], "vi")
    assert len(mast["images"]) == MOST_A_MAST
    assert max(Image.open(io.BytesIO(mast["images"][0].png)).size) == LONGEST_PX
    assert mast["captions"].startswith("Ảnh 1, 3, 4: Han rỉ nặng")
    assert "Ảnh 2: Cột nghiêng" in mast["captions"]
    assert pictures_of(registry, [replace(one, photos=("0" * 64,))], "vi") == []


def test_a_basis_is_a_document_and_its_article(registry: Registry) -> None:
    for defect in service.list_defects(registry, person=OFFICER, organisation="VNPT"):
        assert "," in basis_words(registry, defect)


def test_a_basis_that_is_no_rule_that_holds_here_is_said_in_words(registry: Registry) -> None:
    (one, *_) = service.list_defects(registry, person=OFFICER, organisation="VNPT")
    set_by_officer = replace(one, deadline_basis="DEF-OFFICER")
    assert basis_words(registry, set_by_officer) == "Cán bộ đặt, có lý do kèm theo"
    assert basis_words(registry, set_by_officer, "en") == "Set by an officer, with the reason"
    fallen = replace(one, deadline_basis="DEF-FALLEN", found_on=dt.date(2026, 5, 12))
    assert basis_words(registry, fallen) == "QĐ 72/2025/QĐ-UBND, Điều 10(1)"
    before = basis_words(registry, replace(fallen, found_on=dt.date(2020, 5, 12)))
    assert before == "Thời hạn khi cột ăng ten gãy, đổ, theo văn bản của tỉnh lúc phát hiện"


def test_a_letter_about_a_cable_does_not_give_its_owner_the_mast_of_another(registry: Registry) -> None:
    """It said "1 cột ăng ten do MobiFone quản lý" of a mast of Viettel, on which MobiFone's cable hangs."""
    new = NewDefect("mast-BGG00045", "cable_low", "serious", today(), organisation="VMS")
    enter_defect(registry, new, person=OFFICER)
    text = text_of(defect_letter(registry, "VMS", person=OFFICER))
    assert "1 tồn tại thuộc trách nhiệm khắc phục của MobiFone, tại 1 cột ăng ten:" in text
    assert "do MobiFone quản lý" not in text
    english = text_of(defect_letter(registry, "VMS", "en", person=OFFICER))
    assert "MobiFone has to remedy, at 1 masts" in english
    own = text_of(defect_letter(registry, "VNPT", person=OFFICER))
    assert "1 cột ăng ten do VNPT quản lý" in own


def test_a_second_letter_names_the_first_and_asks_for_nothing_that_is_reported(office: Registry) -> None:
    found_on, sent_on = today() - dt.timedelta(days=90), today() - dt.timedelta(days=80)
    for defect in ("rust_heavy", "cracked"):
        enter_defect(office, NewDefect("mast-BGG00045", defect, "serious", found_on), person=OFFICER)
    first = text_of(defect_letter(office, "VNPT", person=OFFICER))
    assert "đã quá hạn" in first
    assert "đã yêu cầu" not in first
    assert "trừ tồn tại" not in first
    asked = service.list_defects(office, person=OFFICER)
    for number, day in (("417/SKHCN", sent_on), ("455/SKHCN", today())):
        told = [one.id for one in asked]
        service.mark_letter(office, told, number=number, on_day=day, person=OFFICER)
        again = text_of(defect_letter(office, "VNPT", person=OFFICER))
        # the letter of today is the one that is drafted, with its number noted since
        assert again.count(f"đã quá hạn; đã yêu cầu tại Công văn số 417/SKHCN ngày {sent_on:%d/%m/%Y}") == (
            2 if day < today() else 0
        )
        assert "455/SKHCN" not in again
    one = service.list_defects(office, person=OFFICER)[0]
    service.answer_defect(office, one.id, words="đã trám", person=OFFICER, seen=one.version)
    last = text_of(defect_letter(office, "VNPT", person=OFFICER))
    assert last.count("đơn vị đã báo cáo khắc phục, chờ phúc tra") == 1
    assert "khắc phục từng tồn tại, trừ tồn tại đã báo cáo khắc phục, trong thời hạn nêu trên" in last
