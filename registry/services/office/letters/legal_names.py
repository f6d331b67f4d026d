"""The legal names of carriers and owners (tên pháp nhân), to whom letters are addressed ("Kính gửi: …").

The office states them (setting ``letter.legal_names``, by the operator's code or the owner's id). Where it
has not, letters carry the register's name and the settings page says "chưa đặt". ``proposed_names`` are names
that are known in general, to be compared with the enterprise's papers before they are taken.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from registry.provinces import province
from registry.services.office.organisations import organisations
from registry.services.office.registry import Registry
from registry.settings import DATA
from registry.store.database import Connection
from registry.store.office.operators import load_settings, organisation_names

LEGAL_NAMES = "letter.legal_names"


@dataclass(frozen=True, slots=True)
class Named:
    """A carrier or owner: the register's name, the legal name as stated ("": not yet) and proposed ones."""

    code: str
    name: str
    legal: str
    proposed: tuple[str, ...] = ()


def legal_names(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the legal names that the office stated, by operator's code or owner's id."""
    found = settings.get(LEGAL_NAMES)
    return {str(code): str(name) for code, name in found.items()} if isinstance(found, dict) else {}


def addressed(connection: Connection) -> dict[str, str]:
    """Return the name to which letters go, by operator's code and owner's id: the legal one where stated."""
    return organisation_names(connection) | legal_names(load_settings(connection))


@cache
def proposed_names() -> dict[str, tuple[str, ...]]:
    """Return the names proposed for the known operators (``data/codes/legal_names.toml``), by their code.

    ``{province}`` in them is the name of the register's province.
    """
    content = tomllib.loads((DATA / "codes" / "legal_names.toml").read_text(encoding="utf-8"))
    return {code: tuple(entry["proposed"]) for code, entry in content.items()}


def named(registry: Registry) -> list[Named]:
    """Return every operator and owner with its names, for the settings page."""
    with registry.database.read() as connection:
        stated = legal_names(load_settings(connection))
    here = province(registry.settings.province).name
    proposed = {
        code: tuple(name.format(province=here) for name in names) for code, names in proposed_names().items()
    }
    return [
        Named(one.code, one.name, stated.get(one.code, ""), proposed.get(one.code, ()))
        for one in organisations(registry)
    ]
