"""The question *same mast?* (có phải cùng một cột?): raised, merged or kept apart, and reversible by undo.

Merging takes no fact away: the site that is given up points to the one that stays, and its aliases and
stations move there, each as a change of the batch; undoing the batch parts them again. A station that both
lists named is one afterwards.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.columns import Level, stored_columns
from registry.errors import RefusalError
from registry.geo.distances import geodesic_m
from registry.model.ledger import Change
from registry.store import ledger
from registry.store.changes import amend, create, remove, stable_id
from registry.store.images import Image
from registry.store.reading import keys_where
from registry.store.register.sites import alias_row, both_stand
from registry.store.tables import antennas, same_mast, site_aliases, sites, stations, structures

OPEN, MERGED, APART = "open", "merged", "apart"


@dataclass(frozen=True, slots=True)
class Question:
    """One pair of sites that may be one mast. ``distance_m`` is geodesic; ``evidence`` what speaks for it."""

    id: str
    site_a: str
    site_b: str
    reason: str
    distance_m: float | None
    state: str
    decided_by: str
    decided_on: dt.date | None
    evidence: dict[str, Any]


def load_questions(connection: Connection, state: str | None = None) -> list[Question]:
    """Return the questions in one state (open, merged, apart), or all, nearest pair first.

    Only those of which both sites stand (``both_stand``).
    """
    query = sa.select(same_mast).where(both_stand()).order_by(same_mast.c.distance_m, same_mast.c.id)
    if state is not None:
        query = query.where(same_mast.c.state == state)
    return [_question(row) for row in connection.execute(query)]


def count_open(connection: Connection) -> int:
    """Return how many questions wait for an officer."""
    query = sa.select(sa.func.count()).select_from(same_mast)
    query = query.where(same_mast.c.state == OPEN, both_stand())
    return int(connection.execute(query).scalar_one())


def asked_pairs(connection: Connection) -> set[tuple[str, str]]:
    """Return every pair (ids in text order) that was ever asked about, whatever the answer."""
    return {(row[0], row[1]) for row in connection.execute(sa.select(same_mast.c.site_a, same_mast.c.site_b))}


def question_row(
    one: str,
    other: str,
    reason: str,
    *,
    distance_m: float | None = None,
    evidence: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the row of an open question about two sites (ids in any order)."""
    first, second = sorted((one, other))
    return {
        "id": stable_id("same mast", first, second),
        "site_a": first,
        "site_b": second,
        "reason": reason,
        "distance_m": distance_m,
        "state": OPEN,
        "evidence": dict(evidence or {}),
    }


def apart_changes(
    connection: Connection, question: str, *, who: str, day: dt.date, evidence: str = ""
) -> list[Change]:
    """Return the changes that keep the two sites of an open question apart."""
    return [_decide(_open_question(connection, question), APART, who, day, evidence)]


def merge_changes(
    connection: Connection, question: str, *, keep: str, who: str, day: dt.date, evidence: str = ""
) -> list[Change]:
    """Return the changes that make the two sites of an open question one.

    ``keep`` is the id of the one that stays. The other's structures stay as a record of what was listed,
    but carry no stations any more. What was merged into the other before, and what else is asked about it,
    goes over to the one that stays.
    """
    asked = _open_question(connection, question)
    pair = (asked["site_a"], asked["site_b"])
    if keep not in pair:
        raise RefusalError("SAME-MAST-NOT-OF-PAIR", site=keep)
    gone = pair[1] if keep == pair[0] else pair[0]
    places = ledger.rows_by_key(connection, sites, [keep, gone])
    changes = [amend(sites, places[gone], merged_into=keep)]
    kept_masts = _where(connection, structures, structures.c.site_id == keep)
    gone_masts = _where(connection, structures, structures.c.site_id == gone)
    known = _where(connection, site_aliases, site_aliases.c.site_id == keep)
    moving = _movable(known, _where(connection, site_aliases, site_aliases.c.site_id == gone))
    changes += [amend(site_aliases, row, site_id=keep) for row in moving]
    own = places[gone]["code"]
    if own not in {row["code"] for row in (*known, *moving, places[keep])}:
        changes.append(create(site_aliases, alias_row(keep, "", own)))
    if kept_masts:
        target = min(kept_masts, key=lambda row: (row.get("state") == "dismantled", row["id"]))["id"]
        changes += _stations_together(connection, target, [mast["id"] for mast in gone_masts])
    else:
        changes += [amend(structures, row, site_id=keep) for row in gone_masts]
    before = _where(connection, sites, sites.c.merged_into == gone)
    changes += [amend(sites, row, merged_into=keep) for row in before]
    changes += _asked_of_the_other(connection, asked["id"], gone, places[keep])
    return [*changes, _decide(asked, MERGED, who, day, evidence)]


