"""Meetings with several bodies: who attended, what each said about which rows, what was concluded; minutes.

A meeting is a note on the list (``NoteKind.MEETING``) whose details name it, and one consultation of kind
``meeting`` for each body with its opinion already in.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.documents.filling import fill
from registry.documents.templates import template
from registry.errors import RefusalError
from registry.messages import Language, Words
from registry.model.requests.desk import NoteKind, RowNote
from registry.model.requests.desk_records import Consultation
from registry.model.vietnam_time import one_moment
from registry.services.office.calendar import today
from registry.services.office.letters.letterhead import DEMO, dated, open_number
from registry.services.office.registry import Registry
from registry.services.requests.actions import Action, action
from registry.services.requests.consulted.consultations import asked_rows, consultation_row
from registry.services.requests.kept_notes import write_note
from registry.services.requests.letters.reply import Writer
from registry.services.requests.letters.vocabulary import ANSWERS
from registry.services.requests.notes import OUTCOMES, WITH_WORDS
from registry.services.requests.opened import RequestFile, load_request
from registry.store.requests.tables import consultations, row_notes

_NO_CONCLUSION = Words("–", "–")


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a body said at a meeting about rows (indices; none: all). ``outcome`` as of a consultation."""

    body: str
    people: str = ""
    rows: tuple[int, ...] = ()
    outcome: str = "no_answer"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that was recorded: the note that keeps it, and the bodies' opinions in its order."""

    id: str
    held_on: dt.date
    place: str
    chair: str
    secretary: str
    opinions: tuple[Opinion, ...]
    conclusions: Mapping[int, str]
    consultations: tuple[Consultation, ...]
    who: str = ""

    def said_by(self, body: str) -> str:
        """Return whose word an opinion was: who comes for a body that the law names."""
        return next((item.said_by for item in self.consultations if item.body == body), body)


@one_moment()
def record_meeting(
    registry: Registry,
    request: str,
    *,
    held_on: dt.date,
    place: str,
    chair: str,
    secretary: str,
    opinions: Sequence[Opinion],
    conclusions: Mapping[int, str],
    who: str,
) -> str:
    """Record a meeting as one action and return its id.

    ``conclusions`` are texts by the index of the row. Refused without a body (``MEETING-NO-BODY``), for one
    named twice (``MEETING-BODY-TWICE``), a day to come (``MEETING-LATER``), an outcome or row that is none,
    an opinion on conditions or against without its words (``MEETING-WORDS``).
    """
    _check(opinions, held_on)
    with action(registry, request, "met", who=who) as made:
        _refuse_recorded(made, held_on, place.strip(), {item.body.strip() for item in opinions})
        asked: list[str] = []
        for item in opinions:
            for row in item.rows:
                made.check_row(row)
            opinion = consultation_row(
                made, "meeting", item.body.strip(), item.rows, sent_on=held_on, answered_on=held_on,
                outcome=item.outcome, answer=item.text.strip(),
            )  # fmt: skip
            asked.append(opinion["id"])
            made.create(consultations, opinion)
        for at in conclusions:
            made.check_row(at)
        details = {
            "held_on": held_on.isoformat(),
            "place": place.strip(),
            "chair": chair.strip(),
            "secretary": secretary.strip(),
            "people": [item.people.strip() for item in opinions],
            "consultations": asked,
            "conclusions": {str(at): text.strip() for at, text in conclusions.items() if text.strip()},
        }
        return write_note(made, NoteKind.MEETING, f"{place.strip()}, {held_on:%d/%m/%Y}", details=details)


def _check(opinions: Sequence[Opinion], held_on: dt.date) -> None:
    named = [item.body.strip() for item in opinions]
    if not named or not all(named):
        raise RefusalError("MEETING-NO-BODY")
    for body in named:
        if named.count(body) > 1:
            raise RefusalError("MEETING-BODY-TWICE", body=body)
    if held_on > today():
        raise RefusalError("MEETING-LATER", day=held_on)
    for item in opinions:
        if item.outcome not in OUTCOMES:
            raise RefusalError("REQUEST-VALUE", value=item.outcome)
        if item.outcome in WITH_WORDS and not item.text.strip():
            raise RefusalError("MEETING-WORDS", body=item.body.strip())


