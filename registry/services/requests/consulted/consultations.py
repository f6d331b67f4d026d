"""Bodies asked for their opinion: whom the findings name, what is asked of each, and what the answers mean.

A finding names the body whose consent it needs (``body_vi`` in its parameters, from the rule). Nobody else is
guessed: a finding that names none is left for the officer.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from registry.errors import RefusalError
from registry.law import catalogue
from registry.messages import Language, Words, number, say
from registry.model.findings import Finding, Outcome, Reservation, Stage
from registry.model.requests.desk import NoteKind, RowDecision
from registry.model.requests.desk_records import Consultation
from registry.model.requests.proposals import Proposal
from registry.model.vietnam_time import one_moment
from registry.services.office.deeds import changed
from registry.services.office.letters.letterhead import answer_day
from registry.services.office.registry import Registry
from registry.services.requests.actions import Action, action
from registry.services.requests.consulted.set_conditions import evidence_of, in_one_line
from registry.services.requests.kept_notes import write_note
from registry.services.requests.letters.reply import Writer
from registry.services.requests.letters.reply_rows import top_said
from registry.services.requests.letters.vocabulary import ANSWERS
from registry.services.requests.opened import RequestFile, load_request
from registry.store.changes import new_id
from registry.store.office.operators import load_settings
from registry.store.requests.tables import consultations, requests, row_notes

ASKED = frozenset({Outcome.CONSENT, Outcome.REVIEW})


@dataclass(frozen=True, slots=True)
class Body:
    """A body that findings name, and the rows (indices) for which they do.

    ``drafted`` is the consultation that already asks it about the list in force, None where there is none.
    ``gaps`` are the rows that ask it only for what the office lacks: their recommendation waits for nothing.
    """

    name: Words
    rows: tuple[int, ...]
    rules: tuple[str, ...]
    drafted: Consultation | None = None
    gaps: tuple[int, ...] = ()


_TERRITORY = "LOC-01"


def bodies_named(file: RequestFile) -> list[Body]:
    """Return the bodies that the findings of a request name, in the order of its rows.

    Nobody is asked about a row that was refused or lies outside the territory, nor by letter what was said
    at a meeting.
    """
    asked = {
        item.body: item
        for item in file.consultations
        if item.kind == "letter" and item.list_version == file.request.list_version
    }
    rows: dict[str, list[int]] = {}
    rules: dict[str, dict[str, None]] = {}
    names: dict[str, Words] = {}
    weighed: set[tuple[str, int]] = set()  # what the row's own recommendation waits for
    for row in file.rows:
        refused = row.decision is not None and row.decision.decision is RowDecision.REFUSE
        refused |= any(one.rule == _TERRITORY and one.outcome is Outcome.FAIL for one in row.findings)
        met = {
            item.body
            for item in row.consultations
            if item.kind == "meeting" and item.outcome != "no_answer" and item.body not in asked
        }
        for finding in () if refused else row.findings:
            name = body_of(finding)
            if name is None or name.vi in met:
                continue
            names.setdefault(name.vi, name)
            rules.setdefault(name.vi, {})[finding.rule] = None
            if finding.reservation is not Reservation.OFFICE:
                weighed.add((name.vi, row.index))
            if row.index not in rows.setdefault(name.vi, []):
                rows[name.vi].append(row.index)
    return [
        Body(
            names[key], tuple(found), tuple(rules[key]), asked.get(key),
            tuple(at for at in found if (key, at) not in weighed),
        )
        for key, found in rows.items()
    ]  # fmt: skip


def body_of(finding: Finding) -> Words | None:
    """Return the body whose word a finding of the position waits for, None where it names none."""
    if finding.stage is not Stage.POSITION or finding.outcome not in ASKED:
        return None
    params = {key: value for _code, noted in reversed(finding.notes) for key, value in noted.items()}
    params |= finding.params
    vi = str(params.get("body_vi") or "")
    return Words(vi, str(params.get("body_en") or vi)) if vi else None


def nameless(file: RequestFile) -> list[tuple[str, int]]:
    """Return (rule, rows) of the consents that name no body: the officer has to say whom to ask."""
    counted: dict[str, int] = {}
    for row in file.rows:
        for finding in row.findings:
            at_issue = finding.stage is Stage.POSITION and finding.outcome is Outcome.CONSENT
            if at_issue and body_of(finding) is None:
                counted[finding.rule] = counted.get(finding.rule, 0) + 1
    return sorted(counted.items())


@one_moment()
def draft_consultations(
    registry: Registry, request: str, *, who: str, answer_by: dt.date | None = None
) -> int:
    """Draft a consultation for every body that is named and not asked yet; return how many.

    One action. Without ``answer_by`` the office's own working days hold, if it has set any.
    """
    file = load_request(registry, request)
    wanted = [body for body in bodies_named(file) if body.drafted is None]
    with action(registry, request, "consulted", who=who) as made:
        if made.request.list_version != file.request.list_version:  # who is asked, and about which rows
            standing = made.standing(requests, made.request.id)
            raise changed(made.connection, requests, made.request.id, standing, {})
        by = answer_by or answer_day(load_settings(made.connection), file.decision_day)
        known = {row["body"] for row in made.rows(consultations) if row["kind"] == "letter"
                 and row["list_version"] == made.request.list_version}  # fmt: skip
        written = [body for body in wanted if body.name.vi not in known]
        for body in written:
            made.create(
                consultations, consultation_row(made, "letter", body.name.vi, body.rows, answer_by=by)
            )
    return len(written)


@one_moment()
def drop_draft(registry: Registry, request: str, consultation: str, *, who: str, seen: int) -> None:
    """Throw away the draft of a letter to a body; the ledger keeps that it was there.

    Refused once it has its number or an answer (``CONSULTATION-SENT``), or where somebody changed it first.
    """
    with action(registry, request, "consulted", who=who) as made:
        standing = {item["id"]: item for item in made.rows(consultations)}.get(consultation)
        if standing is None:
            raise RefusalError("REQUEST-CONSULTATION-UNKNOWN")
        made.check(consultations, consultation, seen, {"discarded": True})
        if standing["letter_number"] or standing["outcome"] or standing["kind"] != "letter":
            raise RefusalError("CONSULTATION-SENT", number=standing["letter_number"] or "–")
        made.remove(consultations, consultation)


def consultation_row(made: Action, kind: str, body: str, rows: Iterable[int], **own: Any) -> dict[str, Any]:
    """Return the row of a new consultation about rows of the list in force."""
    return {
        "id": new_id(),
        "request": made.request.id,
        "kind": kind,
        "body": body,
        "question": "",
        "list_version": made.request.list_version,
        "rows": sorted(set(rows)),
        "letter_number": "",
        "files": [],
        "who": made.who,
        "at": made.at,
        **own,
    }


def asked_rows(writer: Writer, rows: Sequence[dict[str, Any]], asked: Sequence[int]) -> list[dict[str, Any]]:
    """Return the values of the rows asked about (none named: all), with their heights in full."""
    chosen = sorted(set(asked)) or range(len(rows))
    return [
        {**rows[at], "mast": heights(writer.file.rows[at].proposal, writer.lang) or rows[at]["mast"]}
        for at in chosen
        if at < len(rows)
    ]


def heights(proposal: Proposal, lang: Language) -> str:
    """Return class and heights of a proposed mast, as a body that judges heights needs them."""
    kind = proposal.mast_class or proposal.old_class
    parts = [str(kind.value)] if kind else []
    for value, words in (
        (proposal.mast_height_m, Words("cột {m} m", "mast {m} m")),
        (proposal.rod_m, Words("kim {m} m", "rod {m} m")),
        (proposal.building_height_m, Words("công trình {m} m", "building {m} m")),
        (proposal.height_above_ground_m, top_said(proposal)),
        (proposal.ground_elevation_m, Words("cao độ mặt đất {m} m", "ground at {m} m")),
    ):
        if value is not None:
            parts.append(say(words, lang).format(m=number(value, 1, lang)))
    return "; ".join(parts)


@one_moment()
def feed_rows(registry: Registry, request: str, consultation: str, *, who: str) -> int:
    """Put a body's answer in the place of the findings that waited for it; return how many.

    Agreed: ``pass``; agreed with conditions: the consent stays, with the conditions; not agreed: ``fail``
    where the law asks for the body's consent, ``review`` where it was only to be weighed. No answer changes
    nothing. Each is a check by hand of the officer's, with the answer as evidence, and can be taken back.
    Where the answer stands with its rows already nothing is added; refused where somebody changed it
    meanwhile (``CHANGED-MEANWHILE``).
    """
    file = load_request(registry, request)
    item = next((one for one in file.consultations if one.id == consultation), None)
    if item is None:
        raise RefusalError("REQUEST-CONSULTATION-UNKNOWN")
    if item.outcome in ("", "no_answer") or item.list_version != file.request.list_version:
        return 0
    evidence = evidence_of(item)
    found = [
        (row.index, finding)
        for row in file.rows
        if item.concerns(row.index)
        for finding in row.computed
        if (name := body_of(finding)) is not None and name.vi == item.body
    ]
    if not found:
        return 0
    with action(registry, request, "note", who=who) as made:
        made.check(consultations, consultation, item.version, {"outcome": item.outcome})
        said = {
            (note["row"], note["rule"]): (note["outcome"], note["text"])
            for note in sorted(made.rows(row_notes), key=lambda note: str(note["at"]))
            if (note["details"] or {}).get("consultation") == consultation and not note["withdrawn"]
        }
        answered = [(at, finding, *_answered(finding, item)) for at, finding in found]
        new = [one for one in answered if said.get((one[0], one[1].rule)) != one[2:]]
        for at, finding, outcome, text in new:
            write_note(
                made, NoteKind.MANUAL_CHECK, text, row=at, rule=finding.rule, outcome=outcome,
                evidence=evidence, files=item.files,
                details={"consultation": item.id} | _details(item),
            )  # fmt: skip
    return len(new)


def _details(item: Consultation) -> dict[str, Any]:
    """Return what an answer makes of the conditions: its own, or that the body has said no already."""
    told: dict[str, dict[str, Any]] = {
        "conditions": {"condition": in_one_line(item.answer)},
        "object": {"objected": True},
    }
    return told.get(item.outcome, {})


def _answered(finding: Finding, item: Consultation) -> tuple[str, str]:
    """Return what a body's answer makes of a finding that waited for it, and the sentence that says so."""
    said = ANSWERS[item.outcome].vi + (f": {item.answer}" if item.answer else "")
    objected = Outcome.FAIL if finding.outcome is Outcome.CONSENT else Outcome.REVIEW
    outcome = {"agree": Outcome.PASS, "conditions": Outcome.CONSENT, "object": objected}[item.outcome]
    return outcome.value, f"{item.said_by}: {said}".strip()


def bodies_in_law() -> list[Words]:
    """Return every body that a rule of the catalogue names, in any time, each once."""
    found: dict[str, Words] = {}
    for rule in catalogue():
        vi = str(rule.options.get("body_vi") or "")
        if vi:
            found.setdefault(vi, Words(vi, str(rule.options.get("body_en") or vi)))
    return list(found.values())
