"""The office of the field tests: the illustrative one with its people and a campaign; what it holds."""

import contextlib
import datetime as dt
import json
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from registry.model.field.inspections import CampaignKind
from registry.model.people import Person, Role
from registry.services.field.campaigns import CampaignPlan, make_campaign
from registry.services.office.calendar import today
from registry.services.office.registry import open_registry
from registry.settings import Settings
from registry.store.field.tables import field_items
from tests.web.people import with_people

CHIEF = Person(name="leader", roles=frozenset({Role.LEADER}))


def season(demo: Settings, home: Path, *, sample: int, seed: str) -> Settings:
    """Copy the illustrative office to ``home``, with its people and a campaign of ``sample`` masts."""
    settings = with_people(demo, home)
    day = today()
    plan = CampaignPlan(
        CampaignKind.SEASON, "Mùa mưa bão", day - dt.timedelta(days=30), day + dt.timedelta(days=180),
        sample=sample, due_on=day + dt.timedelta(days=150), seed=seed,
    )  # fmt: skip
    with contextlib.closing(open_registry(settings)) as registry:
        make_campaign(registry, plan, person=CHIEF)
    return settings


def rows(settings: Settings, table: sa.Table, **wanted: str) -> list[dict[str, Any]]:
    """Return the rows of a table of the office whose columns are as ``wanted``."""
    with contextlib.closing(open_registry(settings)) as registry, registry.database.read() as connection:
        query = sa.select(table).where(*(table.c[name] == value for name, value in wanted.items()))
        return [dict(row) for row in connection.execute(query).mappings()]


def items_of(settings: Settings, inspection: str) -> list[dict[str, Any]]:
    """Return what the office holds of an inspection, as the phone wrote it."""
    return [json.loads(row["content"]) for row in rows(settings, field_items, inspection=inspection)]
