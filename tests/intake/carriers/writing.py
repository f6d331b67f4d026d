"""How a carrier writes a row: columns with their heads, a sheet, and what each of its cells means."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter
from pyproj import Transformer

from registry.provinces import DEFAULT, planes_of
from tests.intake.books import save

PLACES = ("lon", "lat", "position", "northing", "easting")

Row = Mapping[str, Any]
Write = Callable[[Row], Any]


@dataclass(frozen=True)
class Part:
    """One column: the texts of its header (one for each head row), its field, and how a row is written."""

    heads: tuple[str | None, ...]
    name: str
    write: Write


@dataclass(frozen=True)
class Layout:
    """A sheet: what stands above its head, its columns, and what stands between and below its rows."""

    code: str
    sheet: str
    columns: Sequence[Part]
    rows: Sequence[Row]
    above: Sequence[tuple[Any, ...]] = ()
    under_head: Sequence[tuple[Any, ...]] = ()
    groups: Mapping[int, tuple[Any, ...]] = field(default_factory=dict)
    below: Sequence[tuple[Any, ...]] = ()
    merge: Sequence[str] = ()
    other_sheets: Sequence[tuple[str, list[tuple[Any, ...]]]] = ()

    def lines(self) -> Iterator[tuple[tuple[Any, ...], Row | None]]:
        """Yield what stands in each row of the sheet, with what a data row says."""
        depth = max(len(column.heads) for column in self.columns)
        yield from ((line, None) for line in self.above)
        for level in range(depth):
            yield (
                tuple(column.heads[level] if level < len(column.heads) else None for column in self.columns),
                None,
            )
        yield from ((line, None) for line in self.under_head)
        for at, row in enumerate(self.rows):
            if at in self.groups:
                yield self.groups[at], None
            yield tuple(column.write({**row, "ordinal": at + 1}) for column in self.columns), row
        yield from ((line, None) for line in self.below)

    def save(self, folder: Path) -> Path:
        """Write the workbook."""

        def prepare(book: Any) -> None:
            for area in self.merge:
                book[self.sheet].merge_cells(area)

        table = (self.sheet, [line for line, _ in self.lines()])
        return save(folder / f"{self.code}.xlsx", *self.other_sheets, table, prepare=prepare)

    def meanings(self) -> Iterator[tuple[str, int, str, str, str]]:
        """Yield of every filled data cell: layout, row, letter, field, value as text."""
        for number, (line, row) in enumerate(self.lines(), 1):
            if row is None:
                continue
            for at, (cell, column) in enumerate(zip(line, self.columns, strict=True)):
                if cell is not None:
                    value = _said(column.name, {**row, "ordinal": number}, cell)
                    yield self.code, number, get_column_letter(at + 1), column.name, value


def _said(name: str, row: Row, cell: Any) -> str:
    base = name.partition(":")[0]
    if base in PLACES:
        return f"{row['lon']:.6f} {row['lat']:.6f}"
    if name == "-":
        return ""
    if name == "ordinal":
        return str(cell)
    value = row[name]
    return (
        ", ".join(value)
        if isinstance(value, tuple)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )


# ---- what there is to write: invented positions of the province ------------------------------------------
def _row(code: str, lon: float, lat: float, **own: Any) -> dict[str, Any]:
    return {"site_code": code, "lon": lon, "lat": lat, **own}


ROWS = (
    _row("BGG01001", 106.194612, 21.273415, commune="Lạng Giang", address="Thôn Đông", mast_class="A2b",
         form="guyed", support="ground", mast_height_m=42.0, rod_m=3.0, designed_operators=2, kind="new",
         land_type="private", operator="VTL", ground_elevation_m=12.0, top_agl_m=45.0,
         sharing_sent="123/VT-KT ngày 02/10/2026", sharing_replied="VNPT: không có cột", note="gần chợ"),
    _row("BGG01002", 106.207113, 21.282221, commune="Kép", address="Tổ dân phố 3", mast_class="A1a",
         form="roof_pole", support="roof", mast_height_m=6.0, rod_m=2.0, building_height_m=12.5,
         designed_operators=1, kind="upgrade", land_type="private", operator="VNPT", ground_elevation_m=14.0,
         top_agl_m=20.5, sharing_sent="124/VT-KT ngày 02/10/2026", sharing_replied="MobiFone đồng ý"),
    _row("BGG01003", 106.303334, 21.304445, commune="Lục Nam", address="Thôn Trại Một", mast_class="A2b",
         form="lattice", support="ground", mast_height_m=36.0, rod_m=3.0, designed_operators=3, kind="new",
         land_type="public", operator="VMS", ground_elevation_m=21.5, top_agl_m=39.0, note="chờ thuê đất"),
    _row("BGG01004", 106.121216, 21.381237, commune="Tân Yên", address="Phố Bùi", mast_class="A1b",
         form="monopole", support="roof", mast_height_m=9.0, rod_m=1.5, building_height_m=15.0,
         designed_operators=2, kind="share", land_type="private", operator="VTL", ground_elevation_m=11.0,
         top_agl_m=25.5, sharing_sent="125/VT-KT ngày 05/10/2026", sharing_replied="chưa trả lời"),
    _row("BGG01005", 106.548128, 21.367779, commune="Chũ", address="Thôn Cầu Chét", mast_class="A2a",
         form="guyed", support="ground", mast_height_m=48.0, rod_m=3.0, designed_operators=2, kind="relocate",
         land_type="other", operator="VNM", ground_elevation_m=30.0, top_agl_m=51.0),
    _row("BGG01006", 106.071239, 21.254446, commune="Việt Yên", address="Tổ dân phố My Điền 1",
         mast_class="A2c", form="lattice", support="ground", mast_height_m=30.0, rod_m=2.5,
         designed_operators=1, kind="new", land_type="public", operator="VNPT", ground_elevation_m=9.0,
         top_agl_m=32.5, note="cạnh nhà văn hóa"),
)  # fmt: skip
FORMS = {"guyed": "dây co", "lattice": "tự đứng", "roof_pole": "cột cóc", "monopole": "đơn thân"}
KINDS = {"new": "Xây mới", "upgrade": "Nâng cấp 5G", "share": "Thuê cột VNPT", "relocate": "Di dời trạm"}
SUPPORTS = {"ground": "Dưới đất", "roof": "Trên mái"}
LANDS = {"private": "đất hộ gia đình", "public": "đất công", "other": "đất khác"}
NETWORKS = {"VTL": "Viettel", "VNPT": "Vinaphone", "VMS": "Mobifone", "VNM": "Vietnamobile"}
ENGLISH = {"guyed": "guyed", "lattice": "SST", "monopole": "monopole", "roof_pole": "roof pole"}
WITH_COT = {name: said if name == "roof_pole" else f"cột {said}" for name, said in FORMS.items()}
_METRES = Transformer.from_crs("EPSG:4326", f"EPSG:{planes_of(DEFAULT)[0]}", always_xy=True)


def own(name: str) -> Write:
    """As it is; nothing where the row does not say it."""
    return lambda row: row.get(name)


def word(name: str, words: Mapping[str, str]) -> Write:
    """By the carrier's word for it."""
    return lambda row: words[row[name]] if name in row else None


