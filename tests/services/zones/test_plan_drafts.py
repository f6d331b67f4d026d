"""Draft plans: not in force until published, taken back whole, never lost to a second editor."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely

from registry.errors import RefusalError
from registry.model.areas import Layer
from registry.model.drafts import DraftState, DraftZone
from registry.model.people import Person, Role
from registry.services.office import publications
from registry.services.office.batches import list_batches, undo_batch
from registry.services.office.registry import Registry, open_registry
from registry.services.office.sign_in import accounts
from registry.services.register.context import context_for
from registry.services.register.verify import verify
from registry.services.zones import draft_publication, plan_drafts
from registry.settings import Settings

DAY = dt.date(2026, 12, 1)


@pytest.fixture
def registry(copy_demo: Callable[[Path], Settings], tmp_path: Path) -> Iterator[Registry]:
    opened = open_registry(copy_demo(tmp_path / "home"))
    yield opened
    opened.close()


def zone(name: str = "Khu A", layer: Layer = Layer.PLANNING, **more: Any) -> DraftZone:
    shape = shapely.box(106.18, 21.26, 106.22, 21.29)
    return DraftZone(id="", draft="", layer=layer, name=name, geometry=shape, error_m=50.0, **more)


def made(registry: Registry, *zones: DraftZone, **terms: Any) -> str:
    given = {"decision": "QĐ 5/2026", "valid_from": DAY, **terms}
    draft = plan_drafts.create_draft(registry, "Quy hoạch 2026", who="a", **given)
    if zones:
        plan_drafts.add_zones(registry, draft.id, zones, who="a")
    return draft.id


LAN = Person("lan", frozenset({Role.APPRAISER}))
HOA = Person("hoa", frozenset({Role.LEADER}))


def published(registry: Registry, draft: str) -> str:
    """Have one person propose a draft and another publish it; return the batch."""
    seen = plan_drafts.get_draft(registry, draft).stamp
    draft_publication.propose(registry, draft, seen=seen, person=LAN)
    return draft_publication.publish(registry, draft, seen=seen, person=HOA)


def planning(registry: Registry) -> set[str]:
    return {item.name for item in context_for(registry, DAY).layer(Layer.PLANNING).zones}


def code(work: Callable[[], Any]) -> str:
    with pytest.raises(RefusalError) as refusal:
        work()
    return refusal.value.code


def test_a_draft_is_never_in_the_context_of_checks(registry: Registry) -> None:
    before = context_for(registry, DAY)
    made(registry, zone())
    assert context_for(registry, DAY) is before, "and entering one does not even reload the register"


def test_publishing_puts_all_zones_in_force_and_one_undo_takes_them_back(registry: Registry) -> None:
    standing = planning(registry)
    draft = made(
        registry, zone("Khu A", allowed_classes=frozenset({"A1a"})), zone("Khu B", max_height_m=float("inf"))
    )
    batch = published(registry, draft)
    assert planning(registry) == standing | {"Khu A", "Khu B"}
    by_name = {item.name: item for item in context_for(registry, DAY).layer(Layer.PLANNING).zones}
    assert by_name["Khu A"].allowed_classes == {"A1a"}
    assert by_name["Khu A"].decision == "QĐ 5/2026"
    assert by_name["Khu A"].valid_from == DAY
    assert by_name["Khu A"].error_m == 50.0
    assert by_name["Khu B"].max_height_m == float("inf")
    assert plan_drafts.get_draft(registry, draft).draft.state is DraftState.PUBLISHED
    assert code(lambda: plan_drafts.add_zones(registry, draft, [zone()], who="a")) == "DRAFT-CLOSED"
    undo_batch(registry, batch, who="lan")
    assert planning(registry) == standing
    assert plan_drafts.get_draft(registry, draft).draft.state is DraftState.DRAFT
    assert verify(registry).problems == ()


def test_before_its_first_day_a_published_zone_is_not_in_force(registry: Registry) -> None:
    draft = made(registry, zone("Khu A"))
    published(registry, draft)
    earlier = context_for(registry, DAY - dt.timedelta(days=1)).layer(Layer.PLANNING)
    assert "Khu A" not in {item.name for item in earlier.zones}


def test_what_was_not_looked_at_is_not_published(registry: Registry) -> None:
    draft = made(registry, zone())
    seen = plan_drafts.get_draft(registry, draft).stamp
    plan_drafts.add_zones(registry, draft, [zone("Khu B")], who="b")
    assert (
        code(lambda: draft_publication.publish(registry, draft, seen=seen, person=HOA)) == "CHANGED-MEANWHILE"
    )
    assert plan_drafts.get_draft(registry, draft).draft.state is DraftState.DRAFT


def test_a_zone_that_another_changed_is_not_overwritten(registry: Registry) -> None:
    draft = made(registry, zone())
    (one,) = plan_drafts.get_draft(registry, draft).zones
    plan_drafts.change_zone(registry, draft, one.id, seen=one.version, who="b", name="Khu của b")
    late = lambda: plan_drafts.change_zone(registry, draft, one.id, seen=one.version, who="a", name="x")  # noqa: E731
    assert code(late) == "CHANGED-MEANWHILE"
    assert [item.name for item in plan_drafts.get_draft(registry, draft).zones] == ["Khu của b"]


def test_a_plan_without_decision_day_or_zones_cannot_be_published(registry: Registry) -> None:
    for terms, zones, wanted in (
        ({"decision": ""}, [zone()], "DRAFT-NO-DECISION"),
        ({"valid_from": None}, [zone()], "DRAFT-NO-DAY"),
        ({}, [], "DRAFT-NO-ZONES"),
    ):
        draft = made(registry, *zones, **terms)
        assert code(lambda d=draft: published(registry, d)) == wanted  # type: ignore[misc]
    assert code(lambda: plan_drafts.create_draft(registry, "  ", who="lan")) == "DRAFT-NO-NAME"


def test_a_zone_may_have_its_own_decision_and_days(registry: Registry) -> None:
    own = zone("Khu A", decision="QĐ 9/2026", valid_from=dt.date(2027, 1, 1), valid_to=dt.date(2030, 1, 1))
    draft = made(registry, own, decision="", valid_from=None)
    published(registry, draft)
    there = context_for(registry, dt.date(2028, 1, 1)).layer(Layer.PLANNING).zones
    assert {(item.decision, item.valid_to) for item in there if item.name == "Khu A"} == {
        ("QĐ 9/2026", dt.date(2030, 1, 1))
    }


def test_a_discarded_draft_stays_in_the_ledger_and_takes_nothing_more(registry: Registry) -> None:
    draft = made(registry, zone())
    plan_drafts.discard(registry, draft, who="a")
    assert plan_drafts.get_draft(registry, draft).draft.state is DraftState.DISCARDED
    assert code(lambda: draft_publication.publish(registry, draft, seen="", person=HOA)) == "DRAFT-CLOSED"
    assert verify(registry).problems == ()


def test_what_is_done_to_a_draft_is_a_batch_that_can_be_undone(registry: Registry) -> None:
    draft = made(registry, zone())
    (one,) = plan_drafts.get_draft(registry, draft).zones
    plan_drafts.remove_zone(registry, draft, one.id, who="a")
    assert plan_drafts.get_draft(registry, draft).zones == []
    newest = list_batches(registry)[-1]
    assert newest.kind == "zone-draft"
    undo_batch(registry, newest.id, who="lan")
    assert [item.name for item in plan_drafts.get_draft(registry, draft).zones] == ["Khu A"]


def test_nothing_is_law_before_one_proposed_it_as_it_is_and_another_published_it(registry: Registry) -> None:
    accounts.add_account(registry, "lan", [Role.APPRAISER, Role.LEADER], who="a")
    accounts.add_account(registry, "hoa", [Role.LEADER], who="a")
    both = Person("lan", frozenset({Role.APPRAISER, Role.LEADER}))
    standing = planning(registry)
    draft = made(registry, zone())
    seen = plan_drafts.get_draft(registry, draft).stamp
    act = lambda person, **more: draft_publication.publish(registry, draft, seen=seen, person=person, **more)  # noqa: E731
    assert code(lambda: act(HOA)) == "PUBLICATION-NOT-PROPOSED"
    draft_publication.propose(registry, draft, seen=seen, person=both, note="theo QĐ 5")
    assert (
        code(lambda: draft_publication.propose(registry, draft, seen=seen, person=LAN)) == "PUBLICATION-WAITS"
    )
    assert code(lambda: act(both, reason="gấp")) == "PUBLICATION-SAME-PERSON"
    assert code(lambda: act(LAN)) == "PUBLICATION-LEADER"
    assert planning(registry) == standing
    plan_drafts.add_zones(registry, draft, [zone("Khu B")], who="b")
    seen = plan_drafts.get_draft(registry, draft).stamp
    assert code(lambda: act(HOA)) == "PUBLICATION-NOT-PROPOSED", "it is no longer what was proposed"
    draft_publication.propose(registry, draft, seen=seen, person=both)
    batch = act(HOA)
    newest, older = publications.proposals(registry, draft_publication.KIND, draft)
    assert (newest.who, newest.decided_by, newest.batch, newest.reason) == ("lan", "hoa", batch, "")
    assert (older.state.value, older.note) == ("withdrawn", "theo QĐ 5")
    undo_batch(registry, batch, who="hoa")
    assert planning(registry) == standing
    assert code(lambda: act(HOA)) == "CHANGED-MEANWHILE", "what was taken back has to be proposed anew"
    assert draft_publication.waiting(registry) == []
    seen = plan_drafts.get_draft(registry, draft).stamp
    waits = draft_publication.propose(registry, draft, seen=seen, person=both)
    back = lambda reason: publications.send_back(registry, waits.id, person=HOA, reason=reason)  # noqa: E731
    assert code(lambda: back(" ")) == "PUBLICATION-NO-REASON"
    back("nhầm bản vẽ")
    assert code(lambda: publications.withdraw(registry, waits.id, person=LAN)) == "PUBLICATION-CLOSED"
    assert code(lambda: act(HOA)) == "PUBLICATION-NOT-PROPOSED"
    assert verify(registry).problems == ()


def test_the_only_officer_of_an_office_does_both_and_says_why(registry: Registry) -> None:
    accounts.add_account(registry, "hoa", [Role.LEADER], who="a")
    draft = made(registry, zone())
    seen = plan_drafts.get_draft(registry, draft).stamp
    draft_publication.propose(registry, draft, seen=seen, person=HOA)
    act = lambda reason: draft_publication.publish(registry, draft, seen=seen, person=HOA, reason=reason)  # noqa: E731
    assert code(lambda: act(" ")) == "PUBLICATION-ALONE"
    act("phòng chỉ có một người")
    (told,) = publications.proposals(registry, draft_publication.KIND, draft)
    assert told.reason == "phòng chỉ có một người"
