"""The masts of a campaign: who visits which, until when, and how far it has come.

Progress is read from the visits themselves: nobody can forget to tick a mast off, and nothing that a phone
sends late is counted late.
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from registry.errors import RefusalError
from registry.model.field.defects import FOUND_DEFECTS
from registry.model.field.inspections import Campaign, CampaignKind, CampaignTarget
from registry.model.people import Person, Role
from registry.model.vietnam_time import VIETNAM, one_moment
from registry.safety.checklists import does_for
from registry.services.field.campaign_absences import with_absences
from registry.services.field.campaigns import OPEN, campaign_for, target_row
from registry.services.field.deeds import check_officer, field_deed, needed, words
from registry.services.field.items import moment_of
from registry.services.field.responsible import labels_of
from registry.services.field.selection import Selection, choose
from registry.services.office.calendar import today
from registry.services.office.deeds import check_since
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import list_accounts
from registry.store import images, ledger
from registry.store.changes import amend, create
from registry.store.database import Connection
from registry.store.field import campaigns as store
from registry.store.field.defects import Filter, count_defects
from registry.store.field.tables import campaign_targets, campaigns
from registry.store.field.views import Row, rows_by
from registry.store.field.visits import ends_of_visits, list_stated
from registry.store.public.citizen_reports import ways_of

PROGRESS = ("open", "begun", "cable_only", "visited", "left_out")
TO_VISIT = frozenset({"open", "begun", "cable_only"})
"""How far a mast is to which somebody has yet to go."""
_NUMBER = re.compile(r"(?<=\s)PA-\d{4}-\d{4,9}(?=:)")
"""A report's number in a reason, where it says why somebody goes (``web.public``)."""
Visit = tuple[str, str, bool]
"""A visit, when it was finished ("": not yet), and whether it does what the campaign asks."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of a campaign: ``by`` assignee, commune and organisation as {name: {progress: count}}."""

    targets: int
    visited: int
    begun: int
    cable_only: int
    left_out: int
    late: int
    unassigned: int
    defects: int
    by_assignee: Mapping[str, Mapping[str, int]]
    by_commune: Mapping[str, Mapping[str, int]]
    by_organisation: Mapping[str, Mapping[str, int]]

    @property
    def whole(self) -> int:
        """How many targets the campaign is to visit: without those that were left out."""
        return self.targets - self.left_out


def targets_of(
    registry: Registry, campaign: str, *, person: Person, assignee: str = "", day: dt.date | None = None
) -> list[CampaignTarget]:
    """Return the targets that a person may see, in the order of visits; ``assignee``: those of one account.

    A carrier gets those of its own masts, without who comes, why and how risky they are thought to be; that a
    mast was found gone, or was not reached, it reads as in its minutes.
    """
    with registry.database.read() as connection:
        held = campaign_for(connection, campaign, person)
        return targets_for(connection, held, person=person, assignee=assignee, day=day or today())


def targets_for(
    connection: Connection, campaign: Campaign, *, person: Person, assignee: str = "", day: dt.date
) -> list[CampaignTarget]:
    """Return targets inside a transaction; see ``targets_of``."""
    rows = store.targets_of(connection, campaign.id, assignee=assignee, bound_to=person.bound_to)
    labels = labels_of(connection, [row["structure"] for row in rows])
    visits, runs = _visits(connection, campaign), campaign.state == OPEN
    found = [
        _target(row, labels[row["structure"]], visits.get(row["structure"], []), day if runs else None)
        for row in rows
        if row["structure"] in labels
    ]
    found = with_absences(connection, campaign.id, found)
    if person.sees_all:
        return _still_asked(connection, found)
    if campaign.kind is CampaignKind.SPOT_CHECK:
        found = [item for item in found if item.progress == "visited"]
    return [
        replace(item, assignee="", reason="", note="", score=None, place=None, inspections=())
        for item in found
    ]


def target_named(registry: Registry, target: str, *, person: Person) -> CampaignTarget | None:
    """Return a target by its id as a person may see it, None where there is none."""
    with registry.database.read() as connection:
        row = rows_by(connection, campaign_targets, [target]).get(target)
        if row is None:
            return None
        held = campaign_for(connection, row["campaign"], person)
        found = targets_for(connection, held, person=person, day=today())
        return next((item for item in found if item.id == target), None)


def _still_asked(connection: Connection, found: list[CampaignTarget]) -> list[CampaignTarget]:
    """Return targets where those that still wait for a visit no longer name a report that nobody waits for
    there: it was closed, sent elsewhere, or is about another mast. One that was visited keeps why."""
    named = {item.id: set(_NUMBER.findall(item.reason)) for item in found if item.progress in TO_VISIT}
    ways = ways_of(connection, set().union(*named.values()))

    def over(item: CampaignTarget, number: str) -> bool:
        one, target, mast = ways[number]
        return not one.open or (bool(target) and (target, mast) != (item.id, item.mast.structure))

    def kept(item: CampaignTarget) -> str:
        gone = {number for number in named.get(item.id, ()) if number in ways and over(item, number)}
        parts = item.reason.split("; ")
        return "; ".join(one for one in parts if not gone.intersection(_NUMBER.findall(one)))

    return [replace(item, reason=kept(item)) if named.get(item.id) else item for item in found]


