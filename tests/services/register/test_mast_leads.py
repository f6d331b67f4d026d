"""Whose list decides a mast: who owns or first listed it. No list of one operator changes another's mast."""

import dataclasses
import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.intake.parsed import ParsedList, ParsedRow
from registry.model.positions import Position
from registry.services.office.batches import undo_batch
from registry.services.office.calendar import today
from registry.services.office.preview import ImportOutcome
from registry.services.office.registry import Registry, open_registry
from registry.services.register import same_mast
from registry.services.register.import_sites import import_read, import_sites
from registry.services.register.listed_masts import Standing
from registry.services.register.mast_leads import owner_of
from registry.services.register.verify import verify
from registry.settings import Settings, read_settings
from registry.store import ledger, tables
from tests.samples import carrier_lists
from tests.services.offices import office

LON, LAT = 106.301234, 21.351234
PLACES = [(LON + 0.004 * n, LAT) for n in range(4)]  # about 400 m apart
A, B, C = "VTL", "VMS", "VNPT"
CODES = [f"BGG{n}" for n in range(4)]


def row(operator: str, at: int, number: int = 2, **values: Any) -> ParsedRow:
    """One row about the mast at a place, under its code there unless another is given."""
    own = {"site_code": CODES[at], "mast_class": "A2b", "mast_height_m": 42.0, **values}
    if operator:
        own["operator"] = operator
    lon, lat = PLACES[at]
    metres = own.pop("off_m", 0.0)
    position = Position(lon, round(lat + metres / 111_000.0, 6), raw=("", ""), reading="decimal")
    return ParsedRow("DS", number, False, own, position)


def parsed(*rows: ParsedRow) -> ParsedList:
    numbered = [dataclasses.replace(item, row=number) for number, item in enumerate(rows, 2)]
    return ParsedList("ds.xlsx", "0" * 64, ListKind.SITES, (), numbered, [])


def put(registry: Registry, *rows: ParsedRow, **own: Any) -> ImportOutcome:
    return import_read(registry, parsed(*rows), who="lan", yes=True, **own)


def masts(registry: Registry, *columns: str) -> dict[str, tuple[Any, ...]]:
    """Columns of structures by the code of their site."""
    joined = tables.structures.join(tables.sites, tables.structures.c.site_id == tables.sites.c.id)
    query = sa.select(tables.sites.c.code, *(tables.structures.c[name] for name in columns)).select_from(
        joined
    )
    with registry.database.read() as connection:
        return {code: tuple(found) for code, *found in connection.execute(query)}


def state(registry: Registry, *, but: str = "") -> dict[str, Any]:
    """Sites, structures and stations as sets of contents; stations of ``but`` are left out."""
    with registry.database.read() as connection:

        def of(table: sa.Table, *leave: str) -> list[Any]:
            columns = [column for column in table.c if column.name not in {"version", "fid", *leave}]
            return sorted(str(tuple(found)) for found in connection.execute(sa.select(*columns)))

        carried = connection.execute(
            sa.select(
                tables.stations.c.structure_id, tables.stations.c.operator, tables.stations.c.technology
            )
        )
        return {
            "sites": of(tables.sites),
            "structures": of(tables.structures),
            "stations": sorted(str(tuple(found)) for found in carried if found.operator != but),
        }


def newest(registry: Registry) -> ledger.Head:
    """The number and the hash of the newest entry: the same where nothing was written."""
    with registry.database.read() as connection:
        return ledger.head(connection)


def leaders(registry: Registry) -> dict[str, str]:
    with registry.database.read() as connection:
        standing = Standing(connection)
        return {found.code: standing.leads.of(site) for site, found in standing.sites.items()}


def test_a_foreign_list_leaves_the_mast_alone_however_often_it_comes(registry: Registry) -> None:
    """D1: the second import rewrote class, height and design wind of MobiFone's mast."""
    put(registry, row(B, 0, owner="MobiFone Bắc Giang", design_wind_ms=44.0))
    foreign = row(A, 0, mast_class="A2c", mast_height_m=30.0, design_wind_ms=60.0, address="nơi khác")
    for _ in range(3):
        outcome = put(registry, foreign)
        assert [issue.code for issue in outcome.issues] == ["LIST-LED-BY-OTHERS"]
        assert masts(registry, "mast_class", "mast_height_m", "design_wind_ms")["BGG0"] == ("A2b", 42.0, 44.0)
    assert outcome.batch is None
    assert put(registry, row(B, 0, mast_height_m=45.0)).counts["changed"] == 1
    assert masts(registry, "mast_height_m")["BGG0"] == (45.0,)
    assert verify(registry).sound


