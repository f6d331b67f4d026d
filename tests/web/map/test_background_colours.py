"""Whatever the background is, what the register says stands out on it: by day on paper, at night on a dim
sheet."""

import re
import tomllib
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
GROUNDS = ("earth", "farmland", "built", "industry", "site", "green", "forest", "water", "building")
ROADS = ("minor", "medium", "primary", "trunk", "motorway")
NAMES = ("ink", "inkSoft", "inkFaint", "inkWater", "inkIndustry")


def _palette(name: str) -> dict[str, str]:
    script = (ROOT / "web/static/js/map/ground/background_palettes.js").read_text(encoding="utf-8")
    found = re.search(rf"const {name} = \{{(.*?)\n\}};", script, re.DOTALL)
    assert found is not None
    return dict(re.findall(r'(\w+): "(#[0-9a-f]{6})"', found.group(1)))


def _data(name: str) -> dict[str, dict[str, str]]:
    with (ROOT / "data" / "codes" / name).open("rb") as file:
        return tomllib.load(file)


DAY, NIGHT = _palette("DAY"), _palette("NIGHT")
LINES = {str(layer["line"]) for layer in _data("layers.toml").values()}
OPERATORS = set(
    re.findall(r'colour = "(#\w{6})"', (ROOT / "data/codes/operators.toml").read_text(encoding="utf-8"))
)
BRIGHTER = float(
    re.findall(
        r"--night-brighter: ([\d.]+);", (ROOT / "web/static/css/tokens.css").read_text(encoding="utf-8")
    )[0]
)


def _parts(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def _light(parts: list[float]) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: list[float], two: list[float]) -> float:
    """WCAG's ratio of two colours, 1 to 21."""
    darker, lighter = sorted((_light(one), _light(two)))
    return (lighter + 0.05) / (darker + 0.05)


def test_both_palettes_have_the_same_colours_by_name() -> None:
    assert set(DAY) == set(NIGHT)
    assert len(OPERATORS) >= 5
    assert len(LINES) >= 8


@pytest.mark.parametrize("ground", [*GROUNDS, *ROADS])
def test_operators_keep_three_to_one_on_everything_by_day(ground: str) -> None:
    for operator in OPERATORS:
        assert contrast(_parts(DAY[ground]), _parts(operator)) >= 3, operator


@pytest.mark.parametrize("ground", GROUNDS)
def test_zones_lose_at_most_a_quarter_of_their_contrast_to_the_background(ground: str) -> None:
    for line in LINES:
        on_paper = contrast(_parts("#fbfbf8"), _parts(line))
        assert contrast(_parts(DAY[ground]), _parts(line)) >= 0.75 * on_paper, line


@pytest.mark.parametrize("ground", [*GROUNDS, *ROADS])
def test_the_white_ring_of_a_sign_stands_out_at_night(ground: str) -> None:
    assert contrast(_parts(NIGHT[ground]), [1, 1, 1]) >= 5


@pytest.mark.parametrize("ground", GROUNDS)
def test_zones_are_drawn_brighter_at_night_and_seen(ground: str) -> None:
    for line in LINES:
        drawn = [min(1, part * BRIGHTER) for part in _parts(line)]
        assert contrast(_parts(NIGHT[ground]), drawn) >= 2.2, line


@pytest.mark.parametrize(
    ("palette", "name", "ground"),
    [(palette, *pair) for palette in ("DAY", "NIGHT") for pair in product(NAMES, GROUNDS)],
)
def test_names_are_read_on_every_ground(palette: str, name: str, ground: str) -> None:
    known = _palette(palette)
    least = 4.5 if name == "ink" else 3
    assert contrast(_parts(known[ground]), _parts(known[name])) >= least
