"""Sites, structures and stations: read as columns for the checks, and made as rows for the lists."""

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy import Connection

from registry.collector import paused_collector
from registry.model.code_rows import CodeRows
from registry.model.mast_rows import MastRows
from registry.model.row_steps import GONE
from registry.store.changes import stable_id
from registry.store.portions import portions
from registry.store.tables import ledger, operators, same_mast, site_aliases, sites, stations, structures

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Objects = npt.NDArray[np.object_]
Days = npt.NDArray[np.datetime64]


_PLACE = ("id", "code", "lon", "lat", "accuracy_m", "commune_code", "address")
_MAST = (
    "id", "site_id", "mast_class", "old_class", "form", "support", "mast_height_m", "top_agl_m", "owner",
    "designed_operators", "load_used_pct", "robust", "state", "built_on", "built_year_only", "dismantled_on",
)  # fmt: skip


def load_masts(connection: Connection) -> MastRows:
    """Read every structure that is not on a merged site; 200,000 of them in about two seconds."""
    with paused_collector():
        columns = read_columns(connection)
        first_of = first_rows_of(columns["site_ids"])
        aliases, alias_of = _aliases(connection, columns["codes"], first_of)
        first_rows = CodeRows(first_of)
        asked_with = rows_asked_about(
            open_pairs(connection), columns["site_ids"], columns["codes"], first_rows
        )
        return MastRows(
            **columns,
            in_question=marked(len(columns["codes"]), asked_with),
            asked_with=asked_with,
            aliases=CodeRows(aliases),
            alias_of=CodeRows(alias_of),
            first_rows=first_rows,
        )


def read_columns(connection: Connection, only: Sequence[str] | None = None) -> dict[str, Any]:
    """Read the columns of ``MastRows`` that each tell of one structure, of all sites or of ``only`` some.

    Sites and structures are read apart and joined here, which takes half the time of a join in SQL.
    """
    of_site = sites.c.merged_into.is_(None)
    places = columns_of(connection, sites, _PLACE, of_site, key=sites.c.id, only=only)
    masts = columns_of(connection, structures, _MAST, key=structures.c.site_id, only=only)
    row_of_place = dict(zip(places["id"], range(len(places["id"])), strict=True))
    at = map(row_of_place.get, masts["site_id"])
    codes = places["code"]
    found = [
        (codes[place], identity, place, row)
        for row, (identity, place) in enumerate(zip(masts["id"], at, strict=True))
        if place is not None
    ]
    found.sort()
    place_rows = np.array([item[2] for item in found], dtype=np.int64)
    mast_rows = np.array([item[3] for item in found], dtype=np.int64)
    place = {name: objects(values)[place_rows] for name, values in places.items()}
    mast = {name: objects(values)[mast_rows] for name, values in masts.items()}
    return {
        "structure_ids": mast["id"],
        "site_ids": mast["site_id"],
        "codes": place["code"],
        "lon": place["lon"].astype(np.float64),
        "lat": place["lat"].astype(np.float64),
        "accuracy_m": place["accuracy_m"].astype(np.float64),
        "commune_codes": place["commune_code"],
        "addresses": place["address"],
        "mast_classes": texts(mast["mast_class"]),
        "old_classes": texts(mast["old_class"]),
        "forms": texts(mast["form"]),
        "supports": texts(mast["support"]),
        "mast_height_m": mast["mast_height_m"].astype(np.float64),  # None becomes nan
        "top_agl_m": mast["top_agl_m"].astype(np.float64),
        "designed_operators": mast["designed_operators"].astype(np.float64),
        "load_used_pct": mast["load_used_pct"].astype(np.float64),
        "robust": np.equal(mast["robust"], True).astype(bool),
        "owners": mast["owner"],
        "states": mast["state"],
        "built_on": mast["built_on"].astype("datetime64[D]"),  # None becomes NaT
        "built_year_only": mast["built_year_only"].astype(bool),
        "dismantled_on": mast["dismantled_on"].astype("datetime64[D]"),
        "networks": _networks(connection, mast["id"], None if only is None else mast["id"].tolist()),
    }


def open_sites(connection: Connection) -> set[str]:
    """Return the ids of the sites about which a *same mast?* question is open."""
    return {site for pair in open_pairs(connection) for site in pair}


