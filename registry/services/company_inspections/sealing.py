"""The sealed file of an inspection: everything in one package with its manifest, and unchangeable afterwards.

The package holds the record with all its parts, the papers as issued and signed, what the company handed in
and explained, the minutes and photos of the visits, and the file of the company as it stood. What is new
becomes a new inspection that names this one.
"""

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from registry.documents.package import Proof, verify_package, write_package
from registry.errors import RefusalError
from registry.model.company_inspections.inspection import KeptFile
from registry.model.company_inspections.steps import Stage
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.company_inspections.deeds import (
    check_decider,
    check_reader,
    inspection_deed,
    may_see_penalties,
    standing_as,
    take_step,
)
from registry.services.company_inspections.file.gathering import file_of
from registry.services.company_inspections.held import InspectionParts, parts_of
from registry.services.company_inspections.visits import visits_of
from registry.services.field.inspections import get_inspection
from registry.services.field.minutes.units import minutes_of
from registry.services.field.minutes.writing import unit_minutes
from registry.services.field.photos import shown_path
from registry.services.office.attachments import file_path, keep_stream
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.store import ledger
from registry.store.records import plain_of

SEALED = "ho-so-kiem-tra.zip"
MOST_BYTES = 200 * 1024 * 1024
"""Of photos in one package; those beyond it are named in it by their SHA-256 and stay with the register."""


@one_moment()
def seal(registry: Registry, inspection: str, *, seen: int, person: Person) -> str:
    """Seal the file and return its seal, by somebody else than who closed the follow-up.

    From now on nothing of the inspection changes (``COMPANY-INSPECTION-STAGE``).
    """
    check_decider(person)
    with inspection_deed(registry, "seal", person, of=inspection) as looked:  # before all of it is gathered
        standing_as(looked, inspection, seen, Stage.FOLLOWED, stage=Stage.SEALED.value)
        parts = parts_of(looked.connection, inspection, penalties=True)
        head = ledger.head(looked.connection)
    about = {
        "kind": "company_inspection", "code": parts.inspection.code, "company": parts.inspection.company,
        "decision": parts.inspection.decision_number, "conclusion": parts.inspection.conclusion_number,
        "sealed_on": today().isoformat(), "sealed_by": person.name, "ledger_seq": head.seq,
        "ledger_hash": head.hash,
    }  # fmt: skip
    members = dict(_members(registry, parts, person))
    with tempfile.TemporaryDirectory(prefix="bts-seal-") as folder:
        path = Path(folder) / SEALED
        made_seal = write_package(path, members, about)
        with path.open("rb") as stream:
            kept = keep_stream(registry, stream, SEALED)
    with inspection_deed(registry, "seal", person, of=inspection, seal=made_seal) as made:
        found = standing_as(made, inspection, seen, Stage.FOLLOWED, stage=Stage.SEALED.value)
        take_step(made, found, Stage.SEALED, person, seal=made_seal, package_sha256=kept.sha256)
    return made_seal


def package_path(registry: Registry, inspection: str, *, person: Person) -> Path:
    """Return where the sealed package lies, for the office's own people: it holds the penalty proposals."""
    check_reader(person)
    if not may_see_penalties(person):
        raise RefusalError("COMPANY-INSPECTION-NOT-ALLOWED")
    with registry.database.read() as connection:
        found = parts_of(connection, inspection).inspection
    if found.stage is not Stage.SEALED:
        raise RefusalError("COMPANY-INSPECTION-STAGE", code=found.code, stage=found.stage.value)
    return file_path(registry, found.package_sha256, SEALED)


def prove(registry: Registry, inspection: str, *, person: Person) -> Proof:
    """Prove the sealed package: every member is as its manifest says, and the seal is the inspection's."""
    path = package_path(registry, inspection, person=person)
    with registry.database.read() as connection:
        found = parts_of(connection, inspection).inspection
    return verify_package(path, found.seal)


def _members(registry: Registry, parts: InspectionParts, person: Person) -> Iterator[tuple[str, bytes]]:
    """Yield the members of the package by name."""
    one = parts.inspection
    yield "ho-so.json", _json(_record(parts))
    gathered = file_of(registry, one.id, person=person)
    yield "ho-so-doanh-nghiep.json", _json(
        {
            "first": gathered.first.isoformat(), "last": gathered.last.isoformat(),
            "counts": [plain_of(count) for count in gathered.counts],
            "lines": [plain_of(line) for line in gathered.lines],
        }
    )  # fmt: skip
    for at, paper in enumerate(parts.papers, 1):
        for suffix, kept in (("", paper.file), ("-da-ky", paper.signed)):
            if kept is not None:
                yield _kept(registry, f"van-ban/{at:02d}-{paper.kind.value}{suffix}", kept)
    for at, report in enumerate(parts.reports, 1):
        if report.file is not None:
            yield _kept(registry, f"bao-cao/{at:02d}", report.file)
    for at, given in enumerate(parts.explanations, 1):
        for n, kept in enumerate(given.files, 1):
            yield _kept(registry, f"giai-trinh/{at:02d}-{n:02d}", kept)
    for at, place in enumerate(parts.places, 1):
        for n, kept in enumerate(place.files, 1):
            yield _kept(registry, f"bien-ban/{at:02d}-{n:02d}", kept)
    for at, recommended in enumerate(parts.recommendations, 1):
        for n, kept in enumerate(recommended.files, 1):
            yield _kept(registry, f"kien-nghi/{at:02d}-{n:02d}", kept)
    yield from _visited(registry, one.id, one.campaign, person)


def _visited(
    registry: Registry, inspection: str, campaign: str, person: Person
) -> Iterator[tuple[str, bytes]]:
    """Yield the minutes of the campaign's units and the photos of its visits, up to ``MOST_BYTES``."""
    if not campaign:
        return
    file = minutes_of(registry, campaign, person=person)
    for at, unit in enumerate(file.units, 1):
        yield f"bien-ban/kiem-tra-{at:02d}.docx", unit_minutes(registry, file, unit)
    room, left = MOST_BYTES, []
    for row in visits_of(registry, inspection, person=person):
        view = get_inspection(registry, row.inspection.id, person=person)
        for sha256 in sorted(name for name, photo in view.photos.items() if photo is not None):
            path, _kind = shown_path(registry, sha256)
            size = path.stat().st_size
            if size > room:
                left.append(sha256)
                continue
            room -= size
            yield f"anh/{row.mast.code}/{sha256}{path.suffix}", path.read_bytes()
    if left:
        yield "anh/con-lai.txt", "\n".join(sorted(set(left))).encode()


def _record(parts: InspectionParts) -> dict[str, Any]:
    several = {
        name: [plain_of(item) for item in getattr(parts, name)]
        for name in (
            "steps", "sample", "reports", "places", "explanations", "items", "recommendations", "penalties",
            "papers",
        )
    }  # fmt: skip
    return {"inspection": plain_of(parts.inspection), "company": parts.company_name, **several}


def _kept(registry: Registry, name: str, kept: KeptFile) -> tuple[str, bytes]:
    path = file_path(registry, kept.sha256, kept.name)
    return f"{name}{path.suffix}", path.read_bytes()


def _json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1, default=str).encode()
