"""A request of 200 rows: received, opened for the first time, opened again, opened by the law of two days.

The register holds 5,000 masts, and ten more open requests of twenty rows lie on the desk. The baseline is the
appraisal of the same list as a file: what opening would cost if a request were read anew.
"""

import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from registry.model.requests.desk import NoteKind, RequestKind
from registry.services.appraise.appraise_list import appraise_list
from registry.services.office.calendar import today
from registry.services.register.context import context_for
from registry.services.requests.notes import add_note
from registry.services.requests.opened import load_request
from registry.services.requests.queue import queue
from registry.services.requests.requests import receive_request
from tests.scale import proposal_workbook, scale_registry

ROWS = 200


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    with tempfile.TemporaryDirectory(prefix="bts-bench-") as folder:
        root = Path(folder)
        registry = scale_registry(root / "home", 5_000)
        context_for(registry, today())
        for size, count in ((20, 10), (ROWS, 1)):
            path = root / f"list-{size}.xlsx"
            proposal_workbook(path, size)
            for _ in range(count):
                request = receive_request(
                    registry, path, kind=RequestKind.POSITION, organisation="VTL", officer="lan",
                    received_on=today() - dt.timedelta(days=20), again="nhiều hồ sơ để đo", who="lan",
                )  # fmt: skip
        baseline = _timed(lambda: appraise_list(registry, root / f"list-{ROWS}.xlsx", operator="VTL"))
        load_request(registry, request.id)

        def after_a_note() -> None:
            load_request(registry, request.id)

        again = _median(after_a_note, 20)
        judged = []
        for _ in range(5):
            registry.cache.pop("judged", None)
            judged.append(_timed(after_a_note))
        noted = []
        for row in range(10):
            add_note(registry, request.id, row, NoteKind.NOTE, "ghi chú", who="lan")
            noted.append(_timed(after_a_note))
        listed = _median(lambda: queue(registry, "lan"), 10)
        registry.close()
    return [
        {
            "name": f"open a request of {ROWS} rows, judged anew on two days",
            "seconds": statistics.median(judged),
            "baseline": "appraise the same list as a file",
            "baseline_seconds": baseline,
        },
        {
            "name": f"open a request of {ROWS} rows after a note was written",
            "seconds": statistics.median(noted),
        },
        {"name": f"open a request of {ROWS} rows again (p50)", "seconds": again},
        {"name": "the queue of 11 open requests (p50)", "seconds": listed},
    ]


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _median(act: Callable[[], object], count: int) -> float:
    return statistics.median(_timed(act) for _ in range(count))
