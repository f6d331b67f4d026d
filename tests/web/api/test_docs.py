"""The page for whoever writes a program: its examples are run as they stand; the description to read."""

import os
import re
import subprocess
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from registry.model.sign_in.tokens import Scope
from registry.settings import DATA
from tests.services.outages.world import opened
from tests.web.api.world import Program, peopled
from tests.web.people import registry_of
from web.api.operations import OPERATIONS

PAGE = Path(__file__).parents[3] / "docs" / "operate" / "api.md"
BLOCKS = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of whoever follows the page: the address of an office and a carrier's token."""
    with peopled(tmp_path / "nhà") as app:
        opened(registry_of(app))
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            province = Program(app, "appraiser", Scope.CITIZEN_REPORTS, Scope.SEND_CITIZEN_REPORTS).secret
            address = f"http://127.0.0.1:{server.server_port}"
            yield {"BTS": address, "TOKEN": Program(app, "vtl").secret, "PROVINCE": province}
        finally:
            server.shutdown()
            thread.join()


def test_the_examples_of_the_page_do_what_they_say(served: dict[str, str]) -> None:
    blocks = BLOCKS.findall(PAGE.read_text("utf-8"))
    assert len(blocks) >= 8
    script = "\n".join(["set -euo pipefail", *blocks])
    done = subprocess.run(
        ["bash", "-c", script], env={**os.environ, **served}, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr
    for said in ('"code":"BGG00100"', '"findings":[{', '"state":"sent"', '"state":"received"', '"waiting":0',
                 '"obligations":[', '"notices":['):  # fmt: skip
        assert said in done.stdout, said


def test_the_examples_for_the_provinces_reports_do_what_they_say(served: dict[str, str]) -> None:
    blocks = BLOCKS.findall((PAGE.parent / "field-reports.md").read_text("utf-8"))
    assert len(blocks) >= 5
    done = subprocess.run(
        ["bash", "-c", "\n".join(["set -euo pipefail", *blocks])],
        env={**os.environ, "BTS": served["BTS"], "TOKEN": served["PROVINCE"]},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr
    for said in (
        '"case_number":"118/2026-',
        '"state":"da-tiep-nhan"',
        '"due_on":"2026-12-05"',
        '"reports":[]',
    ):
        assert said in done.stdout, said
    assert "0912" not in done.stdout


def test_the_page_names_every_state_that_a_citizen_is_told() -> None:
    said = (PAGE.parent / "field-reports.md").read_text("utf-8")
    states = tomllib.loads((DATA / "codes" / "citizen_states.toml").read_text("utf-8"))["states"]
    assert [one for one in states.values() if f"| `{one['code']}` | {one['vi']} |" not in said] == []


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_operation_stands_on_the_page_to_read(app: Flask, lang: str) -> None:
    client: FlaskClient = app.test_client()
    told = client.get(f"/api/v1/docs?lang={lang}").get_data(as_text=True)
    for one in OPERATIONS.values():
        assert f'id="{one.name}"' in told
        assert one.scope.value in told
    assert ('<html lang="vi"' in told) is (lang == "vi")


def test_a_code_is_explained_at_the_address_that_its_problem_names(app: Flask, vtl: Program) -> None:
    problem = vtl.get("/masts/không-có").get_json()
    client: FlaskClient = app.test_client()
    assert "Đọc lại danh sách" in client.get(problem["type"]).get_data(as_text=True)
    assert client.get("/api/v1/problems/KHONG-CO").status_code == 404
