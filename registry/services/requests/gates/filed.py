"""The sheet of a request that has its number: before it is sent again, submitted or issued."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from registry.checks.spacing_proposals import OWN_LIST
from registry.messages import LANGUAGES, Quoted, Words, say
from registry.model.findings import Finding, Reservation, Stage, Verdict
from registry.model.requests.conditions import ConditionState
from registry.model.requests.desk import DecidedRow, RequestState, RowDecision, RowNote
from registry.model.requests.matters import Matter, Weight
from registry.model.requests.proposals import ProposalKind
from registry.services.appraise.finding_texts import sentence
from registry.services.appraise.row_texts import shown
from registry.services.requests.conditions.proposals import Proposed, by_hand, proposals, proposed_texts
from registry.services.requests.consulted.consultations import bodies_named
from registry.services.requests.consulted.set_conditions import in_one_line, stands_in
from registry.services.requests.decisions import FOLLOWS, lacks_condition, outdated
from registry.services.requests.dossiers import dossier_of
from registry.services.requests.gates.doubtful_cells import notice_matters
from registry.services.requests.gates.gap_points import gap_matters
from registry.services.requests.gates.points import (
    kind_of,
    mast_matters,
    paper_matters,
)
from registry.services.requests.gates.sheet import WHOLE, Door, Kind, Point, Sheet
from registry.services.requests.letters.reply_rows import lacking
from registry.services.requests.letters.supplement import shared_reason
from registry.services.requests.letters.vocabulary import DECISIONS, VERDICTS
from registry.services.requests.matter_answers import answers_by_key, barring, by_sender, corrected_since
from registry.services.requests.on_behalf import behalves
from registry.services.requests.opened import FileRow, RequestFile
from registry.services.requests.queue import behind_own_rows
from registry.services.requests.supplements import asked_of, paper_name
from registry.services.requests.unread_cells import UNREAD, UNREAD_NEEDED

_READING = frozenset({UNREAD, UNREAD_NEEDED})
_OFFICE = frozenset({Kind.UNDECIDED, Kind.CONDITIONS, Kind.CONTENT, Kind.DIFFERS, Kind.UNASKED, Kind.UNSENT,
                     Kind.UNANSWERED, Kind.OBJECTED, Kind.EDITS, Kind.GAPS, Kind.VISITS})  # fmt: skip


_DISTANCES = ("SPC-01", "SPC-02", "SPC-03")


def door_of(state: RequestState) -> Door:
    """Return the door that a request in a state goes through next."""
    if state is RequestState.SUPPLEMENT:
        return Door.SEND
    return Door.ISSUE if state in (RequestState.SUBMITTED, RequestState.ISSUED) else Door.SUBMIT


def filed_sheet(file: RequestFile, door: Door, more: Sequence[Point] = ()) -> Sheet:
    """Return the sheet of an open request at a door.

    ``more`` is what stands beside it (``besides.points_beside``). At the sender's own (``SEND``) it says
    nothing of what the office thinks, and asks only for a word on what it was asked to supplement and
    nothing answers.
    """
    agreed = {row.index for row in file.rows if _agrees(row)}
    points = [*_of_whole(file), *(point for row in file.rows for point in _of_row(file, row, agreed))]
    points += _of_other_requests(file)
    points += [*more, *_notices(file)]
    points += _supplements(file, door)
    if door is Door.SEND:
        sender = file.request.organisation
        told = [point for point in points if point.kind not in _OFFICE and point.matter.seen_by(sender)]
        own = _replied(file, [replace(point, answer=by_sender(point.answer)) for point in told])
        points = [
            point if point.kind is Kind.SUPPLEMENTS else replace(point, weight=Weight.SAYS) for point in own
        ]
    if door is Door.ISSUE:  # what was not read is no leader's to answer: he hands the request back
        points = [
            replace(point, weight=Weight.BARS) if point.open and point.matter.code in _READING else point
            for point in points
        ]
    decided = [(row.index, row.decision) for row in file.rows]
    if door is Door.SEND:
        decided = []  # no more than what anybody thinks of the rows
    stands = [(at, one.decision.value, one.reason, one.conditions) if one else (at,) for at, one in decided]
    return Sheet(
        door,
        tuple(points),
        {"rows": len(file.rows), **Counter(one.decision.value for _at, one in decided if one)},
        about=repr((file.request.id, file.request.list_version, stands)),
        seq=file.history[-1].seq if file.history else 0,
    )


def _of_whole(file: RequestFile) -> Iterator[Point]:
    """Yield the points of the letter, the dossier and the bodies."""
    answers = answers_by_key(note for note in file.notes if note.row < 0)

    def point(kind: Kind, matter: Matter, weight: Weight | None = None) -> Point:
        return Point(kind, matter, weight or matter.weight, answer=answers.get(matter.key))

    for matter in file.matters:
        yield point(kind_of(matter), matter)
    yield from _of_dossier(file, answers)
    for matter in gap_matters(file):
        yield point(Kind.GAPS, matter)
    version = file.request.list_version
    for item in file.consultations:
        waits = item.kind == "letter" and item.sent_on is not None and not item.outcome
        if waits and item.list_version == version:
            params = {"body": item.said_by, "number": item.letter_number or "–", "day": item.sent_on}
            yield point(Kind.UNANSWERED, Matter("MATTER-UNANSWERED", item.id, params=params))
    for body in bodies_named(file):
        if body.drafted is None:
            named = {"body": body.name, "count": len(body.rows)}
            yield point(Kind.UNASKED, Matter("MATTER-UNASKED", body.name.vi, Weight.SAYS, params=named))


def _of_dossier(file: RequestFile, answers: dict[str, RowNote]) -> Iterator[Point]:
    others = behalves(file)
    lines = dossier_of(
        file.request.kind, file.attachments, behalf=bool(others), elsewhere=file.elsewhere,
        own=file.own_papers, rows=[row.proposal for row in file.rows],
    )  # fmt: skip
    wanted = not file.rows or any(_agrees(row) for row in file.rows)
    for matter in paper_matters(line.item for line in lines if not line.there):
        weight = matter.weight if wanted else Weight.SAYS  # nothing is agreed to without it
        yield Point(Kind.PAPERS, matter, weight, answer=answers.get(matter.key))
    for other in others:
        if other.stated is None:
            said = {"operator": shown("operator", other.operator), "count": len(other.rows)}
            yield Point(Kind.BEHALF, Matter("MATTER-BEHALF", other.operator, params=said), Weight.SAYS)


def _of_row(file: RequestFile, row: FileRow, agreed: Collection[int]) -> Iterator[Point]:
    """Yield the points of a row: what its cells and its place leave open, and what was decided of it."""
    answers = answers_by_key(row.notes)
    bars = set(barring(row.matters, agreed)) if _agrees(row) else set()
    for matter in row.matters:
        weight = matter.weight
        if weight is Weight.BARS and matter not in bars:
            weight = Weight.ASKS  # nobody agrees to it: the officer's word is enough
        yield Point(kind_of(matter), matter, weight, row.index, answers.get(matter.key))
    for matter in mast_matters(file.request.kind, row.proposal):
        weight = Weight.ASKS if _agrees(row) else Weight.SAYS
        yield Point(Kind.MAST, matter, weight, row.index, answers.get(matter.key))
    yield from _of_decision(row, answers)
    if _agrees(row):
        for matter in _alone_by_now(file, row):
            yield Point(Kind.CONDITIONS, matter, matter.weight, row.index, answers.get(matter.key))


def _of_other_requests(file: RequestFile) -> Iterator[Point]:
    """Yield that an agreed row is near another request too, where its finding names a row of its own list."""
    for at, clashes in behind_own_rows(file).items():
        row = file.rows[at]
        if not _agrees(row):
            continue
        texts = ("; ".join(sentence(one, lang).rstrip(" .") for one in clashes) for lang in LANGUAGES)
        about = ",".join(str(one.related) for one in clashes)
        matter = Matter("MATTER-NEAR-OTHER-TOO", about, Weight.ASKS, params={"why": Quoted(*texts)})
        answer = answers_by_key(row.notes).get(matter.key)
        yield Point(Kind.CONDITIONS, matter, matter.weight, at, answer)


def _alone_by_now(file: RequestFile, row: FileRow) -> Iterator[Matter]:
    """Yield a kept condition between two positions of the list of which the other is not agreed to."""
    kept = {one.finding: one.text for one in row.conditions if one.state is not ConditionState.STRUCK}
    for clash in row.clashes:
        text = kept.get(f"{clash.rule}:{clash.code}")
        if text is None or not clash.params.get(OWN_LIST):
            continue
        named = (clash.params["code"], clash.params["related"])
        for other in file.rows:
            proposal = other.proposal
            there = f"{proposal.row} · {proposal.sheet}" if proposal.sheet else str(proposal.row)
            decided = other.decision is not None and not other.decision.decision.agrees
            if decided and named[0] == there and proposal.site_code in ("", named[1]):
                params = {"other": proposal.site_code or str(proposal.row), "condition": text}
                yield Matter("MATTER-CONDITION-ALONE", str(other.index), Weight.ASKS, params=params)


def _of_decision(row: FileRow, answers: dict[str, RowNote]) -> Iterator[Point]:
    decided = row.decision
    if decided is None:
        yield Point(Kind.UNDECIDED, Matter("MATTER-UNDECIDED", ""), Weight.BARS, row.index)
        return
    chosen, reason = decided.decision, decided.reason
    if chosen is not FOLLOWS[row.verdict]:
        weight = Weight.BARS if outdated(row) else Weight.SAYS
        yield Point(Kind.DIFFERS, _differing(row, decided), weight, row.index, reason=reason)
    if lacks_condition(chosen, decided.conditions):
        yield Point(Kind.CONDITIONS, Matter("MATTER-NO-CONDITION", ""), Weight.BARS, row.index)
    wanted = reason.strip() or lacking(row.findings, "vi", position=row.proposal.position)
    if chosen is RowDecision.SUPPLEMENT and not wanted:
        yield Point(Kind.CONTENT, Matter("MATTER-NO-CONTENT", ""), Weight.BARS, row.index)
    struck = [item for item in row.conditions if item.state is ConditionState.STRUCK]
    if chosen is RowDecision.AGREE_WITH_CONDITIONS and struck:
        why = "; ".join(dict.fromkeys(item.reason for item in struck))
        matter = Matter("MATTER-CONDITION-STRUCK", "", params={"count": len(struck), "why": why})
        yield Point(Kind.CONDITIONS, matter, Weight.SAYS, row.index, reason=why)
    if not chosen.agrees:
        return
    if unbound := _unbound(row):
        texts = ("; ".join(sentence(one, lang).rstrip(" .") for one in unbound) for lang in LANGUAGES)
        about = ",".join(one.rule for one in unbound)
        matter = Matter("MATTER-NEAR-UNBOUND", about, Weight.SAYS, params={"why": Quoted(*texts)})
        yield Point(Kind.CONDITIONS, matter, Weight.SAYS, row.index)
    if since := _since(row):
        texts = ("; ".join(say(one.text, lang) for one in since) for lang in LANGUAGES)
        about = ",".join(one.key for one in since)
        matter = Matter("MATTER-CONDITION-SINCE", about, Weight.ASKS, params={"conditions": Quoted(*texts)})
        yield Point(Kind.CONDITIONS, matter, matter.weight, row.index, answers.get(matter.key))
    for matter in _bound_otherwise(row, decided.conditions):
        yield Point(Kind.CONDITIONS, matter, matter.weight, row.index, answers.get(matter.key), reason)
    if row.proposal.kind is ProposalKind.UNKNOWN:
        yield Point(Kind.UNREAD, Matter("MATTER-KIND-UNREAD", "", cell="kind"), Weight.BARS, row.index)
    if row.other and not reason:
        matter = Matter("MATTER-OTHER", row.other, params={"operator": shown("operator", row.other)})
        yield Point(Kind.BEHALF, matter, Weight.BARS, row.index)
    if row.objecting:
        matter = Matter("MATTER-OBJECTED", ",".join(row.objecting), params={"body": ", ".join(row.objecting)})
        weight = Weight.SAYS if reason else Weight.ASKS
        yield Point(Kind.OBJECTED, matter, weight, row.index, answers.get(matter.key), reason)


def _differing(row: FileRow, decided: DecidedRow) -> Matter:
    """Return that a decision is another than is recommended: since when it followed, if so, and why."""
    params: dict[str, Any] = {"decided": DECISIONS[decided.decision], "recommended": VERDICTS[row.verdict]}
    followed = decided.recommended and decided.decision is FOLLOWS[Verdict(decided.recommended)]
    if followed and not decided.reason and (made := _what_makes(row)):
        said = ("; ".join(sentence(one, lang).rstrip(" .") for one in made) for lang in LANGUAGES)
        params["why"] = Quoted(*said)
        return Matter("MATTER-CHANGED-SINCE", decided.decision.value, params=params)
    return Matter("MATTER-DIFFERS", decided.decision.value, params=params)


def _what_makes(row: FileRow) -> Sequence[Finding]:
    """Return the findings that make what is recommended now, the weightier kind alone."""
    here = [finding for finding in row.findings if finding.stage is Stage.POSITION]
    for kind in (Reservation.LEGAL, Reservation.CONDITION):
        if found := [finding for finding in here if finding.reservation is kind]:
            return found
    return [finding for finding in here if finding.lowers]


def _unbound(row: FileRow) -> list[Finding]:
    """Return the distances that ask for a condition and that no condition of the agreement, kept or struck,
    is about: a mast was agreed to nearby since."""
    decided = row.decision
    if decided is None or decided.decision is not RowDecision.AGREE_WITH_CONDITIONS:
        return []
    told = {one.finding.partition(":")[0] for one in row.conditions}
    return [
        one
        for one in row.findings
        if one.rule in _DISTANCES
        and one.rule not in told
        and one.stage is Stage.POSITION
        and one.reservation is Reservation.CONDITION
    ]


def _since(row: FileRow) -> list[Proposed]:
    """Return what is proposed as a condition since the agreement on others: a zone came, a cell changed.

    What is recommended stays the same, so that nothing else tells it. Whatever was proposed when the row was
    decided is on record, kept or struck; decisions from before conditions were records say nothing of it.
    Distances have a matter of their own, and what bodies or officers stated as well.
    """
    decided = row.decision
    if decided is None or decided.decision is not RowDecision.AGREE_WITH_CONDITIONS:
        return []
    if not all(one.version for one in row.conditions):
        return []
    known = {one.finding for one in row.conditions} | {one.text for one in row.conditions}
    return [
        one
        for one in proposals(row.findings)
        if not known & {one.key, one.text.vi}
        and one.key.partition(":")[0] not in _DISTANCES
        and not by_hand(one)
    ]


def _bound_otherwise(row: FileRow, kept: Collection[str]) -> Iterator[Matter]:
    """Yield what bodies' answers make of the conditions that were kept: one not taken over, ones gone by."""
    for item in row.consultations:
        if item.outcome == "conditions" and not stands_in(item, kept):
            params = {"body": item.said_by, "condition": in_one_line(item.answer)}
            yield Matter("MATTER-BODY-CONDITION", item.id, Weight.ASKS, params=params)
    if row.own:
        gone = {*proposed_texts(row.computed)}.difference(proposed_texts(row.findings)).intersection(kept)
        if gone:
            yield Matter(
                "MATTER-CONDITION-GONE", "", Weight.ASKS, params={"condition": "; ".join(sorted(gone))}
            )


