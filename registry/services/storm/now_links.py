"""Links by which somebody without an account reads the province now: made and ended by an officer.

Whoever holds one reads figures alone: no carrier, no station, no mast is named, and where too few carriers
have reported to hide one among others, no number of stations is given either.
"""

import datetime as dt
import hashlib
import secrets
from dataclasses import replace

from registry.errors import RefusalError
from registry.model.people import OPEN_DESK
from registry.model.storm.now_links import NowLink
from registry.model.vietnam_time import one_moment
from registry.services.office.calendar import now as present_moment
from registry.services.office.deeds import KIND as DESK
from registry.services.office.deeds import Actor, deed
from registry.services.office.registry import Registry
from registry.services.outages.public_summary import LEAST
from registry.services.storm.network_now import NetworkNow
from registry.services.storm.now import ProvinceNow, province_now
from registry.store import ledger
from registry.store.changes import new_id
from registry.store.storm import now_links as store
from registry.store.storm.tables import now_links as table
from registry.typed_text import line_within

HOURS = (24, 72, 168)
"""How long a link may open: a storm's landing, a storm, a week."""

_LONGEST = 80


def links(registry: Registry) -> tuple[NowLink, ...]:
    """Return every link, the newest first."""
    with registry.database.read() as connection:
        return store.load_links(connection)


@one_moment()
def make_link(registry: Registry, *, given_to: str, hours: int, who: Actor) -> tuple[NowLink, str]:
    """Make a link for somebody (``NOW-LINK-READER``) that opens for one of ``HOURS`` (``NOW-LINK-HOURS``).

    The code is returned this once.
    """
    name = line_within(given_to, _LONGEST)
    if not name:
        raise RefusalError("NOW-LINK-READER")
    if hours not in HOURS:
        raise RefusalError("NOW-LINK-HOURS", known=", ".join(map(str, HOURS)))
    code = secrets.token_urlsafe(24)
    until = ledger.stamp(present_moment() + dt.timedelta(hours=hours))
    with deed(registry, f"{DESK}now-link", who) as made:
        row = {"id": new_id(), "given_to": name, "digest": _digest(code), "until": until}
        made.create(table, {**row, "who": made.who, "at": made.at})
    return next(item for item in links(registry) if item.id == row["id"]), code


@one_moment()
def end_link(registry: Registry, link: str, *, seen: int, who: Actor) -> None:
    """End a link at once; one that is unknown or was ended is refused (``NOW-LINK-ENDED``)."""
    with deed(registry, f"{DESK}now-link-ended", who) as made:
        ended = {"ended_at": made.at, "ended_by": made.who}
        if made.standing(table, link, unknown="NOW-LINK-ENDED", seen=seen, offered=ended).get("ended_at"):
            raise RefusalError("NOW-LINK-ENDED")
        made.amend(table, link, seen, "NOW-LINK-ENDED", ended_at=made.at, ended_by=made.who)


def opened(registry: Registry, code: str, at: dt.datetime | None = None) -> ProvinceNow:
    """Return the figures of a link; ``NOW-LINK-ENDED`` where it is unknown, ended or over."""
    moment = at or present_moment()
    with registry.database.read() as connection:
        found = store.link_by_digest(connection, _digest(code))
    if found is None or not found.opens_at(ledger.stamp(moment)):
        raise RefusalError("NOW-LINK-ENDED")
    return figures(province_now(registry, OPEN_DESK, moment))


def present() -> str:
    """Return the present moment as links state theirs."""
    return ledger.stamp(present_moment())


def figures(now: ProvinceNow) -> ProvinceNow:
    """Return what may be read without an account of a picture of the whole office."""
    return replace(
        now,
        storms=tuple(replace(one, letters=None, dangers=()) for one in now.storms),
        network=None if now.network is None else _open_figures(now.network),
        beside=tuple(_open_figures(one) for one in now.beside),
        cut_places=None if now.cut_places is None else tuple(replace(one, name="") for one in now.cut_places),
        at_risk=(),
        dangers=None,
        overdue=None,
        crews=None,
        left=(),
        incidents_told=False,
    )


def _open_figures(network: NetworkNow) -> NetworkNow:
    hidden = network.heard < LEAST
    return replace(
        network, carriers=(), missing=(), incidents=(), communes=() if hidden else network.communes,
        down=None if hidden else network.down, affected=None if hidden else network.affected,
    )  # fmt: skip


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()
