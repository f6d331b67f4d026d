"""The desk keeps lists by hash, judges them in the background and finds them again."""

import contextlib
import datetime as dt
import gc
import io
import json
import weakref
from collections.abc import Iterator

import pytest

from registry.errors import RefusalError
from registry.model.findings import Outcome, Verdict
from registry.model.people import Person, Role
from registry.services.appraise import desk as appraisal_desk
from registry.services.appraise.desk import AppraisalDesk
from registry.services.appraise.try_position import LISTED_NEAR_M
from registry.services.office.registry import Registry

NAME = "danh-sach-mau-sach.xlsx"


@pytest.fixture
def desk(demo_registry: Registry) -> Iterator[AppraisalDesk]:
    with contextlib.closing(AppraisalDesk(demo_registry)) as made:
        yield made


@pytest.fixture
def content(demo_registry: Registry) -> bytes:
    return (demo_registry.settings.home / "samples" / NAME).read_bytes()


def test_a_list_is_kept_by_its_hash_and_judged(
    desk: AppraisalDesk, content: bytes, demo_registry: Registry
) -> None:
    address = desk.receive(io.BytesIO(content), NAME)
    appraisal = desk.result(address, 60)
    assert appraisal.file_name == NAME
    assert (demo_registry.settings.files / f"{appraisal.sha256}.xlsx").read_bytes() == content
    assert desk.progress(address).state == "done"


def test_the_same_file_twice_is_two_lists_and_one_file(
    desk: AppraisalDesk, content: bytes, demo_registry: Registry
) -> None:
    first = desk.receive(io.BytesIO(content), NAME)
    second = desk.receive(io.BytesIO(content), NAME)
    assert first != second
    desk.result(second, 60)
    assert desk.received(first).sha256 == desk.received(second).sha256
    assert len(list(demo_registry.settings.files.glob(f"{desk.received(first).sha256}*"))) == 1


def test_a_name_never_leads_out_of_the_folder(
    desk: AppraisalDesk, content: bytes, demo_registry: Registry
) -> None:
    address = desk.receive(io.BytesIO(content), "../../etc/lạ.xlsx")
    assert desk.received(address).name == "lạ.xlsx"
    assert (demo_registry.settings.files / f"{desk.received(address).sha256}.xlsx").is_file()


def test_a_refused_list_raises_its_refusal_each_time(desk: AppraisalDesk) -> None:
    address = desk.receive(io.BytesIO(b"no workbook"), "x.xlsx")
    for _ in range(2):
        with pytest.raises(RefusalError) as refused:
            desk.result(address, 60)
        assert refused.value.code == "FILE-NOT-WHAT-IT-SAYS"
        assert refused.value.params["name"] == "x.xlsx"  # the sender's, not the one it is kept under
    progress = desk.progress(address)
    assert progress.state == "refused"
    assert progress.refusal is not None


@pytest.mark.parametrize("address", ["", "x", "../secret_key", "0" * 24, "A" * 24])
def test_an_address_nobody_was_given_is_refused(desk: AppraisalDesk, address: str) -> None:
    with pytest.raises(RefusalError) as refused:
        desk.received(address)
    assert refused.value.code == "APPRAISAL-NOT-FOUND"


def test_a_new_desk_finds_the_lists_of_the_old_one_with_their_counts(
    desk: AppraisalDesk, content: bytes, demo_registry: Registry
) -> None:
    address = desk.receive(io.BytesIO(content), NAME, as_of=dt.date(2026, 11, 24))
    counts = desk.result(address, 60).counts
    with contextlib.closing(AppraisalDesk(demo_registry)) as later:
        assert later.known_state(address) == ""
        assert later.recent(1)[0].id == address
        assert later.recent(1)[0].counts == counts
        again = later.result(address, 60)
    assert again.counts == counts
    assert again.as_of == dt.date(2026, 11, 24)


def test_only_so_many_are_held_in_memory_and_the_others_are_judged_anew(
    desk: AppraisalDesk, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appraisal_desk, "KEPT_IN_MEMORY", 2)
    addresses = [desk.receive(io.BytesIO(content), NAME) for _ in range(2)]
    for address in addresses:
        desk.result(address, 60)
    for _ in range(3):
        addresses.append(desk.receive(io.BytesIO(content), NAME))
        desk.result(addresses[-1], 60)
    assert [desk.known_state(address) for address in addresses].count("done") == 2
    assert desk.result(addresses[0], 60).counts["rows"] == 5


def test_a_moved_row_is_judged_at_its_new_place_among_the_others(desk: AppraisalDesk, content: bytes) -> None:
    address = desk.receive(io.BytesIO(content), NAME)
    rows = desk.result(address, 60).rows
    at = next(index for index, row in enumerate(rows) if row.verdict is Verdict.REFUSE)
    position = rows[at].proposal.position
    assert position.lon is not None
    assert position.lat is not None
    moved = desk.moved(address, at, position.lon, position.lat + 0.004)
    assert moved.verdict is not Verdict.REFUSE
    was, now = (next(f for f in one.findings if f.rule == "SPC-03") for one in (rows[at], moved))
    assert was.measured is not None  # the nearest of the list, kilometres away: so it is after 444 m
    assert was.measured > LISTED_NEAR_M
    assert now.measured == pytest.approx(was.measured, abs=450)
    beside = rows[(at + 1) % len(rows)].proposal.position
    assert beside.lon is not None
    assert beside.lat is not None
    near = desk.moved(address, at, beside.lon, beside.lat + 0.001)
    other = next(finding for finding in near.findings if finding.rule == "SPC-03")
    assert other.outcome is Outcome.REVIEW
    assert other.measured == pytest.approx(110.7, abs=1)
    assert rows[at].proposal.position == position


def test_a_row_or_a_place_that_is_none_is_refused(desk: AppraisalDesk, content: bytes) -> None:
    address = desk.receive(io.BytesIO(content), NAME)
    for row, lon, lat, code in (
        (5, 106.0, 21.0, "APPRAISAL-ROW-NOT-FOUND"),
        (0, 999.0, 0.0, "SPOT-POSITION"),
    ):
        with pytest.raises(RefusalError) as refused:
            desk.moved(address, row, lon, lat)
        assert refused.value.code == code


def test_a_record_of_an_earlier_version_is_still_read(
    desk: AppraisalDesk, content: bytes, demo_registry: Registry
) -> None:
    address = desk.receive(io.BytesIO(content), NAME)
    desk.result(address, 60)
    path = demo_registry.settings.home / "appraisals" / f"{address}.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    del record["counts"]
    path.write_text(json.dumps(record), encoding="utf-8")
    assert desk.received(address).counts is None


def test_lists_are_let_go_by_the_rows_that_they_hold_and_come_back_when_asked_for(
    desk: AppraisalDesk, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Attack M6: twelve long lists were held at once, and each again in its masked form."""
    first = desk.receive(io.BytesIO(content), NAME)
    rows = len(desk.result(first, 60).rows)
    monkeypatch.setattr(appraisal_desk, "KEPT_ROWS", 2 * rows)
    own = Person("viettel", frozenset({Role.CARRIER}), "VTL")
    second = desk.receive(io.BytesIO(content), NAME, operator="VTL", person=own)
    kept = weakref.ref(desk.result(first, 60))
    assert desk.result_for(second, own).rows
    desk.result(second, 60)
    gc.collect()
    assert kept() is None, "the masked form of the second list counts like a list"
    assert desk.known_state(first) == ""
    assert len(desk.result(first, 60).rows) == rows
    assert desk.progress(first).state == "done"
