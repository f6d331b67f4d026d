"""Signatures at the foot of the mast: who signed a visit on the phone, and is it still that?"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from registry.messages import Language, Words, say
from registry.model.field.inspections import Item, ItemKind
from registry.model.field.minutes import SIDES, TEAM

_SAID = {
    "same": Words("nội dung đúng như khi ký", "the content is as it was signed"),
    "added": Words("đã ghi thêm {count} mục sau khi ký", "{count} entries were added after it"),
    "missing": Words("chưa về đủ các mục đã ký", "not all of what was signed came in"),
    "other": Words("không khớp với nội dung đã ký", "not what was signed"),
}
_OTHERWISE = Words(
    "bảng trên lấy {count} mục theo lượt kiểm tra khác", "{count} entries above are of another inspection"
)
_REFUSED = Words("không ký: {reason}", "did not sign: {reason}")
_SIDES = {
    True: Words("Người kiểm tra", "Inspector"),
    False: Words("Đại diện đơn vị có cột", "For the unit inspected"),
}


@dataclass(frozen=True, slots=True)
class MastSignature:
    """A signature of a visit: ``side`` of ``registry.model.field.minutes``; ``strokes`` a path of 900 x 300.

    ``state``: same, added (``added`` items were recorded after it), missing (not all of what was signed
    came in), other (what is held is not what was signed). ``refused`` is why somebody did not sign.
    """

    side: str
    name: str
    post: str
    phone: str
    refused: str
    strokes: str
    state: str
    added: int
    recorded_at: str
    item: Item


def signed_digest(items: Sequence[Item]) -> str:
    """Return the hash of what is signed: ids and hashes of all items but signatures, as the phone does."""
    lines = sorted(f"{item.id} {item.sha256}" for item in items if item.kind is not ItemKind.SIGNATURE)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def mast_signatures(items: Sequence[Item]) -> list[MastSignature]:
    """Return the last signature of each side of a visit (all its ``items``), the unit's first."""
    last: dict[str, Item] = {}
    for item in sorted(items, key=lambda one: (one.seq, one.recorded_at, one.id)):
        if item.kind is ItemKind.SIGNATURE:
            last[item.entry] = item
    return [_signature(last[side], items) for side in SIDES if side in last]


def _signature(item: Item, items: Sequence[Item]) -> MastSignature:
    held = [one for one in items if one.kind is not ItemKind.SIGNATURE]
    before = [one for one in held if one.seq < item.seq]
    count = item.signer.get("count", "")
    if signed_digest(before) == item.raw:
        state = "same" if len(before) == len(held) else "added"
    else:
        short = count.isascii() and count.isdigit() and len(before) < int(count[:6])
        state = "missing" if short else "other"
    return MastSignature(
        side=item.entry,
        name=item.signer.get("name", ""),
        post=item.signer.get("post", ""),
        phone=item.signer.get("phone", ""),
        refused=item.signer.get("refused", ""),
        strokes=item.value if isinstance(item.value, str) else "",
        state=state,
        added=len(held) - len(before),
        recorded_at=item.recorded_at,
        item=item,
    )


def said(one: MastSignature, lang: Language, *, otherwise: int = 0) -> str:
    """Say a signature in a line: whose, and whether it is still what was signed.

    ``otherwise`` counts the answers in whose place the minutes beside it have those of another visit.
    """
    who = ", ".join(filter(None, (one.name, one.post)))
    known = say(_SAID[one.state], lang).format(count=one.added)
    if otherwise:
        known = f"{known}; {say(_OTHERWISE, lang).format(count=otherwise)}"
    what = say(_REFUSED, lang).format(reason=one.refused) if one.refused else known
    return f"{say(_SIDES[one.side == TEAM], lang)}: {who or '–'} ({what})"
