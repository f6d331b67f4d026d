"""Numbers and signed files of issued letters: given out once a year, a file once; what may be is asked."""

import datetime as dt
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.requests.desk import Request
from registry.model.requests.matters import Matter, Weight
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.issued_numbers import (
    NUMBER,
    NUMBER_OTHER,
    SIGNED,
    check_number,
    number_matters,
    signed_matters,
)
from registry.services.requests.notes import consult
from registry.services.requests.reading import get_request
from registry.services.requests.requests import attach
from registry.services.requests.taken import taken_now
from tests.services.requests import desk
from tests.services.requests.desk import FIVE, issued, received

DAY = today()


def asked(registry: Registry, request: Request, number: str, day: dt.date = DAY) -> list[tuple[str, Weight]]:
    """Return what is known of a number that a request is to be issued with."""
    with registry.database.read() as connection:
        found = number_matters(connection, request, number, day, taken_now(registry))
    return [(one.code, one.weight) for one in found]


@pytest.fixture
def pair(office: Registry, tmp_path: Path) -> tuple[Request, Request]:
    """A request that was issued today under 321/SKHCN-VT and one that is to be issued."""
    first = issued(office, tmp_path, received(office, tmp_path, FIVE[:1]))
    return first, received(office, tmp_path, FIVE[1:2])


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("321/SKHCN-VT", [(NUMBER, Weight.BARS)]),
        ("Số: 0321 / skhcn – vt", [(NUMBER, Weight.BARS)]),
        ("321", [(NUMBER, Weight.ASKS)]),  # its sign was left out
        ("321/UBND", []),
        ("322/SKHCN-VT", []),
        ("", []),
    ],
)
def test_a_number_with_its_sign_bars_and_without_it_asks(
    office: Registry, pair: tuple[Request, Request], number: str, expected: list[tuple[str, Weight]]
) -> None:
    assert asked(office, pair[1], number) == expected


def test_the_same_number_of_another_year_or_of_the_request_itself_is_free(
    office: Registry, pair: tuple[Request, Request]
) -> None:
    first, second = pair
    assert asked(office, second, "321/SKHCN-VT", DAY.replace(year=DAY.year + 1, day=1)) == []
    assert asked(office, first, "321/SKHCN-VT") == []


def test_the_number_of_a_letter_to_a_body_is_asked_about_in_its_year(
    office: Registry, pair: tuple[Request, Request]
) -> None:
    body = "UBND phường"
    consult(office, pair[1].id, body=body, question="?", who="lan", letter_number="77/SKHCN-VT", sent_on=DAY)
    assert asked(office, pair[1], "77/SKHCN-VT") == asked(office, pair[1], "77") == [
        (NUMBER_OTHER, Weight.ASKS)
    ]  # fmt: skip
    assert asked(office, pair[1], "77/SKHCN-VT", DAY.replace(year=DAY.year + 1, day=1)) == []
    assert asked(office, pair[1], "78/SKHCN-VT") == []


def test_a_meeting_and_a_letter_that_was_not_sent_have_no_number_to_give_out(
    office: Registry, pair: tuple[Request, Request]
) -> None:
    second = pair[1]
    consult(office, second.id, body="A", question="?", who="lan", letter_number="77/SKHCN-VT")
    consult(
        office, second.id, body="B", question="?", who="lan", kind="meeting", letter_number="78/SKHCN-VT",
        sent_on=DAY,
    )  # fmt: skip
    assert asked(office, second, "77/SKHCN-VT") == asked(office, second, "78/SKHCN-VT") == []


def test_only_what_bars_is_refused_and_the_refusal_names_the_other_letter(
    office: Registry, pair: tuple[Request, Request]
) -> None:
    first, second = pair
    with office.database.read() as connection:
        bars = number_matters(connection, second, "321/SKHCN-VT", DAY, taken_now(office))
        asks = number_matters(connection, second, "321", DAY, taken_now(office))
    check_number(asks)
    check_number([])
    with pytest.raises(RefusalError, match="REQUEST-NUMBER-TAKEN") as told:
        check_number([*asks, *bars])
    words = told.value.params["matters"]
    assert first.number in words.vi
    assert "321/SKHCN-VT" in words.en


def test_a_signed_file_that_lies_elsewhere_is_asked_about_with_its_name_there(
    office: Registry, tmp_path: Path, pair: tuple[Request, Request]
) -> None:
    first, second = (get_request(office, one.id) for one in pair)
    paper = desk.pdf(tmp_path)
    sha256 = attach(office, first.id, paper, name="công văn.pdf", kind="dossier", who="lan")
    taken = taken_now(office)
    assert signed_matters(second, sha256, taken) == [
        Matter(SIGNED, f"{first.number}:{sha256}", params={"request": first.number, "name": "công văn.pdf"})
    ]
    assert signed_matters(first, sha256, taken) == []
    (signed,) = signed_matters(second, first.signed_sha256, taken)
    assert signed.params["name"] == "ký.pdf"
