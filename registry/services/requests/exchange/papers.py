"""What became of every paper of the exchange folder, and what an officer decides of those that wait."""

from pathlib import Path

from registry.errors import RefusalError
from registry.model.requests.exchange_papers import ExchangePaper, PaperState
from registry.model.vietnam_time import one_moment
from registry.services.office.attachments import KeptFile, attachment_row, file_path
from registry.services.office.deeds import KIND, Actor, Deed, deed
from registry.services.office.registry import Registry
from registry.store import ledger
from registry.store.requests.exchange import count_papers, get_paper, load_papers
from registry.store.requests.requests import get_request
from registry.store.requests.tables import attachments, exchange_papers
from registry.typed_text import line_within

SHOWN = 300
FILED_AS = "exchange"
"""The kind of attachment that a paper becomes with a request."""
_LONGEST_REASON = 300


def papers(registry: Registry, *states: PaperState) -> list[ExchangePaper]:
    """Return papers in some states (none named: all), the newest first."""
    with registry.database.read() as connection:
        return load_papers(connection, states or tuple(PaperState), SHOWN)


def paper(registry: Registry, identity: str) -> ExchangePaper:
    """Return a paper by its id (``EXCHANGE-UNKNOWN``)."""
    with registry.database.read() as connection:
        return get_paper(connection, identity)


def count_waiting(registry: Registry) -> int:
    """Return how many papers wait for an officer."""
    with registry.database.read() as connection:
        return count_papers(connection, PaperState.WAITS)


def content_of(registry: Registry, found: ExchangePaper) -> Path:
    """Return where the content of a paper is kept (``ATTACHMENT-UNKNOWN``)."""
    name = "van-ban.pdf" if found.state is PaperState.LAID else found.name
    return file_path(registry, found.sha256, name)


@one_moment()
def file_paper(registry: Registry, identity: str, request: str, *, seen: int, who: Actor) -> ExchangePaper:
    """File a paper that waits with a request, by its number or id.

    Refused for one that was dealt with (``EXCHANGE-OVER``) and for an unknown request (``REQUEST-UNKNOWN``).
    """
    with deed(registry, f"{KIND}exchange", who, options={"paper": identity}) as made:
        to = get_request(made.connection, request)
        found = _waiting(made, identity, seen, {"request": to.id})
        kept = KeptFile(found.sha256, found.size_bytes, content_of(registry, found))
        row = attachment_row(to.id, kept, kind=FILED_AS, name=found.name, who=made.who)
        if not ledger.rows_by_key(made.connection, attachments, [row["id"]]):
            made.create(attachments, row)
        made.amend(exchange_papers, identity, state=PaperState.FILED.value, request=to.id, who=made.who)
    return paper(registry, identity)


@one_moment()
def put_aside(registry: Registry, identity: str, reason: str, *, seen: int, who: Actor) -> ExchangePaper:
    """Leave a paper that waits aside, with the reason (``EXCHANGE-REASON``); it stays kept."""
    told = line_within(reason, _LONGEST_REASON)
    if not told:
        raise RefusalError("EXCHANGE-REASON")
    with deed(registry, f"{KIND}exchange", who, options={"paper": identity}) as made:
        _waiting(made, identity, seen, {"reason": told})
        made.amend(exchange_papers, identity, state=PaperState.ASIDE.value, reason=told, who=made.who)
    return paper(registry, identity)


def _waiting(made: Deed, identity: str, seen: int, offered: dict[str, object]) -> ExchangePaper:
    made.standing(exchange_papers, identity, unknown="EXCHANGE-UNKNOWN", seen=seen, offered=offered)
    found = get_paper(made.connection, identity)
    if found.state is not PaperState.WAITS:
        raise RefusalError("EXCHANGE-OVER")
    return found
