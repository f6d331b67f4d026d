"""Decisions on the rows of a request, and corrections of what a row says; each by whom and when."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from registry.errors import RefusalError
from registry.geo.areas import near_m
from registry.model.findings import Verdict
from registry.model.positions import DEFAULT_ACCURACY_M, Confidence, Position
from registry.model.requests.desk import DecidedRow, NoteKind, RowDecision
from registry.model.requests.kept_proposals import proposal_from_json
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.model.sites import MastClass, MastForm, OldMastClass, Support
from registry.model.vietnam_time import one_moment
from registry.services.appraise.row_texts import FIELDS, shown, texts_of
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.requests.actions import Action, action
from registry.services.requests.conditions.proposals import proposals
from registry.services.requests.conditions.saying import (
    NOTHING,
    Offered,
    Settled,
    offered_now,
    settled,
    texts_said,
    write_conditions,
)
from registry.services.requests.kept_notes import write_note
from registry.services.requests.lists import communes_of, decision_id, row_of
from registry.services.requests.matter_answers import is_decided_answer
from registry.services.requests.opened import FileRow, load_request
from registry.services.requests.settling import agreed_but, check_row, settle_row
from registry.store import ledger
from registry.store.requests.requests import decision_of, of_request
from registry.store.requests.tables import request_rows, row_conditions, row_decisions, row_notes

FOLLOWS: dict[Verdict, RowDecision] = {
    Verdict.AGREE: RowDecision.AGREE,
    Verdict.AGREE_WITH_CONDITIONS: RowDecision.AGREE_WITH_CONDITIONS,
    Verdict.REFUSE: RowDecision.REFUSE,
    Verdict.CANNOT_ASSESS: RowDecision.SUPPLEMENT,
}
"""The decision that follows a recommendation; any other needs its reason."""

AGREED = frozenset({RowDecision.AGREE, RowDecision.AGREE_WITH_CONDITIONS})


def outdated(row: FileRow) -> bool:
    """Whether a decision no longer follows from what is recommended now, and says no reason for it.

    Another mast was registered since, or an answer came in: the officer has to look again. A reason to agree
    that was given before a refusal was recommended is none for it.
    """
    decided = row.decision
    if decided is None or decided.decision is FOLLOWS[row.verdict]:
        return False
    before = row.verdict is Verdict.REFUSE and decided.recommended not in ("", row.verdict.value)
    return not decided.reason or (before and decided.decision in AGREED)


def lacks_condition(decision: RowDecision, conditions: Collection[str]) -> bool:
    """Whether an agreement on conditions has none."""
    return decision is RowDecision.AGREE_WITH_CONDITIONS and not conditions


def check_conditions(rows: Iterable[FileRow]) -> None:
    """Refuse a row that is agreed on conditions of which none is named (``REQUEST-CONDITIONS``)."""
    for row in rows:
        decided = row.decision
        if decided is not None and lacks_condition(decided.decision, decided.conditions):
            raise RefusalError("REQUEST-CONDITIONS", row=row.proposal.row)


def check_kind(decision: RowDecision, row: FileRow) -> None:
    """Refuse to agree to a row of which nobody knows what it asks for (``REQUEST-KIND-UNREAD``)."""
    if decision in AGREED and row.proposal.kind is ProposalKind.UNKNOWN:
        raise RefusalError("REQUEST-KIND-UNREAD", row=row.proposal.row)


def check_agreed(rows: Iterable[FileRow]) -> None:
    """Refuse agreed rows of another operator than the filer without a reason (``REQUEST-OTHER-REASON``),
    and those that ask for nobody knows what (``check_kind``)."""
    for row in rows:
        decided = row.decision
        if decided is not None:
            check_kind(decided.decision, row)
        if row.other and decided is not None and decided.decision in AGREED and not decided.reason:
            raise RefusalError(
                "REQUEST-OTHER-REASON", row=row.proposal.row, operator=shown("operator", row.other)
            )


@dataclass(frozen=True, slots=True)
class RowChoice:
    """What an officer decides on a row (its index).

    ``seen`` is the version of the decision that he saw, 0 for none, None where he does not mind.
    ``conditions`` are what he leaves of the row's own, None: as they stand, or as the findings propose them;
    ``also`` are others that he adds, of several rows at once.
    """

    row: int
    decision: RowDecision
    reason: str = ""
    conditions: Offered = None
    seen: int | None = None
    also: tuple[str, ...] = ()


@one_moment()
def decide_row(
    registry: Registry,
    request: str,
    row: int,
    decision: RowDecision,
    *,
    who: str,
    seen: int | None,
    reason: str = "",
    conditions: Offered = None,
) -> DecidedRow:
    """Decide one row and return the decision as it stands now.

    ``seen`` is the ``version`` of the decision on the editor's page, 0 where there was none; refused with
    ``CHANGED-MEANWHILE`` where another stands by now. A decision that does not follow from the recommendation
    needs its reason (``REQUEST-REASON``), an agreement on conditions at least one that is kept
    (``REQUEST-CONDITIONS``; see ``conditions.saying``). What the row leaves open is settled by the reason, or
    has to be mended first (``settling.check_row``).
    """
    choice = RowChoice(row, decision, reason, conditions, seen)
    return decide_rows(registry, request, [choice], who=who)[0]


@one_moment()
def decide_rows(
    registry: Registry, request: str, choices: Sequence[RowChoice], *, who: str
) -> list[DecidedRow]:
    """Decide several rows as one action: all or none."""
    load_request(registry, request)  # judged and kept before the writer's lock is taken
    with action(registry, request, "decided", who=who) as made:
        file = load_request(registry, made.request.id)
        agreed = agreed_but(file, {choice.row for choice in choices})
        agreed |= {choice.row for choice in choices if choice.decision.agrees}
        standing = _conditions_by_row(made)
        for choice in choices:
            made.check_row(choice.row)
            _decide(made, file.rows[choice.row], choice, agreed, standing.get(choice.row, {}))
        version = made.request.list_version
    keys = [decision_id(made.request.id, version, choice.row) for choice in choices]
    with registry.database.read() as connection:
        found = {row["id"]: row for row in of_request(connection, row_decisions, made.request.id)}
    return [decision_of(found[key]) for key in keys]


@one_moment()
def decide_as_recommended(registry: Registry, request: str, *, who: str) -> list[DecidedRow]:
    """Decide every row that is not decided as its recommendation says, as one action.

    A row to which a body objects, or which names another operator than its filer, is not agreed to in
    passing: it waits to be decided by itself (``RequestFile.by_itself``). So does every row that leaves
    something open, and one that only the office's own gaps leave open: its carrier could supplement nothing.
    """
    file = load_request(registry, request)
    choices = [
        RowChoice(row, FOLLOWS[file.rows[row].verdict], seen=0)
        for row in file.undecided
        if row not in file.by_itself
    ]
    return decide_rows(registry, request, choices, who=who) if choices else []


def _conditions_by_row(made: Action) -> dict[int, dict[str, dict[str, Any]]]:
    """Return the records of conditions of the list in force, by their row and key."""
    found: dict[int, dict[str, dict[str, Any]]] = {}
    for item in made.rows(row_conditions):
        if item["list_version"] == made.request.list_version:
            found.setdefault(item["row"], {})[item["id"]] = item
    return found


def _bound(row: FileRow, choice: RowChoice) -> Settled:
    """Return what an agreement on conditions is bound to by a choice."""
    if choice.decision is not RowDecision.AGREE_WITH_CONDITIONS:
        return NOTHING
    proposed = proposals(row.findings)
    offered = choice.conditions
    if offered is None:
        offered = offered_now(row.conditions, proposed)
    return settled(
        [*offered, *choice.also], proposed, excuse=choice.reason.strip(), row=row.proposal.row
    )  # fmt: skip


def _decide(
    made: Action,
    row: FileRow,
    choice: RowChoice,
    agreed: Collection[int],
    standing_conditions: Mapping[str, dict[str, Any]],
) -> None:
    reason = choice.reason.strip()
    offered: dict[str, Any] = {
        "decision": choice.decision.value,
        "reason": reason,
        "conditions": texts_said(choice.conditions),
    }
    version = made.request.list_version
    key = decision_id(made.request.id, version, choice.row)
    standing = made.check(row_decisions, key, choice.seen, offered)
    bound = _bound(row, choice)
    offered["conditions"] = list(bound.texts)
    check_kind(choice.decision, row)
    check_row(row, choice.decision, reason, agreed)
    answers = settle_row(made, row, choice.decision, reason)
    follows = choice.decision is FOLLOWS[row.verdict]
    if answers and follows and choice.decision in AGREED and not row.other:
        reason = offered["reason"] = ""  # it answers what was open, which is no word of the letter's
    if not follows and not reason:
        raise RefusalError("REQUEST-REASON")
    if lacks_condition(choice.decision, bound.texts):
        raise RefusalError("REQUEST-CONDITIONS", row=row.proposal.row)
    if row.other and choice.decision in AGREED and not reason:  # the position would be another operator's
        raise RefusalError(
            "REQUEST-OTHER-REASON", row=row.proposal.row, operator=shown("operator", row.other)
        )
    compared = {**offered, "recommended": row.verdict.value}
    written = {**compared, "who": made.who, "at": made.at}
    if standing is None:
        place = {"id": key, "request": made.request.id, "list_version": version, "row": choice.row}
        made.create(row_decisions, {**place, **written})
    elif any((standing.get(name) or None) != (value or None) for name, value in compared.items()):
        made.amend(row_decisions, key, **written)
    write_conditions(made, choice.row, bound, standing_conditions)


_NUMBERS = frozenset(
    {
        "mast_height_m", "rod_m", "building_height_m", "top_agl_m", "ground_elevation_m", "design_wind_ms",
        "guy_radius_m",
    }
)  # fmt: skip
_CHOICES: dict[str, Any] = {
    "mast_class": MastClass, "old_class": OldMastClass, "form": MastForm, "support": Support,
    "kind": ProposalKind,
}  # fmt: skip
_TEXTS = frozenset(
    {"site_code", "operator", "commune", "address", "land_type", "plan_code", "replaces", "owner", "note",
     "host", "sharing_sent", "sharing_replied", "permit", "commencement_notice", "emf_certificate"}
)  # fmt: skip


@one_moment()
def correct_row(
    registry: Registry,
    request: str,
    row: int,
    changes: Mapping[str, Any],
    *,
    who: str,
    seen: int,
    reason: str,
    stated: Collection[str] = (),
) -> Proposal:
    """Correct what a row says, as the carrier answered, and return the proposal as it stands now.

    ``changes`` hold fields of ``Proposal`` by name, and ``lon`` and ``lat`` (EPSG:4326 degrees) with, if it
    is known, ``accuracy_m``, and ``read`` where what was typed needed a repair itself; None takes a value
    away. A proposed repair that is kept as it is stays read as it was, marked as accepted. ``seen`` is the
    row's ``version``. ``stated`` are the fields (``row_texts.FIELDS``) that were typed: one that says what
    was read already is kept as confirmed.
    A decision on the row is taken back with what it answered, because it was made on something else.
    """
    if not reason.strip():
        raise RefusalError("REQUEST-REASON")
    with action(registry, request, "corrected", who=who) as made:
        key = made.list_row_id(row)
        offered = {name: value for name, value in changes.items() if name in request_rows.c}
        made.check(request_rows, key, seen, offered)
        after = write_correction(made, registry, row, changes, reason=reason, stated=stated)
        decided = decision_id(made.request.id, made.request.list_version, row)
        if ledger.rows_by_key(made.connection, row_decisions, [decided]):
            made.remove(row_decisions, decided)
            for note in made.rows(row_notes):
                here = (note["list_version"], note["row"]) == (made.request.list_version, row)
                if here and is_decided_answer(note):
                    made.amend(row_notes, note["id"], withdrawn=True)
            write_conditions(made, row, NOTHING, _conditions_by_row(made).get(row, {}))
    return after


def write_correction(
    made: Action,
    registry: Registry,
    row: int,
    changes: Mapping[str, Any],
    *,
    reason: str,
    stated: Collection[str] = (),
) -> Proposal:
    """Add a row's correction to an action, and beside it a note with both values and the reason."""
    key = made.list_row_id(row)
    before = proposal_from_json(made.standing(request_rows, key)["proposal"])
    after = corrected(before, changes)
    commune = communes_of([after], context_for(registry, made.request.received_on))[0]
    made.amend(request_rows, key, **row_of(after, commune))
    old, new = texts_of(before), texts_of(after)
    differing = [name for name in FIELDS if name in stated or old.get(name, "") != new.get(name, "")]
    both = {name: [old.get(name, ""), new.get(name, "")] for name in differing}
    write_note(made, NoteKind.CORRECTION, reason, row=row, details={"fields": both})
    return after