def _stations_together(connection: Connection, target: str, masts: list[str]) -> list[Change]:
    """Return the changes that bring the stations of ``masts`` to the mast ``target``, each once.

    What another network's list names as sharing the mast is a station of unknown technology. Where the
    network's own technologies are known it is one of them (as an import takes it, register/listed_masts), and
    the same technology twice is one. Only a station that holds nothing else is given up.
    """
    standing = _where(connection, stations, stations.c.structure_id == target)
    moving = _where(connection, stations, stations.c.structure_id.in_(masts))
    bare = {row["id"] for row in _bare(connection, [*standing, *moving])}
    named = {row["operator"] for row in (*standing, *moving) if row.get("technology")}
    given_up = [
        row
        for row in (*standing, *moving)
        if not row.get("technology") and row["operator"] in named and row["id"] in bare
    ]
    there = {(row["operator"], row.get("technology", "")) for row in standing if row not in given_up}
    given_up += [
        row
        for row in moving
        if row not in given_up and (row["operator"], row.get("technology", "")) in there and row["id"] in bare
    ]
    return [
        *(remove(stations, row) for row in given_up),
        *(amend(stations, row, structure_id=target) for row in moving if row not in given_up),
    ]


def _bare(connection: Connection, rows: list[Image]) -> list[Image]:
    """Return the stations that hold no fact but whose they are, and carry no antenna."""
    keys = [row["id"] for row in rows]
    carrying = set(
        connection.execute(sa.select(antennas.c.station_id).where(antennas.c.station_id.in_(keys))).scalars()
    )
    facts = ("on_air_on", *(item.stored for item in stored_columns(Level.STATION)))
    return [row for row in rows if row["id"] not in carrying and not any(row.get(name) for name in facts)]


def _asked_of_the_other(connection: Connection, decided: str, gone: str, stays: Image) -> list[Change]:
    """Return the changes that ask of ``stays`` what is open about ``gone``, once for a pair."""
    taken = asked_pairs(connection)
    changes: list[Change] = []
    concerns = sa.or_(same_mast.c.site_a == gone, same_mast.c.site_b == gone)
    for row in _where(connection, same_mast, sa.and_(same_mast.c.state == OPEN, concerns)):
        if row["id"] == decided:
            continue
        other = row["site_b"] if row["site_a"] == gone else row["site_a"]
        pair = (min(other, stays["id"]), max(other, stays["id"]))
        if pair in taken:
            changes.append(remove(same_mast, row))
            continue
        taken.add(pair)
        there = ledger.rows_by_key(connection, sites, [other])[other]
        apart = geodesic_m(stays["lon"], stays["lat"], there["lon"], there["lat"])
        changes.append(
            amend(same_mast, row, site_a=pair[0], site_b=pair[1], distance_m=round(float(apart), 2))
        )
    return changes


def _movable(known: Iterable[Image], rows: Iterable[Image]) -> list[Image]:
    """Return the aliases that the staying site does not have yet."""
    names = {(row.get("operator", ""), row["code"]) for row in known}
    return [row for row in rows if (row.get("operator", ""), row["code"]) not in names]


def _where(connection: Connection, table: sa.Table, condition: sa.ColumnElement[bool]) -> list[Image]:
    keys = keys_where(connection, table, condition)
    return list(ledger.rows_by_key(connection, table, keys).values())


def _open_question(connection: Connection, question: str) -> Image:
    row = ledger.rows_by_key(connection, same_mast, [question]).get(question)
    if row is None:
        raise RefusalError("SAME-MAST-UNKNOWN", question=question)
    if row["state"] != OPEN:
        raise RefusalError("SAME-MAST-DECIDED", question=question)
    return row


def _decide(asked: Image, state: str, who: str, day: dt.date, evidence: str) -> Change:
    given = {**asked.get("evidence", {}), **({"decision": evidence} if evidence else {})}
    return amend(same_mast, asked, state=state, decided_by=who, decided_on=day, evidence=given)


def _question(row: Any) -> Question:
    return Question(
        id=row.id,
        site_a=row.site_a,
        site_b=row.site_b,
        reason=row.reason,
        distance_m=row.distance_m,
        state=row.state,
        decided_by=row.decided_by,
        decided_on=row.decided_on,
        evidence=row.evidence or {},
    )
