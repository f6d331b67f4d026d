"""Which mast a row that shares hangs on, whose it is, and what the register knows of its room for one more.

A mast is taken for the one meant where the row names it: in its column, in its note, or as the row's own
code; else it is the nearest one at the place. What is named and is in no list stays named.
"""

import math
import re
from dataclasses import dataclass

import numpy as np

from registry.checks.context import Context, Floats
from registry.checks.networks import operator_codes
from registry.checks.proposals import Proposals
from registry.checks.spacing_neighbours import STRETCH, distances_m
from registry.model.operator_names import operator_called
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.model.site_codes import plain_code

_CODE = re.compile(r"(?<![^\W_])[^\W\d_]{1,8}[ ._/-]{0,2}\d[\w./-]*")  # "BGG 00045", "BNI-12/3"


@dataclass(frozen=True, slots=True)
class Host:
    """The mast of a row that shares: its row in ``Masts``, -1 where the register has none.

    ``named`` is the code as the row writes it where no mast bears it; ``apart_m`` metres on the ellipsoid
    from the row's position, None where it has none; ``slack_m`` the error of both positions.
    """

    mast: int = -1
    named: str = ""
    apart_m: float | None = None
    slack_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a mast is: an operator's ``code`` ("" for anybody else), and its ``name`` ("": nobody says)."""

    code: str
    name: str


def hosts_of(proposals: Proposals, context: Context, reach_m: float) -> dict[int, Host]:
    """Return the host of every row that shares, by index; at a place within ``reach_m`` and both errors."""
    asked = np.flatnonzero(proposals.of_kind(ProposalKind.SHARE)).tolist()
    if not asked:
        return {}
    there = _at_place(proposals, asked, context, reach_m)
    return {index: _host(index, proposals, context, there.get(index, -1)) for index in asked}


def _host(index: int, proposals: Proposals, context: Context, there: int) -> Host:
    row, masts = proposals.rows[index], context.masts
    stated = codes_in(row.host)
    named = [*stated, *codes_in(row.note), row.site_code]
    found = [mast for code in named if (mast := masts.by_plain_code.get(plain_code(code), -1)) >= 0]
    unknown = next((code for code in stated if plain_code(code) not in masts.by_plain_code), "")
    mast = found[0] if found else there
    if mast < 0:
        return Host(named=unknown)
    return Host(mast, "" if found else unknown, *_apart(index, mast, proposals, context))


def codes_in(text: str) -> list[str]:
    """Return the words of a text that may be codes of masts, in order ("thuê cột BGG 00045" names one)."""
    return [found.group() for found in _CODE.finditer(text)] or ([text] if text and " " not in text else [])


def _at_place(proposals: Proposals, asked: list[int], context: Context, reach_m: float) -> dict[int, int]:
    masts = context.masts
    known = [index for index in asked if proposals.known[index]]
    if not known or not len(masts):
        return {}
    pairs, metres = masts.tree.query_nearest(proposals.points[known], return_distance=True, all_matches=False)
    found = {}
    for at, mast, distance in zip(*pairs.tolist(), metres.tolist(), strict=True):
        error = math.hypot(float(proposals.accuracy_m[known[at]]), float(masts.accuracy_m[mast]))
        if distance <= (reach_m + error) * STRETCH:  # the plane narrows, the ellipsoid decides
            apart = _apart(known[at], mast, proposals, context)[0]
            if apart is not None and apart <= reach_m + error:
                found[known[at]] = mast
    return found


def _apart(index: int, mast: int, proposals: Proposals, context: Context) -> tuple[float | None, float]:
    masts = context.masts
    slack = math.hypot(float(proposals.accuracy_m[index]), float(masts.accuracy_m[mast]))
    if not proposals.known[index]:
        return None, slack
    at, there = slice(index, index + 1), slice(mast, mast + 1)
    metres = distances_m(proposals.lon[at], proposals.lat[at], masts.lon[there], masts.lat[there])
    return float(metres[0]), slack


def owner_of(mast: int, context: Context) -> Owner:
    """Return whose a mast is: as lists name its owner, else the only operator on it."""
    written = str(context.masts.owners[mast] or "").strip()
    if written:
        code = operator_named(written, context)
        return Owner(code, _name(code, context) if code else written)
    carried = operator_codes(int(context.masts.networks[mast]), context)
    return Owner(carried[0], _name(carried[0], context)) if len(carried) == 1 else Owner("", "")


def operator_named(written: str, context: Context) -> str:
    """Return the code of the operator that a text names, "" where it names none (``operator_called``)."""
    return operator_called(written, context.operators)


def _name(code: str, context: Context) -> str:
    return next((item.name for item in context.operators if item.code == code), code)


@dataclass(frozen=True, slots=True)
class Room:
    """What the register knows of a mast's room for a row: None where nobody states it.

    ``carried`` operators are on it now, ``after`` would be with the row's; ``designed`` it was made for;
    ``load_pct`` of its strength is used; ``top_m`` is where it ends above ground (the mast alone where only
    that is stated), ``needed_m`` how high the row asks for.
    """

    carried: int
    after: int
    designed: int | None
    load_pct: float | None
    top_m: float | None
    needed_m: float | None

    @property
    def full(self) -> bool:
        """Whether one more is more than it was designed for; who is on it already takes no further place."""
        return self.designed is not None and self.after > max(self.designed, self.carried)

    def loaded(self, most_pct: float) -> bool:
        """Whether it bears all that it can."""
        return self.load_pct is not None and self.load_pct >= most_pct

    @property
    def lower(self) -> bool:
        """Whether it ends below the height that is asked for."""
        return self.top_m is not None and self.needed_m is not None and self.top_m < self.needed_m

    def left(self, most_pct: float) -> bool:
        """Whether the register states room: by design or by load, and neither speaks against it."""
        stated = self.designed is not None or self.load_pct is not None
        return stated and not self.full and not self.loaded(most_pct)


def room_of(mast: int, row: Proposal, mask: int, context: Context) -> Room:
    """Return the room of a mast for a row; ``mask`` are the networks that the row is for."""
    masts = context.masts
    carried = int(masts.networks[mast])
    top = float(masts.top_agl_m[mast])
    needed = row.height_above_ground_m
    if math.isnan(top):
        top, needed = _stated(masts.mast_height_m, mast), row.mast_height_m
    designed, load = _stated(masts.designed_operators, mast), _stated(masts.load_used_pct, mast)
    return Room(
        carried=carried.bit_count(),
        after=(carried | mask).bit_count(),
        designed=None if math.isnan(designed) else int(designed),
        load_pct=None if math.isnan(load) else load,
        top_m=None if math.isnan(top) else top,
        needed_m=needed,
    )


def _stated(values: Floats | None, mast: int) -> float:
    return math.nan if values is None else float(values[mast])


def is_robust(mast: int, context: Context) -> bool:
    """Whether lists state that it is a robust station (Điều 8(4))."""
    return context.masts.robust is not None and bool(context.masts.robust[mast])


def same_mast(code: str, mast: int, context: Context) -> bool:
    """Whether a code is one of the mast's: its own, a former one or an operator's."""
    return context.masts.by_plain_code.get(plain_code(code), -1) == mast


def names_other(written: str, owner: Owner, context: Context) -> bool:
    """Whether a text names an owner, and it is not this one."""
    code = operator_named(written, context)
    return bool(written.strip()) and (code or written.strip().casefold()) not in {
        owner.code,
        owner.name.casefold(),
    }
