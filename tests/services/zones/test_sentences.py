"""Sentences taken apart: no text breaks the grammar or keeps it busy, and names stay as they are written."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.services.zones.sentences import (
    LONGEST,
    Around,
    Communes,
    Named,
    Road,
    Territory,
    commune_place,
    crossing,
    parse,
    plain,
    tidy,
)

VOCABULARY = (
    "xã phường thị trấn đường quốc lộ QL.31 đoạn từ đến mỗi bên 50 m trong bán kính 200 m quanh cột BGG00001 "
    "trừ và , ; ( ) các huyện (cũ) toàn tỉnh ngã tư giao với trung tâm tọa độ 21,2734 106,1946 km Kép"
)
WORDS = st.sampled_from(sorted(set(VOCABULARY.split())))


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_any_order_of_its_words_is_taken_apart(text: str) -> None:
    sentence = parse(text)
    assert all(isinstance(part, Communes | Road | Around | Territory | Named) for part in sentence.parts)


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    parse(text)
    crossing(tidy(text))
    commune_place(tidy(text))
    assert len(plain(text)) == len(text), "places in the folded text are places in the text"


BUSY = (
    "cac |trong |xã |đường |từ |đến |1|1.|1,1|mỗi bên |50 m |(|;|trừ |quanh |toàn bộ |từ a đến "
    "|ngã tư giao với |bán kính 5 m |giáp ranh |pham vi rong | "
)


@pytest.mark.parametrize("piece", BUSY.split("|"))
def test_a_text_made_to_keep_it_busy_is_read_in_a_moment(piece: str) -> None:
    texts = [lead + piece * LONGEST for lead in ("", "đường A ", "trong bán kính ", "xã ", "quanh ")]
    started = time.process_time()
    for text in texts:
        parse(text)
        crossing(tidy(text))
        commune_place(tidy(text))
    assert time.process_time() - started < 2.0


def test_names_keep_their_letters_and_lengths_their_units() -> None:
    (road,) = parse("ĐƯỜNG  Hùng   Vương, đoạn từ Ngã tư đường Lê Lợi tới xã Kép (0,5 km về mỗi bên)").parts
    assert road == Road("ĐƯỜNG Hùng Vương", "Ngã tư đường Lê Lợi", "xã Kép", 500.0)
    assert parse("trong phạm vi 1.200 m quanh Đền Thờ").parts == (Around(1200.0, "Đền Thờ"),)
    assert parse("1) xã Kép\n2) xã Tân Dĩnh").parts == (
        Communes((("xã", "Kép", "", False),)), Communes((("xã", "Tân Dĩnh", "", False),)),
    )  # fmt: skip
    assert parse("Toàn tỉnh (trừ xã Kép)").left_out == (Communes((("xã", "Kép", "", False),)),)
    assert parse("trong phạm vi 200 m quanh trụ sở UBND xã Kép").left_out == ()
