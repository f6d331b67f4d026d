"""An office with masts of Viettel, the people of an inspection, and one taken as far as is asked."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

from registry.model.cables import TroubleKind
from registry.model.company_inspections.conclusions import Evidence, EvidenceKind, Verdict
from registry.model.company_inspections.inspection import (
    CompanyInspection,
    Delegation,
    Matter,
    Post,
    Scope,
    TeamMember,
)
from registry.model.company_inspections.on_the_spot import ReportForm, SampleKind
from registry.model.company_inspections.steps import ORDER, Stage
from registry.model.people import Person, Role
from registry.services.cables.troubles import open_trouble
from registry.services.company_inspections import concluding, sealing, steps
from registry.services.company_inspections.conclusions import ItemWish, add_item
from registry.services.company_inspections.drafting import InspectionPlan, draw_up
from registry.services.company_inspections.explanations import explain
from registry.services.company_inspections.held import InspectionParts, inspection_parts
from registry.services.company_inspections.recommendations import (
    answer_recommendation,
    recommend,
    settle_recommendation,
)
from registry.services.company_inspections.reports import add_report, hand_in_report, settle_report
from registry.services.company_inspections.samples import add_to_sample, at_random, by_risk
from registry.services.company_inspections.steps import Decided
from registry.services.company_inspections.visits import add_place
from registry.services.office.calendar import now as moment
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.store import batches, ledger
from registry.store.changes import amend
from registry.store.tables import stations
from tests.services.field.world import add_masts, item, new_id, send
from tests.services.requests.desk import LAT, LON
from tests.store.rows import created

AN = Person("an", frozenset({Role.APPRAISER}))
BINH = Person("bình", frozenset({Role.INSPECTOR}))
MINH = Person("minh", frozenset({Role.LEADER}))
NGA = Person("nga", frozenset({Role.LEADER}))
VIEWER = Person("xem", frozenset({Role.VIEWER}))
DUTY = Person("trực", frozenset({Role.DUTY_OFFICER}))
VIETTEL = Person("viettel", frozenset({Role.CARRIER}), organisation="VTL")
VNPT = Person("vnpt", frozenset({Role.CARRIER}), organisation="VNPT")
TEAM = (
    TeamMember(Post.HEAD, "Nguyễn An", "Phó Trưởng phòng", "an", stated=True),
    TeamMember(Post.SECRETARY, "Trần Bình", "Chuyên viên", "bình", stated=True),
)
YEAR = today().year
PLAN = InspectionPlan(
    "VTL",
    "việc chấp hành pháp luật của Viettel về xây dựng BTS và cáp ngoại vi",
    (Matter.EMF, Matter.SAFETY, Matter.CABLE),
    (Scope.MASTS, Scope.CABLE),
    "Nhiều cột quá hạn kiểm định, có phản ánh của người dân",
    dt.date(YEAR - 1, 1, 1),
    today(),
    ("Căn cứ Luật Viễn thông số 24/2023/QH15", "Căn cứ Nghị định số 217/2025/NĐ-CP"),
    place="Chi nhánh Viettel",
    team=TEAM,
)
RULE = "SHR-01"
"""A rule that was read whole: it may be concluded by."""


def masts(office: Registry, n: int = 6) -> None:
    """Stand masts of Viettel in a row."""
    add_masts(
        office,
        {
            f"V{at:02d}": {
                "lon": LON + at / 10, "lat": LAT + 0.1, "mast_class": "A2a", "form": "monopole",
                "mast_height_m": 30.0 + at, "built_on": dt.date(2012 + at, 1, 1), "support": "ground",
                "commune_code": "07213",
            }
            for at in range(n)
        },
    )  # fmt: skip


def decided(**own: Any) -> Decided:
    """A decision of today."""
    return replace(
        Decided(
            "12/QĐ-SKHCN", today(), Delegation.AUTHORISED, "35/QĐ-UBND", today(), today(),
            today() + dt.timedelta(days=10),
        ),
        **own,
    )  # fmt: skip


def parts(office: Registry, identity: str) -> InspectionParts:
    """The inspection with its parts, as an officer sees it."""
    return inspection_parts(office, identity, person=AN)


def one(office: Registry, identity: str) -> CompanyInspection:
    """The inspection as it stands."""
    return parts(office, identity).inspection


def seen(office: Registry, identity: str) -> int:
    """The version that is seen now."""
    return one(office, identity).version


def some_file(folder: Path, name: str = "bao-cao.xlsx", content: bytes = b"so lieu") -> Path:
    """A file that somebody hands in."""
    path = folder / name
    path.write_bytes(content)
    return path


def numbered(office: Registry, identity: str, number: int, sign: str) -> str:
    """Return a number of the office's book: no two inspections are given the same."""
    return f"{number + 100 * (int(one(office, identity).code.rsplit('-', 1)[1]) - 1)}/{sign}"


