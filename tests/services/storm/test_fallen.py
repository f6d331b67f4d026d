"""A mast whose fall is an open incident stands in no letter of a storm, and is said beside it."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from registry.model.outages.outages import EventKind, Incident, IncidentKind
from registry.services.office.calendar import now, today
from registry.services.office.registry import Registry
from registry.services.outages.events import close_event
from registry.services.outages.incidents import add_incident, change_incident
from registry.services.storm.fallen import fallen_beside, fallen_codes, fallen_masts
from registry.services.storm.orders import POWER, draft_stand_down, list_orders, rows_of
from registry.services.storm.storms import StormFile, record_storm
from registry.store import batches, changes, ledger
from registry.store.tables import structures
from tests.services.outages.world import opened
from tests.services.storm.letters import NEEDED, drafted, of, ranking, sent, standing_masts
from tests.services.storm.test_storms import text, track
from tests.store.rows import created, mast


@pytest.fixture
def storm(office: Registry) -> StormFile:
    standing_masts(office)
    return record_storm(office, track(), text(), who="trực")


def fallen(office: Registry, code: str, **event: Any) -> Incident:
    """Record that a mast fell, in an event of its own."""
    at = now() - dt.timedelta(hours=2)
    event_ = opened(office, name=f"Đổ cột {code}", kind=EventKind.OTHER, **event)
    told = Incident("", event_.id, "VTL", IncidentKind.MAST, "X1", site=f"site-{code}", code=code,
                    occurred_at=at, detected_at=at)  # fmt: skip
    return add_incident(office, told, who="trực")


def codes(office: Registry, storm: StormFile) -> dict[str, list[str]]:
    return {
        one.recipient: [row.code for row in rows_of(office, one)]
        for one in list_orders(office, storm.storm.id)
        if one.state.value == "draft"
    }


def test_a_fallen_mast_is_neither_guarded_nor_powered_and_is_said_beside(
    office: Registry, storm: StormFile
) -> None:
    first = drafted(office, storm)
    assert codes(office, storm)[POWER] == ["A3", "A2"]
    fell = fallen(office, "A2")
    standing = of(first, "VTL")
    beside = fallen_beside(office, standing, rows_of(office, standing))
    assert [one.mast.code for one in beside.named] == ["A2"]  # it fell after the draft
    assert not beside.left_out
    drafted(office, storm)
    assert codes(office, storm) == {"VTL": ["A1"], "VNPT": ["A3"], POWER: ["A3"]}
    power = next(one for one in list_orders(office, storm.storm.id) if one.recipient == POWER)
    beside = fallen_beside(office, power, rows_of(office, power))
    assert [(one.mast.code, one.event) for one in beside.left_out] == [("A2", fell.event)]
    assert fallen_codes(office, storm.storm.id, {"mast-A1", "mast-A2"}) == ("A2",)
    assert fallen_codes(office, storm.storm.id, {"mast-A1"}) == ()  # no gust reaches it: nobody counts it
    assert not beside.named
    change_incident(
        office, fell.id, {"resolved_at": now(), "resolution": "dựng lại"}, seen=fell.version,
        reason="đã dựng lại", who="trực",
    )  # fmt: skip
    drafted(office, storm)
    assert codes(office, storm)[POWER] == ["A3", "A2"]
    assert fallen_codes(office, storm.storm.id, {"mast-A2"}) == ()


def test_of_a_site_with_two_masts_nobody_knows_which_fell_and_the_end_of_an_event_puts_none_up(
    office: Registry, storm: StormFile
) -> None:
    fell = fallen(office, "A1")
    with office.database.read() as connection:
        assert list(fallen_masts(connection, storm.storm.id)) == ["mast-A1"]
    second = {**mast("A1"), "id": "mast-A1b"}
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        ledger.record(connection, created("structures", second), who="lan", batch=batch.id)
        assert fallen_masts(connection, storm.storm.id) == {}
    fell = fallen(office, "A2")
    close_event(office, fell.event, seen=1, who="trực")
    with office.database.read() as connection:
        (found,) = fallen_masts(connection, storm.storm.id).values()
    assert (found.mast.code, found.event, found.ended) == ("A2", fell.event, True)
    drafted(office, storm)
    assert "A2" not in {code for rows in codes(office, storm).values() for code in rows}
    letter = next(one for one in list_orders(office, storm.storm.id) if one.recipient == POWER)
    assert fallen_beside(office, letter, rows_of(office, letter)).ended == ("A2",)
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        row = ledger.rows_by_key(connection, structures, ["mast-A2"])["mast-A2"]
        ledger.record(
            connection, [changes.amend(structures, row, built_on=today() + dt.timedelta(days=1))],
            who="lan", batch=batch.id,
        )  # fmt: skip
        assert fallen_masts(connection, storm.storm.id) == {}, "it was built anew since"


def test_the_letter_that_ends_a_storm_asks_for_no_inspection_of_a_mast_that_fell(
    office: Registry, storm: StormFile
) -> None:
    sent(office, of(drafted(office, storm), "VTL"))
    fallen(office, "A1")
    over = of(draft_stand_down(office, storm.storm.id, ranking(), who="trực"), "VTL")
    assert [row.code for row in rows_of(office, over)] == ["A2"]
    calm = of(draft_stand_down(office, storm.storm.id, [], who="trực"), "VTL")  # by the letter's own masts
    assert [row.code for row in rows_of(office, calm)] == ["A2"]


def test_where_one_of_two_masts_of_a_commune_fell_the_other_is_its_only_one() -> None:
    needed = NEEDED._replace(communes=np.array([0, 0, 1, -1]))
    assert needed.only(()) == {"mast-A3"}
    assert needed.only({"mast-A1"}) == {"mast-A2", "mast-A3"}
    assert needed.only({"mast-A1", "mast-A2", "mast-A3"}) == frozenset()
