"""By whose authority a letter is signed (quyền hạn ký): the head, KT., TL., TUQ. or TM.

By NĐ 30/2020/NĐ-CP Điều 13. The head of a body with one head signs under his post alone; his deputy signs
for him ("KT."), the head of a unit by his order ("TL.", with "KT." once more where that unit's deputy signs)
or by his written authority ("TUQ."). "TM." is for bodies that decide together, such as a People's Committee;
a Sở has one head.
"""

from collections.abc import Mapping
from typing import Any

from registry.errors import RefusalError

AUTHORITIES = ("", "KT", "TL", "TUQ", "TM")
"""As the setting keeps them; "": the post says it, so that a deputy signs KT. without being asked."""
AUTHORITY, HEAD_TITLE = "letter.authority", "letter.head_title"

_DEPUTY = "PHÓ "
_UNIT_HEADS = ("TRƯỞNG PHÒNG", "CHÁNH VĂN PHÒNG", "CHI CỤC TRƯỞNG", "TRƯỞNG BAN")
_COLLECTIVE = ("ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN", "UBND", "HỘI ĐỒNG", "BAN CHỈ ĐẠO", "BAN CHỈ HUY")


def signer_lines(authority: str, head_title: str, signer_title: str, office: str) -> list[str]:
    """Return what stands above the signature, line by line: ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]."""
    own = _own(signer_title)
    match authority:
        case "TL" | "TUQ":
            return [f"{authority}. {head_title}", *own]
        case "TM":
            return [f"TM. {office}", *own]
        case _:
            return own


def _own(title: str) -> list[str]:
    """Return a signer's post; a deputy's below that of the head for whom he signs."""
    if title.upper().startswith(_DEPUTY):
        return [f"KT. {title[len(_DEPUTY) :]}", title]
    return [title]


def check_authority(authority: str, head_title: str, signer_title: str, office: str) -> None:
    """Refuse an authority that the form does not know for such a signer (``LETTER-AUTHORITY-…``).

    ``-UNKNOWN``: none of the five. ``-KT``: "KT." for a post that is no deputy's. ``-ORDER``: "TL." or "TUQ."
    for the head himself, or for his deputy, who signs KT. ``-TM``: "TM." for a body that has one head.
    ``-UNIT``: the head of a unit, or his deputy, by his own post: a letter of the body is not his to sign.
    """
    title, head = signer_title.upper(), head_title.upper()
    if authority not in AUTHORITIES:
        raise RefusalError("LETTER-AUTHORITY-UNKNOWN", value=authority[:20])
    if authority == "KT" and not title.startswith(_DEPUTY):
        raise RefusalError("LETTER-AUTHORITY-KT", title=signer_title)
    if authority in ("TL", "TUQ") and title in (head, f"{_DEPUTY}{head}"):
        raise RefusalError("LETTER-AUTHORITY-ORDER", authority=authority, title=signer_title)
    of_unit = title.removeprefix(_DEPUTY).startswith(_UNIT_HEADS) and head not in title
    if authority in ("", "KT") and of_unit:
        raise RefusalError("LETTER-AUTHORITY-UNIT", title=signer_title, head=head_title)
    if authority == "TM" and not office.upper().startswith(_COLLECTIVE):
        raise RefusalError("LETTER-AUTHORITY-TM", office=office)


def lines_of(settings: Mapping[str, Any], head: Mapping[str, str]) -> list[str]:
    """Return the lines above the signature by the office's settings; ``head`` holds what letters carry."""
    authority = str(settings.get(AUTHORITY) or "")
    return signer_lines(authority, head["head_title"], head["signer_title"], head["office"])
