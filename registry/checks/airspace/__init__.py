"""Airspace (AIR-01 to AIR-03): heights, aids of navigation, aerodromes and air-defence positions.

* ``aerodrome_points``: Aerodromes by their reference points, and how far they are.
* ``aerodromes``: Tops above sea level near an aerodrome.
* ``air_defence``: Zones that the provincial Command gives.
* ``heights``: Heights above ground from which a body must consent.
* ``navigation_aids``: Radio stations by aids of navigation, asked about at any height.
* ``tops``: The height of everything above ground, as far as a row states it.
"""
