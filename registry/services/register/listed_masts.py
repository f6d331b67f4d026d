"""Rows of a list of masts become rows of the register: which mast each names, and what it says of it."""

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from registry.checks.communes import CommuneNames
from registry.columns import Level, stored_columns
from registry.geo.country import in_country
from registry.geo.distances import geodesic_m
from registry.intake.choices import technologies_of
from registry.intake.parsed import ParsedRow
from registry.messages import issue_of
from registry.model.issues import Issue
from registry.model.ledger import Origin
from registry.model.positions import Confidence
from registry.model.sites import OldMastClass, SiteState
from registry.services.register.listed_against import Standing
from registry.services.register.listed_communes import is_that_commune
from registry.services.register.listed_ends import settle_days
from registry.services.register.mast_leads import NOBODY, owner_of
from registry.store.register.sites import alias_row, site_id, station_id, structure_id

Row = dict[str, Any]
Place = tuple[str, int]
"""A row of a list: its sheet, and its number as Excel shows it."""
CommuneOf = Callable[[float, float], str]

SAME_PLACE_M = 100.0  # a code without an operator's alias, or said twice, means one mast only this near
# A proposed repair may be wrong by a skipped datum (225 m) or more: no distance to such a mast is ever firm.
REPAIRED_ACCURACY_M = 500.0
ANYBODYS = "*"  # whose a row is that names nobody who can be read
_NAMED = 10  # codes in a sentence
MEASURED = "measured"  # how a position reads that the office measured and an officer accepted

_SHARING_CODES = range(8)  # what VNPT writes under "Chung cơ sở hạ tầng"


@dataclass
class Rows:
    """The rows that a list makes, by key; ``listed`` are the sites that each operator's list names."""

    sites: dict[str, Row] = field(default_factory=dict)
    structures: dict[str, Row] = field(default_factory=dict)
    stations: dict[str, Row] = field(default_factory=dict)
    aliases: dict[str, Row] = field(default_factory=dict)
    listed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    code_of: dict[str, str] = field(default_factory=dict)
    site_of: dict[str, str] = field(default_factory=dict)  # structure or station -> site
    sharing: dict[str, Row] = field(default_factory=dict)  # site -> what the list says of sharing
    origins: dict[str, Origin] = field(default_factory=dict)  # record of any of the tables -> its row
    not_imported: int = 0
    unplaced: Counter[str] = field(default_factory=Counter)
    """By operator the rows kept out whose mast stands somewhere (``ANYBODYS``: nobody can be read)."""
    site_at: dict[Place, str] = field(default_factory=dict)  # row -> the site that it is taken to name
    refused: dict[Place, str] = field(default_factory=dict)  # row kept out -> the code that says why
    led_by_others: set[Place] = field(default_factory=set)  # rows that only say that their operator is there
    passed_over: set[str] = field(default_factory=set)  # sites of rows that were left: listed, not taken
    repeated: set[Place] = field(default_factory=set)  # rows that name a mast again and say nothing new of it

    def not_in_register(self, operator: str) -> int:
        """Return how many of an operator's listed masts stand where the register cannot know it."""
        return self.unplaced[operator] + self.unplaced[ANYBODYS]


class _Claim(NamedTuple):
    """A row about a mast that its operator does not lead, as the register stands."""

    code: str
    row: ParsedRow