def taken_to(office: Registry, stage: Stage, folder: Path, plan: InspectionPlan = PLAN) -> str:
    """Draw an inspection up and take it to a stage by the ordinary way; return its id."""
    identity = draw_up(office, plan, person=AN)
    for to in ORDER[1 : ORDER.index(stage) + 1]:
        step(office, identity, to, folder)
    return identity


def step(office: Registry, identity: str, to: Stage, folder: Path) -> None:
    """Take the one step that leads to a stage, with what has to be there before it."""
    has = {"seen": seen(office, identity)}
    day = today()
    if to is Stage.PROPOSED:
        add_to_sample(office, identity, by_risk(office, identity, 2, person=AN), person=AN)
        drawn = at_random(office, identity, 2, "12-2026", kind=SampleKind.MAST, person=AN)
        add_to_sample(office, identity, drawn, person=AN)
        steps.propose(office, identity, **has, person=AN)
    elif to is Stage.DECIDED:
        book = numbered(office, identity, 12, "QĐ-SKHCN")
        steps.decide(office, identity, decided(number=book), **has, person=MINH)
    elif to is Stage.ANNOUNCED:
        steps.announce(
            office, identity, plan_number=numbered(office, identity, 3, "KH-SKHCN"),
            notice_number=numbered(office, identity, 4, "TB-SKHCN"), on=day, **has, person=AN,
        )  # fmt: skip
    elif to is Stage.REPORTS:
        title = "Danh sách cột, trạm trong phạm vi kiểm tra"
        add_report(office, identity, ReportForm.MASTS, title=title, due_on=day, person=AN)
        add_report(office, identity, ReportForm.EMF, title="Giấy chứng nhận kiểm định", person=AN)
        steps.request_reports(
            office, identity, number=numbered(office, identity, 5, "SKHCN-VT"), on=day, **has, person=AN
        )
    elif to is Stage.UNDER_WAY:
        steps.begin(office, identity, on=day, **has, person=BINH)
    elif to is Stage.EXPLAINED:
        _explained(office, identity, folder)
    elif to is Stage.SUBMITTED:
        recommend(office, identity, "Thiết kế lại cột để dùng chung", due_on=day, person=AN)
        concluding.submit_conclusion(
            office, identity, summary="Cơ bản chấp hành", seen=seen(office, identity), person=AN
        )
    elif to is Stage.CONCLUDED:
        concluding.conclude(
            office, identity, number=numbered(office, identity, 9, "KL-SKHCN"), on=day, **has, person=MINH
        )
    elif to is Stage.FOLLOWED:
        (wanted,) = parts(office, identity).recommendations
        answer_recommendation(office, identity, wanted.id, answer="Đã làm", seen=1, person=VIETTEL)
        settle_recommendation(
            office, identity, wanted.id, done=True, why="Biên bản nghiệm thu", seen=2, person=AN
        )
        concluding.close_follow_up(office, identity, **has, person=AN)
    elif to is Stage.SEALED:
        sealing.seal(office, identity, **has, person=MINH)


