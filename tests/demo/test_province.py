"""The illustrative registry as ``bts init --demo`` leaves it: marked, in batches, ready for its samples."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.demo.masts import demo_masts
from registry.demo.places import NOTE
from registry.demo.samples import CLEAN_NAME, MESSY_NAME
from registry.demo.south import southern_masts
from registry.model.areas import Layer
from registry.model.findings import Outcome, Verdict
from registry.services.appraise.appraise_list import Appraisal, appraise_list
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.store import tables
from registry.store.batches import list_batches
from registry.store.office.operators import is_demo
from registry.store.verification import verify


@pytest.fixture(scope="module")
def registry(demo_registry: Registry) -> Registry:
    return demo_registry


@pytest.fixture(scope="module")
def clean(registry: Registry) -> Appraisal:
    return appraise_list(registry, samples(registry) / CLEAN_NAME)


@pytest.fixture(scope="module")
def messy(registry: Registry) -> Appraisal:
    return appraise_list(registry, samples(registry) / MESSY_NAME)


def samples(registry: Registry) -> Path:
    return registry.settings.home / "samples"


def test_the_registry_is_marked_as_illustrative(registry: Registry) -> None:
    with registry.database.read() as connection:
        assert is_demo(connection)
    assert context_for(registry, today()).illustrative


def test_every_record_came_in_a_batch_that_the_ledger_verifies(registry: Registry) -> None:
    with registry.database.read() as connection:
        kinds = Counter(batch.kind for batch in list_batches(connection))
        verify(connection)
    assert kinds["sites"] == 5
    assert kinds["plan"] == 8
    assert kinds["zones"] >= len(Layer)


def test_every_zone_and_plan_says_that_it_is_illustrative(registry: Registry) -> None:
    with registry.database.read() as connection:
        for table in (tables.zones, tables.plan_versions, tables.layer_coverages):
            decisions = connection.execute(sa.select(table.c.decision)).scalars().all()
            assert decisions
            assert [text for text in decisions if NOTE not in text] == []
        notes = connection.execute(sa.select(tables.sites.c.note)).scalars().all()
        assert set(notes) == {NOTE}


def test_the_masts_are_in_the_registry(registry: Registry) -> None:
    context = context_for(registry, today())
    every = (*demo_masts(today()), *southern_masts(today()))
    standing = [mast for mast in every if mast.stands]
    assert len(standing) * 0.97 <= len(context.masts) <= len(standing)
    assert int(context.masts.in_question.sum()) >= 20
    assert {o.code for o in context.operators if o.awaited} == set(context.lists)


def test_every_layer_is_covered(registry: Registry) -> None:
    context = context_for(registry, today())
    assert [layer.value for layer in Layer if not context.layer(layer).zones] == []
    assert [layer.value for layer in Layer if not context.layer(layer).coverage.everywhere] == []
    covered = context.layer(Layer.ROAD).coverage
    assert covered.holds(context.masts.x, context.masts.y).all()
    away = context.masts.x, context.masts.y - 200_000  # complete in the territory says nothing there
    assert not covered.holds(*away).any()


def test_the_second_plan_version_is_in_force(registry: Registry) -> None:
    versions = context_for(registry, today()).plans.versions
    assert set(versions) == {"VTL", "VNPT", "VMS", "VNM"}
    assert all("điều chỉnh lần 1" in version.decision for version in versions.values())


def test_a_last_years_day_has_another_plan_and_another_law(registry: Registry) -> None:
    context = context_for(registry, today() - dt.timedelta(days=200))
    assert all("(Dữ liệu minh họa, lần 1)" in v.decision for v in context.plans.versions.values())


def test_four_of_the_clean_five_can_be_agreed_and_one_not(clean: Appraisal) -> None:
    assert clean.issues == []
    verdicts = [row.verdict for row in clean.rows]
    assert verdicts[-1] is Verdict.REFUSE
    assert verdicts[:4].count(Verdict.AGREE) >= 3
    assert set(verdicts[:4]) <= {Verdict.AGREE, Verdict.AGREE_WITH_CONDITIONS}
    assert [f.rule for f in clean.rows[-1].findings if f.outcome is Outcome.FAIL] == ["SPC-01"]


def test_what_the_fifth_fails_by_is_measured_and_named(clean: Appraisal) -> None:
    finding = next(f for f in clean.rows[-1].findings if f.outcome is Outcome.FAIL)
    assert finding.measured == pytest.approx(168.0, abs=0.5)
    assert finding.limit == 250.0
    assert finding.related
    assert finding.evidence


def test_the_messy_list_keeps_every_row_and_names_every_trap(messy: Appraisal) -> None:
    assert len(messy.rows) == 27
    codes = {issue.code for issue in messy.issues}
    assert codes >= {
        "COORD-SWAPPED", "COORD-WRONG-MERIDIAN", "COORD-NO-DATUM", "COORD-NO-POINT", "COORD-ZERO",
        "COORD-NOT-NUMBER", "COORD-MISSING", "COORD-COARSE", "COORD-OUTSIDE", "HEADER-PROPOSED",
        "ROW-TOTAL",
        "ROWS-HIDDEN",
    }  # fmt: skip
    counts = messy.counts
    assert counts["refuse"] >= 1
    assert counts["cannot_assess"] >= 3
    assert counts["agree"] + counts["agree_with_conditions"] >= 10
