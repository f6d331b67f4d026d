"""A report is made under the article of the province whose office it is, never under another province's."""

import datetime as dt

from registry.model.people import Person, Role
from registry.model.regulations import RegulationState, StatedMatter
from registry.regulations.written import content_to_json
from registry.services.office.deeds import deed
from registry.services.office.registry import Registry
from registry.services.reports.document import ground
from registry.store.regulations.tables import regulations
from tests.regulations.stated import content, head

DAY = dt.date(2027, 6, 1)
LEADER = Person("minh", frozenset({Role.LEADER}))


def test_the_ground_is_cited_from_the_law_of_the_day(office: Registry) -> None:
    assert ground(office, DAY, "vi").startswith(
        "Điều 30 Quyết định số 72/2025/QĐ-UBND ngày 19 tháng 11 năm 2025"
    )
    assert ground(office, dt.date(2025, 6, 1), "vi") == "quy định hiện hành"


def test_an_own_text_that_lays_down_the_report_is_cited_in_its_place(
    office: Registry,
) -> None:
    told = content(
        head=head("QĐ 7/2027/QĐ-UBND", dt.date(2027, 5, 1), replaces="QĐ 72/2025/QĐ-UBND"),
        matters={"year_report": StatedMatter("Điều 12(2)", verified=True, choices={"before": "12-10"})},
    )
    with deed(office, "desk-regulation", LEADER) as made:
        made.create(
            regulations,
            {"id": "own", "province": "24", "number": 1, "content": content_to_json(told),
             "state": RegulationState.PUBLISHED.value},
        )  # fmt: skip
    assert ground(office, DAY, "vi").startswith("khoản 2 Điều 12 Quyết định số 7/2027/QĐ-UBND ngày")
    assert ground(office, DAY, "en").startswith("Điều 12(2) of Decision No. 7/2027/QĐ-UBND")
