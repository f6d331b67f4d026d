"""Who is to act first: the gust over the design gust, times what makes a mast weak or needed.

Every factor is shown beside the rank; what is not known gives 1 and is named. The factors are choices of this
project (``data/storm/ranking.toml``), not law: a rank orders work, it accuses nobody.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, NamedTuple, overload

import numpy as np
import numpy.typing as npt

from registry.messages import Words, number
from registry.model.storms import RankedMast, RankPart
from registry.storm.constants import storm_data
from registry.storm.exposure import StormExposure
from registry.storm.masts import StormMasts

Floats = npt.NDArray[np.float64]


class RiskPart(NamedTuple):
    """A part of the risk score for the same n masts: ``points`` (nan: not known) and what was measured.

    ``measured`` are words of the score or numbers in ``unit``.
    """

    code: str
    words: Words
    points: Floats
    measured: Any
    unit: str = ""


class _Seen(NamedTuple):
    """What a part of a rank is written from."""

    masts: StormMasts
    exposure: StormExposure
    row: int
    on: dt.date
    factor: float


class Ranking(Sequence[RankedMast]):
    """The masts that a storm reaches, the most urgent first; a rank is written out when it is looked at.

    ``rows`` are rows of the exposure's masts; ``scores`` and ``factors`` (by name) stand in their order.
    """

    def __init__(self, exposure: StormExposure, on: dt.date, risk: Sequence[RiskPart] = ()) -> None:
        self.exposure, self._on, self._risk = exposure, on, {part.code: part for part in risk}
        reached = exposure.reached
        factors = _factors(exposure, reached, on, risk)
        scores = np.prod(np.array(list(factors.values())), axis=0) if len(reached) else np.zeros(0)
        order = np.lexsort((reached, -scores))  # equal scores by code
        self.rows: npt.NDArray[np.int64] = reached[order]
        self.scores: Floats = scores[order]
        self.factors: dict[str, Floats] = {name: values[order] for name, values in factors.items()}

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, index: int) -> RankedMast: ...
    @overload
    def __getitem__(self, index: slice) -> list[RankedMast]: ...
    def __getitem__(self, index: int | slice) -> RankedMast | list[RankedMast]:
        if isinstance(index, slice):
            return [self._ranked(place) for place in range(*index.indices(len(self)))]
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        return self._ranked(place)

    def __iter__(self) -> Iterator[RankedMast]:
        return (self._ranked(place) for place in range(len(self)))

    def with_parts(self, names: Collection[str]) -> Iterator[RankedMast]:
        """Yield every mast with these parts of its score only, and nothing of what is missing.

        Letters to 200,000 masts ask for one part of thirteen; to say all of them is most of the work.
        """
        return (self._ranked(place, names) for place in range(len(self)))

    def _ranked(self, place: int, names: Collection[str] | None = None) -> RankedMast:
        row, masts = int(self.rows[place]), self.exposure.masts
        commune_code, commune = masts.commune_of(row)
        return RankedMast(
            rank=place + 1,
            structure_id=masts.structure_ids[row],
            site_id=masts.site_ids[row],
            code=masts.codes[row],
            commune_code=commune_code,
            commune=commune,
            owner=masts.owners[row],
            operators=masts.operators_on(row),
            exposure=self.exposure.at(row),
            score=float(self.scores[place]),
            parts=tuple(
                self._part(name, row, float(values[place]))
                for name, values in self.factors.items()
                if names is None or name in names
            ),
            missing=self._missing(row) if names is None else (),
        )

    def _part(self, name: str, row: int, factor: float) -> RankPart:
        masts = self.exposure.masts
        if name in self._risk:
            part = self._risk[name]
            points = float(part.points[row])
            known = points == points  # noqa: PLR0124 - nan is the only number that is not itself
            if not known:
                return RankPart(name, None, factor, "RANK-RISK-UNKNOWN", {"part": part.words})
            value = part.measured[row]
            told = {"part": part.words, "points": points, "measured": _measured(value, part.unit)}
            return RankPart(name, value, factor, "RANK-RISK", told)
        return _OWN[name](_Seen(masts, self.exposure, row, self._on, factor))

    def _missing(self, row: int) -> tuple[str, ...]:
        masts = self.exposure.masts
        gone = []
        if np.isnan(masts.design_ms[row]):
            gone.append("design_wind")
        elif masts.design_source[row] != "mast":
            gone.append("own_design_wind")
        if masts.design_doubted[row]:
            gone.append("design_wind_averaging")
        if not self._risk:
            gone += ["form"] if not masts.forms[row] else []
            gone += ["age"] if np.isnan(masts.built_year[row]) else []
            gone += ["structural_inspection", "defects", "fall_circle"]
        gone += [code for code, part in self._risk.items() if np.isnan(part.points[row])]
        gone += ["robust"] if masts.robust[row] < 0 else []
        gone += ["commune"] if masts.commune[row] < 0 else []
        return tuple(gone)


def rank(exposure: StormExposure, on: dt.date, risk: Sequence[RiskPart] = ()) -> Ranking:
    """Return the masts that a storm reaches in the order of urgency on a day (for the age of masts).

    ``risk`` are parts of the risk score for the same masts; without them form and age are worked out here,
    and inspections, defects and surroundings are named as missing.
    """
    return Ranking(exposure, on, risk)


def _factors(
    exposure: StormExposure, rows: npt.NDArray[np.int64], on: dt.date, risk: Sequence[RiskPart]
) -> dict[str, Floats]:
    masts, data = exposure.masts, storm_data("ranking")
    fallback = masts.least_design_ms
    design = masts.design_ms[rows]
    design = np.where(np.isnan(design), fallback if fallback > 0 else np.nan, design)
    gust = exposure.winds.gust_ms[rows]
    found: dict[str, Floats] = {"wind": np.where(np.isnan(design), 1.0, gust / design)}
    if risk:
        per_point = float(data["risk"]["per_point"])
        found |= {part.code: 1.0 + per_point * np.nan_to_num(part.points[rows], nan=0.0) for part in risk}
    else:
        found["form"] = _by_form(masts.forms[rows])
        found["age"] = _by_age(on.year - masts.built_year[rows])
    found["only_mast"] = np.where(masts.only_one[rows], float(data["only_mast"]["factor"]), 1.0)
    further = np.maximum(0, masts.network_count[rows] - 1) * float(data["operators"]["each_further"])
    found["operators"] = np.minimum(1.0 + further, float(data["operators"]["most"]))
    found["robust"] = np.where(masts.robust[rows] == 1, float(data["robust"]["factor"]), 1.0)
    return found


def _by_form(forms: Any) -> Floats:
    found = np.ones(len(forms))
    for form, factor in storm_data("ranking")["form"].items():
        found[forms == form] = float(factor)
    return found


def _by_age(years: Floats) -> Floats:
    data = storm_data("ranking")["age"]
    with np.errstate(invalid="ignore"):
        found = np.where(years >= data["from_years"], float(data["factor"]), 1.0)
        return np.asarray(np.where(years >= data["old_from_years"], float(data["old_factor"]), found))


def _measured(value: Any, unit: str) -> Words:
    if isinstance(value, str):
        return _WORDS.get(value, Words(value, value))
    shown = _UNITS.get(unit, Words(unit, unit))
    return Words(f"{number(float(value), 0, 'vi')} {shown.vi}", f"{number(float(value), 0, 'en')} {shown.en}")


_UNITS = {"years": Words("năm", "years"), "months": Words("tháng trước", "months ago")}
_WORDS = {
    "guyed": Words("dây co", "guyed"),
    "lattice": Words("tự đứng", "self-supporting"),
    "monopole": Words("đơn thân", "monopole"),
    "roof_pole": Words("trên mái", "roof pole"),
    "disguised": Words("ngụy trang", "disguised"),
    "none": Words("không có", "none"),
    "minor": Words("nhẹ", "minor"),
    "serious": Words("nghiêm trọng", "serious"),
    "urgent": Words("khẩn cấp", "urgent"),
    "no": Words("không", "no"),
    "yes": Words("có", "yes"),
    "suspended": Words("tạm ngừng", "suspended"),
    "road": Words("có đường", "a road"),
    "houses": Words("có nhà", "houses"),
}


def _wind(seen: _Seen) -> RankPart:
    gust, design = float(seen.exposure.winds.gust_ms[seen.row]), float(seen.masts.design_ms[seen.row])
    params = {
        "gust": gust,
        "level": int(seen.exposure.gust_level[seen.row]),
        "error": seen.exposure.error * 100,
    }
    if np.isnan(design):
        least = seen.masts.least_design_ms
        if np.isnan(least):
            return RankPart("wind", None, seen.factor, "RANK-WIND-ONLY", params)
        return RankPart(
            "wind",
            None,
            seen.factor,
            "RANK-WIND-UNKNOWN",
            {**params, "design": least, "percent": gust / least * 100},
        )
    code = "RANK-WIND-MAST" if seen.masts.design_source[seen.row] == "mast" else "RANK-WIND-ZONE"
    ratio = gust / design
    return RankPart("wind", ratio, seen.factor, code, {**params, "design": design, "percent": ratio * 100})


def _form(seen: _Seen) -> RankPart:
    form = str(seen.masts.forms[seen.row])
    if not form:
        return RankPart("form", None, seen.factor, "RANK-FORM-UNKNOWN")
    return RankPart("form", form, seen.factor, "RANK-FORM", {"form": _WORDS.get(form, Words(form, form))})


def _age(seen: _Seen) -> RankPart:
    year = float(seen.masts.built_year[seen.row])
    if np.isnan(year):
        return RankPart("age", None, seen.factor, "RANK-AGE-UNKNOWN")
    age = max(0, seen.on.year - int(year))
    return RankPart("age", age, seen.factor, "RANK-AGE", {"years": age, "built": str(int(year))})


def _only(seen: _Seen) -> RankPart:
    only = bool(seen.masts.only_one[seen.row])
    code, name = seen.masts.commune_of(seen.row)
    if not code:
        return RankPart("only_mast", None, seen.factor, "RANK-COMMUNE-UNKNOWN")
    if only:
        return RankPart("only_mast", True, seen.factor, "RANK-ONLY", {"commune": name})
    count = int(seen.masts.in_commune[seen.masts.commune[seen.row]])
    return RankPart("only_mast", False, seen.factor, "RANK-NOT-ONLY", {"commune": name, "count": count})


def _operators(seen: _Seen) -> RankPart:
    count = int(seen.masts.network_count[seen.row])
    return RankPart("operators", count, seen.factor, "RANK-OPERATORS", {"count": count})


def _robust(seen: _Seen) -> RankPart:
    said = int(seen.masts.robust[seen.row])
    code = {1: "RANK-ROBUST", 0: "RANK-NOT-ROBUST"}.get(said, "RANK-ROBUST-UNKNOWN")
    return RankPart("robust", None if said < 0 else bool(said), seen.factor, code)


_OWN: dict[str, Callable[[_Seen], RankPart]] = {
    "wind": _wind,
    "form": _form,
    "age": _age,
    "only_mast": _only,
    "operators": _operators,
    "robust": _robust,
}
