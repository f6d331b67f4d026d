"""The sample of an inspection: masts and cable lines by risk, law, citizens' reports, at random, by choice.

What is offered is shown with its reason and taken by an officer. A draw keeps its seed, how many of how many,
and the hash of what it was drawn from, so that anybody can draw it again.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from registry.errors import RefusalError
from registry.messages import number
from registry.model.cables import TroubleState
from registry.model.company_inspections.gathered import FileLine
from registry.model.company_inspections.inspection import CompanyInspection, Scope
from registry.model.company_inspections.on_the_spot import SampleItem, SampleKind, Why
from registry.model.company_inspections.steps import Stage
from registry.model.findings import Outcome
from registry.model.people import Person
from registry.model.vietnam_time import VIETNAM, one_moment
from registry.services.cables.checking import check_route
from registry.services.company_inspections.deeds import (
    check_reader,
    check_writer,
    inspection_deed,
    needed,
    standing_in,
)
from registry.services.company_inspections.file.gathering import span_of
from registry.services.company_inspections.file.in_the_field import citizen_lines
from registry.services.company_inspections.file.on_paper import compliance_lines
from registry.services.company_inspections.file.owned import masts_of, owned_by_inspected
from registry.services.field.selection import Selection, choose
from registry.services.office.deeds import Deed
from registry.services.office.registry import Registry
from registry.store.cables.cables import segments_by_id
from registry.store.cables.routes import Filter, get_route, routes_page
from registry.store.cables.troubles import load_troubles
from registry.store.changes import stable_id
from registry.store.company_inspections.inspections import get_inspection, samples_of
from registry.store.company_inspections.tables import inspection_samples

MOST = 2000
MOST_CHECKED = 60
"""How many cable lines, the longest, the checks are asked of when lines are offered by law."""
CHANGES_IN = (
    Stage.DRAFTED, Stage.PROPOSED, Stage.DECIDED, Stage.ANNOUNCED, Stage.REPORTS, Stage.UNDER_WAY,
)  # fmt: skip
"""The stages in which a sample may still change."""


@dataclass(frozen=True, slots=True)
class Offered:
    """Something that may go into the sample, with the why; a draw says how it was drawn."""

    kind: SampleKind
    record: str
    code: str
    why: Why
    detail: str = ""
    seed: str = ""
    drawn: int = 0
    drawn_from: int = 0
    pool: str = ""


def by_risk(registry: Registry, inspection: str, most: int, *, person: Person) -> list[Offered]:
    """Return the company's riskiest masts."""
    check_reader(person)
    company = owned_by_inspected(registry, inspection)
    found = choose(registry, Selection(organisations=(company.borne,), most=most))
    return [
        Offered(
            SampleKind.MAST, one.mast.structure, one.mast.code, Why.RISK, f"{number(one.score, 1, 'vi')} điểm"
        )
        for one in found
    ]


def by_law(registry: Registry, inspection: str, *, person: Person) -> list[Offered]:
    """Return the masts that the compliance run finds violating verified law, the most answers first.

    Then the cable lines that fail a check by verified law, of the ``MOST_CHECKED`` longest, where the
    inspection looks at cable.
    """
    check_reader(person)
    company = owned_by_inspected(registry, inspection)
    lines = [line for line in compliance_lines(registry, company) if line.violation]
    return [*_most_first(lines, Why.LAW, "vi phạm"), *_cables_by_law(registry, inspection, person)]


def by_reports(registry: Registry, inspection: str, *, person: Person) -> list[Offered]:
    """Return the masts that citizens reported in the period, then the cable lines with troubles.

    The most first.
    """
    check_reader(person)
    with registry.database.read() as connection:
        first, last = span_of(get_inspection(connection, inspection))
    masts = masts_of(registry, owned_by_inspected(registry, inspection))
    by_code = {code: structure for structure, code in masts.items()}
    counts = Counter(line.code for line in citizen_lines(registry, masts, first, last))
    found = [
        Offered(SampleKind.MAST, by_code[code], code, Why.REPORTS, f"{n} phản ánh")
        for code, n in counts.most_common()
        if code in by_code
    ]
    return [*found, *_cables_by_troubles(registry, inspection, person)]


