"""Exercise of a carrier: a request is filed, and the quarter's list of masts handed in."""

from dataclasses import replace

from registry.course.lesson import COACH, Lesson, Look, Made, Start, Told, missing, right, wrong
from registry.course.positions import Practice, made_on
from registry.course.practice_requests import own_request, withdraw, write_list
from registry.demo.lists import write_site_list
from registry.demo.masts import demo_masts
from registry.errors import RefusalError
from registry.model.findings import Verdict
from registry.model.mast_lists import MastList, MastListKind, MastListState
from registry.services.lists.handing_in import withdraw as take_back
from registry.services.lists.mast_lists import list_mast_lists
from registry.services.office.organisations import operator_names

RAISED_M = 3.0
RAISED = "raised"
_LEFT = frozenset({MastListState.DRAFT, MastListState.RETURNED, MastListState.WITHDRAWN})


def _make(start: Start) -> Made:
    operator = start.person.organisation
    practice = Practice.of(start)
    rows = practice.several([Verdict.AGREE, Verdict.AGREE], operator)
    own = [
        one
        for one in demo_masts(made_on(start.registry))
        if one.operator == operator and one.state == "in_service"
    ]
    if not own:
        raise RefusalError("COURSE-NO-POSITION")
    at = int(start.tag, 16) % len(own)
    own[at] = replace(own[at], mast_height_m=own[at].mast_height_m + RAISED_M)
    path = start.folder / f"danh-sach-cot-quy-{start.tag.lower()}.xlsx"
    write_site_list(path, own)
    return Made(
        {
            "codes": [row.code for row in rows], "letter": start.letter, "operator": operator,
            "carrier": operator_names(start.registry)[operator], "plans": practice.plans,
            "list": path.name, "raised_code": own[at].code, "masts": len(own),
        },
        (write_list(start, rows), path),
    )  # fmt: skip


def _check(look: Look) -> list[Told]:
    return [_filed(look), *_handed(look)]


def _filed(look: Look) -> Told:
    found = own_request(look)
    if found is None:
        return missing("filed", "COURSE-NOT-FILED", letter=look.material["letter"])
    if "".join(found.letter_number.split()).casefold() != look.material["letter"].casefold():
        letter = found.letter_number or "–"
        return wrong(
            "filed", "COURSE-OTHER-LETTER", number=found.number, letter=letter, wanted=look.material["letter"]
        )
    return right("filed", "COURSE-FILED", number=found.number)


def _handed(look: Look) -> list[Told]:
    found = _list(look)
    if found is None or found.state in _LEFT:
        state = "COURSE-LIST-NONE" if found is None else "COURSE-LIST-DRAFT"
        return [missing("handed", state, name=look.material["list"]), _raised(look)]
    if found.kind is not MastListKind.QUARTERLY:
        return [wrong("handed", "COURSE-LIST-KIND"), _raised(look)]
    return [right("handed", "COURSE-LIST-SENT", name=found.name), _raised(look)]


def _raised(look: Look) -> Told:
    typed = look.answer(RAISED)
    if not typed:
        return missing(RAISED, "COURSE-NOT-ANSWERED")
    if typed.casefold() != look.material["raised_code"].casefold():
        return wrong(RAISED, "COURSE-RAISED-WRONG", typed=typed)
    return right(RAISED, "COURSE-RAISED-RIGHT", code=typed)


def _list(look: Look) -> MastList | None:
    made = {one.change.record for one in look.entered("mast_lists") if one.change.before is None}
    own = [one for one in list_mast_lists(look.registry, look.material["operator"]) if one.id in made]
    return max(own, key=lambda one: one.at, default=None)


def _clear(look: Look) -> None:
    found = own_request(look)
    withdraw(look.registry, [] if found is None else [found.id])
    item = _list(look)
    if item is not None and item.state in {MastListState.DRAFT, MastListState.SENT, MastListState.RETURNED}:
        take_back(look.registry, item, seen=item.version, who=COACH)


LESSON = Lesson(_make, _check, _clear)
