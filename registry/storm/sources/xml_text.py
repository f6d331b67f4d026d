"""XML from outside as a tree: no document type, no entities, not too deep, names without their namespace."""

from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from registry.errors import RefusalError

MOST_ELEMENTS = 50_000
LONGEST = 4_000_000  # characters


def tree_of(text: str) -> Element:
    """Return the root of an XML text, its tags bare; refused (``TRACK-XML``) where it is no plain XML."""
    if len(text) > LONGEST:
        raise RefusalError("TRACK-TOO-LARGE", size=len(text), limit=LONGEST)
    try:
        root: Any = fromstring(text.lstrip(), forbid_dtd=True)
    except ParseError as error:
        raise RefusalError("TRACK-XML", line=error.position[0]) from error
    except (DefusedXmlException, ValueError) as error:
        raise RefusalError("TRACK-XML", line=1) from error
    for count, element in enumerate(root.iter()):
        if count > MOST_ELEMENTS:
            raise RefusalError("TRACK-TOO-LARGE", size=count, limit=MOST_ELEMENTS)
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    found: Element = root
    return found


def text_in(element: Element, path: str) -> str:
    """Return the text of the first element below at a path, without blanks around it; "" for none."""
    return (element.findtext(path) or "").strip()