def test_the_owner_leads_once_it_lists_the_mast_whoever_came_first(registry: Registry) -> None:
    put(registry, row(A, 0, owner="Viễn thông VNPT Bắc Ninh"))
    assert leaders(registry) == {"BGG0": A}
    put(registry, row(A, 0, mast_height_m=40.0))  # the owner has not listed it: its lister goes on
    assert masts(registry, "mast_height_m")["BGG0"] == (40.0,)
    put(registry, row(C, 0, mast_height_m=36.0))
    assert leaders(registry) == {"BGG0": C}
    put(registry, row(A, 0, mast_height_m=50.0, owner="Viettel"))
    assert masts(registry, "mast_height_m", "owner")["BGG0"] == (36.0, "Viễn thông VNPT Bắc Ninh")
    put(registry, row(C, 0, owner="Viettel"))  # sold, by the word of who led it
    put(registry, row(A, 0, mast_height_m=51.0))
    assert masts(registry, "mast_height_m")["BGG0"] == (51.0,)


def test_a_mast_of_nobody_known_is_led_by_the_first_operator_that_lists_it(registry: Registry) -> None:
    put(registry, row("", 0))
    assert leaders(registry) == {"BGG0": ""}
    for _ in range(2):
        outcome = put(registry, row(C, 0, 3, mast_height_m=36.0), row(A, 0, 4, mast_height_m=50.0))
        assert masts(registry, "mast_height_m")["BGG0"] == (36.0,)
    assert outcome.batch is None
    put(registry, row("", 0, mast_height_m=70.0))
    put(registry, row(A, 0, mast_height_m=50.0))
    assert masts(registry, "mast_height_m")["BGG0"] == (36.0,)
    assert leaders(registry) == {"BGG0": C}


def test_an_alias_that_a_merge_brought_gives_no_lead_and_parting_gives_it_back(registry: Registry) -> None:
    put(registry, row(A, 0))
    put(registry, row(B, 0, site_code="M0", off_m=8.0, mast_height_m=30.0))
    question = same_mast.open_questions(registry)[0]
    with registry.database.read() as connection:
        keep = Standing(connection).aliases[A, "BGG0"]["site_id"]
    merged = same_mast.merge(registry, question.id, keep=keep, who="lan")
    for _ in range(2):
        outcome = put(registry, row(B, 0, site_code="M0", off_m=8.0, mast_height_m=33.0))
        assert masts(registry, "mast_height_m")["BGG0"] == (42.0,)
    assert outcome.batch is None
    undo_batch(registry, merged.id, who="lan")
    put(registry, row(B, 0, site_code="M0", off_m=8.0, mast_height_m=33.0))
    assert masts(registry, "mast_height_m") == {"BGG0": (42.0,), "M0": (33.0,)}


def test_what_stands_where_anothers_mast_was_taken_down_is_a_mast_of_its_own(registry: Registry) -> None:
    put(registry, row(B, 0, state="dismantled"))
    for _ in range(2):
        outcome = put(registry, row(A, 0, mast_height_m=30.0))
    assert outcome.batch is None
    assert masts(registry, "state", "mast_height_m") == {
        "BGG0": ("dismantled", 42.0), "VTL-BGG0": ("in_service", 30.0),
    }  # fmt: skip
    put(registry, row(B, 0, state="in_service"))
    assert masts(registry, "state")["BGG0"] == ("in_service",)


def test_an_undone_first_list_leaves_the_lead_to_who_lists_it_next(registry: Registry) -> None:
    first = put(registry, row(B, 0))
    assert first.batch is not None
    undo_batch(registry, first.batch, who="lan")
    put(registry, row(A, 0, mast_height_m=30.0))
    put(registry, row(B, 0))
    assert leaders(registry) == {"BGG0": A}
    assert masts(registry, "mast_height_m") == {"BGG0": (30.0,)}


