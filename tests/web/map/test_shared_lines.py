"""Each border is sent once: put together by the maps' script, outlines are the same to the last digit."""

from typing import Any

import orjson
import pytest
import shapely
from flask import Flask

from registry.checks.context import Context
from tests.js.node import called
from tests.pages import Pages
from web.map.layers import borders_address
from web.map.shared_lines import topology

PER_DEGREE = 100_000


def collection(*shapes: Any) -> dict[str, Any]:
    features = [
        {"type": "Feature", "properties": {"name": str(n)}, "geometry": shapely.geometry.mapping(shape)}
        for n, shape in enumerate(shapes)
    ]
    found: dict[str, Any] = orjson.loads(orjson.dumps({"type": "FeatureCollection", "features": features}))
    return found


def put_together(made: dict[str, Any]) -> Any:
    return called(("map/ground/outlines", "outlines", [orjson.loads(orjson.dumps(made))]))[0]


WEST, EAST = shapely.box(106.1, 21.1, 106.2, 21.3), shapely.box(106.2, 21.1, 106.3, 21.2)
ROUND = shapely.Polygon(
    [(106.2, 21.2), (106.3, 21.2), (106.3, 21.3), (106.2, 21.3), (106.2, 21.2)],
    [[(106.22, 21.22), (106.22, 21.28), (106.28, 21.28), (106.28, 21.22), (106.22, 21.22)]],
)
WITHIN = shapely.Polygon([(106.28, 21.28), (106.22, 21.28), (106.22, 21.22), (106.28, 21.22)])
ISLANDS = shapely.MultiPolygon(
    [shapely.box(107.0, 20.8, 107.01234, 20.85), shapely.box(107.1, 20.8, 107.2, 20.9)]
)
LINE_TWICE = shapely.Polygon([(106.0, 21.0), (106.05, 21.0), (106.05, 21.0), (106.05, 21.05)])


@pytest.mark.parametrize(
    "shapes",
    [(), (WEST,), (WEST, EAST), (WEST, EAST, ROUND, WITHIN), (ISLANDS, WEST), (LINE_TWICE, WEST)],
    ids=len,
)
def test_the_outlines_are_the_same_in_their_order_from_the_same_beginning(shapes: tuple[Any, ...]) -> None:
    sent = collection(*shapes)
    assert put_together(topology(sent["features"], PER_DEGREE)) == sent


def test_what_two_have_in_common_is_sent_once() -> None:
    made = topology(collection(ROUND, WITHIN)["features"], PER_DEGREE)
    assert sum(len(line) - 1 for line in made["arcs"]) == 4 + 4
    assert put_together(collection(WEST)) == collection(WEST)


def test_a_map_gets_half_the_bytes_of_the_same_borders_and_keeps_them_while_they_stand(
    demo_app: Flask, pages: Pages, known: Context
) -> None:
    with demo_app.test_request_context("/"):
        address = borders_address()
    plain, lines = pages.get("/map/borders.json"), pages.get(address)
    assert put_together(lines.get_json()) == orjson.loads(plain.data)
    assert len(lines.data) < len(plain.data) / 3
    zipped, before = (
        pages.get(path, headers={"Accept-Encoding": "gzip"}) for path in (address, "/map/borders.json")
    )
    assert len(zipped.data) < len(before.data) / 2
    assert "immutable" in lines.headers["Cache-Control"]
    assert all("immutable" not in pages.get(path).headers["Cache-Control"] for path in OTHERS)
    assert known.units.communes


OTHERS = ("/map/borders.json", "/map/borders.json?drawn=0123")


def test_the_first_page_names_the_borders_by_what_they_are(demo_app: Flask, pages: Pages) -> None:
    with demo_app.test_request_context("/"):
        address = borders_address()
    assert "drawn=" in address
    assert address in pages.get("/").get_data(as_text=True)
    pages.get("/map/borders.json?other=1", 400)
