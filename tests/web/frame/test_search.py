"""Search: by any code, by old and new names with and without diacritics, by operator, by coordinate."""

from typing import Any

import pytest

from registry.checks.context import Context
from registry.model.areas import full_name
from registry.services.register.map_masts import MapMasts
from tests.pages import Pages


def hits(pages: Pages, text: str) -> list[dict[str, Any]]:
    """What the search answers for a text."""
    found: list[dict[str, Any]] = pages.get("/search", query_string={"q": text}).get_json()["hits"]
    return found


def test_a_site_is_found_by_its_code_in_any_case(pages: Pages, masts: MapMasts) -> None:
    for text in (masts.codes[7], masts.codes[7].lower(), f"  {masts.codes[7]} "):
        first = hits(pages, text)[0]
        assert (first["kind"], first["code"]) == ("site", masts.codes[7])
        assert first["lon"] == pytest.approx(masts.lon[7])


def test_the_beginning_of_a_code_finds_several(pages: Pages, masts: MapMasts) -> None:
    found = hits(pages, masts.codes[7][:-2])
    assert len(found) > 1
    assert all(hit["kind"] == "site" for hit in found)


def test_a_commune_is_found_with_and_without_diacritics(pages: Pages) -> None:
    for text in ("Tân Yên", "tan yen", "xã Tân Yên", "XA TAN YEN"):
        found = [hit["label"] for hit in hits(pages, text) if hit["kind"] == "commune"]
        assert any("Tân Yên" in label for label in found), text


def test_a_former_commune_leads_to_its_successor_and_says_so(pages: Pages, known: Context) -> None:
    by_id = {unit.id: unit for unit in known.units.communes}
    old, now = next(
        (unit, by_id[successors[0]])
        for unit in known.units.legacy
        if (successors := known.units.current_of.get(unit.id, ())) and successors[0] in by_id
        and unit.name not in {by_id[key].name for key in successors if key in by_id}
        and sum(unit.name == other.name for other in known.units.legacy) == 1
        and unit.name not in {other.name for other in known.units.communes}
    )  # fmt: skip
    found = [hit for hit in hits(pages, old.name) if hit["former"]]
    assert any(hit["label"] == full_name(now) and hit["former"] == full_name(old) for hit in found)


def test_an_operator_is_found_by_its_old_name(pages: Pages) -> None:
    assert ("operator", "VNPT") in [(hit["kind"], hit["code"]) for hit in hits(pages, "vinaphone")]


@pytest.mark.parametrize(
    "text",
    ["21.2734, 106.1946", "21,2734; 106,1946", "106.1946 21.2734",
     "21,2734 106.1946", "21°16'24.24\"B 106°11'40.56\"Đ",
     "21 16 24.24 106 11 40.56"],
)  # fmt: skip
def test_a_pasted_coordinate_is_read_in_any_form(pages: Pages, text: str) -> None:
    first = hits(pages, text)[0]
    assert first["kind"] == "position"
    assert first["lon"] == pytest.approx(106.1946, abs=1e-5)
    assert first["lat"] == pytest.approx(21.2734, abs=1e-5)


def test_nothing_and_nonsense_find_nothing(pages: Pages) -> None:
    for text in ("", "   ", "…", "zzzzqqqq", "<script>alert(1)</script>", "%", "x" * 5000):
        assert hits(pages, text) == []


def test_a_misspelt_parameter_is_refused(pages: Pages) -> None:
    pages.get("/search?query=x", 400, headers={"Accept": "application/json"})


def test_a_former_district_says_what_it_became_and_a_middle_that_is_none_is_refused(pages: Pages) -> None:
    asked = {"q": "huyện Lạng Giang", "near": "106.2,21.3"}
    (hit,) = [
        one
        for one in pages.get("/search", query_string=asked).get_json()["hits"]
        if one["kind"] == "district"
    ]
    assert hit["group"] == "former"
    assert "Xã Kép" in hit["detail"]
    for near in ("x", "1", "1,2,3", "999,1", "nan,1", "inf,1"):
        pages.get(
            "/search", 400, query_string={"q": "a", "near": near}, headers={"Accept": "application/json"}
        )