def _explained(office: Registry, identity: str, folder: Path) -> None:
    for at, report in enumerate(parts(office, identity).reports):
        name = f"bao-cao-{at}.xlsx"
        path = some_file(folder, name, name.encode())
        hand_in_report(office, identity, report.id, path, name=name, seen=report.version, person=VIETTEL)
        settle_report(office, identity, report.id, taken=True, seen=report.version + 1, person=AN)
    signed = some_file(folder, "bien-ban.pdf", b"%PDF-1.7 bien ban")
    add_place(
        office, identity, SampleKind.CABLE, name="Tuyến T1", held_on=today(), found="Cáp võng 3,9 m",
        present="ông Hùng", files=[(signed, "biên bản.pdf")], person=BINH,
    )  # fmt: skip
    item = add_item(office, identity, violation(), person=AN)
    concluding.ask_explanation(
        office, identity, [item], number=numbered(office, identity, 6, "SKHCN-VT"), on=today(),
        explain_by=today(), seen=seen(office, identity), person=AN,
    )  # fmt: skip
    (asked,) = parts(office, identity).explanations
    explain(office, identity, asked.id, text="Sẽ thiết kế lại", seen=1, person=VIETTEL)
    concluding.close_explanation(office, identity, seen=seen(office, identity), person=AN)


def violation(**own: Any) -> ItemWish:
    """An item that is a violation by a rule that was read, with evidence."""
    return replace(
        ItemWish(
            Matter.SHARING, "Cột V01 không thiết kế cho hai doanh nghiệp", RULE, today(),
            (Evidence(EvidenceKind.VISIT, "lượt", "V01: kiểm tra", on=today().isoformat()),),
            Verdict.VIOLATED,
        ),
        **own,
    )  # fmt: skip


def facts(office: Registry) -> None:
    """What the register knows of Viettel: an expired certificate, a visit, a defect, reports, a trouble."""
    now = today()
    last = now - dt.timedelta(days=40)
    reported = {"kind": "leaning", "source": "plate", "photos": [], "structure": "mast-V02", "year": YEAR}
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="desk-world", who="lan")
        stood = ledger.rows_by_key(connection, stations, ["station-V01-VTL"])["station-V01-VTL"]
        ledger.record(
            connection,
            [
                amend(stations, stood, emf_certificate="GCN 12", emf_expires_on=last, technology="4G"),
                *created(
                    "defects",
                    {"id": "defect", "structure": "mast-V01", "organisation": "VTL", "defect": "rust_heavy",
                     "severity": "serious", "found_on": last, "state": "open", "deadline": last,
                     "photos": ["ab" * 32]},
                ),
                *created(
                    "citizen_reports",
                    {"id": "told", "ordinal": 1, "token": "t1", "state": "new", "at": stamp_of(now),
                     **reported},
                    {"id": "joined", "ordinal": 2, "token": "t2", "state": "new", "at": stamp_of(now),
                     "joined_to": "told", **reported},
                    {"id": "nothing", "ordinal": 3, "token": "t3", "state": "closed", "reason": "no_fault",
                     "at": stamp_of(now), **reported},
                    {"id": "old", "ordinal": 4, "token": "t4", "state": "new",
                     "at": "2019-01-01T01:00:00.000000Z", **reported},
                ),
            ],
            who="lan", batch=batch.id,
        )  # fmt: skip
    open_trouble(
        office, TroubleKind.LOW_CABLE, detected_at=moment() - dt.timedelta(days=2), owner="VTL", who="lan"
    )
    visit = new_id()
    at = moment().isoformat(timespec="milliseconds")
    of_visit = {"visit": visit, "structure": "mast-V00", "recorded_at": at}
    send(office, item("start", seq=1, **of_visit), item("finish", seq=2, **of_visit))


def stamp_of(day: dt.date) -> str:
    """The noon of a day as the ledger writes it."""
    return ledger.stamp(dt.datetime.combine(day, dt.time(12), dt.UTC))
