"""Export one layer to a file: a register that its office can take away.

Geographic formats carry the names in code and EPSG:4326 geometry; workbooks and CSV carry the labels of the
column dictionary, so that an exported list of sites can be imported again. Every row of the illustrative
registry says so. A text that a spreadsheet would run as a formula is written as text, headers too.
"""

import csv
import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from registry.columns import COLUMNS
from registry.errors import RefusalError
from registry.extras import need_extra
from registry.geo.crs import WGS84
from registry.intake.choices import choice_table
from registry.intake.plain_workbook import PlainSheet, write_plain_workbook
from registry.model.people import OPEN_DESK, Person
from registry.services.office.record_words import value_words
from registry.services.office.registry import Registry
from registry.services.office.table_book import ILLUSTRATIVE, MARK, as_text
from registry.services.register.disclosure import disclosed, disclosed_rows, hidden_layers, is_own
from registry.services.register.exports.exported_layers import (
    LABELS,
    POSITION,
    each_mast_row,
    layer_rows,
    mast_rows,
)
from registry.services.register.exports.mast_kml import mast_kml
from registry.store.office.operators import is_demo, load_operators
from registry.store.register.units import load_units

if TYPE_CHECKING:
    import geopandas as gpd

_CHOICES = {
    item.name: choice_table(item.choices).labels
    for item in COLUMNS
    if item.choices and item.choices != "operators"
}

Rows = list[dict[str, Any]]


def export_layer(registry: Registry, layer: str, path: Path, *, viewer: Person = OPEN_DESK) -> int:
    """Write a layer to ``path``, in the format of its extension; returns the number of rows.

    Columns are those that ``viewer`` may see (``data/disclosure.toml``); rows of others are masked.
    ``layer`` is ``sites``, ``stations``, ``plan``, ``units``, ``cables``, ``cable_nodes`` or a zone layer.
    Raises RefusalError for a layer or an extension that is not known; a file that stands there is replaced
    when the new one is complete.
    """
    path = Path(path)
    _writer(path)
    if layer in {item.value for item in hidden_layers(viewer)}:
        raise RefusalError("EXPORT-LAYER-HIDDEN", layer=layer)
    with registry.database.read() as connection:
        rows = disclosed_rows(layer, layer_rows(connection, layer, whose=viewer.organisation), viewer)
        illustrative = is_demo(connection)
    return write_rows(rows, path, layer, illustrative=illustrative)


def export_masts(
    registry: Registry,
    structures: Sequence[str],
    path: Path,
    *,
    viewer: Person = OPEN_DESK,
    area: Any = None,
) -> int:
    """Write these structures, in this order, with every column that ``viewer`` may see; returns the rows.

    Others' masts are left out, not masked: that a mask was chosen by its place would say where it stands.
    ``area`` (EPSG:4326) is what they were chosen by: a map file shows it, too. A KML has a sign of its own
    for each network and the codes as names. Refused: ``EXPORT-FORMAT``, and ``EXPORT-NO-MASTS`` for none at
    all.
    """
    path = Path(path)
    _writer(path)
    with registry.database.read() as connection:
        only = {structure: at for at, structure in enumerate(structures)}
        rows = mast_rows(connection, only, whose=viewer.organisation)
        if not viewer.sees_all:
            rows = [row for row in rows if is_own(row, viewer)]
        rows = [{name: value for name, value in row.items() if name != "commune_code"} for row in rows]
        rows = [disclosed("sites", row, viewer, own=True) for row in rows]
        if not rows:
            raise RefusalError("EXPORT-NO-MASTS")
        illustrative = is_demo(connection)
        operators = load_operators(connection)
    if path.suffix.lower() != ".kml":
        return write_rows(rows, path, "sites", illustrative=illustrative, area=area)
    colours = {operator.code: operator.colour for operator in operators}
    for row in _marked(rows, illustrative=illustrative):
        row["shown"] = {_label(name): _day(_worded(name, row.get(name))) for name in _columns([row])}
    with _replacing(path) as partial:
        partial.write_bytes(mast_kml(rows, colours, area))
    return len(rows)


def listed_columns(
    registry: Registry, structures: Sequence[str], names: Sequence[str], *, viewer: Person = OPEN_DESK
) -> dict[str, tuple[str, list[Any]]]:
    """Return these columns of structures, in their order, as a list of masts has them: (header, cells).

    ``names`` are of the column dictionary, or ``commune``: what the list said of it, else the commune that
    the register found. A list that is made of them comes in again as it stands.
    """
    with registry.database.read() as connection:
        found = dict(each_mast_row(connection, set(structures), whose=viewer.organisation))
        present = [unit for unit in load_units(connection, boundaries=False) if unit.valid_to is None]
        communes = {unit.code: unit.name for unit in present}
    rows = []
    for structure in structures:
        held: dict[str, Any] = found.get(structure, {})
        row = disclosed("sites", held, viewer, own=True)
        row["commune"] = row.get("commune") or communes.get(str(held.get("commune_code") or ""))
        rows.append(row)
    return {name: (_label(name), _named_column(name, rows)) for name in names}


def _named_column(name: str, rows: Rows) -> list[Any]:
    """Return a column as lists write it, operators by their names."""
    if name not in ("operator", "shared_with"):
        return _worded_column(name, rows)
    labels = choice_table("operators").labels
    given = [row.get(name) or () for row in rows]
    return [
        ", ".join(labels.get(code, code) for code in ([one] if isinstance(one, str) else one))
        for one in given
    ]


