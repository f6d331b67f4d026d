"""The rough elevation of the illustrative province."""

from typing import Any

import numpy as np

from registry.demo.places import parameters


def elevation_m(lon: Any, lat: Any, rng: np.random.Generator | None = None) -> Any:
    """Return a rough elevation above sea level in metres (illustrative: a plane rising to the east)."""
    rules = parameters("masts")["terrain"]
    rise = np.maximum(lon - rules["west_lon"], 0) * rules["per_degree_east"]
    rise = rise + np.maximum(lat - rules["north_lat"], 0) * rules["per_degree_north"]
    noise = 0.0 if rng is None else rng.normal(0, rules["noise_m"], np.shape(lon))
    return np.round(np.maximum(rules["base_m"] + rise + noise, 2.0), 1)
