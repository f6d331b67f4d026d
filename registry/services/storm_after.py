"""After a storm: which masts saw so much of their design gust that they are inspected again."""

import datetime as dt

from registry.errors import RefusalError
from registry.model.inspections import Campaign, CampaignKind
from registry.model.people import Person
from registry.services.calendar import today
from registry.services.campaign_targets import add_targets
from registry.services.campaigns import CampaignPlan, get_campaign, make_campaign
from registry.services.registry import Registry
from registry.services.selection import Selection
from registry.services.storm_actions import LEAST_SHARE, MOST_SHARE, SHARE, reinspect_share
from registry.store import batches, ledger
from registry.store.operators import load_settings, setting_change
from registry.storm.exposure import StormExposure
from registry.storm.scales import regions

REGION = "storm.region"
"""The office's setting: the region of QĐ 18/2021 by which the disaster level is cross-checked."""


def share_in_use(registry: Registry) -> float:
    """Return the share of the design gust from which a mast is inspected again."""
    with registry.database.read() as connection:
        return reinspect_share(load_settings(connection))


def state_share(registry: Registry, percent: str, *, who: str) -> float:
    """Set that share, given in percent; "" takes the office's own back (``STORM-SHARE`` out of reason)."""
    text = percent.strip().replace(",", ".").removesuffix("%").strip()
    value: float | None = None
    if text:
        try:
            value = float(text) / 100.0
        except ValueError as error:
            raise _out_of_reason(percent) from error
        if not LEAST_SHARE <= value <= MOST_SHARE:
            raise _out_of_reason(percent)
        value = round(value, 4)
    _set(registry, SHARE, value, who)
    return share_in_use(registry)


def state_region(registry: Registry, region: str, *, who: str) -> None:
    """Set the region of the cross-check (a key of ``registry.storm.scales.regions``); "" the default."""
    if region and region not in regions():
        raise RefusalError("STORM-REGION", region=region[:40])
    _set(registry, REGION, region or None, who)


def masts_to_inspect(exposure: StormExposure, share: float) -> list[int]:
    """Return rows of masts whose gust reached the share of their design gust, the highest share first."""
    rows = exposure.above_share(share).tolist()
    return sorted(rows, key=lambda row: (-_ratio(exposure, row), str(exposure.masts.codes[row])))


def hand_over(
    registry: Registry,
    exposure: StormExposure,
    *,
    name: str,
    campaign: str,
    due_on: dt.date,
    person: Person,
) -> tuple[Campaign, int]:
    """Put the masts to inspect again into a campaign; returns it and how many masts were new to it.

    ``campaign`` is the id of an open one (the season's, say), "" for one of its own kind ("phúc tra") named
    ``name`` that runs from today to ``due_on``. Refused where no mast saw that much (``CAMPAIGN-EMPTY``).
    """
    rows = masts_to_inspect(exposure, share_in_use(registry))
    structures = tuple(str(exposure.masts.structure_ids[row]) for row in rows)
    if not structures:
        raise RefusalError("CAMPAIGN-EMPTY")
    if campaign:
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


def _set(registry: Registry, key: str, value: float | str | None, who: str) -> None:
    with registry.database.write() as connection:
        if load_settings(connection).get(key) == value:
            return
        batch = batches.open_batch(
            connection, kind=f"{batches.DESK}settings", who=who, options={"setting": key}
        )
        ledger.record(connection, [setting_change(connection, key, value)], who=who, batch=batch.id)
