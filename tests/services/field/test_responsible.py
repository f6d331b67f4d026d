"""Who answers for a mast: its owner as written, else the network whose code it bears, else its only one."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.services.field.responsible import labels_of
from registry.services.office.registry import Registry
from registry.store import batches, ledger
from registry.store.database import Connection
from registry.store.office.organisations import Organisations
from tests.services.field.world import MAST, add_masts
from tests.store.rows import created, mast, site


def add(registry: Registry, table: str, *rows: dict[str, Any]) -> None:
    with registry.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        ledger.record(connection, created(table, *rows), who="lan", batch=batch.id)


@pytest.fixture
def read(office: Registry) -> Iterator[Connection]:
    """An office that knows a tower company, and a company that Viettel owns."""
    add(
        office,
        "owners",
        {"id": "ow-1", "name": "OCK", "aliases": ["Hạ tầng OCK"], "kind": "tower_company"},
        {"id": "ow-2", "name": "Công trình Viettel", "aliases": ["VCC"], "operator": "VTL"},
    )
    with office.database.read() as connection:
        yield connection


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        ("VTL", "VTL"),
        ("viettel", "VTL"),
        ("  Viettel Bắc Giang ", "VTL"),
        ("Viettel Lạng Sơn", "VTL"),
        ("Viettelco", "Viettelco"),
        ("VNM Bắc Giang", "VNM Bắc Giang"),
        ("ock", "OCK"),
        ("Hạ  tầng OCK", "OCK"),
        ("Hạ tầng OCK Bắc Ninh", "Hạ tầng OCK Bắc Ninh"),
        ("Công trình Viettel Bắc Giang", "VTL"),
        ("vcc", "VTL"),
        ("Ông Nguyễn Văn A", "Ông Nguyễn Văn A"),
        ("VNPT thuê của Viettel", "VNPT thuê của Viettel"),
        ("VNPT thuê đất", "VNPT thuê đất"),
        ("VNPT - Viettel", "VNPT - Viettel"),
        ("Viettel và OCK", "Viettel và OCK"),
        ("VNPT Vinaphone Bắc Giang", "VNPT"),
    ],
)
def test_an_owner_answers_by_any_of_its_names_and_a_stranger_by_its_own(
    read: Connection, owner: str, expected: str
) -> None:
    assert Organisations(read).of(owner, ("VNPT",), "VMS") == expected


def test_without_an_owner_the_code_tells_and_then_the_only_network(read: Connection) -> None:
    named = Organisations(read)
    assert named.of(" ", ("VNPT", "VTL"), "VMS") == "VMS"
    assert named.of("", ("VNPT",), "") == "VNPT"
    assert named.of("", ("VNPT", "VTL"), "") == named.of("", (), "") == ""


def test_the_longest_name_that_an_owner_begins_with_tells(office: Registry) -> None:
    add(office, "owners", {"id": "ow-1", "name": "Viettel Post", "kind": "other"})
    with office.database.read() as connection:
        named = Organisations(connection)
        assert named.of("Viettel post", (), "") == "Viettel Post"
        assert named.of("Viettel Post Bắc Giang", (), "") == "Viettel Post Bắc Giang", "and is not Viettel's"
        assert named.of("Viettel Bắc Giang", (), "") == "VTL"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(owner=st.text(min_size=1).filter(str.strip))
def test_whoever_is_written_as_the_owner_never_becomes_nobody(read: Connection, owner: str) -> None:
    named = Organisations(read)
    first = named.of(owner, (), "")
    assert first
    assert named.of(f" {owner} ", ("VNPT",), "VTL") == first
    assert named.of(first, (), "") == first


def test_a_label_says_what_the_register_holds_and_a_stranger_is_left_out(office: Registry) -> None:
    add_masts(office, {"BGG00777": {"operators": ("VTL", "VMS"), "old_class": "A2", "owner": "Viettel"}})
    with office.database.read() as connection:
        found = labels_of(connection, [MAST, "nowhere", "mast-BGG00777", MAST])
        assert labels_of(connection, []) == {}
    assert set(found) == {MAST, "mast-BGG00777"}
    own, other = found[MAST], found["mast-BGG00777"]
    assert (own.code, own.organisation, own.operators, own.mast_class) == (
        "BGG00045", "VNPT", ("VNPT",), "A2b",
    )  # fmt: skip
    assert (other.organisation, other.operators, other.mast_class) == ("VTL", ("VMS", "VTL"), "A2")


def test_the_giver_of_the_code_answers_for_a_mast_of_several_networks(office: Registry) -> None:
    add_masts(office, {"BGG00777": {"operators": ("VTL", "VMS")}})
    alias = {"id": "al-1", "site_id": "site-BGG00777", "operator": "VMS", "former": False}
    add(office, "site_aliases", {**alias, "code": "BGG00777"})
    add(office, "site_aliases", {**alias, "id": "al-2", "operator": "VTL", "code": "BGG_7"})
    with office.database.read() as connection:
        assert labels_of(connection, ["mast-BGG00777"])["mast-BGG00777"].organisation == "VMS"


def test_a_mast_of_a_merged_site_bears_the_code_and_place_of_the_one_that_stays(office: Registry) -> None:
    add_masts(office, {"BGG00777": {"lon": 106.3, "lat": 21.3}})
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        gone = site("OLD", merged_into="site-BGG00777")
        changes = [*created("sites", gone), *created("structures", mast("OLD"))]
        ledger.record(connection, changes, who="lan", batch=batch.id)
    with office.database.read() as connection:
        found = labels_of(connection, ["mast-OLD"])["mast-OLD"]
    assert (found.site, found.code, found.lon, found.lat) == ("site-BGG00777", "BGG00777", 106.3, 21.3)
