"""Jobs are kept in the register, told as far as they are, and done again after whatever broke them off."""

import contextlib
import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from typing import Any

import pytest

from registry.errors import RefusalError, WrongCallError
from registry.messages import Words
from registry.model.jobs import Job, JobState
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry, open_registry
from registry.store.office import jobs as store

KILLED = """
import sys, time
from registry.services.office.operation import jobs
from registry.services.office.registry import open_registry
from registry.settings import read_settings

def long(registry, job, told):
    told(1, 5)
    print("begun", flush=True)
    time.sleep(60)
    return {}

registry = open_registry(read_settings({"BTS_HOME": sys.argv[1]}))
jobs.offer(registry, "long", long)
jobs.start(registry, "long", "a", who="lan")
time.sleep(60)
"""


def test_a_job_is_done_beside_and_its_result_is_kept(either_office: Registry) -> None:
    def count(_: Registry, job: Job, told: jobs.Told) -> Mapping[str, Any]:
        for at in range(1, 4):
            told(at, 3)
        return {"counted": job.options["to"], "of": job.subject}

    jobs.offer(either_office, "count", count)
    made = jobs.start(either_office, "count", "list-1", who="lan", options={"to": 3})
    assert jobs.finish(either_office)
    found = jobs.get_job(either_office, made.id)
    assert (found.state, found.who, found.tries) == (JobState.DONE, "lan", 1)
    assert found.result == {"counted": 3, "of": "list-1"}
    assert found.began_at is not None
    assert jobs.newest_job(either_office, "count", "list-1") == found
    assert jobs.newest_job(either_office, "count", "list-2") is None


def test_whoever_asks_for_the_same_meanwhile_gets_the_job_that_is_under_way(office: Registry) -> None:
    at_it, go = threading.Event(), threading.Event()

    def wait(_: Registry, __: Job, told: jobs.Told) -> Mapping[str, Any]:
        told(1, 2)
        at_it.set()
        go.wait(30)
        return {}

    jobs.offer(office, "wait", wait)
    first = jobs.start(office, "wait", "a", who="lan")
    assert at_it.wait(30)
    now = jobs.get_job(office, first.id)
    assert (now.state, now.done, now.total) == (JobState.RUNNING, 1, 2)
    assert jobs.start(office, "wait", "a", who="minh").id == first.id
    other = jobs.start(office, "wait", "a", who="minh", options={"anew": True})
    assert other.id != first.id
    assert jobs.get_job(office, other.id).state is JobState.WAITING
    go.set()
    assert jobs.finish(office)
    assert jobs.get_job(office, other.id).state is JobState.DONE


def test_a_refusal_is_kept_with_its_words_and_a_fault_does_not_stop_the_next(office: Registry) -> None:
    words, day = Words("cột", "column"), dt.date(2026, 11, 28)

    def refuse(_: Registry, __: Job, ___: jobs.Told) -> Mapping[str, Any]:
        raise RefusalError("LIST-DATE-AHEAD", day=day, what=words, count=2)

    def fail(_: Registry, __: Job, ___: jobs.Told) -> Mapping[str, Any]:
        raise KeyError("x")

    jobs.offer(office, "fail", fail)
    jobs.offer(office, "refuse", refuse)
    failed = jobs.start(office, "fail", who="lan")
    refused = jobs.start(office, "refuse", who="lan")
    assert jobs.finish(office)
    said = jobs.refusal_of(jobs.get_job(office, refused.id))
    assert said is not None
    assert (said.code, said.params) == ("LIST-DATE-AHEAD", {"day": day, "what": words, "count": 2})
    fault = jobs.refusal_of(jobs.get_job(office, failed.id))
    assert fault is not None
    assert (fault.code, fault.params) == ("JOB-FAILED", {"reason": "KeyError"})


def test_a_job_of_a_killed_process_is_done_again_by_the_next(office: Registry) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(office.settings.home)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "begun"
        left = jobs.newest_job(office, "long", "a")
        assert left is not None
        jobs.offer(office, "long", lambda *_: {"by": os.getpid()})
        jobs.resume(office)  # the other process is at it still
        assert jobs.finish(office)
        assert jobs.get_job(office, left.id).state is JobState.RUNNING
        process.send_signal(signal.SIGKILL)
    with contextlib.closing(open_registry(office.settings)) as again:
        jobs.offer(again, "long", lambda *_: {"by": os.getpid()})
        jobs.resume(again)
        assert jobs.finish(again)
        found = jobs.get_job(again, left.id)
    assert (found.state, found.tries, found.result) == (JobState.DONE, 2, {"by": os.getpid()})


def test_a_job_that_ends_its_process_each_time_is_given_up(office: Registry) -> None:
    with office.database.write() as connection:
        made = store.ask(connection, "long", "a", who="lan")
        for at in range(jobs.MOST_TRIES):
            taken = store.take_up(connection, f"gone-{at}", lambda _: False)
            assert taken is not None
    jobs.offer(office, "long", lambda *_: {})
    jobs.resume(office)
    assert jobs.finish(office)
    assert jobs.get_job(office, made.id).code == "JOB-BROKEN-OFF"


def test_a_number_is_noted_while_the_job_itself_writes(
    office: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_TELL_S", 0.0)
    began = time.monotonic()

    def write(registry: Registry, _: Job, told: jobs.Told) -> Mapping[str, Any]:
        told(1, 3)
        with registry.database.write():
            told(2, 3)
        return {}

    jobs.offer(office, "write", write)
    made = jobs.start(office, "write", who="lan")
    assert jobs.finish(office)
    found = jobs.get_job(office, made.id)
    assert (found.state, found.done) == (JobState.DONE, 1)  # nobody waited for the second
    assert time.monotonic() - began < 20


def test_what_nobody_can_do_is_not_asked_for(office: Registry) -> None:
    with pytest.raises(WrongCallError):
        jobs.start(office, "nothing", who="lan")
    with pytest.raises(RefusalError, match="JOB-UNKNOWN"):
        jobs.get_job(office, "none")