def corrected(proposal: Proposal, changes: Mapping[str, Any]) -> Proposal:
    """Return the proposal with fields changed; ``REQUEST-VALUE`` for a value that none of them can have."""
    own = dict(changes)
    known = {item.name for item in fields(Proposal)}
    lon, lat, accuracy = own.pop("lon", None), own.pop("lat", None), own.pop("accuracy_m", None)
    read: Position | None = own.pop("read", None)
    values: dict[str, Any] = {}
    for name, value in own.items():
        if name not in known:
            raise RefusalError("REQUEST-VALUE", value=name)
        values[name] = _value(name, value)
    if lon is not None or lat is not None:
        values["position"] = _position(proposal.position, lon, lat, accuracy, read)
    return replace(proposal, **values)


def _value(name: str, value: Any) -> Any:
    try:
        if name in _NUMBERS:
            return None if value is None else _metres(value)
        if name == "designed_operators":
            return None if value is None else int(value)
        if name == "urban":
            return None if value is None else bool(value)
        if name == "emf_expires_on":
            return dt.date.fromisoformat(value) if isinstance(value, str) else value
        if name in _CHOICES:
            return None if value is None and name != "kind" else _CHOICES[name](value)
        if name == "shared_with":
            return tuple(str(item) for item in value or ())
    except (ValueError, TypeError) as error:
        raise RefusalError("REQUEST-VALUE", value=str(value)) from error
    if name not in _TEXTS:
        raise RefusalError("REQUEST-VALUE", value=name)
    return str(value or "").strip()


