"""Answers to matters: which of them a note settles, and which cells were mended since the list came in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from registry.model.requests.desk import NoteKind, RowNote
from registry.model.requests.matters import Matter, Weight
from registry.services.requests.actions import Action
from registry.services.requests.kept_notes import WHOLE_LIST, write_note
from registry.services.requests.matters import said

_KEYS, _SAID, _DECIDED, _SENDER = "keys", "said", "decided", "sender"


def unanswered(matters: Iterable[Matter], notes: Iterable[RowNote]) -> tuple[Matter, ...]:
    """Return the matters that no note in force answers; those that are only said want no answer."""
    answered = answers_by_key(notes)
    return tuple(
        matter for matter in matters if matter.weight is not Weight.SAYS and matter.key not in answered
    )


def answers_by_key(notes: Iterable[RowNote]) -> dict[str, RowNote]:
    """Return the notes in force that answer something, by the key of what they answer; the latest counts."""
    found = sorted(_answers(notes), key=lambda note: note.at)
    return {str(key): note for note in found for key in note.details.get(_KEYS, ())}


def barring(matters: Iterable[Matter], agreed: Collection[int] = ()) -> tuple[Matter, ...]:
    """Return the matters that no reason settles, with these other rows of the list (indices) agreed to."""
    return tuple(
        matter
        for matter in matters
        if matter.weight is Weight.BARS and (not matter.rows or not set(agreed).isdisjoint(matter.rows))
    )


def corrected_since(notes: Iterable[RowNote], at: str) -> dict[str, str]:
    """Return what the fields of a row were corrected to since the list in force came in (``at``), the latest.

    What was corrected in an earlier list says nothing of the cell of this one.
    """
    return {
        name: after
        for note in notes
        if note.kind == NoteKind.CORRECTION and not note.withdrawn and note.at >= at
        for name, (_before, after) in note.details.get("fields", {}).items()
    }


def note_answer(
    made: Action, matters: Sequence[Matter], reason: str, *, row: int = WHOLE_LIST, decided: bool = False,
    sender: bool = False,
) -> None:  # fmt: skip
    """Add to an action that these matters of a row were answered with a reason, and what they said then.

    ``decided``: the reason is that of the row's decision; ``sender``: who files the request gave it.
    """
    if not matters:
        return
    details: dict[str, Any] = {
        _KEYS: [matter.key for matter in matters],
        _SAID: [said(matter) for matter in matters],
    }
    write_note(
        made, NoteKind.MATTER, reason, row=row,
        details=details | ({_DECIDED: True} if decided else {}) | ({_SENDER: True} if sender else {}),
    )  # fmt: skip


def decided_answers(notes: Iterable[RowNote]) -> tuple[RowNote, ...]:
    """Return the answers in force that a decision gave."""
    return tuple(note for note in _answers(notes) if note.details.get(_DECIDED))


def is_decided_answer(note: Mapping[str, Any]) -> bool:
    """Whether a note, as the store holds it, is an answer in force that a decision gave."""
    is_answer = note["kind"] == NoteKind.MATTER and not note["withdrawn"]
    return bool(is_answer and (note["details"] or {}).get(_DECIDED))


def by_sender(note: RowNote | None) -> RowNote | None:
    """Return an answer that the sender of the request gave, None of the office's: that is a draft to it."""
    return note if note is not None and note.details.get(_SENDER) else None


def answered_keys(notes: Iterable[RowNote]) -> set[str]:
    """Return the keys of what these notes answer."""
    return {str(key) for note in notes for key in note.details.get(_KEYS, ())}


def answered_text(note: RowNote) -> str:
    """Return the text of a note; of an answer, what it answered goes first, as it was said then."""
    what = "; ".join(note.details.get(_SAID, ())) if note.kind == NoteKind.MATTER else ""
    return f"{what} – {note.text}" if what else note.text


def _answers(notes: Iterable[RowNote]) -> Iterable[RowNote]:
    return (note for note in notes if note.kind == NoteKind.MATTER and note.text and not note.withdrawn)
