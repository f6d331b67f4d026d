"""Reminders (nhắc báo cáo): whoever owes the report of the last cycle is told, and that it was told stays.

The notice stands inside the product and goes out by the office's own channels where the carrier has an
address there; a call, a Zalo message or a paper is done by a person, with the text that is written here.
Nothing is sent by itself unless the office has it so for the event.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from registry.errors import RefusalError
from registry.messages import Language, Words, say
from registry.model.notices import NoticeKind, Recipient, Subject
from registry.model.outages.outage_reminders import Reminder, ReminderWay
from registry.model.outages.outages import OutageEvent
from registry.model.vietnam_time import one_moment, written
from registry.services.office.batches import present_user
from registry.services.office.calendar import now as present_moment
from registry.services.office.letters.letterhead import duty_phone, letterhead, office_settings
from registry.services.office.notices import tell
from registry.services.office.organisations import operator_names
from registry.services.office.registry import Registry
from registry.services.office.sending.channels import Addresses, channels
from registry.services.outages.carrier_reports import reports_of
from registry.services.outages.events import event_of, events, outage_deed
from registry.store.changes import create, new_id, stable_id
from registry.store.outages.reminders import load_reminders, reminder_row
from registry.store.outages.tables import outage_reminders
from registry.storm.outage_cycles import due_moments, owing
from registry.typed_text import line_within

EVENT = "outage_event"
"""The kind of document that a notice of a report that is owed leads to."""
ITSELF_AFTER = dt.timedelta(minutes=15)
"""How long after a cycle's moment a carrier is reminded by the program; a choice of this program."""

_TEXT = Words(
    "{office} nhắc {carrier}: chưa nhận được báo cáo mất liên lạc kỳ {due} của sự kiện “{event}” (quá hạn "
    "{late} phút). Đề nghị gửi ngay qua hệ thống{link} hoặc báo cho cán bộ trực{phone}; không có thay đổi "
    "cũng báo “không thay đổi”.",
    "{office} reminds {carrier}: the outage report due {due} of the event “{event}” has not come ({late} "
    "minutes late). Please send it{link} or tell the duty officer{phone}; where nothing changed, say so.",
)
_LINK = Words(" {link}", " at {link}")
_PHONE = Words(", điện thoại {phone}", ", telephone {phone}")


@dataclass(frozen=True, slots=True)
class Owed:
    """A carrier that owes the report due at ``due``: how it is reached, what is said, what was done already.

    ``said`` are the reminders of this cycle, the newest first.
    """

    operator: str
    name: str
    due: dt.datetime
    addresses: Addresses
    text: str
    said: tuple[Reminder, ...]


def owed_reports(
    registry: Registry, event: str, *, lang: Language = "vi", now: dt.datetime | None = None
) -> list[Owed]:
    """Return the carriers that owe the report of the last past cycle, in the event's order."""
    found, moment = event_of(registry, event), now or present_moment()
    who = owing(found, reports_of(registry, event), moment)
    if not who:
        return []
    due = _last_due(found, moment)
    names, set_ = operator_names(registry), channels(registry)
    said = [item for item in reminders_of(registry, event) if item.due == due]
    return [
        Owed(
            code, names.get(code, code), due, set_.addresses.get(Recipient(organisation=code), Addresses()),
            reminder_text(registry, found, code, due=due, now=moment, lang=lang),
            tuple(item for item in said if item.operator == code),
        )
        for code in who
    ]  # fmt: skip


def reminder_text(
    registry: Registry,
    event: OutageEvent,
    operator: str,
    *,
    due: dt.datetime,
    now: dt.datetime,
    lang: Language = "vi",
) -> str:
    """Return what a carrier is told: to be read out, copied into Zalo or SMS, or printed."""
    standing = office_settings(registry)
    base, phone = channels(registry).base, duty_phone(standing)
    return say(_TEXT, lang).format(
        office=letterhead(standing, lang, registry.settings.province)["office_name"],
        carrier=operator_names(registry).get(operator, operator),
        due=written(due),
        event=event.name,
        late=int((now - due).total_seconds()) // 60,
        link=say(_LINK, lang).format(link=f"{base}/outages/{event.id}/report") if base else "",
        phone=say(_PHONE, lang).format(phone=phone) if phone else "",
    )


@one_moment()
def remind(
    registry: Registry,
    event: str,
    operators: Sequence[str],
    way: ReminderWay,
    *,
    who: str,
    note: str = "",
) -> list[Reminder]:
    """Note that carriers were reminded of the last cycle; by ``NOTICE`` they are, in the same deed.

    Refused where one of them does not owe a report (``OUTAGE-NOT-OWED``): it has come meanwhile.
    """
    moment = present_moment()
    owe = {item.operator: item for item in owed_reports(registry, event, now=moment)}
    for code in operators:
        if code not in owe:
            raise RefusalError("OUTAGE-NOT-OWED", carrier=operator_names(registry).get(code, code[:40]))
    found = [
        Reminder(
            id=new_id(), event=event, operator=code, due=owe[code].due, way=way, text=owe[code].text,
            note=line_within(note, 200),
        )
        for code in dict.fromkeys(operators)
    ]  # fmt: skip
    _write(registry, event_of(registry, event), found, who)
    return [item for item in reminders_of(registry, event) if item.id in {one.id for one in found}]


@one_moment()
def remind_by_itself(registry: Registry, now: dt.datetime | None = None) -> int:
    """Remind by a notice whoever owes a report, in the events of which the office has it so; return how many.

    Once a cycle and carrier, and not where a person has reminded it already.
    """
    moment, count = now or present_moment(), 0
    for event in events(registry):
        if not (event.open and event.reminds) or _last_due(event, moment) > moment - ITSELF_AFTER:
            continue
        late = [item for item in owed_reports(registry, event.id, now=moment) if not item.said]
        found = [
            Reminder(
                id=stable_id("outage-reminder", event.id, item.operator, item.due.isoformat()),
                event=event.id, operator=item.operator, due=item.due, way=ReminderWay.NOTICE, text=item.text,
                by_itself=True,
            )
            for item in late
        ]  # fmt: skip
        if found:
            _write(registry, event, found, present_user())
            count += len(found)
    return count


def reminders_of(registry: Registry, event: str) -> list[Reminder]:
    """Return the reminders of an event, the newest first."""
    with registry.database.read() as connection:
        return load_reminders(connection, event)


def _write(registry: Registry, event: OutageEvent, found: Sequence[Reminder], who: str) -> None:
    with outage_deed(registry, "reminder", who, event.id) as made:
        for item in found:
            row = reminder_row(item) | {"who": made.who, "at": made.at}
            made.add([create(outage_reminders, row)])
            if item.way is ReminderWay.NOTICE:
                tell(
                    made, NoticeKind.OUTAGE_OWED, [Recipient(organisation=item.operator)],
                    Subject(EVENT, event.id), event=event.name, due=written(item.due),
                )  # fmt: skip


def _last_due(event: OutageEvent, now: dt.datetime) -> dt.datetime:
    """Return the last cycle that is past, else the first to come."""
    moments = due_moments(event, now)
    return max((due for due in moments if due <= now), default=moments[0])
