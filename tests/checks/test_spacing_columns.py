"""Spacing and sharing in columns: a row is told in a list what it is told alone."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from registry.checks import nearest_places
from registry.checks.engine import run
from registry.checks.point_grid import PointGrid
from registry.checks.shared_masts import SHARED_MAST_CHECKS
from registry.checks.sharing import SHARING_CHECKS
from registry.checks.spacing import SPACING_CHECKS
from registry.checks.spacing_proposals import OPEN_PROPOSAL_CHECKS, OWN_LIST
from registry.geo.kept_tree import KeptTree
from registry.law import law_in_force
from registry.model.requests.proposals import ProposalKind
from tests.checks.crowded import DAY, crowded
from tests.world import GEOD

LAW = law_in_force("24", DAY)
BY_ROW = (*SPACING_CHECKS, *SHARING_CHECKS, *SHARED_MAST_CHECKS)


@pytest.mark.parametrize("seed", range(12))
def test_a_row_is_told_in_a_list_what_it_is_told_alone(seed: int) -> None:
    context, rows = crowded(seed, masts=(0, 3, 60)[seed % 3], rows=50)
    together = run(rows, context, LAW, BY_ROW)
    for row, told in zip(rows, together, strict=True):
        assert list(told) == list(run([row], context, LAW, BY_ROW)[0])


@pytest.mark.parametrize("seed", range(8))
def test_the_proposal_shown_is_the_nearest_of_all_that_are_too_near(seed: int) -> None:
    """Read plainly, pair by pair: no open proposal of another request, each position as exact as stated."""
    context, rows = crowded(1_000 + seed, rows=40)
    stands = [
        row
        for row in rows
        if row.kind not in (ProposalKind.SHARE, ProposalKind.UPGRADE) and row.position.known
    ]
    if len(context.open_proposals):
        return
    found = run(rows, context, LAW, OPEN_PROPOSAL_CHECKS)
    for row, (finding,) in zip(rows, found, strict=True):
        if row not in stands or finding.measured is None:
            continue
        assert finding.params[OWN_LIST]
        metres = [
            round(GEOD.inv(row.position.lon, row.position.lat, other.position.lon, other.position.lat)[2], 3)
            for other in stands
            if other is not row
        ]
        assert finding.measured in metres
        if finding.code == "SPC-03-FAR":
            assert finding.measured == min(metres)


def test_a_row_alone_is_told_the_same_of_trees_that_follow_the_register() -> None:
    context, rows = crowded(5, masts=12, rows=40)
    told = [list(run([row], context, LAW, SPACING_CHECKS)[0]) for row in rows]
    nobody = shapely.STRtree([])
    for key, trees in context.masts.neighbour_trees.items():
        context.masts.neighbour_trees[key] = tuple(
            replace(tree, tree=KeptTree(tree.tree, nobody, tree.rows, named=False)) for tree in trees
        )
    assert [list(run([row], context, LAW, SPACING_CHECKS)[0]) for row in rows] == told


@pytest.mark.parametrize("spread_m", [3.0, 900.0, 90_000.0])
def test_squares_hold_whoever_a_plain_loop_finds(spread_m: float) -> None:
    draw = np.random.default_rng(3)
    x, y = draw.normal(400_000.0, spread_m, 300), draw.normal(2_300_000.0, spread_m, 300)
    x[:20], y[:20] = x[20:40], y[20:40]
    radius = draw.uniform(0.0, spread_m, 300)
    at, item = PointGrid(x, y).within(x, y, radius)
    away = np.hypot(x[:, None] - x, y[:, None] - y)
    assert set(zip(at.tolist(), item.tolist(), strict=True)) == set(
        zip(*(found.tolist() for found in np.nonzero(away <= radius[:, None])), strict=True)
    )


@pytest.mark.parametrize("seed", range(6))
def test_looking_around_finds_whom_looking_up_finds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    context, rows = crowded(3_000 + seed, masts=4, rows=150)
    looked_up = [list(told) for told in run(rows, context, LAW, OPEN_PROPOSAL_CHECKS)]
    monkeypatch.setattr(nearest_places, "MANY", 0)
    assert [list(told) for told in run(rows, context, LAW, OPEN_PROPOSAL_CHECKS)] == looked_up
