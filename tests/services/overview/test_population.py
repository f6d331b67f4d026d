"""A table of population: by code or name, former communes summed, dated, undone as one batch."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from registry.checks.communes import names_of
from registry.errors import RefusalError
from registry.model.areas import AdminUnit
from registry.services.office.batches import undo_batch
from registry.services.office.calendar import today
from registry.services.office.preview import ImportOutcome
from registry.services.office.registry import Registry
from registry.services.overview.book import people_source
from registry.services.overview.figures import overview
from registry.services.overview.import_population import Given, import_population, known_populations
from tests.services.overview import world
from tests.services.overview.world import DAY

HEADER = ["Mã xã", "Xã, phường", "Dân số", "Số hộ", "Năm"]
GIVEN = Given(source="Thống kê tỉnh", document="12/TK")


def bring(registry: Registry, path: Path, given: Given = GIVEN, *, yes: bool = True) -> ImportOutcome:
    return import_population(registry, path, given=given, yes=yes, who="lan")


def said(outcome: ImportOutcome) -> list[str]:
    return [issue.code for issue in outcome.issues]


def test_a_table_by_code_and_by_name_is_looked_at_then_written(office: Registry, tmp_path: Path) -> None:
    world.built(office)
    home, (far, _lon, _lat) = world.home(office), world.other(office)
    path = world.table(
        tmp_path / "dan-so.xlsx", HEADER, [home.code, "", 12_000, 3_000, 2025],
        ["", f"{far.kind} {far.name}", 9_000, None, 2025], ["", "Tổng cộng", 21_000, None, None],
    )  # fmt: skip
    looked = bring(office, path, yes=False)
    assert (looked.counts["new"], looked.batch, said(looked)) == (2, None, [])
    assert known_populations(office) == []
    done = bring(office, path)
    assert done.batch
    found = overview(office)
    row = found.row_of[home.code]
    assert found.values["people"][row] == 12_000
    assert found.values["people_per_mast"][row] == 6_000  # two masts in service at home
    assert people_source(found, home.code) == "Thống kê tỉnh; 12/TK; 31/12/2025"
    assert found.values["people_ratio"][row] == pytest.approx(6_000 / 7_000)  # 21,000 people, three masts
    again = bring(office, path)
    assert (again.counts["unchanged"], again.batch) == (2, None)


def test_a_newer_table_supersedes_from_its_day_and_is_undone_alone(office: Registry, tmp_path: Path) -> None:
    world.built(office)
    home = world.home(office)
    old = world.table(tmp_path / "a.xlsx", HEADER, [home.code, "", 12_000, None, 2025])
    new = world.table(tmp_path / "b.xlsx", HEADER, [home.code, "", 13_000, None, None])
    bring(office, old)
    done = bring(office, new, Given(as_of=today(), source="Thống kê tỉnh"))
    row = overview(office).row_of[home.code]
    assert overview(office).values["people"][row] == 13_000
    with office.database.read() as connection:
        from registry.store.overview.populations import populations_on

        assert populations_on(connection, today() - dt.timedelta(days=1))[home.code].inhabitants == 12_000
        assert populations_on(connection, DAY - dt.timedelta(days=1)) == {}
    assert done.batch is not None
    undo_batch(office, done.batch, who="lan")
    assert overview(office).values["people"][row] == 12_000


def test_what_is_wrong_in_a_table_is_said_and_left_out(office: Registry, tmp_path: Path) -> None:
    home, (far, _lon, _lat) = world.home(office), world.other(office)
    path = world.table(
        tmp_path / "dan-so.xlsx", HEADER,
        [home.code, "", 12_000, None, 2025], [home.code, "", 13_000, None, 2025],
        ["", "Xã Không Đâu Có", 5_000, None, 2025], [far.code, "", None, None, 2025],
        [far.code, "", 8_000, None, None], ["", "Tổng cộng", 99, None, None],
    )  # fmt: skip
    found = bring(office, path)
    assert sorted(said(found)) == [
        "POPULATION-COMMUNE-UNKNOWN", "POPULATION-NO-DAY", "POPULATION-NO-NUMBER", "POPULATION-SUM",
        "POPULATION-TWICE",
    ]  # fmt: skip
    assert found.counts["not_imported"] == 4
    assert [(one.commune_code, one.inhabitants) for one in known_populations(office)] == [(home.code, 12_000)]


def parts_of(registry: Registry) -> tuple[AdminUnit, list[AdminUnit]]:
    """A commune that came from several whole former ones with names of their own, and these."""
    context = world.context(registry)
    names = names_of(context.units)
    for row, unit in enumerate(context.units.communes):
        former = names.predecessors(row)
        whole = all(len(context.units.current_of[one.id]) == 1 for one in former)
        known = all(names.find(one.name).former == one for one in former)
        if len(former) > 1 and whole and known:
            return unit, former
    raise AssertionError("no commune came from several whole ones")


def test_former_communes_are_summed_only_where_all_are_there(office: Registry, tmp_path: Path) -> None:
    unit, former = parts_of(office)
    rows = [["", one.name, 1_000 + at, 100, 2025] for at, one in enumerate(former)]
    some = bring(office, world.table(tmp_path / "a.xlsx", HEADER, *rows[:-1]))
    assert set(said(some)) == {"POPULATION-PART"}
    assert known_populations(office) == []
    every = bring(office, world.table(tmp_path / "b.xlsx", HEADER, *rows))
    assert said(every) == ["POPULATION-SUMMED"]
    (found,) = known_populations(office)
    assert found.commune_code == unit.code
    assert found.inhabitants == sum(1_000 + at for at in range(len(former)))
    assert found.households == 100 * len(former)
    assert all(one.name in found.note for one in former)


def test_a_table_needs_a_source_and_a_day_that_has_come(office: Registry, tmp_path: Path) -> None:
    path = world.table(tmp_path / "a.xlsx", HEADER, [world.home(office).code, "", 12_000, None, 2025])
    with pytest.raises(RefusalError, match="POPULATION-NO-SOURCE"):
        bring(office, path, Given())
    with pytest.raises(RefusalError, match="POPULATION-DAY"):
        bring(office, path, Given(as_of=today() + dt.timedelta(days=1), source="x"))


def test_a_jump_is_asked_about(office: Registry, tmp_path: Path) -> None:
    code = world.home(office).code
    bring(office, world.table(tmp_path / "a.xlsx", HEADER, [code, "", 12_000, None, 2024]))
    found = bring(office, world.table(tmp_path / "b.xlsx", HEADER, [code, "", 1_200, None, 2025]), yes=False)
    assert said(found) == ["POPULATION-JUMP"]


def test_a_csv_is_read_as_a_workbook_is(office: Registry, tmp_path: Path) -> None:
    path = tmp_path / "dan-so.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADER, [world.home(office).code, "", "12.000", "3.200", "2025"]])
    bring(office, path)
    assert [one.inhabitants for one in known_populations(office)] == [12_000]