@pytest.mark.parametrize("place", [(16.25, LAT), (LON, -LAT), (LAT, LON - 40.0)])
def test_a_row_outside_the_country_is_not_registered_and_moves_no_mast(
    registry: Registry, place: tuple[float, float]
) -> None:
    put(registry, row(A, 0))
    away = [dataclasses.replace(row(A, at), position=Position(*place, raw=("", ""))) for at in (0, 1)]
    outcome = put(registry, *away, complete=True)
    assert [issue.code for issue in outcome.issues if issue.code == "SITE-ABROAD"] == ["SITE-ABROAD"] * 2
    assert outcome.counts["not_imported"] == 2
    with registry.database.read() as connection:
        kept = connection.execute(sa.select(tables.sites.c.code, tables.sites.c.lon)).all()
    assert kept == [("BGG0", LON)]


def test_a_row_whose_operator_or_state_was_not_understood_is_not_registered(registry: Registry) -> None:
    unread = dataclasses.replace(row("", 0), unread=frozenset({"operator"}))
    outcome = put(registry, unread, operator=A)
    assert [issue.code for issue in outcome.issues] == ["SITE-OPERATOR-UNREAD"]
    assert outcome.counts["not_imported"] == 1
    closed = dataclasses.replace(row(A, 1), unread=frozenset({"state"}))
    assert [issue.code for issue in put(registry, closed).issues] == ["SITE-STATE-UNREAD"]
    assert masts(registry, "state") == {}
    put(registry, row(A, 1, state="suspended"))
    put(registry, closed)
    assert masts(registry, "state")["BGG1"] == ("suspended",)


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("MobiFone Bắc Giang", "VMS"),
        ("Viễn thông VNPT Bắc Ninh", "VNPT"),
        ("Cty hạ tầng Viettel", "VTL"),
        ("VNPT, Viettel", ""),
        ("Ông Nguyễn Văn A", ""),
        ("", ""),
        ("OVNPTX", ""),
    ],
)
def test_an_owner_is_an_operator_only_where_its_text_names_one(text: str, operator: str) -> None:
    assert owner_of(text) == operator


def names() -> st.SearchStrategy[str]:
    return st.sampled_from([A, B, C])


@st.composite
def lists(
    draw: st.DrawFn, operators: st.SearchStrategy[str], *, owners: bool = True
) -> tuple[ParsedRow, ...]:
    """Draw a list of a few rows about the four places: under the place's code or an own one, as one likes."""
    rows = []
    for _ in range(draw(st.integers(1, 4))):
        operator, at = draw(operators), draw(st.integers(0, 3))
        values: dict[str, Any] = {
            "mast_height_m": draw(st.sampled_from([30.0, 42.0, 60.0])),
            "mast_class": draw(st.sampled_from(["A2b", "A2c"])),
        }
        if owners and draw(st.booleans()):
            values["owner"] = draw(st.sampled_from(["Viettel", "MobiFone Bắc Giang", "VNPT", "ông B"]))
        if draw(st.booleans()):
            values["design_wind_ms"] = draw(st.sampled_from([44.0, 60.0]))
        if draw(st.booleans()):
            values["shared_with"] = (draw(names()),)
        if draw(st.booleans()):
            values["technology"] = draw(st.sampled_from(["4G", "2G/4G"]))
        if draw(st.integers(0, 3)) == 0:
            values["site_code"] = f"{operator}{at}"
        if draw(st.integers(0, 5)) == 0:
            values["state"] = draw(st.sampled_from(["dismantled", "suspended", "in_service"]))
        rows.append(row(operator, at, off_m=draw(st.sampled_from([0.0, 0.0, 3.0, 60.0])), **values))
    return tuple(rows)


MANY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home: Path = tmp_path_factory.mktemp("bare") / "home"
    office(home).close()
    return home


class Fresh:
    """A copy of the bare office, thrown away with the example."""

    def __init__(self, bare: Path) -> None:
        self.bare = bare

    def __enter__(self) -> Registry:
        self.folder = TemporaryDirectory()
        home = Path(self.folder.name) / "home"
        shutil.copytree(self.bare, home)
        self.registry = open_registry(read_settings({"BTS_HOME": str(home)}))
        return self.registry

    def __exit__(self, *_: object) -> None:
        self.registry.close()
        self.folder.cleanup()


