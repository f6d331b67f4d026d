"""Licences under which an office may open data: which one is the office's to decide, set by set.

A licence is known to programs by its address. The words of the office (the terms of a decision) stand beside
it and may say more; without a licence they stand alone.
"""

from typing import NamedTuple
from urllib.parse import urlsplit

from registry.errors import RefusalError
from registry.messages import Words
from registry.typed_text import line_within


class Licence(NamedTuple):
    """A licence of the list: the name by which a form has it, its address, and what it says in a line."""

    name: str
    address: str
    words: Words


LISTED = (
    Licence(
        "cc-by",
        "https://creativecommons.org/licenses/by/4.0/",
        Words("CC BY 4.0: dùng tự do, ghi nguồn", "CC BY 4.0: free use, name the source"),
    ),
    Licence(
        "cc0",
        "https://creativecommons.org/publicdomain/zero/1.0/",
        Words("CC0 1.0: dùng tự do, không điều kiện", "CC0 1.0: free use, no condition"),
    ),
    Licence(
        "odc-by",
        "https://opendatacommons.org/licenses/by/1-0/",
        Words("ODC-By 1.0: cơ sở dữ liệu, ghi nguồn", "ODC-By 1.0: databases, name the source"),
    ),
    Licence(
        "odbl",
        "https://opendatacommons.org/licenses/odbl/1-0/",
        Words(
            "ODbL 1.0: ghi nguồn, bản sửa cũng phải mở",
            "ODbL 1.0: name the source, keep open what is made of it",
        ),
    ),
)
USUAL = LISTED[0]
"""What the form offers first; nothing has it until the office says so."""

LONGEST = 200


def listed(address: str) -> Licence | None:
    """Return the licence of the list that has an address; None for any other."""
    return next((one for one in LISTED if one.address == address), None)


def licence_of(typed: str) -> str:
    """Return a licence's address as it was chosen by name or typed, "" for none (``OPEN-DATA-LICENCE``)."""
    found = line_within(typed, LONGEST)
    found = next((one.address for one in LISTED if one.name == found), found)
    parts = urlsplit(found)
    whole = parts.scheme in ("https", "http") and "." in parts.netloc and not set(found) & set(' <>"{}|\\^`')
    if found and not whole:
        raise RefusalError("OPEN-DATA-LICENCE", value=found)
    return found
