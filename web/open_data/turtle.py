"""Turtle of a tree of JSON-LD whose context stands at its head (``dcat``): the same statements, one each.

Only what our own trees are made of is known: prefixes, language maps, typed texts, addresses, nodes with and
without an address. The tests read both with another program and hold them to the same graph.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from web.open_data.dcat import Node

_NOT_IN_ADDRESSES = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def turtle(tree: Node) -> str:
    """Return the tree as Turtle, its nodes with an address one after the other."""
    writer = _Writer(tree["@context"])
    waiting = [{name: value for name, value in tree.items() if name != "@context"}]
    lines = [f"@prefix {name}: {_address(value)} ." for name, value in writer.prefixes.items()]
    while waiting:
        node = waiting.pop(0)
        said = " ;\n    ".join(writer.statements(node, waiting))
        if said:
            lines.append(f"\n{_address(node['@id'])}\n    {said} .")
    return "\n".join(lines) + "\n"


class _Writer:
    def __init__(self, context: Node) -> None:
        self.prefixes = {name: value for name, value in context.items() if isinstance(value, str)}
        self.terms = {name: value for name, value in context.items() if not isinstance(value, str)}

    def statements(self, node: Node, waiting: list[Node]) -> Iterator[str]:
        """Yield what is said of a node; nodes with an address of their own are left for later."""
        for name, value in node.items():
            if name == "@id":
                continue
            if name == "@type":
                yield f"a {value}"
                continue
            term = self.terms.get(name, {})
            for said in self._values(value, term, waiting):
                yield f"{term.get('@id', name)} {said}"

    def _values(self, value: Any, term: Node, waiting: list[Node]) -> Iterator[str]:
        if isinstance(value, dict) and term.get("@container") == "@language":
            for language, texts in value.items():
                for text in texts if isinstance(texts, list) else [texts]:
                    yield f"{_text(text)}@{language}"
        elif isinstance(value, list):
            for one in value:
                yield from self._values(one, term, waiting)
        elif isinstance(value, dict) and "@id" in value:
            waiting.append(value)
            yield _address(value["@id"])
        elif isinstance(value, dict):
            yield f"[ {' ; '.join(self.statements(value, waiting))} ]"
        elif term.get("@type") == "@id":
            yield _address(value)
        elif "@type" in term:
            yield f"{_text(value)}^^{term['@type']}"
        else:
            yield _text(value) if isinstance(value, str) else json.dumps(value)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _address(value: str) -> str:
    return f"<{_NOT_IN_ADDRESSES.sub(lambda found: f'%{ord(found.group()):02X}', value)}>"
