"""How far work beside the pages is told to the office, and to the carrier that asked for it."""

import re
import threading
import time
from dataclasses import replace

from flask import Flask, g, render_template_string

from registry.model.jobs import Job, JobState
from registry.model.people import Person, Role
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry
from registry.store.office import jobs as store
from tests.web.people import signed_in, token
from web.frame.jobs import shown
from web.frame.office import registry

MACRO = (
    '{% from "frame/job.html" import job %}'
    '{{ job(found, "Đang đọc danh sách", "Chờ đến lượt để đọc danh sách") }}'
)


def told(found: Registry, kind: str, who: str) -> str:
    made = jobs.start(found, kind, "a", who=who)
    assert jobs.finish(found)
    return made.id


def test_a_job_is_told_to_the_office_and_to_who_asked_for_it(app: Flask) -> None:
    with app.app_context():
        found = registry()
    jobs.offer(found, "say", lambda _registry, _job, said: said(2, 3) or {})
    job = told(found, "say", "carrier")
    for name, status in (("carrier", 200), ("appraiser", 200), ("rival", 404), ("consulted", 403)):
        assert signed_in(app, name).get(f"/jobs/{job}.json").status_code == status, name
    assert signed_in(app, "carrier").get(f"/jobs/{job}.json").json["state"] == "done"
    assert "JOB-UNKNOWN" in signed_in(app, "appraiser").get("/jobs/none.json").get_data(as_text=True)


def test_whoever_began_a_job_or_an_administrator_ends_it(app: Flask) -> None:
    with app.app_context():
        found = registry()
    began, go = threading.Event(), threading.Event()

    def long(_registry: Registry, _job: Job, said: jobs.Told) -> dict[str, object]:
        began.set()
        go.wait(60)
        for at in range(100):
            said(at, 100)
            time.sleep(0.1)
        return {}

    jobs.offer(found, "long", long)
    running = jobs.start(found, "long", "a", who="carrier")
    waiting = jobs.start(found, "long", "b", who="carrier")
    assert began.wait(30)

    def end(name: str, job: Job) -> int:
        client = signed_in(app, name)
        sent = {"csrf_token": token(client, "/account"), "next": "/mast-lists"}
        return client.post(f"/jobs/{job.id}/end", data=sent).status_code

    assert [end(name, running) for name in ("rival", "consulted", "appraiser")] == [404, 403, 403]
    assert end("administrator", waiting) == 303
    assert jobs.get_job(found, waiting.id).params == {"who": "administrator"}
    assert end("carrier", running) == 303
    assert jobs.get_job(found, running.id).under_way  # till it says how far it is
    go.set()
    assert jobs.finish(found)
    ended = jobs.get_job(found, running.id)
    assert (ended.code, ended.params) == ("JOB-ENDED", {"who": "carrier"})
    assert end("carrier", running) == 409


def test_a_page_offers_the_end_to_who_may(app: Flask) -> None:
    with app.app_context():
        with registry().database.write() as connection:
            job = store.ask(connection, "verify", "x", who="appraiser")
        for name, offered in (("appraiser", True), ("administrator", True), ("leader", False)):
            with app.test_request_context("/x?y=1"):
                g.person = Person(name, name, frozenset({Role(name)}))
                page = render_template_string(MACRO, found=shown(job))
            assert (f"/jobs/{job.id}/end" in page) is offered, name


def test_a_job_that_waits_does_not_say_that_it_is_being_done(app: Flask) -> None:
    with app.app_context():
        with registry().database.write() as connection:
            waiting = store.ask(connection, "verify", "waits", who="appraiser")
        with app.test_request_context("/x"):
            said = {
                job.state: re.sub(r'data-[a-z]+="[^"]*"', "", render_template_string(MACRO, found=shown(job)))
                for job in (waiting, replace(waiting, state=JobState.RUNNING))
            }
    for state, words, others in (
        (JobState.WAITING, "Chờ đến lượt để đọc danh sách", "Đang đọc"),
        (JobState.RUNNING, "Đang đọc danh sách", "Chờ đến lượt"),
    ):
        assert f">{words}</span>" in said[state]
        assert f'aria-label="{words}"' in said[state]
        assert others not in said[state]


def test_a_page_says_how_far_a_job_is_and_why_it_ended(app: Flask) -> None:
    with app.app_context():
        found = registry()
    jobs.offer(found, "fail", lambda *_: {}["x"])
    failed = jobs.get_job(found, told(found, "fail", "lan"))
    with app.test_request_context():
        assert "JOB-FAILED" in render_template_string(MACRO, found=shown(failed))
        assert not render_template_string(MACRO, found=shown(None)).strip()
