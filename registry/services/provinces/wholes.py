"""What was said of a whole province: complete lists, complete layers, plans in force.

Of the larger province it says less: a list is complete only as far as both registers have a complete one, a
layer is complete where the province of then lay, and a carrier has one plan in force.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from registry.model.ledger import Change
from registry.services.provinces.names import name_of
from registry.services.provinces.report import Went
from registry.store import changes
from registry.store.images import Image
from registry.store.verification import Problem

if TYPE_CHECKING:
    from registry.services.provinces.entering import Entering


def _lists(entering: "Entering") -> None:
    """Let lists in; one is complete of the whole only as far as both registers have a complete one."""
    newest = [_newest(rows["operator_lists"]) for rows in (entering.ours, entering.theirs)]
    both = newest[0].keys() & newest[1].keys()
    until = {operator: min(found[operator] for found in newest) for operator in both}
    for key, image in entering.theirs["operator_lists"].items():
        if image["complete"] and image["list_date"] > until.get(image["operator"], ""):
            entering.enter("operator_lists", key, image, complete=False, waits=_asked_again(image))
        else:
            entering.enter("operator_lists", key, image)
    for key, image in entering.ours["operator_lists"].items():
        if image["complete"] and image["list_date"] > until.get(image["operator"], ""):
            entering.change("operator_lists", key, image, _asked_again(image), complete=False)


def _coverages(entering: "Entering") -> None:
    """Let in where layers are complete; what covered a whole province covers what that was."""
    for key, image in entering.theirs["layer_coverages"].items():
        if image.get("geometry") is not None:
            entering.enter("layer_coverages", key, image)
        elif entering.joined.their_ground is not None:
            entering.enter("layer_coverages", key, image, geometry=entering.joined.their_ground)
        else:
            name = name_of(key, image)
            entering.report.add("layer_coverages", key, Went.KEPT, "", name, "", _unknown(image))
    for key, image in entering.ours["layer_coverages"].items():
        if image.get("geometry") is None and entering.joined.larger:
            if entering.joined.own_ground is not None:
                entering.change("layer_coverages", key, image, None, geometry=entering.joined.own_ground)
            else:
                name = name_of(key, image)
                entering.report.add("layer_coverages", key, Went.UNITED, key, name, name, _unknown(image))


def _plans(entering: "Entering") -> None:
    """Let plans in; where a carrier has one in force here, theirs ends and its positions go on in ours."""
    last = (entering.day - dt.timedelta(days=1)).isoformat()
    for key, image in entering.theirs["plan_versions"].items():
        if _plan_here(entering, image) is None:
            entering.enter("plan_versions", key, image)
        else:
            waits = Problem("PROVINCE-WAITS-PLAN", {"operator": image["operator"]})
            entering.enter(
                "plan_versions", key, image, valid_to=max(str(image["valid_from"]), last), waits=waits
            )


def _positions(entering: "Entering") -> None:
    for key, image in entering.theirs["planned_positions"].items():
        entering.enter("planned_positions", key, image)
        here = _plan_here(entering, entering.theirs["plan_versions"].get(image["plan_version"], {}))
        if here is not None:
            own = entering.own("planned_positions", image)
            own.pop("waits", None)
            new = changes.stable_id("merged plan", entering.register, key)
            entering.made.append(
                Change("planned_positions", new, None, {**own, "id": new, "plan_version": here})
            )


def _plan_here(entering: "Entering", image: Image) -> str | None:
    """Return our plan in force of a carrier whose plan of theirs is in force, too; None where none is."""
    day = entering.day.isoformat()

    def in_force(one: Image) -> bool:
        return bool(one["valid_from"] <= day <= (one.get("valid_to") or day))

    if not image or not in_force(image):
        return None
    ours = [
        (one["valid_from"], key)
        for key, one in entering.ours["plan_versions"].items()
        if one["operator"] == image["operator"] and in_force(one)
    ]
    return max(ours)[1] if ours else None


def _asked_again(image: Image) -> Problem:
    return Problem("PROVINCE-WAITS-LIST", {"operator": image["operator"]})


def _unknown(image: Image) -> Problem:
    return Problem("PROVINCE-WAITS-GROUND", {"layer": image["layer"]})


def _newest(lists: Mapping[str, Image]) -> dict[str, str]:
    """Return operator -> the day of its newest complete list."""
    found: dict[str, str] = {}
    for image in lists.values():
        if image["complete"]:
            found[image["operator"]] = max(image["list_date"], found.get(image["operator"], ""))
    return found


WHOLES: Mapping[str, Callable[["Entering"], None]] = {
    "operator_lists": _lists,
    "layer_coverages": _coverages,
    "plan_versions": _plans,
    "planned_positions": _positions,
}
"""How records of these tables enter."""
