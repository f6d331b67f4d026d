"""Outcomes stay apart for readers who do not see red or green, and are read on white and by night."""

import itertools
import re
from pathlib import Path

import numpy as np
import pytest

from web.frame.wording.words import OUTCOMES

STYLES = Path(__file__).resolve().parents[3] / "web" / "static" / "css"
DAY, NIGHT = "tokens.css", "night.css"

# Simulation of missing L and M cones in linear RGB: Machado, Oliveira, Fernandes 2009, severity 1.0
SIGHT = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
SPOKEN = [name for name in OUTCOMES if name != "na"]  # "na" is a grey sign only


def colour(name: str, sheet: str = DAY) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """A colour of a style sheet in linear RGB."""
    found = re.search(rf"--{name}: #([0-9a-f]{{6}});", (STYLES / sheet).read_text(encoding="utf-8"))
    assert found is not None, name
    srgb = np.array([int(found.group(1)[k : k + 2], 16) for k in (0, 2, 4)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str, sheet: str) -> float:
    """WCAG's ratio of two colours of a style sheet."""
    darker, lighter = sorted(
        float(np.dot([0.2126, 0.7152, 0.0722], colour(name, sheet))) for name in (one, other)
    )
    return (lighter + 0.05) / (darker + 0.05)


def lab(linear: np.ndarray[tuple[int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """CIE L*a*b* (D65) of linear RGB."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x, y, z = (to_xyz @ np.clip(linear, 0, 1)) / np.array([0.95047, 1.0, 1.08883])
    f = [v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z)]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("name", [*SPOKEN, "agree", "conditions", "refuse", "cannot", "ink-soft", "accent"])
def test_text_colours_keep_four_and_a_half_to_one_on_white(name: str) -> None:
    luminance = float(np.dot([0.2126, 0.7152, 0.0722], colour(name)))
    assert 1.05 / (luminance + 0.05) >= 4.5


TEXTS = [
    *SPOKEN, "agree", "conditions", "refuse", "cannot", "ink", "ink-soft", "accent", "deep-ink",
    "illustrative", "band-over", "band-near", "band-strong", "band-mild", "band-calm",
]  # fmt: skip
SURFACES = {
    "agree-surface": ("agree", "ink", "ink-soft", "accent"),
    "conditions-surface": ("conditions", "ink", "ink-soft", "accent"),
    "refuse-surface": ("refuse", "fail", "ink", "ink-soft", "accent"),
    "cannot-surface": ("cannot", "ink", "ink-soft", "accent"),
    "accent-surface": ("deep-ink", "accent", "ink", "ink-soft"),
    "illustrative-surface": ("illustrative", "ink", "accent"),
    "field-warn-surface": ("field-warn",),
    "field-paper": ("field-ink", "field-soft", "field-good", "field-sent", "field-wait"),
}
"""What is written on each surface."""


@pytest.mark.parametrize("ground", ["paper", "desk", "map-ground"])
def test_text_colours_keep_four_and_a_half_to_one_by_night(ground: str) -> None:
    pale = {name: contrast(name, ground, NIGHT) for name in TEXTS}
    assert {name: found for name, found in pale.items() if found < 4.5} == {}
    assert contrast("na", ground, NIGHT) >= 3  # a sign only
    assert contrast("line-strong", "paper", NIGHT) >= 3  # the edge of a field


@pytest.mark.parametrize("sheet", [DAY, NIGHT])
@pytest.mark.parametrize("surface", SURFACES)
def test_what_is_written_on_a_surface_is_read(surface: str, sheet: str) -> None:
    pale = {name: contrast(name, surface, sheet) for name in SURFACES[surface]}
    assert {name: found for name, found in pale.items() if found < 4.5} == {}


@pytest.mark.parametrize("sheet", [DAY, NIGHT])
def test_a_sign_upon_a_fill_is_read(sheet: str) -> None:
    fills = [name for name in TEXTS if name not in ("ink", "ink-soft", "deep-ink", "illustrative")]
    pale = {name: contrast("on-fill", name, sheet) for name in fills}
    assert {name: found for name, found in pale.items() if found < 4.5} == {}


@pytest.mark.parametrize("sheet", [DAY, NIGHT])
@pytest.mark.parametrize("sight", SIGHT)
def test_outcomes_stay_apart(sight: str, sheet: str) -> None:
    for one, two in itertools.combinations(SPOKEN, 2):
        apart = float(
            np.linalg.norm(lab(SIGHT[sight] @ colour(one, sheet)) - lab(SIGHT[sight] @ colour(two, sheet)))
        )
        assert apart >= 12, f"{one} and {two} are {apart:.1f} apart"


def test_no_two_outcomes_share_a_sign_or_a_word() -> None:
    assert len({sign for _, sign in OUTCOMES.values()}) == len(OUTCOMES)
