"""How far work beside the pages is told to the office, and to the carrier that asked for it."""

from flask import Flask, render_template_string

from registry.services.office import jobs
from registry.services.office.registry import Registry
from tests.web.people import signed_in
from web.frame.jobs import shown
from web.frame.office import registry

MACRO = '{% from "frame/job.html" import job %}{{ job(found, "Đang đọc danh sách") }}'


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


def test_a_page_says_how_far_a_job_is_and_why_it_ended(app: Flask) -> None:
    with app.app_context():
        found = registry()
    jobs.offer(found, "fail", lambda *_: {}["x"])
    failed = jobs.get_job(found, told(found, "fail", "lan"))
    with app.test_request_context():
        assert "JOB-FAILED" in render_template_string(MACRO, found=shown(failed))
        assert not render_template_string(MACRO, found=shown(None)).strip()
