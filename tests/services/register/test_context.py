"""What the checks may look at on a day: masts, territory, names, lists; shared until the register changes."""

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from registry.checks.context import Context
from registry.errors import RefusalError
from registry.geo.crs import to_metric
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.import_sites import import_sites
from registry.store import batches, ledger
from registry.store.office.operators import meta_change, setting_change
from tests.services.offices import HEADER, mast, office, write_list

LON, LAT = 106.301234, 21.351234
REFORM = dt.date(2025, 7, 1)


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    folder = tmp_path_factory.mktemp("context")
    made = office(folder / "home")
    header = (*HEADER, "Năm xây dựng", "Ngày tháo dỡ")
    rows = [
        (*mast("STANDS", "VTL", LON, LAT), "2016", ""),
        (*mast("OF2024", "VTL", LON + 0.01, LAT), "2024", ""),
        (*mast("OF-JUNE", "VTL", LON + 0.02, LAT), "15/06/2024", ""),
        (*mast("DOWN", "VTL", LON + 0.03, LAT, "A2b", 42, "đã tháo dỡ"), "2010", "01/03/2024"),
        (*mast("GONE", "VTL", LON + 0.04, LAT, "A2b", 42, "đã tháo dỡ"), "2010", ""),
        (*mast("PLANNED", "VTL", LON + 0.05, LAT, "A2b", 42, "đã duyệt"), "2030", ""),
        (*mast("SMALL", "GTEL", LON + 0.06, LAT, "A1a", 3), "2016", ""),
    ]
    import_sites(made, write_list(folder / "l.xlsx", rows, header), yes=True, who="lan")
    yield made
    made.close()


def codes(context: Context) -> set[str]:
    return set(context.masts.codes)


def test_the_masts_are_those_that_stand_on_the_day(registry: Registry) -> None:
    now = {"STANDS", "OF2024", "OF-JUNE", "PLANNED", "SMALL"}
    assert codes(context_for(registry, today())) == now
    assert codes(context_for(registry, dt.date(2024, 6, 14))) == now - {"OF-JUNE"}
    assert codes(context_for(registry, dt.date(2024, 2, 1))) == (now - {"OF-JUNE"}) | {"DOWN"}
    assert codes(context_for(registry, dt.date(2023, 5, 15))) == {"STANDS", "DOWN", "PLANNED", "SMALL"}


def test_what_is_approved_and_what_is_small_is_marked(registry: Registry) -> None:
    masts = context_for(registry, today()).masts
    assert set(masts.codes[masts.approved_only]) == {"PLANNED"}
    assert set(masts.codes[masts.small]) == {"SMALL"}


def test_positions_are_metric_and_aliases_lead_to_rows(registry: Registry) -> None:
    context = context_for(registry, today())
    row = context.masts.aliases["STANDS"]
    x, y = to_metric(np.array([LON]), np.array([LAT]), 9214)
    assert (context.masts.x[row], context.masts.y[row]) == pytest.approx((x[0], y[0]), abs=1e-6)
    assert context.masts.networks[row] == 1 << context.operator_index("VTL")
    assert "GONE" not in context.masts.aliases


def test_the_territory_of_a_day_before_the_reform_is_what_the_province_came_from(
    registry: Registry,
) -> None:
    now, before = context_for(registry, REFORM), context_for(registry, REFORM - dt.timedelta(days=1))
    assert now.units.territory_name == "Tỉnh Bắc Ninh"
    assert before.units.territory_name == "Tỉnh Bắc Giang, Tỉnh Bắc Ninh"
    assert (len(now.units.communes), len(before.units.communes)) == (99, 313)
    assert [part.code for part in before.territories] == ["24", "27"]
    assert now.units.territory.area == pytest.approx(before.units.territory.area, rel=1e-3)
    assert len(now.units.current_of) == 313
    assert len(now.units.former_urban) == len(before.units.former_urban) > 90


def test_each_part_of_the_territory_has_its_own_law(registry: Registry) -> None:
    before = context_for(registry, dt.date(2023, 5, 15))
    now = context_for(registry, today())
    x, y = to_metric(np.array([106.20, 106.07]), np.array([21.28, 21.18]), 9214)
    assert [before.law_territory(*at) for at in zip(x.tolist(), y.tolist(), strict=True)] == ["24", "27"]
    assert [now.law_territory(*at) for at in zip(x.tolist(), y.tolist(), strict=True)] == ["24", "24"]
    assert before.law_territory(float("nan"), float("nan")) == "24"


def test_one_context_is_shared_until_the_register_changes(registry: Registry, tmp_path: Path) -> None:
    first = context_for(registry, today())
    assert context_for(registry, today()) is first
    found: list[Context] = []
    threads = [
        threading.Thread(target=lambda: found.append(context_for(registry, dt.date(2024, 1, 1))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(item) for item in found}) == 1
    import_sites(
        registry, write_list(tmp_path / "n.xlsx", [mast("NEW", "VNM", LON, LAT + 0.05)]), yes=True, who="lan"
    )
    assert context_for(registry, today()) is not first
    assert "NEW" in codes(context_for(registry, today()))


def test_the_office_s_own_numbers_and_the_mark_of_illustration_are_carried(registry: Registry) -> None:
    assert not context_for(registry, today()).illustrative
    with registry.database.write() as connection:
        batch = batches.open_batch(connection, kind="settings", who="t")
        changes = [
            setting_change(connection, "AIR-03.consent_from_m", 45.0),
            setting_change(connection, "tile_url", "https://tiles.example/{z}"),
            meta_change(connection, "demo", True),
        ]
        ledger.record(connection, changes, who="t", batch=batch.id)
    context = context_for(registry, today())
    assert context.office_numbers == {"AIR-03.consent_from_m": 45.0}
    assert context.illustrative


def test_a_province_that_the_register_does_not_hold_is_refused(registry: Registry) -> None:
    with pytest.raises(RefusalError, match="PROVINCE-NOT-HELD"):
        context_for(registry, today(), province="79")
