"""Several workers share the queue: each job is done once, none is lost where a worker is killed."""

import contextlib
import dataclasses
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from registry.__main__ import app
from registry.errors import RefusalError
from registry.model.jobs import Job, JobState, WorkerKind
from registry.services.office.operation import jobs, workers
from registry.services.office.registry import Registry
from registry.store.office import jobs as store
from registry.store.office import workers as worker_rows
from registry.store.office.tables import workers as rows
from tests.services.office import queue_worker
from tests.services.office.queue_worker import KIND

ROOT = Path(__file__).parents[4]
MANY = 200
KILLS = 20


@contextlib.contextmanager
def worker(registry: Registry, delay_s: float) -> Iterator[subprocess.Popen[str]]:
    """Yield a worker in a process of its own, which has said that it is there."""
    settings = registry.settings
    command = [sys.executable, "-m", "tests.services.office.queue_worker"]
    with subprocess.Popen(
        [*command, str(settings.home), settings.database_url, str(delay_s)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n"
        yield process
        if process.poll() is None:
            process.kill()


def ask(registry: Registry, count: int) -> list[str]:
    with registry.database.write() as connection:
        return [store.ask(connection, KIND, f"{at:03}", who="lan").id for at in range(count)]


def left(registry: Registry) -> int:
    with registry.database.read() as connection:
        found = store.queue(connection)
    return found.waiting + found.running


def wait_until(holds: Any, most_s: float = 120.0) -> None:
    until = time.monotonic() + most_s
    while not holds():
        assert time.monotonic() < until, "too late"
        time.sleep(0.02)


def states(registry: Registry, made: list[str]) -> Counter[tuple[str, int]]:
    return Counter((one.state.value, one.tries) for one in (jobs.get_job(registry, job) for job in made))


def test_two_workers_race_and_each_job_is_done_once(either_office: Registry) -> None:
    # asked once both are there: else the first has done them all before the second is up. The moment
    # that each job takes is the other's turn to take one up
    with worker(either_office, 0.01), worker(either_office, 0.01):
        made = ask(either_office, MANY)
        wait_until(lambda: left(either_office) == 0)
    assert states(either_office, made) == {("done", 1): MANY}
    home = either_office.settings.home
    begun = Counter(queue_worker.begun(home).read_text(encoding="ascii").split())
    assert set(begun.values()) == {1}
    assert len(begun) == MANY
    by = Counter(jobs.get_job(either_office, job).result["holder"] for job in made)
    assert len(by) == 2, "one of the two did nothing"


def test_no_job_is_lost_where_workers_are_killed(office: Registry) -> None:
    chance = random.Random(19)
    made = ask(office, KILLS)
    home = office.settings.home
    killed = 0
    with contextlib.ExitStack() as stack:
        standing = [stack.enter_context(worker(office, 0.05)) for _ in range(2)]
        for at in range(KILLS):
            time.sleep(chance.uniform(0.0, 0.15))
            turn = at % 2
            standing[turn].send_signal(signal.SIGKILL)
            standing[turn].wait(60)
            killed += 1
            standing[turn] = stack.enter_context(worker(office, 0.05))
            if left(office) == 0:
                made += [*ask_more(office, at)]
        wait_until(lambda: left(office) == 0)
    assert killed == KILLS
    found = [jobs.get_job(office, job) for job in made]
    for one in found:
        done = (queue_worker.effects(home) / f"{one.subject}.done").exists()
        # one that lost its worker three times is given up and says so; all others are done
        assert (one.state is JobState.DONE and done) or one.code == "JOB-BROKEN-OFF", one
    assert max(one.tries for one in found) > 1, "no kill hit a job"
    assert sum(one.state is JobState.DONE for one in found) >= len(found) - 2


def ask_more(registry: Registry, at: int) -> list[str]:
    with registry.database.write() as connection:
        return [store.ask(connection, KIND, f"m{at}-{more}", who="lan").id for more in range(5)]


def test_a_worker_that_was_taken_for_dead_says_nothing_of_what_another_does(either_office: Registry) -> None:
    (made,) = ask(either_office, 1)
    with either_office.database.aside() as connection:
        first = store.take_up(connection, "first", lambda _: True)
        assert first is not None
        assert store.take_up(connection, "second", lambda _: True) is None
    with either_office.database.aside() as connection:
        second = store.take_up(connection, "second", lambda _: False)
        assert second is not None
        assert (second.id, second.tries) == (made, 2)
    with either_office.database.aside() as connection:
        assert store.tell(connection, first, 1, 2) is None
        assert not store.end(connection, first, result={"by": "first"})
        assert not store.hand_back(connection, first)
        assert store.tell(connection, second, 1, 2) == ""
        assert store.end(connection, second, result={"by": "second"})
    assert jobs.get_job(either_office, made).result == {"by": "second"}


def test_a_worker_of_another_machine_is_there_as_long_as_it_says_so(either_office: Registry) -> None:
    with workers.announced(either_office, WorkerKind.BESIDE) as own:
        assert [one.id for one in workers.alive(either_office)] == [own.id]
    assert workers.alive(either_office) == []
    with workers.present(either_office) as own, either_office.database.write() as connection:
        other = dataclasses.replace(own, id=".jobs-else", kind=WorkerKind.BESIDE, host="another")
        worker_rows.announce(connection, other)
    assert workers.is_there(either_office)(".jobs-else")
    with either_office.database.write() as connection:
        connection.execute(rows.update().values(beat_at="2026-01-01T00:00:00.000000Z"))
    assert not workers.is_there(either_office)(".jobs-else")


def test_the_pages_leave_jobs_to_a_worker_beside_and_take_them_where_there_is_none(office: Registry) -> None:
    jobs.offer(office, KIND, queue_worker.counted(0.0))
    with worker(office, 0.0) as beside:
        assert not workers.does_jobs(office)
        made = jobs.start(office, KIND, "a", who="lan")
        wait_until(lambda: not jobs.get_job(office, made.id).under_way)
        holder = jobs.get_job(office, made.id).result["holder"]
        assert holder in {one.id for one in workers.alive(office) if one.pid == beside.pid}
        own = jobs.start(office, KIND, "own", who="lan", here=True)
        assert jobs.finish(office)
        assert jobs.get_job(office, own.id).result["holder"] != holder
    office.cache.pop("worker-beside")  # an answer stands for some seconds
    assert workers.does_jobs(office)
    last = jobs.start(office, KIND, "b", who="lan")
    assert jobs.finish(office)
    assert jobs.get_job(office, last.id).state is JobState.DONE


def test_what_only_an_ended_process_could_do_is_taken_up_by_another(office: Registry) -> None:
    jobs.offer(office, KIND, queue_worker.counted(0.0))
    with office.database.write() as connection:
        made = store.ask(connection, KIND, "a", who="lan", only=".jobs-gone")
    jobs.resume(office)
    assert jobs.finish(office)
    assert jobs.get_job(office, made.id).state is JobState.DONE


def test_a_worker_that_has_to_end_hands_back_what_it_cannot_finish(office: Registry) -> None:
    at_it = threading.Event()

    def long(_: Registry, __: Job, told: jobs.Told) -> Mapping[str, Any]:
        at_it.set()
        for at in range(10_000):
            told(at, 10_000)
            time.sleep(0.01)
        return {}

    jobs.offer(office, KIND, long)
    made = jobs.start(office, KIND, "a", who="lan")
    assert at_it.wait(30)
    assert jobs.stop(office, 0.2)
    found = jobs.get_job(office, made.id)
    assert (found.state, found.tries, found.holder) == (JobState.WAITING, 0, "")


def test_a_job_is_ended_by_a_wish_while_it_waits_and_while_it_runs(
    either_office: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_TELL_S", 0.0)
    at_it = threading.Event()

    def long(_: Registry, __: Job, told: jobs.Told) -> Mapping[str, Any]:
        at_it.set()
        for at in range(3_000):
            told(at, 3_000)
            time.sleep(0.01)
        return {}

    jobs.offer(either_office, KIND, long)
    running = jobs.start(either_office, KIND, "a", who="lan")
    assert at_it.wait(30)
    waiting = jobs.start(either_office, KIND, "b", who="lan")
    assert jobs.cancel(either_office, waiting.id, who="minh").code == jobs.ENDED
    jobs.cancel(either_office, running.id, who="lan")
    assert jobs.finish(either_office)
    said = jobs.refusal_of(jobs.get_job(either_office, running.id))
    assert said is not None
    assert (said.code, said.params) == (jobs.ENDED, {"who": "lan"})
    with pytest.raises(RefusalError, match="JOB-OVER"):
        jobs.cancel(either_office, running.id, who="lan")


def test_the_command_does_what_waits_once(office: Registry) -> None:
    runner = CliRunner(env={"BTS_HOME": str(office.settings.home)})
    done = runner.invoke(app, ["work", "--once"])
    assert (done.exit_code, "Không có việc nào chờ." in done.output) == (0, True), done.output
    with office.database.write() as connection:
        made = store.ask(connection, "verify", "", who="lan")
    done = runner.invoke(app, ["work", "--once"])
    assert "Đã làm 1 việc" in done.output
    assert jobs.get_job(office, made.id).state is JobState.DONE


def test_the_command_works_until_it_is_told_to_end(office: Registry) -> None:
    environment = {"BTS_HOME": str(office.settings.home), "PATH": "/usr/bin:/bin", "BTS_LOG": "json"}
    command = [sys.executable, "-m", "registry", "work", "--grace", "5"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
        wait_until(lambda: [one.pid for one in workers.alive(office)] == [process.pid], 60)
        with office.database.write() as connection:
            made = store.ask(connection, "verify", "", who="lan")
        wait_until(lambda: jobs.get_job(office, made.id).state is JobState.DONE, 60)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert workers.alive(office) == []
