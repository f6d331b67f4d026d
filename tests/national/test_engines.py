"""The same bytes whoever runs the tasks, however many they are, and whatever happens to them."""

import datetime as dt
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from registry import extras
from registry.errors import RefusalError
from registry.national import portions
from registry.national.appraising import Rows
from registry.national.engines import SHARES, Engine, Where, _turns
from registry.national.runs import Asked, run_over
from registry.national.tasks import Run, Task
from registry.storm.shipped import shipped_track
from tests.country.making import DAY
from tests.national.conftest import Files, rows_of

RUNS = {
    "appraise": Asked(Run.APPRAISE, DAY),
    "standing": Asked(Run.APPRAISE, DAY, rows=Rows.STANDING),
    "compliance": Asked(Run.COMPLIANCE, DAY),
    "storm": Asked(Run.STORM, DAY, track=shipped_track()),
}


@pytest.fixture(scope="module", autouse=True)
def small_portions() -> Iterator[None]:
    """Cut the small country into as many tasks as a large one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(portions, "PORTION_ROWS", 250)
        yield


@pytest.fixture(scope="module")
def alone(
    small_country: Path, small_portions: None, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Return what every run gives in one process."""
    folder = tmp_path_factory.mktemp("alone")
    for name, asked in RUNS.items():
        run_over(small_country, folder / name, asked, Where())
    return {name: folder / name for name in RUNS}


def test_two_processes_give_what_one_gives(
    small_country: Path, alone: dict[str, Path], tmp_path: Path, files_of: Callable[[Path], Files]
) -> None:
    run_over(small_country, tmp_path / "out", RUNS["standing"], Where(workers=2))
    assert files_of(tmp_path / "out") == files_of(alone["standing"])


def test_dask_gives_what_one_process_gives_though_a_worker_is_killed_midway(
    small_country: Path, alone: dict[str, Path], tmp_path: Path, files_of: Callable[[Path], Files]
) -> None:
    distributed: Any = pytest.importorskip("distributed")
    import dask

    patient = {"distributed.comm.timeouts.connect": "300s", "distributed.comm.timeouts.tcp": "300s"}
    with (  # a busy machine starts workers slowly
        dask.config.set(patient),
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs="ERROR",
        ) as cluster,
    ):
        where = Where(Engine.DASK, scheduler=cluster.scheduler_address)
        with ThreadPoolExecutor(1) as beside, distributed.Client(cluster) as client:
            killed = beside.submit(_kill_one_at_work, client)
            run_over(small_country, tmp_path / "appraise", RUNS["appraise"], where)
            assert killed.result(timeout=60)
        for name in ("compliance", "storm"):
            run_over(small_country, tmp_path / name, RUNS[name], where)
    for name in ("appraise", "compliance", "storm"):
        assert files_of(tmp_path / name) == files_of(alone[name]), name


def _kill_one_at_work(client: Any) -> bool:
    """Wait until a worker has a task of the run, and kill its process."""
    process_of = client.run(os.getpid)
    for _ in range(3_000):
        busy = [
            address
            for address, keys in client.processing().items()
            if any(str(key).startswith("appraise-") for key in keys)
        ]
        if busy:
            os.kill(process_of[busy[0]], signal.SIGKILL)
            return True
        time.sleep(0.01)
    return False


def test_how_rows_are_cut_into_portions_changes_no_row(
    small_country: Path, alone: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portions, "PORTION_ROWS", 10_000)
    for name in ("appraise", "standing"):
        run_over(small_country, tmp_path / name, RUNS[name], Where())
        for file in ("rows", "findings"):
            assert rows_of(tmp_path / name, file) == rows_of(alone[name], file)
        assert (tmp_path / name / "summary.json").read_text() == (alone[name] / "summary.json").read_text()


@pytest.mark.parametrize("workers", [1, 2, 5, 40])
def test_every_task_is_in_one_turn_and_a_province_with_one_worker_unless_it_is_a_large_share(
    workers: int,
) -> None:
    sizes = {"01": 9, "20": 1, "24": 3, "79": 12, "96": 0}
    tasks = [
        Task(
            Run.APPRAISE, Path("lake"), DAY, province, "m", portion=at, portions=max(of, 1), weight=of and 10
        )
        for province, of in sizes.items()
        for at in range(max(of, 1))
    ]
    turns = _turns(tasks, workers)
    assert sorted(at for turn in turns for at in turn) == list(range(len(tasks)))
    assert all(len({tasks[at].province for at in turn}) == 1 for turn in turns)
    share = sum(task.weight for task in tasks) / (workers * SHARES)
    weights = [sum(tasks[at].weight for at in turn) for turn in turns]
    assert weights == sorted(weights, reverse=True)
    for province, of in sizes.items():
        had = [turn for turn in turns if tasks[turn[0]].province == province]
        assert len(had) == 1 or of * 10 > share
        assert all(len(turn) * 10 <= max(share, 10) + 10 for turn in had) or len(had) == 1


def test_dask_that_is_not_installed_is_said(
    small_country: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(extras._PACKAGES, "dask", "no_such_package")
    with pytest.raises(RefusalError, match="EXTRA-MISSING"):
        run_over(small_country, tmp_path / "out", RUNS["appraise"], Where(Engine.DASK))
    assert not (tmp_path / "out").exists()


def test_a_scheduler_that_does_not_answer_is_said(
    small_country: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    import dask

    monkeypatch.setitem(dask.config.config["distributed"]["comm"]["timeouts"], "connect", "300ms")
    asked = Asked(Run.COMPLIANCE, DAY + dt.timedelta(days=1))
    with pytest.raises(RefusalError, match="NATIONAL-SCHEDULER"):
        run_over(small_country, tmp_path / "out", asked, Where(Engine.DASK, scheduler="tcp://127.0.0.1:9"))
