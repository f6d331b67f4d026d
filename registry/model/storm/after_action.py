"""The after-action report of a storm (báo cáo sau bão): drafted, completed by an officer, kept."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class AfterActionState(StrEnum):
    """How far a report is."""

    DRAFT = "draft"  # dự thảo: its figures follow the register
    FINAL = "final"  # đã chốt: its figures are those of the moment


SECTIONS = (
    "course", "winds", "lists", "letters", "networks", "incidents", "checklists", "citizens", "lessons",
)  # fmt: skip
"""Its sections in their order; the last one is the officer's alone."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with its source, and of how many things it is said (``n``; None where none are counted).

    ``known`` False: it says that something is not known.
    """

    text: str
    source: str
    n: int | None = None
    known: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its title, the words of its columns, rows of cells, and what a reader has to know of it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """A carrier's way back: (moment as ISO text, share restored from 0 to 1)."""

    label: str
    points: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report as it is drafted."""

    code: str
    title: str
    statements: tuple[Statement, ...] = ()
    grids: tuple[Grid, ...] = ()
    curves: tuple[Curve, ...] = ()


@dataclass(frozen=True, slots=True)
class AfterAction:
    """The report of a storm on record. ``texts``: the officer's words by section.

    Once final: ``figures_sha256`` names its frozen sections among the kept files, ``ledger_seq`` and
    ``ledger_hash`` the last entry that they rest on, ``number`` and ``dated`` the document, ``letter_sha256``
    the .docx. ``reason`` says why it was opened again.
    """

    id: str
    storm: str
    state: AfterActionState
    texts: Mapping[str, str] = field(default_factory=dict)
    number: str = ""
    dated: dt.date | None = None
    figures_sha256: str = ""
    letter_sha256: str = ""
    ledger_seq: int = 0
    ledger_hash: str = ""
    reason: str = ""
    final_by: str = ""
    final_at: str = ""
    who: str = ""
    at: str = ""
    version: int = 0
