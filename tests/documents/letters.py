"""What a reader sees of a letter, line by line, and what no letter that leaves the house may hold."""

import io
import os
import re
from pathlib import Path

from docx import Document
from docx.table import Table

GOLDEN = Path(__file__).parents[1] / "golden" / "letters"
WRITE = "BTS_WRITE_GOLDEN"
"""Set in the environment, the golden files are written anew: look at what changed before it is committed."""

_ENGINE = re.compile(
    r"chưa (?:kiểm chứng|đối chiếu)|khung minh họa|cần hỏi|cần xem xét|mã băm|sai số của|gần đúng|\(\*\)"
    r"|\b[A-Z]{3}-\d{2}\b|\b[A-Z]{3,}-[A-Z]{3,}(?:-[A-Z]+)*\b|\{\{|\{%|\bNone\b|\bnan\b|EPSG:0"
)
_EMPTY = re.compile(
    r"\(\s*\)|: ?\.(?!\.)|\s[,;.](?!\.)|,\s*,|;\s*[;.]|\?\.|(?<!\.)\.\.(?!\.)|ngày\s+(?:đến|,|$)|\s{2,}\S"
)
_ONE_DAY = re.compile(r"từ ngày (\S+) đến ngày \1(?:\s|,|$)")
_TWICE = re.compile(r"\b(\w{2,}) \1\b", re.IGNORECASE)
_MEANT_TWICE = {"vi vi"}  # "hành vi vi phạm"
_DAY = re.compile(r"\b\d{2}/\d{2}/\d{4}\b")
_LONG_DAY = re.compile(r"ngày \d{2} tháng \d{1,2} năm 20(?:2[6-9]|[3-9]\d)\b")


def lines_of(content: bytes) -> list[str]:
    """Every line that a reader sees, in order; the cells of a row of a table in one line."""
    found = []
    for part in Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(part, Table):
            for row in part.rows:
                cells = (
                    [line.strip() for line in cell.text.split("\n") if line.strip()] for cell in row.cells
                )
                found.append(" | ".join(" / ".join(lines) for lines in cells))
        else:
            found += part.text.split("\n")
    return [line.rstrip() for line in found if line.strip()]


def faults_of(content: bytes) -> list[str]:
    """What of a letter would make its reader ask: words of the program, empty places, words twice."""
    found = []
    for line in lines_of(content):
        cells = line.split(" | ") if " | " in line else [line]
        for cell in cells:
            text = re.sub(r"(Số:|Công văn số)\s+/", r"\1 /", cell)  # the place for a draft's number
            for name, pattern in (("engine", _ENGINE), ("empty", _EMPTY), ("one day", _ONE_DAY)):
                if hit := pattern.search(text):
                    found.append(f"{name}: {hit[0]!r} in {text}")
            for hit in _TWICE.finditer(text):
                if hit[0].casefold() not in _MEANT_TWICE and not hit[1].isdigit():
                    found.append(f"twice: {hit[0]!r} in {text}")
    return found


def compared(name: str, content: bytes) -> tuple[str, str]:
    """The text of a letter and its golden text; days, which go on, are all one day."""
    text = "\n".join(lines_of(content)) + "\n"
    text = _LONG_DAY.sub("ngày 01 tháng 01 năm 2000", _DAY.sub("01/01/2000", text))
    text = re.sub(r"/20\d\d/HS-VT", "/2000/HS-VT", text)
    path = GOLDEN / f"{name}.txt"
    if os.environ.get(WRITE):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return text, path.read_text(encoding="utf-8")
