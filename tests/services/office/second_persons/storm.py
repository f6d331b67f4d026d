"""Deeds of a storm's shift, and at zones."""

import datetime as dt
from typing import Any

from registry.model.storm.factor_weights import RiskList
from registry.model.storm.hazards import HazardDraft, HazardKind
from registry.model.storm.observed_winds import WindSource
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.storm import (
    after,
    answers,
    factor_weights,
    now_links,
    observed,
    orders,
    storms,
    taken_back,
    wind_corrections,
)
from registry.services.storm.after_action import report as after_action
from registry.services.storm.hazards import deeds as hazard_deeds
from registry.services.storm.hazards import drafts as hazard_drafts
from registry.services.storm.hazards import sent as hazard_sent
from registry.services.zones import draft_publication, plan_drafts, scans
from registry.store.changes import stable_id
from tests.services.office.one_of_each import DAY
from tests.services.office.second_persons.second import AT, OFFICER, WHO, Second, draft, record, setting

WIND = observed.NewWind("Lục Ngạn", 106.57, 21.37, dt.datetime(2026, 11, 2, tzinfo=dt.UTC),
                        WindSource.STATION, gust_ms=25.0)  # fmt: skip


def _track(office: Registry) -> Any:
    return storms.get_storm(office, "storm").current.track


