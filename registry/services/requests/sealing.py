"""Sealing (niêm phong): when a letter is issued, everything it was decided by goes into one provable package.

The package is kept among the register's files by its SHA-256 and recorded with the request, so the ledger
vouches for it; its seal can be given with the letter (see ``registry.documents.package``).
"""

import dataclasses
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely

from registry.checks.context import Context
from registry.documents.package import read_manifest, write_package
from registry.errors import RefusalError
from registry.geo.crs import to_metric
from registry.law import Law
from registry.model.requests.desk import NoteKind, RequestState
from registry.model.requests.kept_proposals import proposal_to_json
from registry.model.vietnam_time import one_moment
from registry.services.appraise.finding_texts import finding_json
from registry.services.office.attachments import KeptFile, attachment_row, file_path, keep_bytes, keep_file
from registry.services.office.letters.legal_names import addressed
from registry.services.office.letters.letterhead import PREFIX
from registry.services.office.registry import Registry
from registry.services.register.background.paper_ground import paper_ground
from registry.services.requests.actions import action
from registry.services.requests.conditions.frozen import sealed_conditions
from registry.services.requests.decisions import FOLLOWS
from registry.services.requests.frozen_evidence import NEAR_M, USED, USED_NAME
from registry.services.requests.letters.annex_maps import SAME_M
from registry.services.requests.letters.reply import Progress, reply_letter
from registry.services.requests.opened import RequestFile, load_request
from registry.store.office.operators import load_settings
from registry.store.requests.requests import load_requests, of_requests
from registry.store.requests.tables import attachments

PACKAGE = "package"


@dataclasses.dataclass(frozen=True, slots=True)
class Sealed:
    """A package as it is kept: where, under what name, its seal, its own hash and size, and its members.

    ``members`` are (name, SHA-256, bytes) as the manifest lists them.
    """

    path: Path
    name: str
    seal: str
    sha256: str = ""
    size_bytes: int = 0
    members: tuple[tuple[str, str, int], ...] = ()


@one_moment()
def seal_request(registry: Registry, request: str, *, who: str, progress: Progress | None = None) -> Sealed:
    """Write the package of an issued request (id or number) and keep it; the one kept before, if there is.

    Nothing is recorded until the package is whole, so that one that was broken off is simply made again.
    Refused where the request is not issued yet (``PACKAGE-NOT-ISSUED``) or the package cannot be written
    (``PACKAGE-NOT-WRITTEN``). ``progress`` is told after each map.
    """
    file = load_request(registry, request)
    if file.request.state is not RequestState.ISSUED:
        raise RefusalError("PACKAGE-NOT-ISSUED", number=file.request.number)
    found = sealed_package(registry, file)
    if found is not None:
        return found
    name = f"{file.request.number.replace('/', '-')}.zip"
    try:
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / name
            write_package(made, package_members(registry, file, progress), _about(file))
            stored = keep_file(registry, made, name)
    except OSError as error:
        reason = error.strerror or str(error)
        raise RefusalError("PACKAGE-NOT-WRITTEN", number=file.request.number, reason=reason) from error
    with action(registry, file.request.id, "sealed", who=who, closed=True) as doing:
        packages = [item for item in doing.rows(attachments) if item["kind"] == PACKAGE]
        if not any((registry.settings.files / f"{item['sha256']}.zip").is_file() for item in packages):
            # otherwise another process was first
            row = attachment_row(file.request.id, stored, kind=PACKAGE, name=name, who=who)
            doing.create(attachments, row)
    found = sealed_package(registry, load_request(registry, file.request.id))
    if found is None:
        raise RefusalError("PACKAGE-NOT-READ", name=name)
    return found


