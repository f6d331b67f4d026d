"""The context kept in step with the register is the one that would be built anew, whatever was done."""

import contextlib
import dataclasses
import datetime as dt
import itertools
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
import sqlalchemy as sa

from registry.checks.context import Context, Masts, ZoneSet
from registry.checks.on_day.judging import judge
from registry.checks.spacing_neighbours import Carried, mast_trees
from registry.errors import RefusalError
from registry.geo.crs import to_metric
from registry.model.ledger import Change
from registry.services.appraise.spot import spot_proposal
from registry.services.office.batches import list_batches, undo_batch
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.register import context as contexts
from registry.services.register.context import context_for
from registry.services.register.import_sites import import_sites
from registry.services.register.same_mast import keep_apart, merge, open_questions
from registry.services.zones.import_zones import import_zones
from registry.store import batches, ledger
from registry.store.changes import create
from registry.store.office.operators import setting_change
from registry.store.tables import owners, sites, structures
from tests.services.offices import HEADER, mast, office, square, write_geojson, write_list

LON, LAT = 106.30, 21.35
DAYS = (None, dt.date(2026, 3, 1))
OPERATORS = ("VTL", "VNPT", "VMS")


class Deeds:
    """What people do to a register, at random but the same for a seed; each says whether it did anything."""

    def __init__(self, registry: Registry, folder: Path, seed: int) -> None:
        self.registry, self.folder, self.draw = registry, folder, random.Random(seed)
        self.file = 0

    def one(self, name: str) -> bool:
        """Do one deed; False where the register had nothing to do it with."""
        try:
            return bool(getattr(self, name)())
        except RefusalError:
            return False

    def import_list(self) -> bool:
        """A carrier's list: new masts, and some that stand with another height, place or state."""
        operator, draw = self.draw.choice(OPERATORS), self.draw
        chosen = draw.sample(range(12), draw.randint(1, 6))
        rows = [
            (*mast(
                f"{draw.choice((operator[:1], operator))}-{number:03d}", operator,
                LON + number * 0.01 + draw.choice((0, 0.0001, 0.002)), LAT + draw.choice((0, 0.0001, 0.03)),
                "A2b", draw.choice((3, 30, 42)), draw.choice(("đang hoạt động", "đã duyệt")),
                draw.choice(("4G", "5G")),
            ), draw.choice(("", "2016", "01/02/2026")))
            for number in chosen
        ]  # fmt: skip
        path = write_list(self._path("xlsx"), rows, (*HEADER, "Ngày xây dựng"))
        return (
            import_sites(self.registry, path, complete=draw.random() < 0.5, yes=True, who="lan") is not None
        )

    def change_a_mast(self) -> bool:
        """An officer corrects what stands in the register of one mast or site."""
        table, values = self.draw.choice(
            (
                (structures, {"mast_height_m": 2.5}),
                (structures, {"owner": "Chủ khác"}),
                (structures, {"top_agl_m": 51.0, "robust": True}),
                (sites, {"lon": LON + self.draw.random() / 20}),
                (sites, {"accuracy_m": 250.0}),
                (sites, {"address": "Thôn Hạ"}),
                (sites, {"code": f"B-{self.draw.randint(0, 99):03d}"}),
            )
        )
        return self._write(table, values)

    def take_down(self) -> bool:
        """A mast is dismantled, on a day or on one that nobody knows."""
        return self._write(
            structures,
            {"state": "dismantled", "dismantled_on": self.draw.choice((None, dt.date(2026, 6, 1)))},
        )

    def name_an_owner(self) -> bool:
        """A record that no part of the context is made of."""
        name = f"Công ty {self.draw.randint(0, 9999)}"
        return self._record(create(owners, {"id": name, "name": name}))

    def decide(self) -> bool:
        """Two lists name masts at one place; a question *same mast?* is answered."""
        at = LON + self.draw.randint(0, 99) * 0.003
        for operator, east in (("VTL", 0.0), ("VNPT", 0.0001)):
            row = mast(f"{operator}-{self.file}-Q", operator, at + east, LAT - 0.05)
            import_sites(self.registry, write_list(self._path("xlsx"), [row]), yes=True, who="lan")
        asked = open_questions(self.registry)
        self.draw.choice((merge, keep_apart))(self.registry, self.draw.choice(asked).id, who="lan")
        return True

    def take_back(self) -> bool:
        """The newest batch that can be taken back is."""
        for batch in reversed(list_batches(self.registry)):
            if batch.kind in ("sites", "zones", "merge", "apart") and batch.undone_by is None:
                undo_batch(self.registry, batch.id, who="lan")
                return True
        return False

    def add_zones(self) -> bool:
        """Zones of one layer, and where it is complete."""
        layer = self.draw.choice(("planning", "urban_area", "heritage_1"))
        corner = LON + self.draw.randint(0, 9) * 0.01
        path = write_geojson(self._path("geojson"), [(square(corner, LAT), {"name": f"Khu {self.file}"})])
        decision, day = f"QĐ {self.draw.randint(1, 3)}/2026", dt.date(2026, self.draw.choice((1, 5)), 1)
        import_zones(
            self.registry, path, layer=layer, decision=decision, valid_from=day,
            covers="territory" if self.draw.random() < 0.4 else None, yes=True, who="lan",
        )  # fmt: skip
        return True

    def set_a_number(self) -> bool:
        """The office sets a number of its own."""
        with self.registry.database.read() as connection:
            change = setting_change(connection, "AIR-03.consent_from_m", float(self.draw.randint(30, 60)))
        return self._record(change)

    def _write(self, table: sa.Table, values: dict[str, Any]) -> bool:
        with self.registry.database.read() as connection:
            rows = connection.execute(sa.select(table).order_by(table.c.id)).mappings().all()
        if not rows:
            return False
        row = {name: value for name, value in self.draw.choice(rows).items() if name != "fid"}
        return self._record(Change(table.name, row["id"], row, {**row, **values}))

    def _record(self, change: Change) -> bool:
        with self.registry.database.write() as connection:
            batch = batches.open_batch(connection, kind="correction", who="lan")
            ledger.record(connection, [change], who="lan", batch=batch.id)
        return True

    def _path(self, kind: str) -> Path:
        self.file += 1
        return self.folder / f"{self.file}.{kind}"


