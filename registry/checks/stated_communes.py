"""LOC-02: does the point lie in the commune that the list states, by its old or new name?

It never fails: a point inside the commune as drawn bears the list out, which the message claims no further
than its border's error allows; a point outside, or one whose own accuracy reaches over the border, is a
review.
"""

import math
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from registry.checks.answers import Answers, combined_m, firsts, objects, sorted_out, where
from registry.checks.communes import (
    FORMER,
    NOT_NAMED,
    Named,
    commune_column,
    drawn,
    names_of,
    part_since,
    unit_name,
)
from registry.checks.context import Bools, Context, Floats, Ints, Units
from registry.checks.proposals import Proposals
from registry.checks.stated import Alike, alike, alike_in
from registry.law import Rule
from registry.model.areas import AdminUnit
from registry.model.finding_columns import FIRST, Column, Each, FindingColumns
from registry.model.findings import Finding, Note, Outcome, Reservation

TOUCH_M = 0.01  # on the border is inside; coordinates are not surer than this
COMMUNE_BORDERS = "border:communes"


def commune(proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
    """LOC-02: inside the commune that the list states, by its old or new name."""
    units = context.units
    answers = Answers.to(proposals, context, rule)
    if len(proposals) == 1:
        alone = _alone(answers)
        if alone is not None:
            answers.found.put(FIRST, alone)
            return answers.found
    answers.unreadable(where(~proposals.known))
    at = commune_column(proposals, context)
    here = _names(units).take(at)  # the last, for -1, is no name
    places = _Named.of(proposals, units)
    told = proposals.known & places.told
    untold = where(proposals.known & ~places.told)
    _untold(answers, at, here, untold)
    if not units.communes:
        _no_boundary(answers, where(told))
        return answers.found
    if places.unknown.any():
        _unknown_names(answers, at, here, where(told & places.unknown))
    _judged(answers, places, where(told & ~places.unknown), here)
    return answers.found


def _names(units: Units) -> npt.NDArray[Any]:
    """The communes' names as they stand in a sentence, and "" after them all; kept with the units."""
    if "names in sentences" not in units.worked_out:
        units.worked_out["names in sentences"] = objects([*map(unit_name, units.communes), ""])
    names: npt.NDArray[Any] = units.worked_out["names in sentences"]
    return names


def _errors(units: Units) -> Floats:
    """How far each commune's border may be off, in metres; kept with the units."""
    if "errors" not in units.worked_out:
        found = [unit.boundary_error_m for unit in units.communes]
        units.worked_out["errors"] = np.array(found, dtype=float)
    errors: Floats = units.worked_out["errors"]
    return errors


class _Named(NamedTuple):
    """What rows state as their commune, judged once for each different statement.

    ``told``: which rows state one (n); ``unknown``: of these those whose name nobody knows. ``alike``: which
    statement each row makes; ``meant``: what each statement stands for.
    """

    told: Bools
    unknown: Bools
    alike: Alike
    meant: list[Named]

    @classmethod
    def of(cls, proposals: Proposals, units: Units) -> "_Named":
        rows, same = proposals.rows, alike_in(proposals, "commune", "district")
        names = names_of(units)
        stating = [rows[first] for first in same.first.tolist()]
        told = np.array([bool(row.commune) for row in stating], dtype=bool)
        meant = [names.find(row.commune, row.district) if row.commune else NOT_NAMED for row in stating]
        unknown = np.array([not (item.rows or item.former is not None) for item in meant], dtype=bool)
        return cls(told[same.which], unknown[same.which], same, meant)


def _untold(answers: Answers, at: Ints, here: npt.NDArray[Any], rows: Ints) -> None:
    """Answer rows that state no commune: where they lie, as surely as the border tells it."""
    edge_m, error_m = _border(answers, at, rows)
    for (found, near), those in sorted_out(at[rows] >= 0, edge_m < error_m):
        code = "LOC-02-NOT-STATED" if found else "LOC-02-NOT-STATED-NOR-FOUND"
        params: dict[str, Column] = {"here": here[rows[those]]}
        if near:
            code = "LOC-02-NOT-STATED-NEAR"
            params |= {"distance": edge_m[those], "error": error_m[those]}
        finding = Finding(
            answers.rule.code, Outcome.UNKNOWN, code, dict.fromkeys(params, ""), missing="value:commune"
        )
        answers.put(rows[those], finding, params=params)


def _border(answers: Answers, at: Ints, rows: Ints) -> tuple[Floats, Floats]:
    """Return how far rows lie from the border of the commune that holds them, and how far they may be off it.

    Nothing is near a border that is not there: of a row in no commune it is not finite.
    """
    units, proposals = answers.context.units, answers.proposals
    edge_m, error_m = np.full(len(rows), np.inf), np.zeros(len(rows))
    inside = where(at[rows] >= 0)
    communes, points = at[rows[inside]], rows[inside]
    edge_m[inside] = shapely.distance(units.edges[communes], proposals.points[points])
    error_m[inside] = combined_m(proposals.accuracy_m[points], _errors(units)[communes])
    return edge_m, error_m


def _no_boundary(answers: Answers, rows: Ints) -> None:
    finding = Finding(
        answers.rule.code, Outcome.UNKNOWN, "LOC-02-NO-BOUNDARY", {"stated": ""}, missing="layer:admin_units"
    )
    answers.put(rows, finding, params={"stated": objects(answers.proposals.told("commune"))[rows]})


def _unknown_names(answers: Answers, at: Ints, here: npt.NDArray[Any], rows: Ints) -> None:
    if not len(rows):
        return
    names = names_of(answers.context.units)
    written = objects(answers.proposals.told("commune"))[rows]
    same = alike(written.tolist())
    like = objects([names.nearest_name(written[first]) or "" for first in same.first.tolist()])[same.which]
    said = here[rows]
    edge_m, error_m = _border(answers, at, rows)
    for (named, guessed, near), those in sorted_out(
        np.not_equal(said, ""), np.not_equal(like, ""), edge_m < error_m
    ):
        code = "LOC-02-NAME-UNKNOWN" if named else "LOC-02-NAME-UNKNOWN-OUTSIDE"
        finding = Finding(answers.rule.code, Outcome.REVIEW, code, {"stated": "", "here": "", "alike": ""})
        guesses = like[those]
        columns: dict[str, Column] = {"related": said[those]} if named else {}
        if guessed:
            columns["notes"] = objects([(("LOC-02-DID-YOU-MEAN", {"alike": guess}),) for guess in guesses])
        params: dict[str, Column] = {"stated": written[those], "here": said[those], "alike": guesses}
        if near:
            finding.code = "LOC-02-NAME-UNKNOWN-NEAR"
            finding.params |= {"distance": "", "error": ""}
            params |= {"distance": edge_m[those], "error": error_m[those]}
        answers.put(rows[those], finding, params=params, **columns)


class _Places(NamedTuple):
    """m rows with the best of the communes that their names may stand for: the rows, the communes (rows of
    ``Units.communes``), whether the point is inside, and metres to the commune's edge."""

    rows: Ints
    communes: Ints
    inside: Bools
    edge_m: Floats


def _measure(proposals: Proposals, units: Units, named: _Named, rows: Ints) -> _Places:
    """Return the best commune of those rows whose names stand for one that is drawn."""
    drawn_ones = [
        np.array([row for row in item.rows if units.geometries[row] is not None], dtype=np.int64)
        for item in named.meant
    ]
    many = np.array([len(item) for item in drawn_ones], dtype=np.int64)
    of_row = named.alike.which[rows]
    each = many[of_row]
    asking = np.repeat(rows, each)
    if not len(asking):
        none = np.empty(0, dtype=np.int64)
        return _Places(none, none, none.astype(bool), none.astype(float))
    if many.max() == 1:
        only = np.array([item[0] if len(item) else -1 for item in drawn_ones], dtype=np.int64)
        communes = only[of_row[each > 0]]
    else:
        communes = np.concatenate([drawn_ones[one] for one in of_row.tolist()])
    points = proposals.points[asking]
    to_edge = shapely.distance(units.edges[communes], points)
    inside = shapely.intersects(units.geometries[communes], points) | (to_edge <= TOUCH_M)
    if many.max() > 1:
        order = np.lexsort((to_edge, ~inside, asking))
        best = order[firsts(asking[order])]
        asking, communes, inside, to_edge = asking[best], communes[best], inside[best], to_edge[best]
    return _Places(asking, communes, inside, to_edge)


def _judged(answers: Answers, named: _Named, rows: Ints, here: npt.NDArray[Any]) -> None:
    proposals, units = answers.proposals, answers.context.units
    places = _measure(proposals, units, named, rows)
    if len(places.rows) < len(rows):
        _no_boundary(answers, np.setdiff1d(rows, places.rows, assume_unique=True))
    if not len(places.rows):
        return
    error, accuracy = _errors(units)[places.communes], proposals.accuracy_m[places.rows]
    combined = combined_m(accuracy, error)
    said, meant = here[places.rows], named.alike.which[places.rows]
    former = np.array([item.former is not None for item in named.meant], dtype=bool)[meant]
    names, written = _names(units), objects(proposals.told("commune"))
    for _, those in sorted_out(
        places.inside, places.edge_m < accuracy, places.edge_m < combined, error > accuracy,
        np.not_equal(said, ""), former,
    ):  # fmt: skip
        at, of, metres = places.communes[those], places.rows[those], places.edge_m[those]
        place = _Place(int(at[0]), bool(places.inside[those[0]]), float(metres[0]), float(accuracy[those[0]]))
        finding = _judge(answers, int(of[0]), place, named.meant[meant[those[0]]], str(said[those[0]]))
        params: dict[str, Column] = {
            "name": names[at], "stated": written[of], "distance": metres, "here": said[those],
            "error": combined[those],
        }  # fmt: skip
        columns: dict[str, Column] = {"related": names[at]}
        if finding.measured is not None:
            columns["measured"] = metres
        if finding.evidence is not None:
            columns["evidence"] = Each(partial(_drawn_at, units, at))
        if finding.notes:
            columns["notes"] = Each(partial(_of_old, named, meant[those], units, at))
        answers.put(of, finding, params=params, **columns)


class _Place(NamedTuple):
    """The stated commune that a point is in or nearest to: inside as drawn or not, and metres to its edge."""

    row: int
    inside: bool
    edge_m: float
    accuracy_m: float


def _judge(answers: Answers, row: int, place: _Place, stated: Named, here: str) -> Finding:
    units = answers.context.units
    name, error_m = _names(units)[place.row], float(_errors(units)[place.row])
    combined = math.hypot(place.accuracy_m, error_m)
    written = answers.proposals.rows[row].commune
    finding = Finding(
        answers.rule.code,
        Outcome.PASS,
        "LOC-02-INSIDE",
        {"name": name, "stated": written, "distance": place.edge_m, "here": here, "error": combined},
        None if place.inside else place.edge_m,
        None if place.inside else 0.0,
        "" if place.inside else "m",
        related=name,
        flips=place.edge_m < combined,
    )
    if place.inside and place.edge_m < place.accuracy_m:
        finding.outcome, finding.code = Outcome.REVIEW, "LOC-02-BORDER"
    elif place.inside:
        if finding.flips:
            finding.code = "LOC-02-INSIDE-APPROXIMATE"
    else:
        finding.outcome = Outcome.REVIEW
        if finding.flips:
            finding.code = "LOC-02-OUTSIDE-NEAR"
        else:
            finding.code = "LOC-02-OUTSIDE" if here else "LOC-02-OUTSIDE-ALL"
    if finding.outcome is Outcome.REVIEW:
        finding.evidence = drawn(units, place.row)
        # whose error is the larger settles it: the carrier's, who measures again, or the border's
        of_border = finding.flips and error_m > place.accuracy_m
        finding.kind = Reservation.OFFICE if of_border else Reservation.CONDITION
        finding.missing = COMMUNE_BORDERS if of_border else None
    if stated.former is not None:
        finding.notes = _former(stated.former, units.communes[place.row])
    return finding


def _of_old(named: _Named, meant: Ints, units: Units, at: Ints, k: int) -> tuple[Note, ...]:
    """Return the note that a former commune was meant."""
    former = named.meant[meant[k]].former
    assert former is not None
    return _former(former, units.communes[int(at[k])])


def _former(former: AdminUnit, today: AdminUnit) -> tuple[Note, ...]:
    """Return of which commune of today a former one is part, since when; nothing where the names are one."""
    called, name = unit_name(former), unit_name(today)
    if called == name:
        return ()
    return ((FORMER, {"former": called, "name": part_since(former, today)}),)


def _alone(answers: Answers) -> Finding | None:
    """Answer one row whose commune is known by name and drawn; None for any other."""
    proposals, units, row = answers.proposals, answers.context.units, answers.proposals.rows[0]
    if not (proposals.known[0] and row.commune):
        return None
    stated = names_of(units).find(row.commune, row.district)
    point, accuracy = proposals.points[0], float(proposals.accuracy_m[0])
    places = []
    for commune in stated.rows:
        shape = units.geometries[commune]
        if shape is not None:
            edge_m = float(shapely.distance(units.edges[commune], point))
            inside = edge_m <= TOUCH_M or bool(shapely.intersects(shape, point))
            places.append(_Place(commune, inside, edge_m, accuracy))
    if not places:
        return None
    place = min(places, key=lambda item: (not item.inside, item.edge_m))
    at = int(commune_column(proposals, answers.context)[0])
    return _judge(answers, 0, place, stated, _names(units)[at])


def _drawn_at(units: Units, communes: Ints, k: int) -> dict[str, Any] | None:
    return drawn(units, int(communes[k]))
