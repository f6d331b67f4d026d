"""Honest files of every kind that is taken in, and who reads each: what ``files`` makes wrong."""

import contextlib
import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import shapely
from docx import Document

from registry.columns import ListKind
from registry.documents.signatures import read_paper
from registry.errors import RefusalError
from registry.intake import ParsedList, read_list, return_workbook, write_template
from registry.intake.drawings.reading import read as read_drawing
from registry.intake.maps.map_file import read_map_file
from registry.intake.marks import CellMark, RowMark, WorkbookMarks
from registry.messages import LANGUAGES, remedy, render, severity
from registry.model.vietnam_time import VIETNAM
from registry.services.briefing.programme.read_table import read_programme
from registry.services.field.rescue_files import opened_rescue
from registry.services.requests.exchange.envelope import read_envelope
from registry.services.storm.track_files import file_text, read_text
from registry.storm.warnings.reading import read_hazards
from tests.attack.mutations import BYTES, PACKAGE, TEXT, TREE, Mutation
from tests.intake.books import HEAD, ROWS, save
from tests.services.designs.drawn import PLANE, draw
from tests.services.requests import desk

FORMS = Path(__file__).parents[1] / "storm" / "forms"
NOW = dt.datetime(2026, 9, 10, 8, tzinfo=VIETNAM)
MARKED_ONE_IN = 6


@dataclass(frozen=True, slots=True)
class Base:
    """An honest file: its name, its content, how it may be made wrong, who reads it, how often."""

    name: str
    content: bytes
    ways: Mapping[str, Mutation]
    read: Callable[[Path], str]
    share: int = 1


class NotAccountedError(AssertionError):
    """A file was read and something of it is neither a row nor an issue."""


def bases(folder: Path) -> list[Base]:
    """Make the honest files."""
    return [*_lists(folder), *_maps(folder), *_drawings(folder), *_documents(folder), *_storm(), *_packets()]


def _lists(folder: Path) -> list[Base]:
    wide = (*HEAD, "Loại cột", "Vị trí đặt", "Chiều cao cột (m)", "Năm xây dựng", "Dùng chung với", "Xã",
            "Số GPXD", "Công nghệ", "Ghi chú")  # fmt: skip
    rest = ("A2b", "dưới đất", 42.5, dt.date(2019, 5, 4), "VNPT, Viettel", "Kép", "12/GPXD", "4G, 5G", "x")
    rows = [(*row, *rest) for row in ROWS] + [("Tổng", None, 3), (4, "BGG9", "VTL", "106°11'40\"", "21,27")]
    found = []
    path = save(folder / "cột.xlsx", ("DS", (("DANH SÁCH CỘT",), (), wide, *rows)), ("Khác", (HEAD, *ROWS)))
    found.append(Base("cột.xlsx", path.read_bytes(), PACKAGE, _list_of(ListKind.SITES), 30))
    path = desk.write_list(folder / "đề nghị.xlsx", desk.FIVE)
    found.append(Base("đề nghị.xlsx", path.read_bytes(), PACKAGE, _list_of(ListKind.PROPOSALS), 20))
    for kind in ListKind:
        path = folder / f"{kind.value}.xlsx"
        write_template(kind, path)
        found.append(Base(path.name, path.read_bytes(), PACKAGE, _list_of(kind), 3))
    text = "\r\n".join(
        ";".join("" if value is None else str(value) for value in row) for row in (wide, *rows)
    )
    found.append(Base("cột.csv", text.encode("utf-8-sig"), TEXT, _list_of(ListKind.SITES), 10))
    found.append(Base("cột-1258.csv", text.encode("cp1258", "replace"), TEXT, _list_of(ListKind.PLAN), 3))
    found.append(Base("cột.ods", _ods(), PACKAGE, _list_of(ListKind.SITES), 4))
    return found


