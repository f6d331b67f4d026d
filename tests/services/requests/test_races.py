"""Several people at one request: nobody's word is lost, and no number is given twice."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.requests.desk import RequestKind, RowDecision
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.requests.decisions import decide_row
from registry.services.requests.requests import assign, load_request, receive_request
from tests.services.requests import desk
from tests.services.requests.desk import received


def test_the_second_editor_is_shown_both_versions(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path)
    seen = request.version
    assign(office, request.id, "minh", who="trưởng phòng", version=seen)
    with pytest.raises(RefusalError) as refused:
        assign(office, request.id, "hoa", who="phó phòng", version=seen)
    assert refused.value.code == "CHANGED-MEANWHILE"
    assert refused.value.params["standing"]["officer"] == "minh"
    assert refused.value.params["offered"] == {"officer": "hoa"}
    assert refused.value.params["by"] == "trưởng phòng"
    assert load_request(office, request.id).request.officer == "minh"


def test_two_who_decide_one_row_at_once_never_lose_a_word(either_office: Registry, tmp_path: Path) -> None:
    """Eight threads, each with its own connections, decide the row that all of them saw undecided."""
    request = received(either_office, tmp_path)
    load_request(either_office, request.id)
    start = threading.Barrier(8)
    outcomes: list[str] = []

    def decide(name: str) -> None:
        registry = open_registry(either_office.settings)
        start.wait()
        try:
            decide_row(
                registry, request.id, 0, RowDecision.REFUSE, who=name, seen=0, reason=f"lý do của {name}"
            )
            outcomes.append(name)
        except RefusalError as refusal:
            outcomes.append(f"{refusal.code} {refusal.params['offered']['reason']}")
        finally:
            registry.close()

    threads = [threading.Thread(target=decide, args=(f"người {n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = [item for item in outcomes if not item.startswith("CHANGED-MEANWHILE")]
    decision = load_request(either_office, request.id).rows[0].decision
    assert decision is not None
    assert (decision.who, decision.reason) == (winner, f"lý do của {winner}")
    assert sorted(item for item in outcomes if item != winner) == sorted(
        f"CHANGED-MEANWHILE lý do của người {n}" for n in range(8) if f"người {n}" != winner
    )
    assert desk.sound(either_office)


def test_numbers_are_given_once_however_many_receive_at_once(either_office: Registry) -> None:
    numbers: list[str] = []
    start = threading.Barrier(6)

    def receive() -> None:
        registry = open_registry(either_office.settings)
        start.wait()
        for _ in range(3):
            made = receive_request(
                registry, None, kind=RequestKind.POSITION, organisation="VTL", officer="a", who="lan"
            )
            numbers.append(made.number)
        registry.close()

    threads = [threading.Thread(target=receive) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == sorted(f"{n}/{today().year}/HS-VT" for n in range(1, 19))
    assert desk.sound(either_office)


def test_numbers_are_given_once_by_three_processes_too(office: Registry) -> None:
    code = (
        "from registry.services.office.registry import open_registry\n"
        "from registry.services.requests.requests import receive_request\n"
        "from registry.model.requests.desk import RequestKind\n"
        "made = open_registry()\n"
        "for _ in range(4):\n"
        "    own = {'organisation': 'VTL', 'officer': 'a', 'who': 'lan'}\n"
        "    done = receive_request(made, None, kind=RequestKind.POSITION, **own)\n"
        "    print(done.number)\n"
    )
    environ = {**os.environ, "BTS_HOME": str(office.settings.home)}
    running = [
        subprocess.Popen([sys.executable, "-c", code], env=environ, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    numbers = [line for process in running for line in process.communicate(timeout=120)[0].split()]
    assert sorted(numbers) == sorted(f"{n}/{today().year}/HS-VT" for n in range(1, 13))
    assert desk.sound(office)
