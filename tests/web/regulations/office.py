"""An office in a province without any regulation (Lạng Sơn): one mast of VNPT, complete lists, two people."""

import atexit
import contextlib
import datetime as dt
import functools
import math
import shutil
import tempfile
from pathlib import Path

from registry.demo.initialise import init_registry
from registry.model.areas import Layer, LayerCoverage, OperatorList
from registry.model.people import Role
from registry.services.office.calendar import today
from registry.services.office.registry import open_registry
from registry.services.office.sign_in.accounts import add_account
from registry.settings import Settings, read_settings
from registry.store import batches, ledger
from registry.store.register.lists import list_row
from registry.store.zones.zones import coverage_row
from tests.store.rows import created, mast, site, station
from tests.web.people import ORGANISATIONS, PASSWORD

PROVINCE = "20"
LON, LAT = 106.7615, 21.8537
PEOPLE = (Role.APPRAISER, Role.LEADER, Role.VIEWER, Role.CARRIER)
NAME = "QĐ 15/2026/QĐ-UBND"
HEAD = {
    "name": NAME,
    "title": "Quy định xây dựng, quản lý và sử dụng chung hạ tầng kỹ thuật viễn thông thụ động",
    "issued_by": "UBND tỉnh Lạng Sơn",
    "signed_on": "01/10/2026",
    "valid_from": "15/10/2026",
}
PDF = b"%PDF-1.4\n% QD 15/2026\n"


def made(home: Path) -> Settings:
    """Copy the office into ``home``, and return its settings; it is made once a process."""
    shutil.copytree(_whole(), home, dirs_exist_ok=True)
    return read_settings({"BTS_HOME": str(home), "BTS_PROVINCE": PROVINCE})


@functools.cache
def _whole() -> Path:
    home = Path(tempfile.mkdtemp(prefix="lang-son-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    settings = read_settings({"BTS_HOME": str(home), "BTS_PROVINCE": PROVINCE})
    init_registry(settings)
    with contextlib.closing(open_registry(settings)) as registry:
        with registry.database.write() as connection:
            batch = batches.open_batch(connection, kind="sites", who="lan")
            rows = [
                *created("sites", site("LSN00045", LON, LAT)),
                *created("structures", mast("LSN00045", mast_class="A2b", mast_height_m=42.0)),
                *created("stations", station("LSN00045", "VNPT")),
            ]
            for code in ("VNPT", "VTL", "VMS", "VNM"):
                rows += created("operator_lists", list_row(OperatorList(code, today(), True, batch.id)))
            planned = LayerCoverage(Layer.PLANNING, "Văn bản 12/SXD", dt.date(2020, 1, 1), None)
            rows += created("layer_coverages", coverage_row(planned))
            ledger.record(connection, rows, who="lan", batch=batch.id)
        for role in PEOPLE:
            add_account(
                registry, role.value, [role], organisation=ORGANISATIONS.get(role, ""), password=PASSWORD,
                must_change=False, who="t",
            )  # fmt: skip
    return home


def north(metres: float) -> tuple[float, float]:
    """Return (lon, lat) so many metres north of the mast, to a metre or two."""
    return LON, LAT + metres / 110_740.0


def east(metres: float) -> tuple[float, float]:
    """Return (lon, lat) so many metres east of the mast, to a metre or two."""
    return LON + metres / (111_320.0 * math.cos(math.radians(LAT))), LAT
