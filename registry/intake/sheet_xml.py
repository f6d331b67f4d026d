"""What a workbook parser does not tell, read from the XML of an .xlsx as a stream of chunks (in the child).

Hidden rows and columns, error cells, formulas without a stored result, number formats that show another
value, and the rectangle that the cells span (before a parser allocates it).
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import fromstring

from registry.errors import RefusalError
from registry.intake.limits import MAX_CELLS, MAX_COLUMNS

_CHUNK = 1 << 20
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_ROW_NUMBER = re.compile(rb'\br="(\d{1,9})"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_WIDE = re.compile(rb'<(?:\w+:)?c\b[^>]{0,60}?\br="([A-Z]{2,5})(\d{1,9})"')
_FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]{0,60}?\br="([A-Z]{1,5})(\d{1,9})"[^>]*[^/]>')
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
_MIN, _MAX = re.compile(rb'\bmin="(\d{1,6})"'), re.compile(rb'\bmax="(\d{1,6})"')
_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*\bt="e"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>([^<]{1,40})</v>'
)
_UNCACHED = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)(?:<v ?/>|<v></v>)?</c>'
)
_STYLED = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})" s="(\d{1,5})"(?: t="n")?><v>')
_PADDED = re.compile(r"0{2,15}")
_LITERAL = re.compile(r'"[^"]*\d[^"]*"|\\\d')
_SCALED = re.compile(r"[0#?],+(?:[^0#?,]|$)")
_TAIL = 400  # the longest tag that may lie across two chunks


@dataclass(slots=True)
class SheetFacts:
    """What the XML of one sheet tells; rows and columns counted from 0."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncached: list[tuple[int, int]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    shown: dict[tuple[int, int], str] = field(default_factory=dict)


def scan_sheet(archive: zipfile.ZipFile, part: str, formats: dict[int, str], file_name: str) -> SheetFacts:
    """Read one sheet part as a stream. Raises RefusalError FILE-SPARSE where its cells span too much."""
    facts = SheetFacts()
    last_row, last_column, rows_seen = 0, 26, 0
    for chunk in _chunks(archive, part):
        rows = _ROW.findall(chunk)
        rows_seen += len(rows)
        if rows and (number := _ROW_NUMBER.search(rows[-1])):
            last_row = max(last_row, int(number[1]))
        if b"hidden=" in chunk:
            _hidden(chunk, rows, facts)
        for letters, number_text in _WIDE.findall(chunk):
            last_column = max(last_column, _index(letters) + 1)
            last_row = max(last_row, int(number_text))
        if b't="e"' in chunk:
            facts.errors.update(
                {_place(m[1], m[2]): m[3].decode("utf-8", "replace") for m in _ERROR.finditer(chunk)}
            )
        if b"<f" in chunk:
            facts.uncached += [_place(m[1], m[2]) for m in _UNCACHED.finditer(chunk)]
        if formats:
            for m in _STYLED.finditer(chunk):
                shown = formats.get(int(m[3]))
                if shown:
                    facts.shown[_place(m[1], m[2])] = shown
    if last_row * last_column > MAX_CELLS or last_column > MAX_COLUMNS:
        _check_filled(archive, part, file_name)
    return facts


def _check_filled(archive: zipfile.ZipFile, part: str, file_name: str) -> None:
    """Look again, at cells that hold something: formatted empty ones are not laid out by the parser."""
    last_row = last_column = 0
    for chunk in _chunks(archive, part):
        for letters, number in _FILLED.findall(chunk):
            last_row, last_column = max(last_row, int(number)), max(last_column, _index(letters) + 1)
    if last_row * last_column > MAX_CELLS:
        raise RefusalError("FILE-SPARSE", name=file_name, cells=last_row * last_column, limit=MAX_CELLS)
    if last_column > MAX_COLUMNS:
        raise RefusalError("FILE-TOO-MANY-COLUMNS", name=file_name, columns=last_column, limit=MAX_COLUMNS)


def _chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield pieces that end at a row's end, so that no cell is cut and none is seen twice."""
    rest = b""
    with archive.open(part) as stream:
        while piece := stream.read(_CHUNK):
            text = rest + piece
            cut = text.rfind(b"</row>") + 6
            if cut < 6:
                cut = text.rfind(b"/>") + 2 if b"/>" in text else max(0, len(text) - _TAIL)
            yield text[:cut]
            rest = text[cut:]
    yield rest


def _hidden(chunk: bytes, rows: list[bytes], facts: SheetFacts) -> None:
    for tag in rows:
        if _HIDDEN.search(tag) and (number := _ROW_NUMBER.search(tag)):
            facts.hidden_rows.add(int(number[1]) - 1)
    for tag in _COLUMN.findall(chunk):
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
        if item.tag.endswith("}numFmt") and (number := item.get("numFmtId", "")).isdigit():
            codes[int(number)] = item.get("formatCode") or ""
    found: dict[int, str] = {}
    for block in root:
        if block.tag.endswith("}cellXfs"):
            for index, style in enumerate(block):
                number = style.get("numFmtId", "")
                code = codes.get(int(number), "") if number.isdigit() else ""
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
