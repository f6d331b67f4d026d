"""Visits, defects, cable findings and citizens' reports of a company, as lines of its file."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping

from registry.messages import LANGUAGES, render
from registry.model.cables import TroubleState
from registry.model.company_inspections.conclusions import Evidence, EvidenceKind
from registry.model.company_inspections.gathered import FileLine, Source
from registry.model.company_inspections.inspection import Matter
from registry.model.field.defects import FOUND_DEFECTS
from registry.model.field.field_reports import CitizenReportKind, CloseReason
from registry.model.findings import Outcome
from registry.model.people import Person
from registry.model.vietnam_time import VIETNAM, in_vietnam
from registry.services.cables.checking import check_route
from registry.services.cables.troubles import trouble_lines
from registry.services.company_inspections.file.owned import Owned
from registry.services.field.defects import list_defects
from registry.services.field.inspections import board
from registry.services.field.vocabulary import defect_name
from registry.services.office.registry import Registry
from registry.store.cables.routes import get_route
from registry.store.field.visits import list_visits
from registry.store.ledger import stamp
from registry.store.public.citizen_reports import load_reports

MOST_VISITS = 20_000
_NOTHING = frozenset(CloseReason) - {CloseReason.MENDED, CloseReason.ELSEWHERE}


def visit_lines(
    registry: Registry, masts: Collection[str], first: dt.date, last: dt.date
) -> Iterator[FileLine]:
    """Yield the finished visits of some masts in the span; one beyond a limit speaks against the company."""
    begins = stamp(dt.datetime.combine(first, dt.time(), VIETNAM))
    with registry.database.read() as connection:
        visits = [
            row
            for row in list_visits(connection, since=begins, most=MOST_VISITS)
            if row["structure"] in masts
        ]
        rows = board(connection, visits)
    for row in rows:
        on = _day(row.inspection.finished_at)
        if on is None or not first <= on <= last:
            continue
        vi = f"{row.mast.code}: kiểm tra ngày {on:%d/%m/%Y}, {row.beyond} mục vượt, {row.defects} tồn tại"
        en = f"{row.mast.code}: visited {on:%d/%m/%Y}, {row.beyond} beyond the limit, {row.defects} defects"
        yield FileLine(
            f"visit:{row.inspection.id}", Source.VISITS, Matter.SAFETY, vi, en, on=on, code=row.mast.code,
            link=("visit", row.inspection.id), drafts=bool(row.beyond),
            evidence=Evidence(EvidenceKind.VISIT, row.inspection.id, vi, on=on.isoformat()),
        )  # fmt: skip


def defect_lines(
    registry: Registry, company: Owned, first: dt.date, last: dt.date, *, person: Person
) -> Iterator[FileLine]:
    """Yield the defects that were found in the span, and those that stand; not what is none after all."""
    held = list_defects(registry, person=person, organisation=company.borne, states=sorted(FOUND_DEFECTS))
    for one in held:
        if one.found_on > last or (one.found_on < first and not one.standing):
            continue
        late = one.overdue(last)
        name_vi, name_en = (defect_name(one.defect, one.component, lang, one.entry) for lang in LANGUAGES)
        vi = f"{one.mast.code}: {name_vi}, phát hiện {one.found_on:%d/%m/%Y}"
        en = f"{one.mast.code}: {name_en}, found {one.found_on:%d/%m/%Y}"
        if late and one.deadline is not None:
            vi, en = f"{vi}, quá hạn {one.deadline:%d/%m/%Y}", f"{en}, overdue since {one.deadline:%d/%m/%Y}"
        yield FileLine(
            f"defect:{one.id}", Source.DEFECTS, Matter.SAFETY, vi, en, on=one.found_on, code=one.mast.code,
            link=("defect", one.id), drafts=one.standing,
            evidence=Evidence(
                EvidenceKind.DEFECT, one.id, vi, one.photos[0] if one.photos else "", one.found_on.isoformat()
            ),
        )  # fmt: skip


def cable_lines(
    registry: Registry,
    company: Owned,
    first: dt.date,
    last: dt.date,
    *,
    routes: Collection[str],
    person: Person,
) -> Iterator[FileLine]:
    """Yield the cable troubles of the company in the span, and what the checks say of some ``routes``."""
    for line in trouble_lines(registry):
        one = line.trouble
        on = one.detected_at.astimezone(VIETNAM).date()
        if one.owner != company.borne or one.state is TroubleState.DROPPED or not first <= on <= last:
            continue
        vi = f"Sự cố cáp {line.plant or '–'}, phát hiện {on:%d/%m/%Y}"
        en = f"Cable trouble {line.plant or '–'}, found {on:%d/%m/%Y}"
        yield FileLine(
            f"trouble:{one.id}", Source.CABLE, Matter.CABLE, vi, en, on=on, code=line.plant,
            link=("trouble", one.id), drafts=one.state is TroubleState.OPEN,
            evidence=Evidence(
                EvidenceKind.CABLE, one.id, vi, one.photos[0] if one.photos else "", on.isoformat()
            ),
        )  # fmt: skip
    for route in routes:
        yield from _route(registry, route, last, person)


def _route(registry: Registry, wanted: str, day: dt.date, person: Person) -> Iterator[FileLine]:
    with registry.database.read() as connection:
        route = get_route(connection, wanted)
    if route is None:
        return
    seen: set[str] = set()
    for _mount, findings in check_route(registry, route, viewer=person):
        for one in findings:
            key = f"cable:{route.id}:{one.rule}:{one.code}"
            if one.outcome not in (Outcome.FAIL, Outcome.REVIEW) or key in seen:
                continue
            seen.add(key)
            vi, en = (f"{route.code}: {render(one.code, one.params, lang)}" for lang in LANGUAGES)
            yield FileLine(
                key, Source.CABLE, Matter.CABLE, vi, en, on=day, code=route.code, link=("cable", route.id),
                rule=one.rule, document=one.source, article=one.article, verified=one.verified,
                violation=one.outcome is Outcome.FAIL, drafts=one.outcome is Outcome.FAIL,
                evidence=Evidence(EvidenceKind.CABLE, route.id, vi, on=day.isoformat()),
            )  # fmt: skip


def citizen_lines(
    registry: Registry, masts: Mapping[str, str], first: dt.date, last: dt.date
) -> Iterator[FileLine]:
    """Yield citizens' reports of the company's masts in the span, without what was found to be nothing."""
    with registry.database.read() as connection:
        reports = load_reports(connection)
    for one in reports:
        on = _day(one.at)
        if one.structure not in masts or on is None or not first <= on <= last:
            continue
        if one.reason in _NOTHING or one.joined_to:  # what was joined to another is that report
            continue
        code = masts[one.structure]
        asks = one.kind is CitizenReportKind.PERMIT  # somebody's question is nothing found against a company
        vi = f"{code}: phản ánh {one.number} ngày {on:%d/%m/%Y}"
        en = f"{code}: report {one.number} of {on:%d/%m/%Y}"
        yield FileLine(
            f"citizen:{one.id}", Source.CITIZENS, Matter.PERMIT if asks else Matter.SAFETY, vi, en,
            on=on, code=code, link=("report", one.id),
            drafts=one.reason is not CloseReason.ELSEWHERE and not asks,
            evidence=Evidence(
                EvidenceKind.CITIZEN, one.id, vi, one.photos[0].sha256 if one.photos else "", on.isoformat()
            ),
        )  # fmt: skip


def _day(at: str) -> dt.date | None:
    try:
        return in_vietnam(at).date() if at else None
    except ValueError:
        return None
