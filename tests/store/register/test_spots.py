"""The small file of spots that outsiders asked about: kept together, forgotten by the day."""

import datetime as dt
from pathlib import Path

import pytest

from registry.store.register.spots import AskedSpots, DayStand, GoneDay

DAY = dt.date(2026, 11, 24)
BOX = (106.19, 106.21, 21.26, 21.28)


def test_what_is_kept_is_found_again_by_its_asker_alone(tmp_path: Path) -> None:
    with AskedSpots(tmp_path / "spots.sqlite").open() as book:
        book.keep_answer("VTL", "106.2 21.27", (106.2, 21.27), DAY, {"BGG1": (106.2, 21.27, 1)})
        book.keep_answer("VTL", "106.3 21.27", (106.3, 21.27), DAY, {"BGG1": (106.2, 21.27, 2)})
    with AskedSpots(tmp_path / "spots.sqlite").open() as book:
        assert book.answered("VTL", "106.2 21.27")
        assert not book.answered("VNPT", "106.2 21.27")
        assert book.answered_in("VTL", BOX) == [(106.2, 21.27)]
        assert book.masts_in("VTL", BOX) == [("BGG1", 106.2, 21.27, 2)]
        assert (book.answers_about("VTL", "BGG1"), book.answers_about("VNPT", "BGG1")) == (2, 0)
        book.forget_before(DAY + dt.timedelta(days=1))
        assert not book.answered("VTL", "106.2 21.27")
        assert book.answers_about("VTL", "BGG1") == 2  # of a mast it is never forgotten


def test_a_day_whose_budget_is_gone_is_told_to_the_office(tmp_path: Path) -> None:
    with AskedSpots(tmp_path / "spots.sqlite").open() as book:
        assert book.day_of("VTL", DAY) == DayStand()
        book.keep_day("VTL", DAY, DayStand(7, False, 9), "a.xlsx")
        book.keep_day("VTL", DAY, DayStand(20, True, 31), "b.xlsx")
        book.keep_day("", DAY, DayStand(20, True, 4), "")
        book.keep_day("VNPT", DAY - dt.timedelta(days=8), DayStand(20, True, 4), "")
        assert book.day_of("VTL", DAY) == DayStand(20, True, 31)
        assert book.gone_since(DAY) == [GoneDay("", DAY, 4, ""), GoneDay("VTL", DAY, 31, "b.xlsx")]


def test_what_does_not_end_well_is_not_kept(tmp_path: Path) -> None:
    spots = AskedSpots(tmp_path / "spots.sqlite")

    def broken_off() -> None:
        with spots.open() as book:
            book.keep_day("VTL", DAY, DayStand(7, False, 9), "")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    with spots.open() as book:
        assert book.day_of("VTL", DAY) == DayStand()
