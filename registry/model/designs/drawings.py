"""A drawing (bản vẽ) as it was read: its layers with what lies on them, its plane, its content."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from registry.model.designs.contents import DesignContent, ThingKind
from registry.model.issues import Issue


class ProposedBy(StrEnum):
    """Why a layer is taken for a kind."""

    NAME = "name"  # its name is one that drawings use
    CONFIRMED = "confirmed"  # the officer said so
    NOBODY = "nobody"  # nothing speaks for a kind


@dataclass(frozen=True, slots=True)
class DrawingLayer:
    """A layer with what lies on it: how many entities of each kind, metres of line, samples of its texts.

    ``hidden``: it is switched off or frozen in the file, as older variants are; it is not used unless the
    officer says so.
    """

    name: str
    kind: ThingKind
    by: ProposedBy
    counts: Mapping[str, int] = field(default_factory=dict)
    length_m: float = 0.0
    texts: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a file holds. ``content`` is None while no plane is stated (``likely``: EPSG codes that fit).

    ``plane`` is the EPSG code of the file's metres (4326 for degrees); ``unit_m`` how many metres a unit of
    the drawing is; ``swapped``: its first coordinate was the northing. ``left_out`` counts entities that were
    not used, each kind of which is said in ``issues``.
    """

    name: str
    sha256: str
    form: str
    layers: tuple[DrawingLayer, ...] = ()
    plane: int | None = None
    likely: tuple[int, ...] = ()
    unit_m: float = 1.0
    swapped: bool = False
    content: DesignContent | None = None
    issues: tuple[Issue, ...] = ()
    left_out: int = 0