def _cables_by_law(registry: Registry, inspection: str, person: Person) -> list[Offered]:
    if not _looks_at_cable(registry, inspection):
        return []
    counts: Counter[tuple[str, str]] = Counter()
    for one in cable_lines(registry, inspection, person=person)[:MOST_CHECKED]:
        with registry.database.read() as connection:
            route = get_route(connection, one.record)
        if route is not None:
            findings = [
                item for _mount, found in check_route(registry, route, viewer=person) for item in found
            ]
            counts[one.record, one.code] += sum(item.outcome is Outcome.FAIL for item in findings)
    return [
        Offered(SampleKind.CABLE, record, code, Why.LAW, f"{n} vi phạm")
        for (record, code), n in counts.most_common()
        if n
    ]


def _cables_by_troubles(registry: Registry, inspection: str, person: Person) -> list[Offered]:
    if not _looks_at_cable(registry, inspection):
        return []
    known = {one.record: one.code for one in cable_lines(registry, inspection, person=person)}
    company = owned_by_inspected(registry, inspection)
    with registry.database.read() as connection:
        first = span_of(get_inspection(connection, inspection))[0]
        troubles = [
            one
            for one in load_troubles(connection)
            if one.segment
            and one.owner == company.borne
            and one.state is not TroubleState.DROPPED
            and one.detected_at.astimezone(VIETNAM).date() >= first
        ]
        route_of = {
            one.id: one.route for one in segments_by_id(connection, [one.segment for one in troubles])
        }
    counts = Counter(route_of[one.segment] for one in troubles if one.segment in route_of)
    return [
        Offered(SampleKind.CABLE, route, known[route], Why.REPORTS, f"{n} sự cố")
        for route, n in counts.most_common()
        if route in known
    ]


def _looks_at_cable(registry: Registry, inspection: str) -> bool:
    with registry.database.read() as connection:
        return Scope.CABLE in get_inspection(connection, inspection).scope


def cable_lines(registry: Registry, inspection: str, *, person: Person) -> list[Offered]:
    """Return the company's cable lines, the longest first, to be chosen by an officer."""
    check_reader(person)
    company = owned_by_inspected(registry, inspection)
    with registry.database.read() as connection:
        found = routes_page(connection, Filter(owner=company.borne), 0, MOST)
    return [
        Offered(
            SampleKind.CABLE, line.route.id, line.route.code or line.route.name or "–", Why.CHOSEN,
            f"{number(line.length_m / 1000, 1, 'vi')} km",
        )
        for line in sorted(found, key=lambda line: -line.length_m)
    ]  # fmt: skip


def at_random(
    registry: Registry, inspection: str, size: int, seed: str, *, kind: SampleKind, person: Person
) -> list[Offered]:
    """Draw ``size`` of the company's masts or cable lines, each as likely; the same again for the same seed.

    Refused without a seed or a size (``COMPANY-INSPECTION-SEED``).
    """
    check_reader(person)
    if not seed.strip() or not 1 <= size <= MOST:
        raise RefusalError("COMPANY-INSPECTION-SEED", most=MOST)
    company = owned_by_inspected(registry, inspection)
    if kind is SampleKind.MAST:
        pool: Mapping[str, str] = masts_of(registry, company)
    else:
        pool = {one.record: one.code for one in cable_lines(registry, inspection, person=person)}
    drawn = draw(pool, size, seed.strip())
    detail = f"{len(drawn)}/{len(pool)}"
    return [
        Offered(kind, key, pool[key], Why.RANDOM, detail, seed.strip(), len(drawn), len(pool), pool_of(pool))
        for key in drawn
    ]


