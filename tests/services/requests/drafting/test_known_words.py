"""A word of a carrier's list that somebody read once is read so in its next lists, and in nobody else's."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from registry.errors import RefusalError
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.drafting.drafts import Drafts
from registry.services.requests.drafting.kept_drafts import Draft
from registry.settings import read_settings
from tests.services.requests import desk

WORD = "kiểu mới B7"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Registry]:
    """A small office with one mast."""
    registry = desk.make(read_settings({"BTS_HOME": str(tmp_path / "sổ")}))
    yield registry
    registry.close()


def made(office: Registry, path: Path, forms: Sequence[str], *, north: float, who: str = "VTL") -> Draft:
    """A draft of positions, the form of each as its list says it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append((*desk.HEADER, "Hình thức cột"))
    for at, form in enumerate(forms):
        lon, lat = desk.north(north + 1000.0 * at)
        sheet.append((f"V{north:.0f}{at}", who, lon, lat, "A2b", "dưới đất", 42, 2, form))
    book.save(path)
    facts = {"kind": "position", "organisation": who, "letter_number": f"{north:.0f}/KT",
             "received_on": today().isoformat()}  # fmt: skip
    return Drafts(office).make(facts, who="lan", own=None, source=(path, path.name))


def test_one_answer_for_all_rows_alike_and_none_where_one_does_not_read(
    office: Registry, tmp_path: Path
) -> None:
    drafts, draft = Drafts(office), made(office, tmp_path / "a.xlsx", [WORD] * 3, north=2000)
    with pytest.raises(RefusalError, match="REQUEST-DRAFT-ROW"):
        drafts.answer_alike(draft, [0, 1, 7], {"form": "guyed"})
    with pytest.raises(RefusalError, match="REQUEST-CELL"):
        drafts.answer_alike(draft, [0, 1], {"form": "lạ"})
    assert drafts.of(draft.id, None).answers == {}
    draft = drafts.answer_alike(draft, [0, 2], {"form": "guyed"})
    assert draft.answers == {"0": {"form": "guyed"}, "2": {"form": "guyed"}}


def test_a_word_is_read_in_the_next_list_as_it_was_in_the_one_before(
    office: Registry, tmp_path: Path
) -> None:
    drafts = Drafts(office)
    first = made(office, tmp_path / "a.xlsx", [WORD, WORD, "dây co", "lạ"], north=2000)
    assert drafts.answer_known(first).answers == {}  # nobody has read anything yet
    first = drafts.answer_alike(first, [0, 1], {"form": "guyed"})
    number = drafts.register(first, officer="lan", who="lan").number
    later = made(office, tmp_path / "b.xlsx", ["dây co", f"  {WORD.upper()}", "lạ"], north=12000)
    assert later.words == {"form|kieumoib7": ["guyed", number]}
    assert drafts.answer_known(later).answers == {"1": {"form": "guyed"}}
    said = drafts.answer(later, 1, {"form": "self_supporting"})  # what was answered here goes before
    assert drafts.answer_known(said).answers == {"1": {"form": "self_supporting"}}
    other = made(office, tmp_path / "c.xlsx", [WORD], north=22000, who="VNPT")
    assert other.words == {}


def test_a_word_that_was_read_in_two_ways_is_not_remembered(office: Registry, tmp_path: Path) -> None:
    drafts = Drafts(office)
    first = made(office, tmp_path / "a.xlsx", [WORD, WORD], north=2000)
    first = drafts.answer(first, 0, {"form": "guyed"})
    drafts.register(drafts.answer(first, 1, {"form": "self_supporting"}), officer="lan", who="lan")
    assert made(office, tmp_path / "b.xlsx", [WORD], north=12000).words == {}
