"""Masts read as columns, kept in step with the register: what the ledger names is read anew, no more."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, NamedTuple

import numpy as np
import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.mast_rows import MastRows
from registry.model.row_steps import GONE, Ints, RowStep
from registry.store.ledger_since import Changes, values_named
from registry.store.portions import portions
from registry.store.register.sites import (
    alias_rows,
    marked,
    open_pairs,
    plain_rows,
    read_columns,
    rows_asked_about,
)
from registry.store.tables import same_mast, site_aliases, sites, stations, structures

MAST_TABLES = frozenset(table.name for table in (sites, structures, stations, site_aliases, same_mast))
"""The tables that ``MastRows`` is read from, but for the operators, whose bits every row has."""
MOST_SITES = 5_000
"""So many sites are followed; beyond, everything is read anew."""
MOST_CODES = 20_000
"""So many codes may stand beside the books of codes before those are written anew."""
_OF_ALL = ("in_question", "asked_with", "aliases", "alias_of", "first_rows")
_COLUMNS = tuple(field.name for field in fields(MastRows) if field.name not in _OF_ALL)


class MastsNow(NamedTuple):
    """The masts after a step, and the step that their rows took."""

    masts: MastRows
    step: RowStep


def masts_after(connection: Connection, masts: MastRows, changes: Changes) -> MastsNow | None:
    """Return the masts as they are now, of which ``masts`` was read before ``changes``; None where so much
    changed that they are to be read anew. What did not change is shared by both."""
    touched = _sites_of(connection, changes)
    if len(touched) > MOST_SITES or masts.aliases.changes > MOST_CODES:
        return None
    found = read_columns(connection, sorted(touched))
    step = _step(masts, touched, found)
    columns = {name: step.column(getattr(masts, name), found[name]) for name in _COLUMNS}
    first: dict[str, int] = dict.fromkeys(touched, GONE)
    for row in step.fresh[::-1].tolist():
        first[columns["site_ids"][row]] = row
    now = None if step.in_place else step.number_now
    first_rows = masts.first_rows.moved(now, first)
    codes = _codes_of(connection, masts, touched, changes) | set(found["codes"].tolist())
    present: dict[str, int] = dict.fromkeys(codes, GONE)
    aliases = alias_rows(connection, first_rows, sorted(codes))
    of_operator = dict.fromkeys([*_called(changes), *((one, code) for one, code, _ in aliases)], GONE)
    for operator, code, row in reversed(aliases):  # the first of a code stands last, so that it stays
        if row != GONE:
            present[code] = of_operator[operator, code] = row
    present |= _own(connection, sorted(codes), first_rows)
    asked_with: Mapping[int, tuple[int, ...]]
    if same_mast.name in changes or _in_a_pair(connection, touched):
        pairs = open_pairs(connection)
        asked_with = rows_asked_about(pairs, columns["site_ids"], columns["codes"], first_rows)
    else:
        asked_with = _moved(masts.asked_with, step)
    return MastsNow(
        MastRows(
            **columns,
            in_question=masts.in_question
            if asked_with is masts.asked_with
            else marked(len(step.source), asked_with),
            asked_with=asked_with,
            aliases=masts.aliases.moved(now, present),
            alias_of=masts.alias_of.moved(now, of_operator),
            first_rows=first_rows,
        ),
        step,
    )


def _sites_of(connection: Connection, changes: Changes) -> set[str]:
    """Return the ids of the sites that changed, or on which something did."""
    found = {change.record for change in changes.get(sites.name, ())}
    found |= values_named(changes.get(structures.name, ()), "site_id")
    found |= values_named(changes.get(site_aliases.name, ()), "site_id")
    masts = sorted(values_named(changes.get(stations.name, ()), "structure_id"))
    for part in portions(masts):
        query = sa.select(structures.c.site_id).where(structures.c.id.in_(part))
        found.update(site for (site,) in plain_rows(connection, query))
    return found


def _step(masts: MastRows, touched: set[str], found: dict[str, Any]) -> RowStep:
    """Return the step from all rows to those now, where ``found`` are the rows of the touched sites now."""
    count, old = len(masts), _rows_of(masts, touched)
    was = dict(zip(masts.structure_ids[old].tolist(), old.tolist(), strict=True))
    source_of = np.array([was.get(one, GONE) for one in found["structure_ids"]], dtype=np.int64)
    if np.array_equal(source_of, old) and np.array_equal(masts.codes[old], found["codes"]):
        return RowStep(np.arange(count), old, count)
    kept = np.delete(np.arange(count), old)
    codes, ids = masts.codes[kept], masts.structure_ids[kept]
    places = []
    for code, identity in zip(found["codes"], found["structure_ids"], strict=True):
        start = bisect_left(codes, code)
        places.append(bisect_left(ids, identity, start, bisect_right(codes, code, start)))
    at = np.array(places, dtype=np.int64)
    fresh = at + np.arange(len(at))  # both are in the order of code and id
    source = np.insert(kept, at, GONE)
    source[fresh] = source_of
    return RowStep(source, fresh, count)


def _rows_of(masts: MastRows, touched: set[str]) -> Ints:
    """Return the rows of some sites, ascending."""
    found = []
    for site in touched:
        row = masts.first_rows.get(site, GONE)
        code = masts.codes[row] if row != GONE else ""
        while GONE < row < len(masts) and masts.codes[row] == code:
            if masts.site_ids[row] == site:
                found.append(row)
            row += 1
    return np.array(sorted(found), dtype=np.int64)


def _codes_of(connection: Connection, masts: MastRows, touched: set[str], changes: Changes) -> set[str]:
    """Return the codes that led to a touched site before, or may lead to one now."""
    rows = (masts.first_rows.get(site, GONE) for site in touched)
    found = {masts.codes[row] for row in rows if row != GONE}
    for table in (sites.name, site_aliases.name):
        found |= values_named(changes.get(table, ()), "code")
    for part in portions(sorted(touched)):
        query = sa.select(site_aliases.c.code).where(site_aliases.c.site_id.in_(part))
        found.update(code for (code,) in plain_rows(connection, query))
    return found


def _called(changes: Changes) -> list[tuple[str, str]]:
    """Return (operator, code) of the aliases that changed, as they were and as they are."""
    return [
        (str(image.get("operator", "")), str(image.get("code", "")))
        for change in changes.get(site_aliases.name, ())
        for image in (change.before, change.after)
        if image is not None
    ]


def _own(connection: Connection, codes: Sequence[str], first_rows: Any) -> dict[str, int]:
    """Return the first row of those of the codes that sites themselves bear."""
    found: dict[str, int] = {}
    for part in portions(codes):
        query = sa.select(sites.c.code, sites.c.id).where(
            sites.c.code.in_(part), sites.c.merged_into.is_(None)
        )
        for code, site in plain_rows(connection, query):
            row = first_rows.get(site, GONE)
            if row != GONE:
                found[code] = min(row, found.get(code, row))
    return found


def _moved(asked_with: Mapping[int, tuple[int, ...]], step: RowStep) -> Mapping[int, tuple[int, ...]]:
    if step.in_place:
        return asked_with
    now = step.number_now
    return {int(now[row]): tuple(now[list(others)].tolist()) for row, others in asked_with.items()}


def _in_a_pair(connection: Connection, touched: set[str]) -> bool:
    for part in portions(sorted(touched)):
        asked = sa.or_(same_mast.c.site_a.in_(part), same_mast.c.site_b.in_(part))
        if plain_rows(
            connection, sa.select(same_mast.c.id).where(asked, same_mast.c.state == "open").limit(1)
        ):
            return True
    return False
