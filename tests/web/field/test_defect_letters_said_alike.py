"""A letter about defects, and its annex, say what the page of the letter and the list of defects say."""

import datetime as dt
import io
import random
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import openpyxl
import pytest
from flask import Flask

from registry.errors import RefusalError
from registry.model import vietnam_time
from registry.services.field import defects as service
from registry.services.field.defect_entry import NewDefect, enter_defect
from registry.services.office.calendar import today
from tests.documents.said import Said, said_in
from tests.pages import Pages
from tests.services.field.world import OFFICER
from tests.web.field.one_officer import one_officer
from tests.web.field.test_one_state_elsewhere import _DEEDS, MASTS, _main, _rows
from tests.web.people import registry_of, visitor

SEEDS = (3,)
UNITS = {"VTL": "Viettel", "VNPT": "VNPT"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with one_officer(tmp_path_factory.mktemp("defects")) as made:
        yield made


@pytest.mark.parametrize("seed", SEEDS)
def test_a_letter_lists_what_its_page_lists_on_the_day_and_later(
    app: Flask, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry, draw, right = registry_of(app), random.Random(seed), vietnam_time.read_clock
    for n in range(14):
        kind = draw.choice(("rust_light", "rust_heavy", "leaning", "bent"))
        mast = f"mast-{draw.choice(['BGG00045', *MASTS])}"
        found_on = today() - dt.timedelta(draw.choice((0, 1, 20, 40)))
        severity = draw.choice(("urgent", "serious", "minor"))
        new = NewDefect(mast, kind, severity, found_on, component="guy", note=f"Bu lông {n}")
        enter_defect(registry, new, person=OFFICER)
    for days in (0, 3, 45):
        monkeypatch.setattr(vietnam_time, "read_clock", lambda ago=days: right() + dt.timedelta(ago))
        for found in service.list_defects(registry, person=OFFICER):
            for deed in draw.choices(_DEEDS, k=draw.choice((0, 0, 1))):
                with suppress(RefusalError):
                    deed(registry, service.get_defect(registry, found.id, person=OFFICER)[0], draw)
        minh = visitor(app, "minh")
        rows = {row["Ghi chú"]: row for row in _rows(minh, "/defects/export.xlsx?show=all")}
        for code, name in UNITS.items():
            _same_letter(minh, code, name, rows)


def _same_letter(minh: Pages, code: str, name: str, rows: dict[str, dict[str, Any]]) -> None:
    page = minh.client.get(f"/defects/letters/one?to={code}").get_data(as_text=True)
    ids = re.findall(r'name="id"[^>]*value="([^"]+)"', page)
    if not ids:
        return
    shown = _main(minh, f"/defects/letters/one?to={code}")
    listed = _main(minh, "/defects/letters")
    letter = said_in(minh.post("/defects/letters/one.docx", {"to": code, "id": ids}, 200).data)
    annex = _annex(minh.post("/defects/letters/one.xlsx", {"to": code, "id": ids}, 200).data)
    told = letter.table("TT", "Mã cột", "Tồn tại")
    assert len(told) == len(annex) == len(ids)
    assert f"ghi nhận {len(told)} tồn tại ở {len({one['Mã cột'] for one in told})} cột" in letter.text
    urgent = sum(one["Mức độ"] == "nguy hiểm" for one in told)
    assert letter.found(r"trong đó (\d+) tồn tại ở mức nguy hiểm", "0") == str(urgent)
    assert f"{name} Tồn tại: {len(told)} " in listed
    assert f"Nguy hiểm: {urgent} " in listed
    days, late_lines = [], 0
    for line, row in zip(told, annex, strict=True):
        assert (line["TT"], line["Mã cột"]) == (str(row["TT"]), row["Mã cột"])
        assert line["Tồn tại"] == ": ".join(filter(None, (row["Tồn tại"], row["Ghi chú hiện trường"])))
        assert line["Mức độ"] == row["Mức độ"]
        due = row["Hạn khắc phục"]
        day, *besides = line["Hạn khắc phục"].split("; ")
        assert day == (f"{due:%d/%m/%Y}" if due else "–")
        late_lines += "đã quá hạn" in besides
        assert f"{row['Mã cột']} " in shown
        assert not due or f"{due:%d/%m/%Y}" in shown
        other = rows[row["Ghi chú hiện trường"]]
        assert other["Hạn khắc phục"] == due
        assert other["Mức độ"].lower() == row["Mức độ"]
        days.append(row["Ngày phát hiện"])
    first, last = (f"{day:%d/%m/%Y}" for day in (min(days), max(days)))
    assert (f"ngày {first}," if first == last else f"từ ngày {first} đến ngày {last}") in letter.text
    assert (late_lines > 0) == ("quá hạn" in shown)
    _same_time(letter, [row["Hạn khắc phục"] for row in annex], "quá hạn" in shown)


def _same_time(letter: Said, dues: list[dt.datetime | None], late: bool) -> None:
    """What the letter says of time is what its lines have: some time, or some that is over."""
    assert ("trong thời hạn nêu trên" in letter.text) == any(dues)
    assert ("đã quá thời hạn thì khắc phục ngay" in letter.text) == late


def _annex(content: bytes) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    heads, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, heads), line, strict=True)) for line in lines]
