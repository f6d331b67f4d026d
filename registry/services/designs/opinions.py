"""What the office says of each finding (confirmed or overruled, with the reason), and its own remarks."""

from registry.errors import RefusalError
from registry.model.designs.desk import DossierState, OpinionKind
from registry.model.findings import Outcome
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.designs.deeds import check_worker, dossier_deed, newest_file, standing_as
from registry.services.designs.judged import judged_of
from registry.services.office.registry import Registry
from registry.store.changes import new_id, stable_id
from registry.store.designs.tables import design_opinions
from registry.typed_text import line_within, within

OWN = frozenset({OpinionKind.CHANGE, OpinionKind.NOTE})
CHOSEN = (Outcome.PASS, Outcome.FAIL, Outcome.CONSENT, Outcome.REVIEW, Outcome.UNKNOWN, Outcome.NA)


@one_moment()
def say(
    registry: Registry,
    dossier: str,
    finding: str,
    *,
    outcome: Outcome | None,
    reason: str,
    seen: int,
    person: Person,
) -> None:
    """Confirm a finding of the version in hand (``outcome`` None), or overrule it by another outcome.

    ``seen`` is the version of the office's word on that finding, 0 for none. Overruling needs a reason
    (``REQUEST-REASON``); a finding that the version does not have is ``DESIGN-FINDING-UNKNOWN``.
    """
    check_worker(person)
    why = within(reason, 2000)
    with dossier_deed(registry, "finding", person, dossier=dossier) as made:
        found = standing_as(made, dossier, None, DossierState.RECEIVED)
        file = newest_file(made, found)
        known = {one.key: one for one in judged_of(registry, file)}
        if finding not in known:
            raise RefusalError("DESIGN-FINDING-UNKNOWN", code=found.code)
        same = outcome is None or outcome is known[finding].finding.outcome
        if not same and not why:
            raise RefusalError("REQUEST-REASON")
        key = stable_id("design-opinion", dossier, str(file.number), finding)
        own = {"id": key, "dossier": dossier, "number": file.number, "finding": finding}
        made.put(
            design_opinions, key, own, seen,
            kind=(OpinionKind.CONFIRMED if same else OpinionKind.OVERRULED).value,
            outcome="" if same or outcome is None else outcome.value, text=why, who=made.who, at=made.at,
        )  # fmt: skip


@one_moment()
def confirm_all(registry: Registry, dossier: str, *, seen: int, person: Person) -> int:
    """Confirm every finding of the version in hand that nobody has spoken of; returns how many.

    ``seen`` is the dossier's version.
    """
    check_worker(person)
    with dossier_deed(registry, "findings", person, dossier=dossier) as made:
        found = standing_as(made, dossier, seen, DossierState.RECEIVED, kind=OpinionKind.CONFIRMED.value)
        file = newest_file(made, found)
        count = 0
        for one in judged_of(registry, file):
            key = stable_id("design-opinion", dossier, str(file.number), one.key)
            if made.check(design_opinions, key, None) is not None:
                continue
            count += 1
            made.create(
                design_opinions,
                {
                    "id": key, "dossier": dossier, "number": file.number, "finding": one.key,
                    "kind": OpinionKind.CONFIRMED.value, "who": made.who, "at": made.at,
                },
            )  # fmt: skip
    return count


@one_moment()
def remark(
    registry: Registry, dossier: str, kind: OpinionKind, text: str, *, source: str = "", person: Person
) -> str:
    """Add a remark of the office's own to the version in hand; returns its id (``DESIGN-NO-TEXT``)."""
    check_worker(person)
    said = within(text, 2000)
    if kind not in OWN or not said:
        raise RefusalError("DESIGN-NO-TEXT")
    identity = new_id()
    with dossier_deed(registry, "remark", person, dossier=dossier) as made:
        found = standing_as(made, dossier, None, DossierState.RECEIVED)
        number = newest_file(made, found).number
        made.create(
            design_opinions,
            {
                "id": identity, "dossier": dossier, "number": number, "kind": kind.value, "text": said,
                "source": line_within(source, 300), "who": made.who, "at": made.at,
            },
        )  # fmt: skip
    return identity


@one_moment()
def take_back(registry: Registry, dossier: str, opinion: str, *, seen: int, person: Person) -> None:
    """Take a remark of the office's own back before the answer is submitted."""
    check_worker(person)
    with dossier_deed(registry, "remark-gone", person, dossier=dossier) as made:
        standing_as(made, dossier, None, DossierState.RECEIVED)
        row = made.standing(
            design_opinions, opinion, unknown="DESIGN-FINDING-UNKNOWN", seen=seen, offered={"text": ""}
        )
        if row["dossier"] != dossier or row.get("finding"):
            raise RefusalError("DESIGN-FINDING-UNKNOWN", code=dossier[:8])
        made.remove(design_opinions, opinion)
