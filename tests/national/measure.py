"""What the country costs: ``python -m tests.national.measure LAKE`` runs it by Dask with one and two workers.

Told are seconds by the clock, and of the processor by worker (which a machine that is busy otherwise does not
change), the most memory of a worker, and whether both gave the same bytes. ``--kill`` ends a worker midway in
another run of two and compares again.
"""

import argparse
import hashlib
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from registry.national.appraising import Rows
from registry.national.engines import Engine, Where
from registry.national.runs import Asked, run_over
from registry.national.tasks import Run
from registry.storm.shipped import shipped_track
from tests.country.making import DAY

ASKED = {
    "appraise": Asked(Run.APPRAISE, DAY),
    "standing": Asked(Run.APPRAISE, DAY, rows=Rows.STANDING),
    "compliance": Asked(Run.COMPLIANCE, DAY),
    "storm": Asked(Run.STORM, DAY, track=shipped_track()),
}


def measured(lake: Path, name: str, workers: int, *, kill: bool = False) -> str:
    """Run, tell what it cost, and return the hash of everything it wrote."""
    import distributed

    with (
        tempfile.TemporaryDirectory() as folder,
        distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, memory_limit="4GiB", host="127.0.0.1",
            dashboard_address="127.0.0.1:0", silence_logs="ERROR",
        ) as cluster,
        distributed.Client(cluster) as client,
    ):  # fmt: skip
        client.run(_warm)
        before = client.run(time.process_time)
        started = time.perf_counter()
        if kill:
            threading.Thread(target=_kill, args=(client, name), daemon=True).start()
        out = Path(folder) / "out"
        where = Where(Engine.DASK, scheduler=cluster.scheduler_address)
        summary = run_over(lake, out, ASKED[name], where).summary
        wall = time.perf_counter() - started
        after = client.run(time.process_time)
        spent = {address: held - before.get(address, 0.0) for address, held in after.items()}
        memory = max(client.run(_memory_mib).values())
        rows = sum(one.get("rows", one.get("masts", 0)) for one in summary["provinces"].values())
        digest = hashlib.sha256()
        for path in sorted(out.rglob("*")):
            if path.is_file():
                digest.update(str(path.relative_to(out)).encode() + path.read_bytes())
        cpu = sorted(spent.values(), reverse=True)
        _say(
            f"{name:11} {workers} workers{' killed' if kill else ''}: {rows} rows, "
            f"{wall:.1f} s by the clock, processor {' + '.join(f'{one:.1f}' for one in cpu)} s, "
            f"{memory:.0f} MiB, {digest.hexdigest()[:12]}"
        )
        return digest.hexdigest()


def _warm() -> None:
    """Load what a worker needs, so that the run is measured and not the imports."""
    import geopandas  # noqa: F401

    import registry.national.tasks  # noqa: F401


def _memory_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _kill(client: Any, name: str) -> None:
    """Kill the process of a worker that has had a task for a second."""
    process_of, run = client.run(os.getpid), str(ASKED[name].run)
    while True:
        at_work = client.processing().items()
        busy = [address for address, keys in at_work if any(str(key).startswith(run) for key in keys)]
        if busy:
            time.sleep(1.0)
            os.kill(process_of[busy[0]], signal.SIGKILL)
            return
        time.sleep(0.02)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(given: Sequence[str]) -> None:
    """Measure every run that is asked for."""
    parser = argparse.ArgumentParser(description="What runs over a country cost.")
    parser.add_argument("lake", type=Path)
    parser.add_argument("--only", default=",".join(ASKED))
    parser.add_argument("--kill", action="store_true")
    asked = parser.parse_args(given)
    for name in asked.only.split(","):
        found = {measured(asked.lake, name, workers) for workers in (1, 2)}
        if asked.kill:
            found.add(measured(asked.lake, name, 2, kill=True))
        _say(f"{name}: {'the same bytes' if len(found) == 1 else 'DIFFERENT BYTES'}")


if __name__ == "__main__":
    main(sys.argv[1:])
