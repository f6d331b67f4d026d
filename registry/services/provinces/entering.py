"""The records of the other register as they enter this one: keys, codes, names and numbers told apart.

Nothing of ours is overwritten. A key that is taken becomes another, and everything that names it follows; a
code, number or name that is taken gets the sign of the other register behind it.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from registry.geo.distances import geodesic_m
from registry.model.areas import AdminUnit
from registry.model.ledger import Change
from registry.model.regulations import RegulationState
from registry.model.requests.desk import CLOSED
from registry.services.provinces.names import free, name_of
from registry.services.provinces.report import MergeReport, Went
from registry.services.provinces.rules import How, rules
from registry.services.provinces.territory import Joined
from registry.services.provinces.wholes import WHOLES
from registry.services.register.same_mast import NEAR_M
from registry.store import changes
from registry.store.earlier.mapping import with_own_keys
from registry.store.images import Image
from registry.store.register.same_mast import question_row
from registry.store.register.units import unit_row
from registry.store.tables import LEDGERED, key_of
from registry.store.verification import Problem

Rows = Mapping[str, Mapping[str, Image]]
"""Table -> key -> image."""
_PEOPLE = frozenset({"who", "person", "officer", "assignee"})
_KNOWN_BY_NAME = frozenset({
    "cable_nodes", "cable_routes", "cable_segments", "critical_places", "storms", "underground_areas",
    "zones",
})  # fmt: skip
_PLACED = ("sites", "critical_places", "planned_positions")  # their commune is where they are today


@dataclass
class Entering:
    """What is written into this register: ``made`` in the order of the tables."""

    ours: Rows
    theirs: Rows
    sign: str
    register: str
    day: dt.date
    joined: Joined
    report: MergeReport
    made: list[Change] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    _codes: dict[str, str] = field(default_factory=dict)  # site of theirs -> its code here
    _ours_by_code: dict[str, list[str]] = field(default_factory=dict)
    _aliases: set[tuple[str, str]] = field(default_factory=set)  # operator and code

    def work_out(self) -> None:
        """Work out every change; nothing is written."""
        self._rename()
        self._tell_sites_apart()
        own: dict[str, Callable[[], None]] = {
            "admin_units": self._units,
            **{table: partial(enter, self) for table, enter in WHOLES.items()},
            "requests": self._requests,
            "operators": self._operators,
        }
        for table in LEDGERED:
            how = rules()[table].how
            if how is How.KEPT:
                for key, image in self.theirs[table].items():
                    waits = _in_force(image) if table == "regulations" else None
                    self.report.add(table, key, Went.KEPT, "", name_of(key, image), "", waits)
            elif table in own:
                own[table]()
            else:
                for key, image in self.theirs[table].items():
                    self.enter(table, key, image)

    @property
    def accounts(self) -> list[str]:
        """The keys that their accounts have here."""
        return [change.record for change in self.made if change.table == "accounts"]

    def _rename(self) -> None:
        taken = {
            key
            for table, rows in self.theirs.items()
            if rules()[table].how is How.MOVED
            for key in rows
            if key in self.ours[table]
        }
        self.renamed = {key: changes.stable_id("merged", self.register, key) for key in sorted(taken)}
        names = {str(image["name"]) for image in self.ours["accounts"].values()}
        for image in self.theirs["accounts"].values():
            if image["name"] in names:
                self.people[image["name"]] = free(f"{image['name']}-{self.sign.lower()}", names)

    def _tell_sites_apart(self) -> None:
        for key, image in self.ours["sites"].items():
            self._ours_by_code.setdefault(image["code"], []).append(key)
        aliases = self.ours["site_aliases"].values()
        self._aliases = {(image.get("operator", ""), image["code"]) for image in aliases}
        ours = {*self._ours_by_code, *(code for _, code in self._aliases)}
        every = ours | {str(image["code"]) for image in self.theirs["sites"].values()}
        for key, image in self.theirs["sites"].items():
            if image["code"] in ours:
                self._codes[key] = free(f"{image['code']}-{self.sign}", every)
                every.add(self._codes[key])

    def enter(self, table: str, key: str, image: Image, **other: Any) -> None:
        """Let a record in, with columns that are ``other`` than they were; or leave ours where it is one."""
        if rules()[table].how is How.UNITED and key in self.ours[table]:
            ours = self.ours[table][key]
            same = _content(ours) == _content(image)
            name = name_of(key, image)
            waits = None if same else Problem("PROVINCE-WAITS-DIFFERS", {"name": name})
            self.report.add(table, key, Went.UNITED, key, name, name_of(key, ours), waits)
            return
        row = {**self.own(table, image), **other}
        waits = row.pop("waits", None)
        to = str(row[key_of(LEDGERED[table])])
        was, now = name_of(key, image), name_of(to, row)
        went = Went.TOLD_APART if to != key or was != now else Went.ENTERED
        if to != key and waits is None and table in _KNOWN_BY_NAME:
            waits = Problem("PROVINCE-WAITS-SAME", {"name": was})
        self.report.add(table, key, went, to, was, now, waits)
        self.made.append(Change(table, to, None, row))

    def own(self, table: str, image: Image) -> dict[str, Any]:
        """Return the image of a record of theirs with our keys, codes, names and communes."""
        row: dict[str, Any] = {
            name: value if name == "geometry" else with_own_keys(value, self.renamed)
            for name, value in image.items()
        }
        for name, value in row.items():
            if isinstance(value, str) and value in self.people and (name in _PEOPLE or name.endswith("_by")):
                row[name] = self.people[value]
        if row.get("batch"):
            row["batch"] = f"{self.sign}:{row['batch']}"
        if table in _PLACED:
            found = self.joined.commune(row.get("commune_code", ""), row.get("lon"), row.get("lat"))
            row["commune_code"] = found.code
            row["waits"] = found.waits
        if table == "sites":
            self._own_site(row, image)
        elif table == "site_aliases":
            self._own_alias(row, image)
        elif table == "accounts":
            row["name"] = self.people.get(row["name"], row["name"])
            row.pop("password_set", None)
            row |= {"active": False, "two_factor": False,
                    "waits": Problem("PROVINCE-WAITS-ACCOUNT", {"name": row["name"]})}  # fmt: skip
        elif table == "citizen_reports":
            row["ordinal"] = self._free_ordinal(row["year"], row["ordinal"])
            if row.get("case_key") in {one.get("case_key") for one in self.ours[table].values()} - {None}:
                row["case_key"] = f"{row['case_key']} {self.sign.casefold()}"  # of another province's system
        return row

    def _own_site(self, row: dict[str, Any], image: Image) -> None:
        code = self._codes.get(image["id"])
        if code is None:
            return
        row["code"] = code
        row["waits"] = Problem("PROVINCE-WAITS-CODE", {"code": image["code"]})
        for key in self._ours_by_code.get(image["code"], ()):
            ours = self.ours["sites"][key]
            apart = float(geodesic_m(ours["lon"], ours["lat"], row["lon"], row["lat"]))
            if apart <= NEAR_M:
                evidence = {"code": image["code"]}
                asked = question_row(key, row["id"], "near", distance_m=round(apart, 1), evidence=evidence)
                self.made.append(Change("same_mast", asked["id"], None, asked))

    def _own_alias(self, row: dict[str, Any], image: Image) -> None:
        site = self.theirs["sites"].get(image["site_id"], {})
        if image["code"] == site.get("code") and image["site_id"] in self._codes:
            row["code"] = self._codes[image["site_id"]]
        elif (image.get("operator", ""), image["code"]) in self._aliases:
            row["code"] = f"{image['code']}-{self.sign}"

    def _free_ordinal(self, year: int, ordinal: int) -> int:
        """Return the number of a citizens' report: its own, or where that is taken one after all others."""
        rows = [*self.ours["citizen_reports"].values()]
        if not any((one["year"], one["ordinal"]) == (year, ordinal) for one in rows):
            return ordinal
        every = [*rows, *self.theirs["citizen_reports"].values()]
        return max(int(one["ordinal"]) for one in every if one["year"] == year) + ordinal

    def _operators(self) -> None:
        ordinal = max((int(image["ordinal"]) for image in self.ours["operators"].values()), default=-1)
        for key, image in self.theirs["operators"].items():
            if key not in self.ours["operators"]:
                ordinal += 1  # a bit of its own among the networks of a mast
                self.enter("operators", key, image, ordinal=ordinal)
            else:
                self.enter("operators", key, {**image, "ordinal": self.ours["operators"][key]["ordinal"]})

    def _requests(self) -> None:
        taken = {(image["year"], image["ordinal"]) for image in self.ours["requests"].values()}
        numbers = {image["number"] for image in self.ours["requests"].values()}
        numbers |= {image["number"] for image in self.theirs["requests"].values()}
        below = 0
        for key, image in self.theirs["requests"].items():
            other: dict[str, Any] = {}
            if (image["year"], image["ordinal"]) in taken:
                below -= 1  # in no row of numbers that is given here
                other = {"ordinal": below, "number": free(f"{image['number']}-{self.sign}", numbers)}
                numbers.add(other["number"])
            if image["state"] not in CLOSED:  # from now on its rows are judged by what holds here
                number = other.get("number", image["number"])
                other["waits"] = Problem("PROVINCE-WAITS-REQUEST", {"number": number})
            self.enter("requests", key, image, **other)

    def _units(self) -> None:
        create = {unit.id: unit for unit in self.joined.create}
        codes = {(image["level"], image["code"]) for image in self.ours["admin_units"].values()}
        for key, image in self.theirs["admin_units"].items():
            name = name_of(key, image)
            if key in create:
                self._unit(key, create.pop(key), name)
            elif key in self.ours["admin_units"] or (image["level"], image["code"]) in codes:
                self.report.add("admin_units", key, Went.UNITED, key, name, name)
            else:
                waits = Problem("PROVINCE-WAITS-UNIT", {"code": image["code"]})
                self.report.add("admin_units", key, Went.KEPT, "", name, "", waits)
        for key, unit in create.items():
            self._unit(key, unit, "")
        for key, last in self.joined.end.items():
            image = self.ours["admin_units"][key]
            name = name_of(key, image)
            self.report.add("admin_units", key, Went.CHANGED, key, name, name)
            self.made.append(changes.amend(LEDGERED["admin_units"], image, valid_to=last.isoformat()))

    def _unit(self, key: str, unit: AdminUnit, was: str) -> None:
        self.report.add("admin_units", key, Went.ENTERED, key, was, unit.name)
        self.made.append(changes.create(LEDGERED["admin_units"], unit_row(unit)))

    def change(self, table: str, key: str, image: Image, waits: Problem | None, **columns: Any) -> None:
        """Change columns of a record of ours."""
        name = name_of(key, image)
        self.report.add(table, key, Went.CHANGED, key, name, name, waits)
        self.made.append(changes.amend(LEDGERED[table], image, **columns))


def _in_force(image: Image) -> Problem | None:
    """Return that a published regulation, which stays in the other ledger, may have to be entered here."""
    if image["state"] != RegulationState.PUBLISHED.value:
        return None
    return Problem("PROVINCE-WAITS-REGULATION", {"name": image["content"]["head"]["name"]})


def _content(image: Image) -> dict[str, Any]:
    return {name: value for name, value in image.items() if name != "version"}
