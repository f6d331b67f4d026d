"""A hundred ordinary positions: most are agreed where the office has its layers, none on its first day."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
import shapely

from registry.appraisal import common_gaps, conditions, gaps, left_open
from registry.checks.context import Context, Plans, Units
from registry.demo.ordinary_list import ordinary_proposals
from registry.geo.crs import to_metric
from registry.model.findings import Outcome, Reservation, Stage, Verdict
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.services.appraise.appraise_list import AppraisedRow, appraise_proposals
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from tests.world import world

WANTED = 60


@pytest.fixture(scope="module")
def context(demo_registry: Registry) -> Context:
    return context_for(demo_registry, today())


@pytest.fixture(scope="module")
def rows(context: Context) -> list[Proposal]:
    return list(clean_list(context, today()))


def clean_list(context: Context, day: dt.date) -> tuple[Proposal, ...]:
    """Return the list as carriers write it who see communes on a map and know what they asked before."""
    masts, others = context.masts, context.open_proposals
    built = masts.approved_only
    asked = [*zip(others.lon.tolist(), others.lat.tolist(), strict=True)]
    asked += zip(masts.lon[built].tolist(), masts.lat[built].tolist(), strict=True)
    return ordinary_proposals(day, lambda lon, lat: commune_at(context.units, context, lon, lat), asked)


def commune_at(units: Units, context: Context, lon: float, lat: float) -> str:
    x, y = to_metric(lon, lat, context.metric_epsg)
    for unit, shape in zip(units.communes, units.geometries, strict=True):
        if shape is not None and shapely.intersects_xy(shape, x, y):
            return unit.name
    return ""


@pytest.fixture(scope="module")
def judged(context: Context, rows: list[Proposal]) -> list[AppraisedRow]:
    return appraise_proposals(rows, context)[0]


def counted(found: list[AppraisedRow]) -> Counter[Verdict]:
    return Counter(row.verdict for row in found)


def test_there_are_a_hundred_of_every_kind(rows: list[Proposal]) -> None:
    assert len(rows) == 100
    kinds = Counter(row.kind for row in rows)
    assert set(kinds) == {ProposalKind.NEW, ProposalKind.SHARE, ProposalKind.REPLACE, ProposalKind.UPGRADE}
    assert sum(bool(row.plan_code) for row in rows) >= 75
    assert len({row.commune for row in rows}) >= 30
    assert {row.operator for row in rows} >= {"VTL", "VNPT", "VMS"}


def test_with_the_offices_layers_most_are_plainly_agreed(judged: list[AppraisedRow]) -> None:
    found = counted(judged)
    assert found[Verdict.AGREE] >= WANTED, found
    assert found[Verdict.REFUSE] >= 3  # it is not tuned to pass
    assert found[Verdict.AGREE_WITH_CONDITIONS] >= 5


def test_a_row_names_what_stands_against_it_and_nothing_else(judged: list[AppraisedRow]) -> None:
    for row in judged:
        fails = [item for item in row.findings if item.reservation is Reservation.LEGAL]
        named = {
            Verdict.REFUSE: fails,
            Verdict.AGREE_WITH_CONDITIONS: conditions(row.findings),
            Verdict.CANNOT_ASSESS: left_open(row.findings) or [f for f in row.findings if f.lowers],
        }
        if row.verdict is Verdict.AGREE:
            assert not any(named.values())
        else:
            assert named[row.verdict]


def test_nothing_unknown_passes_in_silence(judged: list[AppraisedRow]) -> None:
    """What is open in a row is a condition of it or stands above the list, with the rows counted."""
    said = {gap.missing: gap.rows for gap in common_gaps([row.findings for row in judged])}
    met = Counter(
        name
        for row in judged
        for name in {name for item in gaps(row.findings) for name in (item.missing or "").split(";")}
    )
    assert {name: said[name] for name in met} == dict(met)
    for row in judged:
        for item in row.findings:
            if item.stage is Stage.POSITION and item.outcome in (Outcome.REVIEW, Outcome.UNKNOWN):
                assert item.reservation in (Reservation.CONDITION, Reservation.OFFICE)


def test_on_the_first_day_none_is_and_the_first_lines_say_why(context: Context, rows: list[Proposal]) -> None:
    empty = world({}, context.as_of)
    bare = replace(context, masts=empty.masts, zones={}, lists={}, plans=Plans())
    found = appraise_proposals(rows, bare)[0]
    assert counted(found)[Verdict.AGREE] == 0
    lines = [gap for gap in common_gaps([row.findings for row in found]) if gap.of_office]
    why = [gap for gap in lines if gap.lowered]
    assert lines[: len(why)] == why
    assert {"planning", "urban_area"} <= {gap.name for gap in why}
    assert len({gap.kind for gap in why} - {"BORDER-TERRITORY"}) == 3  # zones, lists, towns
