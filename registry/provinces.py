"""Provinces (tỉnh, thành phố): the 34 of today, what they came from, and the VN-2000 plane of each of those.

Read from ``data/codes/provinces.toml``, which names its sources. A province is a row of that table; codes are
those of the GSO, and a code of today's province may be a former one's too (24 was Bắc Giang's alone).
"""

import datetime as dt
import difflib
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from registry.errors import RefusalError, WrongCallError
from registry.shipped_data import DATA

DEFAULT = "24"  # Bắc Ninh since 1/7/2025: of a register that was made before it knew its own, and of the demo
COUNTRY_EPSG = 3405  # VN-2000 / UTM zone 48N holds most of the country: for work, never for reading a list
COUNTRY_CENTRE = (106.3, 16.2)  # longitude, latitude: opens a map of the whole country
_TABLE = DATA / "codes" / "provinces.toml"
_KINDS = {"province": ("tỉnh", "{} province"), "city": ("thành phố", "{} City")}
_COMMANDS = {
    "province": ("Bộ Chỉ huy quân sự tỉnh", "the provincial Military Command"),
    "city": ("Bộ Chỉ huy quân sự thành phố", "the city's Military Command"),
}
"""The military command of a province of either kind; two cities have one with a name of its own."""
_NAMED_BEFORE = ("thành phố ", "thanh pho ", "tỉnh ", "tinh ", "tp. ", "tp.", "tp ")
_ANY = re.compile(r"\b(UBND|Ủy ban nhân dân|Bộ Chỉ huy quân sự|địa bàn|xã, phường của) tỉnh\b(?=( \w)?)")
"""A province that a sentence of every office speaks of; with a name behind it, it is that one."""
_OURS = re.compile(
    r"(?P<lead>\b(?:[Tt]oàn|[Cc]ả|ngoài|[Tt]rong|hệ thống|diện tích|điện lực|ghi cho|khu vực có|"
    r"(?<!gần )ranh giới|Nội dung|Quy định|(?<!riêng )(?<!sổ )(?<!chính )của) )tỉnh\b"
    r"(?! (?:khác|bên|cũ|mới|đó|ấy|kia|này|nhận|nào|mang|mình|mã|có|thay thế)\b)(?! ?[{%“A-ZĐÂĂÊÔƠƯ])"
    r"|^(?P<head>Tỉnh)(?= chưa)|(?P<borders>^Ranh giới )tỉnh(?= (?:đang|là))|(?P<list>, )tỉnh(?= ghi ±)"
)
"""Our own province where a text of a page or a message means it without its name."""
_ALIKE = 0.6
_MOST_NEAR = 4


@dataclass(frozen=True, slots=True)
class FormerProvince:
    """A province until 30/6/2025; ``epsg`` the plane that its lists are written in, None where not known."""

    code: str
    name: str
    epsg: int | None


@dataclass(frozen=True, slots=True)
class Regulation:
    """What a province has laid down on telecom masts, as far as its name is known.

    ``former`` is the code of the former province that laid it down, "" for the one of today. ``verified``:
    read in full, and its numbers are in the catalogue of law; else nobody has read it.
    """

    name: str
    about: str
    former: str
    since: dt.date | None
    verified: bool


@dataclass(frozen=True, slots=True)
class Province:
    """A province of today.

    ``centre`` is (longitude, latitude) in EPSG:4326, a point in the middle to open maps with. ``former`` are
    the provinces that it came from, first the one in which its offices sit, whose code it bears.
    ``aerodromes_known``: every aerodrome that reaches it is in ``data/codes/aerodromes.toml``. ``command`` is
    its military command as a letter is addressed to it, in Vietnamese and English.
    """

    code: str
    name: str
    kind: str
    centre: tuple[float, float]
    former: tuple[FormerProvince, ...]
    regulations: tuple[Regulation, ...]
    aerodromes_known: bool
    command: tuple[str, str]

    @property
    def is_city(self) -> bool:
        """Whether it is a city directly under the centre (as of 1/7/2025)."""
        return self.kind == "city"

    @property
    def kind_vi(self) -> str:
        """What it is in a Vietnamese sentence: "tỉnh", "thành phố"."""
        return _KINDS[self.kind][0]

    @property
    def full_vi(self) -> str:
        """Its name as it stands inside a Vietnamese sentence: "tỉnh Lạng Sơn", "thành phố Hà Nội"."""
        return f"{_KINDS[self.kind][0]} {self.name}"

    @property
    def full_en(self) -> str:
        """Its name as it stands in an English sentence: "Lạng Sơn province", "Hà Nội City"."""
        return _KINDS[self.kind][1].format(self.name)

    @property
    def committee_vi(self) -> str:
        """The people's committee inside a Vietnamese sentence: "UBND tỉnh Lạng Sơn"."""
        return f"UBND {self.full_vi}"

    @property
    def committee_en(self) -> str:
        """The people's committee in an English sentence: "People's Committee of Lạng Sơn province"."""
        return f"People's Committee of {self.full_en}"

    @property
    def place(self) -> str:
        """The place as a letter of its office is dated; a name that is a person's is written in full."""
        return f"Thành phố {self.name}" if self.code == "79" else self.name

    @property
    def planes(self) -> tuple[int, ...]:
        """The planes (EPSG codes) in use, first that of the former province in which its offices sit."""
        return tuple(dict.fromkeys(was.epsg for was in self.former if was.epsg is not None))

    @property
    def metric_plane(self) -> int:
        """The plane (EPSG code) in which metric work is done."""
        return next(iter(self.planes), COUNTRY_EPSG)