def draw(pool: Iterable[str], size: int, seed: str) -> list[str]:
    """Return ``size`` keys of a pool: those whose SHA-256 of seed and key is smallest."""

    def place(key: str) -> bytes:
        return hashlib.sha256(f"{seed}\x1f{key}".encode()).digest()

    return sorted(pool, key=place)[:size]


def pool_of(pool: Iterable[str]) -> str:
    """Return the SHA-256 of the keys of a pool, sorted."""
    return hashlib.sha256("\n".join(sorted(pool)).encode()).hexdigest()


def redrawn(sample: Iterable[SampleItem], pool: Iterable[str]) -> dict[str, bool]:
    """Return by seed whether a draw comes out the same from the pool of today (another pool: False)."""
    keys = list(pool)
    found: dict[str, set[str]] = {}
    told: dict[str, SampleItem] = {}
    for one in sample:
        if one.seed:
            found.setdefault(one.seed, set()).add(one.record)
            told[one.seed] = one
    return {
        seed: told[seed].pool == pool_of(keys) and records <= set(draw(keys, told[seed].drawn, seed))
        for seed, records in found.items()
    }


def shares(sample: Sequence[SampleItem]) -> dict[Why, tuple[int, float]]:
    """Return how many of a sample are in it for each reason, and the share from 0 to 1."""
    counts = Counter(one.why for one in sample)
    return {why: (counts[why], counts[why] / len(sample)) for why in Why if counts[why]}


@one_moment()
def add_to_sample(
    registry: Registry, inspection: str, offered: Sequence[Offered], *, reason: str = "", person: Person
) -> int:
    """Take what was offered into the sample and return how many are new; what is in it already stays.

    What an officer chooses himself needs his ``reason`` (``COMPANY-INSPECTION-REASON``).
    """
    check_writer(person)
    with inspection_deed(registry, "sample", person, of=inspection, size=len(offered)) as made:
        found = standing_in(made, inspection, *CHANGES_IN)
        held = {(one.kind, one.record) for one in samples_of(made.connection, inspection)}
        new = [one for one in offered if (one.kind, one.record) not in held]
        if len(held) + len(new) > MOST:
            raise RefusalError("COMPANY-INSPECTION-SAMPLE-LARGE", most=MOST)
        for one in {(item.kind, item.record): item for item in new}.values():
            _add(made, found, one, reason)
        return len(made.changes)


@one_moment()
def take_out(registry: Registry, inspection: str, item: str, *, reason: str, person: Person) -> None:
    """Take something out of the sample; the ledger keeps it and why."""
    check_writer(person)
    why = needed(reason)
    with inspection_deed(registry, "sample_out", person, of=inspection, reason=why) as made:
        standing_in(made, inspection, *CHANGES_IN)
        if item not in {one.id for one in samples_of(made.connection, inspection)}:
            raise RefusalError("COMPANY-INSPECTION-PART", id=item[:40])
        made.remove(inspection_samples, item)


def _add(made: Deed, found: CompanyInspection, one: Offered, reason: str) -> None:
    detail = one.detail
    if one.why is Why.CHOSEN:
        detail = "; ".join(filter(None, (one.detail, needed(reason))))
    made.create(
        inspection_samples,
        {
            "id": stable_id("company inspection sample", found.id, one.kind.value, one.record),
            "company_inspection": found.id, "kind": one.kind.value, "record": one.record, "code": one.code,
            "why": one.why.value, "detail": detail, "seed": one.seed, "drawn": one.drawn,
            "drawn_from": one.drawn_from, "pool": one.pool, "who": made.who, "at": made.at,
        },
    )  # fmt: skip


def _most_first(lines: Iterable[FileLine], why: Why, word: str) -> list[Offered]:
    counts: Counter[tuple[str, str]] = Counter(
        (line.evidence.record, line.code) for line in lines if line.evidence is not None
    )
    return [
        Offered(SampleKind.MAST, record, code, why, f"{n} {word}")
        for (record, code), n in counts.most_common()
    ]
