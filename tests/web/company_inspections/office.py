"""An office that inspects VNPT: three of its masts, a cable line, an appraiser, a leader, two carriers."""

import atexit
import contextlib
import datetime as dt
import functools
import shutil
import tempfile
from pathlib import Path
from typing import Any

from registry.model.company_inspections.conclusions import Evidence, EvidenceKind, Verdict
from registry.model.company_inspections.inspection import (
    Delegation,
    Matter,
    PaperKind,
    Post,
    Scope,
    TeamMember,
)
from registry.model.company_inspections.on_the_spot import ReportForm
from registry.model.people import Person, Role
from registry.services.company_inspections import (
    concluding,
    conclusions,
    drafting,
    penalties,
    recommendations,
    reports,
    samples,
    steps,
)
from registry.services.company_inspections.citable import rules_on
from registry.services.company_inspections.conclusions import ItemWish
from registry.services.company_inspections.held import InspectionParts, inspection_parts
from registry.services.company_inspections.letters import issuing
from registry.services.company_inspections.steps import Decided
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import add_account
from registry.settings import Settings, read_settings
from registry.store import batches, ledger
from tests.services.requests import desk
from tests.store.rows import created, mast, site, station
from tests.web.people import PASSWORD

PEOPLE = (Role.APPRAISER, Role.LEADER, Role.INSPECTOR, Role.VIEWER, Role.DUTY_OFFICER)
COMPANIES = (("vnpt", "VNPT"), ("viettel", "VTL"))
APPRAISER = Person("appraiser", frozenset({Role.APPRAISER}))
LEADER = Person("leader", frozenset({Role.LEADER}))
SECRET = "phạt ở mức cao nhất"
PLAN = drafting.InspectionPlan(
    company="VNPT", name="Kiểm tra VNPT", matters=(Matter.PERMIT,), scope=(Scope.MASTS,), reason="Phản ánh",
    facts_from=dt.date(2026, 1, 1), facts_to=dt.date(2026, 6, 30), basis=("Luật Viễn thông",),
    team=(TeamMember(Post.HEAD, "Nguyễn Văn Đoàn", stated=True),),
)  # fmt: skip
MASTS = ("BGG00045", "BGG00046", "BGG00047")


def made(home: Path) -> Settings:
    """Copy the office into ``home``, and return its settings; it is made once a process."""
    shutil.copytree(_whole(), home, dirs_exist_ok=True)
    return read_settings({"BTS_HOME": str(home)})


@functools.cache
def _whole() -> Path:
    home = Path(tempfile.mkdtemp(prefix="inspected-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    with contextlib.closing(desk.make(read_settings({"BTS_HOME": str(home)}))) as registry:
        with registry.database.write() as connection:
            batch = batches.open_batch(connection, kind="sites", who="lan")
            rows: list[Any] = []
            for at, code in enumerate(MASTS[1:], 1):
                lon, lat = desk.north(900.0 * at)
                rows += [
                    *created("sites", site(code, lon, lat)),
                    *created("structures", mast(code, mast_class="A2b", mast_height_m=42.0)),
                    *created("stations", station(code, "VNPT")),
                ]
            ledger.record(connection, rows, who="lan", batch=batch.id)
        for role in PEOPLE:
            add_account(registry, role.value, [role], password=PASSWORD, must_change=False, who="t")
        for name, organisation in COMPANIES:
            add_account(
                registry, name, [Role.CARRIER], organisation=organisation, password=PASSWORD,
                must_change=False, who="t",
            )  # fmt: skip
    return home


def begun(registry: Registry) -> str:
    """Take an inspection of VNPT by the services to the first day on the spot, with a sample and a report."""
    day = today()
    inspection = drafting.draw_up(registry, PLAN, person=APPRAISER)
    masts = samples.by_risk(registry, inspection, 2, person=APPRAISER)
    samples.add_to_sample(registry, inspection, masts, person=APPRAISER)
    reports.add_report(registry, inspection, ReportForm.MASTS, title="Danh sách cột", person=APPRAISER)

    def seen() -> int:
        return inspection_parts(registry, inspection, person=APPRAISER).inspection.version

    steps.propose(registry, inspection, seen=seen(), person=APPRAISER)
    serial = inspection_parts(registry, inspection, person=APPRAISER).inspection.code.rsplit("-", 1)[1]
    decided = Decided(
        f"{serial}5/QĐ-SKHCN", day, Delegation.AUTHORISED, "9/QĐ-UBND", dt.date(2026, 2, 1), day, day
    )
    steps.decide(registry, inspection, decided, seen=seen(), person=LEADER)
    steps.announce(
        registry, inspection, plan_number=f"{serial}1/KH", notice_number=f"{serial}2/TB", on=day, seen=seen(),
        person=APPRAISER,
    )  # fmt: skip
    steps.request_reports(registry, inspection, number=f"{serial}3/CV", on=day, seen=seen(), person=APPRAISER)
    steps.begin(registry, inspection, on=day, seen=seen(), person=APPRAISER)
    return inspection


def penalised(registry: Registry) -> str:
    """Take an inspection to its conclusion: a violation, a recommendation, a penalty proposed."""
    inspection = begun(registry)

    def parts() -> InspectionParts:
        return inspection_parts(registry, inspection, person=APPRAISER)

    def seen() -> int:
        return parts().inspection.version

    facts_on = dt.date(2026, 3, 1)
    rule = next(one for one in rules_on(registry, facts_on) if one.verified)
    evidence = (Evidence(EvidenceKind.FILE, "x", "Biên bản kiểm tra"),)
    wish = ItemWish(
        Matter.PERMIT, "Chưa thông báo khởi công", rule.code, facts_on, evidence, Verdict.VIOLATED
    )
    item = conclusions.add_item(registry, inspection, wish, person=APPRAISER)
    concluding.close_explanation(
        registry, inspection, reason="Doanh nghiệp đồng ý", seen=seen(), person=APPRAISER
    )
    recommendations.recommend(registry, inspection, "Gửi thông báo", item=item, person=APPRAISER)
    act = next(
        code
        for code in penalties.acts(APPRAISER)
        if penalties.possible(code, ended=False, acted_on=facts_on, found_on=today())
    )
    penalties.propose_penalty(
        registry, inspection, item, act, ended=False, acted_on=facts_on, found_on=today(), note=SECRET,
        person=APPRAISER,
    )  # fmt: skip
    concluding.submit_conclusion(registry, inspection, summary="", seen=seen(), person=APPRAISER)
    concluding.conclude(registry, inspection, number="7/KL", on=today(), seen=seen(), person=LEADER)
    issuing.issue_paper(registry, inspection, PaperKind.PENALTY, number="8/ĐX", day=today(), person=APPRAISER)
    return inspection


def typed(**other: Any) -> dict[str, Any]:
    """Return what is typed to propose an inspection of VNPT."""
    return {
        "company": "VNPT", "name": "Kiểm tra việc chấp hành pháp luật về xây dựng BTS",
        "matters": ["permit", "emf"], "scope": ["masts"], "reason": "Nhiều cột chưa có giấy tờ",
        "facts_from": "01/01/2026", "facts_to": "30/6/2026", "basis": "Kế hoạch 12/KH\n\nLuật Viễn thông",
        "post": ["head", "member", "member"], "member": ["Nguyễn Văn Đoàn", "Trần Thị Viên", ""],
        "office": ["Phó trưởng phòng", "", ""], "account": ["", "", ""], "conflict": ["", "", ""],
        "stated": ["yes", "yes", ""], **other,
    }  # fmt: skip
