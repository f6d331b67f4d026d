"""The rows behind the numbers of a compliance run: filtered, sorted, one page at a time.

Chosen on columns; only the rows of a page are made into records, so that 200,000 masts open as fast as 2,000.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from registry.columns import fold
from registry.model.areas import full_name
from registry.model.numbered import numbered
from registry.model.standing import Answer, Bools, Days, Floats, Ints, Objects, Question, as_day
from registry.services.obligations.compliance import GROUP_OF, ComplianceRun

SORTS = ("code", "operator", "commune", "built", "outcome", "measured")
_ORDER = ("fail", "review", "unknown", "pass", "na")


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Which items are asked for; "" or None chooses all. ``missing`` names a datum, ``text`` is of a code."""

    question: Question | None = None
    group: str = ""
    kind: str = ""
    document: str = ""
    operator: str = ""
    commune: str = ""
    missing: str = ""
    text: str = ""
    structure: str = ""


@dataclass(frozen=True, slots=True)
class ComplianceRow:
    """One item: a mast, or a station on it, with the answer to one question."""

    question: Question
    answer: Answer
    structure: str
    site: str
    code: str
    operator: str
    owner: str
    commune: str
    mast_class: str
    state: str
    built_on: dt.date | None
    year_only: bool
    height_m: float | None
    technology: str
    permit: str
    certificate: str
    day: dt.date | None
    metres: float | None
    lon: float
    lat: float


@dataclass(frozen=True)
class Selection:
    """Items of a run that a filter chose, in order; ``rows`` makes the records of a part of them."""

    run: ComplianceRun
    questions: tuple[Question, ...]
    question: Ints  # index into ``questions``
    item: Ints

    def __len__(self) -> int:
        return len(self.item)

    @property
    def masts(self) -> int:
        """Return how many different masts the items concern."""
        found = [
            self.run.judged[name].mast[self.item[self.question == at]]
            for at, name in enumerate(self.questions)
        ]
        return len(np.unique(np.concatenate(found))) if found else 0

    def rows(self, start: int = 0, stop: int | None = None) -> Iterator[ComplianceRow]:
        """Yield the records from ``start`` up to ``stop``."""
        communes = commune_names(self.run)
        for at, item in zip(self.question[start:stop].tolist(), self.item[start:stop].tolist(), strict=True):
            yield _row(self.run, self.questions[at], item, communes)


def select(run: ComplianceRun, wanted: RowFilter, *, sort: str = "code", down: bool = False) -> Selection:
    """Return the items that a filter chooses, sorted by one of ``SORTS``."""
    questions = tuple(run.judged) if wanted.question is None else (wanted.question,)
    masts = _masts_chosen(run, wanted)
    items, numbers = [], []
    for at, question in enumerate(questions):
        judged = run.judged[question]
        if not len(judged):
            continue
        answers = np.array([_answers(answer, wanted) for answer in judged.answers], dtype=bool)
        chosen = answers[judged.answer]
        if masts is not None:
            chosen &= masts[judged.mast]
        if wanted.operator:
            chosen &= run.operators_of(question) == wanted.operator
        found = np.flatnonzero(chosen)
        items.append(found)
        numbers.append(np.full(len(found), at, dtype=np.int64))
    if not items:
        nothing = np.zeros(0, dtype=np.int64)
        return Selection(run, questions, nothing, nothing)
    item, question_of = np.concatenate(items), np.concatenate(numbers)
    order = _order(run, questions, question_of, item, sort, down=down)
    return Selection(run, questions, question_of[order], item[order])


def _masts_chosen(run: ComplianceRun, wanted: RowFilter) -> Bools | None:
    chosen: Bools | None = None
    if wanted.commune:
        chosen = run.masts.communes == wanted.commune
    if wanted.structure:
        own = run.masts.structure_ids == wanted.structure
        chosen = own if chosen is None else chosen & own
    if wanted.text:
        asked = fold(wanted.text)
        named = np.array([asked in fold(str(code)) for code in run.masts.codes], dtype=bool)
        chosen = named if chosen is None else chosen & named
    return chosen


def _answers(answer: Answer, wanted: RowFilter) -> bool:
    return (
        (not wanted.group or GROUP_OF[answer.outcome] == wanted.group)
        and (not wanted.kind or answer.kind == wanted.kind)
        and (not wanted.document or answer.document == wanted.document)
        and (not wanted.missing or wanted.missing in answer.missing)
    )


