"""A server killed in the middle of an import, an issue or a package: each stands whole or not at all."""

import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from registry.model.requests.desk import RequestState
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.register.import_sites import import_sites
from registry.services.requests.decisions import decide_as_recommended
from registry.services.requests.opened import load_request
from registry.services.requests.requests import issue
from registry.services.requests.sealing import seal_request, unsealed
from registry.settings import read_settings
from tests.services.requests import desk

_WORK = """
import sys, datetime as dt, json
from pathlib import Path
from registry.settings import read_settings
from registry.services.office.registry import open_registry
from registry.services.register.import_sites import import_sites
from registry.services.requests.requests import issue
from registry.services.requests.sealing import seal_request
asked = json.loads(sys.argv[1])
registry = open_registry(read_settings({"BTS_HOME": asked["home"]}))
print("ready", flush=True)
import_sites(registry, Path(asked["list"]), yes=True, who="lan")
print("imported", flush=True)
issue(registry, asked["request"], number="9/SKHCN", date=dt.date.fromisoformat(asked["day"]),
      signed_pdf=Path(asked["pdf"]), signed_name="ký.pdf", reasons={"signature": "ký giấy"},
      who="giám đốc", version=asked["version"])
print("issued", flush=True)
seal_request(registry, asked["request"], who="lan")
print("sealed", flush=True)
"""
MASTS = 200


def office(home: Path, aside: Path) -> tuple[Registry, dict[str, object]]:
    """Make an office with a request that waits to be issued, and what the work is asked."""
    registry = desk.make(read_settings({"BTS_HOME": str(home)}))
    request = desk.to(registry, desk.received(registry, aside), RequestState.APPRAISING, RequestState.DRAFT)
    decide_as_recommended(registry, request.id, who="lan")
    request = desk.to(registry, request, RequestState.SUBMITTED)
    rows = [(f"N{at}", 9000.0 + 300.0 * at, 0.0) for at in range(MASTS)]
    path = desk.write_list(aside / "cột.xlsx", rows)
    asked = {"home": str(home), "list": str(path), "request": request.id, "version": request.version,
             "pdf": str(desk.pdf(aside)), "day": today().isoformat()}  # fmt: skip
    return registry, asked


@pytest.mark.parametrize(
    ("after", "delay_s"), [("ready", 0.3), ("ready", 0.9), ("imported", 0.1), ("issued", 0.1)]
)
def test_what_a_kill_broke_off_stands_whole_or_not_at_all_and_is_done_again(
    tmp_path: Path, after: str, delay_s: float
) -> None:
    registry, asked = office(tmp_path / "home", tmp_path)
    work = subprocess.Popen(
        [sys.executable, "-c", _WORK, json.dumps(asked)], stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[3],
    )  # fmt: skip
    with work:
        assert work.stdout is not None
        for line in work.stdout:
            if line.strip() == after:
                break
        time.sleep(delay_s)
        work.kill()
    registry.close()
    with contextlib.closing(open_registry(read_settings({"BTS_HOME": str(asked["home"])}))) as again:
        assert desk.sound(again)
        with again.database.read() as connection:
            count = connection.exec_driver_sql("SELECT count(*) FROM sites WHERE code LIKE 'N%'").scalar()
        assert count in (0, MASTS)
        if count == 0:
            import_sites(again, Path(str(asked["list"])), yes=True, who="lan")
        state = load_request(again, str(asked["request"])).request
        if state.state is RequestState.SUBMITTED:
            issue(
                again, state.id, number="9/SKHCN", date=today(), signed_pdf=Path(str(asked["pdf"])),
                signed_name="ký.pdf", reasons={"signature": "ký giấy"}, who="giám đốc", version=state.version,
            )  # fmt: skip
        seal_request(again, state.id, who="lan")
        file = load_request(again, state.id)
        assert file.request.state is RequestState.ISSUED
        assert sum(item.kind == "package" for item in file.attachments) == 1
        assert unsealed(again) == []
        assert desk.sound(again)
        left = [path.name for path in again.settings.files.iterdir() if path.name.startswith(".")]
        assert len(left) <= 1  # a copy that was broken off; it is nobody's, and no record names it
