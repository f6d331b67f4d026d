"""A network that is cut between pages and database: said in time, held by nobody, and whole afterwards."""

import contextlib
import time
from collections.abc import Iterator

import pytest

from registry.errors import RefusalError
from registry.store import ledger, server_link
from registry.store.database import Database
from registry.store.office.operators import load_settings, setting_change
from tests import postgres
from tests.relay import Relay
from tests.store.conftest import _upgrade

SOON_S = 3
"""What the two ends wait for each other here; and twice that, with room, is when both have let go."""


@pytest.fixture
def line(
    server: postgres.Server, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Relay, Database, Database]]:
    """A relay, a register reached through it, and the same one reached without it."""
    monkeypatch.setattr(server_link, "GIVEN_UP_S", SOON_S)
    with server.fresh(made_by=_upgrade) as address, contextlib.closing(Relay(server.port)) as relay:
        far = Database(address.replace(f":{server.port}/", f":{relay.port}/"), wait_s=20)
        near = Database(address, wait_s=20)
        with contextlib.closing(far), contextlib.closing(near):
            yield relay, far, near
            relay.mend()


def test_a_cut_line_is_said_lets_the_next_writer_in_and_heals_by_itself(
    line: tuple[Relay, Database, Database],
) -> None:
    relay, far, near = line
    began = 0.0
    with pytest.raises(RefusalError) as refused, far.write() as connection:  # noqa: PT012  # the cut is in it
        change = setting_change(connection, "counter", 1)
        ledger.record(connection, [change], who="far", batch="B0")
        relay.cut()
        began = time.monotonic()
        load_settings(connection)
    assert refused.value.code == "STORE-UNREACHABLE"
    assert time.monotonic() - began < 3 * SOON_S, "a page waits for a database that is not there"
    with near.write() as connection:  # the server has let go of the lock and of what was not committed
        assert load_settings(connection).get("counter") is None
        ledger.record(connection, [setting_change(connection, "counter", 2)], who="near", batch="B1")
    assert time.monotonic() - began < 6 * SOON_S, "the lock of a page that is gone keeps the others out"
    began = time.monotonic()
    with pytest.raises(RefusalError) as refused, far.read():
        pass
    assert (refused.value.code, time.monotonic() - began < 3 * SOON_S) == ("STORE-UNREACHABLE", True)
    relay.mend()
    time.sleep(server_link.REST_S)
    with far.write() as connection:
        assert load_settings(connection)["counter"] == 2
        ledger.record(connection, [setting_change(connection, "counter", 3)], who="far", batch="B2")


def test_a_line_that_rests_for_long_is_kept(line: tuple[Relay, Database, Database]) -> None:
    _, far, near = line
    with far.write() as connection:
        time.sleep(2.5 * SOON_S)  # a list that is judged between two statements
        ledger.record(connection, [setting_change(connection, "counter", 1)], who="far", batch="B0")
    with near.read() as connection:
        assert load_settings(connection)["counter"] == 1
