"""*Same mast?* (có phải cùng một cột?): two lists name masts a few metres apart, or say that they share.

The question is asked once for a pair. An officer merges the two (undone by undoing the batch) or keeps them
apart, which is remembered. While it is open, a spacing fail against either is a review.
"""

import numpy as np
import shapely

from registry.geo.crs import to_metric
from registry.geo.distances import geodesic_m
from registry.model.ledger import ImportBatch
from registry.model.sites import SAME_MAST_M
from registry.model.vietnam_time import one_moment
from registry.services.office.calendar import today
from registry.services.office.deeds import write
from registry.services.office.registry import Registry
from registry.services.register.listed_against import Standing
from registry.services.register.listed_masts import Row, Rows
from registry.store import batches
from registry.store.database import Connection
from registry.store.register import same_mast
from registry.store.register.same_mast import Question

NEAR_M = SAME_MAST_M
SHARED_M = 150.0  # how far apart two lists put a mast that one of them says is shared
# VNPT's "Chung cơ sở hạ tầng": with 2, 4 and 5 it rents the mast, so the mast is in another's list.
RENTED_MAST = frozenset({2, 4, 5})


def open_questions(registry: Registry) -> list[Question]:
    """Return the questions that wait for an officer, nearest pair first."""
    with registry.database.read() as connection:
        return same_mast.load_questions(connection, same_mast.OPEN)


@one_moment()
def merge(registry: Registry, question: str, *, keep: str = "", who: str, evidence: str = "") -> ImportBatch:
    """Make the two sites of a question one; ``keep`` is the id of the one that stays (default the first).

    The other's codes become aliases and its stations move. Undoing the batch parts them again.
    """
    return _decide(registry, question, "merge", who=who, evidence=evidence, keep=keep)


@one_moment()
def keep_apart(registry: Registry, question: str, *, who: str, evidence: str = "") -> ImportBatch:
    """Record that the two sites of a question are two masts; it is not asked again."""
    return _decide(registry, question, "apart", who=who, evidence=evidence)


def _decide(
    registry: Registry, question: str, kind: str, *, who: str, evidence: str, keep: str = ""
) -> ImportBatch:
    options = {"question": question}
    with registry.database.write() as connection:
        if kind == "apart":
            changes = same_mast.apart_changes(connection, question, who=who, day=today(), evidence=evidence)
        else:
            asked = {item.id: item for item in same_mast.load_questions(connection)}.get(question)
            stays = keep or (asked.site_a if asked else "")
            changes = same_mast.merge_changes(
                connection, question, keep=stays, who=who, day=today(), evidence=evidence
            )
            options["keep"] = stays
        batch = write(connection, changes, kind, who, options=options)
        return batches.get_batch(connection, batch)


def questions_for(connection: Connection, standing: Standing, rows: Rows, epsg: int) -> list[Row]:
    """Return the questions (rows of the store) that a list's new and moved masts raise.

    ``epsg`` is the plane of the register's metric work.
    A pair is asked about where its masts stand at most 30 m apart, or at most 150 m where the list says that
    one is shared or rented, and different operators name them; of one operator only where the list no longer
    names the other code (a code that was changed).
    """
    places: dict[str, tuple[float, float]] = {
        key: (row.lon, row.lat) for key, row in standing.sites.items() if row.merged_into is None
    }
    places |= {key: (row["lon"], row["lat"]) for key, row in rows.sites.items() if "lon" in row}
    touched = [key for key in rows.sites if key in places]
    if len(places) < 2 or not touched:
        return []
    keys = list(places)
    degrees = np.array([places[key] for key in keys], dtype=float)
    x, y = to_metric(degrees[:, 0], degrees[:, 1], epsg)
    at = {key: row for row, key in enumerate(keys)}
    asking = np.array([at[key] for key in touched], dtype=np.int64)
    points = np.asarray(shapely.points(x, y), dtype=object)
    near, found = shapely.STRtree(points).query(points[asking], predicate="dwithin", distance=SHARED_M + 1)
    one, other = asking[near], found
    metres = geodesic_m(degrees[one, 0], degrees[one, 1], degrees[other, 0], degrees[other, 1])
    asked = same_mast.asked_pairs(connection)
    gone = _dismantled(standing, rows)
    names = _operators(standing, rows)
    questions: dict[str, Row] = {}
    for first, second, apart in zip(one.tolist(), other.tolist(), metres.tolist(), strict=True):
        a, b = keys[first], keys[second]
        pair = (a, b) if a < b else (b, a)
        if a == b or pair in asked or a in gone or b in gone:
            continue
        reason = _reason(a, b, apart, rows, names)
        if reason:
            row = same_mast.question_row(
                a,
                b,
                reason,
                distance_m=round(apart, 2),
                evidence={key: _plain(rows.sharing[key]) for key in (a, b) if key in rows.sharing},
            )
            questions.setdefault(row["id"], row)
    return list(questions.values())


def _reason(a: str, b: str, apart: float, rows: Rows, names: dict[str, set[str]]) -> str:
    common = names.get(a, set()) & names.get(b, set())
    if common and any(a in rows.listed[code] and b in rows.listed[code] for code in common):
        return ""  # one list names both: two masts
    for here, there in ((a, b), (b, a)):
        said = rows.sharing.get(here, {})
        if set(said.get("shared_with", ())) & names.get(there, set()):
            return "shared_with"
        if said.get("sharing_code") in RENTED_MAST and names.get(there, set()) - names.get(here, set()):
            return "sharing_code"
    return "near" if apart <= NEAR_M else ""


def _operators(standing: Standing, rows: Rows) -> dict[str, set[str]]:
    names = {site: set(codes) for site, codes in standing.operators_of.items()}
    for operator, listed in rows.listed.items():
        for site in listed:
            names.setdefault(site, set()).add(operator)
    return names


def _dismantled(standing: Standing, rows: Rows) -> set[str]:
    states = {site: state for site, (_, state) in standing.structures.items()}
    for row in rows.structures.values():
        if "state" in row:
            states[row["site_id"]] = row["state"]
    return {site for site, state in states.items() if state == "dismantled"}


def _plain(said: Row) -> Row:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in said.items()}
