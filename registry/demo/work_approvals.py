"""After the letters of the illustrative office: positions that were built, and masts asked to share."""

import datetime as dt
from typing import Any

import numpy as np

from registry.demo.masts import demo_masts
from registry.demo.places import parameters
from registry.demo.samples import SENDERS
from registry.demo.work_requests import office_day
from registry.errors import WrongCallError
from registry.model.requests.desk import Request
from registry.services.office.registry import Registry
from registry.services.requests.agreed.approvals import approvals_of, report_completion
from registry.services.requests.agreed.extensions import ask_extension
from registry.services.requests.requests import load_request
from registry.services.requests.sharing import ask_to_share, record_reply
from registry.store.requests.requests import load_requests

_DEGREE_M = 111_200.0  # a degree of latitude


def add_agreed(registry: Registry, day: dt.date) -> None:
    """Report some agreed positions as built and ask for more time for another, as ``day`` finds them."""
    carrier = parameters("work")["carrier"]
    for rules in parameters("work")["agreed"]:
        request = request_numbered(registry, rules["number"])
        found = next(item for item in approvals_of(registry, request=request.id) if item.row == rules["row"])
        if "asked_months" in rules:
            ask_extension(registry, found.id, rules["asked_months"], ground=rules["ground"], who=carrier)
            continue
        built = min(day, found.approved_on + dt.timedelta(days=rules["built_after"]))
        report_completion(
            registry, found.id, lon=found.lon, lat=round(found.lat + rules["off_m"] / _DEGREE_M, 6),
            completed_on=built, who=carrier, seen=found.version,
        )  # fmt: skip


def add_sharing(registry: Registry, day: dt.date) -> None:
    """Record who asked whom to share a mast, and what was answered."""
    officer = parameters("work")["officer"]
    for rules in parameters("work")["sharing"]:
        number, row = rules["near"]
        request = request_numbered(registry, number)
        sent = office_day(registry, day, rules["ago"])
        asked = ask_to_share(
            registry, asker=rules["asker"], owner=rules["owner"], sent_on=sent, who=officer,
            mast=_mast_near(registry, request, row, rules["owner"], day), survey=rules.get("survey", False),
            letter_number=f"{rules['letter']}/{SENDERS[rules['asker']].sign}",
            **({"request": request.id, "row": row} if rules.get("of_request") else {"asker_named": True}),
        )  # fmt: skip
        if "answer" in rules:
            record_reply(
                registry, asked.id, answer=rules["answer"], reason=rules.get("reason", ""), who=officer,
                replied_on=office_day(registry, day, rules["answered"]), seen=asked.version,
            )  # fmt: skip


def request_numbered(registry: Registry, number: str) -> Request:
    """Return the request that came with a letter of this number (before its sign)."""
    with registry.database.read() as connection:
        for found in load_requests(connection):
            if found.letter_number.startswith(f"{number}/"):
                return found
    raise WrongCallError(f"no illustrative request came with letter {number}")


def _mast_near(registry: Registry, request: Request, row: int, owner: str, day: dt.date) -> str:
    """Return the code of the owner's mast in service that stands nearest to a row."""
    position: Any = load_request(registry, request.id).rows[row].proposal.position
    masts = [mast for mast in demo_masts(day) if mast.operator == owner and mast.state == "in_service"]
    away = np.hypot(
        [(mast.lon - position.lon) * np.cos(np.radians(position.lat)) for mast in masts],
        [mast.lat - position.lat for mast in masts],
    )
    return masts[int(np.argmin(away))].code
