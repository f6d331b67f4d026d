"""Whose a mast is by what is written there as its owner: an operator by its branch's name, too."""

from collections.abc import Mapping
from typing import Any

from registry.model.operator_names import SHORTEST_BEGINNING, is_branch, plain
from registry.store.database import Connection
from registry.store.office.operators import load_operators, load_owners


class Organisations:
    """Who answers for a mast: its owner where that is known, else the network whose code the site bears."""

    def __init__(self, connection: Connection) -> None:
        self._names: dict[str, str] = {}
        for operator in load_operators(connection):
            for name in (operator.code, operator.name, *operator.old_names):
                self._names[plain(name)] = operator.code
        self._operators = frozenset(self._names.values())
        owned: Mapping[str, Mapping[str, Any]] = load_owners(connection)
        for name, row in owned.items():
            for alias in (name, *(row["aliases"] or ())):
                self._names[plain(alias)] = row["operator"] or name
        long = [(name, code) for name, code in self._names.items() if len(name) >= SHORTEST_BEGINNING]
        self._prefixes = sorted(long, key=lambda item: -len(item[0]))
        self._known: dict[str, str] = {}

    def of(self, owner: str, networks: tuple[str, ...], alias: str) -> str:
        """Return the operator's code or owner's name; "" where nobody is known.

        ``owner`` is as written ("Viettel Bắc Giang" is Viettel), ``alias`` the operator whose code the site
        bears. An owner that the register does not know answers under its own name, and so does a branch of an
        owner that is no operator: what such an owner sees follows from its whole name. So does a text
        that names an operator and somebody else, or says that one rents ("VNPT thuê của Viettel").
        """
        written = owner.strip()
        if written:
            if written not in self._known:
                self._known[written] = self._named(written)
            return self._known[written]
        return alias or (networks[0] if len(networks) == 1 else "")

    def _named(self, written: str) -> str:
        folded = plain(written)
        if folded in self._names:
            return self._names[folded]
        for name, code in self._prefixes:
            if folded.startswith(f"{name} "):
                others = (other for other, whose in self._names.items() if whose != code)
                branch = code in self._operators and is_branch(folded.removeprefix(name), others)
                return code if branch else written
        return written
