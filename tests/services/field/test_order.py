"""Whatever order, repetition, race or broken process: what phones sent is there once, and the same."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.services.field.sends import (
    photo_path,
    receipts_of,
    take_photo,
)
from registry.services.office.operation.leftovers import sweep_leftovers
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from registry.store.field.tables import (
    defects,
    field_items,
    field_photos,
    inspections,
    position_proposals,
)
from tests.services.field.test_sends import VERIFIED
from tests.services.field.world import JPEG, LAN, count, item, new_id, place, rows, send
from tests.services.requests.desk import LAT, LON

ENTRIES = st.sampled_from(["lean", "rust", "earthing", "remarks"])


KINDS = st.sampled_from(["start", "reading", "photo", "position", "defect", "note", "finish"])


@st.composite
def visits(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Items of one visit, some of which replace others."""
    made: list[dict[str, Any]] = []
    for at in range(draw(st.integers(2, 8))):
        kind = draw(KINDS)
        replaces = draw(st.sampled_from([*[one["id"] for one in made], ""])) if made else ""
        made.append(
            item(
                kind,
                visit="",
                id=f"{at}",
                entry=draw(ENTRIES),
                value=draw(st.text(max_size=8)),
                seq=at,
                replaces=replaces,
                recorded_at=f"2026-05-12T09:{draw(st.integers(10, 59))}:00+07:00",
                defect="rust_heavy",
                severity=draw(st.sampled_from(["", "minor", "urgent"])),
                position=place(LON + draw(st.floats(-0.01, 0.01)), LAT, draw(st.floats(1, 60))),
            )
        )
    return made


def named(items: list[dict[str, Any]], world: str) -> list[dict[str, Any]]:
    """Give items of one visit ids of their own in a world."""

    def key(text: str) -> str:
        code = hashlib.sha256(f"{world}/{text}".encode()).hexdigest()
        return f"{code[:8]}-{code[8:12]}-{code[12:16]}-{code[16:20]}-{code[20:32]}"

    return [
        {
            **one,
            "id": key(one["id"]),
            "inspection": key("visit"),
            "replaces": key(one["replaces"]) if one["replaces"] else "",
        }
        for one in items
    ]


def state_of(registry: Registry, items: list[dict[str, Any]]) -> dict[str, Any]:
    """What the register says of a visit, without what names or dates the sends."""
    ids = [one["id"] for one in items]
    visit = items[0]["inspection"]
    place_of = {identity: at for at, identity in enumerate(ids)}
    with registry.database.read() as connection:
        kept = (
            connection.execute(sa.select(field_items).where(field_items.c.inspection == visit))
            .mappings()
            .all()
        )
        head = connection.execute(sa.select(inspections).where(inspections.c.id == visit)).mappings().one()
        found = connection.execute(sa.select(defects).where(defects.c.inspection == visit)).mappings().all()
        moved = (
            connection.execute(sa.select(position_proposals).where(position_proposals.c.inspection == visit))
            .mappings()
            .all()
        )
    return {
        "items": sorted((place_of[row["id"]], row["kind"], row["entry"], row["recorded_at"]) for row in kept),
        "visit": (head["started_at"], head["finished_at"], head["structure"], head["person"]),
        "defects": sorted(
            (place_of[row["item"]], row["state"], row["severity"], str(row["deadline"])) for row in found
        ),
        "moved": [
            (round(row["lon"], 9), round(row["accuracy_m"], 6), row["fixes"], row["left_out"])
            for row in moved
        ],
    }


@given(items=visits(), data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_and_any_repetition_gives_the_same_state(
    office: Registry, items: list[dict[str, Any]], data: st.DataObject
) -> None:
    """opengisch/QField #7479, #6658, #3952, MerginMaps/mobile #4130: what is sent later, again, in parts or
    in another order.
    """
    straight, shuffled = named(items, new_id()), named(items, new_id())
    send(office, *straight)
    order = data.draw(st.permutations(shuffled))
    while order:
        size = data.draw(st.integers(1, len(order)))
        part, order = order[:size], order[size:]
        send(office, *part, *data.draw(st.lists(st.sampled_from(shuffled[:1] + part), max_size=3)))
    send(office, *shuffled)
    assert state_of(office, shuffled) == state_of(office, straight)


def test_eight_phones_at_once_leave_one_row_of_each(either_office: Registry) -> None:
    """opengisch/QField #5205: duplicates, and edits that cannot be applied again."""
    visit = new_id()
    made = [item(visit=visit, entry="remarks", value=f"{n}", seq=n) for n in range(40)]
    body = JPEG + b"the same"
    name = hashlib.sha256(body).hexdigest()

    def work(n: int) -> set[str]:
        take_photo(either_office, name, BytesIO(body), person=LAN, device="d1", media_type="image/jpeg")
        mine = made[n % 3 :: 2] + made[:10]
        return {receipt.state for receipt in send(either_office, *mine)}

    with ThreadPoolExecutor(8) as pool:
        assert set().union(*pool.map(work, range(8))) == {VERIFIED}
    assert count(either_office, field_items) == 40
    assert count(either_office, field_photos) == count(either_office, inspections) == 1
    assert [path.name for path in either_office.settings.files.iterdir()] == [f"{name}.jpg"]
    assert verify(either_office).sound


KILLED = """
import sys, hashlib
from io import BytesIO
from registry.services.office.registry import open_registry
from registry.settings import read_settings
from registry.services.field.sends import take_items, take_photo
from tests.services.field.world import LAN, JPEG, item, new_id
registry = open_registry(read_settings({"BTS_HOME": sys.argv[1]}))
visit = new_id()
for n in range(10_000):
    body = JPEG + str(n).encode() * 20_000
    name = hashlib.sha256(body).hexdigest()
    made = [item(visit=visit, entry="remarks", value=str(n), photos=[name]) for _ in range(20)]
    if n % 2:
        take_photo(registry, name, BytesIO(body), person=LAN, device="d", media_type="image/jpeg")
    for receipt in take_items(registry, made, person=LAN, device="d", by="lan"):
        print(receipt.id, receipt.sha256, receipt.state, name, flush=True)
"""


def test_a_server_killed_while_it_writes_has_kept_all_that_it_said(office: Registry, tmp_path: Path) -> None:
    """getodk/getodk #1017, MerginMaps/mobile #2382: what the server said it has is there after kill -9, and
    nothing is there by half.
    """
    said: dict[str, tuple[str, str, str]] = {}
    for wait_s in (0.05, 0.15, 0.3):
        command = [sys.executable, "-c", KILLED, str(office.settings.home)]
        root = Path(__file__).parents[3]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline()]
            time.sleep(wait_s)
            os.kill(process.pid, signal.SIGKILL)
            lines += process.stdout.read().splitlines()
        for line in lines:
            parts = line.split()
            if len(parts) == 4:  # the last line may be cut
                said[parts[0]] = (parts[1], parts[2], parts[3])
    assert len(said) > 40
    receipts = receipts_of(office, list(said))[0]
    for receipt in receipts:
        sha256, state, name = said[receipt.id]
        assert (receipt.sha256, receipt.state) == (sha256, state)
        if state == VERIFIED:
            assert hashlib.sha256(photo_path(office, name)[0].read_bytes()).hexdigest() == name
    kept = rows(office, field_items)
    assert len(kept) % 20 == 0  # whole sends only
    assert verify(office).sound
    assert sweep_leftovers(office) == 0  # what was half written is young, and bears no photo's name
