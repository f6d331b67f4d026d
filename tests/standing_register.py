"""A register of any number of standing masts, for benchmarks: its rows are written past the ledger.

What the product reads of masts, it reads from the tables; the ledger's entries of 200,000 masts would only
take time to make.
"""

import datetime as dt

import numpy as np

from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.store.tables import site_aliases, sites, stations, structures
from tests.scale import points

OPERATORS = ("VTL", "VNPT", "VMS", "VNM")


def fill(registry: Registry, n: int) -> None:
    """Write n masts, their stations and the operators' codes straight into the tables."""
    rng = np.random.default_rng(20261126)
    where = points(n, seed=11)
    first = dt.date(2005, 1, 1)
    offsets = rng.integers(0, 7_900, n)
    listed = today() - dt.timedelta(days=20)
    places, masts, carried, names = [], [], [], []
    classes = rng.choice(["A2b", "A2a", "A1a", "A1b", "A2c"], n, p=[0.8, 0.08, 0.05, 0.04, 0.03])
    for at in range(n):
        operator, code = OPERATORS[at % 4], f"B{at:06d}"
        places.append(
            {"fid": at + 1, "id": f"s{at}", "version": 1, "code": code, "lon": float(where.lon[at]),
             "lat": float(where.lat[at]), "accuracy_m": 10.0, "commune_code": f"{7000 + at % 99:05d}"}
        )  # fmt: skip
        masts.append(
            {"id": f"m{at}", "version": 1, "site_id": f"s{at}", "mast_class": classes[at],
             "support": "ground" if at % 3 else None, "mast_height_m": float(at % 60 + 2),
             "state": "in_service",
             "built_on": first + dt.timedelta(days=int(offsets[at])), "built_year_only": at % 9 == 0,
             "designed_operators": at % 3 + 1, "permit": ("", "không có", f"{at}/GPXD")[at % 3],
             "robust": at % 5 == 0}
        )  # fmt: skip
        names.append(
            {"id": f"a{at}", "version": 1, "site_id": f"s{at}", "operator": operator, "code": code,
             "former": False, "first_listed": listed, "last_listed": listed}
        )  # fmt: skip
        for technology in ("4G", "5G")[: at % 2 + 1]:
            carried.append(
                {"id": f"t{at}{technology}", "version": 1, "structure_id": f"m{at}", "operator": operator,
                 "technology": technology, "emf_certificate": f"KĐ-{at}" if at % 7 else "",
                 "emf_expires_on": listed + dt.timedelta(days=at % 900 - 60) if at % 7 else None}
            )  # fmt: skip
    with registry.database.write() as connection:
        for table, rows in ((sites, places), (structures, masts), (site_aliases, names), (stations, carried)):
            connection.execute(table.insert(), rows)
