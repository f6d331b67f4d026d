"""Sentences of the reply as somebody edits them before it is issued: kept, told at the doors, undone.

The letter's writer says every sentence of its body under a key (``Writer.sentence``); an edit stands under
the request and that key, with what the writer said at the time. Where the writer says something else since
(rows were decided otherwise), the edit is outdated: at the issue that is answered, or the edit taken back.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from registry.documents.pdf import page_pictures
from registry.errors import RefusalError
from registry.model.requests.desk_records import LetterEdit
from registry.model.requests.matters import Matter, Weight
from registry.model.vietnam_time import one_moment
from registry.services.office.registry import Registry
from registry.services.requests.actions import Action, action
from registry.services.requests.gates.sheet import Kind, Point
from registry.services.requests.letters.edited_texts import as_read
from registry.services.requests.letters.reply import Writer
from registry.services.requests.matter_answers import answers_by_key
from registry.services.requests.opened import RequestFile, load_request
from registry.store.changes import stable_id
from registry.store.requests.tables import letter_edits
from registry.typed_text import within

REPLY = "reply"
LONGEST = 3000
EDITED, OUTDATED, GONE = "MATTER-EDITED", "MATTER-EDIT-OUTDATED", "MATTER-EDIT-GONE"
_FIRST = ("ground-", "opening")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the letter: its key, what the program says, and the edit that stands in its place."""

    key: str
    base: str
    edit: LetterEdit | None = None

    @property
    def text(self) -> str:
        """Return what the letter says."""
        return self.base if self.edit is None else self.edit.text

    @property
    def outdated(self) -> bool:
        """Whether the program says something else than when the sentence was edited."""
        return self.edit is not None and self.edit.base != self.base


def sentences(registry: Registry, file: RequestFile) -> list[Sentence]:
    """Return the sentences of the reply of a request, in the order of the page."""
    edits = {edit.sentence: edit for edit in file.edits if edit.kind == REPLY}
    writer = Writer(registry, file, "vi")
    writer.values()
    base = sorted(writer.base.items(), key=lambda item: _place(item[0]))
    return [Sentence(key, text, edits.get(key)) for key, text in base]


def _place(key: str) -> int:
    if key == "closing":
        return 3
    return next((at for at, name in enumerate(_FIRST) if key.startswith(name)), 2)


@one_moment()
def edit_sentence(
    registry: Registry, request: str, key: str, text: str, *, base: str, who: str, seen: int
) -> None:
    """Put a sentence in the place of the program's own; the program's own text takes an edit back.

    ``base`` is what the program said on the editor's page, ``seen`` the version of the edit there (0: none).
    Refused for a request that is closed or with the leader, a sentence that the letter has not
    (``LETTER-SENTENCE-UNKNOWN``), an empty one (``LETTER-SENTENCE-EMPTY``), one over 3,000 characters
    (``TEXT-LONG``), and where somebody edited it meanwhile (``CHANGED-MEANWHILE``).
    """
    typed = within(" ".join(text.split()), LONGEST)
    if not typed:
        raise RefusalError("LETTER-SENTENCE-EMPTY")
    file = load_request(registry, request)
    known = next((one for one in sentences(registry, file) if one.key == key), None)
    if known is None:
        raise RefusalError("LETTER-SENTENCE-UNKNOWN", key=key[:60])
    if typed == " ".join(known.base.split()):
        undo_edit(registry, request, key, who=who, seen=seen)
        return
    with action(registry, request, "letter-edit", who=who) as made:
        own = {"id": _id(made, key), "request": made.request.id, "kind": REPLY, "sentence": key}
        made.put(
            letter_edits,
            own["id"],
            own,
            seen,
            base=base[:LONGEST],
            text=typed,
            who=made.who,
            at=made.at,
        )


@one_moment()
def undo_edit(registry: Registry, request: str, key: str, *, who: str, seen: int) -> None:
    """Take an edit back: the letter says the program's own sentence again; the ledger keeps the other."""
    with action(registry, request, "letter-edit", who=who) as made:
        identity = _id(made, key)
        if made.check(letter_edits, identity, seen, {"text": ""}) is not None:
            made.remove(letter_edits, identity)


def edit_points(registry: Registry, file: RequestFile) -> tuple[Point, ...]:
    """Return edited sentences for the sheet of a door: each is told, outdated ones are asked about."""
    edits = [edit for edit in file.edits if edit.kind == REPLY]
    if not edits:
        return ()
    base = {one.key: one.base for one in sentences(registry, file)}
    answers = answers_by_key(note for note in file.notes if note.row < 0)
    found = []
    for edit in edits:
        now = base.get(edit.sentence)
        code, weight = EDITED, Weight.SAYS
        if now is None:
            code = GONE  # the letter has no such sentence any more, so that the edit stands nowhere
        elif now != edit.base:
            code, weight = OUTDATED, Weight.ASKS
        params = {"base": edit.base, "text": edit.text, "now": now or "", "who": edit.who}
        matter = Matter(code, f"{edit.sentence}:{edit.version}", weight, params=params)
        found.append(Point(Kind.EDITS, matter, weight, answer=answers.get(matter.key)))
    return tuple(found)


def draft_pictures(
    registry: Registry, file: RequestFile, typed: Mapping[str, str], *, most: int = 3, width: int = 900
) -> list[bytes]:
    """Return the first pages of the letter as PNG with what is typed just now; refused as PDFs are."""
    content = draft_document(registry, file, typed)
    return page_pictures(content, file.request.number, most=most, width=width)


def draft_document(registry: Registry, file: RequestFile, typed: Mapping[str, str]) -> bytes:
    """Return the letter (.docx, without maps) with sentences that are typed just now, kept or not."""
    writer = Writer(registry, file, "vi")
    texts = {key: within(" ".join(text.split()), LONGEST) for key, text in typed.items() if text.strip()}
    writer.edited = {**writer.edited, **as_read(file, texts, writer.viewer)}
    return writer.document(maps=False)


def _id(made: Action, key: str) -> str:
    return stable_id("letter-edit", made.request.id, REPLY, key)
