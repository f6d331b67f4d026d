"""What a draft would change: exactly the masts and decided rows whose outcome differs; nothing is written."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import shapely

from registry.model.areas import Layer
from registry.model.drafts import DraftZone
from registry.model.findings import Outcome
from registry.model.people import Person, Role
from registry.model.plans import PlanVersion
from registry.model.requests.desk import RequestState
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.requests.decisions import decide_as_recommended
from registry.services.zones import draft_publication, plan_drafts
from registry.services.zones.what_if import what_if, what_if_plan, with_zones
from registry.services.zones.what_if_book import write_what_if
from registry.settings import read_settings
from registry.store import ledger
from tests.services.requests.desk import issued, make, north, received, to

FIVE = (("BGG1", 3000, 0), ("BGG2", 4000, 0), ("BGG3", 5000, 0), ("BGG4", 6000, 0), ("BGG5", 60, 0))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Registry]:
    registry = make(read_settings({"BTS_HOME": str(tmp_path / "home")}))
    yield registry
    registry.close()


def draft(registry: Registry, south: float, upper: float, **terms: Any) -> str:
    """A draft with one planning zone from ``south`` to ``upper`` metres north of the office's mast."""
    (west, low), (east, high) = north(south, -1500), north(upper, 1500)
    given: dict[str, Any] = {"allowed_classes": frozenset({"A1a"}), "error_m": 0.0, **terms}
    made = plan_drafts.create_draft(registry, "Quy hoạch", decision="QĐ 7", valid_from=today(), who="a")
    zone = DraftZone("", made.id, Layer.PLANNING, "Khu cấm", shapely.box(west, low, east, high), **given)
    plan_drafts.add_zones(registry, made.id, [zone], who="a")
    return made.id


def test_a_mast_in_the_zone_would_fail_and_one_outside_is_not_named(office: Registry) -> None:
    file = plan_drafts.get_draft(office, draft(office, -500, 500))
    found = what_if(office, file)
    assert (found.masts, found.agreed, found.issued, found.pending) == (1, 0, 0, 0)
    (change,) = found.of_masts
    assert change.proposal.site_code == "BGG00045"
    outcomes = {item.rule: (item.before.outcome, item.after.outcome) for item in change.rules}
    assert outcomes["PLN-02"] == (Outcome.NA, Outcome.FAIL)
    assert change.worse
    assert what_if(office, plan_drafts.get_draft(office, draft(office, 800, 900))).changes == []


def test_a_zone_that_states_a_later_day_itself_is_tried_on_that_day(office: Registry) -> None:
    later = today() + dt.timedelta(days=40)
    made = plan_drafts.create_draft(office, "Từ danh mục Excel", who="a")  # no day of its own
    (west, low), (east, high) = north(-500, -1500), north(500, 1500)
    terms: dict[str, Any] = {"allowed_classes": frozenset({"A1a"}), "error_m": 0.0, "decision": "QĐ 7"}
    zone = DraftZone(
        "", made.id, Layer.PLANNING, "Khu cấm", shapely.box(west, low, east, high), valid_from=later, **terms
    )
    plan_drafts.add_zones(office, made.id, [zone], who="a")
    found = what_if(office, plan_drafts.get_draft(office, made.id))
    assert found.day == later
    assert [change.proposal.site_code for change in found.of_masts] == ["BGG00045"]


def test_an_approximate_draft_only_asks_for_review(office: Registry) -> None:
    file = plan_drafts.get_draft(office, draft(office, -500, 500, error_m=30.0))
    (change,) = what_if(office, file).of_masts
    assert {item.after.outcome for item in change.rules if item.rule == "PLN-02"} == {Outcome.REVIEW}