def sealed_package(registry: Registry, file: RequestFile) -> Sealed | None:
    """Return the package that is kept of a request, None where there is none or its file is gone."""
    for kept in reversed([item for item in file.attachments if item.kind == PACKAGE]):
        path = registry.settings.files / f"{kept.sha256}.zip"
        manifest = read_manifest(path)
        if manifest is None:
            continue
        members = tuple(
            (name, str(one.get("sha256", "")), int(one.get("bytes", 0)))
            for name, one in sorted(manifest["members"].items())
        )
        return Sealed(path, kept.name, str(manifest["seal"]), kept.sha256, kept.size_bytes, members)
    return None


def unsealed(registry: Registry) -> list[str]:
    """Return the ids of issued requests that have no package yet, the oldest first."""
    with registry.database.read() as connection:
        issued = [item for item in load_requests(connection) if item.state is RequestState.ISSUED]
        found = of_requests(connection, attachments, [item.id for item in issued])
    return [item.id for item in issued if not any(row["kind"] == PACKAGE for row in found[item.id])]


def keep_used(registry: Registry, file: RequestFile) -> KeptFile | None:
    """Keep the masts, zones and lists that a request is decided by, as they stand; None without a list.

    Called when it is issued, so that a package which is written later still holds what counted then.
    """
    if file.appraisal is None:
        return None
    return keep_bytes(registry, _json(_used(registry, file.appraisal.context, file)), USED_NAME)


def package_members(
    registry: Registry, file: RequestFile, progress: Progress | None = None
) -> dict[str, bytes]:
    """Return the members of a request's package by name."""
    request = file.request
    members = {
        "letter.docx": reply_letter(registry, request.id, progress=progress),
        "decisions.json": _json(_decisions(file)),
        "history.json": _json([dataclasses.asdict(entry) for entry in file.history]),
    }
    answers = [dataclasses.asdict(note) for note in file.notes if note.kind == NoteKind.MATTER]
    if answers:  # what was filed, agreed or numbered before, and why it was meant
        members["answers.json"] = _json(answers)
    sheets = [dataclasses.asdict(note) for note in file.notes if note.kind == NoteKind.SHEET]
    if sheets:  # what was open at each door, and for what reason it went on
        members["sheets.json"] = _json(sheets)
    if file.edits:  # sentences of the letter that somebody wrote, with what the program had said
        members["edits.json"] = _json([dataclasses.asdict(edit) for edit in file.edits])
    if request.file_sha256:
        suffix = Path(request.file_name).suffix.lower()
        members[f"received{suffix}"] = file_path(
            registry, request.file_sha256, request.file_name
        ).read_bytes()
    if request.signed_sha256:
        signed = next((item.signature for item in file.attachments if item.kind == "signed"), None)
        if signed is not None:  # who signed it, and what was found of it at the issue
            members["signature.json"] = _json(signed)
        members["signed.pdf"] = file_path(registry, request.signed_sha256, request.signed_name).read_bytes()
    appraisal = file.appraisal
    if appraisal is not None:
        members["rules.json"] = _json(_rules(appraisal.law))
        members["findings.json"] = _json(_findings(file))
        used = next((item for item in file.attachments if item.kind == USED), None)
        members["used.json"] = (
            _json(_used(registry, appraisal.context, file))
            if used is None  # issued before it was kept
            else file_path(registry, used.sha256, used.name).read_bytes()
        )
    return members


def _about(file: RequestFile) -> dict[str, Any]:
    request, appraisal = file.request, file.appraisal
    return {
        "request": request.number,
        "organisation": request.organisation,
        "issued_number": request.issued_number,
        "issued_on": str(request.issued_on),
        "as_of": "" if appraisal is None else str(appraisal.as_of),
        "law_digest": "" if appraisal is None else appraisal.law.digest,
        "illustrative": appraisal is not None and appraisal.context.illustrative,
        "workbook": {"name": request.file_name, "sha256": request.file_sha256},
    }


def _json(content: Any) -> bytes:
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_SERIALIZE_NUMPY
    return orjson.dumps(content, option=options, default=_plain)


def _plain(value: Any) -> Any:
    """Write what JSON has no word for: sets sorted, everything else as its text (a day, a code's words)."""
    return sorted(value) if isinstance(value, set | frozenset) else str(value)


