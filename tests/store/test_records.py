"""Records and rows: what goes into a table by a record's fields comes out the same, for every record."""

import dataclasses
import datetime as dt
import json
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Table

from registry.model.areas import AdminUnit, LayerCoverage, Zone
from registry.model.cables import CableNode, CableRoute, CableSegment, CableTrouble, UndergroundArea
from registry.model.drafts import DraftZone, PlanDraft, ZoneScan
from registry.model.duties import DutyReport
from registry.model.outages.outages import Cause, Incident, LineState, OutageEvent, OutageLine, OutageReport
from registry.model.requests.desk import DecidedRow, Request, RowNote
from registry.model.requests.desk_records import (
    Approval,
    Attachment,
    Consultation,
    ListVersion,
    SharingRequest,
    StateChange,
)
from registry.model.storm.hazard_letters import HazardLetter
from registry.model.storm.hazards import Hazard, HazardGround, RoadCut
from registry.model.storm.storm_records import Bulletin, MastReport, StormOrder, StormRecord
from registry.store.cables.tables import (
    cable_nodes,
    cable_routes,
    cable_segments,
    cable_troubles,
    underground_areas,
)
from registry.store.obligations.tables import duty_reports
from registry.store.outages.tables import outage_events, outage_incidents, outage_lines, outage_reports
from registry.store.records import plain_of, record_of, row_of
from registry.store.requests import tables as desk
from registry.store.storm import hazard_tables
from registry.store.storm import tables as storm
from registry.store.table_parts import Json, canonical_json
from registry.store.tables import admin_units, layer_coverages, zones
from registry.store.zones.tables import draft_zones, plan_drafts, zone_scans

RECORDS: dict[type, Table] = {
    AdminUnit: admin_units, Approval: desk.approvals, Attachment: desk.attachments,
    Bulletin: storm.storm_bulletins, CableNode: cable_nodes, CableRoute: cable_routes,
    CableSegment: cable_segments, CableTrouble: cable_troubles, Consultation: desk.consultations,
    DecidedRow: desk.row_decisions, DraftZone: draft_zones, DutyReport: duty_reports,
    Hazard: hazard_tables.hazards, HazardGround: hazard_tables.hazard_grounds,
    Incident: outage_incidents, LayerCoverage: layer_coverages, ListVersion: desk.request_lists,
    MastReport: storm.storm_mast_reports, OutageEvent: outage_events, OutageLine: outage_lines,
    OutageReport: outage_reports, PlanDraft: plan_drafts, Request: desk.requests, RowNote: desk.row_notes,
    HazardLetter: hazard_tables.hazard_letters,
    RoadCut: hazard_tables.road_cuts,
    SharingRequest: desk.sharing_requests, StateChange: desk.request_states, StormOrder: storm.storm_orders,
    StormRecord: storm.storms, UndergroundArea: underground_areas, Zone: zones, ZoneScan: zone_scans,
}  # fmt: skip
MOMENTS = st.integers(0, 3_000_000_000).map(lambda second: dt.datetime.fromtimestamp(second, dt.UTC))
NUMBERS = st.floats(-1e6, 1e6)
st.register_type_strategy(dt.datetime, MOMENTS)
st.register_type_strategy(float, NUMBERS)
JSON = st.dictionaries(st.text(max_size=4), st.text(max_size=4) | st.integers(-9, 9), max_size=2)


def plain(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a field; what is of any type is JSON."""
    text = str(hint)
    if hint is Any:
        return st.none()  # a shape, which the store keeps as it is
    if "dict[" in text or "Mapping[" in text:
        one = JSON if not text.startswith("tuple") else st.lists(JSON, max_size=2).map(tuple)
        return st.none() | one if "None" in text else one
    return st.from_type(hint)


@st.composite
def records(draw: st.DrawFn, kind: Any) -> Any:
    hints = get_type_hints(kind)
    return kind(**{item.name: draw(plain(hints[item.name])) for item in dataclasses.fields(kind)})


def kept(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """A row as it comes back: what is JSON has been text."""
    texts = {column.name for column in table.c if isinstance(column.type, Json)}
    return {
        name: json.loads(canonical_json(value)) if name in texts and value is not None else value
        for name, value in row.items()
    }


@pytest.mark.parametrize("kind", sorted(RECORDS, key=lambda kind: kind.__name__))
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_record_comes_back_from_its_row(kind: Any, data: st.DataObject) -> None:
    record, table = data.draw(records(kind)), RECORDS[kind]
    row = row_of(table, record)
    assert row.keys() <= set(table.c.keys())
    assert not row.keys() & {"version", *table.info["derived"]}
    told = {
        item.name: getattr(record, item.name) for item in dataclasses.fields(kind) if item.name not in row
    }
    assert record_of(kind, kept(table, row), **told) == record


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_record_within_a_record_comes_back_too(data: st.DataObject) -> None:
    """A track with its points and radii, as a bulletin's one column holds it."""
    bulletin = data.draw(records(Bulletin))
    whole = json.loads(canonical_json(plain_of(bulletin.track)))
    assert record_of(type(bulletin.track), whole) == bulletin.track


LINE = OutageLine("a", "r", "VTL", dt.datetime(2026, 9, 7, 1, tzinfo=dt.UTC), next(iter(LineState)), "07210")


def test_how_each_kind_of_value_is_kept() -> None:
    row = row_of(outage_lines, LINE, event="e1")
    assert (row["event"], row["as_of"], row["cause"]) == ("e1", "2026-09-07T01:00:00.000000Z", "")
    assert (row["occurred_at"], row["generator"], row["down"]) == ("", None, 0)
    known = dataclasses.replace(LINE, cause=next(iter(Cause)))
    assert row_of(outage_lines, known)["cause"] == next(iter(Cause)).value


def test_given_fields_go_before_the_row_and_what_it_lacks_keeps_its_default() -> None:
    row = row_of(outage_lines, LINE)
    del row["note"]
    read = record_of(OutageLine, row, restored=None)
    assert (read.restored, read.note, read.commune) == (None, "", "07210")


def test_a_code_that_nobody_knows_is_no_record() -> None:
    with pytest.raises(ValueError, match="nowhere"):
        record_of(OutageLine, {**row_of(outage_lines, LINE), "state": "nowhere"})
