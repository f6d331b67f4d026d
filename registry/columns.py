"""The column dictionary: one definition that feeds the parser, the template workbook, forms and exports.

A header matches when its letters and digits, without diacritics, case, punctuation or unit, equal those of
the name, a label or an alias. Synonyms come from lists that carriers really send (see ``data/README.md``).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class ListKind(StrEnum):
    """The lists that a person uploads."""

    PROPOSALS = "proposals"  # danh sách vị trí đề nghị
    SITES = "sites"  # danh sách cột, trạm hiện có
    PLAN = "plan"  # danh sách vị trí quy hoạch, kế hoạch


class CellType(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    CODE = "code"
    LON = "lon"
    LAT = "lat"
    POSITION = "position"  # both in one cell
    EASTING = "easting"
    NORTHING = "northing"
    METRES = "metres"
    NUMBER = "number"
    INTEGER = "integer"
    DATE = "date"
    YESNO = "yesno"
    CHOICE = "choice"
    CHOICES = "choices"  # several, separated by , ; / +


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in code, labels, what else people call it, and how its cells are read.

    ``choices`` names the code table (``data/codes``) of a CHOICE. ``required`` holds the kinds of list
    that cannot do without it (a position may be given in any of its forms).
    ``span`` is the smallest and the largest number that makes sense; what lies beyond it is no value.
    """

    name: str
    label_vi: str
    label_en: str
    type: CellType
    aliases: tuple[str, ...] = ()
    unit: str = ""
    choices: str = ""
    kinds: frozenset[ListKind] = frozenset(ListKind)
    required: frozenset[ListKind] = frozenset()
    example: str = ""
    span: tuple[float, float] | None = None


_HEIGHT, _PART = (0.1, 1000.0), (0.0, 1000.0)  # metres: a mast of 0 m is none, a rod may be
_P = frozenset({ListKind.PROPOSALS})
_S = frozenset({ListKind.SITES})
T = CellType

