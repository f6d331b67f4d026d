"""The country (cả nước) as a box: what lies outside it is no place of ours, whatever its borders are."""

_COUNTRY = (102.0, 6.5, 117.5, 23.6)  # west, south, east, north, with the islands (Trường Sa)


def in_country(lon: float, lat: float) -> bool:
    """Whether a position (EPSG:4326 degrees) lies in the country's box."""
    west, south, east, north = _COUNTRY
    return west <= lon <= east and south <= lat <= north
