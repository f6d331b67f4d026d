"""The network of ducts (mạng cống bể): which pieces hang together, by where their ends and bends lie.

Two pieces hang together where an end of one lies on the other, within the slack of the drawing; pieces that
cross without an end do not: a crossing is no chamber.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Network:
    """n pieces of duct (metric LineStrings). ``piece`` is the number of the connected part of each."""

    lines: Any
    part: Ints
    slack_m: float

    @classmethod
    def of(cls, lines: Any, slack_m: float) -> "Network":
        """Lay out which of ``lines`` (n,) hang together when ends within ``slack_m`` of a line touch it."""
        import networkx as nx

        graph = nx.Graph()
        graph.add_nodes_from(range(len(lines)))
        if len(lines):
            tree = shapely.STRtree(lines)
            for end in (0, -1):
                ends = shapely.get_point(lines, end)
                at, other = tree.query(ends, predicate="dwithin", distance=slack_m)
                graph.add_edges_from(zip(at.tolist(), other.tolist(), strict=True))
        part = np.zeros(len(lines), dtype=np.int64)
        groups = sorted(nx.connected_components(graph), key=min)
        for number, group in enumerate(groups):
            part[list(group)] = number
        return cls(lines, part, slack_m)

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Index over the pieces."""
        return shapely.STRtree(self.lines)

    @cached_property
    def lengths(self) -> npt.NDArray[np.float64]:
        """Metres of each connected part (k,)."""
        count = int(self.part.max()) + 1 if len(self.part) else 0
        weights = shapely.length(self.lines)
        return np.asarray(np.bincount(self.part, weights=weights, minlength=count), dtype=float)

    def parts_at(self, shapes: Any, reach_m: float | None = None) -> list[set[int]]:
        """Return the connected parts within ``reach_m`` (the slack, unless given) of each of m geometries."""
        found: list[set[int]] = [set() for _ in range(len(shapes))]
        if len(self.lines) and len(shapes):
            reach = self.slack_m if reach_m is None else reach_m
            at, line = self.tree.query(shapes, predicate="dwithin", distance=reach)
            for one, part in zip(at.tolist(), self.part[line].tolist(), strict=True):
                found[one].add(part)
        return found
