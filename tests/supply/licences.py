"""A package's licence, and whether the product may use it (``requirements/licences.toml``)."""

import importlib.metadata
import re
import tomllib
from functools import cache
from typing import Any

from tests.supply.locks import ROOT, Package

_WORD = re.compile(r"[^\s()]+")


@cache
def book() -> dict[str, Any]:
    """Return the allowed licences, the words that are read as one, and the packages with reasons."""
    return tomllib.loads((ROOT / "requirements" / "licences.toml").read_text(encoding="utf-8"))


def licence_of(package: Package) -> str:
    """Return a package's licence as an SPDX expression; "" where nothing says it."""
    if named := book()["packages"].get(package.name):
        return str(named["licence"])
    return package.licence or own_words(package.name)


def own_words(name: str) -> str:
    """Return what an installed package says of its licence, as an SPDX expression; "" where it says none."""
    try:
        about = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
    if expression := about.get("License-Expression"):
        return str(expression)
    known = {*book()["allowed"]}
    said = [(about.get("License") or "").strip()]
    said += [
        one.split("::")[-1].strip() for one in about.get_all("Classifier") or [] if one.startswith("License")
    ]
    read = (book()["read"].get(one, one) for one in said)
    return next((one for one in read if one in known), "")


def forbidden(expression: str) -> set[str]:
    """Return the licences of an expression that are not allowed; of alternatives one that is, is enough."""
    allowed = set(book()["allowed"])
    if not expression:
        return {"?"}
    left = {word for word in _WORD.findall(expression) if word not in {"AND", "OR", "WITH"}} - allowed
    if not left or "(" in expression or " AND " in expression:
        return left
    alternatives = expression.split(" OR ")
    return set() if any(one in allowed for one in alternatives) else left
