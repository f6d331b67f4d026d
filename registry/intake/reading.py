"""Reading a list: limits, child process, headers, rows, cells, positions; every data row once."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from registry.collector import paused_collector
from registry.columns import OF_MASTS, ListKind, fold
from registry.errors import RefusalError
from registry.intake.headers import Header, find_header, plain_header
from registry.intake.limits import MAX_DATA_ROWS, check_file
from registry.intake.marks import GUIDE_MARK, SUMMARY_MARK
from registry.intake.meanings import Meanings
from registry.intake.parsed import HintSource, ParsedList, SheetReading
from registry.intake.raw import RawSheet
from registry.intake.repairs import Repair, repair
from registry.intake.sheet_reader import SheetReader
from registry.intake.sheets import raw_sheets
from registry.messages import issue_of

_PLACES = frozenset({"lon", "lat", "position", "northing", "easting"})
_CODED = _PLACES | {"site_code"}
_COUNT_WORDS = ("sotram", "socot", "sovitri", "sobts", "soluong", "tongso", "slg")
_MOST = 10_000  # masts that one line counts; metres of a plane are more
_OURS = (fold(SUMMARY_MARK), fold(GUIDE_MARK))


@paused_collector()
def read_list(
    path: str | Path,
    kind: ListKind,
    *,
    hints: HintSource | None = None,
    operator: str = "",
    name: str = "",
    meanings: Meanings | None = None,
    repairs: Sequence[Repair] = (),
    sheets: Sequence[str] = (),
    all_meant: bool = False,
) -> ParsedList:
    """Read a carrier's list (.xlsx, .xls, .ods, .csv) and say everything that was not understood.

    ``hints`` gives, for a row's typed values, what is known of its position beforehand (None: the province's
    box alone); ``operator`` is the code taken where a row names none; ``name`` is the file's name as the
    user knows it; ``meanings`` is what a person says of columns, all of which have to be there with
    ``all_meant``, ``repairs`` what of single cells; ``sheets`` are the names of those that are read (none:
    all).

    Raises RefusalError (codes FILE-*) for a file that is too large, damaged, encrypted, not what its name
    says, or has no row that looks like a header; ``SHEET-ASKED`` and ``COLUMN-NOT-THERE`` for a sheet or a
    column that it does not have.
    """
    path = Path(path)
    shown_name = name or path.name
    file_kind = check_file(path)
    raw = raw_sheets(path, file_kind, shown_name)
    result = ParsedList(shown_name, _sha256(path), kind, (), [], [])
    own = [sheet for sheet in raw if not _is_ours(sheet)]
    asked = _asked(own, sheets)
    headers = dict(zip((sheet.name for sheet in asked), _headers(asked, kind, shown_name), strict=True))
    counting = _counting(asked, headers) if kind in OF_MASTS else frozenset()
    headers |= dict.fromkeys(counting)
    if all_meant:
        _check_columns(list(headers.values()), meanings or {}, shown_name)
    readings: list[SheetReading] = []
    for ordinal, sheet in enumerate(own):
        header = headers.get(sheet.name)
        if sheet.name not in headers:
            continue
        if header is None:
            readings.append(SheetReading(sheet.name, read=False, hidden=not sheet.visible))
            if sheet.rows:
                code = "SHEET-COUNTS" if sheet.name in counting else "SHEET-NOT-READ"
                result.issues.append(issue_of(code, sheet=sheet.name, params={"rows": len(sheet.rows)}))
            continue
        repair(sheet, header, repairs)
        reader = SheetReader(
            sheet,
            header,
            kind=kind,
            hints=hints,
            operator=operator,
            rows=result.rows,
            issues=result.issues,
            meanings=meanings,
            ordinal=ordinal,
        )
        readings.append(reader.read())
        if len(result.rows) > MAX_DATA_ROWS:
            raise RefusalError(
                "FILE-TOO-MANY-ROWS", name=shown_name, rows=len(result.rows), limit=MAX_DATA_ROWS
            )
    result.sheets = tuple(readings)
    if not result.rows:
        result.issues.append(issue_of("LIST-EMPTY"))
    return result


def _asked(own: list[RawSheet], names: Sequence[str]) -> list[RawSheet]:
    """Return the sheets with these names, of all where none is named; a name is known by its letters."""
    wanted = {fold(name) for name in names}
    found = [sheet for sheet in own if not wanted or fold(sheet.name) in wanted]
    for name in names:
        if fold(name) not in {fold(sheet.name) for sheet in own}:
            known = ", ".join(f"“{sheet.name}”" for sheet in own)
            raise RefusalError("SHEET-ASKED", name=name[:60], known=known)
    return found


def _check_columns(headers: Sequence[Header | None], meanings: Meanings, name: str) -> None:
    """Refuse what is said of a column that no sheet has."""
    texts = [text for header in headers if header is not None for text in header.texts if text]
    there = {fold(text) for text in texts}
    for key in meanings:
        if key not in there:
            known = ", ".join(f"“{text[:60]}”" for text in dict.fromkeys(texts))
            raise RefusalError("COLUMN-NOT-THERE", name=name, header=key, known=known)


def _headers(sheets: Sequence[RawSheet], kind: ListKind, name: str) -> list[Header | None]:
    """Return the header of each sheet, None where it has none; plain words count where no sheet has one."""
    found = [find_header(sheet, kind) for sheet in sheets]
    if not any(found):
        found = [plain_header(sheet, kind) for sheet in sheets]
    if not any(found):
        raise RefusalError("FILE-NO-HEADER", name=name)
    return found


def _counting(sheets: Sequence[RawSheet], headers: Mapping[str, Header | None]) -> frozenset[str]:
    """Return the sheets that only count the masts which other sheets of the workbook list."""
    found = {sheet.name for sheet in sheets if (known := headers[sheet.name]) and _counts(sheet, known)}
    listed = any(
        header and name not in found and _PLACES & {one.partition(":")[0] for one in header.names}
        for name, header in headers.items()
    )
    return frozenset(found) if listed else frozenset()


def _counts(sheet: RawSheet, header: Header) -> bool:
    """Whether a sheet has a column of counts and, by its cells, none that may hold a code or a position."""
    told = {*header.names, *header.worded}
    if _CODED & {name.partition(":")[0] for name in told} or not any(
        fold(text).startswith(_COUNT_WORDS) for text in header.texts
    ):
        return False
    rows = sheet.rows[header.data :]
    unnamed = [i for i, name in enumerate(header.names) if not name]
    cells = [cell for row in rows for i in unnamed if i < len(row) and (cell := row[i]) != ""]
    return all(type(cell) in (int, float) and float(cell).is_integer() and cell < _MOST for cell in cells)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_ours(sheet: RawSheet) -> bool:
    """Whether a sheet is one that we added to a returned workbook or to the template."""
    first = next((cell for row in sheet.rows[:1] for cell in row if cell != ""), "")
    return type(first) is str and fold(first) in _OURS
