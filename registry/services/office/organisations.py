"""Operators and the owners of masts, as pages name and offer them."""

from typing import NamedTuple

from registry.services.office.registry import Registry
from registry.store.office.operators import load_operators, load_owners


class Organisation(NamedTuple):
    """An operator or the owner of masts, as a form offers it."""

    code: str
    name: str


def organisations(registry: Registry) -> list[Organisation]:
    """Return the operators, then the owners that are no operator by their ids."""
    with registry.database.read() as connection:
        operators = [Organisation(item.code, item.name) for item in load_operators(connection)]
        owners = [
            Organisation(str(row["id"]), name)
            for name, row in load_owners(connection).items()
            if not row["operator"]
        ]
    return operators + owners


def responsible(registry: Registry) -> list[Organisation]:
    """Return the operators, then the owners that are no operator by the name that masts and defects bear."""
    operators = operator_names(registry)
    return [
        one if one.code in operators else Organisation(one.name, one.name) for one in organisations(registry)
    ]


def operator_names(registry: Registry) -> dict[str, str]:
    """Return the operators' names by code, in their order."""
    with registry.database.read() as connection:
        return {item.code: item.name for item in load_operators(connection)}
