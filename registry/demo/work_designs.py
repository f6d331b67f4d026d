"""Two design dossiers of the illustrative office: one with faults half-way at the desk, one answered."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from registry.demo.design_drawing import PLANE, DesignFault, design_drawing
from registry.demo.places import parameters
from registry.demo.work_papers import write_paper
from registry.demo.work_requests import SIGN, office_day
from registry.model.designs.design_papers import design_papers
from registry.model.designs.desk import Answer, ConditionState
from registry.model.people import Person, Role
from registry.services.designs import answers, conditions, drawings, intake, offers, opinions
from registry.services.designs.opened import OpenedDossier, open_dossier
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.place_names import commune_at


def add_designs(registry: Registry, folder: Path, day: dt.date) -> None:
    """Take both dossiers in with their drawings, and bring each as far as it stands on ``day``."""
    work = parameters("work")
    officer = Person(work["officer"], frozenset({Role.APPRAISER}))
    leader = Person(work["leader"], frozenset({Role.LEADER}))
    folder.mkdir(parents=True, exist_ok=True)
    for rules in work["design"]:
        dossier = _taken_in(registry, rules, day, officer)
        path = folder / f"mat-bang-{rules['letter'].partition('/')[0]}.dxf"
        faults = [DesignFault(fault) for fault in rules["faults"]]
        path.write_bytes(design_drawing(*rules["at"], faults=faults))
        drawings.add_file(
            registry, dossier, path, path.name, plane=PLANE, person=officer, seen=1,
            received_on=office_day(registry, day, rules["received"]),
        )  # fmt: skip
        file = _opened(registry, dossier, officer).file
        if file is None:
            continue
        drawings.confirm_layers(
            registry, dossier, file.id, file.layers, plane=PLANE, seen=file.version, person=officer
        )
        if rules.get("told"):
            seen = _opened(registry, dossier, officer).dossier.version
            offers.tell_carriers(registry, dossier, seen=seen, person=officer)
        if "issued" in rules:
            _answered(registry, dossier, rules, folder, day, officer, leader)
        else:
            _begun(registry, dossier, rules, officer)


def _taken_in(registry: Registry, rules: Mapping[str, Any], day: dt.date, officer: Person) -> str:
    unit = commune_at(context_for(registry, day), *rules["at"])
    lacking = rules.get("lacking", ())
    stated = {
        "applicant": rules["applicant"],
        "applicant_kind": "body" if rules.get("body") else "developer",
        "contact": rules["contact"],
        "area_name": rules["area"],
        "kinds": rules["kinds"],
        "stage": rules["stage"],
        "communes": [unit.code] if unit else [],
        "received_on": office_day(registry, day, rules["received"]),
        "letter_number": rules["letter"],
        "approved_on": day - dt.timedelta(days=rules["approved"]),
        "approval": rules["approval"],
        "underground": True,
        "fibres_per_home": 1.0,
        "ducts_offered": rules["ducts"],
        "papers": {code: "lacking" if code in lacking else "in" for code in design_papers()},
    }
    return intake.take_in(registry, stated, person=officer)


def _begun(registry: Registry, dossier: str, rules: Mapping[str, Any], officer: Person) -> None:
    """Confirm the first findings: the others wait for the officer."""
    for one in _opened(registry, dossier, officer).said:
        if one.judged.finding.rule in rules["confirmed"]:
            opinions.say(registry, dossier, one.judged.key, outcome=None, reason="", seen=0, person=officer)


def _answered(  # noqa: PLR0917 - who did what on which day
    registry: Registry,
    dossier: str,
    rules: Mapping[str, Any],
    folder: Path,
    day: dt.date,
    officer: Person,
    leader: Person,
) -> None:
    def version() -> int:
        return _opened(registry, dossier, officer).dossier.version

    for one in rules["conditions"]:
        due = day + dt.timedelta(days=one["due"])
        answers.propose_condition(registry, dossier, one["text"], due_on=due, person=officer)
    opinions.confirm_all(registry, dossier, seen=version(), person=officer)
    answers.submit(registry, dossier, Answer.CONDITIONS, seen=version(), person=officer)
    number, on = f"{rules['issued']['number']}/{SIGN}", office_day(registry, day, rules["issued"]["ago"])
    signed = write_paper(folder / "tra-loi.pdf", f"Văn bản số {number}", rules["area"], rules["applicant"])
    answers.issue(
        registry, dossier, number=number, on=on, signed=signed, signed_name=signed.name, seen=version(),
        person=leader, reason="bản minh họa",
    )  # fmt: skip
    met = _opened(registry, dossier, officer).set_conditions[rules["met"]["of"]]
    conditions.settle(
        registry, dossier, met.id, ConditionState.MET, evidence=rules["met"]["evidence"],
        on=day - dt.timedelta(days=3), seen=met.version, person=officer,
    )  # fmt: skip


def _opened(registry: Registry, dossier: str, officer: Person) -> OpenedDossier:
    return open_dossier(registry, dossier, person=officer)
