"""Several native modules as one script: for a file that stands alone, and for the page that everybody opens
first, which would ask for some fifty of them one by one.

There is no build step: the script is put together from the modules as they are, each in a function of its
own that returns what it exports.
"""

import posixpath
import re
from collections.abc import Iterable
from functools import cache, partial
from typing import TYPE_CHECKING

from registry.errors import WrongCallError
from web.frame.scripts import STATIC

if TYPE_CHECKING:
    from web.frame.data_answer import Payload

_IMPORT = re.compile(r'^import (?:\{([^}]*)\}|\* as (\w+)) from "((?:\.{1,2}/)+[\w/]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function\*?|class|const|let) (\w+)", re.MULTILINE)
_WAITS = re.compile(r"^(?=\S).*\bawait\b", re.MULTILINE)


def bundle(names: Iterable[str]) -> str:
    """Return modules below ``static/js`` (without ``.js``, in the order in which they need each other) as one
    module. WrongCallError names what cannot be put inside.
    """
    parts = []
    for name in names:
        source = _source(name)
        exported = [found.group(2) for found in _EXPORT.finditer(source)]
        source = _IMPORT.sub(partial(_taken, posixpath.dirname(name)), source)
        source = _EXPORT.sub(r"\1 \2", source)
        left = [line for line in source.splitlines() if line.startswith(("import ", "export "))]
        if left:
            raise WrongCallError(f"{name}.js cannot be put inside a file: {left[0]}")
        opens, closes = ("await (async () => {", "})()") if _WAITS.search(source) else ("(() => {", "})()")
        parts.append(
            f"const {_known('', name)} = {opens}\n{source}\nreturn {{ {', '.join(exported)} }};\n{closes};"
        )
    return "\n".join(parts)


def in_order(name: str) -> tuple[str, ...]:
    """Return a module and all that it imports, each after those that it needs. WrongCallError for a
    circle."""
    ordered: list[str] = []
    under_way: list[str] = []

    def visit(one: str) -> None:
        if one in under_way:
            raise WrongCallError(f"a circle of imports: {' > '.join([*under_way, one])}")
        if one in ordered:
            return
        under_way.append(one)
        for found in _IMPORT.finditer(_source(one)):
            visit(posixpath.normpath(posixpath.join(posixpath.dirname(one), found.group(3))))
        ordered.append(under_way.pop())

    visit(name)
    return tuple(ordered)


@cache
def script_payload(name: str) -> "Payload":
    """Return a module with all that it imports as one script, as it is sent."""
    from web.frame.data_answer import payload

    return payload(bundle(in_order(name)).encode(), "text/javascript")


def _source(name: str) -> str:
    return (STATIC / "js" / f"{name}.js").read_text(encoding="utf-8")


def _taken(folder: str, found: re.Match[str]) -> str:
    names = re.sub(r"(\w+) as (\w+)", r"\1: \2", found.group(1)) if found.group(1) else ""
    wanted = f"{{{names}}}" if found.group(1) else found.group(2)
    return f"const {wanted} = {_known(folder, found.group(3))};"


def _known(folder: str, address: str) -> str:
    """Return the name by which a module is known inside the script, from its address as ``folder`` writes
    it."""
    return posixpath.normpath(posixpath.join(folder, address)).replace("/", "_")
