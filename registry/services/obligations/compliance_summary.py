"""The compliance run in one look: what violates verified law, what to ask, what is not known and why.

Every number is a count of items (masts, or stations for the EMF certificate) and is opened by the filter that
stands beside it (``registry.services.obligations.compliance_lists``).
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from registry.messages import Language, render
from registry.model.standing import Answer, Question
from registry.services.obligations.compliance import (
    ASK,
    GROUP_OF,
    NOT_KNOWN,
    VIOLATION,
    ComplianceRun,
    counts,
)

OFFICE_DATA = frozenset({"urban", "permit_area", "detailed_plan", "plan"})
"""Data that the office finds in its own decisions; everything else is asked of the carrier."""


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One kind of answer by one article: how many items have it, by operator.

    ``answer`` is one of those that it gathers: they differ in what would settle them at most.
    """

    answer: Answer
    items: int
    operators: dict[str, int]


@dataclass(frozen=True, slots=True)
class MissingLine:
    """One piece of data that is lacking: how many items it would help to settle; ``office``: we find it."""

    name: str
    items: int
    operators: dict[str, int]
    office: bool


@dataclass(frozen=True, slots=True)
class UnreadText:
    """A text that nobody has read, and how many items wait for it."""

    document: str
    answer: Answer
    items: int


@dataclass(frozen=True, slots=True)
class OperatorLine:
    """What concerns one operator, by group."""

    operator: str
    groups: dict[str, int]
    asked: int  # items for which a datum is asked of it


@dataclass(frozen=True, slots=True)
class Summary:
    """The run in one look; ``groups`` add up to all items."""

    groups: dict[str, int]
    lines: dict[str, tuple[SummaryLine, ...]]  # by group
    missing: tuple[MissingLine, ...]
    unread: tuple[UnreadText, ...]
    operators: tuple[OperatorLine, ...]
    questions: dict[Question, dict[str, int]]  # question -> group -> items


def summarise(run: ComplianceRun, *, operator: str = "") -> Summary:
    """Return the summary of a run, of one operator where it is named."""
    groups: Counter[str] = Counter()
    lines: dict[tuple[str, Question, str, str, str, bool], SummaryLine] = {}
    missing: dict[str, Counter[str]] = defaultdict(Counter)
    unread: dict[str, tuple[Answer, int]] = {}
    by_operator: dict[str, Counter[str]] = defaultdict(Counter)
    questions: dict[Question, Counter[str]] = {question: Counter() for question in run.judged}
    for count in counts(run):
        if operator and count.operator != operator:
            continue
        answer = run.judged[count.question].answers[count.answer]
        group = GROUP_OF[answer.outcome]
        groups[group] += count.items
        questions[count.question][group] += count.items
        by_operator[count.operator][group] += count.items
        key = (
            group, answer.question, answer.kind, answer.document, answer.article, answer.verified
        )  # fmt: skip
        line = lines.setdefault(key, SummaryLine(answer, 0, {}))
        operators = {**line.operators}
        operators[count.operator] = operators.get(count.operator, 0) + count.items
        lines[key] = SummaryLine(line.answer, line.items + count.items, operators)
        if group in (ASK, NOT_KNOWN, VIOLATION):
            for name in answer.missing:
                missing[name][count.operator] += count.items
            if any(name not in OFFICE_DATA for name in answer.missing):
                by_operator[count.operator]["asked"] += count.items
        if answer.kind == "law_not_read":
            known = unread.get(answer.document, (answer, 0))
            unread[answer.document] = (answer, known[1] + count.items)
    return Summary(
        groups=dict(groups),
        lines={
            group: tuple(
                sorted((line for key, line in lines.items() if key[0] == group), key=lambda line: -line.items)
            )
            for group in dict.fromkeys(GROUP_OF.values())
        },
        missing=tuple(
            MissingLine(name, sum(found.values()), dict(found), name in OFFICE_DATA)
            for name, found in sorted(missing.items(), key=lambda item: -sum(item[1].values()))
        ),
        unread=tuple(UnreadText(name, answer, items) for name, (answer, items) in unread.items()),
        operators=tuple(
            OperatorLine(name, {key: n for key, n in found.items() if key != "asked"}, found["asked"])
            for name, found in sorted(
                by_operator.items(), key=lambda item: (-item[1][VIOLATION], -item[1][ASK], item[0])
            )
        ),
        questions={question: dict(found) for question, found in questions.items()},
    )


def sentence(answer: Answer, lang: Language = "vi") -> str:
    """Return the sentence of an answer."""
    return render(answer.code, dict(answer.params), lang)


def missing_words(name: str, lang: Language = "vi") -> str:
    """Return what a piece of data is called."""
    return render(f"CMP-MISSING-{name}".upper().replace("_", "-"), {}, lang)


def basis(answer: Answer) -> str:
    """Return the document and article of an answer, "" where none is known."""
    return ", ".join(filter(None, (answer.document, answer.article)))