def _maps(folder: Path) -> list[Base]:
    areas = geopandas.GeoDataFrame(
        {"ten": ["Khu A", "Khu B", "Tuyến C"], "ma": [1, 2, 3]},
        geometry=[
            shapely.box(106.18, 21.26, 106.22, 21.29), shapely.box(106.3, 21.3, 106.31, 21.31),
            shapely.LineString([(106.2, 21.2), (106.21, 21.22), (106.25, 21.23)]),
        ],
        crs=4326,
    )  # fmt: skip
    found = []
    for name, driver, ways, share in (
        ("khu.geojson", "GeoJSON", TREE, 6), ("khu.kml", "KML", TREE, 6), ("khu.gml", "GML", TREE, 2),
        ("khu.gpkg", "GPKG", BYTES, 3), ("khu.fgb", "FlatGeobuf", BYTES, 2),
    ):  # fmt: skip
        areas.to_file(folder / name, driver=driver)
        found.append(Base(name, (folder / name).read_bytes(), ways, _map, share))
    shapes = folder / "shp"
    shapes.mkdir()
    areas.iloc[:2].to_file(shapes / "khu.shp")
    found.append(
        Base("khu.zip", _zip({one.name: one.read_bytes() for one in shapes.iterdir()}), _ZIPPED, _map, 3)
    )
    found.append(Base("khu.kmz", _zip({"doc.kml": (folder / "khu.kml").read_bytes()}), _ZIPPED, _map, 2))
    return found


def _drawings(folder: Path) -> list[Base]:
    path = draw(folder / "thiết kế.dxf", aerial=True)
    return [Base("thiết kế.dxf", path.read_bytes(), TEXT, _drawing, 8)]


def _documents(folder: Path) -> list[Base]:
    document = Document()
    document.add_paragraph("CHƯƠNG TRÌNH CÔNG TÁC NĂM 2027")
    lines = [
        ("TT", "Nội dung nhiệm vụ", "Đơn vị thực hiện", "Thời gian", "Sản phẩm"),
        ("I", "Quản lý vị trí", "", "", ""), ("1", "Thẩm định", "lan", "Thường xuyên", "Văn bản"),
        ("2", "Rà soát cột cũ", "nam", "Quý II", "Báo cáo"), ("3", "Diễn tập", "nam", "Tháng 4-5", ""),
    ]  # fmt: skip
    table = document.add_table(rows=len(lines), cols=5)
    for at, line in enumerate(lines):
        for column, text in enumerate(line):
            table.cell(at, column).text = text
    table.cell(1, 0).merge(table.cell(1, 4))
    path = folder / "chương trình.docx"
    document.save(str(path))
    book = save(folder / "chương trình.xlsx", ("2027", lines))
    pdf = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" \
          b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n" \
          b"trailer<</Root 1 0 R/Size 3>>\nstartxref\n9\n%%EOF\n"  # fmt: skip
    return [
        Base(path.name, path.read_bytes(), PACKAGE, _programme, 6),
        Base(book.name, book.read_bytes(), PACKAGE, _programme, 3),
        Base("công văn.pdf", pdf, TEXT, _paper, 2),
    ]


def _storm() -> list[Base]:
    points = {"name": "YAGI", "year": 2024, "points": [
        {"at": "2024-09-07T06:00:00Z", "lon": 107.1, "lat": 20.9, "wind_ms": 40},
        {"at": "2024-09-07T12:00:00Z", "lon": 106.3, "lat": 21.1, "wind_ms": 33}]}  # fmt: skip
    found = [Base("đường đi.json", json.dumps(points).encode(), TREE, _track, 3)]
    for path in sorted(FORMS.iterdir()):
        hazard = path.name in ("flash.txt", "flood.txt", "rain.txt", "alert.xml")
        ways = TREE if path.suffix in (".kml", ".xml") else TEXT
        content = path.read_bytes()
        if path.name == "ibtracs.csv":
            content = b"\n".join(content.split(b"\n")[:60])
        found.append(Base(path.name, content, ways, _hazard if hazard else _track, 1))
    return found


def _packets() -> list[Base]:
    items = {
        "format": "bts-field-rescue", "version": 1, "device": "d9", "by": {"a1": "lan"},
        "items": [{"id": "a1", "kind": "photo", "photos": ["0" * 64]}],
        "photos": [{"sha256": "0" * 64, "type": "image/jpeg", "by": "lan", "file": "photos/a.jpg"}],
    }  # fmt: skip
    said = json.dumps(items).encode()
    paper = {
        "id": "x", "from": "Sở", "dossier": "1",
        "document": {"number": "1/SKHCN", "date": "2026-11-20", "about": "x"},
        "files": [{"name": "a.pdf", "sha256": "0" * 64, "size": 3}],
    }  # fmt: skip
    return [
        Base("cứu.json", said, TREE, _rescue, 2),
        Base("cứu.zip", _zip({"items.json": said, "photos/a.jpg": b"\xff\xd8\xff"}), _ZIPPED, _rescue, 2),
        Base("phong bì.json", json.dumps(paper).encode(), TREE, _envelope, 2),
    ]