def _order(
    run: ComplianceRun, questions: tuple[Question, ...], question: Ints, item: Ints, sort: str, *, down: bool
) -> Ints:
    """Return the order of items: by the sorted column, then by code (the order of masts), then question."""
    mast = np.zeros(len(item), dtype=np.int64)
    value = np.zeros(len(item), dtype=np.float64)
    for at, name in enumerate(questions):
        own = question == at
        judged, rows = run.judged[name], item[own]
        mast[own] = judged.mast[rows]
        if sort == "outcome":
            rank = [_ORDER.index(answer.outcome.value) for answer in judged.answers]
            value[own] = np.array(rank, dtype=float)[judged.answer[rows]]
        elif sort == "operator":
            value[own] = _ranked(run.operators_of(name)[rows])
        elif sort == "measured":
            if judged.metres is not None:
                value[own] = judged.metres[rows]
            elif judged.days is not None:
                value[own] = _as_number(judged.days[rows])
    if sort == "operator" and len(questions) > 1:  # ranks of one question are not those of another
        value = _ranked(_operators(run, questions, question, item))
    elif sort == "commune":
        names = commune_names(run)
        value = _ranked(np.array([names.get(str(c), "") for c in run.masts.communes], dtype=object))[mast]
    elif sort == "built":
        value = _as_number(run.masts.built_on)[mast]
    value = np.where(np.isnan(value), np.inf, -value if down else value)
    if sort == "code" and down:
        mast = -mast
    return np.asarray(np.lexsort((question, mast, value)), dtype=np.int64)


def _operators(run: ComplianceRun, questions: tuple[Question, ...], question: Ints, item: Ints) -> Objects:
    found = np.empty(len(item), dtype=object)
    for at, name in enumerate(questions):
        own = question == at
        found[own] = run.operators_of(name)[item[own]]
    return found


def _ranked(texts: Objects) -> Floats:
    code, different = numbered(texts)
    rank = np.argsort(np.argsort([fold(str(text)) for text in different], kind="stable"))
    return np.asarray(rank[code], dtype=np.float64)


def _as_number(days: Days) -> Floats:
    return np.where(np.isnat(days), np.nan, days.astype("datetime64[D]").astype(np.float64))


def commune_names(run: ComplianceRun) -> Mapping[str, str]:
    """Return the communes' names in full by their code."""
    return {unit.code: full_name(unit) for unit in run.context.units.communes}


def rows_of(run: ComplianceRun, question: Question, items: Ints) -> Iterator[ComplianceRow]:
    """Yield the records of some items of one question, in the order given."""
    communes = commune_names(run)
    for item in items.tolist():
        yield _row(run, question, item, communes)


def _row(run: ComplianceRun, question: Question, item: int, communes: Mapping[str, str]) -> ComplianceRow:
    judged, masts = run.judged[question], run.masts
    mast = int(judged.mast[item])
    station = None if judged.station is None else int(judged.station[item])
    metres = None if judged.metres is None else float(judged.metres[item])
    height = float(masts.mast_height_m[mast])
    return ComplianceRow(
        question=question,
        answer=judged.answers[int(judged.answer[item])],
        structure=str(masts.structure_ids[mast]),
        site=str(masts.site_ids[mast]),
        code=str(masts.codes[mast]),
        operator=str(run.operators_of(question)[item]),
        owner=str(masts.owners[mast]),
        commune=communes.get(str(masts.communes[mast]), ""),
        mast_class=str(masts.mast_classes[mast] or masts.old_classes[mast]),
        state=str(masts.states[mast]),
        built_on=as_day(masts.built_on[mast]),
        year_only=bool(masts.built_year_only[mast]),
        height_m=height if np.isfinite(height) else None,
        technology="" if station is None else str(run.stations.technologies[station]),
        permit=str(masts.permits[mast]),
        certificate="" if station is None else str(run.stations.certificates[station]),
        day=None if judged.days is None else as_day(judged.days[item]),
        metres=None if metres is None or not np.isfinite(metres) else metres,
        lon=float(masts.lon[mast]),
        lat=float(masts.lat[mast]),
    )
