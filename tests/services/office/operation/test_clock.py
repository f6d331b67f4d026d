"""A clock that cannot be right stamps nothing; a register that rested goes on when it is answered for."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from registry.demo.initialise import init_registry
from registry.errors import RefusalError
from registry.model import vietnam_time
from registry.services.office.operation.clock import clock_doubt, state_right
from registry.services.office.registry import Registry, open_registry
from registry.services.office.sign_in.accounts import add_account
from registry.services.register.verify import verify
from registry.settings import read_settings
from registry.store import ledger, ledger_clock, past_states

DAY = dt.timedelta(days=1)
RIGHT = dt.datetime(2026, 11, 27, 3, 0, tzinfo=dt.UTC)


class Machine:
    """A machine whose clock shows what one says."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = RIGHT
        patch.setattr(vietnam_time, "read_clock", lambda: self.now.astimezone(vietnam_time.VIETNAM))


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


@pytest.fixture
def registry(machine: Machine, tmp_path: Path) -> Iterator[Registry]:
    settings = read_settings({"BTS_HOME": str(tmp_path)})
    init_registry(settings)
    with contextlib.closing(open_registry(settings)) as opened:
        yield opened


def times(registry: Registry) -> list[str]:
    with registry.database.read() as connection:
        return [entry.at for entry in ledger.entries(connection)]


@pytest.mark.parametrize("wrong", [RIGHT.replace(year=2200), RIGHT.replace(year=2027), RIGHT + 93 * DAY])
def test_a_clock_far_ahead_stamps_nothing(registry: Registry, machine: Machine, wrong: dt.datetime) -> None:
    before = times(registry)
    machine.now = wrong
    with pytest.raises(RefusalError, match="STORE-CLOCK-AHEAD"):
        add_account(registry, "xa", ["viewer"], who="test")
    assert times(registry) == before
    machine.now = RIGHT
    add_account(registry, "ya", ["viewer"], who="test")
    assert times(registry)[-1] == ledger.stamp(RIGHT)
    assert verify(registry).sound


def test_a_register_made_by_a_clock_of_another_century_is_not_made(machine: Machine, tmp_path: Path) -> None:
    machine.now = RIGHT.replace(year=2200)
    with pytest.raises(RefusalError, match="STORE-CLOCK-AHEAD"):
        init_registry(read_settings({"BTS_HOME": str(tmp_path / "home")}))
    machine.now = RIGHT
    assert init_registry(read_settings({"BTS_HOME": str(tmp_path / "home")}))


def test_a_clock_far_behind_stamps_nothing_a_little_behind_stands_still(
    registry: Registry, machine: Machine
) -> None:
    machine.now = RIGHT.replace(year=2000)
    with pytest.raises(RefusalError, match="STORE-CLOCK-BEHIND"):
        add_account(registry, "xa", ["viewer"], who="test")
    machine.now = RIGHT - dt.timedelta(hours=20)
    add_account(registry, "ya", ["viewer"], who="test")
    assert times(registry)[-1] == ledger.stamp(RIGHT)
    assert verify(registry).sound


def test_a_register_that_rested_for_years_goes_on_when_somebody_answers_for_the_clock(
    registry: Registry, machine: Machine
) -> None:
    machine.now = RIGHT + 3 * 365 * DAY
    assert verify(registry).sound  # it only rested
    doubt = clock_doubt(registry)
    assert doubt is not None
    assert "bts clock --right" in _advice(doubt)
    assert state_right(registry, who="lan") == ledger.stamp(machine.now)
    add_account(registry, "xa", ["viewer"], who="test")
    assert times(registry)[-1] == ledger.stamp(machine.now)
    assert verify(registry).sound
    with pytest.raises(RefusalError, match="CLOCK-BELIEVED"):
        state_right(registry, who="lan")


def test_an_entry_far_ahead_that_stands_already_is_said_and_has_a_way_out(
    registry: Registry, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an earlier program left it: one entry of 2200, and all that came after it with the same time."""
    with monkeypatch.context() as earlier:
        earlier.setattr(ledger_clock, "doubt", lambda _newest, _now: None)
        machine.now = RIGHT.replace(year=2200)
        add_account(registry, "xa", ["viewer"], who="test")
        machine.now = RIGHT + DAY
        add_account(registry, "ya", ["viewer"], who="test")
    machine.now = RIGHT + 2 * DAY
    with pytest.raises(RefusalError, match="STORE-CLOCK-BEHIND"):
        add_account(registry, "za", ["viewer"], who="test")
    (problem,) = verify(registry).problems
    assert problem.code == "LEDGER-AHEAD"
    assert "bts clock --right" in _advice(RefusalError(problem.code, **problem.params))
    state_right(registry, who="lan")
    machine.now = RIGHT + 4 * DAY
    add_account(registry, "za", ["viewer"], who="test")
    assert times(registry)[-1] == ledger.stamp(machine.now)
    assert verify(registry).sound
    with registry.database.read() as connection:
        day = (RIGHT + 3 * DAY).date()
        then, today = past_states.states_on(connection, [day, day + DAY], tables=["accounts"])
    assert {row["name"] for row in then["accounts"].values()} == {
        "xa",
        "ya",
    }  # they stood, whatever their time
    assert {row["name"] for row in today["accounts"].values()} == {"xa", "ya", "za"}


def test_time_that_steps_back_without_a_statement_is_a_fault(registry: Registry, machine: Machine) -> None:
    with registry.database.write() as connection:
        newest = ledger.head(connection)
        forged = {
            "seq": newest.seq + 1, "at": "2026-01-01T00:00:00.000000Z", "who": "x", "batch": "B1",
            "table_name": "meta", "record": "k", "before": None, "after": '{"key":"k","version":1}',
            "previous_hash": newest.hash,
        }  # fmt: skip
        connection.execute(ledger.ledger.insert(), [{**forged, "hash": ledger.hash_of(forged)}])
        connection.exec_driver_sql("INSERT INTO meta (key, version) VALUES ('k', 1)")
    assert [problem.code for problem in verify(registry).problems] == ["LEDGER-TIME"]


MOMENTS = st.integers(0, 310 * 365 * 24 * 60).map(
    lambda minutes: dt.datetime(1990, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
)


@effort(deadline=None)
@given(MOMENTS, MOMENTS)
def test_no_entry_gets_a_time_that_is_far_from_the_one_before(newest: dt.datetime, now: dt.datetime) -> None:
    doubt = ledger_clock.doubt(ledger.stamp(newest), now)
    believed = (
        newest - ledger_clock.BEHIND <= now <= newest + ledger_clock.AHEAD and now < ledger_clock.LATEST
    )
    assert (doubt is None) is believed


def _advice(doubt: RefusalError) -> str:
    from registry.messages import remedy

    return remedy(doubt.code, doubt.params)
