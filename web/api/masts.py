"""The masts of the register, page by page and one by one."""

import base64
import binascii
import datetime as dt
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from registry.columns import Level, stored_columns
from registry.errors import RefusalError
from registry.model.sign_in.tokens import Scope
from registry.services.register.changed_masts import changed_masts
from registry.services.register.disclosed_masts import site_for
from registry.services.register.mast_table import MastTable, mast_table
from registry.services.register.site_records import site_of_code
from web.api.operations import Asked, known_entry, operation, unusable
from web.frame.guard import READERS
from web.frame.office import context, registry
from web.frame.wording.appraised_rows import Model

MOST = 500
GROUP = "Masts"


class MastQuery(Model):
    """Which masts, and which page of them."""

    commune: Annotated[str, Field(max_length=20, description="Code of a commune.")] = ""
    carrier: Annotated[
        str, Field(max_length=20, description="Code of a carrier with a network on the mast.")
    ] = ""
    changed_since: Annotated[
        int | None,
        Field(ge=0, le=2**53, description="Only masts changed after this entry of the ledger (see `entry`)."),
    ] = None
    limit: Annotated[int, Field(ge=1, le=MOST, description="Rows of a page.")] = 100
    cursor: Annotated[str, Field(max_length=200, description="`next` of the page before.")] = ""


class Mast(Model):
    """A mast as a row: what the asker may see of it; null where nothing is known."""

    code: str
    operators: str | None
    mast_class: str | None
    height_m: float | None
    state: str | None
    commune_code: str | None
    commune: str | None
    lon: float | None
    lat: float | None
    accuracy_m: float | None
    owner: str | None
    defects: int | None


class MastPage(Model):
    """A page of masts. `entry` is the ledger's newest entry: ask for changes since it next time."""

    masts: list[Mast]
    total: int
    entry: int
    next: str | None


class StationSheet(Model):
    """One station of a mast: its technology, null where none is stated, and what lists say of it."""

    operator: str
    technology: str | None = None
    facts: dict[str, Any]


class StructureSheet(Model):
    """One structure of a mast with its stations."""

    facts: dict[str, Any]
    stations: list[StationSheet]


class MastSheet(Model):
    """One mast with all that the asker may see of it; the names are those of list-columns."""

    code: str
    lon: float | None
    lat: float | None
    commune_code: str | None
    facts: dict[str, Any]
    structures: list[StructureSheet]


@operation(
    "GET", "/masts", *READERS, scope=Scope.REGISTER, answers={200: MastPage}, group=GROUP, query=MastQuery
)
def list_masts(asked: Asked) -> MastPage:
    """List masts, page by page.

    Rows come in a fixed order; a mast that is added or taken away between two pages moves no other. Masts
    that left the register are not named: compare the codes with a full reading now and then.
    """
    query: MastQuery = asked.query
    entry = known_entry(query.changed_since or 0)
    table = mast_table(registry(), context(), asked.person)
    rows = _chosen(table, query)
    after = rows[_places(table, rows) > _read(query.cursor)] if query.cursor else rows
    part = after[: query.limit]
    more = len(after) > len(part)
    return MastPage(
        masts=_masts(table, part), total=len(rows), entry=entry,
        next=_written(int(_places(table, part)[-1])) if more else None,
    )  # fmt: skip


@operation("GET", "/masts/<code>", *READERS, scope=Scope.REGISTER, answers={200: MastSheet}, group=GROUP)
def get_mast(asked: Asked, code: str) -> MastSheet:
    """Return one mast with its stations, by its code of today or of before."""
    found = site_of_code(registry(), code)
    seen = found and site_for(found, asked.person)
    if not seen:
        raise RefusalError("API-UNKNOWN")
    return MastSheet(
        code=seen["code"], lon=seen["lon"], lat=seen["lat"], commune_code=seen["commune_code"] or None,
        facts=_facts(seen, Level.SITE),
        structures=[
            StructureSheet(
                facts=_facts(one, Level.STRUCTURE),
                stations=[
                    StationSheet(
                        operator=own["operator"],
                        technology=own.get("technology") or None,
                        facts=_facts(own, Level.STATION),
                    )
                    for own in one["stations"]
                ],
            )
            for one in seen["structures"]
        ],
    )  # fmt: skip


def _chosen(table: MastTable, query: MastQuery) -> Any:
    """Return the rows asked for; a code that names nothing is refused: no masts would be a wrong answer."""
    masts = table.masts
    wanted = np.ones(len(masts), dtype=bool)
    if query.commune:
        if query.commune not in table.communes and query.commune not in masts.commune_codes:
            raise unusable("commune", query.commune, "mã của một xã, phường trong sổ", "a commune's code")
        wanted &= np.array([code == query.commune for code in masts.commune_codes], dtype=bool)
    if query.carrier:
        if query.carrier not in masts.operators:
            known = ", ".join(masts.operators)
            raise unusable("carrier", query.carrier, f"một trong: {known}", f"one of: {known}")
        bit = 1 << masts.operators.index(query.carrier)
        wanted &= (masts.networks.astype(np.int64) & bit) != 0
    if query.changed_since is not None:
        changed = changed_masts(registry(), query.changed_since)
        wanted &= np.array([one in changed for one in masts.structures], dtype=bool)
    rows = np.flatnonzero(wanted)
    return rows[np.argsort(_places(table, rows), kind="stable")]


def _places(table: MastTable, rows: Any) -> Any:
    """Return by what rows are ordered: the number of the site, then the structure within it."""
    sites = table.masts.site.astype(np.int64)
    order = np.lexsort((np.array(table.masts.structures, dtype=np.str_), sites))
    first = np.ones(len(sites), dtype=bool)
    first[1:] = sites[order][1:] != sites[order][:-1]
    starts = np.maximum.accumulate(np.where(first, np.arange(len(sites)), 0)) if len(sites) else first
    within = np.empty(len(sites), dtype=np.int64)
    within[order] = np.arange(len(sites)) - starts
    return sites[rows] * 1000 + within[rows]


def _masts(table: MastTable, rows: Any) -> list[Mast]:
    names = [name for name in Mast.model_fields if name in table.columns]
    cells = {name: table.values(name, rows) for name in names}
    at = rows.tolist()
    return [
        Mast(**{
            **dict.fromkeys(Mast.model_fields), **{name: cells[name][index] for name in names},
            "commune_code": table.masts.commune_codes[row] or None,
        })
        for index, row in enumerate(at)
    ]  # fmt: skip


def _facts(row: dict[str, Any], level: Level) -> dict[str, Any]:
    """Return what lists say, by the names of their columns; what is not stated or not shown is left out."""
    found = {}
    for column in stored_columns(level):
        value = row.get(column.stored)
        if value not in (None, "", [], ()):
            found[column.name] = value.isoformat() if isinstance(value, dt.date) else value
    return found


def _written(place: int) -> str:
    return base64.urlsafe_b64encode(f"m{place}".encode()).decode().rstrip("=")


def _read(cursor: str) -> int:
    """Return where a page ended (``API-CURSOR``)."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError) as error:
        raise RefusalError("API-CURSOR") from error
    if not text.startswith("m") or not text[1:].isdecimal() or len(text) > 18:
        raise RefusalError("API-CURSOR")
    return int(text[1:])
