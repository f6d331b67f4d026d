"""English about one thing: "1 row is left" of "%(count)s rows are left", for every sentence there is."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from registry.messages import Words, catalogue, unit, with_values
from registry.model.english import for_ones
from web.frame.assets import TRANSLATIONS

THINGS = re.compile(
    r"(?<![\d.,:/–-])1 (?:(?!(?:at|by|for|from|has|in|of|on|to|with) )[a-z]+ )?"
    r"(?:rows|masts|positions|communes|carriers|zones|places|letters|requests|reports|defects|photos|days|hours"
    r"|minutes|months|conditions|incidents|entries|matters|units|records|segments)\b"
)


@pytest.mark.parametrize(
    ("several", "one"),
    [
        ("%(n)s rows are left.", "1 row is left."),
        ("<b>%(n)s</b> masts wait", "<b>1</b> mast waits"),
        ("Only %(n)s cable routes lead into it", "Only 1 cable route leads into it"),
        ("%(n)s entries differ and …", "1 entry differs and …"),
        ("%(n)s masts that the list leaves out stay", "1 mast that the list leaves out stay"),
        ("%(n)s station sites in it are at risk.", "1 station site in it is at risk."),
        ("%(n)s dangerous reports of citizens", "1 dangerous report of citizens"),
        ("%(n)s working days left", "1 working day left"),
        ("%(n)s masts where gusts are strong", "1 mast where gusts are strong"),
        ("%(n)s is its status", "1 is its status"),
        ("row %(n)s has no position", "row 1 has no position"),
        ("Row %(n)s names another operator", "Row 1 names another operator"),
        ("Ledger entry %(n)s does not continue it", "Ledger entry 1 does not continue it"),
        ("The line of part %(n)s crosses itself", "The line of part 1 crosses itself"),
        ("All %(n)s features lie outside", "All 1 feature lies outside"),
        ("%(n)s of the letter's rows", "1 of the letter's rows"),
        ("3/%(n)s carriers", "3/1 carriers"),
        ("%(n)s overdue, rows below", "1 overdue, rows below"),
    ],
)
def test_what_is_said_of_one_thing(several: str, one: str) -> None:
    assert for_ones(several, ["%(n)s"]) % {"n": 1} == one


def _sentences() -> Iterator[tuple[str, list[str]]]:
    with (TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        for entry in read_po(file, locale="en"):
            text = str(entry.string)
            yield text, re.findall(r"%\(\w+\)s", text)
    for one in catalogue().values():
        for text in (one.en, one.remedy_en):
            yield text, re.findall(r"\{\w+\}", text)


COUNTS = re.compile("add|all|at|checked|for|from|in|meet|of|only|publish|put|record|where|write")
"""What stands at the beginning of a sentence before a number of things."""


def test_a_number_that_names_a_row_or_a_request_counts_nothing() -> None:
    """ "Row 1 names another operator": what begins a sentence before a number says what the number is of."""
    wrong = []
    for text, places in _sentences():
        for place in dict.fromkeys(places):
            begins = re.match(rf"([A-Z][a-z]+) {re.escape(place)} [a-z]+s\b", text)
            if begins and not COUNTS.fullmatch(begins[1].lower()) and for_ones(text, [place]) != text:
                wrong.append(text)
    assert wrong == []


def test_no_sentence_of_the_interface_says_one_rows() -> None:
    wrong = []
    for text, places in _sentences():
        for place in dict.fromkeys(places):
            said = re.sub("<[^<>]+>", "", for_ones(text, [place]).replace(place, "1"))
            if THINGS.search(said):
                wrong.append(said)
    assert wrong == []


def test_the_catalogue_words_and_labels_say_so_in_english_alone() -> None:
    words = Words("{count} vị trí", "{count} positions")
    assert [with_values(words, "en", count=count) for count in (0, 1, 2, 11, 21)] == [
        "0 positions", "1 position", "2 positions", "11 positions", "21 positions",
    ]  # fmt: skip
    assert with_values(words, "vi", count=1) == "1 vị trí"
    assert [unit("rows", 1, "en"), unit("rows", "1", "en"), unit("rows", 2, "en")] == ["row", "row", "rows"]