@cache
def provinces() -> dict[str, Province]:
    """Return the provinces of today by code, in the order of their codes."""
    table = _table()
    former = {
        code: FormerProvince(code, row["name"], row.get("epsg")) for code, row in table["former"].items()
    }
    return {
        code: Province(
            code=code,
            name=row["name"],
            kind=row["kind"],
            centre=(float(row["centre"][0]), float(row["centre"][1])),
            former=tuple(former[was] for was in row["former"]),
            regulations=tuple(_regulations(table["regulation"], code, row["former"])),
            aerodromes_known=row.get("aerodromes_known", False),
            command=tuple(row.get("command", _COMMANDS[row["kind"]])),
        )
        for code, row in table["present"].items()
    }


def spoken_of(text: str, code: str) -> str:
    """Return a sentence as the office of a province says it: "UBND thành phố" where it is a city."""
    here = province(code)

    def said(found: re.Match[str]) -> str:
        if found[2] is not None and found[2][1].isupper():
            return found[0]
        return here.command[0] if found[0] == _COMMANDS["province"][0] else f"{found[1]} {here.kind_vi}"

    return _ANY.sub(said, text).replace(_COMMANDS["province"][1], here.command[1])


@lru_cache(maxsize=4096)
def said_in(text: str, code: str) -> str:
    """Return a text of the pages and messages as the office of a province reads it; "": of no province."""
    if not code or "ỉnh" not in text or not province(code).is_city:
        return text
    return spoken_of(_OURS.sub(_of_a_city, text), code)


def _of_a_city(found: re.Match[str]) -> str:
    if found["head"]:
        return "Thành phố"
    return f"{found['lead'] or found['borders'] or found['list']}thành phố"


def province(code: str) -> Province:
    """Return a province of today by its code; a code that the table does not know is a wrong call."""
    try:
        return provinces()[code]
    except KeyError as error:
        raise WrongCallError(f"no province has the code {code[:40]}") from error


def province_named(text: str) -> Province:
    """Return the province of today that somebody means by a code ("20") or a name ("tỉnh lang son").

    Refused (``PROVINCE-UNKNOWN``) for what is neither; the refusal names the nearest, for a former province
    what it is part of now, and where nothing is near, all.
    """
    wanted = text.strip()
    found = _found(wanted)
    if found is None:
        raise RefusalError("PROVINCE-UNKNOWN", province=wanted[:40], near=", ".join(_near(wanted)))
    return found


def code_of(text: str) -> str:
    """Return the code of the province that somebody means by a code or a name, else the text as it is."""
    found = _found(text.strip())
    return text.strip() if found is None else found.code


def is_province(code: str) -> bool:
    """Whether one of today's provinces bears the code."""
    return code in provinces()


def plane_of_former(code: str) -> int | None:
    """Return the plane (EPSG code) that a former province's lists are written in; None where not known."""
    epsg: int | None = _table()["former"].get(code, {}).get("epsg")
    return epsg


def planes_of(code: str) -> tuple[int, ...]:
    """Return the planes (EPSG codes) in use in a province of today, first that of the code's former bearer.

    Empty for a code that the table does not know.
    """
    found = provinces().get(code)
    return () if found is None else found.planes


def metric_plane(code: str) -> int:
    """Return the plane (EPSG code) in which a province's metric work is done."""
    return next(iter(planes_of(code)), COUNTRY_EPSG)


def aerodromes_known(code: str) -> bool:
    """Whether ``data/codes/aerodromes.toml`` has every aerodrome that reaches a province."""
    found = provinces().get(code)
    return found is not None and found.aerodromes_known


def _regulations(rows: list[dict[str, Any]], code: str, former: list[str]) -> list[Regulation]:
    return [
        Regulation(row["name"], row["about"], row.get("former", ""), row.get("since"), row["verified"])
        for row in rows
        if row.get("present") == code or row.get("former") in former
    ]


def _found(text: str) -> Province | None:
    return provinces().get(text) or _by_name().get(_plain(text))


@cache
def _by_name() -> dict[str, Province]:
    return {_plain(item.name): item for item in provinces().values()}


def _near(text: str) -> list[str]:
    """Return "Bắc Ninh (24)" for what is written nearly so or has a former province in it, else all."""
    wanted = _plain(text)
    names: dict[str, list[Province]] = {}
    for item in provinces().values():
        for name in {item.name, *(was.name for was in item.former)}:
            names.setdefault(_plain(name), []).append(item)
    alike = [wanted] if wanted in names else difflib.get_close_matches(wanted, names, _MOST_NEAR, _ALIKE)
    near = [item for name in alike for item in names[name]] or provinces().values()
    return list(dict.fromkeys(f"{item.name} ({item.code})" for item in near))


def _plain(text: str) -> str:
    """Return a name in lower case without marks, kind and signs: "lang son" of "Tỉnh Lạng Sơn"."""
    name = unicodedata.normalize("NFC", text).casefold().strip()
    for kind in _NAMED_BEFORE:
        if name.startswith(kind):
            name = name.removeprefix(kind)
            break
    decomposed = unicodedata.normalize("NFD", name.replace("đ", "d").replace("ð", "d").replace("-", " "))
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_TABLE.read_text(encoding="utf-8"))
