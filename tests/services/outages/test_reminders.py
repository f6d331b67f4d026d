"""Reminders of reports that are owed: said, noted, once; by the program only where the office has it so."""

import datetime as dt

import pytest

from registry.errors import RefusalError
from registry.model.notices import NoticeKind, Recipient
from registry.model.outages.outage_reminders import ReminderWay
from registry.model.people import Person, Role
from registry.services.office.notices import inbox, sentence
from registry.services.office.registry import Registry
from registry.services.office.sending.channels import Addresses, set_addresses
from registry.services.outages.carrier_reports import send_unchanged
from registry.services.outages.events import change_event
from registry.services.outages.reminders import (
    ITSELF_AFTER,
    owed_reports,
    remind,
    remind_by_itself,
    reminders_of,
)
from registry.services.register.verify import verify
from tests.services.outages.world import built, heading, opened

CARRIER = Person("vtl", frozenset({Role.CARRIER}), "VTL")


def test_who_owes_is_reminded_and_what_was_said_stays(either_office: Registry) -> None:
    registry = built(either_office)
    event = opened(registry)
    set_addresses(
        registry, Recipient(organisation="VTL"), Addresses(mail="truc@viettel.vn", number="0981"), who="trực"
    )
    second, first = owed_reports(registry, event.id)  # in the order of the register
    assert (first.operator, first.addresses.mail, first.addresses.number) == (
        "VTL", "truc@viettel.vn", "0981",
    )  # fmt: skip
    for fact in ("Viettel", "Bão số 3", "quá hạn 60 phút", "không thay đổi"):
        assert fact in first.text
    assert second.operator == "VNPT"
    assert second.addresses.mail == ""
    (made,) = remind(registry, event.id, ["VTL"], ReminderWay.NOTICE, who="trực")
    assert (made.due, made.who, made.by_itself, made.text) == (first.due, "trực", False, first.text)
    (told,) = inbox(registry, CARRIER, "VTL")
    assert told.kind is NoticeKind.OUTAGE_OWED
    assert "Bão số 3" in sentence(told)
    remind(registry, event.id, ["VTL", "VNPT"], ReminderWay.PHONE, who="trực", note="gặp anh Hà")
    assert len(inbox(registry, CARRIER, "VTL")) == 1, "a call is no notice"
    said = {item.operator: {one.way for one in item.said} for item in owed_reports(registry, event.id)}
    assert said == {"VTL": {ReminderWay.PHONE, ReminderWay.NOTICE}, "VNPT": {ReminderWay.PHONE}}
    send_unchanged(registry, heading(event))
    with pytest.raises(RefusalError, match="OUTAGE-NOT-OWED"):
        remind(registry, event.id, ["VTL", "VNPT"], ReminderWay.PHONE, who="trực")
    assert len(reminders_of(registry, event.id)) == 3
    assert [item.operator for item in owed_reports(registry, event.id)] == ["VNPT"]
    verify(registry)


def test_the_program_reminds_only_where_the_office_has_it_so_and_once(office: Registry) -> None:
    registry = built(office)
    event = opened(registry)
    assert remind_by_itself(registry) == 0
    event = change_event(registry, event.id, seen=event.version, who="trực", reminds=True)
    assert event.reminds
    early = event.first_due + ITSELF_AFTER - dt.timedelta(minutes=1)
    assert remind_by_itself(registry, early) == 0
    remind(registry, event.id, ["VNPT"], ReminderWay.PHONE, who="trực")
    assert remind_by_itself(registry) == 1
    assert remind_by_itself(registry) == 0, "once a cycle"
    found = reminders_of(registry, event.id)
    assert {(item.operator, item.by_itself) for item in found} == {("VTL", True), ("VNPT", False)}