def _notices(file: RequestFile) -> Sequence[Point]:
    if file.appraisal is None or not file.lists:
        return ()
    since = file.lists[-1].at
    answered = {row.index: corrected_since(row.notes, since) for row in file.rows}
    proposals = [row.proposal for row in file.rows]
    found = []
    for at, matter in notice_matters(file.appraisal.issues, file.appraisal.sheets, proposals, answered):
        row = file.rows[at]
        weight = matter.weight if _agrees(row) else Weight.SAYS
        found.append(Point(Kind.NOTICES, matter, weight, at, answers_by_key(row.notes).get(matter.key)))
    return found


def _supplements(file: RequestFile, door: Door) -> Iterator[Point]:
    """Yield what was asked for and nothing answers, each with its row where the list still has it.

    Why it is asked are an officer's words: at the sender's door they are what the sender may read.
    """
    sender = file.request.organisation
    for one in asked_of(file):
        if not one.answered:
            about = paper_name(file, one.item.paper) if one.item.paper else Words("", "")
            label = "" if one.row else one.item.label
            reason = shared_reason(file, one, sender) if door is Door.SEND else one.item.reason
            said = Words(*(": ".join(filter(None, (label, name, reason))) for name in about))
            params = {"asked": said}
            at = WHOLE if one.row is None else one.row.index
            matter = Matter("MATTER-SUPPLEMENT", one.item.id, params=params, cell=one.item.cell)
            yield Point(Kind.SUPPLEMENTS, matter, Weight.ASKS, at, _answer_of(file, at).get(matter.key))


def _replied(file: RequestFile, points: Sequence[Point]) -> Iterator[Point]:
    """Yield the points with what the sender said in words of the same cell or paper, asked to supplement it.

    A doubt of the reading that has such an answer is none any more that nobody answered. Of an item that was
    asked more than once the latest answer stands.
    """
    said: dict[tuple[int, str], str] = {}
    for one in reversed(asked_of(file)):
        if one.item.answer and (one.row or one.item.paper):
            at = WHOLE if one.row is None else one.row.index
            said[at, one.item.paper or one.item.cell] = one.item.answer
    for point in points:
        named = point.matter.about if point.kind is Kind.PAPERS else point.matter.cell
        asked_again = point.kind is Kind.SUPPLEMENTS  # what is asked anew has no answer by an older one
        words = said.get((point.row, named), "") if named and not asked_again else ""
        if not words:
            yield point
        elif point.kind is not Kind.NOTICES:
            yield replace(point, reason=point.reason or words)


def _answer_of(file: RequestFile, row: int) -> dict[str, RowNote]:
    return answers_by_key(note for note in file.notes if note.row == row)


def _agrees(row: FileRow) -> bool:
    return row.decision is not None and row.decision.decision.agrees
