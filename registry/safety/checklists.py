"""Checklists (phiếu kiểm tra) as data: the office's ten-minute check, the carriers' sheets, outside cable.

One file of ``data/checklists`` a version (see the README there). A version that was used is never changed and
stays readable, so that what was recorded by it can always be shown as it was asked.
"""

import datetime as dt
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from registry.errors import WrongCallError
from registry.model.field.inspections import CABLE
from registry.safety.sheets.entries import Checklist, Entry
from registry.safety.sheets.grammar import SheetFaultError, read
from registry.settings import DATA

__all__ = [
    "CABLE", "Checklist", "DefectWord", "Entry", "Sheets", "Vocabulary", "all_current", "as_json",
    "catalogue", "current", "does_for", "get", "read_checklist", "vocabulary",
]  # fmt: skip

FOLDER = DATA / "checklists"


@dataclass(frozen=True, slots=True)
class DefectWord:
    """A defect of the vocabulary: suggested severity, its usual remedy, acts that it may stand for."""

    code: str
    material: str
    vi: str
    en: str
    severity: str = ""
    remedy_vi: str = ""
    remedy_en: str = ""
    acts: tuple[str, ...] = ()
    earthing: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by code: materials and components as (Vietnamese, English); ``parts``: the component by entry."""

    materials: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    components: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    defects: Mapping[str, DefectWord] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheets:
    """Versions of checklists by (code, version): those of the product, where asked with the office's own."""

    versions: Mapping[tuple[str, int], Checklist]

    def get(self, code: str, version: int | None) -> Checklist | None:
        """Return one version of a checklist; None where there is none."""
        return None if version is None else self.versions.get((code, version))

    def current(self, code: str, day: dt.date) -> Checklist | None:
        """Return the newest version of a checklist that may be recorded with on ``day``."""
        usable = [item for (named, _), item in self.versions.items() if named == code and item.usable_on(day)]
        return max(usable, key=lambda item: item.version, default=None)

    def all_current(self, day: dt.date) -> tuple[Checklist, ...]:
        """Return the newest usable version of each checklist, the office's own first."""
        codes = sorted({code for code, _ in self.versions})
        found = [item for code in codes if (item := self.current(code, day)) is not None]
        return tuple(sorted(found, key=lambda item: (item.code != "office", item.by != "office", item.code)))


@cache
def catalogue(folder: Path = FOLDER) -> Mapping[tuple[str, int], Checklist]:
    """Return every version of every checklist by (code, version)."""
    found = {}
    for path in sorted(folder.glob("*-v*.toml")):
        made = read_checklist(path)
        found[made.code, made.version] = made
    return found


def get(code: str, version: int | None, folder: Path = FOLDER) -> Checklist | None:
    """Return one version of a checklist; None where there is none."""
    return Sheets(catalogue(folder)).get(code, version)


def current(code: str, day: dt.date, folder: Path = FOLDER) -> Checklist | None:
    """Return the newest version of a checklist that may be recorded with on ``day``."""
    return Sheets(catalogue(folder)).current(code, day)


def all_current(day: dt.date, folder: Path = FOLDER) -> tuple[Checklist, ...]:
    """Return the newest usable version of each checklist, the office's own first."""
    return Sheets(catalogue(folder)).all_current(day)


def read_checklist(path: Path) -> Checklist:
    """Read one version; a file that does not keep its form is a fault of the catalogue and raises."""
    try:
        found = read(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, SheetFaultError) as error:
        raise WrongCallError(f"checklist {path.name} does not keep its form: {error}") from error
    if path.name != f"{found.code}-v{found.version}.toml":
        raise WrongCallError(f"checklist {path.name} is not named by its code and version")
    return found


@cache
def vocabulary(folder: Path = FOLDER) -> Vocabulary:
    """Return the vocabulary of defects."""
    content = tomllib.loads((folder / "defects.toml").read_text(encoding="utf-8"))

    def words(name: str) -> dict[str, tuple[str, str]]:
        return {code: (item["vi"], item["en"]) for code, item in content[name].items()}

    return Vocabulary(
        materials=words("materials"),
        components=words("components"),
        defects={
            code: DefectWord(code=code, **{**item, "acts": tuple(item.get("acts", ()))})
            for code, item in content["defects"].items()
        },
        parts={
            entry: code for code, item in content["components"].items() for entry in item.get("entries", ())
        },
    )


def does_for(sheet: str, asked: Collection[str]) -> bool:
    """Return whether a visit by one sheet does what was asked at a mast (codes; none: whatever fits).

    That of the cable alone does not where a sheet of the mast is asked beside it.
    """
    return sheet != CABLE or (bool(asked) and set(asked) <= {CABLE})


def as_json(checklist: Checklist) -> dict[str, Any]:
    """Return a checklist as the phone takes it along: every field, numbers as numbers, days as ISO text."""

    def plain(value: Any) -> Any:
        if isinstance(value, dt.date):
            return value.isoformat()
        if isinstance(value, tuple):
            return [plain(item) for item in value]
        if hasattr(value, "__slots__") and not isinstance(value, str | int | float):
            return {name: plain(getattr(value, name)) for name in value.__slots__}
        return value

    found: dict[str, Any] = plain(checklist)
    return found