def both_stand() -> sa.ColumnElement[bool]:
    """Return the condition that both sites of a *same mast?* question are in the register.

    A list that was taken back takes its sites along; what a later list had asked about them rests, and is
    asked again where they come back.
    """
    return sa.and_(
        *(sa.exists().where(sites.c.id == side) for side in (same_mast.c.site_a, same_mast.c.site_b))
    )


def open_pairs(connection: Connection) -> list[tuple[str, str]]:
    """Return the pairs of sites (ids) about which a *same mast?* question is open."""
    query = sa.select(same_mast.c.site_a, same_mast.c.site_b)
    query = query.where(same_mast.c.state == "open", both_stand())
    return [(one, other) for one, other in connection.execute(query.order_by(same_mast.c.id))]


def first_rows_of(site_ids: Objects) -> dict[str, int]:
    """Return the first row of each site."""
    return dict(zip(site_ids[::-1].tolist(), range(len(site_ids) - 1, -1, -1), strict=True))


def rows_asked_about(
    pairs: list[tuple[str, str]], site_ids: Objects, codes: Objects, first_rows: Mapping[str, int]
) -> dict[int, tuple[int, ...]]:
    """Return, by row, the rows of the sites that its site may be the same as (those may have none)."""
    rows = {
        site: _rows_of(site, site_ids, codes, first_rows)
        for site in {site for pair in pairs for site in pair}
    }
    found: dict[int, list[int]] = {}
    for one, other in pairs:
        for here, there in ((one, other), (other, one)):
            for row in rows[here]:
                found.setdefault(row, []).extend(rows[there])
    return {row: tuple(others) for row, others in found.items()}


def _rows_of(site: str, site_ids: Objects, codes: Objects, first_rows: Mapping[str, int]) -> list[int]:
    """Return the rows of a site: among those of its code, which another site may bear too."""
    row = first = first_rows.get(site, len(codes))
    found = []
    while row < len(codes) and codes[row] == codes[first]:
        if site_ids[row] == site:
            found.append(row)
        row += 1
    return found


def marked(count: int, rows: Iterable[int]) -> Bools:
    """Return ``count`` booleans, true at some rows."""
    found = np.zeros(count, dtype=bool)
    found[list(rows)] = True
    return found


def codes_of(connection: Connection) -> dict[tuple[str, str], str]:
    """Return (operator, code) -> site id of every alias, and ("", code) of every site that is not merged.

    An alias of a merged site leads to the site that it was merged into, because merging moves aliases.
    """
    found = {("", code): site for site, code in connection.execute(
        sa.select(sites.c.id, sites.c.code).where(sites.c.merged_into.is_(None))
    )}  # fmt: skip
    rows = connection.execute(
        sa.select(site_aliases.c.operator, site_aliases.c.code, site_aliases.c.site_id).order_by(
            site_aliases.c.former.desc()
        )
    )
    found.update({(operator, code): site for operator, code, site in rows})
    return found


def first_entered(connection: Connection, aliases: Sequence[str]) -> dict[str, int]:
    """Return by alias the number of the ledger's entry that made it; the last where it was made anew."""
    found: dict[str, int] = {}
    for part in portions(aliases):
        query = (
            sa.select(ledger.c.record, sa.func.max(ledger.c.seq))
            .where(
                ledger.c.table_name == site_aliases.name, ledger.c.before.is_(None), ledger.c.record.in_(part)
            )
            .group_by(ledger.c.record)
        )
        found.update({record: int(seq) for record, seq in connection.execute(query)})
    return found


def site_id(operator: str, code: str) -> str:
    """Return the id that a site gets when a list of ``operator`` first names it by ``code``."""
    return stable_id("site", operator, code)


def structure_id(site: str, ordinal: int = 1) -> str:
    """Return the id of the n-th structure on a site."""
    return stable_id("structure", site, str(ordinal))


def station_id(structure: str, operator: str, technology: str = "") -> str:
    """Return the id of an operator's station of one technology ("" where the list names none)."""
    return stable_id("station", structure, operator, technology)


