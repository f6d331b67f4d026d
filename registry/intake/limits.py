"""Limits of an uploaded file, checked before any parser sees it.

The figures leave room over the largest honest list (50,000 rows of 25 columns: 7 MB packed, 63 MB unpacked,
ratio about 10) and stop what only an attacker or an accident makes.
"""

import zipfile
from enum import StrEnum
from pathlib import Path

from registry.errors import DAMAGED_ZIP, RefusalError

MAX_DATA_ROWS = 50_000
MAX_COLUMNS = 400
MAX_CELLS = 6_000_000  # of the rectangle that a sheet spans, all sheets together
MAX_TEXT = 60_000_000  # characters in all cells together
MAX_CELL_TEXT = 32_767  # Excel's own limit
MAX_FILE_BYTES = 60 * 1024 * 1024
MAX_ENTRIES = 1_000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_RATIO = 60
RATIO_MATTERS_FROM_BYTES = 40 * 1024 * 1024  # a small file of formatted empty rows packs very well
MAX_SHEETS = 60

# Of map files: 100,000 lines of nine points as GeoJSON are 40 MB; the 99 communes of a province 3.6 MB.
MAX_MAP_BYTES = 250 * 1024 * 1024
MAX_MAP_UNPACKED = 500 * 1024 * 1024
MAX_MAP_RATIO = 60
MAX_FEATURES = 300_000
MAX_POINTS = 6_000_000
MAX_MERGED = 20_000

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


class FileKind(StrEnum):
    """The formats that are read."""

    XLSX = ".xlsx"
    XLS = ".xls"
    ODS = ".ods"
    CSV = ".csv"


_MAP_FILES = frozenset({".geojson", ".kml", ".kmz", ".shp", ".gpkg", ".gml", ".dxf", ".gpx", ".tab", ".mif"})
"""Files of maps: no office program saves them as a list, so the advice is another."""


def check_file(path: Path) -> FileKind:
    """Return the kind of a file whose limits, extension and first bytes are in order; else refuse it.

    Raises RefusalError with a code FILE-*.
    """
    try:
        kind = FileKind(path.suffix.lower())
    except ValueError:
        if path.suffix.lower() in _MAP_FILES:
            raise RefusalError("FILE-IS-MAP", name=path.name, extension=path.suffix) from None
        raise RefusalError("FILE-EXTENSION", name=path.name, extension=path.suffix or "-") from None
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(1 << 16)
    except OSError as error:
        raise RefusalError("FILE-NOT-FOUND", name=path.name) from error
    if not size:
        raise RefusalError("FILE-EMPTY", name=path.name)
    if size > MAX_FILE_BYTES:
        raise RefusalError("FILE-TOO-BIG", name=path.name, mib=size >> 20, limit=MAX_FILE_BYTES >> 20)
    if kind in {FileKind.XLSX, FileKind.ODS}:
        _check_packed(path, kind, head)
    elif kind is FileKind.XLS and not head.startswith(_OLE):
        raise RefusalError("FILE-NOT-WHAT-IT-SAYS", name=path.name, extension=kind.value)
    elif kind is FileKind.CSV:
        _check_text(path, head)
    return kind


def _check_packed(path: Path, kind: FileKind, head: bytes) -> None:
    if head.startswith(_OLE):
        # Excel keeps an encrypted workbook as an OLE file with a stream of this name
        name = "EncryptedPackage".encode("utf-16-le")
        code = "FILE-ENCRYPTED" if name in path.read_bytes() else "FILE-NOT-WHAT-IT-SAYS"
        raise RefusalError(code, name=path.name, extension=kind.value)
    if not head.startswith(_ZIP):
        raise RefusalError("FILE-NOT-WHAT-IT-SAYS", name=path.name, extension=kind.value)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (OSError, *DAMAGED_ZIP) as error:
        raise RefusalError("FILE-DAMAGED", name=path.name) from error
    if len(entries) > MAX_ENTRIES:
        raise RefusalError("FILE-TOO-MANY-PARTS", name=path.name, parts=len(entries), limit=MAX_ENTRIES)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED_BYTES:
        raise RefusalError(
            "FILE-UNPACKS-TOO-BIG", name=path.name, mib=unpacked >> 20, limit=MAX_UNPACKED_BYTES >> 20
        )
    packed = max(1, path.stat().st_size)
    if unpacked > RATIO_MATTERS_FROM_BYTES and unpacked / packed > MAX_RATIO:
        raise RefusalError(
            "FILE-UNPACKS-TOO-BIG", name=path.name, mib=unpacked >> 20, limit=packed * MAX_RATIO >> 20
        )
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise RefusalError("FILE-ENCRYPTED", name=path.name, extension=kind.value)
    names = {entry.filename for entry in entries}
    wanted = "xl/workbook.xml" if kind is FileKind.XLSX else "content.xml"
    if wanted not in names and wanted.lower() not in {name.lower() for name in names}:
        raise RefusalError("FILE-NOT-WHAT-IT-SAYS", name=path.name, extension=kind.value)


def _check_text(path: Path, head: bytes) -> None:
    if head.startswith((_ZIP, _OLE, b"%PDF")):
        raise RefusalError("FILE-NOT-WHAT-IT-SAYS", name=path.name, extension=".csv")
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RefusalError("FILE-NOT-WHAT-IT-SAYS", name=path.name, extension=".csv")
