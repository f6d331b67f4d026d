"""Conditions of agreements: what the decision's panel offers of them, and what it sends back."""

from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue

from registry.errors import RefusalError
from registry.model.requests.desk import RowDecision
from registry.services.requests.conditions.proposals import proposals
from registry.services.requests.conditions.saying import Offered, Said, offered_now
from registry.services.requests.conditions.used import used_before
from registry.services.requests.consulted.set_conditions import condition_of, set_by_bodies
from registry.services.requests.opened import FileRow
from web.frame.guard import guarded
from web.frame.office import registry
from web.frame.people import OFFICERS
from web.requests.frame import blueprint


@blueprint.get("/conditions/used.json")
@guarded(*OFFICERS)
def used_conditions() -> ResponseReturnValue:
    """Send the conditions that the office wrote before, the most used first."""
    return jsonify(used=used_before(registry()))


def offered_view(row: FileRow) -> list[dict[str, Any]]:
    """Return the conditions that an officer finds beside a row: those that stand, and what is proposed.

    Until the row is decided these are also what bodies set that were asked beside the findings.
    """
    proposed = proposals(row.findings)
    bodies = {one.key: one.body.vi for one in proposed} | {
        item.finding: item.body for item in row.conditions if item.finding
    }
    bound = row.decision is not None and row.decision.decision is RowDecision.AGREE_WITH_CONDITIONS
    told = {item.text for item in row.conditions}
    besides = set_by_bodies(row.consultations, row.findings) if row.decision is None else ()
    return [
        *(
            {"text": one.text, "of": one.of, "struck": one.struck, "reason": one.reason,
             "body": bodies.get(one.of, ""), "since": bound and one.text not in told}
            for one in offered_now(row.conditions, proposed)
        ),
        *(
            {"text": condition_of(item), "of": "", "struck": False, "reason": "", "body": item.said_by}
            for item in besides
        ),
    ]  # fmt: skip


def offered_in(asked: dict[str, Any]) -> Offered:
    """Return what a page sends of a row's conditions: texts, or what became of each; None where nothing."""
    given = asked.get("conditions")
    if given is None:
        return None
    if not isinstance(given, list):
        raise RefusalError("REQUEST-VALUE", value="conditions")
    return [_said(one) for one in given]


def _said(one: Any) -> Said | str:
    if not isinstance(one, dict):
        return str(one)
    return Said(
        str(one.get("text") or ""), str(one.get("of") or ""), struck=one.get("struck") is True,
        reason=str(one.get("reason") or ""),
    )  # fmt: skip