NAMES = tuple(name for name in vars(Deeds) if not name.startswith("_") and name != "one")


@pytest.fixture
def read_anew(monkeypatch: pytest.MonkeyPatch) -> list[Registry]:
    """Every reading of the whole register from now on."""
    found: list[Any] = []
    load = contexts.LoadedRegister

    def counted(*given: Any) -> Any:
        found.append(given)
        return load(*given)

    monkeypatch.setattr(contexts, "LoadedRegister", counted)
    return found


def test_after_any_deeds_the_context_in_step_is_the_one_built_anew(
    tmp_path: Path, read_anew: list[Any]
) -> None:
    done = dict.fromkeys(NAMES, 0)
    for seed in range(2):
        folder = tmp_path / f"files-{seed}"
        folder.mkdir()
        with contextlib.closing(office(tmp_path / str(seed))) as registry:
            _walked(registry, folder, seed, done)
    assert min(done.values()) >= 1, done
    assert len(read_anew) == sum(done.values()) + 2 * 3  # one a comparison; of two processes the first


def test_both_backends_follow(either_office: Registry, tmp_path: Path, read_anew: list[Any]) -> None:
    done = dict.fromkeys(NAMES, 0)
    _walked(either_office, tmp_path, 5, done)
    assert sum(done.values()) >= len(NAMES)
    assert len(read_anew) == sum(done.values()) + 3


def _walked(registry: Registry, folder: Path, seed: int, done: dict[str, int]) -> None:
    """Do deeds, by this process and by another one, and compare after each."""
    with contextlib.closing(open_registry(registry.settings)) as other:
        here, there = Deeds(registry, folder, seed), Deeds(other, folder, seed + 100)
        there.file = 1_000
        draw = random.Random(seed)
        _compare(registry)
        for name in [
            "import_list",
            "import_list",
            *draw.sample(NAMES, len(NAMES)),
            *draw.choices(NAMES, k=4),
        ]:
            if draw.choice((here, there)).one(name):
                done[name] += 1
                _compare(registry)


