"""Which notices of defects still wait: as long as the defect is to be remedied, by the day that they say."""

from collections.abc import Collection, Sequence

from registry.model.field.defects import UNREMEDIED_DEFECTS
from registry.model.notices import Notice, NoticeKind
from registry.model.people import OPEN_DESK
from registry.services.field.defect_steps import defects_of
from registry.services.field.vocabulary import deadline_words
from registry.services.office.registry import Registry
from registry.services.office.settled import WaitsOn
from registry.store.field.tables import defects
from registry.store.field.views import rows_by


def _owed(registry: Registry, told: Sequence[Notice]) -> Collection[str]:
    with registry.database.read() as connection:
        rows = rows_by(connection, defects, list({one.record for one in told}))
        known = {one.id: one for one in defects_of(connection, list(rows.values()), OPEN_DESK)}
    return {
        one.id
        for one in told
        if one.record in known
        and known[one.record].state in UNREMEDIED_DEFECTS
        and one.params.get("due") in (None, deadline_words(known[one.record]))
    }


WAITS_ON: WaitsOn = dict.fromkeys(
    (
        NoticeKind.NOT_REMEDIED, NoticeKind.NOT_REMEDIED_BY, NoticeKind.REOPENED, NoticeKind.REOPENED_BY,
        NoticeKind.NEW_DEADLINE,
    ),
    _owed,
)  # fmt: skip
