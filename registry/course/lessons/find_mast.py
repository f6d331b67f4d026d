"""Exercise: a mast is found on the map, its sheet read, and asked what could stand beside it."""

from typing import Any

from registry.appraisal import verdict
from registry.course.lesson import Lesson, Look, Made, Start, Told, grounds, missing, right, wrong
from registry.errors import RefusalError
from registry.model.areas import full_name
from registry.model.findings import Finding, Verdict
from registry.model.sites import SiteState
from registry.services.appraise.spot import check_spot
from registry.services.office.calendar import today
from registry.services.office.organisations import operator_names
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.place_names import commune_at
from registry.services.register.site_records import site_of_code
from registry.services.requests.letters.vocabulary import VERDICTS
from registry.store.register.sites import load_masts
from registry.typed_text import line_within

_STRIDE = 97
HEIGHT, ERROR, BESIDE = "height", "error", "beside"
_CLOSE_M = 0.05
CLASS, HEIGHT_M = "A2b", 42.0
"""Of the mast that the exercise asks about."""


def _make(start: Start) -> Made:
    with start.registry.database.read() as connection:
        masts = load_masts(connection)
        codes = [
            str(code)
            for code, state in zip(masts.codes, masts.states, strict=True)
            if state == SiteState.IN_SERVICE
        ]
    first = int(start.tag, 16)
    for step in range(len(codes)):
        code = codes[(first + step * _STRIDE) % len(codes)]
        site = site_of_code(start.registry, code)
        if site is not None and site["code"] == code and _fits(site, start.person.bound_to):
            own = site["structures"][0]["stations"][0]["operator"]
            names = operator_names(start.registry)
            other = next(name for name in names if name not in _networks(site))
            if verdict(beside(start.registry, site, other)) is not Verdict.REFUSE:
                continue
            return Made({"code": code, "other": other, "other_name": names[other], "own": own})
    raise RefusalError("COURSE-NO-POSITION")


def _networks(site: dict[str, Any]) -> set[str]:
    return {one["operator"] for mast in site["structures"] for one in mast["stations"]}


def _fits(site: dict[str, Any], bound_to: str | None) -> bool:
    masts = site["structures"]
    if (
        len(masts) != 1
        or not masts[0]["mast_height_m"]
        or not masts[0]["stations"]
        or len(_networks(site)) > 2
    ):
        return False
    return bound_to is None or masts[0]["stations"][0]["operator"] == bound_to


def _site(registry: Registry, code: str) -> dict[str, Any]:
    site = site_of_code(registry, code)
    if site is None:
        raise RefusalError("COURSE-MAST-GONE", code=code)
    return site


def _check(look: Look) -> list[Told]:
    site = _site(look.registry, look.material["code"])
    return [
        _number(look, HEIGHT, float(site["structures"][0]["mast_height_m"])),
        _number(look, ERROR, float(round(site["accuracy_m"]))),
        _beside(look, site),
    ]


def _number(look: Look, question: str, wanted: float) -> Told:
    typed = look.answer(question)
    if not typed:
        return missing(question, "COURSE-NOT-ANSWERED")
    text = line_within(typed, 20).lower().removesuffix("m").strip().lstrip("±").strip().replace(",", ".")
    try:
        close = abs(float(text) - wanted) <= _CLOSE_M
    except ValueError:
        return wrong(question, "COURSE-NO-NUMBER", typed=typed)
    if not close:
        return wrong(question, "COURSE-NUMBER-WRONG", typed=typed, code=look.material["code"])
    return right(question, "COURSE-NUMBER-RIGHT", typed=typed, code=look.material["code"])


def _beside(look: Look, site: dict[str, Any]) -> Told:
    typed = look.answer(BESIDE)
    if not typed:
        return missing(BESIDE, "COURSE-NOT-ANSWERED")
    findings = beside(look.registry, site, look.material["other"])
    found = verdict(findings)
    if typed != found.value:
        return wrong(BESIDE, "COURSE-BESIDE-WRONG", wanted=VERDICTS[found], grounds=grounds(findings))
    return right(BESIDE, "COURSE-BESIDE-RIGHT", wanted=VERDICTS[found], grounds=grounds(findings))


def beside(registry: Registry, site: dict[str, Any], operator: str) -> list[Finding]:
    """Return what the map says of a new mast of an operator right at a site."""
    lon, lat = site["lon"], site["lat"]
    unit = commune_at(context_for(registry, today()), lon, lat)
    commune = full_name(unit) if unit else ""
    return check_spot(
        registry, lon, lat, mast_class=CLASS, height_m=HEIGHT_M, operator=operator, commune=commune
    )


def _clear(_look: Look) -> None:
    """Nothing of the register was changed."""


LESSON = Lesson(_make, _check, _clear)
