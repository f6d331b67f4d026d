"""Which mail addresses are a carrier's: that to which the office sends, and others that it wrote down."""

from collections.abc import Iterable

from registry.errors import RefusalError
from registry.model.vietnam_time import one_moment
from registry.services.office.organisations import operator_names
from registry.services.office.registry import Registry
from registry.services.office.sending.channels import channels
from registry.services.office.settings import write_settings
from registry.store.office.operators import load_settings
from registry.typed_text import line_within

SETTING = "outages.senders"
MOST = 20
"""Addresses of one carrier."""


def senders(registry: Registry) -> dict[str, tuple[str, ...]]:
    """Return the addresses that the office has written down, by carrier, in small letters."""
    with registry.database.read() as connection:
        held = load_settings(connection).get(SETTING) or {}
    return {str(code): tuple(map(str, found)) for code, found in held.items()}


def carrier_of(registry: Registry, address: str) -> str:
    """Return the one carrier of a mail address, "" where none or several have it."""
    asked = address.strip().lower()
    if not asked:
        return ""
    found = {code for code, own in senders(registry).items() if asked in own}
    known = operator_names(registry)
    for recipient, own_addresses in channels(registry).addresses.items():
        if own_addresses.mail.lower() == asked and recipient.organisation in known:
            found.add(recipient.organisation)
    return found.pop() if len(found) == 1 else ""


@one_moment()
def set_senders(
    registry: Registry, operator: str, addresses: Iterable[str], *, who: str, since: int | None = None
) -> None:
    """Write down the mail addresses from which a carrier's reports come.

    Refused for what is no address (``CHANNEL-MAIL-ADDRESS``), one of another carrier (``OUTAGE-SENDER``),
    more than ``MOST`` (``OUTAGE-SENDERS-MANY``), an unknown carrier, and where somebody wrote them after the
    ledger's number ``since``.
    """
    if operator not in operator_names(registry):
        raise RefusalError("OUTAGE-NOT-ASKED")
    wanted = [one for text in addresses if (one := line_within(text, 200).strip().lower())]
    if len(set(wanted)) > MOST:
        raise RefusalError("OUTAGE-SENDERS-MANY", count=len(set(wanted)), most=MOST)
    standing = senders(registry)
    for one in wanted:
        name, at, host = one.rpartition("@")
        if not (at and name and "." in host.strip(".")) or set(one) & set(' <>(),;:"[]\\') or "@" in name:
            raise RefusalError("CHANNEL-MAIL-ADDRESS", address=one[:80])
        if any(one in own for code, own in standing.items() if code != operator):
            raise RefusalError("OUTAGE-SENDER", address=one[:80])
    value = {**{code: list(own) for code, own in standing.items()}, operator: sorted(set(wanted))}
    with registry.database.write() as connection:
        write_settings(connection, {SETTING: value}, about=SETTING, who=who, since=since)
