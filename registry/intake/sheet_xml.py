"""What a workbook parser does not tell, read from the XML of an .xlsx as a stream of chunks (in the child).

Hidden rows and columns, error cells, formulas without a stored result, number formats that show another
value, and the rectangle that the cells span (before a parser allocates it).
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import fromstring

from registry.errors import RefusalError
from registry.intake.limits import MAX_CELLS, MAX_COLUMNS
from registry.intake.sheet_comments import comments_of

_CHUNK = 1 << 20
_ROW_NUMBER = re.compile(rb'\br="(\d{1,9})"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_MIN, _MAX = re.compile(rb'\bmin="(\d{1,6})"'), re.compile(rb'\bmax="(\d{1,6})"')
_PREFIX = re.compile(rb"<(\w{1,10}:)?worksheet\b")
_PADDED = re.compile(r"0{2,15}")
_LITERAL = re.compile(r'"[^"]*\d[^"]*"|\\\d')
_SCALED = re.compile(r"[0#?],+(?:[^0#?,]|$)")
_CELL = re.compile(rb"<(?:\w{1,10}:)?c[ />]")
_MERGED = re.compile(rb'<(?:\w{1,10}:)?mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_TAIL = 400  # the longest tag that may lie across two chunks


class _Patterns:
    """Patterns of cells and rows; they begin with literal text, which the regex engine finds quickly."""

    def __init__(self, prefix: bytes) -> None:
        def of(pattern: bytes) -> "re.Pattern[bytes]":
            return re.compile(
                pattern.replace(b"<", b"<" + prefix).replace(b"<" + prefix + b"/", b"</" + prefix)
            )

        # a formula, with or without text of its own
        formula = rb"<f(?:/>|[ >][^<]*(?:</f>)?)"
        cell = rb'<c r="([A-Z]{1,3})(\d{1,7})"'
        self.row = of(rb"<row\b[^>]*>")
        self.row_end = b"</" + prefix + b"row>"
        self.column = of(rb"<col\b[^>]*>")
        self.formula_start = b"<" + prefix + b"f"
        self.wide = re.compile(rb' r="([A-Z]{2,5})(\d{1,9})"')
        self.filled = of(rb'<c [^>]{0,60}?\br="([A-Z]{1,5})(\d{1,9})"(?:[^>]*[^/>])?>')
        self.error = of(cell + rb'[^>]*\bt="e"[^>]*>(?:' + formula + rb")?<v>([^<]{1,40})</v>")
        self.uncached = of(cell + rb"[^>]*>" + formula + rb"(?:<v ?/>|<v></v>)?</c>")
        self.styled = of(cell + rb' s="(\d{1,5})"(?: t="n")?><v>')


@dataclass(slots=True)
class SheetFacts:
    """What the XML of one sheet tells; rows and columns counted from 0."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncached: list[tuple[int, int]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)


def scan_sheet(archive: zipfile.ZipFile, part: str, formats: dict[int, str], file_name: str) -> SheetFacts:
    """Read one sheet part as a stream. Raises RefusalError FILE-SPARSE where its cells span too much."""
    facts = SheetFacts(comments=comments_of(archive, part))
    with archive.open(part) as stream:
        found = _PREFIX.search(stream.read(8192))
    patterns = _Patterns((found[1] if found else None) or b"")
    last_row, last_column = 0, 26
    for chunk in _chunks(archive, part, patterns):
        rows = patterns.row.findall(chunk)
        if rows and (number := _ROW_NUMBER.search(rows[-1])):
            last_row = max(last_row, int(number[1]))
        if b"hidden=" in chunk:
            _hidden(chunk, rows, patterns, facts)
        for letters, number_text in patterns.wide.findall(chunk):
            last_column = max(last_column, _index(letters) + 1)
            last_row = max(last_row, int(number_text))
        if b't="e"' in chunk:
            for m in patterns.error.finditer(chunk):
                facts.errors[_place(m[1], m[2])] = m[3].decode("utf-8", "replace")
        if patterns.formula_start in chunk:
            facts.uncached += [_place(m[1], m[2]) for m in patterns.uncached.finditer(chunk)]
        if formats:
            for m in patterns.styled.finditer(chunk):
                shown = formats.get(int(m[3]))
                if shown:
                    facts.shown[_place(m[1], m[2])] = shown
    if last_row * last_column > MAX_CELLS or last_column > MAX_COLUMNS:
        _check_filled(archive, part, patterns, file_name)
    return facts


