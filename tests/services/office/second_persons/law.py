"""Deeds on the province's own regulations."""

import datetime as dt
from pathlib import Path

from registry.model.regulations import RegulationContent, RegulationHead
from registry.services.regulations import drafting, publishing
from tests.services.office.second_persons.second import F, Second, record

DRAFT, PROPOSED, PUBLISHED = "draft rule", "proposed rule", "published rule"
_TABLE = "regulations"

DEEDS: dict[str, Second] = {
    "regulations.drafting.save": record(
        _TABLE, DRAFT, drafting.save, RegulationContent(RegulationHead("QĐ 9/2027/QĐ-UBND")), **F
    ),
    "regulations.drafting.attach": record(_TABLE, DRAFT, drafting.attach, Path(__file__), "QĐ 9.pdf", **F),
    "regulations.drafting.drop": record(_TABLE, DRAFT, drafting.drop, reason="x", **F),
    "regulations.publishing.propose": record(_TABLE, DRAFT, publishing.propose, **F),
    "regulations.publishing.return_draft": record(_TABLE, PROPOSED, publishing.return_draft, reason="x", **F),
    "regulations.publishing.publish": record(_TABLE, PROPOSED, publishing.publish, **F),
    "regulations.publishing.end": record(
        _TABLE, PUBLISHED, publishing.end, last_day=dt.date(2099, 6, 1), reason="x", **F
    ),
}
