"""When the next bulletin comes, as texts say it, and what is only guessed."""

import datetime as dt

import pytest

from registry.model.vietnam_time import VIETNAM
from registry.storm.next_bulletin import is_last, next_bulletin

ISSUED = dt.datetime(2024, 9, 7, 14, 0, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("text", "day", "hour", "minute"),
    [
        ("Tin tiếp theo được phát lúc 17h00.", 7, 17, 0),
        ("Thời gian ban hành bản tin tiếp theo: 17 giờ 30 ngày 07/9.", 7, 17, 30),
        ("TIN BÃO TIẾP THEO được phát vào 2 giờ sáng", 8, 2, 0),
        ("Bản tin tiếp theo phát lúc 05:00 ngày 08/09/2024", 8, 5, 0),
        ("Tin tiếp theo được phát lúc 24h00", 8, 0, 0),
    ],
)
def test_a_text_says_when(text: str, day: int, hour: int, minute: int) -> None:
    found = next_bulletin(f"Tin bão số 3.\n{text}\n", ISSUED)
    assert found.stated
    assert found.at == dt.datetime(2024, 9, day, hour, minute, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    "text",
    ["", "Tin tiếp theo sẽ phát sau.", "Tin tiếp theo lúc 17h ngày 31/02", "Tin tiếp theo lúc 5h ngày 01/9"],
)
def test_what_a_text_does_not_say_is_a_guess(text: str) -> None:
    found = next_bulletin(text, ISSUED)
    assert not found.stated
    assert found.at == ISSUED + dt.timedelta(hours=3)


def test_new_years_eve() -> None:
    eve = dt.datetime(2024, 12, 31, 23, 0, tzinfo=VIETNAM)
    found = next_bulletin("Bản tin tiếp theo: 02 giờ 00 ngày 01/01", eve)
    assert (found.stated, found.at) == (True, dt.datetime(2025, 1, 1, 2, 0, tzinfo=VIETNAM))


def test_the_usual_words_of_the_agency_with_the_day_after_midnight() -> None:
    seen = dt.datetime(2026, 11, 30, 22, 0, tzinfo=VIETNAM)
    found = next_bulletin("(Tin phát lúc 23h00 ngày 30/11)\nTin phát tiếp theo lúc 02h00 ngày 01/12.", seen)
    assert (found.stated, found.at) == (True, dt.datetime(2026, 12, 1, 2, 0, tzinfo=VIETNAM))


@pytest.mark.parametrize(
    ("head", "hours"),
    [
        ("(Tin phát lúc 23h00 ngày 30/11)", 4),
        ("Tin phát lúc 00 giờ 30 ngày 01/12", 5.5),
        ("Tin phát lúc 15h00", 3),  # of another bulletin, or a slip: it is not the hour after 22h
        ("Phát lúc 99h99", 3),
    ],
)
def test_a_guess_counts_from_the_hour_of_publication(head: str, hours: float) -> None:
    seen = dt.datetime(2026, 11, 30, 22, 0, tzinfo=VIETNAM)
    found = next_bulletin(f"TIN BÃO\n{head}\n", seen)
    assert not found.stated
    assert found.at == seen + dt.timedelta(hours=hours)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("TIN CUỐI CÙNG VỀ CƠN BÃO SỐ 3\nHồi 14 giờ", True),
        ("Đây là bản tin cuối cùng về cơn bão số 3.", True),
        ("TIN BÃO CUỐI CÙNG", True),
        ("THIS IS THE FINAL WARNING ON THIS SYSTEM BY THE JOINT TYPHOON WRNCEN", True),
        ("TIN CUỐI CÙNG VỀ CƠN BÃO SỐ 3\nTin tiếp theo được phát lúc 17h00.", False),  # of the depression
        ("Đây chưa phải tin cuối cùng về cơn bão.", False),
        ("TIN BÃO KHẨN CẤP\nTheo thông tin cuối ngày 07/9", False),
        ("", False),
    ],
)
def test_a_text_that_says_it_is_the_last_and_names_no_next_is_the_last(text: str, last: bool) -> None:
    assert is_last(text, ISSUED) is last
