"""The three runs over a lake: what is refused, what is run, what is written.

``OUT/<file>/province=<code>/part-<nnnn>.parquet`` and ``OUT/summary.json``: the same bytes for the same lake,
day and question, whoever ran the tasks and however many. A run that did not end leaves ``OUT`` as it was.
"""

import datetime as dt
import json
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.lake.manifest import Manifest
from registry.lake.reading import Lake
from registry.messages import province_in_words
from registry.model.storm.storms import StormTrack
from registry.national.appraising import Rows
from registry.national.engines import Where, run_tasks
from registry.national.portions import tasks_of
from registry.national.prepared import prepared
from registry.national.results import added
from registry.national.tasks import Run
from registry.provinces import provinces

SUMMARY = "summary.json"
WRITTEN = frozenset({"rows", "findings", "answers", "masts"})
"""The folders of files that parts of a run give."""
_HALF = ".part"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a lake: which run, by the law of which day, of which provinces (none: all).

    ``rows`` are what an appraisal judges; ``track`` is that of a storm.
    """

    run: Run
    day: dt.date
    provinces: tuple[str, ...] = ()
    rows: Rows = Rows.PROPOSALS
    track: StormTrack | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run found: ``summary`` as it is written, and which of today's provinces the lake lacks."""

    summary: dict[str, Any]
    lacking: tuple[str, ...]


def run_over(
    folder: Path, out: Path, asked: Asked, where: Where, *, progress: Progress | None = None
) -> Outcome:
    """Run what is asked over a lake and write what is found to ``out``.

    Refused: no lake or a masked one (``LAKE-NOT-A-LAKE``, ``LAKE-MASKED``), nothing in it by that day
    (``NATIONAL-EMPTY``), a province that it lacks (``NATIONAL-PROVINCE``), ``out`` that holds something else
    (``NATIONAL-OUT``), files that are missing or changed (``LAKE-FILE-…``), and as ``run_tasks`` refuses.
    """
    lake = Lake(folder)
    lake.need_all()
    manifests = tuple(lake.manifests(asked.day))
    if not manifests:
        raise RefusalError("NATIONAL-EMPTY", day=asked.day)
    held = [manifest.province for manifest in manifests]
    for code in asked.provinces:
        if code not in held:
            names = provinces()
            known = ", ".join(f"{names[one].name} ({one})" if one in names else one for one in held)
            raise RefusalError("NATIONAL-PROVINCE", province=province_in_words(code[:10]), held=known)
    chosen = list(asked.provinces) or held
    half = _begin(out)
    try:
        tasks = tasks_of(
            asked.run, folder.absolute(), asked.day, manifests, chosen, rows=asked.rows, track=asked.track
        )
        counted: dict[str, list[dict[str, Any]]] = {}
        for at, (task, part) in enumerate(zip(tasks, run_tasks(tasks, where), strict=True), 1):
            for name, content in part.files.items():
                place = half / name / f"province={task.province}" / f"part-{task.portion:04d}.parquet"
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
            counted.setdefault(task.province, []).append(part.counted)
            if progress is not None:
                progress(at, len(tasks), task.province)
        lacking = tuple(sorted(provinces().keys() - set(held)))
        summary = _summary(asked, manifests, chosen, {key: added(parts) for key, parts in counted.items()})
        summary["lacking"] = list(lacking)
        text = json.dumps(summary, ensure_ascii=False, indent=1, sort_keys=True)
        (half / SUMMARY).write_text(text + "\n", encoding="utf-8")
        _end(half, out)
    finally:
        prepared.cache_clear()
        shutil.rmtree(half, ignore_errors=True)
    return Outcome(summary, lacking)


def _summary(
    asked: Asked, manifests: Sequence[Manifest], chosen: Sequence[str], counted: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "run": asked.run.value,
        "day": asked.day.isoformat(),
        "illustrative": any(manifest.illustrative for manifest in manifests),
        "provinces": {
            manifest.province: {
                "name": manifest.province_name,
                "day": manifest.day.isoformat(),
                "ledger_head": manifest.ledger_head,
                **counted[manifest.province],
            }
            for manifest in manifests
            if manifest.province in chosen
        },
    }
    if asked.run is Run.APPRAISE:
        found["rows"] = asked.rows.value
    if asked.track is not None:
        found["storm"] = {"name": asked.track.name, "year": asked.track.year, "source": asked.track.source}
    return found


def _begin(out: Path) -> Path:
    """Return an empty folder beside ``out``; refused where ``out`` holds what no run of ours wrote."""
    if not out.name or (out.exists() and not _ours(out)):
        raise RefusalError("NATIONAL-OUT", folder=out.name or str(out))
    half = out.with_name(f".{out.name}{_HALF}")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    return half


def _ours(out: Path) -> bool:
    """Return whether a folder holds nothing, or what a run of ours wrote and nothing else: it is replaced."""
    if not out.is_dir():
        return False
    names = {item.name for item in out.iterdir()}
    return not names or (SUMMARY in names and names <= {SUMMARY, *WRITTEN})


def _end(half: Path, out: Path) -> None:
    """Put what was written in the place of an earlier run."""
    former = out.with_name(f".{out.name}.former")
    shutil.rmtree(former, ignore_errors=True)
    with suppress(FileNotFoundError):
        out.rename(former)
    half.rename(out)
    shutil.rmtree(former, ignore_errors=True)
