"""What a draft leaves open, as far as its sender may know: told before the request has its number."""

from collections.abc import Mapping
from typing import NamedTuple

from registry.model.requests.desk import RequestKind
from registry.model.requests.matters import Matter, Weight
from registry.services.appraise.appraise_list import Appraisal
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.requests.agreed.noticed import noticed, own_papers
from registry.services.requests.drafting.kept_drafts import Draft
from registry.services.requests.matters import Facts
from registry.services.requests.place_matters import filing_matters, row_matters
from registry.services.requests.taken import taken_now
from registry.services.requests.unread_cells import unread_matters
from registry.store.requests.requests import get_request


class DraftMatters(NamedTuple):
    """What filing asks of the whole, and by a row's index what its decision will ask.

    ``own_papers`` are those of the dossier that the office wrote itself, with the numbers of its letters.
    """

    whole: list[Matter]
    rows: dict[int, list[Matter]]
    own_papers: Mapping[str, tuple[str, ...]]


def draft_matters(registry: Registry, draft: Draft, appraisal: Appraisal | None) -> DraftMatters:
    """Return what the sender of a draft is told of; ``appraisal`` is that of its list, None without one."""
    own, taken = draft.own or None, taken_now(registry)
    proposals = [row.proposal for row in appraisal.rows] if appraisal else []
    facts = Facts(
        "", RequestKind(draft.kind), draft.organisation, draft.letter_number, draft.dated, draft.day,
        appraisal.sha256 if appraisal else "", _amended(registry, draft),
    )  # fmt: skip
    context = appraisal.context if appraisal else context_for(registry, draft.day)
    whole = filing_matters(facts, proposals, taken, context)
    rows: dict[int, list[Matter]] = {}
    if appraisal is not None:
        answered = {int(row): texts for row, texts in draft.answers.items()}
        rows = unread_matters(appraisal.issues, appraisal.sheets, proposals, answered)
        for at, found in row_matters(facts, proposals, taken, context).items():
            rows.setdefault(at, []).extend(found)
    agreed = noticed(registry, facts.kind, proposals)
    for at, one in agreed.items():
        asking = [matter for matter in one.matters if matter.weight is not Weight.SAYS]
        if asking:  # its decision will ask for them
            rows.setdefault(at, []).extend(asking)
    seen = {at: [one for one in found if one.seen_by(own)] for at, found in sorted(rows.items())}
    return DraftMatters(
        [one for one in whole if one.seen_by(own)],
        {at: found for at, found in seen.items() if found},
        own_papers((agreed.get(at) for at in range(len(proposals))), draft.organisation),
    )


def _amended(registry: Registry, draft: Draft) -> str:
    if not draft.amends:
        return ""
    with registry.database.read() as connection:
        return get_request(connection, draft.amends).id
