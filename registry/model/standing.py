"""Standing works as columns, the questions that the compliance run asks of them, and its answers.

Arrays hold one row a mast (n) or a station (m): texts are "" where nothing is stated, metres nan, days NaT.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.model.findings import Outcome

Objects = npt.NDArray[np.object_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int8]
Bools = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]


class Question(StrEnum):
    """What is asked of a standing mast (cột) or of a station on it."""

    PERMIT = "permit"  # giấy phép xây dựng theo luật của ngày xây dựng
    PLAN = "plan"  # theo quy hoạch, kế hoạch
    AS_BUILT = "as_built"  # vị trí hoàn công so với vị trí đã thống nhất
    SHARING = "sharing"  # thiết kế cho ít nhất hai doanh nghiệp
    EMF = "emf"  # kiểm định an toàn bức xạ, of each station
    STRUCTURE = "structure"  # kiểm định kết cấu, of each mast


class Fact(StrEnum):
    """What can be learnt of a mast besides what lists state, from a paper that somebody has read."""

    URBAN = "urban"  # in an urban area when it was built
    PERMIT_AREA = "permit_area"
    IN_PLAN = "in_plan"
    REPORT_ONLY = "report_only"
    DETAILED_PLAN = "detailed_plan"
    NOTICE = "notice"  # the commencement notice was given


@dataclass(frozen=True, slots=True)
class StandingMasts:
    """Masts that stand (in service, suspended, under construction), n rows by code; EPSG:4326 degrees.

    ``operators`` is who lists the mast under the site's own code and is asked about it ("" nobody).
    ``listed_on`` is the day of its newest list that names the mast. ``robust`` is -1 where no list says.
    """

    structure_ids: Objects
    site_ids: Objects
    codes: Objects
    operators: Objects
    owners: Objects
    communes: Objects
    lon: Floats
    lat: Floats
    accuracy_m: Floats
    mast_classes: Objects
    old_classes: Objects
    forms: Objects
    supports: Objects
    mast_height_m: Floats
    building_height_m: Floats
    states: Objects
    built_on: Days
    built_year_only: Bools
    permits: Objects
    designed_operators: Floats
    robust: Small
    networks: Ints  # how many operators have a station on it
    listed_on: Days

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, slots=True)
class StandingStations:
    """Stations on those masts, m rows; ``mast`` is the row of ``StandingMasts``.

    ``listed_on`` is the day of the operator's own newest list that names the mast; NaT where only another's
    does.
    """

    mast: Ints
    operators: Objects
    technologies: Objects
    certificates: Objects
    expires_on: Days
    listed_on: Days

    def __len__(self) -> int:
        return len(self.mast)


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """What is known of n masts besides their lists.

    ``yes_no`` holds -1 (not known), 0 or 1 by fact; a fact that nobody stated may be left out. ``urban_then``
    is False where "not urban" is read off a layer that was not in force on the day of building.
    ``inspected_on`` is the last structural inspection (kiểm định kết cấu) with its result ("" not stated:
    passed, conditions, failed); ``looked_at_on`` the last look of any kind, the carrier's own included.
    ``approved`` says whether the office's letter agreed the position, ``approved_lon``/``_lat`` where.
    """

    yes_no: Mapping[Fact, Small]
    urban_then: Bools
    inspected_on: Days
    inspection_results: Objects
    looked_at_on: Days
    approved: Bools
    approved_lon: Floats
    approved_lat: Floats


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that many masts share; ``kind`` tells answers of a question apart.

    ``missing`` are the data that would settle it, each enough or all needed as the sentence says.
    """

    question: Question
    kind: str
    outcome: Outcome
    document: str = ""
    article: str = ""
    verified: bool = True
    missing: tuple[str, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict, compare=False, hash=False)

    @property
    def code(self) -> str:
        """Return the code of its sentence."""
        return f"CMP-{self.question.value}-{self.kind}".upper().replace("_", "-")


@dataclass(frozen=True, slots=True)
class Judged:
    """One question answered: item k concerns ``mast[k]`` (and ``station[k]``), its answer is ``answer[k]``.

    ``days`` and ``metres`` are what was measured of each item: the day of expiry or inspection, the distance.
    """

    question: Question
    answers: tuple[Answer, ...]
    mast: Ints
    answer: Ints
    station: Ints | None = None
    days: Days | None = None
    metres: Floats | None = None

    def __len__(self) -> int:
        return len(self.mast)


@dataclass(frozen=True, slots=True)
class CommuneRobust:
    """Whether a commune has a robust station (trạm trụ vững): QĐ 72/2025 Điều 8(4).

    ``robust``, ``stated_not`` and ``not_stated`` count its masts.
    """

    commune: str
    outcome: Outcome
    kind: str
    robust: int
    stated_not: int
    not_stated: int


def as_day(value: np.datetime64) -> dt.date | None:
    """Return a day of an array, None for NaT."""
    return None if np.isnat(value) else value.astype("datetime64[D]").item()
