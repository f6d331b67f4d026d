"""The layers of the lake and their columns: ``data/codes/lake.toml``, read; with their types, units and
words.

What lists state of a mast comes from the dictionary of columns: a column that is added there is in the
lake, too.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from registry.columns import COLUMNS, CellType, Column, Level, stored_columns
from registry.lake.layout import VERSION, LakeLayer
from registry.settings import DATA


class LakeType(StrEnum):
    """What a column holds; a missing value is null."""

    TEXT = "text"
    TEXTS = "texts"
    NUMBER = "number"
    INTEGER = "integer"
    DATE = "date"
    YES_NO = "yesno"
    JSON = "json"

    @property
    def arrow(self) -> str:
        """Return the name of the Arrow type."""
        return _ARROW[self]


_ARROW: Mapping["LakeType", str] = {
    LakeType.TEXT: "string",
    LakeType.TEXTS: "list<string>",
    LakeType.NUMBER: "double",
    LakeType.INTEGER: "int64",
    LakeType.DATE: "date32",
    LakeType.YES_NO: "bool",
    LakeType.JSON: "string",
}
_CELLS: Mapping[CellType, LakeType] = {
    CellType.METRES: LakeType.NUMBER,
    CellType.NUMBER: LakeType.NUMBER,
    CellType.INTEGER: LakeType.INTEGER,
    CellType.DATE: LakeType.DATE,
    CellType.YESNO: LakeType.YES_NO,
    CellType.CHOICES: LakeType.TEXTS,
}


class Shape(StrEnum):
    """What the geometry of a layer is."""

    POINT = "point"
    LINE = "line"
    AREA = "area"
    ANY = "any"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class LakeColumn:
    """A column of a layer: ``stored`` is what the register's table calls what lists state of it; ``policy``
    the policy's name for it ("" where it has none), ``seen`` who sees it whatever the policy says."""

    name: str
    type: LakeType
    unit: str
    label_vi: str
    label_en: str
    stored: str = ""
    policy: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class LayerFacts:
    """A layer of the lake: what one row of it is, under which layer of the policy it stands ("":
    everybody's)."""

    layer: LakeLayer
    label: Mapping[str, str]
    means: Mapping[str, str]
    shape: Shape
    policy: str
    key: tuple[str, ...]
    columns: tuple[LakeColumn, ...]

    def column(self, name: str) -> LakeColumn:
        """Return one column by its name; KeyError where there is none."""
        return {item.name: item for item in self.columns}[name]


MARK_COLUMN = LakeColumn(
    "data_mark", LakeType.TEXT, "", "Nhãn dữ liệu (chỉ ở sổ minh họa)",
    "Mark of illustrative data (only where it is)", seen="public",
)  # fmt: skip
"""The last column of every layer of an illustrative register."""


@cache
def lake_layers() -> Mapping[LakeLayer, LayerFacts]:
    """Return every layer of the lake with its columns, in the order of the data."""
    content = tomllib.loads((DATA / "codes" / "lake.toml").read_text(encoding="utf-8"))
    own = content.pop("columns")
    if content.pop("version") != VERSION:
        raise ValueError(f"data/codes/lake.toml is not of version {VERSION}")
    return {LakeLayer(name): _layer(LakeLayer(name), item, own) for name, item in content.items()}


def _layer(layer: LakeLayer, item: Mapping[str, Any], own: Mapping[str, Mapping[str, Any]]) -> LayerFacts:
    columns = tuple(_columns(layer, item["columns"], own))
    return LayerFacts(
        layer=layer,
        label={lang: item[f"label_{lang}"] for lang in ("vi", "en")},
        means={lang: item[f"means_{lang}"] for lang in ("vi", "en")},
        shape=Shape(item["shape"]),
        policy=item.get("policy", ""),
        key=tuple(item["key"]),
        columns=columns,
    )


def _columns(
    layer: LakeLayer, names: Iterable[str], own: Mapping[str, Mapping[str, Any]]
) -> Iterator[LakeColumn]:
    listed = {item.name: item for item in COLUMNS}
    for name in names:
        if name.startswith("@"):
            yield from map(_listed, stored_columns(Level(name[1:])))
        elif (said := own.get(f"{layer}.{name}", own.get(name))) is not None:
            yield LakeColumn(
                name, LakeType(said["type"]), said.get("unit", ""), said["label_vi"], said["label_en"],
                name, said.get("as", name), said.get("seen", ""),
            )  # fmt: skip
        else:
            yield _listed(listed[name])


def _listed(item: Column) -> LakeColumn:
    return LakeColumn(
        item.name, _CELLS.get(item.type, LakeType.TEXT), item.unit, item.label_vi, item.label_en,
        item.stored or item.name, item.name,
    )  # fmt: skip
