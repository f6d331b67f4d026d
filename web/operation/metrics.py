"""Figures of the server as Prometheus reads them: counted here, and read from the register when asked.

Where several processes serve, each counts for itself; ``PROMETHEUS_MULTIPROC_DIR`` names an empty folder in
which they count together. ``bts_metrics_scope`` says which of both an answer is.
"""

import atexit
import os
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask

from registry.errors import RefusalError
from registry.services.office.operation.operation_figures import operation_figures
from registry.services.office.operation.readiness import Probe, State
from registry.services.office.registry import Registry
from web.frame.server.request_log import Answered, watch

_SHARED = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
if _SHARED:  # the library opens its files there as soon as it is read
    Path(_SHARED).mkdir(parents=True, exist_ok=True)

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest  # noqa: E402
from prometheus_client.core import GaugeMetricFamily, Metric  # noqa: E402
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead  # noqa: E402

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_STATES = {State.OK: 0, State.WARN: 1, State.BAD: 2}
_MEMORY_S = 10.0
_PAGE = resource.getpagesize()

_OWN = CollectorRegistry()
REQUESTS = Counter(
    "bts_requests", "Requests answered, by view", ("endpoint", "method", "status"), registry=_OWN
)
SECONDS = Histogram(
    "bts_request_seconds",
    "Time until an answer began, by view",
    ("endpoint",),
    registry=_OWN,
    buckets=BUCKETS,
)
IN_FLIGHT = Gauge(
    "bts_requests_in_flight", "Requests that are being answered", registry=_OWN, multiprocess_mode="livesum"
)
REFUSALS = Counter("bts_refusals", "Refusals and faults that were said, by code", ("code",), registry=_OWN)
MEMORY = Gauge(
    "bts_resident_bytes", "Memory of the processes that serve", registry=_OWN, multiprocess_mode="livesum"
)


class Counted:
    """Counts the requests of an application; what a label comes to is looked up once."""

    def __init__(self) -> None:
        self._requests: dict[tuple[str, str, int], Any] = {}
        self._seconds: dict[str, Any] = {}
        self._measured = 0.0

    def __call__(self, one: Answered) -> None:
        """Count a request."""
        key = (one.endpoint, one.method, one.status)
        counter = self._requests.get(key)
        if counter is None:
            method = one.method if one.method in METHODS else "other"
            counter = REQUESTS.labels(one.endpoint or "none", method, str(one.status))
            if method == one.method:  # whoever makes methods up makes no entry of a table grow
                self._requests[key] = counter
        counter.inc()
        seconds = self._seconds.get(one.endpoint)
        if seconds is None:
            seconds = self._seconds[one.endpoint] = SECONDS.labels(one.endpoint or "none")
        seconds.observe(one.seconds)
        if one.code:
            REFUSALS.labels(one.code).inc()
        now = time.monotonic()
        if now - self._measured > _MEMORY_S:
            self._measured = now
            MEMORY.set(_resident())


class _Register:
    """Reads the register when it is asked."""

    def __init__(self, registry: Registry | None, found: list[Probe]) -> None:
        self._registry = registry
        self._probes = found

    def collect(self) -> Iterator[Metric]:
        """Yield what stands now; of a register that cannot be read its probes alone."""
        states = GaugeMetricFamily(
            "bts_probe", "Readiness by part: 0 well, 1 somebody in these days, 2 now", labels=["name"]
        )
        for probe in self._probes:
            states.add_metric([probe.name], _STATES[probe.state])
        yield states
        yield _gauge(
            "bts_metrics_scope", "1: counted by all processes, 0: by the one that answered", bool(_SHARED)
        )
        if self._registry is None:
            return
        try:
            found = operation_figures(self._registry)
        except RefusalError:  # away since the probes were asked
            return
        yield _gauge("bts_ledger_entries", "Entries of the ledger", found.entries)
        if found.head_age_s is not None:
            yield _gauge("bts_ledger_head_age_seconds", "Age of the newest entry", found.head_age_s)
        waits = GaugeMetricFamily("bts_jobs", "Jobs that are not over", labels=["state"])
        waits.add_metric(["waiting"], found.queue.waiting)
        waits.add_metric(["running"], found.queue.running)
        yield waits
        yield _gauge("bts_jobs_oldest_seconds", "How long the oldest job waits", found.oldest_s or 0.0)
        ended = GaugeMetricFamily(
            "bts_jobs_ended_day", "Jobs that ended in the last 24 hours", labels=["kind", "code"]
        )
        took = GaugeMetricFamily(
            "bts_job_seconds_day", "Seconds that they took together", labels=["kind", "code"]
        )
        for one in found.ended:
            ended.add_metric([one.kind, one.code or "done"], one.count)
            took.add_metric([one.kind, one.code or "done"], one.seconds)
        yield from (ended, took)
        sent = GaugeMetricFamily("bts_deliveries", "Notices on their way out of the house", labels=["state"])
        for name, count in found.outbox._asdict().items():
            sent.add_metric([name], count)
        yield sent
        came = GaugeMetricFamily(
            "bts_field_received", "What phones sent and the register holds", labels=["what"]
        )
        came.add_metric(["items"], found.items)
        came.add_metric(["photos"], found.photos)
        yield came


def install(app: Flask) -> None:
    """Count the requests of ``app``."""
    watch(app, Counted())
    if _SHARED:  # its memory counts no more when it has ended; what it counted stands
        atexit.register(mark_process_dead, os.getpid())


def written(registry: Registry | None, found: list[Probe]) -> bytes:
    """Return all figures as text; the register is None where it cannot be opened."""
    MEMORY.set(_resident())
    asked = CollectorRegistry()
    if _SHARED:
        MultiProcessCollector(asked)  # type: ignore[no-untyped-call]  # the library says no types
    asked.register(_Register(registry, found))
    return (b"" if _SHARED else generate_latest(_OWN)) + generate_latest(asked)


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=float(value))


def _resident() -> int:
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except (OSError, ValueError):  # no Linux: the most that it ever was
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
