"""The rivers that are known with the alarm levels at their stations, from ``data/storm/rivers.toml``."""

from functools import cache

from registry.columns import fold
from registry.model.storm.hazards import AlarmLevels, River
from registry.storm.constants import storm_data


@cache
def rivers() -> tuple[River, ...]:
    """Return the rivers in the order in which people name them."""
    return tuple(
        River(
            item["code"],
            item["name"],
            tuple(
                AlarmLevels(
                    item["code"],
                    one["station"],
                    (one["metres"][0], one["metres"][1], one["metres"][2]),
                    one["basis"],
                    one["verified"],
                )
                for one in item["stations"]
            ),
        )
        for item in storm_data("rivers")["rivers"]
    )


def rivers_in(province: str) -> tuple[River, ...]:
    """Return the rivers of a province (its code) in the order in which people name them; often none."""
    here = {item["code"] for item in storm_data("rivers")["rivers"] if province in item["provinces"]}
    return tuple(river for river in rivers() if river.code in here)


def river_of(code: str) -> River | None:
    """Return a river by its code; None where it is not one of those known."""
    return next((river for river in rivers() if river.code == code), None)


def river_code(name: str) -> str:
    """Return the code of a river by its code or what it is called; another name as it stands."""
    wanted = fold(name)
    known = (river for river in rivers() if wanted in {fold(river.code), *map(fold, river.name.values())})
    return next((river.code for river in known), name)


def river_name(code: str, lang: str) -> str:
    """Return what a river is called; a river that the province has no data of goes by its own name."""
    river = river_of(code)
    return river.name[lang] if river else code


def levels_at(river: str, station: str) -> AlarmLevels | None:
    """Return the alarm levels at a station; None where they are not known."""
    found = river_of(river)
    wanted = fold(station)
    return next((one for one in (found.stations if found else ()) if fold(one.station) == wanted), None)
