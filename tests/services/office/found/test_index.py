"""What is found for what was typed, in which order, and which part of a name is shown as typed."""

import time

import pytest

from registry.services.office.found.index import Index, Thing
from registry.services.office.found.typed import bared, marked, plain, typed

THINGS = [
    Thing("BGG00045", "/a", words="Viettel phường Bắc Giang"),
    Thing("BGG00450", "/b", words="VNPT xã Tân Yên"),
    Thing("12/2026/HS-VT", "/c", words="Viettel 45/VTL-KT"),
    Thing("Phường Đức Thắng", "/d"),
    Thing("Ghi bản tin bão", "/e", words="cơn bão mới"),
    Thing("BG 00045", "/f"),
]


def found(text: str, most: int = 12) -> list[str]:
    return [hit.thing.address for hit in Index.of(THINGS).find(typed(text), most)[0]]


@pytest.mark.parametrize("text", ["BGG00045", "bgg 00045", " bgg-00045 ", "BGG 000 45"])
def test_a_code_is_found_typed_with_blanks_or_without(text: str) -> None:
    assert found(text)[0] == "/a"


def test_a_code_that_the_register_has_with_a_blank_is_found_without() -> None:
    assert found("bg00045") == ["/f"]


@pytest.mark.parametrize(
    "text", ["đức thắng", "duc thang", "THANG DUC", "phuong duc", "Ðức thắng", "\u00f0ức thắng"]
)
def test_words_are_found_in_any_order_with_and_without_diacritics(text: str) -> None:
    assert found(text) == ["/d"]


def test_every_word_has_to_stand_there() -> None:
    assert found("viettel bac giang") == ["/a"]
    assert found("viettel tan yen") == []


def test_the_name_itself_comes_before_what_begins_so_and_that_before_what_holds_it() -> None:
    names = ["Xã Yên Thế mới", "Yên", "Yên Thế", "Tân Yên"]
    index = Index.of([Thing(name, f"/{at}") for at, name in enumerate(names)])
    hits, _more = index.find(typed("yen"), 9)
    assert [hit.thing.name for hit in hits] == ["Yên", "Yên Thế", "Xã Yên Thế mới", "Tân Yên"]


def test_what_is_called_so_is_found_however_many_begin_so_or_hold_the_words() -> None:
    codes = [*(f"BG1{at:04d}" for at in range(300)), "BG1"]
    (hit, *_others), more = Index.of([Thing(code, f"/{code}") for code in codes]).find(typed("bg 1"), 12)
    assert (hit.thing.name, hit.rank, more) == ("BG1", 0, True)
    others = [Thing(f"Số {at}", f"/{at}", words="phường Bắc Giang, Đông Ngạn") for at in range(300)]
    index = Index.of([*others, Thing("Vùng Bắc Giang", "/vung")])
    assert index.find(typed("giang bac"), 12)[0][0].thing.name == "Vùng Bắc Giang"
    assert len(index.find(typed("giang bac"), 12)[0]) == 12


def test_a_short_word_has_to_begin_a_word_and_a_longer_one_may_stand_inside() -> None:
    assert found("0004") == ["/f", "/a"]
    assert "/a" not in found("g0")
    assert found("45") == ["/c"]


def test_further_words_find_but_come_after_names() -> None:
    things = [Thing("Số 7", "/1", words="bão"), Thing("Bão số 3", "/2")]
    hits, _more = Index.of(things).find(typed("bao"), 9)
    assert [hit.thing.address for hit in hits] == ["/2", "/1"]


def test_more_is_said_where_there_is_more_and_only_then() -> None:
    index = Index.of([Thing(f"Cột {at}", f"/{at}") for at in range(9)])
    assert index.find(typed("cot"), 9)[1] is False
    hits, more = index.find(typed("cot"), 8)
    assert (len(hits), more) == (8, True)


@pytest.mark.parametrize("text", ["", "  ", "…", "\n\t\v", "%_'\"\\"])
def test_nothing_typed_finds_nothing(text: str) -> None:
    assert found(text) == []


def test_signs_that_lay_the_lines_out_do_no_harm_in_names() -> None:
    index = Index.of([Thing("một\nhai\tba\vbốn", "/1", words="x\ny"), Thing("năm", "/2")])
    assert [hit.thing.address for hit in index.find(typed("bon mot"), 9)[0]] == ["/1"]
    assert [hit.thing.address for hit in index.find(typed("nam"), 9)[0]] == ["/2"]


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("Phường Đức Thắng", "thang duc", "Phường [Đức] [Thắng]"),
        ("BGG00045", "bgg 00045", "[BGG00045]"),
        ("BG 00045", "bg00045", "[BG 00045]"),
        ("BGG00045", "045", "BGG00[045]"),
        ("12/2026/HS-VT", "12/2026", "[12/2026]/HS-VT"),
        ("Bão số 3", "xyz", "Bão số 3"),
    ],
)
def test_the_part_that_was_typed_is_shown(name: str, text: str, shown: str) -> None:
    parts = marked(name, typed(text))
    assert "".join(f"[{part}]" if hit else part for part, hit in parts) == shown
    assert "".join(part for part, _hit in parts) == name


def test_plain_is_without_case_diacritics_and_signs() -> None:
    assert plain("BẮC-Giang, Đồi_2").split() == ["bac", "giang", "doi", "2"]


def test_two_hundred_thousand_codes_are_looked_through_within_a_moment() -> None:
    """A bound with room for a slow machine; what it takes stands in docs/speed.md."""
    names = [f"BGG{at:06d}" for at in range(200_000)]
    index = Index(
        names, ["viettel bac giang"] * len(names), lambda row: Thing(names[row], ""), lambda _: None
    ).lay_out()
    for text in ("bgg199999", "bgg", "99999", "viettel zzz"):
        begun = time.process_time()
        index.find(typed(text), 12)
        assert time.process_time() - begun < 0.5, text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hồ sơ MobiFone năm ngoái", ("mobifone", "2025")),
        ("công văn của Viettel năm nay", ("viettel", "2026")),
        ("hồ sơ VNPT năm 2025", ("vnpt", "2025")),
        ("hồ sơ", ()),
        ("Viettel", ("viettel",)),
    ],
)
def test_words_for_a_kind_and_for_a_year_are_told_from_what_is_looked_for(
    text: str, words: tuple[str, ...]
) -> None:
    assert bared(typed(text), 2026).words == words


@pytest.mark.parametrize(
    "after",
    [
        THINGS,
        [*THINGS[:2], Thing("MỚI 1", "/g", words="Viettel"), *THINGS[3:]],
        THINGS[::-1],
        [*THINGS, THINGS[0]],
        [],
        [Thing(one.name, f"{one.address}/sau", one.note, "khác") for one in THINGS],
    ],
)
def test_an_index_laid_out_after_another_finds_as_one_laid_out_anew(after: list[Thing]) -> None:
    for before in (THINGS, [], after):
        laid = Index.of(after).lay_out(Index.of(before).lay_out())
        for text in ("BGG00045", "viettel", "moi", "khac", "45", "duc thang", "gi"):
            assert laid.find(typed(text), 12) == Index.of(after).find(typed(text), 12)