def _metres(value: Any) -> float:
    number = float(value)
    if not -500 <= number <= 5000:
        raise ValueError(number)
    return number


_SAME_PLACE_M = 0.2  # a proposal is written with seven decimals, one centimetre; a person may keep six


def _position(before: Position, lon: Any, lat: Any, accuracy: Any, read: Position | None = None) -> Position:
    try:
        place = (float(lon), float(lat))
        accuracy_m = DEFAULT_ACCURACY_M if accuracy is None else float(accuracy)
    except (ValueError, TypeError) as error:
        raise RefusalError("REQUEST-VALUE", value=f"{lon}; {lat}") from error
    if not (-180 <= place[0] <= 180 and -90 <= place[1] <= 90 and 0 < accuracy_m < 100_000):
        raise RefusalError("REQUEST-VALUE", value=f"{lon}; {lat}")
    if _is_kept(before, *place):
        return replace(before, confidence=Confidence.ACCEPTED)
    if read is not None:
        return replace(read, raw=before.raw)
    return Position(
        *place, raw=before.raw, reading="corrected", accuracy_m=accuracy_m, confidence=Confidence.STATED
    )


def _is_kept(before: Position, lon: float, lat: float) -> bool:
    """Whether a corrected position is a proposed repair taken as it is: how it was read stays with it."""
    if before.confidence not in (Confidence.PROPOSED, Confidence.ACCEPTED):
        return False
    return (
        before.lon is not None
        and before.lat is not None
        and (near_m(lon, lat, before.lon, before.lat) <= _SAME_PLACE_M)
    )
