"""Filters in the words of CQL2 (text), judged over whole columns.

The grammar is ours, because that of pygeofilter binds AND no closer than OR and lets NOT stand before a
single predicate only; the tree is pygeofilter's. What the grammar does not have is refused, never dropped.
As in SQL something unknown compares with nothing: NOT turns a no into a yes and leaves what is not known.
"""

import datetime as dt
import operator
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pygeofilter.parsers
import shapely
import shapely.geometry
from lark import Lark, v_args
from lark.exceptions import LarkError, UnexpectedInput
from pygeofilter import ast, values
from pygeofilter.parsers.wkt import WKTTransformer

from registry.errors import RefusalError
from web.ogc.systems import System
from web.ogc.table import Compared, Mask, Table

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST = 2000
DEEPEST = 60
"""Levels of a filter: brackets within brackets, NOT before NOT."""

GEOMETRY = "geometry"
_GRAMMAR = r"""
?start: condition
?condition: conjunction
          | condition _OR conjunction                    -> or_
?conjunction: negation
            | conjunction _AND negation                  -> and_
?negation: predicate
         | _NOT negation                                 -> not_
?predicate: "(" condition ")"
          | operand "=" operand                          -> eq
          | operand "<>" operand                         -> ne
          | operand "<" operand                          -> lt
          | operand "<=" operand                         -> lte
          | operand ">" operand                          -> gt
          | operand ">=" operand                         -> gte
          | attribute _BETWEEN operand _AND operand      -> between
          | attribute _NOT _BETWEEN operand _AND operand -> not_between
          | attribute _LIKE TEXT                         -> like
          | attribute _NOT _LIKE TEXT                    -> not_like
          | attribute _IN "(" literal ("," literal)* ")"      -> in_
          | attribute _NOT _IN "(" literal ("," literal)* ")" -> not_in
          | attribute _IS _NULL                          -> null
          | attribute _IS _NOT _NULL                     -> not_null
          | BOOLEAN                                      -> always
          | SPATIAL "(" place "," place ")"              -> spatial
?operand: attribute | literal
?place: attribute | geometry | box
geometry: wkt__geometry
box: _BBOX "(" SIGNED_NUMBER "," SIGNED_NUMBER "," SIGNED_NUMBER "," SIGNED_NUMBER ")"
?literal: TEXT | number | BOOLEAN | day | timestamp
number: SIGNED_NUMBER
day: _DATE "(" TEXT ")"
timestamp: _TIMESTAMP "(" TEXT ")"
attribute: NAME | QUOTED

_AND.3: /AND\b/i
_OR.3: /OR\b/i
_NOT.3: /NOT\b/i
_BETWEEN.3: /BETWEEN\b/i
_LIKE.3: /LIKE\b/i
_IN.3: /IN\b/i
_IS.3: /IS\b/i
_NULL.3: /NULL\b/i
_BBOX.3: /BBOX\b/i
_DATE.3: /DATE(?=\s*\()/i
_TIMESTAMP.3: /TIMESTAMP\b/i
BOOLEAN.3: /(TRUE|FALSE)\b/i
SPATIAL.3: /S_(INTERSECTS|DISJOINT|WITHIN|CONTAINS)\b/i
NAME: /[A-Za-z_][A-Za-z0-9_]*/
QUOTED: /"[^"]+"/
TEXT: /'(?:[^']|'')*'/

%import common.SIGNED_NUMBER
%import common.WS
%import wkt.geometry -> wkt__geometry
%ignore WS
"""


def written_day(text: str) -> dt.date:
    """Return a day written as 2026-11-24 and in no other way; ValueError for any other text."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return dt.date.fromisoformat(text)


class Judged(NamedTuple):
    """Which rows a condition holds of, and of which that is known."""

    yes: Mask
    known: Mask


@v_args(meta=False, inline=True)
class _Tree(WKTTransformer):  # type: ignore[misc]  # pygeofilter has no types
    """What the grammar finds, in the words of pygeofilter's tree."""

    or_ = staticmethod(ast.Or)
    and_ = staticmethod(ast.And)
    not_ = staticmethod(ast.Not)
    eq = staticmethod(ast.Equal)
    ne = staticmethod(ast.NotEqual)
    lt = staticmethod(ast.LessThan)
    lte = staticmethod(ast.LessEqual)
    gt = staticmethod(ast.GreaterThan)
    gte = staticmethod(ast.GreaterEqual)
    between = staticmethod(lambda one, low, high: ast.Between(one, low, high, not_=False))
    not_between = staticmethod(lambda one, low, high: ast.Between(one, low, high, not_=True))
    like = staticmethod(lambda one, text: ast.Like(one, text, False, "%", "_", "\\", False))
    not_like = staticmethod(lambda one, text: ast.Like(one, text, False, "%", "_", "\\", True))
    in_ = staticmethod(lambda one, *rest: ast.In(one, list(rest), not_=False))
    not_in = staticmethod(lambda one, *rest: ast.In(one, list(rest), not_=True))
    null = staticmethod(lambda one: ast.IsNull(one, not_=False))
    not_null = staticmethod(lambda one: ast.IsNull(one, not_=True))
    always = staticmethod(lambda yes: ast.Include(not_=not yes))
    geometry = staticmethod(values.Geometry)
    box = staticmethod(lambda w, s, e, n: shapely.box(float(w), float(s), float(e), float(n)))
    number = staticmethod(float)
    day = staticmethod(written_day)
    timestamp = staticmethod(lambda text: dt.datetime.fromisoformat(text).date())
    attribute = staticmethod(lambda name: ast.Attribute(str(name).strip('"')))
    BOOLEAN = staticmethod(lambda word: word.lower() == "true")
    TEXT = staticmethod(lambda quoted: quoted[1:-1].replace("''", "'"))
    SPATIAL = staticmethod(lambda word: str(word).lower())

    def wkt__multipoint_2(self, *coordinates: Any) -> dict[str, Any]:
        """Return points in brackets of their own; pygeofilter's prints them."""
        return {"type": "MultiPoint", "coordinates": coordinates}

    def spatial(self, name: str, one: Any, two: Any) -> Any:
        """Return a comparison of places."""
        return _SPATIAL[name][0](one, two)


