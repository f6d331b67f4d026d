"""What consulted bodies bind their agreement to, where no finding of the row asks for it already."""

from collections.abc import Iterable

from registry.model.findings import Finding
from registry.model.requests.desk_records import Consultation
from registry.services.requests.conditions.proposals import proposed_texts


def evidence_of(item: Consultation) -> str:
    """Return whose word an answer is, and by which paper: "UBND xã Kép, văn bản số 7 ngày 01/12/2026"."""
    day = f" ngày {item.answered_on:%d/%m/%Y}" if item.answered_on else ""
    held = "biên bản họp" if item.kind == "meeting" else "ý kiến trả lời"
    source = f"văn bản số {item.answer_number}" if item.answer_number else held
    return f"{item.said_by}, {source}{day}"


def in_one_line(text: str) -> str:
    """Return a text as the one-line field of a condition keeps it, typed in however many lines."""
    return " ".join(text.split())


def stands_in(item: Consultation, texts: Iterable[str]) -> bool:
    """Whether what a body answered is in one of some texts, however either is broken into lines or begins."""
    answer = in_one_line(item.answer).casefold()
    return any(answer in in_one_line(text).casefold() for text in texts)


def condition_of(item: Consultation) -> str:
    """Return the condition on which a body agreed, with its paper; "" where it set none."""
    return f"{in_one_line(item.answer)} ({evidence_of(item)})" if item.outcome == "conditions" else ""


def set_by_bodies(
    consultations: Iterable[Consultation], findings: Iterable[Finding]
) -> tuple[Consultation, ...]:
    """Return the answers on conditions that are in none of what the row's findings propose."""
    proposed = proposed_texts(findings)
    return tuple(
        item for item in consultations if item.outcome == "conditions" and not stands_in(item, proposed)
    )
