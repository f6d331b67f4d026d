"""``bts init --demo``: an illustrative province, entered through the same imports that an office uses.

The lists, plans and zone files are written into ``samples/nguon`` of the registry's home and imported from
there, so every record comes from a batch with a file behind it; the two sample lists of proposals lie beside.
"""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from registry.demo.backgrounds.background import write_background
from registry.demo.cables import add_demo_cables, write_cable_sample
from registry.demo.corridor_list import write_corridor_sample
from registry.demo.critical import add_demo_critical
from registry.demo.field import add_demo_field
from registry.demo.lists import write_plan_list, write_site_list, write_zone_file
from registry.demo.masts import demo_masts
from registry.demo.outages import write_outage_sample
from registry.demo.places import NOTE, parameters
from registry.demo.plans import demo_plans
from registry.demo.population import add_demo_population
from registry.demo.samples import write_samples
from registry.demo.self_inspection import write_self_inspection_sample
from registry.demo.south import southern_masts, southern_zones
from registry.demo.storm import write_storm_sample
from registry.demo.zone_list import write_zone_sample
from registry.demo.zones import demo_zones
from registry.model.areas import Layer
from registry.services.office.calendar import today
from registry.services.office.deeds import write
from registry.services.office.registry import Registry
from registry.services.register.import_plan import import_plan
from registry.services.register.import_sites import import_sites
from registry.services.zones.import_zones import import_zones
from registry.store.office.operators import is_demo, meta_change

WHO = "bts init --demo"
SOURCES = "nguon"
Progress = Callable[[str], None]


def add_demo(registry: Registry, *, day: dt.date | None = None, progress: Progress | None = None) -> None:
    """Add the illustrative province to a new registry as it stands on ``day`` (default today).

    The registry is marked as illustrative first, so that nothing illustrative ever stands in it unmarked.
    """
    say = progress or (lambda _step: None)
    day = day or today()
    samples = registry.settings.home / "samples"
    sources = samples / SOURCES
    sources.mkdir(parents=True, exist_ok=True)
    _mark(registry)
    say("background")
    write_background(registry.settings, day)
    say("zones")
    _add_zones(registry, sources)
    say("sites")
    _add_sites(registry, sources, day)
    say("plan")
    _add_plans(registry, sources, day)
    say("cables")
    add_demo_cables(registry, sources, day)
    say("critical places")
    add_demo_critical(registry, sources, day, WHO)
    say("population")
    add_demo_population(registry, sources, day, WHO)
    say("inspections")
    add_demo_field(registry, day)
    say("samples")
    write_samples(samples, day)
    write_corridor_sample(samples, day)
    write_zone_sample(samples)
    write_cable_sample(samples)
    write_storm_sample(samples)
    write_outage_sample(registry, samples)
    write_self_inspection_sample(registry, samples, day)


def _mark(registry: Registry) -> None:
    with registry.database.write() as connection:
        if is_demo(connection):  # a demo whose making was cut short
            return
        write(connection, [meta_change(connection, "demo", True)], "demo", WHO, file_name=NOTE)


def _add_zones(registry: Registry, sources: Path) -> None:
    areas = parameters("areas")
    for layer in Layer:
        path = sources / f"{layer.value}.geojson"
        write_zone_file(path, layer, (*demo_zones(), *southern_zones()))
        import_zones(
            registry,
            path,
            layer=layer.value,
            decision=areas["decision"],
            valid_from=areas["valid_from"],
            covers="territory",
            yes=True,
            who=WHO,
        )


def _add_sites(registry: Registry, sources: Path, day: dt.date) -> None:
    """Import each network's list: the masts of old Bắc Giang as they always were, then old Bắc Ninh's."""
    masts = (*demo_masts(day), *southern_masts(day))
    for operator, rules in parameters("masts")["operators"].items():
        path = sources / f"ds-tram-{operator.lower()}.xlsx"
        write_site_list(path, [mast for mast in masts if mast.operator == operator])
        import_sites(
            registry,
            path,
            operator=operator,
            complete=operator != "GTEL",
            list_date=day - dt.timedelta(days=rules["list_age_days"]),
            yes=True,
            who=WHO,
        )


def _add_plans(registry: Registry, sources: Path, day: dt.date) -> None:
    for plan in demo_plans(day):
        path = sources / f"ke-hoach-{plan.operator.lower()}-{plan.valid_from:%Y%m%d}.xlsx"
        write_plan_list(path, plan)
        import_plan(
            registry,
            path,
            operator=plan.operator,
            decision=plan.decision,
            valid_from=plan.valid_from,
            yes=True,
            who=WHO,
        )
