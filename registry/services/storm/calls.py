"""Whom to call before a storm: of each carrier its first masts of a list, each with why, on one sheet.

A telephone call is for the masts that the carrier answers for: those that may fall go to whoever looks after
the mast, those that hurt when dark to the networks on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.model.storm.factor_weights import RiskList
from registry.model.storm.storm_records import MastReport
from registry.model.storm.storms import RankedMast
from registry.services.office.registry import Registry
from registry.services.public.plate_settings import board
from registry.services.storm.answers import latest_sent, progress_of, said_before
from registry.services.storm.ordered_masts import recipients_of
from registry.storm.ranked import RankedList

MOST = 20
"""As many calls a carrier: more is no call, but the letter's workbook."""
LOOKED_AT = 2_000
"""So many masts of the list are looked through for them: whoever has none among these is not called first."""


@dataclass(frozen=True, slots=True)
class CarrierCalls:
    """The calls to one carrier: its ``telephone`` ("" where nobody stated it) and its masts, first things
    first. ``order`` is its letter in use, "" where none was sent; ``said`` what it answered, by mast."""

    code: str
    name: str
    telephone: str
    masts: tuple[RankedMast, ...]
    order: str
    said: dict[str, MastReport]


def calls_of(registry: Registry, storm: str, ranking: RankedList, most: int = MOST) -> list[CarrierCalls]:
    """Return the calls to each carrier that has a mast among the first of a list, by name."""
    falls = ranking.which is RiskList.MAY_FALL
    brief: Sequence[RankedMast] = [
        mast for mast, _place in zip(ranking.briefly(), range(LOOKED_AT), strict=False)
    ]
    phones = board(registry).phones
    letters = {order.recipient: order for order in latest_sent(progress_of(registry, storm))}
    found = []
    for side in recipients_of(registry, brief):
        own = [mast for mast in side.masts if not falls or mast.structure_id in side.answers][:most]
        if not own:
            continue
        order = letters.get(side.code)
        found.append(
            CarrierCalls(
                side.code,
                side.name,
                phones.get(side.code, "").strip(),
                tuple(ranking[mast.rank - 1] for mast in own),
                order.id if order else "",
                said_before(registry, order) if order else {},
            )
        )
    return found