def test_rows_decided_but_not_issued_are_named_with_their_request_and_never_called_issued(
    office: Registry, tmp_path: Path
) -> None:
    request = to(office, received(office, tmp_path, FIVE), RequestState.APPRAISING, RequestState.DRAFT)
    decide_as_recommended(office, request.id, who="lan")
    file = plan_drafts.get_draft(office, draft(office, 3500, 5500))
    found = what_if(office, file)
    assert (found.issued, found.pending) == (0, 5)
    named = {(item.proposal.site_code, item.decided.number) for item in found.of_pending if item.decided}
    assert named == {("BGG2", request.number), ("BGG3", request.number)}
    assert found.of_masts == found.of_agreed == found.of_issued == []
    write_what_if(found, file, tmp_path / "w.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "w.xlsx").worksheets[0].iter_rows(values_only=True))
    assert {(row[0], row[4]) for row in rows[2:]} == {("Dòng đã quyết định, chưa ban hành", None)}


def test_a_position_agreed_by_a_letter_is_named_once_and_is_no_mast(office: Registry, tmp_path: Path) -> None:
    issued(office, tmp_path, received(office, tmp_path, FIVE))
    file = plan_drafts.get_draft(office, draft(office, 3500, 4500))
    found = what_if(office, file)
    assert (found.masts, found.agreed, found.pending) == (1, 0, 0), "only the office's own mast stands"
    (change,) = found.changes
    assert found.of_issued == [change]
    assert change.decided is not None
    assert (change.proposal.site_code, change.decided.approval) == ("BGG2", "approved")
    assert change.decided.issued_number


def test_trying_writes_nothing_and_is_kept_until_something_changes(office: Registry) -> None:
    made = draft(office, -500, 500)
    with office.database.read() as connection:
        before = ledger.head(connection)
    first = what_if(office, plan_drafts.get_draft(office, made))
    assert what_if(office, plan_drafts.get_draft(office, made)) is first
    with office.database.read() as connection:
        assert ledger.head(connection) == before
    (zone,) = plan_drafts.get_draft(office, made).zones
    plan_drafts.remove_zone(office, made, zone.id, who="a")
    assert what_if(office, plan_drafts.get_draft(office, made)).changes == []


def test_the_outcomes_foretold_are_those_after_publishing(office: Registry) -> None:
    file = plan_drafts.get_draft(office, draft(office, -500, 500))
    foretold = with_zones(context_for(office, today()), file.in_force()).layer(Layer.PLANNING)
    for act, person in ((draft_publication.propose, "lan"), (draft_publication.publish, "hoa")):
        act(office, file.draft.id, seen=file.stamp, person=Person(person, frozenset({Role.LEADER})))
    real = context_for(office, today()).layer(Layer.PLANNING)
    assert [zone.name for zone in foretold.zones] == [zone.name for zone in real.zones]
    assert shapely.equals_exact(foretold.geometries[0], real.geometries[0])
    later = plan_drafts.create_draft(office, "Trống", valid_from=today() + dt.timedelta(days=1), who="a")
    assert what_if(office, plan_drafts.get_draft(office, later.id)).changes == []


def test_a_plan_that_names_no_mast_that_stands_changes_nothing_of_it(office: Registry) -> None:
    """Its owner need not have it in a plan: it is built, and nobody is told to change the plan first."""
    assert "BGG00045" in context_for(office, today()).masts.codes.tolist()  # VNPT's
    found = what_if_plan(office, PlanVersion("p", "VNPT", "QĐ 88", today()), [])
    assert (found.masts, found.of_masts) == (0, [])


def test_the_workbook_has_a_line_for_each_rule(office: Registry, tmp_path: Path) -> None:
    file = plan_drafts.get_draft(office, draft(office, -500, 500))
    found = what_if(office, file)
    write_what_if(found, file, tmp_path / "w.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "w.xlsx").worksheets[0].iter_rows(values_only=True))
    assert rows[1][:2] == ("Loại", "Mã vị trí")
    assert len(rows) == 2 + sum(len(item.rules) for item in found.changes)
    assert rows[2][1] == "BGG00045"
    assert "Không đạt" in {row[8] for row in rows[2:]}
