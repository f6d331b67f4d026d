"""The papers of a request as their page reads them: the seal, texts that tell too much, files to send."""

from typing import Any

from registry.columns import fold
from registry.messages import render
from registry.model.areas import full_name
from registry.model.requests.desk import RequestState
from registry.services.appraise.free_text import confidential, hidden_related
from registry.services.requests import seal_jobs
from registry.services.requests.opened import RequestFile
from registry.services.requests.sealing import sealed_package
from web.frame.languages import language
from web.frame.office import registry


def seal_view(file: RequestFile) -> dict[str, Any]:
    """Return the state of a request's package.

    ``state``: ``none`` (not issued), ``sealed``, ``working``, ``failed`` or ``missing`` (issued, and nothing
    is under way here: the process was ended before the package was whole). ``waits``: nobody makes it yet.
    """
    if file.request.state is not RequestState.ISSUED:
        return {"state": "none"}
    kept = sealed_package(registry(), file)
    if kept is not None:
        return {
            "state": "sealed",
            "name": kept.name,
            "seal": kept.seal,
            "sha256": kept.sha256,
            "size_bytes": kept.size_bytes,
            "members": [{"name": name, "sha256": sha, "bytes": size} for name, sha, size in kept.members],
        }
    under_way = seal_jobs.progress(registry(), file.request.id)
    if under_way is None:
        return {"state": "missing"}
    if under_way.refusal is not None:
        said = render(under_way.refusal.code, under_way.refusal.params, language())
        return {"state": "failed", "reason": said}
    total = under_way.total or len(file.rows)
    return {"state": "working", "waits": not under_way.running, "done": under_way.done, "total": total}


def ground_of_others(file: RequestFile) -> dict[str, list[int]]:
    """Return of each letter to a commune (its id) the rows asked about that lie in another one (indices)."""
    if file.appraisal is None:
        return {}
    units = {fold(f"UBND {full_name(unit)}"): unit.code for unit in file.appraisal.context.units.communes}
    found = {}
    for one in file.consultations:
        own = units.get(fold(one.body))
        asked = (one.rows or range(len(file.rows))) if own and not one.outcome else ()
        elsewhere = [
            at
            for at in asked
            if at < len(file.rows) and file.rows[at].commune_code and file.rows[at].commune_code != own
        ]
        if elsewhere:
            found[one.id] = elsewhere
    return found


def texts_that_tell(file: RequestFile) -> list[dict[str, Any]]:
    """Return the officer's texts on rows that name what the carrier may not learn: row, where, codes."""
    if file.appraisal is None:
        return []
    viewer, context = file.request.organisation, file.appraisal.context
    found = []
    for row in file.rows:
        related = hidden_related(row.findings, viewer)
        texts = (
            [("decision", text) for text in (row.decision.reason, *row.decision.conditions)]
            if row.decision
            else []
        )
        texts += [("note", note.text) for note in row.own.values()]
        texts += [("note", note.evidence) for note in row.own.values()]
        codes = [
            code for _where, text in texts if text for code in confidential(text, context, viewer, related)
        ]
        if codes:
            found.append(
                {"row": row.index + 1, "code": row.proposal.site_code, "codes": list(dict.fromkeys(codes))}
            )
    return found
