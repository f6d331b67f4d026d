"""The long run: ``make faults`` or ``python -m tests.faults --seed 7 --items 10000 --photos 2000``.

Ends with a table of what broke and what was found; exit status 1 where anything was lost, doubled, changed or
shown wrongly. Ctrl-C and SIGTERM end the browser and the server too.
"""

import argparse
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from registry.demo.initialise import init_registry
from registry.settings import read_settings
from tests.chromium import MISSING, chromium
from tests.faults.machine import Report, Size, run
from tests.faults.server import Server
from tests.web.people import PASSWORD, with_people


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--items", type=int, default=10_000)
    asked.add_argument("--photos", type=int, default=2_000)
    asked.add_argument("--kills", type=int, default=20, help="how often the server may be killed -9")
    asked.add_argument("--phones", type=int, default=2, choices=(1, 2))
    asked.add_argument("--giants", type=int, default=66, help="photos of 4 to 6 MB besides, 5 MB each")
    asked.add_argument("--cut", type=int, default=2, help="how many of them have every part cut")
    asked.add_argument("--rate", type=float, default=1.0, help="times the usual share of broken requests")
    asked.add_argument("--keep", action="store_true", help="keep the register that was used")
    chosen = asked.parse_args()
    if not chromium():
        sys.exit(MISSING)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="bts-faults-"))
    held: list[Server] = []
    try:
        demo = read_settings({"BTS_HOME": str(folder / "demo")})
        init_registry(demo, demo=True)
        settings = with_people(demo, folder / "home")
        size = Size(
            chosen.items, chosen.photos, chosen.kills, chosen.phones, chosen.rate, chosen.giants, chosen.cut
        )
        with sync_playwright() as playwright, Progress(console=Console(stderr=True)) as bar:
            task = bar.add_task("recorded", total=size.items)
            report = run(
                settings, playwright.chromium, PASSWORD, seed=chosen.seed, size=size,
                progress=lambda done: bar.update(task, completed=done), holding=held.append,
            )  # fmt: skip
        _say(report)
    except KeyboardInterrupt:
        return 130
    finally:
        for server in held:
            server.stop()
        if chosen.keep:
            Console().print(f"kept: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    return 0 if report.findings.clean else 1


def _say(report: Report) -> None:
    table = Table(title=f"fault run, seed {report.seed}, {report.seconds:.0f} s")
    table.add_column("what")
    table.add_column("count", justify="right")
    found = report.findings
    rows: list[tuple[str, Any]] = [
        ("items recorded", report.items),
        ("of them photos", report.photos),
        ("of them such as the server sets aside", report.aside),
        ("server killed -9", report.kills),
        *((f"request {fault}", n) for fault, n in sorted(report.faults.items())),
        *((event, n) for event, n in sorted(report.events.items())),
        *((f"requests: {kind}", n) for kind, n in sorted(report.requests.items())),
        ("lost", len(found.lost)),
        ("duplicated", len(found.doubled)),
        ("silently changed", len(found.changed)),
        ("shown wrongly", len(found.shown_wrongly)),
    ]
    for name, count in rows:
        table.add_row(name, f"{count:,}")
    console = Console()
    console.print(table)
    for name in ("lost", "doubled", "changed", "shown_wrongly"):
        for words in getattr(found, name)[:20]:
            console.print(f"{name}: {words}", soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main())
