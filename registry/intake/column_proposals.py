"""What columns of unknown headers may be: read where that is unmistakable, else proposed with a reason.

A column is read without a question where the words of its header are those of a field *and* its cells fit it,
and no other column can be that field. Everything else is a proposal: sure, where one click takes it with all
other sure ones, or not.
"""

import difflib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from registry.columns import OF_MASTS, CellType, ListKind, columns_for, fold, fold_header, header_index
from registry.columns import column as dictionary_column
from registry.intake.header_words import LONGEST, by_chance, nearest_alone, nearest_words, turned
from registry.intake.raw import Cell
from registry.intake.value_signs import Sign, filled, fits, fitting, signs
from registry.messages import Words

_CLOSE = 0.78
_VERY_CLOSE = 0.9
_TELLING = 0.9  # of the filled cells: then the cells tell by themselves
_SOME = 0.5
_LONG = 8  # letters of a header that resembles no other by chance
_FEW = 3  # cells that tell by themselves
_HALVES = {"lon": "lat", "lat": "lon", "northing": "easting", "easting": "northing"}
_NETWORKS = frozenset({"operator", "owner", "shared_with"})
_PLACES = frozenset({"lon", "lat", "position", "northing", "easting"})

NOTE = "note"
"""A note of any kind ("Ghi chú nội bộ") is a note, whatever else its header says."""


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """What a column may be: the field's ``name``, whether it is ``sure``, and why (a code and parameters)."""

    name: str
    sure: bool
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A column without a name: its header, what the words of that tell ("": nothing), its filled cells."""

    letter: str
    header: str
    worded: str
    cells: Counter[Cell]


def unnamed(letter: str, header: str, worded: str, cells: Sequence[Cell]) -> Unnamed:
    """Return a column without a name, its cells counted."""
    return Unnamed(letter, header, worded, filled(cells))


def proposals(
    columns: Mapping[int, Unnamed], taken: frozenset[str], kind: ListKind, factor: Callable[[int], float]
) -> tuple[dict[int, tuple[str, Sign]], dict[int, ColumnProposal]]:
    """Return which of the ``columns`` are read as what (how many cells fit), and what is proposed of others.

    ``taken`` are the fields that other columns are; ``factor`` turns a header's unit of length into metres.
    """
    claims: dict[str, list[tuple[int, Sign]]] = {}
    found: dict[int, ColumnProposal] = {}
    for i, item in columns.items():
        if not item.worded or item.worded in taken:
            continue
        sign = fits(item.worded, item.cells, factor(i)) if ":" not in item.worded else Sign(0, 0)
        if fitting(sign):
            claims.setdefault(item.worded, []).append((i, sign))
        elif sign.fit:  # nothing is proposed that not one cell is
            params = _label(item.worded) | {"bad": sign.of - sign.fit, "of": sign.of}
            found[i] = ColumnProposal(item.worded, sure=False, code="WHY-NOT-FITTING", params=params)
    read = {at[0][0]: (name, at[0][1]) for name, at in claims.items() if len(at) == 1}
    for name, at in claims.items():
        if len(at) > 1:
            letters = ", ".join(sorted(columns[i].letter for i, _ in at))
            for i, _ in at:
                params = _label(name) | {"letters": letters}
                found[i] = ColumnProposal(name, sure=False, code="WHY-SEVERAL", params=params)
    after = taken | {name for name, _ in read.values()}
    for i, item in columns.items():
        if i not in read and i not in found and (made := _one(item, after, kind, factor(i))):
            found[i] = made
    return read, _undoubled(_unlonely(found))


def _one(item: Unnamed, taken: frozenset[str], kind: ListKind, factor: float) -> ColumnProposal | None:
    near = near_name(item.header, kind)
    if kind not in OF_MASTS:
        if near is None or near[0] in taken:
            return None
        return ColumnProposal(near[0], sure=False, code="WHY-NEAR", params=_label(near[0]))
    told = _by_cells(item, taken, kind)
    if near and near[0] not in taken and not turned(item.header, near[0], kind):
        name, ratio = near
        sign = fits(name, item.cells, factor)
        agree = told is not None and told.name == name
        if fitting(sign) and (told is None or agree or not told.sure):
            sure = sign.of >= 1 and (agree or ratio >= _VERY_CLOSE)
            params = _label(name) | {"fit": sign.fit, "of": sign.of}
            return ColumnProposal(name, sure=sure, code="WHY-NEAR", params=params)
        if told is None and sign.fit and len(fold(item.header)) >= _LONG:
            params = _label(name) | {"bad": sign.of - sign.fit, "of": sign.of}
            return ColumnProposal(name, sure=False, code="WHY-NEAR-NOT-FITTING", params=params)
    if told is not None:
        if told.name != "operator":
            return told
        # who owns a mast and who shares it are networks, too: there the header's words go before the cells
        worded = next((name for name in nearest_words(item.header, kind) if name in _NETWORKS), "operator")
        if worded == "operator" or worded in taken:
            return told
        return ColumnProposal(worded, sure=False, code="WHY-WORDS-ONLY", params=_label(worded))
    for name in nearest_words(item.header, kind):
        sign = fits(name, item.cells, factor)
        if name not in taken and item.cells and fitting(sign):
            known = dictionary_column(name).type
            chance = known is not CellType.CHOICE and name != NOTE and by_chance(item.header, kind, name)
            if chance:
                continue  # its cells are dates, numbers or words as those of many fields are
            if known in (CellType.TEXT, CellType.CODE):  # any text reads as one
                if not nearest_alone(item.header, kind, name):
                    return None  # "id", "tên": neither the words nor the cells tell of what
                return ColumnProposal(name, sure=False, code="WHY-WORDS-ONLY", params=_label(name))
            params = _label(name) | {"fit": sign.fit, "of": sign.of}
            return ColumnProposal(name, sure=False, code="WHY-SOME-WORDS", params=params)
    return None


def _by_cells(item: Unnamed, taken: frozenset[str], kind: ListKind) -> ColumnProposal | None:
    """Return the field of which most cells are words or places; none where two fields may be meant."""
    found = signs(item.cells, kind)
    placed = bool(taken & _PLACES)
    open_ = {
        name: sign
        for name, sign in found.items()
        if name not in taken and sign.share >= _SOME and not (name in _PLACES and placed)
    }
    if not open_:
        return None
    name = max(open_, key=lambda one: (open_[one].share, one))
    sign = open_[name]
    if any(other != name and known.share >= sign.share for other, known in open_.items()):
        return None
    turns = turned(item.header, name, kind)
    sure = sign.share >= _TELLING and sign.of >= _FEW and not turns
    params = _label(name) | {"fit": sign.fit, "of": sign.of}
    return None if turns else ColumnProposal(name, sure=sure, code="WHY-CELLS", params=params)


def _unlonely(found: Mapping[int, ColumnProposal]) -> dict[int, ColumnProposal]:
    """A column of numbers like degrees or metres is half a position only beside its other half."""
    told = {item.name for item in found.values() if item.code == "WHY-CELLS"}
    return {
        i: item
        for i, item in found.items()
        if item.code != "WHY-CELLS" or _HALVES.get(item.name, item.name) in told
    }


def _undoubled(found: Mapping[int, ColumnProposal]) -> dict[int, ColumnProposal]:
    """No two columns are surely one field."""
    count = Counter(item.name for item in found.values() if item.sure)
    return {
        i: item
        if not item.sure or count[item.name] == 1
        else ColumnProposal(item.name, sure=False, code=item.code, params=item.params)
        for i, item in found.items()
    }


def near_name(text: str, kind: ListKind) -> tuple[str, float] | None:
    """Return the field that an unknown header most resembles, and how much (0 to 1); None: none is near."""
    _, bare = fold_header(text[:LONGEST])
    if len(bare) < 2:
        return None
    near = difflib.get_close_matches(bare, list(header_index(kind)), n=1, cutoff=_CLOSE)
    if not near:
        return None
    return header_index(kind)[near[0]], difflib.SequenceMatcher(None, bare, near[0]).ratio()


def label_of(name: str, kind: ListKind) -> str:
    """Return the label of a field, as templates write it."""
    return next(column.label_vi for column in columns_for(kind) if column.name == name)


def _label(name: str) -> dict[str, Any]:
    known = dictionary_column(name.partition(":")[0])
    return {"label": Words(known.label_vi, known.label_en)}
