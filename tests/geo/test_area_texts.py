"""A chosen area is one short text that is read again as it was written, or refused."""

import json
from pathlib import Path

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.geo.area_texts import LONGEST, MOST_CORNERS, STEPS, area_text, read_area
from registry.model.chosen_areas import AreaPart, ChosenArea, PartKind

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "areas.json").read_text(encoding="utf-8"))[
    "cases"
]

points = st.tuples(
    st.integers(-180 * STEPS, 180 * STEPS).map(lambda step: step / STEPS),
    st.integers(-85 * STEPS, 85 * STEPS).map(lambda step: step / STEPS),
)
parts = st.one_of(
    st.builds(
        AreaPart, st.just(PartKind.POLYGON), st.lists(points, min_size=3, max_size=20).map(tuple),
        taken=st.booleans(),
    ),
    st.builds(
        AreaPart, st.just(PartKind.CIRCLE), st.tuples(points), radius_m=st.integers(1, 100_000),
        taken=st.booleans(),
    ),
    st.builds(
        AreaPart, st.just(PartKind.UNIT), taken=st.booleans(),
        unit=st.from_regex(r"[0-9]{2,5}@(start|2025-07-01)", fullmatch=True),
    ),
)  # fmt: skip


@given(st.lists(parts, max_size=8).map(tuple))
def test_what_is_written_is_read_again(made: tuple[AreaPart, ...]) -> None:
    area = ChosenArea(made)
    assert read_area(area_text(area)) == area


@pytest.mark.parametrize(("text", "parts"), VECTORS, ids=[text[:30] for text, _parts in VECTORS])
def test_the_text_is_the_one_that_the_scripts_write(text: str, parts: list[dict[str, object]]) -> None:
    read = read_area(text)
    assert [
        {
            "kind": part.kind.value,
            "taken": part.taken,
            "points": [list(point) for point in part.points],
            "radius": part.radius_m,
            "unit": part.unit,
        }
        for part in read.parts
    ] == parts
    assert area_text(read) == text


@given(st.text("pcu.-~AZaz09_@\u1ea1", max_size=40))
def test_whatever_else_is_typed_is_read_or_refused(text: str) -> None:
    try:
        read = read_area(text)
    except RefusalError as refusal:
        event(refusal.code)  # the only fault that a text may be
    else:
        assert read_area(area_text(read)) == read


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("u.", "AREA-NOT-READ"),
        ("u.a b", "AREA-NOT-READ"),
        ("p.gA", "AREA-NOT-READ"),  # one corner is no polygon
        ("p.g", "AREA-NOT-READ"),  # a number that does not end
        ("c.gotpUglgiE", "AREA-NOT-READ"),
        ("c.gotpUglgiE.0", "AREA-NOT-READ"),
        ("c.gotpUglgiE.100001", "AREA-TOO-LARGE"),
        ("p." + "AA" * (MOST_CORNERS + 1), "AREA-TOO-LARGE"),
        ("~".join(["u.1"] * 41), "AREA-TOO-LARGE"),
        ("u." + "1" * LONGEST, "AREA-TOO-LARGE"),
        ('{"type":"Polygon"}', "AREA-NOT-READ"),
    ],
)
def test_what_is_no_area_is_refused_by_its_code(text: str, code: str) -> None:
    with pytest.raises(RefusalError, match=code):
        read_area(text)