def write_rows(rows: Rows, path: Path, layer: str, *, illustrative: bool = False, area: Any = None) -> int:
    """Write rows in the format of the file's extension; a file that stands there is replaced when it is
    whole.

    ``area`` becomes a second layer of a format that holds several. Raises RefusalError (``EXPORT-FORMAT``).
    """
    writer = _writer(path)
    with _replacing(path) as partial:
        writer(_marked(rows, illustrative=illustrative), partial, layer)
        if area is not None and path.suffix.lower() == ".gpkg":
            _append_area(partial, area)
    return len(rows)


def add_layer(rows: Rows, path: Path, layer: str, *, illustrative: bool = False) -> None:
    """Write rows as a layer of a GeoPackage, beside those that it has already."""
    frame = _frame(_marked(rows, illustrative=illustrative))
    frame.to_file(path, driver="GPKG", layer=layer, engine="pyogrio", mode="a" if path.exists() else "w")


def _writer(path: Path) -> "Callable[[Rows, Path, str], None]":
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise RefusalError("EXPORT-FORMAT", extension=path.suffix or path.name, known=" ".join(WRITERS))
    return writer


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """Give a file beside ``path`` to write, which takes its place once it is written."""
    partial = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        yield partial
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _marked(rows: Rows, *, illustrative: bool) -> Rows:
    if illustrative:
        for row in rows:
            row[MARK] = ILLUSTRATIVE
    return rows


def _append_area(path: Path, area: Any) -> None:
    import geopandas as gpd

    frame = gpd.GeoDataFrame({"name": ["Vùng chọn"]}, geometry=[area], crs=WGS84)
    frame.to_file(path, driver="GPKG", layer="vung_chon", engine="pyogrio", mode="a")


def _columns(rows: Rows) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row if name != "geometry"))


def _label(name: str) -> str:
    return LABELS.get(name, name)


def _worded(name: str, value: Any) -> Any:
    """Return a value as lists write it: the word of the code table, yes or no, lists joined."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if name in POSITION and value:
        return value_words("sites", name, value).vi
    labels = _CHOICES.get(name)
    if labels is not None and isinstance(value, str):
        return labels.get(value, value)
    return _plain(value)


def _worded_column(name: str, rows: Rows) -> list[Any]:
    """Return a column as lists write it; most cells repeat, so each text of it is made into words once."""
    known: dict[str, Any] = {}
    found = []
    for row in rows:
        value = row.get(name)
        if type(value) is not str:
            value = _worded(name, value)
        elif value in known:
            value = known[value]
        else:
            value = known[value] = _worded(name, value)
        found.append(value)
    return found


def _plain(value: Any) -> Any:
    """Return a value as a table holds it: lists and sets joined, dates kept."""
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(sorted(map(str, value)) if isinstance(value, set | frozenset) else map(str, value))
    return value


def _write_csv(rows: Rows, path: Path, _layer: str) -> None:
    names = _columns(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow([as_text(_label(name)) for name in names])
        columns = [list(map(as_text, map(_day, _worded_column(name, rows)))) for name in names]
        table.writerows(zip(*columns, strict=True))


def _day(value: Any) -> Any:
    return value.strftime("%d/%m/%Y") if isinstance(value, dt.date) else value


def _write_xlsx(rows: Rows, path: Path, layer: str) -> None:
    names = _columns(rows)
    columns = [_worded_column(name, rows) for name in names]
    lines = itertools.chain([list(map(_label, names))], zip(*columns, strict=True))
    write_plain_workbook(path, [PlainSheet(layer, lines)])


def _frame(rows: Rows) -> "gpd.GeoDataFrame":
    import geopandas as gpd
    import pandas as pd

    names = _columns(rows)
    table = pd.DataFrame({name: [_plain(row.get(name)) for row in rows] for name in names})
    shapes = [row.get("geometry") or shapely.Point() for row in rows]
    return gpd.GeoDataFrame(table, geometry=shapes, crs=WGS84)


def _write_parquet(rows: Rows, path: Path, _layer: str) -> None:
    need_extra("parquet")
    _frame(rows).to_parquet(path, schema_version="1.1.0", write_covering_bbox=True)


def _vector(driver: str) -> Callable[[Rows, Path, str], None]:
    def write(rows: Rows, path: Path, layer: str) -> None:
        from pyogrio import read_info
        from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

        frame = _frame(rows)
        if driver in ("GeoJSON", "KML"):  # neither has a type for days
            for name in frame.columns:
                if frame[name].map(lambda value: isinstance(value, dt.date)).any():
                    frame[name] = frame[name].map(lambda value: value.isoformat() if value else None)
        if driver == "KML" and "Name" not in frame and len(frame.columns) > 1:
            frame.insert(0, "Name", frame.iloc[:, 0].astype(str))
        options = {}
        if driver == "FlatGeobuf" and frame.geometry.is_empty.any():  # its index takes no row without a place
            options["SPATIAL_INDEX"] = "NO"
        try:
            frame.to_file(path, driver=driver, layer=layer.replace(":", "_"), engine="pyogrio", **options)
            # GDAL writes a KML when it closes it, and then says nothing of a full disk
            written = read_info(path, force_feature_count=True)["features"]
        except (DataSourceError, FeatureError, DataLayerError) as error:  # GDAL's words for a full disk
            raise OSError(0, str(error)[-80:]) from error
        if written != len(frame):
            raise OSError(0, f"{written}/{len(frame)}")

    return write


WRITERS: dict[str, Callable[[Rows, Path, str], None]] = {
    ".gpkg": _vector("GPKG"),
    ".geojson": _vector("GeoJSON"),
    ".fgb": _vector("FlatGeobuf"),
    ".parquet": _write_parquet,
    ".xlsx": _write_xlsx,
    ".csv": _write_csv,
    ".kml": _vector("KML"),
}
