"""What a thing of a drawing without a name is called: its kind and its number in the drawing's order.

It is kept in Vietnamese, with the findings and in the letter; ``said`` says it in the reader's language.
"""

import re

from registry.messages import Language, Words
from registry.model.designs.contents import ThingKind

_KINDS = {
    ThingKind.DUCT: Words("đoạn", "section"),
    ThingKind.AERIAL: Words("cáp treo", "overhead cable"),
    ThingKind.STREET: Words("đường", "street"),
    ThingKind.PLOT: Words("lô", "plot"),
    ThingKind.CHAMBER: Words("bể", "chamber"),
    ThingKind.POLE: Words("cột", "pole"),
    ThingKind.CABINET: Words("tủ", "cabinet"),
    ThingKind.ROOM: Words("phòng", "room"),
    ThingKind.BTS: Words("trạm", "station"),
}
_ENGLISH = {words.vi: words.en for words in _KINDS.values()}
_NUMBERED = re.compile(rf"(?:(?<=^)|(?<=, ))({'|'.join(_ENGLISH)}) (\d+)(?=$|,| …)")


def numbered(kind: ThingKind, number: int) -> str:
    """Return the name of a thing that has none of its own."""
    return f"{_KINDS[kind].vi} {number}"


def said(names: str, lang: Language) -> str:
    """Return a name, or several with commas between, as the reader says it; typed names as they are."""
    if lang == "vi":
        return names
    return _NUMBERED.sub(lambda found: f"{_ENGLISH[found[1]]} {found[2]}", names)
