"""The register as contexts are made from it: read once, then kept in step by what the ledger says changed."""

from typing import Any, NamedTuple

import numpy as np

from registry.basemap.terrain import terrain_in
from registry.checks.days_worked import DaysWorked
from registry.checks.on_day.contexts import to_metric_shapes
from registry.checks.on_day.units import UnitsOfAllDays
from registry.errors import RefusalError
from registry.geo.crs import to_metric
from registry.law import OwnLaw
from registry.model.areas import Layer, LayerCoverage, Zone
from registry.model.mast_rows import MastRows
from registry.model.plans import PlannedPosition, PlanVersion
from registry.model.row_steps import RowStep
from registry.model.terrain import Terrain
from registry.services.office.office_numbers import office_numbers
from registry.services.office.working_days import calendar_of
from registry.services.register.kept_units import units_of_all_days
from registry.services.register.mask_secret import mask_secret
from registry.services.register.open_proposals import open_at
from registry.settings import Settings
from registry.store import ledger
from registry.store.database import Connection
from registry.store.ledger_since import Changes, changes_since, values_named
from registry.store.office import operators
from registry.store.register import lists, plans, sites
from registry.store.register.masts_in_step import MAST_TABLES, masts_after
from registry.store.regulations.regulations import load_own_law
from registry.store.requests.requests import NOT_JUDGED_BY
from registry.store.zones import zones

_OF_ALL_ROWS = frozenset({"operators", "admin_units"})
"""Tables that everything is made with: where one of them changed, all is read anew."""
_ZONES, _COVERAGES = frozenset({"zones"}), frozenset({"layer_coverages"})
_PLANS = frozenset({"plan_versions", "planned_positions"})
_LISTS = frozenset({"operator_lists"})
_OFFICE = frozenset({"settings", "meta"})
_REGULATIONS = frozenset({"regulations"})


class News(NamedTuple):
    """What changed in the register from one version to the next.

    ``masts`` is the step of their rows, None where none was touched; ``layers`` are those whose zones or
    completeness were touched; ``plans`` says whether plans were. ``tables`` are all that changed.
    """

    tables: frozenset[str]
    masts: RowStep | None
    layers: frozenset[Layer]
    plans: bool


class LoadedRegister:
    """Everything of one data version, positions and shapes already metric; days are chosen from it.

    The version is the ledger's head with its hash: a restored register may have as many entries as this one.
    """

    def __init__(self, connection: Connection, settings: Settings) -> None:
        self._settings = settings
        self.version = ledger.head(connection)
        self.terrain: Terrain | None = terrain_in(settings.background)
        self.open = open_at(connection)
        self.operators = operators.load_operators(connection)
        self._read_office(connection)
        self.own_law: OwnLaw = load_own_law(connection)
        self.masts: MastRows = sites.load_masts(connection)
        self.mast_xy = to_metric(self.masts.lon, self.masts.lat, settings.metric_epsg)
        self.zones: list[Zone] = zones.load_zones(connection)
        self.zone_shapes = self._shapes([zone.geometry for zone in self.zones])
        self._read_coverages(connection)
        self.units: UnitsOfAllDays = units_of_all_days(connection, settings.metric_epsg)
        self.lists = lists.latest_complete(connection)
        self._read_plans(connection)
        self.mask_secret = mask_secret(settings.home)

    def check_province(self, code: str) -> None:
        """Refuse the code of a province that no unit bears."""
        held = self.units.provinces
        if held and code not in held:
            raise RefusalError("PROVINCE-NOT-HELD", province=code[:40], held=", ".join(sorted(held)))

    def follow(self, connection: Connection) -> News | None:
        """Come up to the present version and say what is new; None where all is to be read anew.

        What changed is replaced, never changed where it stands: contexts that were made of it go on.
        """
        changes = changes_since(connection, self.version, but=NOT_JUDGED_BY)
        if changes is None or _OF_ALL_ROWS & changes.keys():
            return None
        tables = frozenset(changes)
        step = None
        if tables & MAST_TABLES:
            now = masts_after(connection, self.masts, changes)
            if now is None:
                return None
            step = now.step
            self._follow_masts(now.masts, step)
        layers = self._follow_zones(connection, changes)
        if tables & _PLANS:
            self._read_plans(connection)
        if tables & _LISTS:
            self.lists = lists.latest_complete(connection)
        if tables & _OFFICE:
            self._read_office(connection)
        if tables & _REGULATIONS:
            own = load_own_law(connection)
            if own == self.own_law:  # a draft was typed: nothing is judged by it
                tables -= _REGULATIONS
            self.own_law = own
        self.version = ledger.head(connection)
        return News(tables, step, layers, bool(tables & _PLANS))

    def _follow_masts(self, masts: MastRows, step: RowStep) -> None:
        x, y = to_metric(masts.lon[step.fresh], masts.lat[step.fresh], self._settings.metric_epsg)
        self.mast_xy = step.column(self.mast_xy[0], x), step.column(self.mast_xy[1], y)
        self.masts = masts

    def _follow_zones(self, connection: Connection, changes: Changes) -> frozenset[Layer]:
        """Read the zones anew that changed, and where layers are complete; return the layers concerned."""
        touched = set()
        if _COVERAGES & changes.keys():
            touched |= {Layer(name) for name in values_named(changes["layer_coverages"], "layer")}
            self._read_coverages(connection)
        if _ZONES & changes.keys():
            touched |= {Layer(name) for name in values_named(changes["zones"], "layer")}
            changed = {change.record for change in changes["zones"]}
            found = zones.load_zones(connection, only=sorted(changed))
            kept = [row for row, zone in enumerate(self.zones) if zone.id not in changed]
            together = [self.zones[row] for row in kept] + found
            shapes = np.concatenate([self.zone_shapes[kept], self._shapes([zone.geometry for zone in found])])
            order = sorted(range(len(together)), key=lambda row: (together[row].layer, together[row].id))
            self.zones, self.zone_shapes = [together[row] for row in order], shapes[order]
        return frozenset(touched)

    def _read_office(self, connection: Connection) -> None:
        self.illustrative = operators.is_demo(connection)
        self.calendar: DaysWorked = calendar_of(operators.load_settings(connection))
        self.office_numbers = office_numbers(connection, self._settings)

    def _read_coverages(self, connection: Connection) -> None:
        self.coverages: list[LayerCoverage] = zones.load_coverages(connection)
        self.coverage_shapes = self._shapes([item.geometry for item in self.coverages])

    def _read_plans(self, connection: Connection) -> None:
        self.versions: list[PlanVersion] = plans.load_versions(connection)
        self.positions: list[PlannedPosition] = plans.load_positions(connection)

    def _shapes(self, shapes: list[Any]) -> Any:
        return to_metric_shapes(shapes, self._settings.metric_epsg)
