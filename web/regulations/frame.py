"""What the pages of regulations share: the blueprint, who does what, the steps of a draft, a page refused."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.messages import render
from registry.model.people import INSIDE, Role
from registry.model.regulations import Regulation, RegulationState, RegulationStep
from registry.regulations.faults import Fault, faults_of
from registry.regulations.written import digest
from registry.services.regulations import deeds, held
from registry.services.regulations.held import Readiness
from web.frame import parameters
from web.frame.guard import current_person
from web.frame.languages import language
from web.frame.office import registry
from web.regulations.number_words import unit_name

blueprint = Blueprint("regulations", __name__, url_prefix="/regulations")

READERS = tuple(sorted(INSIDE))
"""Who reads the office's own regulations while they are drafts: whoever works for it."""
WRITERS = (Role.ADMINISTRATOR, Role.APPRAISER, Role.LEADER)
"""Who enters a regulation and proposes it."""
PUBLISHERS = (Role.ADMINISTRATOR, Role.LEADER)
"""Who puts one in force that somebody else proposed."""

STEPS: dict[str, Any] = {
    "draft": _l("Đang soạn"),
    "examples_pass": _l("Ví dụ đã đạt"),
    "replayed": _l("Đã xem tác động"),
    "proposed": _l("Chờ công bố"),
    "published": _l("Đã công bố"),
    "ended": _l("Đã hết hiệu lực"),
    "dropped": _l("Đã bỏ"),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """A page on the way from typing to being in force: whether its part is done, None where not known."""

    endpoint: str
    label: str
    done: bool | None


def may_write() -> bool:
    """Whether the person enters regulations."""
    return deeds.may_draft(current_person())


def may_publish() -> bool:
    """Whether the person puts in force what somebody else proposed."""
    return deeds.may_publish(current_person())


def found_regulation(identity: str) -> Regulation:
    """Return a regulation of the office (``REGULATION-UNKNOWN``)."""
    return held.regulation(registry(), identity, person=current_person())


def waiting() -> int:
    """Return how many regulations wait for the person to put them in force."""
    if not may_publish():
        return 0
    me = current_person().name
    return sum(
        one.state is RegulationState.PROPOSED and (not me or one.proposed_by != me)
        for one in held.regulations_of(registry(), person=current_person())
    )


def seen() -> int:
    """Return the version of the regulation that the form's page showed."""
    return parameters.seen(request.form.get("version", ""))


def step_words(found: Regulation, ready: Readiness | None = None) -> tuple[str, Any]:
    """Return how far a regulation is, as code and in words."""
    step: RegulationStep = held.step_of(found, ready)
    return step.value, STEPS[step.value]


def stages(found: Regulation, ready: Readiness | None = None) -> tuple[Stage, ...]:
    """Return the pages of a text in their order, said alike on all of them; a draft's examples are judged."""
    if ready is None and found.state is RegulationState.DRAFT:
        ready = held.readiness(registry(), found)
    faults = faults_of(found.content)
    of_head = any(one.key.startswith("head.") for one in faults)
    tried = None if ready is None else bool(ready.trial.results) and ready.trial.passed
    if found.state in {RegulationState.PROPOSED, RegulationState.PUBLISHED}:
        tried = True  # nobody proposes what its examples do not prove
    return (
        Stage("regulations.head", _("Văn bản"), not of_head and bool(found.file_sha256)),
        Stage("regulations.matters", _("Nội dung"), all(one.key.startswith("head.") for one in faults)),
        Stage("regulations.examples", _("Ví dụ"), tried),
        Stage("regulations.replayed", _("Tác động"), found.replay_digest == digest(found.content)),
        Stage("regulations.show", _("Trình, công bố"), found.state is RegulationState.PUBLISHED or None),
    )


def fault_texts(faults: tuple[Fault, ...]) -> dict[str, list[str]]:
    """Return faults in words by the place of the form that they are about, code with each."""
    found: dict[str, list[str]] = {}
    for one in faults:
        params = dict(one.params)
        if "unit" in params:
            params["unit"] = unit_name(str(params["unit"]), language())
        found.setdefault(one.key, []).append(f"{render(one.code, params, language())} ({one.code})")
    return found
