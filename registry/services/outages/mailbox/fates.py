"""What became of every file of the mailbox, and what an officer decides of those that wait."""

from pathlib import Path

from registry.errors import RefusalError
from registry.messages import Language, render
from registry.model.outages.outage_mail import MailFile, MailState
from registry.model.vietnam_time import one_moment
from registry.services.office.attachments import file_path
from registry.services.office.registry import Registry
from registry.services.outages.events import UNKNOWN, outage_deed
from registry.store.outages.mail import count_mail, get_mail, load_mail
from registry.store.outages.tables import outage_mail
from registry.typed_text import line_within

SHOWN = 500
"""How many of the last files are listed; of those that wait, all are."""
WAITING = (MailState.WAITS, MailState.REFUSED)
"""Of which an officer has to decide."""


def mail_files(registry: Registry) -> list[MailFile]:
    """Return the last files that came, the newest first, and below them those before that still wait."""
    with registry.database.read() as connection:
        last = load_mail(connection, SHOWN)
        waiting = load_mail(connection, states=WAITING)
    listed = {item.id for item in last}
    return [*last, *(item for item in waiting if item.id not in listed)]


def waiting_files(registry: Registry) -> list[MailFile]:
    """Return the files that wait for an officer, the newest first."""
    with registry.database.read() as connection:
        return load_mail(connection, states=WAITING)


def count_waiting(registry: Registry) -> int:
    """Return how many files wait for an officer."""
    with registry.database.read() as connection:
        return count_mail(connection, WAITING)


def mail_file(registry: Registry, identity: str) -> MailFile:
    """Return a file that came (``OUTAGE-UNKNOWN``)."""
    with registry.database.read() as connection:
        return get_mail(connection, identity)


def mail_content(registry: Registry, found: MailFile) -> Path:
    """Return where the content of a file is kept (``ATTACHMENT-UNKNOWN``)."""
    return file_path(registry, found.sha256, found.name)


def is_kept(registry: Registry, found: MailFile) -> bool:
    """Whether the content of a file is kept: not of what was too large, and not where the program failed."""
    try:
        return mail_content(registry, found).is_file()
    except RefusalError:
        return False


def why(found: MailFile, lang: Language = "vi") -> str:
    """Return why a file was refused or waits, "" where it was taken."""
    return render(found.code, found.params, lang) if found.code else ""


@one_moment()
def put_aside(registry: Registry, identity: str, *, seen: int, who: str, reason: str) -> MailFile:
    """Leave a file that waits aside: it is no report; needs a reason (``OUTAGE-REASON``).

    ``OUTAGE-SENT-ALREADY`` where it has become a report.
    """
    if not reason.strip():
        raise RefusalError("OUTAGE-REASON")
    with outage_deed(registry, "mail", who, identity) as made:
        aside = {"state": MailState.ASIDE.value, "params": {"reason": line_within(reason, 300)}}
        row = made.standing(outage_mail, identity, unknown=UNKNOWN, seen=seen, offered=aside)
        if row["state"] not in WAITING:
            raise RefusalError("OUTAGE-SENT-ALREADY")
        made.amend(outage_mail, identity, **aside, code="OUTAGE-MAIL-ASIDE", who=made.who)
    return mail_file(registry, identity)
