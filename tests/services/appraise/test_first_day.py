"""The office's first day: no illustrative data, not a single polygon, only what the carriers sent."""

import datetime as dt
from collections.abc import Iterator

import pytest

from registry.appraisal import verdict
from registry.demo.initialise import init_registry
from registry.model.areas import Layer
from registry.model.findings import Outcome, Verdict
from registry.services.appraise.appraise_list import Appraisal, appraise_list, to_json
from registry.services.appraise.returned_workbook import marks
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.register.context import context_for
from registry.services.register.import_sites import import_sites
from registry.settings import read_settings
from tests.samples import CarrierList, carrier_lists, write_proposals

USABLE = {Verdict.AGREE, Verdict.AGREE_WITH_CONDITIONS, Verdict.REFUSE}


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> list[CarrierList]:
    return carrier_lists(tmp_path_factory.mktemp("lists"), today())


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory, lists: list[CarrierList]) -> Iterator[Registry]:
    settings = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("first-day"))})
    init_registry(settings)
    opened = open_registry(settings)
    for item in lists:
        import_sites(
            opened,
            item.path,
            operator=item.operator,
            complete=True,
            list_date=item.list_date,
            yes=True,
            who="lan",
        )
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def appraisal(registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> Appraisal:
    path = tmp_path_factory.mktemp("fifth") / "de-nghi.xlsx"
    assert write_proposals(path, today()) == 12
    return appraise_list(registry, path, operator="VTL")


def test_the_four_lists_are_in_the_registry(registry: Registry, lists: list[CarrierList]) -> None:
    context = context_for(registry, today())
    assert not context.illustrative
    assert {code: item.list_date for code, item in context.lists.items()} == {
        item.operator: item.list_date for item in lists
    }
    standing = sum(item.masts for item in lists)
    assert 0.9 * standing < len(context.masts) <= standing


def test_the_approximate_territory_is_one_piece_without_holes(registry: Registry) -> None:
    """Points of neighbouring provinces that lie wrongly inside ours must not cut ground out of it."""
    territory = context_for(registry, today()).units.territory
    assert territory.geom_type == "Polygon"
    assert len(territory.interiors) == 0


def test_there_is_not_a_single_polygon_of_a_layer(registry: Registry) -> None:
    context = context_for(registry, today())
    assert [layer for layer in Layer if context.layer(layer).zones] == []


def test_nothing_is_agreed_and_three_lines_say_why(appraisal: Appraisal) -> None:
    """A zone that nobody drew may hold a row, a mast that nobody listed stand by it, a town be about it."""
    assert len(appraisal.rows) == 12
    assert {row.verdict for row in appraisal.rows} <= {Verdict.CANNOT_ASSESS, Verdict.REFUSE}
    lowering = [gap.missing for gap in appraisal.gaps if gap.lowered]
    assert lowering == [gap.missing for gap in appraisal.gaps][: len(lowering)]
    assert set(lowering) == {"layer:planning", "list:VNM", "layer:urban_area"}


def test_at_least_half_the_rows_get_a_recommendation_of_use_once_those_are_answered(
    appraisal: Appraisal,
) -> None:
    answered = [verdict(row.findings, with_gaps=False) for row in appraisal.rows]
    assert sum(item in USABLE for item in answered) >= 6


def test_a_spot_too_near_in_town_and_outside_is_refused(appraisal: Appraisal) -> None:
    """90 m from another network's mast breaks 120 m and 250 m alike: no polygon is needed to say so."""
    last = appraisal.rows[-1]
    assert last.verdict is Verdict.REFUSE
    spacing = next(f for f in last.findings if f.rule == "SPC-01")
    assert spacing.outcome is Outcome.FAIL
    assert spacing.measured == pytest.approx(90.0, abs=1.0)


def test_between_the_two_limits_the_likelier_one_is_named_for_review(appraisal: Appraisal) -> None:
    """168 m: enough in town, too little outside; former wards stand in for the layer that is missing."""
    spacing = next(f for f in appraisal.rows[-2].findings if f.rule == "SPC-01")
    assert spacing.outcome is Outcome.REVIEW
    assert spacing.measured == pytest.approx(168.0, abs=1.0)
    assert "layer:urban_area" in (spacing.missing or "")


def test_the_stale_list_is_named_where_spacing_would_else_pass(appraisal: Appraisal) -> None:
    """Vietnamobile's list is eighteen months old: a distance found large enough is a review, not a pass."""
    spacing = [f for row in appraisal.rows[:-2] for f in row.findings if f.rule == "SPC-01"]
    assert {f.outcome for f in spacing} == {Outcome.REVIEW}
    assert any("VNM" in (f.missing or "") for f in spacing)


def test_what_is_missing_is_said_once_with_what_it_would_change(appraisal: Appraisal) -> None:
    named = {gap.missing for gap in appraisal.gaps}
    assert "layer:urban_area" in named
    assert any(name.startswith("list:") and "VNM" in name for name in named)
    assert any(name.startswith("plan:") for name in named)
    assert [gap.missing for gap in appraisal.gaps if not gap.rules] == []
    said = to_json(appraisal)["missing"]
    assert len(said) == len(appraisal.gaps)
    assert all(isinstance(entry, dict) and entry for entry in said)


def test_the_fifth_list_changed_nothing(registry: Registry, appraisal: Appraisal) -> None:
    assert appraisal.counts["rows"] == 12
    tomorrow = context_for(registry, today() + dt.timedelta(days=1))
    assert len(tomorrow.masts) == len(context_for(registry, today()).masts)


def test_layers_that_the_office_lacks_hide_no_reason_of_a_row_s_own(appraisal: Appraisal) -> None:
    """Seven corridor rules lack their layers in every row; what a row fails by stands before them."""
    made = marks(appraisal)
    for row in appraisal.rows:
        said = made.rows[row.proposal.sheet, row.proposal.row].text
        lines = [line for line in said.splitlines()[1:] if "COR-" in line or "✕" in line or "§" in line]
        own = [index for index, line in enumerate(lines) if "✕" in line or "§" in line]
        lacking = [index for index, line in enumerate(lines) if "? COR-" in line]
        assert not own or not lacking or max(own) < min(lacking)
        fails = [finding.rule for finding in row.findings if finding.outcome is Outcome.FAIL]
        assert all(f"✕ {rule}" in said for rule in fails)
    comments = "".join(mark.comment for mark in made.cells.values())
    assert "COR-" not in comments