COLUMNS: tuple[Column, ...] = (
    Column("ordinal", "STT", "No.", T.TEXT, ("TT", "Số TT", "Số thứ tự", "No", "#")),
    Column(
        "site_code",
        "Mã vị trí",
        "Site code",
        T.CODE,
        (
            "Mã trạm",
            "Tên trạm",
            "Site ID",
            "Mã nhà trạm",
            "Mã CSHT",
            "Mã cột",
            "Ma_tram",
            "Ma_vi_tri",
            "Site",
            "Tên vị trí",
            "Site name",
            "Ký hiệu",
            "Mã trạm BTS",
            "Tên trạm BTS",
            "Mã site",
            "Tên site",
            "Mã BTS",
            "Mã vị trí đề nghị",
            "Mã trạm đề nghị",
            "Tên trạm đề nghị",
            "Mã số trạm",
            "Mã",
            "Code",
        ),
        example="BGG00123",
    ),
    Column(
        "operator",
        "Doanh nghiệp",
        "Operator",
        T.CHOICE,
        (
            "Nhà mạng",
            "Đơn vị",
            "Mạng",
            "Doanh nghiệp viễn thông",
            "DNVT",
            "Tên doanh nghiệp",
            "Carrier",
            "Đơn vị đề nghị",
            "Doanh nghiệp đề nghị",
            "Nhà mạng đề nghị",
            "Tên DN",
            "Network",
        ),
        choices="operators",
        example="VTL",
    ),
    Column(
        "kind",
        "Hình thức",
        "Kind of proposal",
        T.CHOICE,
        ("Hình thức đề nghị", "Hình thức xây dựng", "Loại đề nghị", "Hình thức đầu tư"),
        choices="kinds",
        kinds=_P,
        example="cột mới",
    ),
    Column(
        "lon",
        "Kinh độ",
        "Longitude",
        T.LON,
        (
            "Long",
            "Lng",
            "Lon",
            "Kinh độ (E)",
            "Kinh độ Đông",
            "Kinh độ WGS84",
            "Tọa độ kinh độ",
            "KĐ",
            "Long WGS84",
            "Tọa độ WGS84 kinh độ",
            "Tọa độ Long",
        ),
        unit="độ",
        example="106,19460",
    ),
    Column(
        "lat",
        "Vĩ độ",
        "Latitude",
        T.LAT,
        (
            "Lat",
            "Vĩ độ (N)",
            "Vĩ độ Bắc",
            "Vĩ độ WGS84",
            "Tọa độ vĩ độ",
            "VĐ",
            "Lat WGS84",
            "Tọa độ WGS84 vĩ độ",
            "Tọa độ Lat",
            "Lattitude",
        ),
        unit="độ",
        example="21,27340",
    ),
    Column(
        "position",
        "Tọa độ",
        "Coordinates",
        T.POSITION,
        (
            "Tọa độ WGS84",
            "Tọa độ (lat, long)",
            "Tọa độ (long, lat)",
            "Kinh độ, vĩ độ",
            "Vĩ độ, kinh độ",
            "Lat Long",
            "Lat/Long",
            "Long/Lat",
            "GPS",
            "Tọa độ địa lý",
            "Koordinat",
            "LatLong",
            "Location",
            "Coordinates DMS",
            "Tọa độ GPS",
            "Vị trí tọa độ",
            "Titik koordinat",
            "Position",
            "Geom",
            "Geometry",
            "WKT",
            "Tọa độ vị trí",
            "Tọa độ trạm",
            "Coordinates (lat, lon)",
            "Lat Lng",
            "Latitude, Longitude",
            "Longitude, Latitude",
        ),
    ),
    Column(
        "northing",
        "X (VN-2000)",
        "Northing (VN-2000)",
        T.NORTHING,
        ("X", "X(m)", "Tọa độ X", "N", "Northing", "Tọa độ VN2000 X", "VN2000 X", "X VN2000"),
        unit="m",
    ),
    Column(
        "easting",
        "Y (VN-2000)",
        "Easting (VN-2000)",
        T.EASTING,
        ("Y", "Y(m)", "Tọa độ Y", "E", "Easting", "Tọa độ VN2000 Y", "VN2000 Y", "Y VN2000"),
        unit="m",
    ),
    Column(
        "accuracy_m",
        "Sai số tọa độ",
        "Position accuracy",
        T.METRES,
        ("Độ chính xác", "Sai số", "Accuracy", "Sai số vị trí"),
        unit="m",
        span=(0.01, 1e6),
    ),
    Column(
        "address",
        "Địa chỉ",
        "Address",
        T.TEXT,
        (
            "Địa điểm",
            "Vị trí",
            "Địa điểm xây dựng",
            "Địa chỉ lắp đặt",
            "Thôn",
            "Thôn, xóm",
            "Địa điểm lắp đặt",
            "Vị trí lắp đặt",
            "Address",
            "Địa chỉ trạm",
            "Vị trí xây dựng",
            "Alamat",
        ),
    ),
    Column(
        "commune",
        "Xã/Phường",
        "Commune",
        T.TEXT,
        (
            "Xã",
            "Phường",
            "Phường/Xã",
            "Xã, phường",
            "Xã/phường/thị trấn",
            "Phường, xã",
            "Tên xã",
            "Commune",
            "Ward",
            "Xã, phường, thị trấn",
            "Phường xã",
            "Địa bàn",
            "Đơn vị hành chính",
        ),
        example="Lạng Giang",
    ),
    Column(
        "district",
        "Quận/Huyện",
        "District",
        T.TEXT,
        (
            "Huyện",
            "Huyện/TP",
            "Huyện, thành phố",
            "Quận",
            "Thành phố",
            "District",
            "Huyện/thị xã/thành phố",
            "Huyện/Thành phố",
            "Huyện cũ",
        ),
    ),
    Column(
        "province",
        "Tỉnh",
        "Province",
        T.TEXT,
        ("Tỉnh/TP", "Tỉnh/Thành phố", "Mã tỉnh", "Province", "Tỉnh, thành phố"),
    ),
    Column(
        "mast_class",
        "Loại cột",
        "Mast class",
        T.CHOICE,
        (
            "Loại trạm",
            "Loại cột ăng ten",
            "Loại công trình",
            "Loại hình cột",
            "Ký hiệu loại cột",
            "Loại trạm BTS",
            "Phân loại cột",
            "Loại cột anten",
            "Loại cột đề nghị",
            "Mast class",
        ),
        choices="mast_classes",
        example="A2b",
    ),
    Column(
        "form",
        "Kiểu cột",
        "Mast form",
        T.CHOICE,
        (
            "Loại kết cấu",
            "Kết cấu cột",
            "Dạng cột",
            "Kiểu cột ăng ten",
            "Loai_cot",
            "Hình thức cột",
            "Tower type",
        ),
        choices="forms",
        example="dây co",
    ),
    Column(
        "support",
        "Vị trí đặt",
        "Stands on",
        T.CHOICE,
        ("Vị trí đặt cột", "Nơi đặt", "Đặt trên", "Trên mái/Dưới đất", "Vị trí lắp cột", "Support"),
        choices="supports",
        example="dưới đất",
    ),
    Column(
        "land_type",
        "Loại đất",
        "Land",
        T.CHOICE,
        ("Loại đất xây dựng", "Loại hình đất", "Hiện trạng đất", "Đất", "Mặt bằng", "Land type"),
        choices="land_types",
        kinds=frozenset({ListKind.PROPOSALS, ListKind.SITES}),
        example="đất công",
    ),
    Column(
        "mast_height_m",
        "Chiều cao cột",
        "Mast height",
        T.METRES,
        (
            "Độ cao",
            "Chiều cao",
            "H",
            "Độ cao cột",
            "Cao cột",
            "Chiều cao cột ăng ten",
            "Height",
            "Chiều cao anten",
            "Độ cao cột ăng ten",
            "Chiều cao tối đa",
            "H cột",
            "Chiều cao cột anten",
            "Độ cao anten",
            "Chiều cao cột dự kiến",
            "Mast height",
        ),
        unit="m",
        example="42",
        span=_HEIGHT,
    ),
    Column(
        "rod_m",
        "Chiều cao kim thu sét",
        "Lightning rod",
        T.METRES,
        ("Kim thu sét", "Chiều cao kim", "Rod"),
        unit="m",
        span=_PART,
    ),
    Column(
        "building_height_m",
        "Chiều cao công trình",
        "Building height",
        T.METRES,
        ("Chiều cao nhà", "Độ cao nhà", "Cao nhà", "Chiều cao tòa nhà", "Chiều cao mái", "Building height"),
        unit="m",
        span=_PART,
    ),
    Column(
        "top_agl_m",
        "Tổng chiều cao",
        "Top above ground",
        T.METRES,
        (
            "Tổng chiều cao so với mặt đất",
            "Chiều cao đỉnh",
            "Độ cao đỉnh cột so với mặt đất",
            "Chiều cao tổng",
            "Tổng độ cao",
            "Top AGL",
        ),
        unit="m",
        span=_HEIGHT,
    ),
    Column(
        "ground_elevation_m",
        "Cao độ mặt đất",
        "Ground elevation",
        T.METRES,
        (
            "Cao trình",
            "Cao độ",
            "Cao độ tự nhiên",
            "Cao độ nền",
            "Độ cao mặt đất",
            "Độ cao so với mực nước biển",
            "Ground elevation",
        ),
        unit="m",
    ),
    Column(
        "owner",
        "Chủ sở hữu",
        "Owner",
        T.TEXT,
        ("Chủ sở hữu cột", "Chủ hạ tầng", "Chủ sở hữu hạ tầng", "Chủ đầu tư", "Owner", "Sở hữu", "Pemilik"),
    ),
    Column(
        "shared_with",
        "Dùng chung với",
        "Shared with",
        T.CHOICES,
        ("Dùng chung", "Doanh nghiệp dùng chung", "Đơn vị dùng chung", "Nhà mạng dùng chung", "Shared with"),
        choices="operators",
    ),
    Column(
        "sharing_code",
        "Chung cơ sở hạ tầng",
        "VNPT sharing code",
        T.INTEGER,
        ("Chung CSHT", "Mã dùng chung"),
        kinds=_S,
    ),
    Column(
        "designed_operators",
        "Số doanh nghiệp thiết kế",
        "Designed for operators",
        T.INTEGER,
        (
            "Số nhà mạng thiết kế",
            "Khả năng dùng chung",
            "Số DN dùng chung theo thiết kế",
            "Số DN thiết kế",
            "Thiết kế dùng chung",
            "Số đơn vị dùng chung thiết kế",
        ),
        example="2",
        span=(0.0, 20.0),
    ),
    Column(
        "sharing_sent",
        "Đã đề nghị dùng chung",
        "Sharing requests sent",
        T.TEXT,
        (
            "Văn bản đề nghị dùng chung",
            "Đề nghị dùng chung",
            "Ngày đề nghị dùng chung",
            "Công văn đề nghị dùng chung",
        ),
        kinds=_P,
    ),
    Column(
        "sharing_replied",
        "Trả lời dùng chung",
        "Sharing replies received",
        T.TEXT,
        (
            "Kết quả dùng chung",
            "Văn bản trả lời dùng chung",
            "Ngày trả lời dùng chung",
            "Kết quả thỏa thuận dùng chung",
        ),
        kinds=_P,
    ),
    Column(
        "plan_code",
        "Mã quy hoạch",
        "Plan code",
        T.CODE,
        ("Mã vị trí quy hoạch", "Mã kế hoạch", "Mã QH", "Vị trí quy hoạch", "Plan code"),
        kinds=frozenset({ListKind.PROPOSALS, ListKind.PLAN}),
    ),
    Column(
        "replaces",
        "Thay thế cho",
        "Replaces",
        T.CODE,
        ("Mã trạm thay thế", "Thay thế trạm", "Thay thế cột", "Cột thay thế", "Di dời từ", "Mã trạm cũ"),
        kinds=_P,
    ),
    Column(
        "state",
        "Trạng thái",
        "State",
        T.CHOICE,
        ("Tình trạng", "Trạng thái hoạt động", "Hiện trạng", "Status", "Tình trạng hoạt động"),
        choices="states",
        kinds=_S,
        example="đang hoạt động",
    ),
    Column(
        "built_on",
        "Năm xây dựng",
        "Built",
        T.DATE,
        (
            "Ngày xây dựng",
            "Năm XD",
            "Ngày hoạt động",
            "Ngày hoạt động CSHT",
            "Ngày phát sóng",
            "Năm hoạt động",
            "Năm phát sóng",
            "Ngày lắp đặt",
            "Năm xây dựng cột",
            "Thời gian xây dựng",
            "Năm đưa vào sử dụng",
            "Ngày thi công xong",
            "Năm lắp đặt",
            "Built",
            "Tahun",
            "Tahun bangun",
        ),
        kinds=_S,
        example="2016",
    ),
    Column("dismantled_on", "Ngày tháo dỡ", "Dismantled", T.DATE, ("Năm tháo dỡ",), kinds=_S),
    Column(
        "technology",
        "Công nghệ",
        "Technology",
        T.TEXT,
        ("Công nghệ (2G/3G/4G/5G)", "Loại công nghệ", "Technology", "Hệ thống", "Tech", "Teknologi"),
        example="4G, 5G",
    ),
    Column(
        "permit",
        "Số GPXD",
        "Building permit",
        T.TEXT,
        ("Giấy phép xây dựng", "GPXD", "Số giấy phép xây dựng"),
        kinds=frozenset({ListKind.PROPOSALS, ListKind.SITES}),
    ),
    Column(
        "emf_certificate",
        "Số GCN kiểm định",
        "EMF certificate",
        T.TEXT,
        ("GCN kiểm định", "Giấy chứng nhận kiểm định", "Số kiểm định", "Số giấy chứng nhận kiểm định"),
        kinds=_S,
    ),
    Column(
        "emf_expires_on",
        "Ngày hết hạn",
        "EMF certificate expires",
        T.DATE,
        ("Ngày hết hạn kiểm định", "Hạn kiểm định", "Hết hạn"),
        kinds=_S,
    ),
    Column(
        "design_wind_ms",
        "Gió thiết kế",
        "Design wind (gust)",
        T.NUMBER,
        ("Vận tốc gió thiết kế", "Tốc độ gió thiết kế"),
        unit="m/s",
        span=(1.0, 150.0),
    ),
    Column(
        "urban",
        "Khu vực đô thị",
        "Urban",
        T.YESNO,
        ("Đô thị", "Trong đô thị", "Thuộc đô thị", "Khu vực"),
        kinds=_P,
    ),
    Column(
        "robust",
        "Trụ vững",
        "Robust station",
        T.YESNO,
        ("BTS trụ vững", "Trạm kiên cố", "Trụ vững thiên tai cấp 4"),
        kinds=_S,
    ),
    Column(
        "note",
        "Ghi chú",
        "Note",
        T.TEXT,
        ("Ghi chú khác", "Chú thích", "Note", "Remark", "Remarks", "Keterangan"),
    ),
)


