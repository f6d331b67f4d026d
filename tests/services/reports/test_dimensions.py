"""What reports tell numbers apart by: every value has its word and place, the unknown the last."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import WrongCallError
from registry.model.areas import AdminLevel, AdminUnit
from registry.services.reports.dimensions import NAMES, UNKNOWN, values_of, word_of
from registry.services.reports.subjects import Basis, ReportFacts

DAY = dt.date(2026, 11, 24)


def unit(code: str, kind: str, name: str, level: AdminLevel = AdminLevel.COMMUNE) -> AdminUnit:
    return AdminUnit(code, code, level, name, kind, "24", None, None)


FACTS = ReportFacts(
    DAY, DAY, Basis.PRESENT, *(pd.DataFrame() for _ in range(4)),
    communes=(unit("3", "Xã", "Kép"), unit("2", "Xã", "Đa Mai"), unit("1", "Phường", "Yên Dũng")),
    districts=(unit("9", "Huyện", "Việt Yên", AdminLevel.DISTRICT),),
    operators=(("VTL", "Viettel", "#1"), ("VNPT", "VinaPhone", "#2")),
)  # fmt: skip


def values(dimension: str, *found: str, lang: Any = "vi", **names: str) -> list[tuple[str, str]]:
    return values_of(FACTS, dimension, lang, names, found)


def test_communes_stand_by_their_names_without_the_kind_and_all_of_them() -> None:
    assert values("commune") == [("2", "Xã Đa Mai"), ("3", "Xã Kép"), ("1", "Phường Yên Dũng")]
    assert values("district") == [("9", "Huyện Việt Yên")]


def test_operators_keep_their_fixed_order_and_organisations_are_those_that_were_found() -> None:
    assert values("operator") == [("VTL", "Viettel"), ("VNPT", "VinaPhone")]
    assert values("organisation", "VNPT", "HTC", HTC="Hà Thành") == [
        ("VNPT", "VinaPhone"),
        ("HTC", "Hà Thành"),
    ]


@pytest.mark.parametrize("dimension", NAMES)
def test_every_dimension_has_its_words_in_both_languages(dimension: str) -> None:
    assert all(word_of(dimension, lang) for lang in ("vi", "en"))
    vi, en = (values(dimension, UNKNOWN, lang=lang) for lang in ("vi", "en"))
    assert [value for value, _ in vi] == [value for value, _ in en]
    assert all(word for _, word in [*vi, *en])
    assert vi[-1][1] != en[-1][1], "what is not known is said in the reader's language"


def test_what_is_not_known_is_named_for_what_it_is_and_only_where_found() -> None:
    unknown = {name: values(name, UNKNOWN)[-1] for name in ("permit", "commune", "operator", "class")}
    assert unknown == {
        "permit": ("", "Chưa khai"), "commune": ("", "Chưa xác định"), "operator": ("", "Chưa có trạm"),
        "class": ("", "Chưa rõ"),
    }  # fmt: skip
    assert UNKNOWN not in dict(values("class", "A1a"))


def test_values_without_words_stand_by_themselves_after_those_with_words() -> None:
    found = values("technology", "6G", "5G", "2.5G")
    assert [value for value, _ in found] == ["2G", "3G", "4G", "5G", "2.5G", "6G"]
    assert dict(found)["6G"] == "6G"


def test_a_dimension_that_is_none_is_a_wrong_call() -> None:
    with pytest.raises(WrongCallError):
        values("colour")


@given(
    st.sampled_from(sorted(NAMES)), st.lists(st.sampled_from(["", "VTL", "3", "A1a", "lạ", "yes", "open"]))
)
def test_nothing_found_is_lost_or_doubled_in_whatever_order(dimension: str, found: list[str]) -> None:
    told = [value for value, _ in values(dimension, *found)]
    assert set(found) <= set(told)
    assert len(told) == len(set(told))
    assert told == [value for value, _ in values(dimension, *reversed(found), *found)]
    assert UNKNOWN not in told[:-1]