def visited_beside(registry: Registry, campaign: str, *, person: Person) -> list[tuple[str, str]]:
    """Return the masts that were visited in a campaign without being of its list, with their last visit.

    Its minutes and its defects count them. A carrier is told of none: who went where is the office's.
    """
    if not person.sees_all:
        return []
    with registry.database.read() as connection:
        held = campaign_for(connection, campaign, person)
        listed = {row["structure"] for row in store.targets_of(connection, held.id)}
        visits = {at: found for at, found in _visits(connection, held).items() if at not in listed}
        labels = labels_of(connection, visits)
    return sorted((labels[at].code, found[0][0]) for at, found in visits.items() if at in labels)


def progress_of(registry: Registry, campaign: str, *, person: Person, day: dt.date | None = None) -> Progress:
    """Return how far a campaign has come, of what a person may see."""
    with registry.database.read() as connection:
        held = campaign_for(connection, campaign, person)
        found = targets_for(connection, held, person=person, day=day or today())
        asked = Filter(campaign=held.id, states=FOUND_DEFECTS, bound_to=person.bound_to)
        faults = count_defects(connection, asked)
    by: dict[str, dict[str, Counter[str]]] = {
        name: defaultdict(Counter) for name in ("assignee", "commune", "organisation")
    }
    for item in found:
        by["assignee"][item.assignee][item.progress] += 1
        by["commune"][item.mast.commune][item.progress] += 1
        by["organisation"][item.organisation][item.progress] += 1
    counts = Counter(item.progress for item in found)
    return Progress(
        targets=len(found),
        visited=counts["visited"],
        begun=counts["begun"],
        cable_only=counts["cable_only"],
        left_out=counts["left_out"],
        late=sum(item.late for item in found),
        unassigned=sum(not item.assignee and item.progress == "open" for item in found),
        defects=faults,
        by_assignee=by["assignee"],
        by_commune=by["commune"],
        by_organisation=by["organisation"],
    )


@one_moment()
def add_targets(
    registry: Registry, campaign: str, structures: Sequence[str], *, person: Person, reason: str = ""
) -> int:
    """Add structures to a campaign, the riskiest first; returns how many were new or had been left out.

    One that was there and waits is told the ``reason`` besides its own: whoever goes reads why.
    ``CAMPAIGN-NOT-STANDING`` where none of them stands: nobody could visit it.
    """
    check_officer(person)
    found = choose(registry, Selection(structures=tuple(structures))) if structures else []
    if structures and not found:
        raise RefusalError("CAMPAIGN-NOT-STANDING")
    with field_deed(registry, "campaign-targets", person, campaign=campaign) as made:
        held = made.standing(campaigns, campaign, unknown="CAMPAIGN-UNKNOWN")
        last = store.last_place(made.connection, held["id"])
        due = dt.date.fromisoformat(held["period_to"]) if held.get("period_to") else None
        rows = [
            target_row(
                held["id"],
                item,
                place=place,
                due_on=due,
                who=made.who,
                at=made.at,
                reason=words(reason),
            )
            for place, item in enumerate(found, last + 1)
        ]
        known = rows_by(made.connection, campaign_targets, [row["id"] for row in rows])
        new = [create(campaign_targets, row) for row in rows if row["id"] not in known]
        new += [  # who asks for it after all has it looked at: no phone takes along what is left out
            amend(
                campaign_targets,
                images.encode(campaign_targets, row),
                state="open",
                note="",
                reason=words(reason) or row["reason"],
            )
            for row in known.values()
            if row["state"] == "left_out"
        ]
        told = [
            amend(campaign_targets, images.encode(campaign_targets, row), reason=both)
            for row in known.values()
            if row["state"] != "left_out"
            and (both := _besides(row["reason"], words(reason))) != row["reason"]
        ]
        made.add([*new, *told])
    return len(new)


def _besides(standing: str, reason: str) -> str:
    """Return the reason that stands with another one after it, each once."""
    return "; ".join(dict.fromkeys(one for one in (*standing.split("; "), reason) if one))


def refuse_visited(
    registry: Registry, campaign: str, structures: Sequence[str], *, person: Person, since: dt.date
) -> None:
    """Refuse to have masts looked at again in a campaign that counts them as visited before or on ``since``.

    There they would be taken for done: what happened that day (a storm, a citizen's report) needs a campaign
    in which they are not (``CAMPAIGN-VISITED``). A visit after it is what was wanted.
    """
    again = set(structures)
    found = [
        item.mast.code
        for item in targets_of(registry, campaign, person=person)
        if item.visited_on is not None and item.visited_on <= since and item.mast.structure in again
    ]
    if found:
        raise RefusalError(
            "CAMPAIGN-VISITED", count=len(found), codes=", ".join(sorted(found)[:5]), day=f"{since:%d/%m/%Y}"
        )