def _list_of(kind: ListKind) -> Callable[[Path], str]:
    def read(path: Path) -> str:
        found = read_list(path, kind, name=path.name)
        _accounted(found)
        _told(found.issues)
        if path.suffix != ".csv" and found.sha256[0] in "0123456789abcdef"[: 16 // MARKED_ONE_IN]:
            _marked(path, found)
            return "read and marked"
        return "read"

    return read


def _accounted(found: ParsedList) -> None:
    """Every data row is there once; of a sheet that was not read, something is said."""
    places = [(row.sheet, row.row) for row in found.rows]
    counted = sum(sheet.rows for sheet in found.sheets)
    told = {(issue.sheet, issue.row) for issue in found.issues if issue.code.startswith("ROW-")}
    if len(set(places)) != len(places) and len({sheet.name for sheet in found.sheets}) == len(found.sheets):
        raise NotAccountedError("a row is there twice")
    if counted != len(places):
        raise NotAccountedError(f"{counted} rows are counted and {len(places)} are there")
    if told & set(places):
        raise NotAccountedError(f"a row is data and left out: {sorted(told & set(places))[:3]}")


def _told(issues: Any) -> None:
    """Each issue has words in both languages."""
    for issue in issues:
        severity(issue.code)
        for lang in LANGUAGES:
            render(issue.code, issue.params, lang)
            remedy(issue.code, issue.params, lang)


def _marked(path: Path, found: ParsedList) -> None:
    marks = WorkbookMarks(
        rows={(row.sheet, row.row): RowMark("✓ đạt", "#008000") for row in found.rows},
        cells={(row.sheet, row.row, "B"): CellMark("x\u0300 <&> =1+1", "#ff0000") for row in found.rows},
        header_rows={sheet.name: sheet.header_row for sheet in found.sheets if sheet.read},
        summary=(("=1+1", 1),),
    )
    target = path.with_name("trả lại.xlsx")
    _told(return_workbook(path, marks, target, name=path.name))
    with zipfile.ZipFile(target) as archive:
        if archive.testzip() is not None:
            raise NotAccountedError("the marked workbook is damaged")


def _map(path: Path) -> str:
    found = read_map_file(path, crs="EPSG:4326", lines=True)
    _told(found.issues)
    if any(feature.geometry is None or feature.geometry.is_empty for feature in found.features):
        raise NotAccountedError("a feature without a shape")
    return "read"


def _drawing(path: Path) -> str:
    found = read_drawing(path, path.name, PLANE)
    _told(found.issues)
    return "read"


def _programme(path: Path) -> str:
    found = read_programme(path, path.name, 2027)
    _told(found.issues)
    return "read"


def _paper(path: Path) -> str:
    return f"read: {read_paper(path, path.name).state}"


def _track(path: Path) -> str:
    found = read_text(file_text(path.read_bytes(), path.name), {}, NOW, name=path.name)
    _told(found.issues)
    return "read"


def _hazard(path: Path) -> str:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusalError("TRACK-NOT-TEXT") from None
    found = read_hazards(text, NOW, ("Bắc Ninh", "Bắc Giang"))
    _told(found.issues)
    return "read"


def _rescue(path: Path) -> str:
    with opened_rescue(path, name=path.name) as found:
        for photo in found.photos:
            with (
                contextlib.suppress(OSError, RuntimeError, ValueError, zipfile.BadZipFile),
                photo.open() as file,
            ):
                file.read(1 << 20)
    return "read"


def _envelope(path: Path) -> str:
    read_envelope(path.read_bytes())
    return "read"


_ZIPPED: Mapping[str, Mutation] = {name: PACKAGE[name] for name in ("bytes", "parts")}


def _zip(parts: Mapping[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return into.getvalue()


def _ods() -> bytes:
    def row(*cells: object) -> str:
        return "<table:table-row>" + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in cells
        ) + "</table:table-row>"  # fmt: skip

    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>'
        "<office:body><office:spreadsheet>"
        f'<table:table table:name="DS">{"".join(row(*one) for one in (HEAD, *ROWS))}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return _zip({
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode(),
    })  # fmt: skip