DEEDS: dict[str, Second] = {
    "storm.after_action.report.state_texts": Second(
        "after_action_reports",
        stable_id("after-action", "storm"),
        lambda o, seen: after_action.state_texts(o, "storm", {"summary": "x"}, seen=seen, **WHO),
    ),
    "storm.now_links.end_link": record("now_links", "link", now_links.end_link),
    "storm.after.state_budget": setting(after.A_DAY, after.state_budget, "9", "9"),
    "storm.after.state_share": setting(after.SHARE, after.state_share, "50"),
    "storm.after.state_region": setting(after.REGION, after.state_region, ""),
    "storm.answers.acknowledge": record("storm_orders", "sent", answers.acknowledge),
    "storm.orders.record_sent": record(
        "storm_orders", "order", orders.record_sent, number="5", sent_on=DAY, letter=b"x", book=b"x"
    ),
    "storm.orders.correct_sent": record(
        "storm_orders", "sent", orders.correct_sent, number="5", sent_on=DAY, letter=b"x", book=b"x"
    ),
    "storm.taken_back.take_back_sent": record(
        "storm_orders", "sent", taken_back.take_back_sent, reason="nhầm"
    ),
    "storm.taken_back.take_back_heard": record(
        "storm_orders", "sent", taken_back.take_back_heard, reason="nhầm"
    ),
    "storm.orders.draft_orders": record(
        "storms", "storm", orders.draft_orders, [], reach=None, needed=None, holders={}
    ),
    "storm.factor_weights.decide_weight": Second(
        "factor_weights",
        "weight",
        lambda o, since: factor_weights.decide_weight(
            o,
            RiskList.MAY_FALL,
            "guyed",
            value="1,3",
            from_day=today(),
            reason="hai trận bão",
            since=since,
            **WHO,
        ),
    ),
    "storm.observed.amend_wind": Second(
        "observed_winds",
        "wind",
        lambda o, seen: observed.amend_wind(o, "storm", "wind", WIND, seen=seen, **WHO),
    ),
    "storm.observed.strike_wind": Second(
        "observed_winds",
        "wind",
        lambda o, seen: observed.strike_wind(o, "storm", "wind", reason="nhầm", seen=seen, **WHO),
    ),
    "storm.observed.restore_wind": Second(
        "observed_winds",
        "wind",
        lambda o, seen: observed.restore_wind(o, "storm", "wind", seen=seen, **WHO),
    ),
    "storm.wind_corrections.decide_correction": Second(
        "wind_corrections",
        "correction",
        lambda o, seen: wind_corrections.decide_correction(
            o,
            "storm",
            land=0.7,
            sea=1.0,
            winds=["wind"],
            reason="đo lại",
            replaces="correction",
            seen=seen,
            **WHO,
        ),
    ),
    "storm.wind_corrections.end_correction": Second(
        "wind_corrections",
        "correction",
        lambda o, seen: wind_corrections.end_correction(
            o, "storm", "correction", reason="sai", seen=seen, **WHO
        ),
    ),
    "storm.storms.add_bulletin": Second(
        "storms",
        "storm",
        lambda o, seen: storms.add_bulletin(
            o, "storm", _track(o), storms.BulletinText("tin", "tin-2.txt", "", "tay", {}), seen=seen, **WHO
        ),
    ),
    "storm.storms.use_bulletin": record("storms", "storm", storms.use_bulletin, "bulletin"),
    "storm.storms.withdraw_bulletin": record(
        "storms", "storm", storms.withdraw_bulletin, "bulletin", reason="x"
    ),
    "storm.storms.close_storm": record("storms", "storm", storms.close_storm, reason="tan"),
    "storm.storms.reopen_storm": record("storms", "storm", storms.reopen_storm),
    "storm.hazards.deeds.correct_hazard": record(
        "hazards",
        "hazard",
        hazard_deeds.correct_hazard,
        HazardDraft(HazardKind.RAIN, AT, AT + dt.timedelta(hours=6), source="Đài B"),
        reason="x",
    ),
    "storm.hazards.deeds.withdraw_hazard": record(
        "hazards", "hazard", hazard_deeds.withdraw_hazard, reason="x"
    ),
    "storm.hazards.deeds.restore_hazard": record("hazards", "withdrawn hazard", hazard_deeds.restore_hazard),
    "storm.hazards.drafts.draft_letters": record("hazards", "hazard", hazard_drafts.draft_letters),
    "storm.hazards.sent.record_sent": record(
        "hazard_letters", "hazard letter", hazard_sent.record_sent, number="5", sent_on=DAY
    ),
    "storm.hazards.sent.correct_sent": record(
        "hazard_letters", "sent hazard letter", hazard_sent.correct_sent, number="5", sent_on=DAY
    ),
    "storm.hazards.sent.take_back_sent": record(
        "hazard_letters", "sent hazard letter", hazard_sent.take_back_sent, reason="nhầm"
    ),
    "storm.hazards.sent.take_back_heard": record(
        "hazard_letters", "sent hazard letter", hazard_sent.take_back_heard, reason="nhầm"
    ),
    "storm.hazards.sent.acknowledge": record("hazard_letters", "sent hazard letter", hazard_sent.acknowledge),
    "storm.hazards.deeds.remove_ground": record("hazard_grounds", "ground", hazard_deeds.remove_ground),
    "storm.hazards.deeds.open_road": record("road_cuts", "road", hazard_deeds.open_road, to_at=AT),
    "storm.hazards.deeds.cut_again": record("road_cuts", "road", hazard_deeds.cut_again),
    "zones.draft_publication.propose": Second(
        "plan_drafts",
        "draft",
        lambda o, _: draft_publication.propose(o, "draft", seen="một dấu cũ", person=OFFICER),
    ),
    "zones.draft_publication.publish": Second(
        "plan_drafts",
        "draft",
        lambda o, _: draft_publication.publish(o, "draft", seen="một dấu cũ", person=OFFICER),
    ),
    "zones.plan_drafts.change_draft": record("plan_drafts", "draft", plan_drafts.change_draft, name="Khác"),
    "zones.plan_drafts.change_zone": Second(
        "draft_zones",
        "zone",
        lambda o, seen: plan_drafts.change_zone(o, "draft", "zone", seen=seen, name="Khu B", **WHO),
    ),
    "zones.plan_drafts.remove_zone": Second(
        "draft_zones", "zone", lambda o, seen: plan_drafts.remove_zone(o, "draft", "zone", seen=seen, **WHO)
    ),
    "zones.plan_drafts.discard": draft(plan_drafts.discard),
    "zones.scans.pin": record("zone_scans", "scan", scans.pin, [(0.0, 0.0, 106.2, 21.3)]),
}
