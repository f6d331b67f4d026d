"""After a storm: which masts saw so much of their design gust that they are inspected again, and which first.

A strong storm takes nearly every mast over the share: a list of all is no worklist. It is in the order of the
list of masts that may fall, and cut where the office's visits end; what lies below the line is left to the
carriers' own inspection.
"""

import datetime as dt
from typing import NamedTuple

from registry.errors import RefusalError
from registry.model.field.inspections import Campaign, CampaignKind
from registry.model.numbers import plain_number
from registry.model.people import Person
from registry.model.vietnam_time import VIETNAM, one_moment
from registry.services.field.campaign_targets import add_targets, refuse_visited
from registry.services.field.campaigns import OPEN, CampaignPlan, get_campaign, make_campaign
from registry.services.field.selection import Selection
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.office.settings import write_settings
from registry.services.storm.actions import LEAST_SHARE, MOST_SHARE, SHARE, reinspect_share
from registry.services.storm.inspected_since import SeenSince, inspected_since
from registry.store.field.campaigns import ordered_again
from registry.store.office.operators import load_settings
from registry.storm.constants import model
from registry.storm.exposure import StormExposure
from registry.storm.ranked import RankedList
from registry.storm.scales import regions

A_DAY, DAYS = "storm.visits_a_day", "storm.visit_days"
"""The office's settings: how many masts a day it inspects after a storm, and in how many days."""
MOST_A_DAY, MOST_DAYS = 500, 120

REGION = "storm.region"
"""The office's setting: the region of QĐ 18/2021 by which the disaster level is cross-checked."""


class Budget(NamedTuple):
    """What the office can look at after a storm: visits a day, for so many days."""

    a_day: int
    days: int

    @property
    def visits(self) -> int:
        """How many masts that are."""
        return self.a_day * self.days


def budget_in_use(registry: Registry) -> Budget:
    """Return what the office set, else the default of the wind model's file."""
    with registry.database.read() as connection:
        settings = load_settings(connection)
    own = model("reinspection")
    return Budget(int(settings.get(A_DAY) or own["visits_a_day"]), int(settings.get(DAYS) or own["days"]))


@one_moment()
def state_budget(registry: Registry, a_day: str, days: str, *, who: str, since: int | None = None) -> Budget:
    """Set both; "" takes the default back (``STORM-BUDGET`` where one is no number within reason).

    ``since``, here and below, is the ledger's number when they were looked at (``CHANGED-MEANWHILE``).
    """
    read = []
    for text, most in ((a_day, MOST_A_DAY), (days, MOST_DAYS)):
        plain = text.strip()
        if plain and not (plain.isascii() and plain.isdigit() and len(plain) < 6 and 1 <= int(plain) <= most):
            raise RefusalError("STORM-BUDGET", value=plain[:20], a_day=MOST_A_DAY, days=MOST_DAYS)
        read.append(int(plain) if plain else None)
    values = dict(zip((A_DAY, DAYS), read, strict=True))
    with registry.database.write() as connection:
        write_settings(connection, values, about=A_DAY, who=who, since=since)
    return budget_in_use(registry)


def share_in_use(registry: Registry) -> float:
    """Return the share of the design gust from which a mast is inspected again."""
    with registry.database.read() as connection:
        return reinspect_share(load_settings(connection))


@one_moment()
def state_share(registry: Registry, percent: str, *, who: str, since: int | None = None) -> float:
    """Set that share, given in percent; "" takes the office's own back (``STORM-SHARE`` out of reason)."""
    text = percent.strip().removesuffix("%").strip()
    value: float | None = None
    if text:
        number = plain_number(text)
        if number is None or not LEAST_SHARE <= number / 100.0 <= MOST_SHARE:
            raise _out_of_reason(percent)
        value = round(number / 100.0, 4)
    with registry.database.write() as connection:
        write_settings(connection, {SHARE: value}, about=SHARE, who=who, since=since)
    return share_in_use(registry)


@one_moment()
def state_region(registry: Registry, region: str, *, who: str, since: int | None = None) -> None:
    """Set the region of the cross-check (a key of ``registry.storm.scales.regions``); "" the default."""
    if region and region not in regions():
        raise RefusalError("STORM-REGION", region=region[:40])
    with registry.database.write() as connection:
        write_settings(connection, {REGION: region or None}, about=REGION, who=who, since=since)