@one_moment()
def assign(
    registry: Registry,
    campaign: str,
    targets: Sequence[str],
    *,
    person: Person,
    assignee: str | None = None,
    due_on: dt.date | None = None,
    since: int | None = None,
) -> int:
    """Give targets (ids) to an account with the role inspector ("" takes them back), or another due date.

    Returns how many changed. ``CAMPAIGN-INSPECTOR`` for an account that cannot be given any. ``since`` is the
    ledger's number when they were looked at; refused where somebody changed one of them after it
    (``CHANGED-MEANWHILE``).
    """
    check_officer(person)
    known = inspectors(registry)
    if assignee and known and assignee not in known:
        raise RefusalError("CAMPAIGN-INSPECTOR", name=assignee[:40], known=", ".join(known[:20]))
    wanted: dict[str, Any] = {}
    if assignee is not None:
        wanted["assignee"] = words(assignee, 40)
    if due_on is not None:
        wanted["due_on"] = due_on
    with field_deed(registry, "campaign-assign", person, campaign=campaign) as made:
        held = made.standing(campaigns, campaign, unknown="CAMPAIGN-UNKNOWN")
        check_since(made.connection, campaign_targets, dict.fromkeys(targets, wanted), since)
        rows = ledger.rows_by_key(made.connection, campaign_targets, list(dict.fromkeys(targets)))
        own = [row for row in rows.values() if row["campaign"] == held["id"]]
        changes = [
            amend(campaign_targets, row, **wanted)
            for row in own
            if any(row.get(name, "") != _plain(value) for name, value in wanted.items())
        ]
        made.add(changes)
    return len(changes)


@one_moment()
def leave_out(registry: Registry, target: str, *, reason: str, person: Person, seen: int) -> None:
    """Take a target out of the campaign with a reason; it stays listed."""
    check_officer(person)
    _put(registry, target, person, seen, state="left_out", note=needed(reason))


@one_moment()
def take_back(registry: Registry, target: str, *, person: Person, seen: int) -> None:
    """Put a target that was left out back into the campaign."""
    check_officer(person)
    _put(registry, target, person, seen, state="open", note="")


def _put(registry: Registry, target: str, person: Person, seen: int, **columns: str) -> None:
    with field_deed(registry, "campaign-targets", person) as made:
        row = made.standing(campaign_targets, target, unknown="CAMPAIGN-TARGET", seen=seen, offered=columns)
        made.about["options"] = {"campaign": row["campaign"]}
        made.amend(campaign_targets, target, **columns)


def inspectors(registry: Registry) -> list[str]:
    """Return the names of the accounts that targets may be given to; none at an open desk."""
    return [
        account.name
        for account in list_accounts(registry)
        if account.active and Role.INSPECTOR in account.roles
    ]


def left_behind(registry: Registry, far: Progress) -> dict[str, int]:
    """Return account -> how many targets wait for somebody whose account is shut or inspects no more."""
    gone = [one.name for one in list_accounts(registry) if not one.active or Role.INSPECTOR not in one.roles]
    waiting = {name: far.by_assignee.get(name, {}).get("open", 0) for name in gone}
    return {name: count for name, count in waiting.items() if count}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _visits(connection: Connection, campaign: Campaign) -> dict[str, list[Visit]]:
    """Return structure -> its visits, the latest end first."""
    found: dict[str, list[Visit]] = defaultdict(list)
    asked = {code for code, _version in campaign.checklists}
    for structure, identity, sheet, finished in ends_of_visits(connection, campaign.id):
        found[structure].append((identity, finished, does_for(sheet, asked)))
    if campaign.kind is CampaignKind.SELF:
        for row in list_stated(connection, campaign=campaign.id):
            if (on := row["inspected_on"]) is not None:
                found[row["structure"]].append(("", f"{on.isoformat()}T12:00:00+07:00", True))
    return found


def _target(row: Row, mast: Any, visits: list[Visit], day: dt.date | None) -> CampaignTarget:
    """Return a target as it stands on a day; None: its campaign has ended, and nothing is late any more."""
    finished = [moment for _, at, does in visits if does and (moment := moment_of(at)) is not None]
    visited_on = max(finished).astimezone(VIETNAM).date() if finished else None
    progress = "open"
    if finished:
        progress = "visited"
    elif row["state"] == "left_out":
        progress = "left_out"
    elif visits:
        progress = "cable_only" if all(at and not does for _, at, does in visits) else "begun"
    due = row["due_on"] if progress in TO_VISIT else None
    late = day is not None and due is not None and due < day
    return CampaignTarget(
        id=row["id"],
        campaign=row["campaign"],
        mast=mast,
        organisation=row["organisation"],
        assignee=row["assignee"],
        due_on=row["due_on"],
        place=row["place"],
        score=row["score"],
        reason=row["reason"],
        state=row["state"],
        note=row["note"],
        progress=progress,
        late=late,
        inspections=tuple(identity for identity, _, _ in visits if identity),
        visited_on=visited_on,
        version=row["version"],
    )
