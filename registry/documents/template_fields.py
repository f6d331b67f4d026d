"""Which fields of the house's template of a letter an office's own one leaves out.

A template without them is filled as well as any; only what they would have said is then in no letter.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import nodes

from registry.documents.filling import environment
from registry.limited import run_child

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

_OWN_WORDS = frozenset({"letterhead.land", "ground_kinds"})
"""Words that a sentence is put in (tỉnh or thành phố): an office's own sentences have theirs."""
_LOOP = "loop"
"""Jinja's own: where a loop is, and nothing that a letter says."""


def fields_left_out(own: Path, house: Path) -> list[str]:
    """Return the names that the house's template has and an office's, already tried, does not; sorted.

    Of a value that stands in no place of the office's template its parts are not named besides.
    """
    task = "registry.documents.template_fields:named_in_child"
    named: list[str] = run_child(task, {"path": str(own.resolve())}, name=own.name)
    lacking = named_in(house) - set(named) - _OWN_WORDS
    return sorted(name for name in lacking if name.partition(".")[0] not in lacking - {name})


def named_in_child(request: dict[str, Any]) -> list[str]:
    """Do the child's part of ``fields_left_out``: what the office sent is opened there only."""
    return sorted(named_in(Path(request["path"])))


def named_in(template: Path) -> set[str]:
    """Return what a template names: values, and parts by their value (``annexes.title`` of any annex)."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(template.read_bytes()))
    document.init_docx()
    found: set[str] = set()
    for xml in _parts(document):
        _walk(environment().parse(document.patch_xml(xml)), {}, found)
    return found


def _parts(document: "DocxTemplate") -> Iterator[str]:
    yield document.get_xml()
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _key, part in document.get_headers_footers(uri):
            yield document.get_part_xml(part)


def _walk(node: Any, stands_for: dict[str, str], found: set[str]) -> None:
    """Note what a part of a template names; ``stands_for`` says of what value a loop's own name is a part."""
    if isinstance(node, nodes.For):
        _walk(node.iter, stands_for, found)
        targets = [
            one for one in (node.target, *node.target.find_all(nodes.Name)) if isinstance(one, nodes.Name)
        ]
        part_of = _value(node.iter, stands_for)
        stands_for = {**stands_for, **{one.name: part_of for one in targets}, _LOOP: ""}
        for child in (*node.body, *node.else_):
            _walk(child, stands_for, found)
        return
    value = _value(node, stands_for)
    if value:
        found.add(f"{value}.{node.attr}" if isinstance(node, nodes.Getattr) else value)
    for child in node.iter_child_nodes():
        _walk(child, stands_for, found)


def _value(node: Any, stands_for: dict[str, str]) -> str:
    """Return which value of the letter a name, or a part of a part of it, belongs to; "" for none."""
    while isinstance(node, nodes.Getattr | nodes.Getitem | nodes.Filter):
        node = node.node
    return stands_for.get(node.name, node.name) if isinstance(node, nodes.Name) else ""
