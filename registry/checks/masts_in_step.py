"""The trees of masts, handed on to the masts after a step of the register instead of being made anew."""

from typing import Any

import numpy as np
import shapely

from registry.checks.context import Ints, Masts
from registry.checks.spacing_neighbours import Carried, MastTree, made_trees
from registry.geo.kept_tree import MOST_BESIDE, kept
from registry.model.row_steps import RowStep

_NONE = np.empty(0, dtype=np.int64)


def follow_trees(before: Masts, after: Masts, step: RowStep) -> None:
    """Give ``after`` what was made of ``before`` (points, trees), brought up to a step of the rows.

    What was never asked of ``before`` is made on first use as ever, and so is what changed too much.
    """
    made, given = vars(before), vars(after)
    if "points" not in made or len(step.fresh) > MOST_BESIDE:
        return
    fresh = np.asarray(shapely.points(after.x[step.fresh], after.y[step.fresh]), dtype=object)
    given["points"] = points = step.column(before.points, fresh)
    if "tree" in made:
        numbers = getattr(before.tree, "numbers", None)
        numbers = np.arange(len(before)) if numbers is None else numbers
        tree = kept(before.tree, numbers, step.unchanged_now, step.fresh, points, named=True)
        if tree is not None:
            given["tree"] = tree
    trees = {key: _trees_after(found, after, key, step) for key, found in before.neighbour_trees.items()}
    given["neighbour_trees"] = {key: found for key, found in trees.items() if found is not None}


def _trees_after(
    trees: tuple[MastTree, ...], masts: Masts, key: tuple[int, str], step: RowStep
) -> tuple[MastTree, ...] | None:
    """Return the trees of one kind after a step, None where they are to be made anew."""
    networks, carried = key
    found, beside = [], [step.fresh]
    for tree in trees:
        if tree.beside:
            rows = step.unchanged_now[tree.rows]
            beside.append(rows[rows >= 0])
            continue
        left: Any = kept(tree.tree, tree.rows, step.unchanged_now, _NONE, masts.points, named=False)
        if left is None:
            return None
        if (left.numbers >= 0).any():
            found.append(MastTree(left.numbers, left, tree.accuracy_m, tree.near_only))
    new: Ints = np.unique(np.concatenate(beside))
    if len(new) > MOST_BESIDE:
        return None
    return (*found, *made_trees(masts, networks, Carried(carried), among=new))
