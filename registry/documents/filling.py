"""Fill a template (mẫu văn bản) with plain values: a .docx with Jinja tags in, a .docx out.

A template may come from the office, so it runs in Jinja's sandbox with no functions, a short list of filters
and no way to multiply text; values are escaped, and what they hold is never read as a tag. No sandbox knows
how long a loop will be or how much text it joins: all but the house's own templates are filled in the limited
child process.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from registry.errors import DAMAGED_ZIP, RefusalError
from registry.limited import run_child

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

HOUSE = "house"
"""The folder of the house's own templates, which only ``documents.templates`` writes."""

WALL_S = 60.0
LARGEST_MADE = 64 * 1024 * 1024
LARGEST_BYTES = 10 * 1024 * 1024
LARGEST_UNPACKED = 50 * 1024 * 1024
_FILTERS = ("e", "escape", "upper", "lower", "title", "default", "length", "join", "first", "last", "trim")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not allowed in XML
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIGNS = (("{{", "}}"), ("{%", "%}"), ("{#", "#}"))
_NO_FIELD = re.compile(r"^'([^']+)' is undefined$|has no attribute '([^']+)'$")
_CONTENT = {f"{_W}{name}" for name in ("t", "drawing", "pict", "object", "br", "fldSimple")}
_LINKED_OUT = re.compile(
    rb"(?:attachedTemplate|oleObject|frame|image|subDocument)\"[^>]*TargetMode=\"External\""
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG in a document, ``width_mm`` wide."""

    png: bytes
    width_mm: float


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, _context: Any, operator: str, _left: Any, _right: Any) -> Any:
        raise SecurityError(f"operator {operator}")


def environment() -> _Sandbox:
    """Return what templates are read and filled by."""
    found = _Sandbox(autoescape=True, undefined=jinja2.StrictUndefined)
    found.globals.clear()  # no range, no cycler, no namespace
    found.filters = {name: found.filters[name] for name in _FILTERS}
    return found


def fill(template: Path, values: Mapping[str, Any]) -> bytes:
    """Return the document that a template and its values (texts, numbers, lists, ``Picture``) make.

    Refused where the template is no plain .docx (``LETTER-TEMPLATE-NOT-READ``), asks for what the sandbox
    forbids (``LETTER-TEMPLATE-REFUSED``), names a value that there is not (``LETTER-TEMPLATE-FIELD``), opens
    a tag and does not close it (``LETTER-TEMPLATE-OPEN``), has nothing to fill in
    (``LETTER-TEMPLATE-NO-FIELDS``), is wrong otherwise (``LETTER-TEMPLATE-WRONG``), or
    needs more time, memory or pages than a letter can (``LETTER-TEMPLATE-TOO-MUCH``).
    """
    if template.parent.name == HOUSE:
        return _filled(template, template.name, values)
    request = {"path": str(template.resolve()), "values": dict(values)}
    try:
        made: bytes = run_child(
            "registry.documents.filling:fill_in_child", request, name=template.name, wall_s=WALL_S
        )
    except RefusalError as refusal:
        if refusal.code.startswith("LETTER-"):
            raise
        raise RefusalError("LETTER-TEMPLATE-TOO-MUCH", name=template.name) from refusal
    return made


def fill_in_child(request: dict[str, Any]) -> bytes:
    """Do the child's part of ``fill``."""
    made = _filled(Path(request["path"]), request["name"], request["values"])
    if len(made) > LARGEST_MADE:
        raise RefusalError("LETTER-TEMPLATE-TOO-MUCH", name=request["name"])
    return made


def _filled(template: Path, name: str, values: Mapping[str, Any]) -> bytes:
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate

    content = _checked(template, name)
    try:
        document = DocxTemplate(io.BytesIO(content))
        document.init_docx()
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:  # lxml's are syntax errors
        raise RefusalError("LETTER-TEMPLATE-NOT-READ", name=name) from error
    if template.parent.name != HOUSE:
        _check_tags(document, name)
    try:
        document.render(_prepared(values, document), jinja_env=environment())
        _end_where_it_ends(document)
        made = io.BytesIO()
        document.save(made)
    except SecurityError as error:
        raise RefusalError("LETTER-TEMPLATE-REFUSED", name=name, reason=str(error)) from error
    except jinja2.UndefinedError as error:
        raise _undefined(error, name) from error
    except (
        jinja2.TemplateError,
        TypeError,
        ValueError,
        ArithmeticError,
        AttributeError,
        LookupError,
        SyntaxError,
        RecursionError,
    ) as error:
        raise RefusalError("LETTER-TEMPLATE-WRONG", name=name, reason=str(error)) from error
    return made.getvalue()


def _undefined(error: jinja2.UndefinedError, name: str) -> RefusalError:
    found = _NO_FIELD.search(str(error))
    if found is None:
        return RefusalError("LETTER-TEMPLATE-WRONG", name=name, reason=str(error))
    return RefusalError("LETTER-TEMPLATE-FIELD", name=name, field=found.group(1) or found.group(2))


def _check_tags(document: "DocxTemplate", name: str) -> None:
    """Refuse a tag that its paragraph does not close, which would take the text after it along.

    A template without any tag is refused too: each letter by it would say the same to everybody.
    """
    parts = [document.docx.element.body]
    for section in document.docx.sections:
        parts += [section.header._element, section.footer._element]
    fields = 0
    for part in parts:
        for paragraph in part.iter(f"{_W}p"):
            text = "".join(item.text or "" for item in paragraph.iter(f"{_W}t"))
            if any(text.count(opened) != text.count(closed) for opened, closed in _SIGNS):
                raise RefusalError("LETTER-TEMPLATE-OPEN", name=name, text=text.strip()[:80])
            fields += any(opened in text for opened, _closed in _SIGNS[:2])
    if not fields:
        raise RefusalError("LETTER-TEMPLATE-NO-FIELDS", name=name)


def _end_where_it_ends(document: "DocxTemplate") -> None:
    """Take away a last section in which nothing stands: a letter without annexes has no page for them."""
    body = document.docx.element.body
    empty: list[Any] = []
    for item in reversed(body[:-1]):
        ends = item.find(f"{_W}pPr/{_W}sectPr")
        if ends is not None:
            body.replace(body[-1], ends)
            for one in (*empty, item):
                body.remove(one)
            return
        if item.tag != f"{_W}p" or any(found.tag in _CONTENT for found in item.iter()):
            return
        empty.append(item)


def _checked(template: Path, name: str) -> bytes:
    """Return the bytes of a template after looking for macros, links to the outside and bombs."""
    refused = RefusalError("LETTER-TEMPLATE-NOT-READ", name=name)
    try:
        if template.stat().st_size > LARGEST_BYTES:
            raise refused
        content = template.read_bytes()
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
                raise refused
            for entry in entries:
                if "vbaProject" in entry.filename:
                    raise refused
                if entry.filename.endswith(".rels") and _LINKED_OUT.search(package.read(entry)):
                    raise refused
    except (OSError, *DAMAGED_ZIP) as error:
        raise refused from error
    return content


def _prepared(value: Any, document: "DocxTemplate") -> Any:
    if isinstance(value, Picture):
        from docx.shared import Mm
        from docxtpl import InlineImage

        return InlineImage(document, io.BytesIO(value.png), width=Mm(value.width_mm))
    if isinstance(value, str):
        return _ILLEGAL.sub("", value)
    if isinstance(value, Mapping):
        return {key: _prepared(item, document) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_prepared(item, document) for item in value]
    return value