def cells_to_lay_out(path: Path) -> int:
    """Count what a parser that keeps every cell would make of an .xlsx: empty and merged-over cells too."""
    count = 0
    with zipfile.ZipFile(path) as archive:
        for part in sheet_parts(archive).values():
            rest = b""
            with archive.open(part) as stream:
                while piece := stream.read(_CHUNK):
                    text = rest + piece
                    cut = max(0, text.rfind(b"<"))
                    rest = text[cut:] if len(text) - cut < _TAIL else b""
                    whole = text[: len(text) - len(rest)]
                    count += len(_CELL.findall(whole))
                    for left, top, right, bottom in _MERGED.findall(whole):
                        count += (_index(right) - _index(left) + 1) * (int(bottom) - int(top) + 1)
    return count


def _check_filled(archive: zipfile.ZipFile, part: str, patterns: _Patterns, file_name: str) -> None:
    """Look again, at cells that hold something: formatted empty ones are not laid out by the parser."""
    last_row = last_column = 0
    for chunk in _chunks(archive, part, patterns):
        for letters, number in patterns.filled.findall(chunk):
            last_row, last_column = max(last_row, int(number)), max(last_column, _index(letters) + 1)
    if last_row * last_column > MAX_CELLS:
        raise RefusalError("FILE-SPARSE", name=file_name, cells=last_row * last_column, limit=MAX_CELLS)
    if last_column > MAX_COLUMNS:
        raise RefusalError("FILE-TOO-MANY-COLUMNS", name=file_name, columns=last_column, limit=MAX_COLUMNS)


def _chunks(archive: zipfile.ZipFile, part: str, patterns: _Patterns) -> Iterator[bytes]:
    """Yield pieces that end at a row's end, so that no cell is cut and none is seen twice."""
    rest = b""
    with archive.open(part) as stream:
        while piece := stream.read(_CHUNK):
            text = rest + piece
            cut = text.rfind(patterns.row_end)
            cut = cut + len(patterns.row_end) if cut >= 0 else text.rfind(b"/>") + 2
            if cut < 2:
                cut = max(0, len(text) - _TAIL)  # one huge text: nothing in it is looked for
            yield text[:cut]
            rest = text[cut:]
    yield rest


def _hidden(chunk: bytes, rows: list[bytes], patterns: _Patterns, facts: SheetFacts) -> None:
    for tag in rows:
        if _HIDDEN.search(tag) and (number := _ROW_NUMBER.search(tag)):
            facts.hidden_rows.add(int(number[1]) - 1)
    for tag in patterns.column.findall(chunk):
        low, high = _MIN.search(tag), _MAX.search(tag)
        if low and high and _HIDDEN.search(tag):
            facts.hidden_columns.update(range(int(low[1]) - 1, min(int(high[1]), MAX_COLUMNS)))


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of every worksheet by the sheet's name."""
    try:
        book = fromstring(archive.read("xl/workbook.xml"))
        relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ValueError, ParseError):
        return {}
    targets = {item.get("Id"): (item.get("Target") or "") for item in relations}
    found: dict[str, str] = {}
    names = set(archive.namelist())
    for sheet in book.iter():
        if not sheet.tag.endswith("}sheet"):
            continue
        relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        target = targets.get(relation, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            found[sheet.get("name") or ""] = part
    return found


def telling_formats(archive: zipfile.ZipFile) -> dict[int, str]:
    """Return the style numbers whose format shows another value than the cell holds, with the format."""
    try:
        root = fromstring(archive.read("xl/styles.xml"))
    except (KeyError, ValueError, ParseError):
        return {}
    codes = {9: "0%", 10: "0.00%"}
    for item in root.iter():
        if item.tag.endswith("}numFmt") and (number := item.get("numFmtId", "")).isdecimal():
            codes[int(number)] = item.get("formatCode") or ""
    found: dict[int, str] = {}
    for block in root:
        if block.tag.endswith("}cellXfs"):
            for index, style in enumerate(block):
                number = style.get("numFmtId", "")
                code = codes.get(int(number), "") if number.isdecimal() else ""
                if code and _tells(code):
                    found[index] = code
    return found


def _tells(code: str) -> bool:
    positive = code.split(";", maxsplit=1)[0]
    return bool(
        _PADDED.fullmatch(positive)
        or _LITERAL.search(positive)
        or _SCALED.search(positive)
        or "%" in positive
    )


def shown_text(value: float, code: str) -> str | None:
    """Return what a number shows in a zero-padding format ("00000": 00123); None for other formats."""
    positive = code.split(";", maxsplit=1)[0]
    if _PADDED.fullmatch(positive) and value == int(value) and value >= 0:
        return str(int(value)).zfill(len(positive))
    return None


def _place(letters: bytes, number: bytes) -> tuple[int, int]:
    return int(number) - 1, _index(letters)


def _index(letters: bytes) -> int:
    index = 0
    for byte in letters:
        index = index * 26 + byte - 64
    return index - 1
