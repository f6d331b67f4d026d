"""Runs of road from junction to junction, without the nodes in between: what a search has to look at."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Edges:
    """Edges of a graph: from node, to node, metres, and 0 both ways, 1 forward only, -1 backward only."""

    a: Whole
    b: Whole
    metres: Floats
    way: Whole


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of edges from junction to junction, without those in between.

    ``nodes[starts[c]:starts[c + 1]]`` are the nodes of run c; ``run``, ``before`` and ``flipped`` say for
    every edge in which run it lies, how many metres of it come before, and whether it runs against it.
    """

    a: Whole
    b: Whole
    metres: Floats
    way: Whole
    nodes: Whole
    starts: Whole
    run: Whole
    before: Floats
    flipped: npt.NDArray[np.bool_]


def runs_of(count: int, edges: Edges, keep: Sequence[int] = ()) -> Runs:
    """Join edges into runs between junctions, dead ends, changes of one-way and the nodes of ``keep``.

    ``count`` is how many nodes there are; a closed ring without a junction is one run from any of its nodes.
    """
    ends = np.concatenate((edges.a, edges.b))
    degree = np.bincount(ends, minlength=count)
    first = np.concatenate(([0], np.cumsum(degree)))
    at = np.argsort(ends, kind="stable") % max(len(edges.a), 1)
    passes = degree == 2
    passes[np.asarray(keep, dtype=np.int64)] = False
    middle = np.flatnonzero(passes)
    one, two = (at[first[middle] + step] for step in (0, 1))
    # along a run that is one-way, the first edge comes in at the node where the second goes out
    into = np.where(edges.b[one] == middle, edges.way[one], -edges.way[one])
    out = np.where(edges.a[two] == middle, edges.way[two], -edges.way[two])
    passes[middle[(into != out) | (one == two)]] = False
    return _walked(edges, at.tolist(), first.tolist(), passes.tolist())


def _walked(edges: Edges, at: list[int], first: list[int], inner: list[bool]) -> Runs:
    """Walk every run once; ``at[first[n]:first[n + 1]]`` are the edges at node n."""
    frm, to, long, way = edges.a.tolist(), edges.b.tolist(), edges.metres.tolist(), edges.way.tolist()
    run_of, before = [-1] * len(frm), [0.0] * len(frm)
    flipped = [False] * len(frm)
    heads: list[tuple[int, int, float, int]] = []
    nodes: list[int] = []
    starts = [0]

    def walk(edge: int, node: int) -> None:
        start, gone, turned = node, 0.0, frm[edge] != node
        nodes.append(node)
        direction = -way[edge] if turned else way[edge]
        while True:
            run_of[edge], before[edge], flipped[edge] = len(heads), gone, frm[edge] != node
            gone += long[edge]
            node = frm[edge] if flipped[edge] else to[edge]
            nodes.append(node)
            if not inner[node] or node == start:
                break
            edge = next(one for one in at[first[node] : first[node + 1]] if one != edge)
        heads.append((start, node, gone, direction))
        starts.append(len(nodes))

    for edge in range(len(frm)):
        if run_of[edge] < 0 and not inner[frm[edge]]:
            walk(edge, frm[edge])
        if run_of[edge] < 0 and not inner[to[edge]]:
            walk(edge, to[edge])
    for edge in range(len(frm)):
        if run_of[edge] < 0:
            walk(edge, frm[edge])
    found = np.array(heads, dtype=float).reshape(-1, 4)
    return Runs(
        found[:, 0].astype(np.int64), found[:, 1].astype(np.int64), found[:, 2], found[:, 3].astype(np.int64),
        np.array(nodes, dtype=np.int64), np.array(starts, dtype=np.int64),
        np.array(run_of, dtype=np.int64), np.array(before), np.array(flipped, dtype=bool),
    )  # fmt: skip
