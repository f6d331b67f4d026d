"""Who is meant to use which route of outages and incidents; the others stand in ``route_rules``."""

from registry.model.people import INSIDE, Role
from tests.web.route_roles import DUTY, READERS

OUTAGE_RULES: tuple[tuple[frozenset[Role] | None, str], ...] = (
    (
        READERS,
        "outages.corrections outages.incident outages.incident_list outages.line outages.listed "
        "outages.power outages.report_file outages.show_report",
    ),
    (
        INSIDE,
        "outages.areas outages.board outages.book outages.power_area outages.power_area_stations "
        "outages.power_areas outages.power_layer outages.reminders outages.rows",
    ),
    (
        DUTY,
        "outages.change outages.create outages.letter outages.mailbox outages.mailbox_content "
        "outages.mailbox_decide outages.mailbox_file outages.mailbox_look outages.mailbox_senders "
        "outages.new outages.power_area_add outages.power_area_change outages.power_area_new "
        "outages.reminder_add",
    ),
    (
        DUTY | {Role.CARRIER},
        "outages.correct outages.create_incident outages.incident_change outages.incident_join "
        "outages.incident_part outages.new_incident outages.power_station outages.power_word "
        "outages.report outages.send outages.settle outages.template outages.upload",
    ),
)