_SPATIAL: Mapping[str, tuple[Any, Callable[[Any, Any], Any]]] = {
    "s_intersects": (ast.GeometryIntersects, shapely.intersects),
    "s_disjoint": (ast.GeometryDisjoint, shapely.disjoint),
    "s_within": (ast.GeometryWithin, shapely.within),
    "s_contains": (ast.GeometryContains, shapely.contains),
}
_ORDERED: Mapping[Any, Callable[[Any, Any], Any]] = {
    ast.Equal: operator.eq,
    ast.NotEqual: operator.ne,
    ast.LessThan: operator.lt,
    ast.LessEqual: operator.le,
    ast.GreaterThan: operator.gt,
    ast.GreaterEqual: operator.ge,
}


@cache
def _parser() -> Lark:
    rules = Path(pygeofilter.parsers.__file__).parent
    return Lark(
        _GRAMMAR, parser="lalr", transformer=_Tree(), import_paths=[str(rules)], maybe_placeholders=False
    )


def parsed(text: str) -> Any:
    """Return the tree of a filter; refused where it is too long or not in the grammar (``OGC-FILTER``)."""
    if len(text) > LONGEST:
        raise RefusalError("OGC-FILTER-LONG", length=len(text), longest=LONGEST)
    try:
        return _parser().parse(text)
    except UnexpectedInput as error:
        at = error.pos_in_stream if error.pos_in_stream is not None else len(text)
        at = at if at >= 0 else len(text)
        raise RefusalError("OGC-FILTER", at=at + 1, near=text[at : at + 40]) from error
    except (LarkError, ValueError) as error:  # a day that is none
        raise RefusalError("OGC-FILTER", at=1, near=text[:40]) from error


def chosen(tree: Any, table: Table, names: Mapping[str, str], system: System) -> Mask:
    """Return which rows of a table a filter chooses.

    ``names`` are the properties that may be asked about, with their columns; places are of ``system``.
    Refused: what is asked of a property that is not there (``OGC-FILTER-PROPERTY``), or that compares what
    cannot be compared (``OGC-FILTER-KIND``).
    """
    return _Judge(table, names, system).of(tree, 0).yes


