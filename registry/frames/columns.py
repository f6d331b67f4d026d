"""The columns of the frames: ``data/codes/frames.toml``, read; with their types, units and who sees them.

What lists state of a mast comes from the dictionary of columns: a column that is added there is in the
frames, too.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from registry.columns import COLUMNS, CellType, Column, Level, stored_columns
from registry.intake.choices import choice_table
from registry.model.areas import AdminLevel
from registry.model.findings import Outcome, Reservation, Stage, Verdict
from registry.model.issues import Severity
from registry.model.positions import Confidence
from registry.model.sites import OldMastClass
from registry.model.standing import Question
from registry.services.register.disclosure import Audience, policy
from registry.settings import DATA


class Dtype(StrEnum):
    """The pandas dtype of a column; all of them tell a missing value from any other."""

    TEXT = "string"
    NUMBER = "Float64"
    WHOLE = "Int64"
    DAY = "datetime64[s]"
    MOMENT = "datetime64[s, UTC]"
    YES_NO = "boolean"
    CHOICE = "category"


class Shape(StrEnum):
    """What the geometry of a frame is."""

    POINT = "point"
    LINE = "line"
    AREA = "area"
    ANY = "any"
    NONE = "none"


_DTYPES: Mapping[str, Dtype] = {
    CellType.TEXT: Dtype.TEXT,
    CellType.CODE: Dtype.TEXT,
    CellType.CHOICES: Dtype.TEXT,  # several codes, joined by commas
    CellType.METRES: Dtype.NUMBER,
    CellType.NUMBER: Dtype.NUMBER,
    CellType.INTEGER: Dtype.WHOLE,
    CellType.DATE: Dtype.DAY,
    CellType.YESNO: Dtype.YES_NO,
    CellType.CHOICE: Dtype.CHOICE,
    "moment": Dtype.MOMENT,
}
_WORDS: Mapping[str, type[StrEnum]] = {
    "admin_levels": AdminLevel,
    "confidences": Confidence,
    "old_classes": OldMastClass,
    "outcomes": Outcome,
    "questions": Question,
    "reservations": Reservation,
    "severities": Severity,
    "stages": Stage,
    "verdicts": Verdict,
}
"""Vocabularies that are words of the code, by the name that ``frames.toml`` gives them."""


@dataclass(frozen=True, slots=True)
class FrameColumn:
    """A column of a frame. ``stored`` is what the register calls it; ``choices`` names its vocabulary."""

    name: str
    dtype: Dtype
    label_vi: str
    label_en: str
    unit: str = ""
    choices: str = ""
    stored: str = ""

    @property
    def vocabulary(self) -> tuple[str, ...]:
        """Return the codes that may stand in it, in the order of their table; none where it is free."""
        return words_of(self.choices)

    @property
    def labels(self) -> Mapping[str, str]:
        """Return what lists call each code, in Vietnamese; none where the codes are words of the code."""
        return choice_table(self.choices).labels if self.choices and self.choices not in _WORDS else {}


@dataclass(frozen=True, slots=True)
class FrameKind:
    """A frame: what one row of it is, under which layer of the policy it stands ("": everybody's)."""

    name: str
    label: Mapping[str, str]
    means: Mapping[str, str]
    policy: str
    shape: Shape
    columns: tuple[FrameColumn, ...]

    def audience(self, column: str) -> Audience:
        """Return who sees a column of another's row; a column without a line is for the office only."""
        if not self.policy:
            return Audience.PUBLIC
        return policy()[self.policy].get(column, Audience.STAFF)

    def column(self, name: str) -> FrameColumn:
        """Return one column by its name; KeyError where there is none."""
        return {item.name: item for item in self.columns}[name]


@cache
def words_of(choices: str) -> tuple[str, ...]:
    """Return the codes of a vocabulary in their order; none for "" """
    if not choices:
        return ()
    if choices in _WORDS:
        return tuple(item.value for item in _WORDS[choices])
    return tuple(choice_table(choices).labels)


@cache
def frame_kinds() -> Mapping[str, FrameKind]:
    """Return every frame by its name, in the order of the dictionary."""
    content = tomllib.loads((DATA / "codes" / "frames.toml").read_text(encoding="utf-8"))
    own = content.pop("columns")
    return {name: _kind(name, item, own) for name, item in content.items()}


def _kind(name: str, item: Mapping[str, Any], own: Mapping[str, Mapping[str, Any]]) -> FrameKind:
    return FrameKind(
        name=name,
        label={lang: item[f"label_{lang}"] for lang in ("vi", "en")},
        means={lang: item[f"means_{lang}"] for lang in ("vi", "en")},
        policy=item.get("policy", ""),
        shape=Shape(item["shape"]),
        columns=tuple(_columns(name, item["columns"], own)),
    )


def _columns(frame: str, names: Iterable[str], own: Mapping[str, Mapping[str, Any]]) -> Iterator[FrameColumn]:
    listed = {item.name: item for item in COLUMNS}
    for name in names:
        if name.startswith("@"):
            yield from map(_listed, stored_columns(Level(name[1:])))
        elif f"{frame}.{name}" in own:
            yield _own(name, own[f"{frame}.{name}"])
        elif name in listed:
            yield _listed(listed[name])
        else:
            yield _own(name, own[name])


def _listed(item: Column) -> FrameColumn:
    stored = item.stored or item.name
    return FrameColumn(
        item.name, _DTYPES[item.type], item.label_vi, item.label_en, item.unit, item.choices, stored
    )  # fmt: skip


def _own(name: str, item: Mapping[str, Any]) -> FrameColumn:
    return FrameColumn(
        name, _DTYPES[item["type"]], item["label_vi"], item["label_en"], item.get("unit", ""),
        item.get("choices", ""), name,
    )  # fmt: skip
