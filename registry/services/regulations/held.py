"""The regulations of the office, how far each is, and what is still in the way of publishing it."""

from dataclasses import dataclass
from pathlib import Path

from registry.model.people import Person
from registry.model.regulations import Regulation, RegulationState, RegulationStep
from registry.model.vietnam_time import today
from registry.regulations.faults import Fault, conflicts_of, faults_of
from registry.regulations.written import digest
from registry.services.office.attachments import file_path
from registry.services.office.registry import Registry
from registry.services.regulations.deeds import check_reader
from registry.services.regulations.examples import Trial, try_examples
from registry.store.regulations.regulations import get_regulation, list_regulations


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far a regulation is: ``faults`` and ``conflicts`` of what is typed, the trial of its examples.

    ``replayed``: the last replay was of exactly what is typed now.
    """

    faults: tuple[Fault, ...]
    conflicts: tuple[Fault, ...]
    trial: Trial
    replayed: bool
    has_file: bool

    @property
    def tried(self) -> bool:
        """Whether it keeps its form and its examples come out."""
        return not self.faults and not self.conflicts and self.trial.passed

    @property
    def ready(self) -> bool:
        """Whether it may be proposed."""
        return self.tried and self.replayed and self.has_file


def regulations_of(registry: Registry, *, person: Person) -> list[Regulation]:
    """Return the regulations of the office, the newest first; what was dropped too."""
    check_reader(person)
    with registry.database.read() as connection:
        return list_regulations(connection)


def regulation(registry: Registry, identity: str, *, person: Person) -> Regulation:
    """Return one by its id (``REGULATION-UNKNOWN``)."""
    check_reader(person)
    with registry.database.read() as connection:
        return get_regulation(connection, identity)


def readiness(registry: Registry, found: Regulation) -> Readiness:
    """Return how far a regulation is; its examples are judged, which takes up to some seconds."""
    with registry.database.read() as connection:
        others = list_regulations(connection, published=True)
    return readiness_beside(found, others, registry.settings.metric_epsg)


def readiness_beside(found: Regulation, others: list[Regulation], epsg: int) -> Readiness:
    """Return how far a regulation is beside those that are published."""
    faults = faults_of(found.content)
    return Readiness(
        faults=faults,
        conflicts=() if faults else conflicts_of(found, others),
        trial=Trial((), ()) if faults else try_examples(found, others, epsg),
        replayed=found.replay_digest == digest(found.content),
        has_file=bool(found.file_sha256),
    )


def step_of(found: Regulation, ready: Readiness | None = None) -> RegulationStep:
    """Return the step at which a regulation is; of a draft without ``ready`` only what the record says."""
    match found.state:
        case RegulationState.DROPPED:
            return RegulationStep.DROPPED
        case RegulationState.PROPOSED:
            return RegulationStep.PROPOSED
        case RegulationState.PUBLISHED:
            last = found.last_day
            return RegulationStep.ENDED if last is not None and last < today() else RegulationStep.PUBLISHED
        case _:
            if ready is None or not ready.tried:
                return RegulationStep.DRAFT
            return RegulationStep.REPLAYED if ready.replayed else RegulationStep.EXAMPLES_PASS


def document_path(registry: Registry, found: Regulation) -> Path | None:
    """Return where the document of a regulation is kept; None where there is none."""
    if not found.file_sha256:
        return None
    return file_path(registry, found.file_sha256, found.file_name)