class ListReader:
    """Turns parsed rows into ``Rows`` against what stands; ``stale`` operators have a newer list already.

    ``add`` every row, then ``finish``: who leads may follow from the list itself. ``own`` is the operator
    whose list it is: a row of another one is kept out ("": rows of several are taken). Rows of ``left`` are
    not taken either, but what they name counts as listed.
    """

    def __init__(
        self,
        standing: Standing,
        issues: list[Issue],
        *,
        operator: str,
        list_date: dt.date,
        stale: set[str],
        commune_of: CommuneOf,
        names: CommuneNames | None = None,
        own: str = "",
        left: Collection[Place] = (),
    ) -> None:
        self.own, self.left = own, left
        self.standing, self.issues, self.stale = standing, issues, stale
        self.operator, self.list_date, self.commune_of = operator, list_date, commune_of
        self.names = names
        self.rows = Rows()
        self._first: dict[tuple[str, str], tuple[str, float, float]] = {}
        self._passed: dict[tuple[str, str], tuple[str, float, float]] = {}  # of rows that were left
        self._made: dict[str, tuple[str, float, float]] = {}  # code -> its new site, and where
        self._maker: dict[str, str] = {}  # new site -> the operator whose row is its first
        self._named: dict[tuple[str, str], tuple[Place, set[str]]] = {}
        """By operator and code the first row that names them, and the technologies that rows give them."""
        self._codes: dict[str, str] = dict(standing.codes)
        self._claims: dict[str, dict[str, _Claim]] = defaultdict(dict)

    def add(self, row: ParsedRow) -> None:
        """Take one row in, or keep it as an issue."""
        abroad = row.position.known and not in_country(row.position.lon or 0.0, row.position.lat or 0.0)
        if abroad or "operator" in row.unread:
            self._listed_unread(row)
            why = "SITE-OPERATOR-UNREAD" if "operator" in row.unread else "SITE-ABROAD"
            self._refuse(why, row, code=str(row.values.get("site_code", "–")))
            return
        operator = row.values.get("operator") or self.operator
        if self.own and operator != self.own:
            self._refuse("SITE-NOT-OWN", row, code=str(row.values.get("site_code", "–")), operator=operator)
            return
        if not operator:
            self._say("SITE-NO-OPERATOR", row)
        code = self.standing.spelled(operator, str(row.values.get("site_code", "")).strip())
        if not code:
            if not row.position.known:
                self._refuse("SITE-NO-POSITION", row, code="–")
                return
            code = f"{operator or 'X'}@{row.position.lat:.5f},{row.position.lon:.5f}"
            self._say("SITE-NO-CODE", row, code=code)
        site, known = self._site_of(operator, code, row)
        if (row.sheet, row.row) in self.left:
            self.rows.passed_over.add(site)
            if row.position.known:  # leaving it lets no row in that contradicts it
                place = (site, row.position.lon or 0.0, row.position.lat or 0.0)
                self._passed.setdefault((operator, code), place)
            return
        if not known and not row.position.known:
            self._refuse("SITE-NOT-LISTED-NOR-PLACED", row, code=code)
            return
        if "state" in row.unread and site not in self.standing.structures:
            self._refuse("SITE-STATE-UNREAD", row, code=code)
            return
        again = (operator, code) in self._first
        before = self._first.get((operator, code)) or self._passed.get((operator, code))
        if before and row.position.known:
            apart = _apart(before[1], before[2], row)
            if apart > SAME_PLACE_M:
                self._refuse("SITE-CODE-TWICE", row, code=code, distance=apart)
                return
        self._say_again(operator, code, row)
        self.rows.listed[operator].add(site)
        self.rows.site_at[row.sheet, row.row] = site
        if row.position.known:
            self._first.setdefault(
                (operator, code), (site, float(row.position.lon or 0), float(row.position.lat or 0))
            )
        if operator in self.stale and known and site not in self.rows.sites:
            return
        led = not known or self.standing.leads.of(site) == operator != NOBODY
        if led and not again:
            self._place(site, operator, code, row, known=known)
        elif not led:
            self._claims[site].setdefault(operator, _Claim(code, row))
        self.rows.code_of.setdefault(site, code)
        self._alias(site, operator, code, row)
        self._stations(site, operator, row, shared=led)
        self._sharing(site, row)

    def finish(self) -> None:
        """Let the rows decide of whose masts the list itself says, or nobody said, that they lead them.

        The owner that a leader's row names leads from then on, if it is listed here too; of a mast that
        nobody is known to lead, the first row with an operator does. What is left says only who is there.
        """
        left: list[str] = []
        for site, claims in self._claims.items():
            leader = self.standing.leads.of(site) or self._maker.get(site, NOBODY)
            done = {leader} - {NOBODY}
            following = self._owner(site) or None
            if not leader and following not in claims:
                following = next(filter(None, claims), NOBODY)
            while following in claims and following not in done:
                claim = claims[following]
                self._place(site, following, claim.code, claim.row, known=True)
                self._stations(site, following, claim.row, shared=True)
                done.add(following)
                following = self._owner(site) or None
            following_only = [claim for operator, claim in claims.items() if operator not in done]
            left += [claim.code for claim in following_only]
            self.rows.led_by_others.update((claim.row.sheet, claim.row.row) for claim in following_only)
        if left:
            params = {"count": len(left), "codes": ", ".join(left[:_NAMED]) + (" …" if left[_NAMED:] else "")}
            self.issues.append(issue_of("LIST-LED-BY-OTHERS", params=params))

    def _listed_unread(self, row: ParsedRow) -> None:
        """Count what a row that is kept out names as listed: the list does write that mast."""
        operator = row.values.get("operator") or self.own or self.operator
        code = self.standing.spelled(operator, str(row.values.get("site_code", "")).strip())
        alias = self.standing.aliases.get((operator, code))
        if alias is not None:
            self.rows.passed_over.add(alias["site_id"])

    def _say_again(self, operator: str, code: str, row: ParsedRow) -> None:
        """Say of a row that names a mast again, with no other technology, where it stands first."""
        technologies = set(technologies_of(row.values.get("technology", "")))
        first, known = self._named.setdefault((operator, code), ((row.sheet, row.row), set()))
        place = (row.sheet, row.row)
        if first != place and technologies <= known:
            self.rows.repeated.add(place)
            where = str(first[1]) if first[0] == row.sheet else f"{first[1]} ({first[0]})"
            self._say("SITE-CODE-AGAIN", row, code=code, where=where)
        known.update(technologies)

    def _owner(self, site: str) -> str:
        """Return the operator that owns a site's mast once this list is in."""
        mast, _ = self.standing.structures.get(site, (structure_id(site), ""))
        owner = self.rows.structures.get(mast, {}).get("owner")
        return owner_of(self.standing.leads.owners.get(site, "") if owner is None else owner)

    def _site_of(self, operator: str, code: str, row: ParsedRow) -> tuple[str, bool]:
        """Return the site that a row names, and whether others name it first: by the operator's code, else by
        the code of a site at that very place, in the register or in a row before."""
        alias = self.standing.aliases.get((operator, code))
        if alias is not None:
            merged = self.standing.sites[alias["site_id"]].merged_into
            return merged or alias["site_id"], True
        fresh = site_id(operator, code)
        if fresh in self.rows.sites:
            return fresh, False
        other = self.standing.codes.get(code)
        gone = other is not None and self.standing.structures.get(other, ("", ""))[1] == SiteState.DISMANTLED
        if gone and row.values.get("state") != SiteState.DISMANTLED:
            other = None  # what stands there now is another mast than the one that was taken down
        if other is not None and row.position.known:
            place = self.standing.sites[other]
            if _apart(place.lon, place.lat, row) <= SAME_PLACE_M:
                return other, True
        elif (
            other is not None
            and (self.standing.structures.get(other, ("", ""))[0], operator) in self.standing.stations
        ):
            return other, True  # the operator stands on it: the code means no other mast
        made = self._made.get(code)
        if made is not None and row.position.known and _apart(made[1], made[2], row) <= SAME_PLACE_M:
            return made[0], True
        return fresh, fresh in self.standing.sites

    def _place(self, site: str, operator: str, code: str, row: ParsedRow, *, known: bool) -> None:
        values, position = row.values, row.position
        place: Row = {"id": site, **_stated(Level.SITE, values)}
        written = str(place.get("commune_as_written") or "")
        if is_that_commune(self.standing.sites.get(site), written, self.names):
            place.pop("commune_as_written")
        listed = position.known and not self._measured(site, code, row)
        there = self.standing.stands_there(site, position, values.get("accuracy_m"))
        if listed:
            repaired = position.confidence is Confidence.PROPOSED
            accuracy = max(position.accuracy_m, REPAIRED_ACCURACY_M * repaired)
            if not (there and self.standing.sites[site].as_exact_as(accuracy, values.get("accuracy_m"))):
                place["accuracy_m"] = accuracy
        if listed and not there:
            place |= {
                "lon": position.lon,
                "lat": position.lat,
                "position_raw": list(position.raw),
                "position_reading": position.reading,
                "position_crs": position.crs,
                "position_confidence": position.confidence.value,
                "commune_code": self.commune_of(position.lon or 0.0, position.lat or 0.0),
            }
        if not position.known:
            self._say("SITE-POSITION-KEPT", row, code=code)
        if not known:
            shown = code if self._codes.get(code, site) == site else f"{operator}-{code}"
            self._codes[shown] = site
            place["code"] = shown
            self._maker[site] = operator
            if position.known:
                self._made.setdefault(code, (site, position.lon or 0.0, position.lat or 0.0))
        self.rows.sites[site] = {**self.rows.sites.get(site, {}), **place}
        self._read_at(site, row)
        self.rows.code_of[site] = code
        self._structure(site, operator, row)

    def _measured(self, site: str, code: str, row: ParsedRow) -> bool:
        """Whether the office measured where the site is: a list does not move it back, and that is said."""
        known = self.standing.sites.get(site)
        if known is None or known.position_reading != MEASURED:
            return False
        apart = _apart(known.lon, known.lat, row)
        if apart > math.hypot(known.accuracy_m, row.position.accuracy_m):
            self._say("SITE-POSITION-MEASURED", row, code=code, distance=apart)
        return True

    def _structure(self, site: str, operator: str, row: ParsedRow) -> None:
        values = row.values
        key, state = self.standing.structures.get(site, (structure_id(site), ""))
        mast: Row = {"id": key, "site_id": site}
        if site not in self.standing.structures:
            mast |= {"state": SiteState.IN_SERVICE.value, "built_year_only": False}
        mast |= self.standing.owner_names.written(_stated(Level.STRUCTURE, values))
        settle_days(mast, row, self.standing.ended.get(key), self.list_date, state=state)
        if mast.get("sharing_code") not in _SHARING_CODES:
            mast.pop("sharing_code", None)  # ``_sharing`` says so
        if "built_on" in mast:
            mast["built_year_only"] = bool(values.get("built_year_only", False))
            day = self.standing.built_on.get(key)
            if day is not None and mast["built_year_only"] and values["built_on"].year == day.year:
                del mast["built_on"], mast["built_year_only"]  # the day is known already
        if "robust" in values and not (values["robust"] and key in self.standing.robust):
            mast["robust_basis"] = f"{operator}, {self.list_date:%d/%m/%Y}" if values["robust"] else ""
        if "mast_class" in values:
            old = values["mast_class"] in set(OldMastClass)
            if old:
                mast["old_class"] = mast.pop("mast_class")
        self.rows.structures[key] = {**self.rows.structures.get(key, {}), **mast}
        self._read_at(key, row)
        self.rows.site_of[key] = site

    def _alias(self, site: str, operator: str, code: str, read: ParsedRow) -> None:
        before = self.standing.aliases.get((operator, code))
        row = alias_row(site, operator, code, listed=self.list_date)
        if before is not None:
            row = {
                "id": before["id"],
                "first_listed": min(before["first_listed"] or self.list_date, self.list_date),
                "last_listed": max(before["last_listed"] or self.list_date, self.list_date),
            }
        self.rows.aliases[row["id"]] = row
        self._read_at(row["id"], read)

    def _stations(self, site: str, operator: str, row: ParsedRow, *, shared: bool) -> None:
        """Say which networks are on the mast: the operator's own, and with ``shared`` those it names."""
        mast, _ = self.standing.structures.get(site, (structure_id(site), ""))
        values = row.values
        technologies = technologies_of(values.get("technology", ""))
        facts = _stated(Level.STATION, values)
        others = values.get("shared_with", ()) if shared else ()
        for network in dict.fromkeys([operator, *others]):
            own, there = network == operator, self.standing.stations.get((mast, network), {})
            if not network or (not own and there):
                continue  # "shared with" says nothing new of a network that is there
            said = technologies if own else ("",)
            if said == ("",) and there:  # the list has no word on technologies: it means those known
                said = tuple(there)
            # a station whose technology was not known is the first one that is named now
            unnamed = "" if "" in said else there.get("", "")
            for technology in said:
                # by what stands, since merging moves stations to a mast under which they were not made
                key = there.get(technology) or unnamed or station_id(mast, network, technology)
                unnamed = "" if key == unnamed else unnamed
                self.rows.stations[key] = {
                    "id": key,
                    "structure_id": mast,
                    "operator": network,
                    "technology": technology,
                    **(facts if own else {}),
                }
                self.rows.site_of[key] = site
                self._read_at(key, row)

    def _sharing(self, site: str, row: ParsedRow) -> None:
        said = {name: row.values[name] for name in ("sharing_code", "shared_with") if row.values.get(name)}
        if "sharing_code" in said and said["sharing_code"] not in _SHARING_CODES:
            self._say("SITE-SHARING-CODE", row, value=str(said["sharing_code"]))
            del said["sharing_code"]
        if said:
            self.rows.sharing[site] = said

    def _read_at(self, record: str, row: ParsedRow) -> None:
        self.rows.origins[record] = Origin(row.sheet, row.row)

    def _say(self, message: str, row: ParsedRow, **params: Any) -> None:
        value = str(params.get("code", ""))
        self.issues.append(issue_of(message, sheet=row.sheet, row=row.row, value=value, params=params))

    def _refuse(self, message: str, row: ParsedRow, **params: Any) -> None:
        self.rows.not_imported += 1
        if message != "SITE-NOT-OWN":  # it says nothing of this one's masts
            read = "" if "operator" in row.unread else row.values.get("operator")
            self.rows.unplaced[read or self.own or self.operator or ANYBODYS] += 1
        self.rows.refused[row.sheet, row.row] = message
        self._say(message, row, **params)


def _apart(lon: float, lat: float, row: ParsedRow) -> float:
    """Return how many metres a row's place is from another."""
    return float(geodesic_m(lon, lat, row.position.lon or 0.0, row.position.lat or 0.0))


def _stated(level: Level, values: Row) -> Row:
    """Return what a row states of a level, by the columns of its table."""
    return {item.stored: values[item.name] for item in stored_columns(level) if item.name in values}