class _Judge:
    def __init__(self, table: Table, names: Mapping[str, str], system: System) -> None:
        self.table, self.names, self.system = table, names, system
        self.everywhere = np.ones(len(table), dtype=bool)

    def of(self, node: Any, depth: int) -> Judged:
        if depth > DEEPEST:
            raise RefusalError("OGC-FILTER-DEEP", deepest=DEEPEST)
        match node:
            case ast.And() | ast.Or():
                return self._both(node, depth)
            case ast.Not():
                found = self.of(node.sub_node, depth + 1)
                return Judged(found.known & ~found.yes, found.known)
            case ast.Include():
                return Judged(self.everywhere & (not node.not_), self.everywhere)
            case ast.IsNull():
                known = self._known(node.lhs)
                return Judged(known if node.not_ else ~known, self.everywhere)
            case ast.Between():
                return self._turned(
                    self._both(
                        ast.And(ast.GreaterEqual(node.lhs, node.low), ast.LessEqual(node.lhs, node.high)),
                        depth,
                    ),
                    turned=node.not_,
                )
            case ast.In():
                held, known = self._column(node.lhs)
                among = np.zeros(len(known), dtype=bool)
                for literal in node.sub_nodes:
                    among |= held == self._literal(literal, held)
                return self._turned(Judged(among & known, known), turned=node.not_)
            case ast.Like():
                held, known = self._column(node.lhs)
                if held.dtype != object:
                    raise RefusalError("OGC-FILTER-KIND", value=str(node.pattern)[:40])
                words, place = np.unique(held.astype(str), return_inverse=True)
                fits = np.array([like(word, node.pattern) for word in words], dtype=bool)[place]
                return self._turned(Judged(fits & known, known), turned=node.not_)
            case ast.SpatialComparisonPredicate():
                return self._places(node)
        return self._ordered(node)

    def _both(self, node: Any, depth: int) -> Judged:
        """Return AND and OR of what is known: one no makes AND a no, one yes makes OR a yes."""
        one, two = self.of(node.lhs, depth + 1), self.of(node.rhs, depth + 1)
        if isinstance(node, ast.Or):
            yes = one.yes | two.yes
            return Judged(yes, (one.known & two.known) | yes)
        no = (one.known & ~one.yes) | (two.known & ~two.yes)
        return Judged(one.yes & two.yes, (one.known & two.known) | no)

    def _turned(self, found: Judged, *, turned: bool) -> Judged:
        return Judged(found.known & ~found.yes, found.known) if turned else found

    def _ordered(self, node: Any) -> Judged:
        sides = []
        columns = [self._column(side) for side in (node.lhs, node.rhs) if isinstance(side, ast.Attribute)]
        for side in (node.lhs, node.rhs):
            if isinstance(side, ast.Attribute):
                sides.append(self._column(side))
            else:
                kind = columns[0].values if columns else np.array([side])
                sides.append(Compared(self._literal(side, kind), self.everywhere))
        one, two = sides
        if len(columns) == 2 and one.values.dtype != two.values.dtype:
            raise RefusalError("OGC-FILTER-KIND", value=node.rhs.name)
        known = one.known & two.known
        return Judged(_ORDERED[type(node)](one.values, two.values) & known, known)

    def _places(self, node: Any) -> Judged:
        sides = [self._place(side) for side in (node.lhs, node.rhs)]
        known = self._known(ast.Attribute(GEOMETRY))
        judge = next(found for kind, found in _SPATIAL.values() if isinstance(node, kind))
        try:
            return Judged(np.asarray(judge(*sides), dtype=bool) & known, known)
        except shapely.errors.GEOSException as error:
            raise RefusalError("OGC-FILTER-PLACE") from error

    def _place(self, side: Any) -> Any:
        if isinstance(side, ast.Attribute):
            if side.name != GEOMETRY:
                raise RefusalError("OGC-FILTER-PROPERTY", name=side.name[:40], known=GEOMETRY)
            return self.table.shapes
        try:
            shape = side if isinstance(side, shapely.Geometry) else shapely.geometry.shape(side.geometry)
            placed = self.system.to_lon_lat(shape)
        except (ValueError, TypeError, IndexError, shapely.errors.ShapelyError) as error:
            raise RefusalError("OGC-FILTER-PLACE") from error
        if not np.isfinite(shapely.bounds(placed)).all():
            raise RefusalError("OGC-FILTER-PLACE")
        shapely.prepare(placed)
        return placed

    def _known(self, attribute: Any) -> Mask:
        if attribute.name == GEOMETRY:
            return np.array([shape is not None for shape in self.table.shapes], dtype=bool)
        return self._column(attribute).known

    def _column(self, attribute: Any) -> Compared:
        name = self.names.get(attribute.name)
        if name is None:
            raise RefusalError("OGC-FILTER-PROPERTY", name=attribute.name[:40], known=", ".join(self.names))
        return self.table.compared(name)

    def _literal(self, value: Any, column: Any) -> Any:
        """Return a literal as the column holds such values."""
        kind = column.dtype.kind
        if (kind == "f" and type(value) is float) or (kind == "b" and type(value) is bool):
            return value
        if kind in "OU" and type(value) is str:
            return value
        if kind == "M":
            return np.datetime64(as_day(value), "D")
        raise RefusalError("OGC-FILTER-KIND", value=str(value)[:40])


def as_day(value: Any) -> dt.date:
    """Return a day of a filter: one, or its ISO text; refused otherwise (``OGC-FILTER-KIND``)."""
    try:
        return value if isinstance(value, dt.date) else written_day(value)
    except (TypeError, ValueError) as error:
        raise RefusalError("OGC-FILTER-KIND", value=str(value)[:40]) from error


def like(text: str, pattern: str) -> bool:
    """Whether a text fits a pattern: ``%`` for any letters, ``_`` for one, a backslash before either itself.

    In steps at most as many as the two are long multiplied, whatever the pattern.
    """
    marks = _marks(pattern)
    at = one = 0
    star, back = -1, 0
    while at < len(text):
        if one < len(marks) and marks[one] != _ANY and marks[one] in (_ONE, text[at]):
            at, one = at + 1, one + 1
        elif one < len(marks) and marks[one] == _ANY:
            star, back, one = one, at, one + 1
        elif star >= 0:
            back += 1
            at, one = back, star + 1
        else:
            return False
    return all(mark == _ANY for mark in marks[one:])


_ANY, _ONE = "%%", "__"  # no single letter


@lru_cache(256)
def _marks(pattern: str) -> tuple[str, ...]:
    found, letters = [], iter(pattern)
    for letter in letters:
        if letter == "\\":
            found.append(next(letters, letter))
        else:
            found.append({"%": _ANY, "_": _ONE}.get(letter, letter))
    return tuple(found)