def _rules(law: Law) -> dict[str, Any]:
    rules = [dataclasses.asdict(law.rules[code]) for code in sorted(law.rules)]
    return {"territory": law.territory, "as_of": law.as_of, "digest": law.digest, "rules": rules}


def _decisions(file: RequestFile) -> list[dict[str, Any]]:
    found = []
    for row in file.rows:
        decided = row.decision
        found.append(
            {
                "row": row.index + 1,
                "proposal": proposal_to_json(row.proposal),
                "recommended": row.verdict.value,
                "decision": (decided.decision if decided else FOLLOWS[row.verdict]).value,
                "reason": decided.reason if decided else "",
                "conditions": list(decided.conditions) if decided else [],
                "condition_records": sealed_conditions(row),
                "who": decided.who if decided else "",
                "at": decided.at if decided else "",
                "notes": [dataclasses.asdict(note) for note in row.notes],
                "consultations": [dataclasses.asdict(item) for item in row.consultations],
            }
        )
    return found


def _findings(file: RequestFile) -> list[dict[str, Any]]:
    return [
        {
            "row": row.index + 1,
            "counted": [finding_json(finding) for finding in row.findings],
            "computed": [finding_json(finding) for finding in row.computed],
            "at_filing": [finding_json(finding) for finding in row.at_filing],
        }
        for row in file.rows
    ]


def _used(registry: Registry, context: Context, file: RequestFile) -> dict[str, Any]:
    """Return the masts and zones within ``NEAR_M`` of the rows, those that findings name, and the lists.

    With the letter's head and names, which are the office's of that day.
    """
    points = [
        (row.proposal.position.lon, row.proposal.position.lat)
        for row in file.rows
        if row.proposal.position.known
    ]
    lon, lat = (np.array([point[axis] for point in points], dtype=float) for axis in (0, 1))
    xy = np.column_stack(to_metric(lon, lat, context.metric_epsg)) if points else np.empty((0, 2))
    area = shapely.buffer(shapely.MultiPoint(xy), NEAR_M)
    named = {finding.related for row in file.rows for finding in row.findings if finding.related}
    masts = context.masts
    near = set(masts.tree.query(area, predicate="intersects").tolist())
    near |= {masts.aliases[code] for code in named if code in masts.aliases}
    if points:  # not what this very letter entered as approved
        rows = shapely.MultiPoint(xy)
        near -= {
            row
            for row in near
            if masts.approved_only[row] and shapely.distance(masts.points[row], rows) < SAME_M
        }
    zones = []
    for layer, found in context.zones.items():
        inside = set(found.tree.query(area, predicate="intersects").tolist())
        inside |= {row for row, zone in enumerate(found.zones) if zone.name in named or zone.id in named}
        for row in sorted(inside):
            zone = dataclasses.asdict(found.zones[row])
            zones.append({**zone, "layer": layer.value, "geometry": found.geojson[row]})
    below = paper_ground(registry.settings)
    with registry.database.read() as connection:
        settings, names = load_settings(connection), addressed(connection)
    return {
        "near_m": NEAR_M,
        "head": {key: value for key, value in settings.items() if key.startswith(PREFIX)},
        "names": names,
        "background": "" if below is None else below.key,
        "lists": [dataclasses.asdict(item) for _, item in sorted(context.lists.items())],
        "masts": [
            {
                "code": str(masts.codes[row]),
                "lon": float(masts.lon[row]),
                "lat": float(masts.lat[row]),
                "accuracy_m": float(masts.accuracy_m[row]),
                "networks": [
                    operator.code
                    for index, operator in enumerate(context.operators)
                    if int(masts.networks[row]) >> index & 1
                ],
                "approved_only": bool(masts.approved_only[row]),
                "in_question": bool(masts.in_question[row]),
            }
            for row in sorted(near)
        ],
        "zones": zones,
    }
