"""Attempts that several processes count together: a file, real processes, and limits over it."""

import multiprocessing
from pathlib import Path

from limits import parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from registry.store.office.attempts import Attempts
from web.frame.server.limit_storage import SCHEME


def tried(path: str, times: int) -> int:
    """How many of so many attempts were taken."""
    attempts = Attempts(Path(path))
    return sum(attempts.add("lan", 8, 900.0) for _ in range(times))


def test_processes_that_write_at_once_take_no_more_than_the_limit(tmp_path: Path) -> None:
    path = str(tmp_path / "attempts.sqlite")
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        taken = pool.starmap(tried, [(path, 6), (path, 6)])
    assert sum(taken) == 8
    assert Attempts(Path(path)).within("lan", 900.0)[1] == 8
    assert Attempts(Path(path)).within("hoa", 900.0)[1] == 0


def test_two_limiters_over_one_file_count_together_in_a_file_for_its_owner_only(tmp_path: Path) -> None:
    uri = f"{SCHEME}://{tmp_path / 'attempts.sqlite'}"
    one, other = (MovingWindowRateLimiter(storage_from_string(uri)) for _ in range(2))
    limit = parse("3 per minute")
    assert [one.hit(limit, "lan"), other.hit(limit, "lan"), one.hit(limit, "lan")] == [True] * 3
    assert not other.test(limit, "lan")
    assert not one.hit(limit, "lan")
    assert other.hit(limit, "hoa")
    assert one.get_window_stats(limit, "lan").remaining == 0
    other.storage.reset()
    assert one.hit(limit, "lan")
    assert (tmp_path / "attempts.sqlite").stat().st_mode & 0o077 == 0
