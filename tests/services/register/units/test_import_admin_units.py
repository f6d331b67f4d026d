"""Surveyed boundaries take the place of approximate ones; names, parents and history stay."""

import datetime as dt
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.areas import REFORM, AdminLevel, AdminUnit
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.units.import_admin_units import import_admin_units
from registry.services.register.verify import verify
from registry.store.register.units import load_units
from tests.services.offices import square, write_geojson

DAY = dt.date(2026, 11, 24)


def unit(registry: Registry, key: str) -> AdminUnit:
    with registry.database.read() as connection:
        return next(item for item in load_units(connection) if item.id == key)


def test_a_boundary_is_replaced_and_what_the_file_does_not_say_stays(
    registry: Registry, tmp_path: Path
) -> None:
    before = unit(registry, "07210@2025-07-01")
    path = write_geojson(tmp_path / "u.geojson", [(square(106.2, 21.28), {"code": 7210})])
    outcome = import_admin_units(registry, path, level="commune", valid_from=REFORM, yes=True, who="lan")
    assert (outcome.counts["changed"], outcome.counts["new"], outcome.counts["vanished"]) == (1, 0, 98)
    after = unit(registry, "07210@2025-07-01")
    assert (after.name, after.kind, after.parent) == (before.name, before.kind, before.parent)
    assert after.predecessors == before.predecessors
    assert after.boundary_error_m == 0 < before.boundary_error_m
    assert after.boundary.bounds == pytest.approx((106.2, 21.28, 106.21, 21.29))
    assert after.source == "u.geojson"
    again = import_admin_units(registry, path, level="commune", valid_from=REFORM, yes=True, who="lan")
    assert (again.batch, again.counts["unchanged"]) == (None, 1)
    assert verify(registry).problems == ()


def test_a_district_ends_with_its_level_where_the_file_s_time_is_open(
    registry: Registry, tmp_path: Path
) -> None:
    path = write_geojson(
        tmp_path / "h.geojson",
        [(square(106.2, 21.28), {"code": "221", "name": "Huyện Yên Dũng"}),
         (square(106.3, 21.3), {"code": "217", "name": "Huyện Lạng Giang"})],
    )  # fmt: skip
    day = dt.date(2020, 1, 1)
    import_admin_units(registry, path, level="district", valid_from=day, yes=True, who="lan")
    last = dt.date(2025, 6, 30)
    with registry.database.read() as connection:
        found = load_units(connection, level=AdminLevel.DISTRICT)
    assert {one.code: one.valid_to for one in found if one.code in ("217", "221")} == {
        "217": last,
        "221": last,
    }
    assert all(one.valid_to is not None for one in found), "there are no districts since 1/7/2025"
    with pytest.raises(RefusalError, match="VALIDITY-TURNED"):
        import_admin_units(registry, path, level="district", valid_from=REFORM, who="lan")


def test_units_say_the_file_as_it_was_handed_in(registry: Registry, tmp_path: Path) -> None:
    kept = write_geojson(tmp_path / "file.geojson", [(square(106.2, 21.28), {"code": 7210})])
    import_admin_units(
        registry, kept, level="commune", valid_from=REFORM, yes=True, who="lan", name="đo đạc 2026.geojson"
    )
    assert unit(registry, "07210@2025-07-01").source == "đo đạc 2026.geojson"


def test_a_full_name_is_parted_and_predecessors_are_read(registry: Registry, tmp_path: Path) -> None:
    values = {"code": "99999", "name": "Phường Mới", "parent": "24", "predecessors": "07210, 7228"}
    path = write_geojson(tmp_path / "u.geojson", [(square(106.2, 21.28), values)])
    outcome = import_admin_units(
        registry, path, level="commune", valid_from=dt.date(2026, 10, 1), yes=True, who="lan"
    )
    assert [item.code for item in outcome.issues] == ["UNIT-NEW"]
    made = unit(registry, "99999@2026-10-01")
    assert (made.kind, made.name, made.predecessors) == ("Phường", "Mới", ("07210", "07228"))
    assert "Mới" in {item.name for item in context_for(registry, DAY).units.communes}
    assert "Mới" not in {item.name for item in context_for(registry, dt.date(2026, 9, 30)).units.communes}


def test_surveyed_communes_make_the_territory_exact(registry: Registry, tmp_path: Path) -> None:
    with registry.database.read() as connection:
        communes = [
            item for item in load_units(connection, level=AdminLevel.COMMUNE) if item.valid_from == REFORM
        ]
    features = [
        (square(106 + 0.05 * (row % 10), 21 + 0.05 * (row // 10), 0.05), {"code": item.code})
        for row, item in enumerate(communes)
    ]
    path = write_geojson(tmp_path / "u.geojson", features)
    import_admin_units(registry, path, level="commune", valid_from=REFORM, yes=True, who="lan")
    units = context_for(registry, DAY).units
    assert units.error_m == 0
    assert units.territory.area == pytest.approx(99 * 0.05**2 * 111_320 * 103_500, rel=0.02)


def test_features_without_a_code_or_with_one_said_twice_are_kept_out(
    registry: Registry, tmp_path: Path
) -> None:
    path = write_geojson(
        tmp_path / "u.geojson",
        [(square(106.2, 21.28), {"code": "07210"}), (square(106.3, 21.28), {"code": "07210"}),
         (square(106.4, 21.28), {"name": "Không mã"})],
    )  # fmt: skip
    outcome = import_admin_units(registry, path, level="commune", valid_from=REFORM, who="lan")
    assert [item.code for item in outcome.issues] == ["UNIT-CODE-TWICE", "UNIT-NO-CODE"]
    assert (outcome.counts["changed"], outcome.counts["not_imported"]) == (1, 2)


def test_wrong_wishes_are_refused(registry: Registry, tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "u.geojson", [(square(106.2, 21.28), {"code": "07210"})])
    with pytest.raises(RefusalError, match="LEVEL-UNKNOWN"):
        import_admin_units(registry, path, level="ward", valid_from=REFORM, who="lan")
    with pytest.raises(RefusalError, match="VALIDITY-TURNED"):
        import_admin_units(
            registry, path, level="commune", valid_from=REFORM, valid_to=dt.date(2025, 1, 1), who="lan"
        )
    empty = write_geojson(tmp_path / "e.geojson", [(None, {"code": "07210"})])
    with pytest.raises(RefusalError, match="ZONES-NONE-USABLE"):
        import_admin_units(registry, empty, level="commune", valid_from=REFORM, who="lan")
