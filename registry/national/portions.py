"""Which rows are judged together: tasks of about the same work, the same whoever runs them."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path

from registry.lake.layout import LakeLayer
from registry.lake.manifest import Manifest, as_text
from registry.model.storm.storms import StormTrack
from registry.national.appraising import Rows
from registry.national.tasks import Run, Task

PORTION_ROWS = 4_000
"""About so many rows of an appraisal are a task: a tenth of a minute; requests are never cut."""


def mark_of(manifests: Sequence[Manifest]) -> str:
    """Return a hash of what the manifests of a lake say."""
    digest = hashlib.sha256()
    for manifest in manifests:
        digest.update(as_text(manifest).encode())
    return digest.hexdigest()[:24]


def tasks_of(
    run: Run,
    folder: Path,
    day: dt.date,
    manifests: Sequence[Manifest],
    chosen: Sequence[str],
    *,
    rows: Rows = Rows.PROPOSALS,
    track: StormTrack | None = None,
) -> list[Task]:
    """Return the tasks of a run over the ``chosen`` provinces, by province and portion."""
    mark = mark_of(manifests)
    found = []
    for manifest in manifests:
        if manifest.province not in chosen:
            continue
        masts = manifest.file(LakeLayer.SITES).rows
        judged = manifest.file(LakeLayer.PROPOSALS).rows if rows is Rows.PROPOSALS else masts
        portions = max(1, -(-judged // PORTION_ROWS)) if run is Run.APPRAISE else 1
        weight = masts + 2 * judged // portions if run is Run.APPRAISE else masts
        found += [
            Task(run, folder, day, manifest.province, mark, rows, portion, portions, track, weight)
            for portion in range(portions)
        ]
    return found
