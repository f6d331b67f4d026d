"""The garbage collector is paused for as long as asked, and runs again however the work ends."""

import gc

import pytest

from registry.collector import paused_collector
from registry.errors import RefusalError


def test_it_runs_again_after_the_work_and_after_a_refusal() -> None:
    with paused_collector():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(RefusalError), paused_collector():
        raise RefusalError("LIST-EMPTY")
    assert gc.isenabled()


def test_a_pause_within_a_pause_does_not_end_it() -> None:
    with paused_collector():
        with paused_collector():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_function_can_be_paused_as_a_whole() -> None:
    @paused_collector()
    def collecting() -> bool:
        return gc.isenabled()

    assert not collecting()
    assert gc.isenabled()
