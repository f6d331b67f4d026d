"""Exercise: a carrier's list comes in, two of its cells are doubtful, and the request gets its number."""

from collections.abc import Iterator
from dataclasses import replace

from registry.course.lesson import Lesson, Look, Made, Start, Told, missing, right, wrong
from registry.course.positions import Practice
from registry.course.practice_requests import by_code, own_request, withdraw, write_list
from registry.geo.distances import geodesic_m
from registry.model.findings import Verdict
from registry.model.requests.desk import NoteKind
from registry.services.office.organisations import operator_names
from registry.services.requests.opened import FileRow, load_request

NEAR_M = 25.0
"""So near the position that the carrier meant is the one that stands."""
SWAPPED, POINTLESS = "swapped", "pointless"


def _make(start: Start) -> Made:
    practice = Practice.of(start)
    rows = practice.several([Verdict.AGREE] * 4)
    true = {row.code: [row.lon, row.lat] for row in rows}
    swapped, pointless = rows[1], rows[2]
    written = [
        rows[0],
        replace(swapped, lon=swapped.lat, lat=swapped.lon),
        replace(pointless, lon=_without_point(pointless.lon), lat=_without_point(pointless.lat)),
        rows[3],
    ]
    operator = rows[0].operator
    return Made(
        {
            "codes": [row.code for row in rows],
            "true": true,
            "doubt": {SWAPPED: swapped.code, POINTLESS: pointless.code},
            "first_doubt": swapped.code,
            "second_doubt": pointless.code,
            "letter": start.letter,
            "operator": operator,
            "carrier": operator_names(start.registry)[operator],
            "plans": practice.plans,
        },
        (write_list(start, written),),
    )


def _without_point(degrees: float) -> float:
    return float(f"{degrees:.6f}".replace(".", ""))


def _check(look: Look) -> list[Told]:
    found = own_request(look)
    if found is None:
        code, letter = "COURSE-NOT-RECEIVED", look.material["letter"]
        return [missing(step, code, letter=letter) for step in ("received", SWAPPED, POINTLESS)]
    rows = by_code(load_request(look.registry, found.id))
    return [
        _received(look, found.organisation, found.letter_number, found.number),
        *(_cell(look, step, code, rows.get(code)) for step, code in look.material["doubt"].items()),
    ]


def _received(look: Look, organisation: str, letter: str, number: str) -> Told:
    wanted, carrier = look.material["letter"], look.material["carrier"]
    if organisation != look.material["operator"]:
        return wrong("received", "COURSE-OTHER-CARRIER", number=number, carrier=carrier)
    if "".join(letter.split()).casefold() != wanted.casefold():
        return wrong("received", "COURSE-OTHER-LETTER", number=number, letter=letter or "–", wanted=wanted)
    return right("received", "COURSE-RECEIVED", number=number)


def _cell(look: Look, step: str, code: str, row: FileRow | None) -> Told:
    if row is None:
        return wrong(step, "COURSE-ROW-GONE", code=code)
    said = any(note.kind == NoteKind.CORRECTION and not note.withdrawn for note in row.notes)
    position = row.proposal.position
    if not said:
        return missing(step, "COURSE-CELL-OPEN", code=code)
    lon, lat = look.material["true"][code]
    if position.lon is None or position.lat is None:
        return missing(step, "COURSE-CELL-OPEN", code=code)
    away = float(geodesic_m(position.lon, position.lat, lon, lat))
    if away > NEAR_M:
        return wrong(step, "COURSE-CELL-WRONG", code=code, away=away)
    return right(step, "COURSE-CELL-RIGHT", code=code)


def _clear(look: Look) -> None:
    withdraw(look.registry, _mine(look))


def _mine(look: Look) -> Iterator[str]:
    found = own_request(look)
    if found is not None:
        yield found.id


LESSON = Lesson(_make, _check, _clear)
