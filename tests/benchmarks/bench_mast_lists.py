"""A carrier's list of 50,000 masts against a register of 200,000: compared, taken as one batch, its page.

In the list a tenth of the masts is higher than in the register and one in twenty-five is new. The job runs in
the process, as in the server; its peak is that of the process, which holds the register's context, too.
"""

import contextlib
import resource
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from registry.demo.initialise import init_registry
from registry.model.mast_lists import MastListKind
from registry.services.lists import comparing, handing_in, looking_through
from registry.services.lists.mast_lists import get_mast_list
from registry.services.office.calendar import today
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry, open_registry
from registry.services.register.context import context_for
from registry.services.register.import_sites import import_sites
from registry.settings import read_settings
from tests.scale import NETWORKS, PROVINCE, points, write_workbook
from web.app import create_app

ROWS = 50_000
HEADER = ("Mã trạm", "Doanh nghiệp", "Kinh độ", "Vĩ độ", "Loại cột", "Chiều cao cột (m)", "Trạng thái",
          "Công nghệ", "Địa chỉ", "Chủ sở hữu")  # fmt: skip


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    with tempfile.TemporaryDirectory(prefix="bts-bench-") as folder:
        settings = read_settings({"BTS_HOME": str(Path(folder) / "home")})
        init_registry(settings)
        with contextlib.closing(open_registry(settings)) as registry:
            for network in NETWORKS:
                path = write_list(Path(folder) / f"{network}.xlsx", network)
                import_sites(registry, path, yes=True, who="lan")
            context_for(registry, today())
            before = _peak_mib()
            path = write_list(Path(folder) / "mới.xlsx", "VTL", changed=10, new=25)
            item = handing_in.begin(
                registry, path, name="mới.xlsx", operator="VTL", kind=MastListKind.QUARTERLY, who="vtl"
            )
            compared = _wait(registry)
            peak = _peak_mib()
            counts = comparing.required(registry, item).whole.counts
            item = handing_in.send(registry, item, seen=item.version, who="vtl")
            page = _page(registry, item.id)
            looking_through.accept(registry, item, seen=item.version, who="lan")
            taken = _wait(registry)
            item = get_mast_list(registry, item.id, None)
            assert item.batch, item
    note = f"{counts['new']} new, {counts['changed']} changed; 200,000 masts in the register"
    return [
        {"name": f"compare a list of {ROWS} masts", "seconds": compared, "peak_mib": peak,
         "note": f"{note}; {before:.0f} MiB before"},
        {"name": f"take a list of {ROWS} masts as one batch", "seconds": taken, "note": note},
        {"name": "page of that list (p50)", "seconds": page},
    ]  # fmt: skip


def write_list(path: Path, network: str, *, changed: int = 0, new: int = 0) -> Path:
    """Write the list of a network; every ``changed``-th mast is higher, every ``new``-th one is a new one."""
    where = points(ROWS, seed=NETWORKS.index(network) + 40, box=PROVINCE)
    rows = []
    for at in range(ROWS):
        code = f"{network}{at:06d}" if not new or at % new else f"{network}N{at:05d}"
        height = 45 if changed and not at % changed else 42
        rows.append((code, network, round(float(where.lon[at]), 6), round(float(where.lat[at]), 6), "A2b",
                     height, "đang hoạt động", "4G, 5G", f"Thôn {at % 900}", network))  # fmt: skip
    return write_workbook(path, HEADER, rows)


def _wait(registry: Registry) -> float:
    started = time.perf_counter()
    assert jobs.finish(registry, 1_200.0)
    return time.perf_counter() - started


def _page(registry: Registry, item: str) -> float:
    app = create_app(registry.settings)
    client, found = app.test_client(), []
    for at in range(12):
        path = f"/mast-lists/{item}?what={('', 'changed', 'new', 'doubtful')[at % 4]}&page={1 + at}"
        started = time.perf_counter()
        assert client.get(path).status_code == 200
        found.append(time.perf_counter() - started)
    app.extensions["bts-registry"].close()
    return statistics.median(found[2:])


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