def _refuse_recorded(made: Action, held_on: dt.date, place: str, bodies: set[str]) -> None:
    """Refuse a meeting that somebody recorded already: that day, at that place, with these bodies."""
    known = {item["id"]: item["body"] for item in made.rows(consultations)}
    for note in made.rows(row_notes):
        held = note["details"] or {}
        if note["kind"] != NoteKind.MEETING or note["withdrawn"]:
            continue
        there = {known.get(asked) for asked in held.get("consultations", [])}
        if (held.get("held_on"), held.get("place"), there) == (held_on.isoformat(), place, bodies):
            raise RefusalError("MEETING-RECORDED", day=held_on, by=note["who"])


def meetings_of(file: RequestFile) -> list[Meeting]:
    """Return the meetings about the list in force, in the order in which they were recorded."""
    return [
        _meeting(note, file) for note in file.notes if note.kind == NoteKind.MEETING and not note.withdrawn
    ]


def _meeting(note: RowNote, file: RequestFile) -> Meeting:
    held: Mapping[str, Any] = note.details
    known = {item.id: item for item in file.consultations}
    asked = [known[key] for key in held.get("consultations", []) if key in known]
    people = [*held.get("people", []), *[""] * len(asked)]
    return Meeting(
        id=note.id,
        held_on=dt.date.fromisoformat(str(held["held_on"])),
        place=str(held.get("place", "")),
        chair=str(held.get("chair", "")),
        secretary=str(held.get("secretary", "")),
        opinions=tuple(
            Opinion(item.body, str(who), item.rows, item.outcome, item.answer)
            for item, who in zip(asked, people, strict=False)
        ),
        conclusions={int(at): str(text) for at, text in held.get("conclusions", {}).items()},
        consultations=tuple(asked),
        who=note.who,
    )


def meeting_minutes(registry: Registry, request: str, meeting: str, lang: Language = "vi") -> bytes:
    """Return the minutes of a meeting as .docx (``MEETING-UNKNOWN`` where the list in force had no such)."""
    file = load_request(registry, request)
    held = next((item for item in meetings_of(file) if item.id == meeting), None)
    if held is None:
        raise RefusalError("MEETING-UNKNOWN")
    writer = Writer(registry, file, lang)
    values = writer.values()
    about = {at for item in held.opinions for at in (item.rows or range(len(file.rows)))}
    rows = asked_rows(writer, values["rows"], sorted(about | set(held.conclusions)))
    values |= {
        "number": open_number(writer.head, "minutes"),
        "dated": dated(held.held_on, lang),
        "marks": writer.say(DEMO) if writer.demo else "",
        "request_number": file.request.number,
        "organisation": writer.recipient,
        "held_on": f"{held.held_on:%d/%m/%Y}",
        "place": held.place or "…",
        "chair": held.chair or "…",
        "secretary": held.secretary or "…",
        "attended": [
            {"body": held.said_by(item.body), "people": item.people or "…"} for item in held.opinions
        ],
        "rows": rows,
        "opinions": [
            {
                "body": held.said_by(item.body),
                "labels": _labels(item, writer),
                "opinion": _said(item, writer),
            }
            for item in held.opinions
        ],
        "conclusions": [
            {**row, "conclusion": held.conclusions.get(int(row["row"]) - 1) or writer.say(_NO_CONCLUSION)}
            for row in rows
        ],
    }
    return fill(template(registry.settings.home / "templates", "minutes", lang), values)


def _labels(item: Opinion, writer: Writer) -> str:
    if not item.rows:
        return writer.say(Words("Tất cả", "All"))
    codes = {row.index: row.proposal.site_code for row in writer.file.rows}
    return ", ".join(f"{at + 1} ({codes[at]})" if codes.get(at) else str(at + 1) for at in item.rows)


def _said(item: Opinion, writer: Writer) -> str:
    said = writer.say(ANSWERS[item.outcome])
    return f"{said}: {item.text}" if item.text else f"{said}."
