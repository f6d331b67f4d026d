"""A draft plan of the illustrative office that waits to be published, and masts that were found to be one."""

import datetime as dt

import shapely

from registry.demo.places import METRIC_EPSG, metric_line, parameters
from registry.geo.lines import degrees_of
from registry.model.areas import Layer
from registry.model.drafts import DraftZone
from registry.services.office.registry import Registry
from registry.services.register.same_mast import keep_apart, merge, open_questions
from registry.services.zones.plan_drafts import add_zones, create_draft


def add_drafts(registry: Registry, day: dt.date) -> None:
    """Add the draft plans; nothing of them is in force."""
    who = parameters("work")["officer"]
    for rules in parameters("work")["draft"]:
        made = create_draft(
            registry, rules["name"], decision=rules["decision"], article=rules["article"], who=who,
            valid_from=day + dt.timedelta(days=rules["from_in_days"]), note=rules["note"],
        )  # fmt: skip
        zones = []
        for zone in rules["zone"]:
            x, y = metric_line([zone["centre"]])[0]
            circle = shapely.Point(x, y).buffer(zone["radius_m"], quad_segs=12)
            zones.append(
                DraftZone(
                    id="", draft=made.id, layer=Layer(zone["layer"]), name=zone["name"],
                    geometry=degrees_of(circle, METRIC_EPSG), error_m=25.0,
                    allowed_classes=frozenset(zone["classes"]), max_height_m=zone["max_height_m"],
                )
            )  # fmt: skip
        add_zones(registry, made.id, zones, who=who)


def answer_pairs(registry: Registry) -> None:
    """Answer some of the questions whether two masts are one: the nearest are, a farther pair is not."""
    rules, who = parameters("work")["same_mast"], parameters("work")["officer"]
    asked = open_questions(registry)
    for question in asked[: rules["one"]]:
        merge(registry, question.id, who=who, evidence=rules["one_evidence"])
    for question in asked[len(asked) - rules["two"] :]:
        keep_apart(registry, question.id, who=who, evidence=rules["two_evidence"])
