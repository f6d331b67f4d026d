"""Deeds at cables, critical places and outages."""

from registry.model.cables import UndergroundState
from registry.services.cables import editing, troubles, undergrounding
from registry.services.critical import editing as critical_editing
from registry.services.outages import carrier_reports, events, incident_joins, incidents, power_areas
from registry.services.outages.mailbox import fates, intake, senders
from tests.services.office.second_persons.second import AT, WHO, Second, record, setting

DEEDS: dict[str, Second] = {
    "cables.editing.change_segment": record(
        "cable_segments", "segment", editing.change_segment, {"spare": 2}
    ),
    "cables.editing.divide_segment": record("cable_segments", "segment", editing.divide_segment, 1),
    "cables.editing.retire": Second(
        "cable_nodes", "node", lambda o, seen: editing.retire(o, "node", "node", seen=seen, reason="x", **WHO)
    ),
    "cables.editing.change_node": record("cable_nodes", "node", editing.change_node, {"spare": 2}),
    "cables.troubles.change_trouble": record(
        "cable_troubles", "trouble", troubles.change_trouble, state="fixed"
    ),
    "cables.troubles.fix_trouble": record(
        "cable_troubles", "trouble", troubles.fix_trouble, fixed_at=AT, remedy="buộc lại"
    ),
    "cables.undergrounding.set_state": record(
        "underground_areas", "area", undergrounding.set_state, UndergroundState.DONE
    ),
    "critical.editing.change_place": record(
        "critical_places",
        "critical",
        critical_editing.change_place,
        critical_editing.PlaceTyped("UBND xã mới", "committee", 106.2, 21.3),
    ),
    "critical.editing.close_place": record(
        "critical_places", "critical", critical_editing.close_place, "chuyển đi"
    ),
    "critical.editing.open_again": record("critical_places", "closed critical", critical_editing.open_again),
    "outages.events.change_event": record("outage_events", "event", events.change_event, name="Lũ 2"),
    "outages.events.close_event": record("outage_events", "event", events.close_event),
    "outages.events.open_again": record("outage_events", "event", events.open_again),
    "outages.incidents.change_incident": record(
        "outage_incidents", "incident", incidents.change_incident, {"place": "bờ sông"}, reason="x"
    ),
    "outages.incident_joins.join_incidents": record(
        "outage_incidents", "incident", incident_joins.join_incidents, "double"
    ),
    "outages.incident_joins.part_incident": record(
        "outage_incidents", "incident", incident_joins.part_incident
    ),
    "outages.mailbox.fates.put_aside": record("outage_mail", "mail", fates.put_aside, reason="thư hỏi"),
    "outages.mailbox.intake.assign": record(
        "outage_mail", "mail", intake.assign, operator="VTL", event="event"
    ),
    "outages.mailbox.senders.set_senders": setting(
        senders.SETTING, senders.set_senders, "VTL", ["truc@vtl.vn"]
    ),
    "outages.power_areas.change_area": record(
        "power_areas", "power", power_areas.change_area, {"note": "đã hỏi lại"}, reason="x"
    ),
    "outages.carrier_reports.discard_draft": record(
        "outage_reports", "report", carrier_reports.discard_draft
    ),
    "outages.carrier_reports.send_draft": record("outage_reports", "report", carrier_reports.send_draft),
    "outages.carrier_reports.answer_rest": record(
        "outage_reports", "report", carrier_reports.answer_rest, answers={"k": "BGG00001"}
    ),
}
