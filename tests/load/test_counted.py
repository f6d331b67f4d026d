"""The counting of a run: it says what is lost, half-written, doubled, or kept though it was refused."""

from collections import Counter
from typing import Any

import pytest

from tests.load.breaking import AFTER_S, Window, window_of
from tests.load.counted import Kept, compare
from tests.load.office import SHARES, numbers_of
from tests.load.report import Run, tracebacks, words

DONE, OTHER = "Lzdecisionxappraiser000x1z", "Lzoutagexcarrier001x4z"


def fact(mark: str, outcome: str, **own: Any) -> dict[str, Any]:
    return {"t": 1.0, "mark": mark, "outcome": outcome, "status": 200, "seen": None, **own}


def kept(**tables: set[str]) -> Kept:
    return Kept(
        {mark: Counter(dict.fromkeys(found, 1)) for mark, found in tables.items()},
        {mark: set(found) for mark, found in tables.items()},
    )


def test_what_was_promised_and_is_kept_is_no_finding() -> None:
    held = kept(**{DONE: {"row_decisions"}, OTHER: {"outage_reports", "outage_lines"}})
    found = compare(held, [fact(DONE, "done"), fact(OTHER, "unknown")])
    assert found.wrong == {}
    assert (found.done["decision"], found.unknown["outage"], found.unknown_kept) == (1, 1, 1)


@pytest.mark.parametrize(
    ("held", "facts", "word"),
    [
        (kept(), [fact(DONE, "done")], "lost"),
        (kept(**{DONE: {"row_decisions"}}), [fact(DONE, "refused")], "kept_though_refused"),
        (kept(**{OTHER: {"outage_reports"}}), [fact(OTHER, "unknown")], "half"),
        (kept(**{DONE: {"row_decisions"}}), [], "made_by_nobody"),
        (
            kept(**{DONE: {"row_decisions"}, DONE.replace("x1z", "x2z"): {"row_decisions"}}),
            [fact(DONE, "done", seen=["r/1", 3]), fact(DONE.replace("x1z", "x2z"), "done", seen=["r/1", 3])],
            "overwritten",
        ),
        (
            Kept({DONE: Counter(row_decisions=2)}, {DONE: {"row_decisions"}}),
            [fact(DONE, "done")],
            "doubled",
        ),
        (kept(), [{"t": 1.0, "photo": "ab" * 32, "outcome": "done"}], "lost"),
    ],
)
def test_each_kind_of_loss_is_found(held: Kept, facts: list[dict[str, Any]], word: str) -> None:
    assert list(compare(held, facts).wrong) == [word]


@pytest.mark.parametrize("people", [8, 20, 57, 200, 1000])
def test_so_many_people_are_all_of_the_roles(people: int) -> None:
    found = numbers_of(people)
    assert sum(found.values()) == people
    assert found.keys() == SHARES.keys()
    assert min(found.values()) >= 1


def run(facts: list[dict[str, Any]], **own: Any) -> Run:
    begun = {"t": 0.0, "event": "everybody works"}
    return Run(20, 1, "sqlite", (5, 15), [begun, *facts], [], compare(kept(), []), {}, **own)


def asked(at: float, status: int, ms: float = 20, code: str = "") -> dict[str, Any]:
    return {
        "t": at,
        "name": "start",
        "status": status,
        "ms": ms,
        "code": code,
        "error": "",
        "wrong": status >= 400,
    }


def test_a_run_holds_only_where_nothing_went_wrong() -> None:
    assert words(run([asked(1, 200)]))[1]
    assert not words(run([asked(1, 200, 900)]))[1]
    assert not words(run([asked(1, 200)] * 9 + [asked(2, 503, code="STORE-LOCKED")]))[1]
    assert not words(run([asked(1, 200)], tracebacks=["ValueError: x"]))[1]


def test_in_a_fault_only_codes_are_said_and_somebody_writes_after_it() -> None:
    cut = Window("network cut", 10, 20)
    later = fact(DONE, "done", t=25.0)
    calm = [asked(1, 200), later]
    assert words(run([*calm, asked(12, 503, code="STORE-UNREACHABLE")], windows=[cut]))[1]
    assert not words(run([*calm, asked(12, 500, code="WEB-FAULT")], windows=[cut]))[1]
    assert not words(run([*calm, asked(12, 503)], windows=[cut]))[1]
    assert not words(run([asked(1, 200), asked(12, 503, code="STORE-UNREACHABLE")], windows=[cut]))[1]
    assert window_of([cut], 20 + AFTER_S) == "network cut"
    assert window_of([cut], 21 + AFTER_S) == ""


def test_a_traceback_is_named_by_its_last_line(tmp_path: Any) -> None:
    log = tmp_path / "log"
    log.write_text("a\nTraceback (most recent call last):\n  File x\nValueError: odd\nValueError: none\n")
    assert tracebacks(log) == ["ValueError: odd"]
