"""A dossier of the small office on its way: taken in, drawn, judged, confirmed, answered."""

import datetime as dt
from pathlib import Path
from typing import Any

from registry.model.designs.design_papers import design_papers
from registry.model.designs.desk import Answer, Purpose
from registry.model.people import Person, Role
from registry.services.designs import answers, drawings, intake, opinions
from registry.services.designs.opened import OpenedDossier, open_dossier
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from tests.services.designs.drawn import PLANE

APPRAISER = Person("an", frozenset({Role.APPRAISER}))
LEADER = Person("lan", frozenset({Role.LEADER}))
VIEWER = Person("vi", frozenset({Role.VIEWER}))
CARRIER = Person("vtl", frozenset({Role.CARRIER}), "VTL")
STATED: dict[str, Any] = {
    "applicant": "Công ty cổ phần Đầu tư Mẫu",
    "area_name": "Khu dân cư Mẫu",
    "kinds": ["residential"],
    "stage": "basic_design",
    "contact": "Ông Bình, 0900 000 000",
    "letter_number": "12/CV-ĐT",
    "approved_on": dt.date(2026, 1, 5),
    "underground": True,
    "ducts_offered": "2 ống D110 trên mọi tuyến đường",
}


def taken_in(office: Registry, **other: Any) -> str:
    """Take a dossier in whose papers are all there."""
    papers = dict.fromkeys(design_papers(), "in")
    stated = {**STATED, "received_on": today(), "papers": papers, **other}
    return intake.take_in(office, stated, person=APPRAISER)


def seen(office: Registry, dossier: str) -> OpenedDossier:
    """Open it."""
    return open_dossier(office, dossier, person=APPRAISER)


def drawn_in(
    office: Registry, dossier: str, path: Path, purpose: Purpose = Purpose.DESIGN, **other: Any
) -> str:
    """Hand a drawing in and confirm its layers as they are proposed."""
    found = seen(office, dossier).dossier
    made = drawings.add_file(
        office, dossier, path, path.name, purpose=purpose, seen=found.version, person=APPRAISER, **other
    )
    opened = seen(office, dossier)
    file = opened.built if purpose is Purpose.BUILT else opened.file
    assert file is not None
    drawings.confirm_layers(
        office, dossier, made, file.layers, plane=PLANE, seen=file.version, person=APPRAISER
    )
    return made


def submitted(office: Registry, dossier: str, answer: Answer) -> None:
    """Confirm what was found and submit an answer."""
    opinions.confirm_all(office, dossier, seen=seen(office, dossier).dossier.version, person=APPRAISER)
    version = seen(office, dossier).dossier.version
    answers.submit(office, dossier, answer, seen=version, person=APPRAISER)


def issued(office: Registry, dossier: str, folder: Path, number: str = "15/SKHCN-VT") -> None:
    """Issue the submitted answer with a scanned copy."""
    pdf = folder / "da-ky.pdf"
    pdf.write_bytes(b"%PDF-1.4\n%scan\n")
    answers.issue(
        office, dossier, number=number, on=today(), signed=pdf, signed_name="da-ky.pdf",
        seen=seen(office, dossier).dossier.version, person=LEADER, reason="bản giấy đã ký, chụp lại",
    )  # fmt: skip
