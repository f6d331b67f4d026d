"""A dossier opened: versions, findings with the office's word, conditions, clock; and the list of all."""

from dataclasses import dataclass

from registry.model.designs.desk import (
    UNDER_WAY,
    ConditionState,
    DesignCondition,
    DesignOpinion,
    DeskDossier,
    DossierFile,
    DossierState,
    Purpose,
)
from registry.model.findings import Outcome
from registry.model.ledger import LedgerEntry
from registry.model.people import Person, Role
from registry.services.designs.clock import DesignClock, clock_face
from registry.services.designs.deeds import check_reader
from registry.services.designs.judged import (
    Compared,
    JudgedFinding,
    SaidFinding,
    compared,
    judged_of,
    said_of,
)
from registry.services.office.registry import Registry
from registry.store.batches import get_batch
from registry.store.designs.dossiers import (
    all_conditions,
    conditions_of,
    files_of,
    get_dossier,
    list_dossiers,
    newest_files,
    opinions_of,
)
from registry.store.designs.tables import design_dossiers
from registry.store.histories import entries_of


@dataclass(frozen=True, slots=True)
class OpenedDossier:
    """All of one dossier. ``file`` is the version in hand (None: no drawing yet), ``built`` the as-built one.

    ``remarks`` are the office's own, of the version in hand; ``handed`` whether what was built came in and
    was not taken back.
    """

    dossier: DeskDossier
    files: tuple[DossierFile, ...]
    built: DossierFile | None
    said: tuple[SaidFinding, ...]
    remarks: tuple[DesignOpinion, ...]
    conditions: tuple[DesignCondition, ...]
    clock: DesignClock
    since: Compared | None
    handed: bool

    @property
    def file(self) -> DossierFile | None:
        """Return the version in hand."""
        return self.files[-1] if self.files else None

    @property
    def proposed(self) -> list[DesignCondition]:
        """Return the conditions of the draft."""
        return [one for one in self.conditions if one.state is ConditionState.PROPOSED]

    @property
    def set_conditions(self) -> list[DesignCondition]:
        """Return the conditions that were issued."""
        return [one for one in self.conditions if one.state is not ConditionState.PROPOSED]

    @property
    def unsaid(self) -> int:
        """Return how many findings that stand in the way nobody has confirmed or overruled."""
        clear = (Outcome.PASS, Outcome.NA)
        return sum(one.opinion is None and one.judged.finding.outcome not in clear for one in self.said)

    def of(self, *outcomes: Outcome) -> list[SaidFinding]:
        """Return the findings that hold with one of some outcomes after the office's word."""
        return [one for one in self.said if one.outcome in outcomes]


def open_dossier(registry: Registry, dossier: str, *, person: Person) -> OpenedDossier:
    """Return all of a dossier (``DESIGN-UNKNOWN``), for the office's own people."""
    check_reader(person)
    with registry.database.read() as connection:
        found = get_dossier(connection, dossier)
        held = files_of(connection, dossier)
        opinions = opinions_of(connection, dossier)
        conditions = conditions_of(connection, dossier)
        handed = bool(found.handed_batch) and get_batch(connection, found.handed_batch).undone_by is None
    files = tuple(one for one in held if one.purpose is Purpose.DESIGN)
    built = [one for one in held if one.purpose is Purpose.BUILT]
    now: list[JudgedFinding] = []
    since = None
    number = 0
    if files:
        number = files[-1].number
        now = judged_of(registry, files[-1])
        earlier = [one for one in files[:-1] if one.judged_sha256]
        if earlier and now:
            since = compared(judged_of(registry, earlier[-1]), now)
    return OpenedDossier(
        dossier=found,
        files=files,
        built=built[-1] if built else None,
        said=tuple(said_of(now, opinions, number)),
        remarks=tuple(one for one in opinions if not one.finding and one.number == number),
        conditions=tuple(conditions),
        clock=clock_face(registry).of(found, files[-1] if files else None),
        since=since,
        handed=handed,
    )


@dataclass(frozen=True, slots=True)
class DossierLine:
    """A dossier in the list: its version in hand, its clock, how many conditions are open and late."""

    dossier: DeskDossier
    file: DossierFile | None
    clock: DesignClock
    open_conditions: int
    late_conditions: int

    @property
    def group(self) -> str:
        """Return the group of the list that it stands in."""
        match self.dossier.state:
            case DossierState.RECEIVED:
                return "desk"
            case DossierState.SUBMITTED:
                return "leader"
            case DossierState.RETURNED:
                return "returned"
            case DossierState.ANSWERED:
                return "followed"
            case _:
                return "done"


def dossier_lines(registry: Registry, *, person: Person) -> list[DossierLine]:
    """Return all dossiers, those whose answer is owed first, the shortest clock before the others."""
    check_reader(person)
    with registry.database.read() as connection:
        dossiers = list_dossiers(connection)
        files = newest_files(connection)
        conditions = all_conditions(connection)
    face = clock_face(registry)
    counts: dict[str, list[int]] = {}
    for one in conditions:
        if one.state is ConditionState.OPEN:
            found = counts.setdefault(one.dossier, [0, 0])
            found[0] += 1
            found[1] += one.late(face.day)
    lines = [
        DossierLine(one, files.get(one.id), face.of(one, files.get(one.id)), *counts.get(one.id, (0, 0)))
        for one in dossiers
    ]
    return sorted(lines, key=_rank)


def waiting_count(registry: Registry, *, person: Person) -> int:
    """Return how many dossiers wait: for the leader those submitted, for the others those on the desk."""
    with registry.database.read() as connection:
        found = list_dossiers(connection, states=tuple(UNDER_WAY))
    leads = person.is_one_of(Role.LEADER) and not person.is_one_of(Role.APPRAISER)
    wanted = DossierState.SUBMITTED if leads else DossierState.RECEIVED
    return sum(one.state is wanted for one in found)


def history_of(registry: Registry, dossier: str) -> list[LedgerEntry]:
    """Return the entries of the ledger about a dossier itself, the newest first."""
    with registry.database.read() as connection:
        found = entries_of(connection, {design_dossiers.name: [dossier]})
    return sorted(found, key=lambda one: one.seq, reverse=True)


def _rank(line: DossierLine) -> tuple[bool, int, str]:
    left = line.clock.left
    return (not line.clock.running, left if left is not None else 10_000, line.dossier.code)
