"""Previews of drafts that are kept: what a list says and how its rows are judged, with the answers so far."""

import json
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from typing import Any

from registry.appraisal import common_gaps
from registry.model.requests.desk import RequestKind
from registry.services.appraise.appraise_list import Appraisal, appraise_again
from registry.services.appraise.row_texts import typed
from registry.services.appraise.stated_columns import meanings_to_json
from registry.services.office.registry import Registry
from registry.services.requests.drafting.kept_drafts import Draft
from registry.services.requests.judgement import OF_KIND
from registry.services.requests.requests import preview_request, with_answers

KEPT_PREVIEWS = 8


def preview_of(registry: Registry, folder: Path, draft: Draft) -> Appraisal:
    """Return the preview of a draft that has a list in its ``folder``; judged anew only where it changed."""
    cache: OrderedDict[tuple[str, ...], Appraisal]
    with registry.lock:
        cache = registry.cache.setdefault("draft-previews", OrderedDict())
    said = json.dumps(meanings_to_json(draft.columns), sort_keys=True)
    key = (draft.id, draft.list_kept, draft.organisation, draft.received_on, said, draft.kind)
    base = cache.get(key) or _as_kind(
        preview_request(
            registry,
            folder / draft.list_kept,
            organisation=draft.organisation,
            name=draft.list_name,
            received_on=draft.day,
            columns=draft.columns,
        ),
        RequestKind(draft.kind),
    )
    answered, latest = (*key, json.dumps(draft.answers, sort_keys=True)), (*key, "latest")
    since = cache.get(latest)
    if since is None or since.context is not base.context:
        since = base
    found = cache.get(answered) or with_answers(base, changes_of(registry, draft, base), since)
    kept = {key: base, answered: found} | ({latest: found} if draft.answers else {})
    with registry.lock:
        for name, value in kept.items():
            cache[name] = value
            cache.move_to_end(name)
        while len(cache) > 3 * KEPT_PREVIEWS:
            cache.popitem(last=False)
    return found


def changes_of(registry: Registry, draft: Draft, base: Appraisal) -> dict[int, dict[str, Any]]:
    """Return what the answers of a draft change, by the row's index; ``base`` is the list as it was read."""
    return {
        int(row): typed(registry, texts, base.rows[int(row)].proposal, draft.day)
        for row, texts in draft.answers.items()
        if int(row) < len(base.rows)
    }


def _as_kind(found: Appraisal, kind: RequestKind) -> Appraisal:
    """Return a list judged as what it is sent in as: a notice of commencement is not asked for a notice."""
    if (said := OF_KIND.get(kind)) is None:
        return found
    proposals = [replace(row.proposal, **said) for row in found.rows]
    rows = appraise_again(proposals, found.rows, found.context)
    return replace(found, rows=rows, gaps=common_gaps([row.findings for row in rows]))