def _compare(registry: Registry) -> None:
    """Compare what is kept in step on two days with what another process builds of the same register."""
    with contextlib.closing(open_registry(registry.settings)) as another:
        for day in DAYS:
            kept, anew = (context_for(one, day or today()) for one in (registry, another))
            for part in dataclasses.fields(Context):
                if part.name not in ("masts", "zones", "units", "plans", "territories", "open_proposals"):
                    assert getattr(kept, part.name) == getattr(anew, part.name), part.name
            assert kept.open_proposals.same(anew.open_proposals)
            assert [unit.id for unit in kept.units.communes] == [unit.id for unit in anew.units.communes]
            assert (kept.plans.versions, kept.plans.positions) == (anew.plans.versions, anew.plans.positions)
            assert {layer: _zones(found) for layer, found in kept.zones.items()} == {
                layer: _zones(found) for layer, found in anew.zones.items()
            }
            _same_masts(kept.masts, anew.masts)
            _same_answers(kept, anew)


def _zones(found: ZoneSet) -> Any:
    area = None if found.coverage.area is None else found.coverage.area.wkb
    shapes = [shape.wkb for shape in found.geometries]
    return found.zones, shapes, found.coverage.everywhere, area, found.coverage.ground is None


def _same_masts(kept: Masts, anew: Masts) -> None:
    for part in dataclasses.fields(Masts):
        one, other = getattr(kept, part.name), getattr(anew, part.name)
        if isinstance(other, np.ndarray):
            assert one.dtype == other.dtype, part.name
            np.testing.assert_array_equal(one, other, err_msg=part.name)
        else:
            assert dict(one) == dict(other), part.name
    assert dict(kept.by_plain_code) == dict(anew.by_plain_code)
    assert shapely.equals(kept.points, anew.points).all()
    probes = shapely.points(
        np.column_stack(to_metric(np.linspace(LON, LON + 0.12, 9), np.full(9, LAT), 9214))
    )
    for reach in (60.0, 4_000.0):
        near = [masts.tree.query(probes, predicate="dwithin", distance=reach) for masts in (kept, anew)]
        assert near[0][0].tolist() == sorted(near[0][0].tolist())
        assert _pairs(*near[0]) == _pairs(*near[1])
    apart = [
        masts.tree.query_nearest(probes, return_distance=True, all_matches=False)[1] for masts in (kept, anew)
    ]
    np.testing.assert_allclose(apart[0], apart[1])
    for networks, carried in itertools.product((1, 2, 5), Carried):
        assert _around(kept, networks, carried, probes) == _around(anew, networks, carried, probes)


def _around(masts: Masts, networks: int, carried: Carried, probes: Any) -> Any:
    """What the trees of one kind say: pairs within 4 km, whether far ones count, and the nearest."""
    pairs, nearest = set(), {}
    for tree in mast_trees(masts, networks, carried):
        at, item = tree.tree.query(probes, "dwithin", 4_000.0)
        pairs |= {(*pair, tree.near_only) for pair in _pairs(at, tree.rows[item])}
        (at, item), metres = tree.tree.query_nearest(probes, return_distance=True, all_matches=False)
        assert (tree.rows[item] >= 0).all()
        for probe, apart in zip(at.tolist(), metres.tolist(), strict=True):
            key = (probe, tree.near_only)
            nearest[key] = min(nearest.get(key, np.inf), round(apart, 6))
    return pairs, nearest


def _same_answers(kept: Context, anew: Context) -> None:
    """One spot by itself, as the map asks, and all of them as a list."""
    spots = [
        spot_proposal(LON + east, LAT + north, mast_class="A2b", height_m=42.0, operator=operator)
        for east, north in ((0.0, 0.0005), (0.031, 0.0), (0.6, 0.2))
        for operator in ("VTL", "")
    ]
    for asked in (*([spot] for spot in spots), spots):
        assert [list(row) for row in judge(asked, kept)[0]] == [list(row) for row in judge(asked, anew)[0]]


def _pairs(at: Any, rows: Any) -> set[tuple[int, int]]:
    return set(zip(at.tolist(), rows.tolist(), strict=True))
