"""A storm's letter against the workbook that goes with it."""

import io
import re
from collections import defaultdict
from typing import Any

import openpyxl

from tests.documents.said import said_in
from tests.pages import Pages


def same_as_book(pages: Pages, address: str) -> str:
    """Check that a letter counts and names what its workbook lists; return to whom it goes."""
    letter = said_in(pages.get(f"{address}/letter.docx").data)
    sheet = openpyxl.load_workbook(io.BytesIO(pages.get(f"{address}/list.xlsx").data)).active
    assert sheet is not None
    heads, *lines = ([*line] for line in sheet.iter_rows(values_only=True))
    rows: list[dict[str, Any]] = [dict(zip(map(str, heads), line, strict=True)) for line in lines]
    by_commune: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_commune[row["Xã, phường"]].append(row)
    counted = letter.found(r"(\d[\d.]* (?:cột, )?trạm tại \d+ xã)", "")
    assert re.findall(r"\d+", counted.replace(".", "")) == [str(len(rows)), str(len(by_commune))]
    powered = [(r["TT"], r["Mã cột"], r["Lý do ưu tiên"]) for r in letter.table("TT", "Lý do ưu tiên")]
    if powered:
        listed = [(str(r["Thứ tự ưu tiên"]), r["Mã trạm"], r["Lý do ưu tiên"]) for r in rows]
        assert powered == listed[: len(powered)]
        return letter.found(r"Kính gửi: (.*)", "")
    strongest = letter.found(r"mạnh nhất ước tính (.*?)\)", "")
    assert _gust(rows) in strongest
    told = letter.table("TT", "Số cột")
    assert {line["Xã, phường"] for line in told} == set(by_commune)
    for line in told:
        own = by_commune[line["Xã, phường"]]
        assert int(line["Số cột"]) == len(own)
        assert _gust(own) in line["Gió giật ước tính"]
        assert _first(row["Gió giật cấp 8 từ"] for row in own) == line.get("Gió giật từ", "")
    urgent = letter.table("Mã cột", "Gió giật từ")
    assert [line["TT"] for line in urgent] == [str(at) for at in range(1, len(urgent) + 1)]
    codes = {str(row[name]): row for row in rows for name in map(str, heads[3:5]) if row[name]}
    for line in urgent:
        row = codes[line["Mã cột"]]
        assert (row["Xã, phường"], row["Gió giật cấp 8 từ"]) == (line["Xã, phường"], line["Gió giật từ"])
        assert _gust([row]) in line["Gió giật ước tính"]
        assert f"{row[str(heads[16])]} %" in line["Gió giật ước tính"]
    return letter.found(r"Kính gửi: (.*)", "")


def _gust(rows: list[dict[str, Any]]) -> str:
    return f"{max(row['Gió giật ước tính (m/s)'] for row in rows):.1f}".replace(".", ",")


def _first(moments: Any) -> str:
    """Return the earliest of moments as letters write them ("08:40 03/12/2026")."""
    return min(filter(None, moments), key=lambda at: f"{at[-4:]}{at[-7:-5]}{at[-10:-8]}{at[:5]}", default="")
