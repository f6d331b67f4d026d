"""Monitors learn whether the server is alive and ready and what it counts; nobody else does."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from registry.model.people import Role
from registry.services.office.operation import jobs
from registry.settings import read_settings
from tests.web.people import sign_in, small_office
from web.app import create_app
from web.frame.office import registry
from web.operation import health

HERE = {"REMOTE_ADDR": "127.0.0.1"}
ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Flask]:
    with small_office(tmp_path / "sổ", Role.APPRAISER) as app:
        yield app


def figures(app: Flask) -> dict[str, float]:
    """Return every sample of /metrics by its name and labels."""
    text = app.test_client().get("/metrics", environ_base=HERE).get_data(as_text=True)
    return {
        " ".join([one.name, *(f"{k}={v}" for k, v in sorted(one.labels.items()))]): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def test_alive_is_said_without_a_register_and_without_a_cookie(tmp_path: Path) -> None:
    app = create_app(read_settings({"BTS_HOME": str(tmp_path / "nowhere")}))
    found = app.test_client().get("/healthz", environ_base=HERE)
    assert (found.status_code, found.text, found.headers.get("Set-Cookie")) == (200, "ok\n", None)
    ready = app.test_client().get("/readyz", environ_base=HERE)
    assert (ready.status_code, ready.json) == (503, {"ready": False, "probes": {"database": "bad"}})
    assert "bts_probe" in app.test_client().get("/metrics", environ_base=HERE).text
    assert app.test_client().post("/healthz", environ_base=HERE).status_code == 405
    head = app.test_client().head("/healthz", environ_base=HERE)
    assert (head.status_code, head.data) == (200, b"")


def test_readiness_has_names_and_states_and_nothing_else(small: Flask) -> None:
    found = small.test_client().get("/readyz", environ_base=HERE)
    assert found.status_code == 200
    assert set(found.json) == {"ready", "probes"}
    assert set(found.json["probes"].values()) <= {"ok", "warn", "bad"}
    assert str(small.extensions["bts-settings"].home) not in found.text
    path = registry_path(small)
    path.rename(path.with_name("aside"))
    time.sleep(health.KEPT_S + 0.1)
    gone = small.test_client().get("/readyz", environ_base=HERE)
    assert (gone.status_code, gone.json["probes"]["database"]) == (503, "bad")
    path.with_name("aside").rename(path)


def registry_path(app: Flask) -> Path:
    with app.app_context():
        path = registry().database.path
    assert path is not None
    return path


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_who_is_no_monitor_learns_nothing(small: Flask, path: str) -> None:
    asked: list[dict[str, Any]] = [
        {"environ_base": ELSEWHERE},
        {"environ_base": HERE, "headers": {"X-Forwarded-For": "127.0.0.1"}},  # a proxy that nobody named
        {"environ_base": HERE, "headers": {"Host": "attacker.example"}},  # a page elsewhere, by a name
    ]
    for one in asked:
        found = small.test_client().get(path, **one)
        assert found.status_code in (400, 403, 404)
        assert "bts_" not in found.text
        assert "probes" not in found.text


def test_behind_a_proxy_the_real_address_counts(tmp_path: Path) -> None:
    home = str(tmp_path / "nowhere")
    settings = read_settings(
        {
            "BTS_HOME": home,
            "BTS_PROXIES": "1",
            "BTS_PUBLIC_NAME": "bts.example.vn",
            "BTS_MONITORS": "10.1.0.0/16",
        }
    )
    client = create_app(settings).test_client()

    def status(**headers: str) -> int:
        return client.get("/healthz", environ_base=HERE, headers=headers).status_code

    assert status(**{"X-Forwarded-For": "10.1.2.3", "Host": "10.1.0.9:8000"}) == 200
    assert status(**{"X-Forwarded-For": "192.0.2.7", "Host": "bts.example.vn"}) != 200
    assert status(Host="bts.example.vn") != 200  # loopback is not among the networks that were named


def test_requests_refusals_jobs_and_the_ledger_are_counted(small: Flask) -> None:
    before = figures(small)
    client = small.test_client()
    sign_in(client, "appraiser")
    assert client.get("/no-such-page").status_code == 404
    assert client.get("/jobs/none.json").status_code == 404
    with small.app_context():
        jobs.start(registry(), "verify", who="t")
        assert jobs.finish(registry())
    after = figures(small)

    def more(name: str) -> float:
        return after[name] - before.get(name, 0.0)

    assert more("bts_requests_total endpoint=jobs.progress method=GET status=404") == 1
    assert more("bts_request_seconds_count endpoint=jobs.progress") == 1
    assert more("bts_refusals_total code=JOB-UNKNOWN") == 1
    assert after["bts_jobs_ended_day code=done kind=verify"] == 1
    assert after["bts_ledger_entries"] > 10
    assert after["bts_resident_bytes"] > 10_000_000
    assert after["bts_requests_in_flight"] == 0
    assert not any("no-such-page" in name for name in after)  # no address becomes a label


def test_monitors_are_not_counted_among_people(small: Flask) -> None:
    before = figures(small)
    for _ in range(50):
        assert small.test_client().get("/readyz", environ_base=HERE).status_code == 200
    assert figures(small).get("bts_requests_total endpoint=none method=GET status=200") == before.get(
        "bts_requests_total endpoint=none method=GET status=200"
    )


def test_a_setting_that_is_no_network_is_refused() -> None:
    from registry.errors import RefusalError

    for name, value, code in (
        ("BTS_MONITORS", "10.0.0.0/33", "SETTING-NETWORK"), ("BTS_WORK", "sometimes", "SETTING-WORD"),
        ("BTS_LOG", "xml", "SETTING-WORD"),
    ):  # fmt: skip
        with pytest.raises(RefusalError, match=code):
            read_settings({name: value})
