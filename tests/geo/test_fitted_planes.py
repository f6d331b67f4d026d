"""The plane that a browser works with lies on the one pinned operation, everywhere in the province."""

import numpy as np
import pytest

from registry.geo.crs import to_metric
from registry.geo.fitted_planes import MOST_OFF_M, fitted_plane
from registry.geo.planes import CENTRAL_MERIDIANS


@pytest.mark.parametrize("epsg", sorted(CENTRAL_MERIDIANS))
def test_every_plane_is_fitted_over_a_province_around_its_meridian(epsg: int) -> None:
    middle = CENTRAL_MERIDIANS[epsg]
    box = (middle - 1.5, 18.0, middle + 1.5, 21.0)
    plane = fitted_plane(epsg, *box)
    assert plane is not None
    assert plane.error_m <= 0.001
    rng = np.random.default_rng(epsg)
    lon, lat = rng.uniform(box[0], box[2], 2000), rng.uniform(box[1], box[3], 2000)
    assert np.hypot(*(np.array(plane.at(lon, lat)) - to_metric(lon, lat, epsg))).max() <= plane.error_m * 1.1


def test_no_plane_is_handed_out_that_would_lie_farther_off_than_promised() -> None:
    assert MOST_OFF_M <= 0.05
    assert fitted_plane(9214, 60.0, -60.0, 160.0, 80.0) is None