@MANY
@given(
    before=st.lists(lists(st.sampled_from([A, B, C, ""])), max_size=2),
    twice=lists(st.sampled_from([A, B, C, ""])),
)
def test_the_same_list_twice_is_once(
    bare: Path, before: list[tuple[ParsedRow, ...]], twice: tuple[ParsedRow, ...]
) -> None:
    with Fresh(bare) as registry:
        for rows in before:
            put(registry, *rows)
        put(registry, *twice)
        stands, head = state(registry), newest(registry)
        said = import_read(registry, parsed(*twice), who="lan")
        assert (said.rows, said.counts["new"], said.counts["changed"], said.counts["questions"]) == (
            (),
            0,
            0,
            0,
        )
        assert put(registry, *twice).batch is None
        assert (state(registry), newest(registry)) == (stands, head)


@MANY
@given(
    base=lists(st.just(B)), others=st.lists(lists(st.just(A)), min_size=1, max_size=3), day=st.integers(0, 2)
)
def test_no_sequence_of_one_operators_lists_changes_what_another_leads(
    bare: Path, base: tuple[ParsedRow, ...], others: list[tuple[ParsedRow, ...]], day: int
) -> None:
    with Fresh(bare) as registry:
        put(registry, *base, list_date=today() - dt.timedelta(days=2))
        before = {
            code: found
            for code, found in masts(registry, *STATED).items()
            if leaders(registry)[code] == B and owner_of(found[0]) != A
        }
        places = dict(zip_places(registry))
        for rows in others:
            put(registry, *rows, list_date=today() - dt.timedelta(days=day))
        after, now = masts(registry, *STATED), dict(zip_places(registry))
        assert {code: after[code] for code in before} == before
        assert {code: now[code] for code in before} == {code: places[code] for code in before}
        assert verify(registry).sound


STATED = (
    "owner", "mast_class", "mast_height_m", "design_wind_ms", "state", "form", "support", "rod_m", "permit",
)  # fmt: skip


def zip_places(registry: Registry) -> list[tuple[str, tuple[Any, ...]]]:
    columns = (tables.sites.c.lon, tables.sites.c.lat, tables.sites.c.address, tables.sites.c.note)
    with registry.database.read() as connection:
        found = connection.execute(sa.select(tables.sites.c.code, *columns))
        return [(code, tuple(rest)) for code, *rest in found]


@MANY
@given(
    base=lists(st.sampled_from([A, B])),
    one=lists(st.just(A), owners=False),
    other=lists(st.just(B), owners=False),
)
def test_the_order_of_two_carriers_lists_does_not_matter(
    bare: Path, base: tuple[ParsedRow, ...], one: tuple[ParsedRow, ...], other: tuple[ParsedRow, ...]
) -> None:
    """About masts that stand: of two that first name one, somebody is first."""
    full = tuple(row(C, at) for at in range(4))
    ended = []
    for order in ((one, other), (other, one)):
        with Fresh(bare) as registry:
            put(registry, *full, *base)
            for rows in order:
                put(registry, *rows)
            ended.append(state(registry))
    assert ended[0] == ended[1]


PROPOSALS = ("danh-sach-mau-sach.xlsx", "danh-sach-mau-lon-xon.xlsx", "danh-sach-mau-hanh-lang.xlsx")


def test_no_sample_list_changes_anything_a_second_time(
    copy_demo: Callable[[Path], Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shipped danh-sach-mau-sach.xlsx said "thay đổi 1" when it came again.

    It is a list of proposals and refused as one of standing masts; as such a list it is a good trial still.
    """
    home = tmp_path / "home"
    registry = open_registry(copy_demo(home))
    for name in PROPOSALS:
        with pytest.raises(RefusalError, match="LIST-OF-PROPOSALS"):
            import_sites(registry, home / "samples" / name, operator=A, yes=True, who="lan")
    monkeypatch.setattr("registry.services.register.import_sites.check_standing", lambda _parsed: None)
    carriers = [(item.path, item.operator) for item in carrier_lists(tmp_path, today())]
    for path, operator in [*((home / "samples" / name, A) for name in PROPOSALS), *carriers]:
        import_sites(registry, path, operator=operator, yes=True, who="lan")
        again = import_sites(registry, path, operator=operator, yes=True, who="lan")
        assert (again.batch, again.counts["new"], again.counts["changed"]) == (None, 0, 0), path.name
        assert not again.rows
    assert verify(registry).sound
    registry.close()
