"""What is asked before a storm: how exposed a mast is, in bands, and what is then to be done and by when.

The bands and actions are data (``data/storm/actions.toml``, or the office's own ``storm-actions.toml`` in its
home). A band rests on the estimated 3 s gust and on the chance that it is more than the mast bears
(``registry.storm.may_fall``).
"""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.errors import RefusalError
from registry.messages import Words
from registry.model.storm.storm_records import OrderAction
from registry.settings import DATA
from registry.storm.constants import model

BANDS: tuple[str, ...] = ("over", "near", "strong", "mild", "calm")
"""How exposed a mast is, the most urgent first."""

CALM = "calm"
DANGER = "danger"
EITHER = "either"
OWN_FILE = "storm-actions.toml"
SHARE = "storm.reinspect_share"
"""The office's setting: from which share of its design gust a mast is inspected again after a storm."""
LEAST_SHARE, MOST_SHARE = 0.3, 1.0
NEAR_FROM = 0.35
"""Where an office's own file of before says no chance for the band "near"."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Band:
    """A band with its word and its sign, which stands beside every colour."""

    code: str
    words: Words
    sign: str
    gust_level: int | None = None
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """What is to be done: ``by`` the mast's ``owner``, the ``network`` on it or ``either``, hours before.

    ``forms`` None: for every form; "" among them is a mast whose form nobody stated. ``aloft``: on the mast
    or the roof, so not once gusts blow. ``only`` "danger": where a dangerous defect stands
    that the recipient answers for. ``gusting`` is what is asked in its stead once gusts blow, None: the same.
    """

    code: str
    by: str
    bands: frozenset[str]
    forms: frozenset[str] | None
    hours_before: float
    words: Words
    why: str
    aloft: bool = False
    only: str = ""
    gusting: Words | None = None

    @property
    def of_some(self) -> bool:
        """Whether it is asked of some kinds of masts alone, rather than of all."""
        return self.forms is not None or bool(self.only)


@dataclass(frozen=True, slots=True)
class Actions:
    """Everything of the file. ``power_bands`` are those in which grid power is asked for."""

    bands: Mapping[str, Band]
    actions: tuple[Action, ...]
    power_bands: frozenset[str]
    power_operators: int
    power_why: str
    verified: bool

    @property
    def near_from(self) -> float:
        """The chance from which a mast that is not singled out is looked at more closely."""
        return self.bands["near"].chance or NEAR_FROM

    def words_of(self, code: str, *, gusts: bool) -> Words:
        """Return what an action asks, before or once ``gusts`` blow; its code where it is known no more."""
        found = next((item for item in self.actions if item.code == code), None)
        if found is None:
            return Words(code, code)
        return (found.gusting if gusts else None) or found.words

    def asks_else(self, code: str) -> bool:
        """Return whether something else is asked for an action once gusts blow."""
        return any(item.gusting is not None for item in self.actions if item.code == code)

    def aloft(self, code: str) -> bool:
        """Return whether somebody has to climb for an action."""
        return any(item.aloft for item in self.actions if item.code == code)


def actions_of(home: Path) -> Actions:
    """Return the office's own file where there is one, else the house's.

    Refused where the office's cannot be read (``STORM-ACTIONS-FILE``).
    """
    own = home / OWN_FILE
    path = own if own.is_file() else DATA / "storm" / "actions.toml"
    return _read(path, path.stat().st_mtime_ns)


def reinspect_share(settings: Mapping[str, Any]) -> float:
    """Return the share of the design gust that the office set, else the default of the wind model's file."""
    own = settings.get(SHARE)
    return float(own) if isinstance(own, int | float) else float(model("reinspection")["share_of_design"])


def bands_of(gust_level: npt.NDArray[Any], chance: Floats, flagged: npt.NDArray[Any], known: Actions) -> Any:
    """Return for n masts the index of their band in ``BANDS``, as uint8.

    ``gust_level`` Beaufort; ``chance`` that the gust is more than the mast bears; ``flagged`` are those that
    the warning singles out. What has no strong gusts is no warning's.
    """
    strong, mild = known.bands["strong"].gust_level or 8, known.bands["mild"].gust_level or 6
    found = np.full(len(gust_level), BANDS.index(CALM), dtype=np.uint8)
    found[gust_level >= mild] = BANDS.index("mild")
    windy = gust_level >= strong
    found[windy] = BANDS.index("strong")
    found[windy & (chance >= known.near_from)] = BANDS.index("near")
    found[windy & flagged] = BANDS.index("over")
    return found


def band_of(gust_level: int, chance: float, known: Actions, *, flagged: bool) -> str:
    """Return the band of one mast, by the same rule (written out: it is asked of many masts one by one)."""
    if gust_level < (known.bands["strong"].gust_level or 8):
        return "mild" if gust_level >= (known.bands["mild"].gust_level or 6) else CALM
    if flagged:
        return "over"
    return "near" if chance >= known.near_from else "strong"


def actions_for(
    known: Actions,
    band: str,
    form: str,
    *,
    owner: bool,
    network: bool,
    start: dt.datetime | None,
    danger: bool = False,
) -> tuple[OrderAction, ...]:
    """Return what is to be done at a mast by somebody who is its owner, its network, or both, soonest first.

    ``start`` is when the gusts begin, None where no moment is known; ``danger``: a dangerous defect stands at
    the mast, which whoever gets the letter answers for.
    """
    to = {"owner": owner, "network": network, EITHER: owner or network}
    asked = [
        item
        for item in known.actions
        if band in item.bands
        and (item.forms is None or form in item.forms)
        and (danger if item.only == DANGER else to[item.by])
    ]
    asked.sort(key=lambda item: -item.hours_before)
    return tuple(
        OrderAction(item.code, _utc(start - dt.timedelta(hours=item.hours_before)) if start else "")
        for item in asked
    )


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).replace(second=0, microsecond=0).isoformat()


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Actions:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return Actions(
            bands={
                code: Band(
                    code, _words(content["bands"][code]), content["bands"][code]["sign"],
                    content["bands"][code].get("gust_level"), content["bands"][code].get("chance"),
                )
                for code in BANDS
            },
            actions=tuple(_action(item) for item in content["actions"]),
            power_bands=frozenset(content["power"]["bands"]),
            power_operators=int(content["power"]["least_operators"]),
            power_why=str(content["power"]["why"]),
            verified=bool(content["verified"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise RefusalError("STORM-ACTIONS-FILE", path=path.name, reason=str(error)) from error


def _action(item: Mapping[str, Any]) -> Action:
    if item["by"] not in ("owner", "network", EITHER) or not set(item["bands"]) <= set(BANDS):
        raise ValueError(f"action {item['code']}: by or bands")
    if item.get("only", "") not in ("", DANGER):
        raise ValueError(f"action {item['code']}: only")
    return Action(
        code=str(item["code"]),
        by=str(item["by"]),
        bands=frozenset(item["bands"]),
        forms=frozenset(item["forms"]) if "forms" in item else None,
        hours_before=float(item["hours_before"]),
        words=_words(item),
        why=str(item.get("why", "")),
        aloft=bool(item.get("aloft", False)),
        only=str(item.get("only", "")),
        gusting=Words(str(item["gusts_vi"]), str(item["gusts_en"])) if "gusts_vi" in item else None,
    )


def _words(item: Mapping[str, Any]) -> Words:
    return Words(str(item["vi"]), str(item["en"]))