def text(name: str, pattern: str = "{}") -> Write:
    """A number as text with a decimal comma."""
    return lambda row: pattern.format(f"{row[name]:g}".replace(".", ",")) if name in row else None


def same(value: Any) -> Write:
    """What stands in every row of a column that is none of ours."""
    return lambda _row: value


def degrees(name: str, decimals: int = 6, comma: bool = False) -> Write:
    """Decimal degrees as text."""
    return lambda row: f"{row[name]:.{decimals}f}".replace(".", "," if comma else ".")


def dms(value: float, seconds: int = 3) -> tuple[int, int, float]:
    """Degrees, minutes and seconds."""
    whole = round(value * 3600, seconds)
    return int(whole // 3600), int(whole % 3600 // 60), round(whole % 60, seconds)


def dms_text(name: str, side: str) -> Write:
    """Degrees, minutes and seconds as text, the seconds with a decimal comma."""

    def write(row: Row) -> str:
        d, m, s = dms(row[name])
        return f"{d}°{m:02d}'{s:06.3f}\"{side}".replace(".", ",")

    return write


def both_in_degrees(row: Row) -> str:
    """Latitude and longitude in degrees, minutes and seconds, in one cell."""
    return f"{dms_text('lat', 'B')(row)}; {dms_text('lon', 'Đ')(row)}"


def both_in_words(row: Row) -> str:
    """Latitude and longitude with their words and decimal commas, in one cell."""
    return f"vĩ độ {row['lat']:.6f}; kinh độ {row['lon']:.6f}".replace(".", ",")


def metres(row: Row) -> tuple[float, float]:
    """Northing and easting of VN-2000 on the province's own plane."""
    easting, northing = _METRES.transform(row["lon"], row["lat"])
    return round(northing, 2), round(easting, 2)


def grouped(value: float) -> str:
    """Metres as people of an office type them: 2.353.210,55."""
    return f"{value:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")


def part(heads: str | tuple[str | None, ...], name: str, write: Write) -> Part:
    """A column; a head of one row is given as its text."""
    return Part((heads,) if isinstance(heads, str) else heads, name, write)
