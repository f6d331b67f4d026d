"""What the office set for its plates: the address that their links begin with, and the telephones on them."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from registry.errors import RefusalError
from registry.model.vietnam_time import one_moment
from registry.services.office.registry import Registry
from registry.services.office.settings import write_settings
from registry.store.office.operators import load_settings

ADDRESS = "plates.address"
PHONES = "plates.phones"
ABOUT = "plates"
"""What the journal calls a change of these settings."""
OFFICE = "office"
"""The office's own telephone among ``PHONES``; the others are under the codes of organisations."""

LONGEST = 120
LONGEST_PHONE = 40


@dataclass(frozen=True, slots=True)
class Board:
    """What the office set for its plates. ``address`` is the beginning of their links, "" where not set."""

    address: str
    phones: dict[str, str]


def board(registry: Registry) -> Board:
    """Return what the office set for its plates."""
    with registry.database.read() as connection:
        return board_with(load_settings(connection))


def board_with(settings: dict[str, Any]) -> Board:
    """Return what these settings say of plates."""
    phones = settings.get(PHONES)
    return Board(
        str(settings.get(ADDRESS) or ""),
        {str(code): str(text) for code, text in phones.items()} if isinstance(phones, dict) else {},
    )


@one_moment()
def state_board(
    registry: Registry, *, address: str, phones: dict[str, str], who: str, since: int | None = None
) -> Board:
    """Set the address at which the public reaches the register, and the telephones on plates.

    ``since`` is the ledger's number when they were looked at; refused where somebody changed them after it.

    Refused where the address is no plain http(s) address without a path (``PLATE-ADDRESS``), or a telephone
    is too long (``PLATE-PHONE``).
    """
    plain = address.strip().rstrip("/")
    if plain and "//" not in plain and "." in plain:
        plain = f"https://{plain}"
    if plain and not _is_address(plain):
        raise RefusalError("PLATE-ADDRESS", value=address[:LONGEST])
    kept = {code: " ".join(text.split()) for code, text in phones.items()}
    for text in kept.values():
        if len(text) > LONGEST_PHONE:
            raise RefusalError("PLATE-PHONE", value=text[:60])
    values = {ADDRESS: plain or None, PHONES: {code: text for code, text in kept.items() if text} or None}
    with registry.database.write() as connection:
        write_settings(connection, values, about=ABOUT, who=who, since=since)
    return board(registry)


def _is_address(text: str) -> bool:
    """Whether a text is an http(s) address of a host alone, which links can begin with."""
    try:
        parts = urlsplit(text)
    except ValueError:  # "https://[": a bracket that no IPv6 address closes
        return False
    more = parts.path or parts.query or parts.fragment or "@" in parts.netloc
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not more and len(text) <= LONGEST
