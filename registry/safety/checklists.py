"""Checklists (phiếu kiểm tra) as data: the office's ten-minute check, the carriers' sheets, outside cable.

One file of ``data/checklists`` a version (see the README there). A version that was used is never changed and
stays readable, so that what was recorded by it can always be shown as it was asked.
"""

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from registry.errors import WrongCallError
from registry.settings import DATA

FOLDER = DATA / "checklists"
ANSWERS = frozenset({"choice", "yes_no", "number", "text", "date", "photo", "position"})
RELATIONS = frozenset({"<", "<=", ">=", "between"})
NOT_SEEN = "not_seen"
"""What every choice and yes-or-no may also be answered with: it could not be looked at."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of a reading: ``value`` in the entry's unit, or the mast's height divided by ``height_over``.

    ``verified`` False: a working number. ``lower`` is the lower end of "between".
    """

    relation: str
    value: float | None = None
    lower: float | None = None
    height_over: float | None = None
    verified: bool = False
    basis: str = ""
    basis_en: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """An answer of a choice; ``good`` None: it says neither."""

    code: str
    vi: str
    en: str
    good: bool | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of a checklist. ``item`` is its number on the sheet, 0 in the sheet's head."""

    code: str
    vi: str
    en: str
    answer: str
    item: int = 0
    group_vi: str = ""
    group_en: str = ""
    help_vi: str = ""
    help_en: str = ""
    options: tuple[Option, ...] = ()
    good: bool | None = None
    photos: int = 0
    unit: str = ""
    limit: Limit | None = None
    instrument: bool = False
    forms: tuple[str, ...] = ()
    support: str = ""
    defects: tuple[str, ...] = ()
    feeds: str = ""
    usual: tuple[float, float] | None = None
    optional: bool = False

    def asked_of(self, form: str, support: str) -> bool:
        """Whether it is asked of a mast; where the form or the support is not known it is."""
        return (not self.forms or not form or form in self.forms) and (
            not self.support or not support or support == self.support
        )


@dataclass(frozen=True, slots=True)
class Checklist:
    """One version of a checklist. ``retired_on``: the last day on which it may be recorded with."""

    code: str
    version: int
    title_vi: str
    title_en: str
    by: str
    source: str
    forms: tuple[str, ...] = ()
    minutes: int = 0
    valid_from: dt.date | None = None
    retired_on: dt.date | None = None
    entries: tuple[Entry, ...] = ()

    def entry(self, code: str) -> Entry | None:
        """Return an entry by its code, None where there is none."""
        return next((item for item in self.entries if item.code == code), None)

    def entries_for(self, form: str, support: str) -> tuple[Entry, ...]:
        """Return the entries that are asked of a mast of this form and support ("" where not known)."""
        return tuple(item for item in self.entries if item.asked_of(form, support))

    def usable_on(self, day: dt.date) -> bool:
        """Whether it may be recorded with on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.retired_on is None or day <= self.retired_on
        )


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
    """Words by code: materials and components as (Vietnamese, English)."""

    materials: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    components: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    defects: Mapping[str, DefectWord] = field(default_factory=dict)


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
    return None if version is None else catalogue(folder).get((code, version))


def current(code: str, day: dt.date, folder: Path = FOLDER) -> Checklist | None:
    """Return the newest version of a checklist that may be recorded with on ``day``."""
    usable = [item for (named, _), item in catalogue(folder).items() if named == code and item.usable_on(day)]
    return max(usable, key=lambda item: item.version, default=None)


def all_current(day: dt.date, folder: Path = FOLDER) -> tuple[Checklist, ...]:
    """Return the newest usable version of each checklist, the office's own first."""
    codes = sorted({code for code, _ in catalogue(folder)})
    found = [item for code in codes if (item := current(code, day, folder)) is not None]
    return tuple(sorted(found, key=lambda item: (item.code != "office", item.by != "office", item.code)))


def read_checklist(path: Path) -> Checklist:
    """Read one version; a file that does not keep its form is a fault of the catalogue and raises."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        head = content["checklist"]
        entries = tuple(_entry(item) for item in content["entry"])
        _expect(path.name == f"{head['code']}-v{head['version']}.toml", "a file named by code and version")
        _expect(len({item.code for item in entries}) == len(entries), "each code of an entry once")
        return Checklist(
            **{**head, "forms": tuple(head.get("forms", ()))},
            entries=entries,
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise WrongCallError(f"checklist {path.name} does not keep its form: {error}") from error


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
    )


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


def _entry(item: dict[str, Any]) -> Entry:
    _expect(item["answer"] in ANSWERS, f"a known answer of {item['code']}")
    limit = item.get("limit")
    if limit is not None:
        limit = Limit(**limit)
        _expect(
            limit.relation in RELATIONS and bool(limit.basis and limit.basis_en),
            f"a relation and basis of {item['code']}",
        )
        _expect((limit.value is None) != (limit.height_over is None), f"one limit of {item['code']}")
    usual: Sequence[float] | None = item.get("usual")
    return Entry(
        **{
            **item,
            "options": tuple(Option(**option) for option in item.get("options", ())),
            "limit": limit,
            "forms": tuple(item.get("forms", ())),
            "defects": tuple(item.get("defects", ())),
            "usual": None if usual is None else (float(usual[0]), float(usual[1])),
        }
    )


def _expect(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(f"expected {what}")
