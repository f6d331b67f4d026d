"""Operators and owners of infrastructure, and the values that the office sets."""

import tomllib
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.ledger import Change
from registry.model.sites import Operator
from registry.provinces import DEFAULT, province
from registry.settings import DATA
from registry.store import ledger
from registry.store.tables import meta, office_settings, operators, owners

OWN_PROVINCE = "province"
"""Under which the register keeps the GSO code of its province."""


def known_operators(code: str = DEFAULT) -> list[dict[str, Any]]:
    """Return rows of the operators known from the start (``data/codes/operators.toml``).

    ``code`` is the register's province: a list may name an operator by its branch in any that it came from.
    """
    content = tomllib.loads((DATA / "codes" / "operators.toml").read_text(encoding="utf-8"))
    own = province(code)
    branches = tuple(dict.fromkeys((*(was.name for was in own.former), own.name)))
    return [
        {**entry, "code": operator, "ordinal": ordinal, "old_names": _branches(entry["old_names"], branches)}
        for ordinal, (operator, entry) in enumerate(content.items())
    ]


def _branches(names: list[str], provinces: tuple[str, ...]) -> list[str]:
    return [
        name.format(province=province)
        for name in names
        for province in (provinces if "{province}" in name else ("",))
    ]


def load_operators(connection: Connection) -> tuple[Operator, ...]:
    """Return all operators; the index of each is its ordinal, the bit of ``MastRows.networks``."""
    rows = connection.execute(sa.select(operators).order_by(operators.c.ordinal))
    return tuple(
        Operator(
            code=row.code,
            name=row.name,
            old_names=tuple(row.old_names or ()),
            awaited=row.awaited,
            colour=row.colour,
        )
        for row in rows
    )


def load_owners(connection: Connection) -> dict[str, dict[str, Any]]:
    """Return name -> row of every known owner."""
    rows = connection.execute(sa.select(owners).order_by(owners.c.name)).mappings()
    return {row["name"]: dict(row) for row in rows}


def operator_of(connection: Connection, organisation: str) -> str | None:
    """Return the operator whose rows an organisation's list holds, "" for an owner that is no operator.

    ``organisation`` is an operator's code, or the id or name of an owner; None where it is neither.
    """
    if organisation in {item.code for item in load_operators(connection)}:
        return organisation
    for owner in load_owners(connection).values():
        if organisation in (owner["id"], owner["name"]):
            return str(owner["operator"])
    return None


def organisation_names(connection: Connection) -> dict[str, str]:
    """Return the name of every operator by its code and of every owner by its id."""
    owned = {str(row["id"]): name for name, row in load_owners(connection).items()}
    return owned | {operator.code: operator.name for operator in load_operators(connection)}


def load_settings(connection: Connection) -> dict[str, Any]:
    """Return the values that the office has set."""
    return {row.key: row.value for row in connection.execute(sa.select(office_settings))}


def setting_change(connection: Connection, key: str, value: Any) -> Change:
    """Return the change that sets a value of the office; None takes it away."""
    return _value_change(connection, office_settings, key, value)


def load_meta(connection: Connection) -> dict[str, Any]:
    """Return what the register says about itself, such as ``demo`` (True: illustrative data)."""
    return {row.key: row.value for row in connection.execute(sa.select(meta))}


def meta_change(connection: Connection, key: str, value: Any) -> Change:
    """Return the change that sets what the register says about itself."""
    return _value_change(connection, meta, key, value)


def own_province(connection: Connection) -> str | None:
    """Return the GSO code of the province that the register was made for; None where it does not say."""
    code = load_meta(connection).get(OWN_PROVINCE)
    return code if isinstance(code, str) else None


def is_demo(connection: Connection) -> bool:
    """Whether the register holds illustrative data, which every page and export must say."""
    return load_meta(connection).get("demo") is True


def _value_change(connection: Connection, table: sa.Table, key: str, value: Any) -> Change:
    before = ledger.rows_by_key(connection, table, [key]).get(key)
    after = None if value is None else {**(before or {}), "key": key, "value": value}
    return Change(table.name, key, before, after)
