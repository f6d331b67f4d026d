"""What lies on the layers of a file: shapes with their texts, before anybody says what they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Entity:
    """A shape on a layer, in metres of the file's plane (or degrees): point, line or polygon, 2D.

    ``attributes`` are those of a block or of a table's row; ``block`` is the block's name.
    """

    layer: str
    geometry: Any
    attributes: Mapping[str, Any] = field(default_factory=dict)
    block: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its point, in the metres of the shapes."""

    layer: str
    x: float
    y: float
    words: str


@dataclass
class Drawn:
    """Everything that a file holds; ``counts`` are entities by layer and what the file calls them,
    ``hidden`` the layers that are off or frozen."""

    entities: list[Entity] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    xrefs: list[str] = field(default_factory=list)
    unit: int = 0
    hidden: frozenset[str] = frozenset()
