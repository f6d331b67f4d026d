"""Each row is judged by the law of the province that held its position on that day, anew where it changed."""

import dataclasses
import datetime as dt
import random
from collections.abc import Sequence

import pytest

from registry.checks.context import Context
from registry.checks.engine import Check, run
from registry.checks.on_day import judging
from registry.checks.registered import CHECKS
from registry.demo.samples import MESSY_NAME
from registry.law import Law, Rule
from registry.model.finding_table import FindingTable
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.services.appraise.appraise_list import appraise_list
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from tests.world import proposal

BEFORE = dt.date(2025, 6, 30)
BAC_GIANG, BAC_NINH = (106.20, 21.28), (106.07, 21.18)


def rules_of(code: str) -> Rule:
    return Rule("SHR-01", f"law of {code}", "Điều 1", None, None, territory=(code,), gap=True)


def test_two_provinces_two_laws(demo_registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    context = context_for(demo_registry, BEFORE)
    rows = [proposal(lon=lon, lat=lat, row=row) for row, (lon, lat) in enumerate((BAC_GIANG, BAC_NINH))]
    laws = {code: (rules_of(code),) for code in ("24", "27")}
    real = judging.law_in_force
    monkeypatch.setattr(
        judging,
        "law_in_force",
        lambda code, day, office, own: real(code, day, laws[code], office=office, own=own),
    )
    found, law = judging.judge(rows, context)
    sources = [next(item.source for item in row if item.rule == "SHR-01") for row in found]
    assert sources == ["law of 24", "law of 27"]
    assert law.territory == "24"


def test_since_the_merger_there_is_one_law(demo_registry: Registry) -> None:
    context = context_for(demo_registry, dt.date(2026, 11, 24))
    rows = [proposal(lon=lon, lat=lat, row=row) for row, (lon, lat) in enumerate((BAC_GIANG, BAC_NINH))]
    found, _law = judging.judge(rows, context)
    assert {item.source for row in found for item in row if item.rule == "SPC-01"} == {"QĐ 72/2025/QĐ-UBND"}


OTHER_VALUES = {
    "mast_height_m": (None, 2.5, 3.0, 45.0),
    "urban": (True, False, None),
    "kind": tuple(ProposalKind),
    "shared_with": ((), ("VNPT",), ("VMS", "VTL")),
}
"""What a row may be corrected to beyond what another row says."""
WEIGHTY = (*OTHER_VALUES, "position", "site_code", "operator")


def corrected(rows: list[Proposal], chance: random.Random) -> list[Proposal]:
    """Return the rows with one to three cells changed to what another row says there, or to another value."""
    changed = list(rows)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        at, any_field = chance.randrange(len(rows)), chance.choice(dataclasses.fields(Proposal)).name
        name = chance.choice((any_field, chance.choice(WEIGHTY)))
        said = [getattr(row, name) for row in rows]
        values = chance.choice((said, OTHER_VALUES.get(name, said)))
        if name in ("sheet", "row"):  # no answer moves a row
            continue
        changed[at] = dataclasses.replace(changed[at], **{name: chance.choice(values)})
    return changed


@pytest.mark.parametrize(("day", "times"), [(dt.date(2026, 11, 24), 120), (BEFORE, 20)])
def test_after_any_answers_the_rows_are_as_if_the_whole_list_were_judged(
    demo_registry: Registry, day: dt.date, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = appraise_list(demo_registry, demo_registry.settings.home / "samples" / MESSY_NAME, as_of=day)
    rows = [row.proposal for row in found.rows]
    findings, _law = judging.judge(rows, found.context)
    chance = random.Random(7)
    asked_again = 0

    def counted(
        rows: Sequence[Proposal], context: Context, law: Law, checks: Sequence[Check]
    ) -> FindingTable:
        nonlocal asked_again
        asked_again += len(rows) * len(checks)
        return run(rows, context, law, checks)

    for _ in range(times):
        asked = corrected(rows, chance)
        with monkeypatch.context() as patch:
            patch.setattr(judging, "run", counted)
            again = judging.judge_again(asked, found.context, rows, findings)
        whole, _law = judging.judge(asked, found.context)
        assert again == whole
        rows, findings = asked, again
    laws = 1 if day > BEFORE else 2
    assert asked_again < 0.3 * laws * times * len(rows) * len(CHECKS)  # what nothing touched was not asked
