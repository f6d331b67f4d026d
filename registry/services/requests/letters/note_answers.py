"""How the appraisal note says what bodies answered: of one row, and once for the whole list."""

from collections.abc import Iterable

from registry.messages import Language, Words, say
from registry.model.requests.desk_records import Consultation
from registry.services.requests.letters.sentences import ranges
from registry.services.requests.letters.vocabulary import ANSWERS

_UNSENT = Words("văn bản chưa gửi", "the letter was not sent")
_WAITED = Words("chưa trả lời (đề nghị trả lời trước {day})", "not answered (asked for by {day})")
_NO_ANSWER_YET = Words("chưa trả lời", "not answered")
_ROWS = Words("vị trí {rows}", "positions {rows}")
_FIRST = ("object", "conditions", "agree", "no_answer")
_ALL = Words("toàn bộ danh sách", "the whole list")


def answer_of(item: Consultation, lang: Language) -> str:
    """Return what a body answered about a row, with the number and day of its letter."""
    said = f"{item.said_by}: {say(ANSWERS[item.outcome], lang)}"
    on = f"{item.answered_on:%d/%m/%Y}" if item.answered_on else ""
    ground = ", ".join(filter(None, (item.answer_number, on)))
    return f"{said}{f': {item.answer}' if item.answer else ''}{f' ({ground})' if ground else ''}"


def answers_of(items: Iterable[Consultation], list_version: int, lang: Language) -> list[str]:
    """Return each question about the list in force with its answer, and which were not sent or answered.

    Who does not agree stands first, what was only drafted last: the note names the first few.
    """
    asked = [item for item in items if item.list_version == list_version]
    return [_line(item, lang) for item in sorted(asked, key=_weight)]


def _weight(item: Consultation) -> tuple[int, int]:
    """Return where a question stands among the others: the more it weighs, the earlier."""
    if item.outcome:
        return 0, _FIRST.index(item.outcome)
    return (2 if item.unsent else 1), 0


def _line(item: Consultation, lang: Language) -> str:
    rows = say(_ROWS, lang).format(rows=ranges([at + 1 for at in sorted(item.rows)]))
    about = rows if item.rows else say(_ALL, lang)
    if item.outcome:
        said, on = say(ANSWERS[item.outcome], lang), item.answered_on
        ground = ", ".join(filter(None, (item.answer_number, f"{on:%d/%m/%Y}" if on else "")))
        return f"{item.said_by} ({about}): {said.lower()}{f' ({ground})' if ground else ''}"
    if item.unsent:
        return f"{item.said_by} ({about}): {say(_UNSENT, lang)}"
    waited = _WAITED if item.answer_by else _NO_ANSWER_YET
    day = f"{item.answer_by:%d/%m/%Y}" if item.answer_by else ""
    return f"{item.said_by} ({about}): {say(waited, lang).format(day=day)}"