def masts_to_inspect(may_fall: RankedList, share: float) -> list[int]:
    """Return rows of masts whose gust reached the share of their design gust, the riskiest first.

    As they stand in the list of masts that may fall: what was most likely over its strength is looked at
    first. A mast with a dangerous defect that strong gusts reached is among them whatever its share.
    """
    exposure, fall = may_fall.exposure, may_fall.fall
    place = {row: at for at, row in enumerate(may_fall.rows.tolist())}
    wanted = {*exposure.above_share(share).tolist(), *fall.rows[fall.danger].tolist()}

    def order(row: int) -> tuple[int, float, str]:
        return place.get(row, len(place)), -_ratio(exposure, row), str(exposure.masts.codes[row])

    return sorted(wanted, key=order)


def left_to_inspect(
    registry: Registry, may_fall: RankedList, share: float
) -> tuple[list[int], dict[int, SeenSince]]:
    """Return the rows that nobody went to since the gust, in their order, and the visits of the others."""
    rows = masts_to_inspect(may_fall, share)
    seen = inspected_since(registry, may_fall.exposure, rows)
    return [row for row in rows if row not in seen], {row: seen[row] for row in rows if row in seen}


class Ordered(NamedTuple):
    """The open campaign that has a mast to inspect again already."""

    campaign: str
    name: str


def ordered_since(registry: Registry, may_fall: RankedList, rows: list[int], name: str) -> dict[int, Ordered]:
    """Return, by row, the open campaign that has it for this storm (``name``), or was begun after the gust.

    Such a mast is not put into a second one: two people would be sent to it.
    """
    exposure = may_fall.exposure
    of = {str(exposure.masts.structure_ids[row]): row for row in rows}
    with registry.database.read() as connection:
        standing = ordered_again(connection, list(of))
    found: dict[int, Ordered] = {}
    for one in standing:
        row = of[one["structure"]]
        peak = exposure.at(row).peak_at
        since = (
            one["kind"] == CampaignKind.REINSPECTION
            and peak is not None
            and one["period_from"] >= peak.astimezone(VIETNAM).date()
        )
        if since or name in (one["name"], *str(one["reason"]).split("; ")):
            found.setdefault(row, Ordered(one["id"], one["name"]))
    return found


def hand_over(
    registry: Registry,
    may_fall: RankedList,
    *,
    name: str,
    campaign: str,
    due_on: dt.date,
    person: Person,
    most: int | None = None,
) -> tuple[Campaign, int]:
    """Put the masts to inspect again into a campaign; returns it and how many masts were new to it.

    ``campaign`` is the id of an open one (the season's, say), "" for one of its own kind ("phúc tra") named
    ``name`` that runs from today to ``due_on``; ``most`` of the riskiest, None all of them. Refused where no
    mast saw that much, or somebody went to all of them since (``STORM-NONE-LEFT``), where an open campaign
    has them all already (``STORM-ORDERED``), and where the campaign already counts one of them as visited
    (``CAMPAIGN-VISITED``): a visit before the storm would hide it.
    """
    left = left_to_inspect(registry, may_fall, share_in_use(registry))[0][:most]
    if not left:
        raise RefusalError("STORM-NONE-LEFT")
    standing = ordered_since(registry, may_fall, left, name)
    rows = [row for row in left if row not in standing]
    if not rows:
        raise RefusalError("STORM-ORDERED", campaign=standing[left[0]].name)
    structures = tuple(str(may_fall.exposure.masts.structure_ids[row]) for row in rows)
    if campaign:
        chosen = get_campaign(registry, campaign, person=person)
        if chosen.state != OPEN or chosen.kind is CampaignKind.SELF:  # no phone takes those along
            raise RefusalError("CAMPAIGN-UNKNOWN", id=campaign[:40])
        peaks = [at for row in rows if (at := may_fall.exposure.at(row).peak_at) is not None]
        passed = max(peaks).astimezone(VIETNAM).date() if peaks else today()
        refuse_visited(registry, campaign, structures, person=person, since=passed)
        added = add_targets(registry, campaign, structures, person=person, reason=name)
        return get_campaign(registry, campaign, person=person), added
    plan = CampaignPlan(
        kind=CampaignKind.REINSPECTION,
        name=name,
        period_from=today(),
        period_to=due_on,
        selection=Selection(structures=structures),
        due_on=due_on,
    )
    return make_campaign(registry, plan, person=person), len(structures)


def _ratio(exposure: StormExposure, row: int) -> float:
    """Return gust over design; over the lowest design of the table where the mast's own is not known."""
    found = float(exposure.ratio[row])
    return found if found == found else float(exposure.winds.gust_ms[row]) / exposure.masts.least_design_ms  # noqa: PLR0124


def _out_of_reason(percent: str) -> RefusalError:
    return RefusalError(
        "STORM-SHARE", value=percent[:20], least=round(LEAST_SHARE * 100), most=round(MOST_SHARE * 100)
    )
