"""The illustrative inspections: a season behind, one under way, defects at every stage."""

from registry.demo.self_inspection import SAMPLE
from registry.model.field.defects import DefectState
from registry.model.people import OPEN_DESK, Person, Role
from registry.services.field.campaign_targets import progress_of
from registry.services.field.campaigns import list_campaigns
from registry.services.field.defects import list_defects
from registry.services.field.doubts.flags import flags_of
from registry.services.field.inspections import list_inspections
from registry.services.field.packs.pack import pack, packs_of
from registry.services.field.photo_looks import look_at_photos
from registry.services.field.position_corrections import list_proposals
from registry.services.field.risk_scores import risk_table
from registry.services.field.self_inspection import import_self_inspection
from registry.services.office.calendar import today
from registry.services.office.registry import Registry

INSPECTOR = Person("kiemtra", frozenset({Role.INSPECTOR}))


def test_a_season_lies_behind_and_one_is_under_way_for_the_inspector(demo_registry: Registry) -> None:
    present, past = list_campaigns(demo_registry, person=OPEN_DESK)
    assert (present.state, past.state) == ("open", "closed")
    assert progress_of(demo_registry, past.id, person=OPEN_DESK).visited == 15
    (listed,) = packs_of(demo_registry, person=INSPECTOR)["campaigns"]
    assert (listed["id"], listed["masts"], listed["visited"]) == (present.id, 40, 3)
    packed = pack(demo_registry, present.id, person=INSPECTOR)
    assert len(packed["masts"]) == 40
    assert packed["illustrative"]
    assert {"border", "road"} <= set(packed["map"])


def test_defects_stand_at_every_stage_and_a_position_waits_for_an_officer(demo_registry: Registry) -> None:
    found = list_defects(demo_registry, person=OPEN_DESK)
    states = {one.state for one in found}
    assert states == {DefectState.OPEN, DefectState.ANSWERED, DefectState.REINSPECTED, DefectState.CLOSED}
    assert any(one.overdue(today()) for one in found)
    assert all(one.organisation for one in found)
    assert len(list_proposals(demo_registry, person=OPEN_DESK)) == 1
    assert len(list_inspections(demo_registry, person=OPEN_DESK)) == 18


def test_the_picture_that_stands_for_two_masts_is_pointed_out_and_no_other(demo_registry: Registry) -> None:
    look_at_photos(demo_registry)
    assert [flag.code for flag in flags_of(demo_registry, person=OPEN_DESK)] == ["UNIFORM-PHOTO-SAME"]


def test_what_is_not_known_of_the_masts_stands_beside_their_risk(demo_registry: Registry) -> None:
    table = risk_table(demo_registry)
    assert 30 < float(table.total.max()) < 100
    assert (table.scores.unknown_points > 0).mean() > 0.5


def test_the_sample_list_of_self_inspections_has_a_fault_of_each_kind(demo_registry: Registry) -> None:
    path = demo_registry.settings.home / "samples" / SAMPLE
    seen = import_self_inspection(demo_registry, path, organisation="VTL", person=OPEN_DESK)
    assert {issue.code for issue in seen.issues} == {
        "CELL-NOT-NUMBER",
        "SELF-CODE-UNKNOWN",
        "SELF-DAY",
        "SELF-TWICE",
    }
    assert (seen.counts["new"], seen.counts["not_imported"], seen.batch) == (21, 3, None)
    assert all(row.code for row in seen.rows)
