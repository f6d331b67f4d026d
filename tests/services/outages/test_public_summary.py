"""The public summary: no line, and nothing that follows from lines, is of fewer than three carriers."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from registry.services.outages.board_view import CommuneRow, InCommune
from registry.services.outages.public_summary import LEAST, QUIET, WAITED, _split, public_summary

NOW = dt.datetime(2026, 9, 8, tzinfo=dt.UTC)
OPERATORS = ("VNPT", "VTL", "VMS", "VNM", "GTEL")


def commune(name: str, *carriers: str, heard: bool = True, down: int = 1) -> CommuneRow:
    return CommuneRow(name, name, tuple(InCommune(code, 3, down, down, 0, heard) for code in carriers))


def summary(*rows: CommuneRow, unclear: str = "") -> Any:
    every = {item.operator: item.heard for row in rows for item in row.carriers}
    board = SimpleNamespace(
        communes=rows, now=NOW, event=SimpleNamespace(name="Bão", operators=OPERATORS),
        carriers=[
            SimpleNamespace(operator=code, heard=heard, waiting=int(code == unclear))
            for code, heard in every.items()
        ],
    )  # fmt: skip
    return public_summary(board)  # type: ignore[arg-type]


def test_a_commune_of_one_or_two_carriers_has_no_line_of_its_own() -> None:
    found = summary(
        commune("A", "VNPT", "VTL", "VMS"), commune("B", "VTL"), commune("C", "VNPT", "VMS"),
        commune("D", *OPERATORS),
    )  # fmt: skip
    assert {area.name: area.communes for area in found.areas} == {"A": 1, "D": 1, "": 2}
    assert found.total.affected == 3 + 1 + 2 + 5


def test_one_commune_alone_is_not_taken_off_the_total() -> None:
    """B alone in the rest would be the total less the other lines: the commune with the fewest joins it."""
    found = summary(commune("A", *OPERATORS), commune("B", "VTL"), commune("C", "VNPT", "VTL", "VMS"))
    assert {area.name: area.communes for area in found.areas} == {"A": 1, "": 2}


def test_who_has_not_reported_does_not_hide_who_has() -> None:
    silent = InCommune("VNM", 3, 0, 0, 0, heard=False)
    row = CommuneRow("A", "A", (*commune("A", "VNPT", "VTL").carriers, silent))
    found = summary(row, commune("B", *OPERATORS))
    assert [area.name for area in found.areas] == [""]


def test_a_commune_is_free_of_outages_only_when_all_of_its_carriers_have_said_so() -> None:
    silent = InCommune("GTEL", 3, 0, 0, 0, heard=False)
    told = commune("A", "VNPT", "VTL", "VMS", down=0)
    untold = CommuneRow("B", "B", (*told.carriers, silent))
    down = CommuneRow("C", "C", (*commune("C", "VNPT", "VTL", "VMS").carriers, silent))
    found = summary(told, untold, down)
    assert {area.name: (area.stations, area.waiting) for area in found.areas} == {
        "C": (12, True), QUIET: (9, False), WAITED: (12, True)
    }  # fmt: skip
    assert found.total.waiting
    assert (found.reported, found.awaited) == (3, 5)
    assert [area.name for area in summary(told).areas] == [QUIET]
    doubted = summary(told, unclear="VTL")  # a row of its report is not understood: it may be here
    assert ([area.name for area in doubted.areas], doubted.unclear) == ([WAITED], True)


def test_with_two_carriers_there_are_words_only() -> None:
    found = summary(commune("A", "VNPT", "VTL"), commune("B", "VTL"))
    assert (found.areas, found.total) == ((), None)


@given(st.lists(st.sets(st.sampled_from(OPERATORS), min_size=1), min_size=1, max_size=12))
def test_every_line_and_the_rest_are_of_three_carriers_at_least(drawn: list[set[str]]) -> None:
    rows = [commune(f"c{number}", *sorted(codes)) for number, codes in enumerate(drawn)]
    if len({code for codes in drawn for code in codes}) < LEAST:
        return
    own, pooled = _split(rows)
    assert sorted(row.code for row in [*own, *pooled]) == sorted(row.code for row in rows)
    assert all(len(row.carriers) >= LEAST for row in own)
    if pooled:
        together = {item.operator for row in pooled for item in row.carriers}
        assert len(together) >= LEAST
        assert len(pooled) >= 2 or not own
