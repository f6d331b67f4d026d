"""Rows of a request that somebody goes to look at: chosen, given to an inspector, taken back; and what comes
back beside the row, which settles a review by the officer's word only.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from registry.checks.registered import CHECKS
from registry.errors import RefusalError
from registry.messages import Language, Words, number, say
from registry.model.findings import Finding, Outcome, Stage
from registry.model.requests.desk import RequestState, RowNote
from registry.model.requests.desk_records import ApprovalState
from registry.model.requests.kept_proposals import proposal_from_json
from registry.model.requests.position_visits import PositionTarget, PositionVisit
from registry.model.vietnam_time import VIETNAM, one_moment
from registry.services.appraise.try_position import try_position
from registry.services.field.campaign_targets import inspectors
from registry.services.field.items import moment_of
from registry.services.field.photos import photo_path
from registry.services.field.positions.targets import OPEN, WITHDRAWN, Visited, seen_of, targets_of
from registry.services.field.positions.visits import answers_of
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.actions import Action, action
from registry.services.requests.agreed.approvals import approvals_of
from registry.services.requests.notes import check_by_hand
from registry.services.requests.opened import FileRow, RequestFile, load_request
from registry.services.requests.requests import attach
from registry.store.changes import new_id
from registry.store.field.position_tables import position_targets
from registry.store.requests.tables import request_rows
from registry.typed_text import within

LONGEST = 500
MOST_LOOKED_AT = 6
UNKNOWN = "POSITION-VISIT-UNKNOWN"
LOOKED_AT = (Outcome.FAIL, Outcome.REVIEW, Outcome.UNKNOWN, Outcome.CONSENT)
"""Outcomes that whoever goes there is told of, what refuses first."""
SETTLED = (Outcome.REVIEW, Outcome.UNKNOWN)
"""Outcomes that a visit may settle: what refuses or wants a consent is decided, not looked at."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A distance that a finding states, from the proposed position and from where it was measured, metres.

    ``within``: the two differ by no more than the measured position is unsure.
    """

    rule: str
    related: str
    proposed_m: float
    measured_m: float
    limit_m: float | None
    before: Outcome
    after: Outcome
    within: bool


def may_be_visited(registry: Registry, file: RequestFile) -> frozenset[int]:
    """Return the rows (indices) to which somebody may be sent.

    Those with a place, while the request is open; once it was issued those that were agreed and are not built
    yet.
    """
    placed = frozenset(row.index for row in file.rows if row.proposal.position.known)
    if file.request.open:
        return placed
    if file.request.state is not RequestState.ISSUED:
        return frozenset()
    waiting = approvals_of(registry, request=file.request.id, state=ApprovalState.APPROVED)
    return placed & {item.row for item in waiting}


@one_moment()
def ask_visits(
    registry: Registry,
    request: str,
    rows: Sequence[int],
    *,
    who: str,
    assignee: str = "",
    due_on: dt.date | None = None,
    note: str = "",
) -> int:
    """Send an inspector ("": whoever inspects) to rows (indices) of a request; returns to how many.

    Refused: no row (``REQUEST-NO-ROWS-CHOSEN``), a row that nobody may be sent to
    (``POSITION-VISIT-ROW``) or to which somebody is on his way (``POSITION-VISIT-ASKED``), an account that
    does not inspect (``POSITION-VISIT-WHO``), a day that is past (``POSITION-VISIT-DAY``).
    """
    wanted = sorted(set(rows))
    if not wanted:
        raise RefusalError("REQUEST-NO-ROWS-CHOSEN")
    if assignee and assignee not in inspectors(registry):
        raise RefusalError("POSITION-VISIT-WHO", name=assignee[:40])
    if due_on is not None and due_on < today():
        raise RefusalError("POSITION-VISIT-DAY", day=due_on)
    file = load_request(registry, request)
    allowed = may_be_visited(registry, file)
    open_to = {row.index: _look_at(row) for row in file.rows}
    names = {row.index: row.proposal.site_code or str(row.proposal.row) for row in file.rows}
    with action(registry, file.request.id, "visits", who=who, closed=True, submitted=True) as made:
        going = {one.row: one for one, _ in _standing(registry, made) if one.progress != "visited"}
        for row in wanted:
            made.check_row(row)
            if row not in allowed:
                raise RefusalError("POSITION-VISIT-ROW", row=names[row])
            if row in going:
                raise RefusalError("POSITION-VISIT-ASKED", row=names[row], name=going[row].assignee or "–")
        kept = {
            item["row"]: item
            for item in made.rows(request_rows)
            if item["list_version"] == made.request.list_version
        }
        for row in wanted:
            item = kept[row]
            proposal = proposal_from_json(item["proposal"])
            made.create(
                position_targets,
                {
                    "id": new_id(),
                    "request": made.request.id,
                    "list_version": made.request.list_version,
                    "row": row,
                    "code": proposal.site_code or f"{made.request.number} · {proposal.row}",
                    "organisation": item["operator"] or made.request.organisation,
                    "lon": item["lon"],
                    "lat": item["lat"],
                    "accuracy_m": item["accuracy_m"],
                    "commune": item["commune"],
                    "address": item["address"],
                    "mast_class": proposal.mast_class.value if proposal.mast_class else "",
                    "mast_height_m": proposal.mast_height_m,
                    "look_at": open_to.get(row, []),
                    "assignee": assignee,
                    "due_on": due_on,
                    "note": within(note, LONGEST),
                    "state": OPEN,
                    "reason": "",
                    "who": made.who,
                    "at": made.at,
                },
            )
    return len(wanted)


@one_moment()
def withdraw_visit(
    registry: Registry, request: str, target: str, *, reason: str, who: str, seen: int
) -> None:
    """Call somebody back from a row, with the reason; what he recorded, or sends later, is kept all the same.

    ``REQUEST-REASON`` without one, ``POSITION-VISIT-UNKNOWN`` for what is none of this request.
    """
    told = within(reason, LONGEST)
    if not told:
        raise RefusalError("REQUEST-REASON")
    with action(registry, request, "visits", who=who, closed=True, submitted=True) as made:
        if target not in {item["id"] for item in made.rows(position_targets)}:
            raise RefusalError(UNKNOWN)
        made.amend(position_targets, target, seen, UNKNOWN, state=WITHDRAWN, reason=told)


def seen_and_undecided(registry: Registry) -> dict[str, list[int]]:
    """Return the rows (indices) of each open request that were looked at and that nobody has decided yet."""
    by_request: dict[str, list[PositionTarget]] = defaultdict(list)
    for target in seen_of(registry, today()):
        by_request[target.request].append(target)
    found: dict[str, list[int]] = {}
    for request, targets in by_request.items():
        file = load_request(registry, request)
        rows = {one.row for one in targets if one.list_version == file.request.list_version}
        waiting = sorted(row for row in rows if file.rows[row].decision is None)
        if file.request.open and waiting:
            found[request] = waiting
    return found


def visits_of(registry: Registry, file: RequestFile) -> dict[int, list[Visited]]:
    """Return the targets of each row (index) of the list in force with their visits, withdrawn ones last."""
    found: dict[int, list[Visited]] = defaultdict(list)
    with registry.database.read() as connection:
        for target, visits in targets_of(registry, connection, file.request.id, day=today()):
            if target.list_version == file.request.list_version and (target.state == OPEN or visits):
                found[target.row].append((target, visits))
    for items in found.values():
        items.sort(key=lambda item: item[0].state != OPEN)
    return found


def moved(file: RequestFile, row: int, visit: PositionVisit) -> list[Moved]:
    """Return the distances that the findings of a row state, as they are from where a visit measured.

    None where nothing was measured, or at a place that is none of the country.
    """
    if file.appraisal is None or visit.lon is None or visit.lat is None:
        return []
    try:
        tried = try_position(file.appraisal, row, visit.lon, visit.lat, accuracy_m=visit.accuracy_m)
    except RefusalError:  # measured where no mast of ours can stand: the distance from it says enough
        return []
    later = {(one.rule, one.related or ""): one for one in tried.findings if _in_metres(one)}
    unsure = visit.accuracy_m or 0.0
    found = []
    for before in file.rows[row].computed:
        after = later.get((before.rule, before.related or ""))
        drawn = after is not None and (_is_distance(before) or _is_distance(after))
        if after is not None and drawn and _in_metres(before):
            assert before.measured is not None
            assert after.measured is not None
            found.append(
                Moved(
                    before.rule, before.related or "", before.measured, after.measured, after.limit,
                    before.outcome, after.outcome, abs(before.measured - after.measured) <= unsure,
                )
            )  # fmt: skip
    return found


@one_moment()
def settle_by_visit(
    registry: Registry,
    request: str,
    row: int,
    rule: str,
    outcome: Outcome,
    *,
    visit: str,
    text: str,
    who: str,
) -> RowNote:
    """Answer what a rule left open of a row by what a visit found, in the officer's words.

    The visit becomes the evidence: its measurement and answers are written out, and its photos are kept with
    the request. ``POSITION-VISIT-OPEN`` while it is not finished, ``REQUEST-REASON`` without a word of the
    officer's, ``REQUEST-RULE`` where the rule leaves nothing open of the row that looking could settle.
    """
    told = within(text, LONGEST)
    if not told:
        raise RefusalError("REQUEST-REASON")
    file = load_request(registry, request)
    pairs = [(target, one) for target, visits in visits_of(registry, file).get(row, ()) for one in visits]
    found = next(((target, one) for target, one in pairs if one.id == visit), None)
    if found is None:
        raise RefusalError(UNKNOWN)
    target, seen = found
    if not seen.finished_at:
        raise RefusalError("POSITION-VISIT-OPEN", row=target.code)
    if rule not in {one.rule for one in settled_by_looking(file.rows[row])}:
        raise RefusalError("REQUEST-RULE", rule=rule[:40])
    _may_note(file)
    files = []
    for at, sha256 in enumerate((name for name in seen.photos if name not in seen.missing), 1):
        path, _kind = photo_path(registry, sha256)
        name = f"xem-vi-tri-{target.code.replace('/', '-')}-{at}{path.suffix}"
        files.append(attach(registry, file.request.id, path, name=name, kind="photo", who=who))
    return check_by_hand(
        registry, file.request.id, row, rule, outcome, text=told, evidence=evidence_of(target, seen),
        who=who, files=files,
    )  # fmt: skip


def settled_by_looking(row: FileRow) -> list[Finding]:
    """Return the findings of a row that a visit may settle."""
    return [one for one in row.findings if one.outcome in SETTLED]


def evidence_of(target: PositionTarget, visit: PositionVisit, lang: Language = "vi") -> str:
    """Return a visit in words; in Vietnamese as they are kept beside what it settles."""
    when = moment_of(visit.finished_at or visit.started_at)
    head = say(Words("Xem vị trí", "Visit of"), lang)
    parts = [f"{head} {target.code}: {visit.person}"]
    if when is not None:
        parts[0] += f", {when.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
    if visit.lon is None or visit.lat is None or visit.away_m is None:
        parts.append(say(Words("không đo tọa độ", "no position measured"), lang))
    else:
        place = f"{number(visit.lat, 6, lang)}; {number(visit.lon, 6, lang)}"
        place += f" (±{number(visit.accuracy_m or 0.0, 0, lang)} m)"
        away = number(visit.away_m, 0, lang)
        said = Words(
            f"đo {place}, cách vị trí đề nghị {away} m",
            f"measured {place}, {away} m from the proposed position",
        )
        parts.append(say(said, lang))
    parts += [
        f"{name}: {said_}{f' ({note})' if note else ''}" for name, said_, note in answers_of(visit, lang)
    ]
    return "; ".join(parts)


def _standing(registry: Registry, made: Action) -> list[Visited]:
    """Return the targets of the list in force that nobody was called back from."""
    found = targets_of(registry, made.connection, made.request.id, day=today())
    return [
        (one, visits)
        for one, visits in found
        if one.state == OPEN and one.list_version == made.request.list_version
    ]


def _look_at(row: FileRow) -> list[dict[str, str]]:
    """Return what the findings name on the ground, short enough for a phone: the rule, the thing, metres.

    What only papers, plans or the office's data leave open is not looked at there.
    """
    found = sorted(
        (one for one in row.findings if one.outcome in LOOKED_AT and _on_ground(one)),
        key=lambda one: LOOKED_AT.index(one.outcome),
    )
    return [{"rule": one.rule, "vi": _named(one, "vi"), "en": _named(one, "en")} for one in found][
        :MOST_LOOKED_AT
    ]


def _on_ground(finding: Finding) -> bool:
    return finding.stage is Stage.POSITION and (_is_distance(finding) or bool(finding.related))


def _named(finding: Finding, lang: Language) -> str:
    titles = {one.code: Words(one.title_vi, one.title_en) for one in CHECKS}
    title = say(titles[finding.rule], lang) if finding.rule in titles else finding.rule
    metres = f"{number(finding.measured or 0.0, 0, lang)} m" if _is_distance(finding) else ""
    about = ", ".join(filter(None, (finding.related or "", metres)))
    return f"{title}: {about}"


def _may_note(file: RequestFile) -> None:
    """Refuse before photos are kept what ``check_by_hand`` would refuse after."""
    if not file.request.open:
        raise RefusalError("REQUEST-CLOSED", number=file.request.number)
    if file.request.state is RequestState.SUBMITTED:
        raise RefusalError("REQUEST-SUBMITTED", number=file.request.number)


def _is_distance(finding: Finding) -> bool:
    """Whether what a finding measured is a way on the ground, drawn as a line, and not a height."""
    return _in_metres(finding) and (finding.evidence or {}).get("type") == "LineString"


def _in_metres(finding: Finding) -> bool:
    return finding.measured is not None and finding.unit == "m"
