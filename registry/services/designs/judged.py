"""What a version of a drawing was found to be: kept as a file, read back, compared."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from registry.model.designs.desk import DesignOpinion, DossierFile, OpinionKind
from registry.model.findings import Finding, Outcome
from registry.services.appraise.proposal_json import finding_from_json, finding_to_json
from registry.services.office.attachments import file_path, keep_bytes
from registry.services.office.registry import Registry

NAME = "ket-qua.json"
ORDER = (Outcome.FAIL, Outcome.CONSENT, Outcome.REVIEW, Outcome.UNKNOWN, Outcome.PASS, Outcome.NA)
"""Outcomes as they are shown: what stands in the way first."""


@dataclass(frozen=True, slots=True)
class JudgedFinding:
    """A finding of a version with its key, and the objects of the drawing that it is about, by their names.

    The key stays the same from version to version as long as it is the same rule about the same matter.
    """

    key: str
    finding: Finding
    objects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SaidFinding:
    """A finding with what the office says of it; ``outcome`` is what holds after that."""

    judged: JudgedFinding
    opinion: DesignOpinion | None

    @property
    def outcome(self) -> Outcome:
        """Return the outcome that the office stands by."""
        said = self.opinion
        if said is not None and said.kind is OpinionKind.OVERRULED and said.outcome:
            return Outcome(said.outcome)
        return self.judged.finding.outcome


def keyed(found: Iterable[tuple[Finding, Sequence[str]]]) -> list[JudgedFinding]:
    """Give each finding its key; two of one rule and message are told apart by their objects, then order."""
    taken: dict[str, int] = {}
    result = []
    for finding, objects in found:
        about = "\x1f".join((finding.rule, finding.code, finding.related or "", *objects[:3]))
        number = taken[about] = taken.get(about, 0) + 1
        digest = hashlib.sha256(f"{about}\x1f{number}".encode()).hexdigest()[:16]
        result.append(JudgedFinding(digest, finding, tuple(objects)))
    return sorted(result, key=lambda one: (ORDER.index(one.finding.outcome), one.finding.rule, one.key))


def keep_judged(registry: Registry, found: Iterable[JudgedFinding]) -> tuple[str, dict[str, int]]:
    """Keep findings as a file; returns its SHA-256 and how many there are of each outcome."""
    items = list(found)
    plain = [
        {"key": one.key, "finding": finding_to_json(one.finding), "objects": list(one.objects)}
        for one in items
    ]
    content = json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()
    counts: dict[str, int] = {}
    for one in items:
        counts[one.finding.outcome.value] = counts.get(one.finding.outcome.value, 0) + 1
    return keep_bytes(registry, content, NAME).sha256, counts


def judged_of(registry: Registry, file: DossierFile) -> list[JudgedFinding]:
    """Return what a version was found to be; nothing where it was not judged yet."""
    if not file.judged_sha256:
        return []
    return list(_read(file_path(registry, file.judged_sha256, NAME)))


def said_of(
    judged: Iterable[JudgedFinding], opinions: Iterable[DesignOpinion], number: int
) -> list[SaidFinding]:
    """Return the findings of a version with what the office says of each."""
    by_key = {one.finding: one for one in opinions if one.number == number and one.finding}
    return [SaidFinding(one, by_key.get(one.key)) for one in judged]


@dataclass(frozen=True, slots=True)
class Compared:
    """A version beside the one before: what is settled, what is new, what is still there."""

    settled: tuple[JudgedFinding, ...]
    new: tuple[JudgedFinding, ...]
    still: tuple[JudgedFinding, ...]


def compared(before: Iterable[JudgedFinding], now: Iterable[JudgedFinding]) -> Compared:
    """Compare what stood in the way of a version with what stands in the way of the next."""
    first = {one.key: one for one in before if _stands(one)}
    second = {one.key: one for one in now if _stands(one)}
    return Compared(
        tuple(one for key, one in first.items() if key not in second),
        tuple(one for key, one in second.items() if key not in first),
        tuple(one for key, one in second.items() if key in first),
    )


def _stands(one: JudgedFinding) -> bool:
    return one.finding.outcome not in (Outcome.PASS, Outcome.NA)


@lru_cache(maxsize=16)
def _read(path: Path) -> tuple[JudgedFinding, ...]:
    plain: list[Mapping[str, Any]] = json.loads(path.read_bytes())
    return tuple(
        JudgedFinding(one["key"], finding_from_json(one["finding"]), tuple(one["objects"])) for one in plain
    )
