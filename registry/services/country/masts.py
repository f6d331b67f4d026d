"""The masts of all provinces as the map draws them, and what is known of one.

The bytes are those of a province's map (``registry.services.register.map_masts``), so the country is drawn by
the same canvas. The 16 carriers with the most masts have a bit of their own there.
"""

from dataclasses import dataclass

import numpy as np

from registry.errors import RefusalError
from registry.services.country.held import CountryHeld, ProvinceHeld
from registry.services.country.sites import MastColumns
from registry.services.register.map_masts import CLASSES, STATES, MapMasts

CARRIERS = 16
_GREY = "#5c666e"


@dataclass(frozen=True, slots=True)
class Carrier:
    """A carrier on the map of the country."""

    code: str
    name: str
    colour: str
    masts: int


@dataclass(frozen=True, slots=True)
class CountryMast:
    """What a lake says of one mast; "" or None where it does not."""

    province: ProvinceHeld
    code: str
    carriers: tuple[str, ...]
    mast_class: str
    state: str
    height_m: float | None
    owner: str
    commune: str
    lon: float
    lat: float


def carriers_of(country: CountryHeld) -> tuple[Carrier, ...]:
    """Return the carriers of the country, those with the most masts first."""
    counted: dict[str, int] = {}
    names: dict[str, str] = {}
    colours: dict[str, str] = {}
    for _, _, facts in country.read():
        for code, masts in (facts.by_carrier or {}).items():
            counted[code] = counted.get(code, 0) + masts
        names = {**facts.names, **names}
        colours = {**facts.colours, **colours}
    order = sorted(counted, key=lambda code: (-counted[code], code))
    return tuple(
        Carrier(code, names.get(code, code), colours.get(code, _GREY), counted[code]) for code in order
    )


def carrier_names(country: CountryHeld) -> dict[str, str]:
    """Return what the carriers' codes mean."""
    return {item.code: item.name for item in carriers_of(country)}


def country_masts(country: CountryHeld) -> MapMasts:
    """Return the masts of all provinces that could be read; ``site`` is a mast's number in the country."""
    kept = _kept.get(country.mark)
    if kept is None:
        kept = _laid_out(country)
        _kept.clear()
        _kept[country.mark] = kept
    return kept


_kept: dict[str, MapMasts] = {}


def _laid_out(country: CountryHeld) -> MapMasts:
    operators = tuple(item.code for item in carriers_of(country))[:CARRIERS]
    parts = [facts.columns for _, _, facts in country.read()]
    count = sum(map(len, parts))
    return MapMasts(
        version=country.mark,
        operators=operators,
        site=np.arange(count, dtype=np.uint32),
        lon=_joined([part.lon for part in parts], np.float64),
        lat=_joined([part.lat for part in parts], np.float64),
        networks=_joined([_bits(part, operators) for part in parts], np.uint16),
        mast_class=_joined([part.mast_class for part in parts], np.uint8),
        state=_joined([part.state for part in parts], np.uint8),
        height_m=_joined([part.height_m for part in parts], np.float64),
        codes=(),
        commune_codes=(),
    )


def mast_of(country: CountryHeld, number: int) -> CountryMast:
    """Return the mast of a number on the map; ``COUNTRY-NO-MAST`` where there is none."""
    at = number
    for item, _, facts in country.read():
        columns = facts.columns
        if 0 <= at < len(columns):
            return _mast(item, columns, at)
        at -= len(columns)
    raise RefusalError("COUNTRY-NO-MAST", number=number)


def places_of(country: CountryHeld, code: str) -> dict[str, tuple[float, float]]:
    """Return where the masts of a province stand by their codes: latitude and longitude."""
    held = country.province(code)
    if held is None or held.facts is None:
        return {}
    columns = held.facts.columns
    return dict(
        zip(columns.codes.tolist(), zip(columns.lat.tolist(), columns.lon.tolist(), strict=True), strict=True)
    )


def _mast(item: ProvinceHeld, columns: MastColumns, at: int) -> CountryMast:
    bits = int(columns.networks[at])
    height = float(columns.height_m[at])
    return CountryMast(
        province=item,
        code=str(columns.codes[at]),
        carriers=tuple(code for bit, code in enumerate(columns.operators) if bits >> bit & 1),
        mast_class=CLASSES[int(columns.mast_class[at])],
        state=STATES[int(columns.state[at])],
        height_m=None if np.isnan(height) else height,
        owner=str(columns.owners[at]),
        commune=str(columns.communes[at]),
        lon=float(columns.lon[at]),
        lat=float(columns.lat[at]),
    )


def _bits(part: MastColumns, operators: tuple[str, ...]) -> np.ndarray:
    """Return a province's networks as bits over the carriers of the country."""
    found = np.zeros(len(part), dtype=np.uint16)
    for own, code in enumerate(part.operators):
        if code in operators:
            has = ((part.networks >> np.uint64(own)) & np.uint64(1)).astype(np.uint16)
            found |= has << np.uint16(operators.index(code))
    return found


def _joined(parts: list[np.ndarray], kind: type) -> np.ndarray:
    return np.concatenate(parts).astype(kind) if parts else np.empty(0, dtype=kind)
