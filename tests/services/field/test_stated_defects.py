"""What carriers state of defects stays words until an officer makes a defect of it, once."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from registry.errors import RefusalError
from registry.model.field.defects import DefectState
from registry.services.field.defects import get_defect, list_defects, reopen_defect
from registry.services.field.self_inspection import import_self_inspection
from registry.services.field.stated_defects import accept_stated, dismiss_stated, list_stated, proposed
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from tests.services.field.world import OFFICER, VNPT, add_masts

DAY = dt.date(2026, 4, 15)


def book(path: Path, *rows: tuple[str, str]) -> Path:
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.append(("Mã trạm", "Ngày kiểm tra", "Kết quả", "Tồn tại"))
    for code, words in rows:
        sheet.append((code, DAY, "cần khắc phục" if words else "đạt", words))
    made.save(path)
    return path


def taken_in(registry: Registry, path: Path, *rows: tuple[str, str]) -> None:
    import_self_inspection(registry, book(path, *rows), organisation="VNPT", person=VNPT, yes=True)


@pytest.fixture
def masts(office: Registry) -> Registry:
    add_masts(
        office,
        {f"BGG2000{n}": {"operators": ("VNPT",), "lon": 106.2 + n / 1000, "lat": 21.28} for n in range(4)},
    )
    return office


@pytest.mark.parametrize(
    ("text", "defect"),
    [
        ("Thân cột han rỉ nặng ở đốt 3", "rust_heavy"),
        ("HAN RI NHE", "rust_light"),
        ("Thiếu đai ốc chân cột", "nut_missing"),
        ("chim làm tổ", ""),
        ("Chim làm tổ trên đỉnh cột, chưa dỡ được", ""),  # not "Cột gãy, đổ"
        ("cot nghieng", "leaning"),
        ("", ""),
    ],
)
def test_the_vocabulary_is_what_is_proposed(text: str, defect: str) -> None:
    assert proposed(text)[0] == defect


def test_an_officer_makes_a_defect_of_it_once(masts: Registry, tmp_path: Path) -> None:
    taken_in(
        masts, tmp_path / "a.xlsx", ("BGG20000", "Han rỉ nặng ở đốt 3"), ("BGG20001", "Không"),
        ("BGG20002", ""), ("BGG20003", "chim làm tổ"),
    )  # fmt: skip
    found = list_stated(masts, person=OFFICER)
    assert {(one.mast.code, one.words, one.defect, one.taken) for one in found} == {
        ("BGG20000", "Han rỉ nặng ở đốt 3", "rust_heavy", ""),
        ("BGG20003", "chim làm tổ", "", ""),
    }
    assert list_defects(masts, person=OFFICER) == []
    rust = next(one for one in found if one.defect)
    made = accept_stated(masts, rust.id, rust.defect, rust.severity, person=OFFICER)
    assert (made.defect, made.severity, made.note, made.found_on) == (
        "rust_heavy", "serious", "Han rỉ nặng ở đốt 3", DAY,
    )  # fmt: skip
    assert made.campaign == rust.campaign
    with pytest.raises(RefusalError) as again:
        accept_stated(masts, rust.id, rust.defect, rust.severity, person=OFFICER)
    assert again.value.code == "DEFECT-STATED-TAKEN"
    after = {one.mast.code: one.taken for one in list_stated(masts, person=OFFICER)}
    assert after == {"BGG20000": made.id, "BGG20003": ""}
    assert len(list_defects(masts, person=OFFICER)) == 1
    nest = next(one for one in found if not one.defect)
    with pytest.raises(RefusalError, match="REQUEST-REASON"):
        dismiss_stated(masts, nest.id, reason=" ", person=OFFICER)
    none = dismiss_stated(masts, nest.id, reason="chim làm tổ không ảnh hưởng kết cấu", person=OFFICER)
    assert (none.state, none.deadline, none.reason) == (
        DefectState.WITHDRAWN, None, "chim làm tổ không ảnh hưởng kết cấu",
    )  # fmt: skip
    for one in (nest, rust):
        with pytest.raises(RefusalError, match="DEFECT-STATED-TAKEN"):
            dismiss_stated(masts, one.id, reason="x", person=OFFICER)
    with pytest.raises(RefusalError, match="DEFECT-STATED-TAKEN"):
        accept_stated(masts, nest.id, "bent", "minor", person=OFFICER)
    told = {one.mast.code: (one.taken, one.none_because) for one in list_stated(masts, person=OFFICER)}
    assert told == {"BGG20000": (made.id, ""), "BGG20003": (none.id, none.reason)}
    _own, steps = get_defect(masts, none.id, person=VNPT)  # its organisation reads why
    assert [(step.kind, step.words, step.who) for step in steps] == [("withdrawn", none.reason, "minh")]
    assert reopen_defect(masts, none.id, reason="xem lại", person=OFFICER, seen=none.version).standing
    assert not list_stated(masts, person=OFFICER)[1].none_because
    assert verify(masts).problems == ()


def test_what_is_not_stated_and_who_may_not_are_refused(masts: Registry, tmp_path: Path) -> None:
    taken_in(masts, tmp_path / "a.xlsx", ("BGG20000", "Han rỉ nặng"))
    one = list_stated(masts, person=OFFICER)[0]
    for given in (("nothing", "rust_heavy", "serious"), (one.id, "no such", "serious"), (one.id, "bent", "")):
        with pytest.raises(RefusalError):
            accept_stated(masts, *given, person=OFFICER)
    with pytest.raises(RefusalError):
        list_stated(masts, person=VNPT)
    with pytest.raises(RefusalError):
        accept_stated(masts, one.id, "rust_heavy", "serious", person=VNPT)
