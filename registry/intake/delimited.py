"""Reading .csv (in the child): encoding and delimiter are found out, lines keep their numbers.

Vietnamese offices save CSV with a semicolon because their decimal sign is the comma, so a comma counts as
the delimiter only where no other sign divides the lines evenly.
"""

import csv
import io
import unicodedata
from collections import Counter
from pathlib import Path

from registry.errors import RefusalError
from registry.intake.limits import MAX_CELL_TEXT, MAX_CELLS, MAX_COLUMNS, MAX_DATA_ROWS, MAX_TEXT
from registry.intake.raw import RawSheet

_HEADROOM = 2_000
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = "\t;|,"


def read_delimited(path: Path, name: str) -> list[RawSheet]:
    """Return the one sheet of a text file, named by the file; every cell is text."""
    text = _decode(path.read_bytes(), name)
    if len(text) > MAX_TEXT:
        raise RefusalError("FILE-TOO-MUCH-TEXT", name=name, limit=MAX_TEXT)
    csv.field_size_limit(MAX_TEXT)
    rows: list[list[str]] = []
    lines: list[int] = []
    cut: list[tuple[int, int, int]] = []
    width = filled = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        line = 1
        for row in reader:
            start, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in row):
                continue
            filled += 1
            width = max(width, len(row))
            if filled > MAX_DATA_ROWS + _HEADROOM:
                raise RefusalError("FILE-TOO-MANY-ROWS", name=name, rows=filled, limit=MAX_DATA_ROWS)
            if width > MAX_COLUMNS:
                raise RefusalError("FILE-TOO-MANY-COLUMNS", name=name, columns=width, limit=MAX_COLUMNS)
            if filled * width > MAX_CELLS:
                raise RefusalError("FILE-SPARSE", name=name, cells=filled * width, limit=MAX_CELLS)
            cut += [(len(rows), i, len(cell)) for i, cell in enumerate(row) if len(cell) > MAX_CELL_TEXT]
            rows.append([cell[:MAX_CELL_TEXT] for cell in row])
            lines.append(start)
    except csv.Error as error:
        raise RefusalError("FILE-DAMAGED", name=name) from error
    for row in rows:
        if len(row) < width:
            row.extend([""] * (width - len(row)))
    return [RawSheet(name=Path(name).stem, rows=rows, cut=cut, lines=lines)]


def _decode(data: bytes, name: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise RefusalError("FILE-DAMAGED", name=name) from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # cp1258 is what old Vietnamese Windows writes; its tone marks stand apart and are composed again
    for encoding in ("cp1258", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1252" or any(
            "\u0300" <= letter <= "\u0323" or letter in "ăđơưĂĐƠƯ" for letter in text
        ):
            return unicodedata.normalize("NFC", text)
    return data.decode("latin-1")


def _delimiter(text: str) -> str:
    """Choose the sign that divides most of the first lines into the same number of cells, more than one."""
    sample = text[:60_000]
    if len(text) > len(sample):
        sample = sample[: sample.rfind("\n") + 1] or sample
    best, best_score = ",", 0.0
    for sign in _DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=sign) if row][
                :200
            ]
        except csv.Error:
            continue
        common, times = max(
            Counter(w for w in widths if w > 1).items(), key=lambda i: i[1] * min(i[0], 8), default=(1, 0)
        )
        score = times / max(1, len(widths)) * min(common, 8)
        # a comma also stands inside decimal numbers: it has to win clearly
        if score > best_score * (1.25 if sign == "," and best_score else 1.0):
            best, best_score = sign, score
    return best