def alias_row(
    site: str, operator: str, code: str, *, listed: dt.date | None = None, former: bool = False
) -> dict[str, Any]:
    """Return the row of an operator's own code for a site; ``listed`` is the date of the list naming it."""
    return {
        "id": stable_id("alias", site, operator, code),
        "site_id": site,
        "operator": operator,
        "code": code,
        "former": former,
        "first_listed": listed,
        "last_listed": listed,
    }


def _aliases(
    connection: Connection, codes: Objects, first_of: Mapping[str, int]
) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    found = [item for item in alias_rows(connection, first_of) if item[2] != GONE]
    found.reverse()  # the first of a code stands last, so that it stays
    aliases = {code: row for _operator, code, row in found}
    alias_of = {(operator, code): row for operator, code, row in found}
    aliases.update(zip(codes[::-1].tolist(), range(len(codes) - 1, -1, -1), strict=True))
    return aliases, alias_of


def alias_rows(
    connection: Connection, first_of: Mapping[str, int], codes: Sequence[str] | None = None
) -> list[tuple[str, str, int]]:
    """Return (operator, code, row) of aliases, present ones before former ones: of some ``codes``, or all.

    The row is the first of the site, GONE where it has none.
    """
    query = sa.select(site_aliases.c.operator, site_aliases.c.code, site_aliases.c.site_id).order_by(
        site_aliases.c.former, site_aliases.c.operator, site_aliases.c.code, site_aliases.c.id
    )
    read = [
        row
        for narrowed in _narrowed(query, site_aliases.c.code, codes)
        for row in plain_rows(connection, narrowed)
    ]
    return [(operator, code, first_of.get(site, GONE)) for operator, code, site in read]


def _networks(connection: Connection, structure_ids: Objects, only: Sequence[str] | None) -> Ints:
    query = sa.select(stations.c.structure_id, operators.c.ordinal).join(
        operators, operators.c.code == stations.c.operator
    )
    row_of = dict(zip(structure_ids.tolist(), range(len(structure_ids)), strict=True))
    masks = np.zeros(len(row_of), dtype=np.int64)
    for narrowed in _narrowed(query, stations.c.structure_id, only):
        read = plain_rows(connection, narrowed)
        rows = [row_of.get(mast, -1) for mast, _ in read]
        if rows:
            at, bits = np.array(rows, dtype=np.int64), np.array([bit for _, bit in read], dtype=np.int64)
            np.bitwise_or.at(masks, at[at >= 0], np.left_shift(np.int64(1), bits[at >= 0]))
    return masks


def _narrowed(
    query: sa.Select[Any], column: sa.ColumnElement[Any], only: Sequence[str] | None
) -> Iterator[sa.Select[Any]]:
    """Yield a query of all, or in portions of those whose ``column`` is one of ``only``."""
    if only is None:
        yield query
    else:
        yield from (query.where(column.in_(part)) for part in portions(only))


def plain_rows(connection: Connection, query: sa.Select[Any]) -> list[tuple[Any, ...]]:
    """Return plain tuples of the driver: no result processing, which half a million values would feel.

    Days come as ISO text from SQLite and as dates from PostgreSQL; numpy reads both.
    """
    compiled = query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    with contextlib.closing(connection.exec_driver_sql(str(compiled))) as result:
        return [] if result.cursor is None else list(result.cursor.fetchall())


def columns_of(
    connection: Connection,
    table: sa.Table,
    names: Iterable[str],
    condition: sa.ColumnElement[bool] | None = None,
    *,
    key: sa.ColumnElement[Any] | None = None,
    only: Sequence[str] | None = None,
) -> dict[str, tuple[Any, ...]]:
    """Return columns of a table by name, all in one order, as the driver gives them (``plain_rows``).

    Rows that fit a ``condition``, and whose ``key`` is one of ``only``; without them, all.
    """
    names = tuple(names)
    query = sa.select(*(table.c[name] for name in names))
    query = query if condition is None else query.where(condition)
    asked = (query,) if key is None else _narrowed(query, key, only)
    rows = [row for part in asked for row in plain_rows(connection, part)]
    values = zip(*rows, strict=True) if rows else ((),) * len(names)
    return dict(zip(names, values, strict=True))


def objects(values: Sequence[Any]) -> Objects:
    """Return values as an array of objects, whatever they are."""
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def texts(values: Objects) -> Objects:
    """Return texts, "" in the place of None."""
    return objects([value or "" for value in values])