def columns_for(kind: ListKind) -> tuple[Column, ...]:
    """Return the columns that a kind of list may have, in the order of the template."""
    return tuple(column for column in COLUMNS if kind in column.kinds)


def column(name: str) -> Column:
    """Return one column by its name in code; KeyError where there is none."""
    return _BY_NAME[name]


_BY_NAME = {item.name: item for item in COLUMNS}


_UNIT = re.compile(r"[(\[].*?[)\]]")


def fold(text: str) -> str:
    """Reduce text to its letters and digits: no case, diacritics, punctuation or spaces ("Đ" becomes "d")."""
    decomposed = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(c for c in decomposed.lower() if c.isalnum() and not unicodedata.combining(c))


def fold_header(text: str) -> tuple[str, str]:
    """Return the folded header with and without what stands in brackets (units, examples)."""
    return fold(text), fold(_UNIT.sub(" ", text))


@cache
def header_index(kind: ListKind) -> dict[str, str]:
    """Map every folded name, label and alias of a kind's columns to the column's name; first one wins."""
    index: dict[str, str] = {}
    for item in columns_for(kind):
        for text in _texts(item):
            for folded in fold_header(text):
                if folded:
                    index.setdefault(folded, item.name)
    return index


def _texts(item: Column) -> Iterable[str]:
    yield item.label_vi
    yield item.label_en
    yield item.name
    yield from item.aliases
