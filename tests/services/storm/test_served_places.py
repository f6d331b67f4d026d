"""What a storm's letter says of critical places: those of the recipient's own masts, and "not entered"."""

import datetime as dt
from dataclasses import replace

from registry.messages import Words
from registry.model.critical_places import CriticalPlace, PlaceKind
from registry.model.storm.storm_records import OrderRow
from registry.services.critical.served import Reach, Served, ServingMast
from registry.services.storm.served_places import names_served, places_words, priority_deeds
from registry.store.records import plain_of, record_of

REACH = Reach(3_000.0, dt.date(2026, 11, 29), Words("gần", "near"))


def row(structure: str) -> OrderRow:
    return OrderRow(
        structure, structure, "", "X1", "Xã Một", 106.0, 21.0, "guyed", "near", 1, 1.0, 30.0, 11, 9, None, "",
        None, 0.3, "", "",
    )  # fmt: skip


def serving(structure: str, operator: str) -> tuple[ServingMast, ...]:
    return (ServingMast(structure, structure, 1, structure, operator, 106.0, 21.0, 50.0, stated=False),)


def found(*names: str) -> Served:
    places = tuple(CriticalPlace(name, name, PlaceKind.COMMITTEE, 106.0, 21.0) for name in names)
    masts = {name: {"VTL": serving("a", "VTL"), "VNPT": serving("b", "VNPT")} for name in names}
    return Served(places, masts, REACH)


def with_places(rows: list[OrderRow], served: Served, recipient: str) -> list[OrderRow]:
    """Rows as a letter to a recipient keeps them."""
    names = names_served(served, recipient)
    return [replace(one, serves=names.get(one.structure, ()), places_known=served.known) for one in rows]


def test_a_carrier_is_told_of_the_places_of_its_own_network() -> None:
    rows = with_places([row("a"), row("b")], found("UBND", "Bệnh viện"), "VTL")
    assert [one.serves for one in rows] == [("UBND", "Bệnh viện"), ()]
    assert [places_words(one, "vi") for one in rows] == ["UBND; Bệnh viện", ""]
    (deed,) = priority_deeds(rows, "vi")
    assert deed == ("Ưu tiên giữ liên lạc 1 cột phục vụ 2 nơi trọng yếu (bảng kèm theo): UBND; Bệnh viện")
    assert [record_of(OrderRow, plain_of(one)) for one in rows] == rows, "kept as it was drafted"


def test_an_owner_that_is_no_network_is_told_of_all() -> None:
    rows = with_places([row("a"), row("b")], found("UBND"), "công ty cột")
    assert [one.serves for one in rows] == [("UBND",), ("UBND",)]


def test_where_none_was_entered_the_table_says_so_and_the_letter_nothing() -> None:
    rows = with_places([row("a")], found(), "VTL")
    assert places_words(rows[0], "vi") == "chưa nhập"
    assert priority_deeds(rows, "vi") == []
    assert places_words(row("a"), "en") == "not entered", "a row of an older draft"
